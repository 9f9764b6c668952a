"""A flow layout: items that do not fit into a line wrap to the next one."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from desktop.ui.theme.tokens import S


class Flow(QLayout):
    """A layout that wraps its items like text, each centred vertically in its line."""

    def __init__(self, parent: QWidget | None = None, spacing: int = S) -> None:
        super().__init__(parent)
        self._gap = spacing
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    # QLayout's interface

    def addItem(self, item: QLayoutItem) -> None:
        """Add an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return the item at `index`, or None if it is out of range."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        """Remove and return the item at `index`, or None if it is out of range."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Return no direction: the layout needs no more than its size hint."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Return True: the height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at a width."""
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place all items within `rect`."""
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        """Return the size of everything in one line."""
        hints = [item.sizeHint() for item in self._shown()]
        width = sum(hint.width() for hint in hints) + self._gap * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """Return the size of the largest item, so that nothing is cut."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        """Return the height of all lines within `rect`; with `place` also place the items."""
        top, line, left = rect.top(), list[tuple[QLayoutItem, QRect]](), rect.left()
        for item in self._shown():
            size = item.sizeHint()
            if line and left + size.width() > rect.left() + rect.width():
                top += self._finish_line(line, place=place) + self._gap
                line, left = [], rect.left()
            width = min(size.width(), max(rect.width(), item.minimumSize().width()))
            line.append((item, QRect(QPoint(left, top), QSize(width, size.height()))))
            left += width + self._gap
        return top + self._finish_line(line, place=place) - rect.top()

    @staticmethod
    def _finish_line(line: list[tuple[QLayoutItem, QRect]], *, place: bool) -> int:
        """Return the height of a line; with `place` also centre its items in it."""
        height = max((box.height() for _item, box in line), default=0)
        if place:
            for item, box in line:
                item.setGeometry(box.translated(0, (height - box.height()) // 2))
        return height
