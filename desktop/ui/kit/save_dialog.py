"""The system's dialog for saving a file, which opens in the last folder or in the documents."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

_last: list[Path] = []
"""The folder chosen last, or empty."""


def choose_place(parent: QWidget | None, title: str, name: str, kinds: str) -> tuple[str, str]:
    """Return the path that the user chose and its filter; both are empty after “Cancel”.

    `name` is proposed, `kinds` are Qt's name filters. Without a folder, Qt would open the current
    directory, which may be the one where the program is installed.
    """
    chosen, kind = QFileDialog.getSaveFileName(parent, title, str(_folder() / name), kinds)
    if chosen:
        _last[:] = [Path(chosen).parent]
    return chosen, kind


def _folder() -> Path:
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    places = [*_last, Path(documents)] if documents else _last
    return next((place for place in places if place.is_dir()), Path.home())
