"""What the program imports of Qt is packed: all other bindings are left out to keep it small."""

from __future__ import annotations

import re

from pack.prune import QT_BINDINGS, QT_LIBRARIES

from tests.packaging.conftest import ROOT


def test_every_binding_that_is_imported_is_packed() -> None:
    """A package without one of them would not start, and its self-check neither."""
    sources = [file.read_text(encoding="utf-8") for file in (ROOT / "desktop").rglob("*.py")]
    imported = {name for text in sources for name in re.findall(r"PySide6\.(Qt\w+)", text)}
    assert imported == set(QT_BINDINGS)
    assert {name.removeprefix("Qt") for name in imported} <= QT_LIBRARIES
