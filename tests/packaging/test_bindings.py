"""Every Qt binding that the program imports is packed; all others are left out to save space."""

from __future__ import annotations

import re

from pack.prune import QT_BINDINGS, QT_LIBRARIES

from tests.packaging.conftest import ROOT


def test_every_binding_that_is_imported_is_packed() -> None:
    """Without one of them, neither the program nor its self-check would start."""
    sources = [file.read_text(encoding="utf-8") for file in (ROOT / "desktop").rglob("*.py")]
    imported = {name for text in sources for name in re.findall(r"PySide6\.(Qt\w+)", text)}
    assert imported == set(QT_BINDINGS)
    assert {name.removeprefix("Qt") for name in imported} <= QT_LIBRARIES
