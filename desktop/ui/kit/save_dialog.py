"""Where a file is saved: asked in the system's own dialog, beginning where people keep files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

_last: list[Path] = []
"""The folder of the file that was saved last."""


def choose_place(parent: QWidget | None, title: str, name: str, kinds: str) -> tuple[str, str]:
    """Return the path that the user chose and its kind; both are empty where none was chosen.

    `name` is proposed, `kinds` are filters of Qt. Without a folder, Qt would begin in the one that
    the program was started from, which may be where it is installed.
    """
    chosen, kind = QFileDialog.getSaveFileName(parent, title, str(_folder() / name), kinds)
    if chosen:
        _last[:] = [Path(chosen).parent]
    return chosen, kind


def _folder() -> Path:
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    places = [*_last, Path(documents)] if documents else _last
    return next((place for place in places if place.is_dir()), Path.home())
