"""A row that becomes a column where it is too narrow, as with text at 200 %."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop.ui.kit.sizes import letter_width

_COMFORT = 30
"""Characters that fit into a line of the widening part at least, for easy reading."""
_GAP = 16
_NARROWEST = 20
"""Characters that a field needs at least to be beside another."""
_BELOW = 12


class ResponsiveRow(QWidget):
    """A row of layouts that is folded to a column where the parts do not fit beside each other.

    The part with the index `widening` gets the width that is left; with None all parts share it.
    `comfort` is the least width of a widening part, in characters. Folded, widening parts keep a
    right margin of `edge` pixels, and the part with the index `second` is moved to second place.
    """

    def __init__(
        self,
        parts: Sequence[QLayout],
        widening: int | None = None,
        spacing: int = 18,
        comfort: int = _COMFORT,
        edge: int = 0,
        second: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._widening = widening
        self._comfort = comfort
        self._edge = edge
        self._second = second
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(spacing)
        self._parts: list[QWidget] = []
        for number, part in enumerate(parts):
            part.setContentsMargins(0, 0, 0, 0)
            holder = QWidget(self)
            holder.setLayout(part)
            self._parts.append(holder)
            self._row.addWidget(holder, 1 if self._widens(number) else 0)

    @property
    def folded(self) -> bool:
        """Whether the parts are below each other."""
        return self._row.direction() is QBoxLayout.Direction.TopToBottom

    def set_part_width(self, number: int, width: int) -> None:
        """Give a part a minimum width, so that the parts of several rows are aligned."""
        self._parts[number].setMinimumWidth(width)

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest part, since the row can be folded."""
        width = max(part.minimumSizeHint().width() for part in self._parts)
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold for the new width."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Fold or unfold if a part needs another width, as for a longer text of a button."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._arrange()
        return done

    def _arrange(self) -> None:
        fold = self.width() < self._comfortable_width()
        if fold is self.folded:
            return
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if fold else direction.LeftToRight)
        for number, part in enumerate(self._parts):
            if self._widens(number) and (layout := part.layout()) is not None:
                layout.setContentsMargins(0, 0, self._edge if fold else 0, 0)
        if self._second > 1:
            moved = self._row.takeAt(self._row.indexOf(self._parts[self._second]))
            self._row.insertItem(1 if fold else self._second, moved)
        self.updateGeometry()

    def _widens(self, number: int) -> bool:
        return self._widening in (None, number)

    def _comfortable_width(self) -> int:
        gaps = self._row.spacing() * (len(self._parts) - 1)
        line = letter_width(self.fontMetrics()) * self._comfort
        widths = (
            max(line, part.minimumSizeHint().width())
            if self._widens(number)
            else max(part.minimumWidth(), part.sizeHint().width())
            for number, part in enumerate(self._parts)
        )
        return gaps + sum(widths)


def in_pairs(fields: Sequence[QWidget]) -> QVBoxLayout:
    """Lay out fields in rows of two; an odd last field has the whole row."""
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(_BELOW)
    for first in range(0, len(fields), 2):
        parts = [_layout_of(field) for field in fields[first : first + 2]]
        column.addWidget(ResponsiveRow(parts, spacing=_GAP, comfort=_NARROWEST))
    return column


def pair(first: QLayout, second: QLayout) -> ResponsiveRow:
    """Return a row of two layouts, as wide as the fields of `in_pairs`."""
    return ResponsiveRow([first, second], spacing=_GAP, comfort=_NARROWEST)


def _layout_of(field: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout()
    layout.addWidget(field)
    return layout
