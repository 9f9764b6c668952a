"""The strip of the next 31 days: one mark for each deadline, as large as what is at risk."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.domain import beijing
from desktop.domain.horizon import DAYS, Horizon, Mark
from desktop.ui.kit.announce import announce
from desktop.ui.kit.labels import plain_tooltip, scaled
from desktop.ui.theme.theme import tokens
from desktop.wording import horizon as words
from desktop.wording.language import _

_SATURDAY = 5
_REACH = 1.6
"""How far beside a mark the mouse still means it, in parts of a day."""


class Strip(QWidget):
    """Left and Right go from mark to mark, Enter opens the orders of one; the mouse does the same."""

    chosen = Signal(object)
    """A `Mark`: its orders are wanted."""
    pointed = Signal(str)
    """What the mark says that is pointed at; empty where none is."""

    def __init__(self, horizon: Horizon, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(scaled(0.85))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Deadlines of the next 31 days"))
        self._horizon = horizon
        self._at: int | None = None
        self._describe()

    def set_horizon(self, horizon: Horizon) -> None:
        """Show other deadlines, or another now."""
        self._horizon = horizon
        if self._at is not None and self._at >= len(horizon.marks):
            self._at = None
        self._describe()
        self.update()

    def mark_at(self, x: float) -> Mark | None:
        """The mark nearest to a place, where it is near enough."""
        near = sorted(
            (abs(self._x(mark.deadline) - x), number)
            for number, mark in enumerate(self._horizon.marks)
        )
        if not near or near[0][0] > self._day_width() * _REACH:
            return None
        return self._horizon.marks[near[0][1]]

    def current(self) -> Mark | None:
        """The mark that the keyboard is at."""
        return None if self._at is None else self._horizon.marks[self._at]

    # Qt's events

    def sizeHint(self) -> QSize:
        """Room for the marks, the days and the months."""
        line = self.fontMetrics().height()
        return QSize(line * 20, round(line * 5.2))

    def minimumSizeHint(self) -> QSize:
        """The strip is never lower; it may be narrow."""
        return QSize(200, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from mark to mark, or open one."""
        count = len(self._horizon.marks)
        key = event.key()
        if not count or key not in _KEYS:
            super().keyPressEvent(event)
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            mark = self.current()
            if mark is not None:
                self.chosen.emit(mark)
            return
        at = -1 if self._at is None else self._at
        places = {
            Qt.Key.Key_Right: min(at + 1, count - 1),
            Qt.Key.Key_Left: max(at - 1, 0),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: count - 1,
        }
        self._at = places[Qt.Key(key)]
        text = words.mark(self._horizon.marks[self._at], self._horizon.now)
        self.setAccessibleDescription(text)
        self.pointed.emit(text)
        announce(self, text)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        if self._at is None and self._horizon.marks:
            self._at = 0
            self.pointed.emit(words.mark(self._horizon.marks[0], self._horizon.now))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is pointed at."""
        mark = self.mark_at(event.position().x())
        self.pointed.emit("" if mark is None else words.mark(mark, self._horizon.now))
        hand = Qt.CursorShape.ArrowCursor if mark is None else Qt.CursorShape.PointingHandCursor
        self.setCursor(hand)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the orders of a mark."""
        mark = self.mark_at(event.position().x())
        if mark is not None:
            self.chosen.emit(mark)

    def event(self, event: QEvent) -> bool:
        """The tooltip of a mark."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self.mark_at(event.pos().x())
            text = "" if mark is None else plain_tooltip(words.mark(mark, self._horizon.now))
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return bool(super().event(event))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the days, the time that is gone, and the marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_days(painter)
        self._paint_now(painter)
        for number, mark in enumerate(self._horizon.marks):
            self._paint_mark(painter, mark, current=number == self._at and self.hasFocus())

    # Painting

    def _paint_days(self, painter: QPainter) -> None:
        line = self.fontMetrics().height()
        width = self._day_width()
        every = 1 if width >= self.fontMetrics().horizontalAdvance("00") + 4 else 5
        painter.setPen(QColor(tokens().muted))
        for number, day in enumerate(self._horizon.days):
            x = number * width
            if day.weekday() >= _SATURDAY:
                painter.fillRect(QRectF(x, 0, width, self._base()), QColor(tokens().hover))
            if number % every == 0:
                box = QRectF(x - 8, self._base() + 3, width + 16, line)
                painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, str(day.day))
            if number == 0 or day.day == 1:
                box = QRectF(x + 1, self._base() + 3 + line, line * 5, line)
                painter.drawText(box, Qt.AlignmentFlag.AlignLeft, words.month(day))
        painter.setPen(QPen(QColor(tokens().border), 1))
        painter.drawLine(QPointF(0, self._base()), QPointF(self.width(), self._base()))

    def _paint_now(self, painter: QPainter) -> None:
        """What is gone of today is shaded up to its moving edge."""
        x = self._x(self._horizon.now)
        painter.fillRect(QRectF(0, 0, x, self._base()), QColor(tokens().line))
        painter.setPen(QPen(QColor(tokens().muted), 1.5))
        painter.drawLine(QPointF(x, 0), QPointF(x, self._base()))

    def _paint_mark(self, painter: QPainter, mark: Mark, *, current: bool) -> None:
        today = mark.deadline <= beijing.end_of_day(self._horizon.now)
        colour = QColor(tokens().amber if today else tokens().accent)
        width = max(6.0, min(12.0, self._day_width() * 0.45))
        height = max(8.0, (self._base() - 6) * self._horizon.size(mark))
        right = min(self._x(mark.deadline), self.width() - 1.0)
        bar = QRectF(max(1.0, right - width), self._base() - height, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(bar, 3, 3)
        if current:
            painter.setPen(QPen(QColor(tokens().text), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(bar.adjusted(-2.5, -2.5, 2.5, 1), 4, 4)

    def _base(self) -> float:
        return self.height() - 2.0 * self.fontMetrics().height() - 4

    def _day_width(self) -> float:
        return self.width() / DAYS

    def _x(self, instant: datetime) -> float:
        return self._horizon.place(instant) * self.width()

    def _describe(self) -> None:
        marks = self._horizon.marks
        first = words.mark(marks[0], self._horizon.now) if marks else ""
        self.setAccessibleDescription(first)


_KEYS = frozenset(
    (
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Space,
    )
)
