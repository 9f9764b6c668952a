"""The import dialog opens immediately: the modules that read files are loaded on a thread."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
LATER = (
    "desktop.exchange.document.encoding",
    "desktop.exchange.document.table",
    "desktop.exchange.formats",
    "desktop.exchange.read",
)
"""Modules that read files: they take longer to load than the dialog to open."""


def test_the_dialog_opens_without_what_reads_files() -> None:
    """The window would freeze before the dialog opens, twice as long as necessary."""
    code = (
        "import sys, desktop.ui.imports.import_dialog; "
        f"print([name for name in sys.modules if name.startswith({LATER!r})])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
