"""Fields two by two, and one below the other where there is too little room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.kit.responsive_row import ResponsiveRow

_GAP = 16
_NARROWEST = 20
"""Characters that a field needs to stand beside another."""
_BELOW = 12


def in_pairs(fields: Sequence[QWidget]) -> QVBoxLayout:
    """A column of rows of two fields each; the last field of an odd number has a row of its own."""
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(_BELOW)
    for first in range(0, len(fields), 2):
        parts = [_alone(field) for field in fields[first : first + 2]]
        column.addWidget(ResponsiveRow(parts, spacing=_GAP, comfort=_NARROWEST))
    return column


def _alone(field: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout()
    layout.addWidget(field)
    return layout
