"""The timeline of the next 31 days: a dot for each, and circles with the number of orders due."""

from __future__ import annotations

from itertools import groupby

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

from desktop.domain.timeline import DAYS, Mark, Timeline
from desktop.ui.kit.announce import announce
from desktop.ui.kit.labels import Picture, plain_tooltip, scaled
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import SMALL_SIZE, XS, S
from desktop.wording.i18n import _
from desktop.wording.verdicts import timeline as words

_SATURDAY = 5
_CIRCLE = 24
_DOT = 2.0
_MAX_COUNT = 99
_ROUND_DAYS = (1, 10, 20)
"""Days of a month that are labelled where there is room."""
_REACH = 0.9
"""How far from a circle's centre the mouse still hits it, as a share of a day's width."""


class TimelineView(Picture):
    """The arrow keys go from mark to mark; Enter or a click opens the orders of one."""

    chosen = Signal(object)
    """The `Mark` whose orders the user wants to see."""
    pointed = Signal(str)
    """The text of the mark under the mouse or with the focus; empty if there is none."""

    def __init__(self, timeline: Timeline, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(scaled(SMALL_SIZE))
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Deadlines of the next 31 days"))
        self._timeline = timeline
        self._days: tuple[tuple[Mark, ...], ...] = ()
        self._at: int | None = None
        self._pointed_text = ""
        self._group_by_day(timeline)
        self._describe()

    def text_at(self, x: float) -> str:
        """Return the text of the mark at `x`; empty if none is near."""
        return self._text(self._number_at(x))

    def mark_at(self, x: float) -> Mark | None:
        """Return the mark at `x`, or None if none is near."""
        number = self._number_at(x)
        return None if number is None else self._days[number][0]

    def current(self) -> Mark | None:
        """Return the mark selected by keyboard."""
        return None if self._at is None else self._days[self._at][0]

    # Qt's events

    def sizeHint(self) -> QSize:
        """Return the size of the circles, and of the labels below them."""
        return QSize(self._row() * DAYS, self._row() + XS + self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """Return a fixed height; the timeline may be narrow."""
        return QSize(200, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from mark to mark, or open one."""
        count = len(self._days)
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
        self._describe()
        self._tell(self._at)
        announce(self, self._text(self._at))
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring, and the text of the current mark."""
        super().focusInEvent(event)
        if self._at is None and self._days:
            self._at = 0
        self._describe()
        self._tell(self._at)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus ring, and the text of the current mark."""
        super().focusOutEvent(event)
        self._tell(None)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the text of the mark under the mouse."""
        number = self._number_at(event.position().x())
        self._tell(number)
        hand = Qt.CursorShape.ArrowCursor if number is None else Qt.CursorShape.PointingHandCursor
        self.setCursor(hand)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the orders of a mark."""
        number = self._number_at(event.position().x())
        if number is None or event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self._at = number
        self.update()
        self.chosen.emit(self._days[number][0])

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the text of the mark that the mouse has left."""
        super().leaveEvent(event)
        self._tell(None)

    def event(self, event: QEvent) -> bool:
        """Show the tooltip of a mark."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = plain_tooltip(self.text_at(event.pos().x()))
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return bool(super().event(event))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the days, the circles, and the labels of some days."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_days(painter)
        for number in range(len(self._days)):
            self._paint_circle(painter, number)
        self._paint_labels(painter)

    # Painting

    def _paint_days(self, painter: QPainter) -> None:
        """Paint weekends as a tint, and each day as a dot."""
        width, row, t = self._day_width(), self._row(), tokens()
        painter.setPen(Qt.PenStyle.NoPen)
        for number, day in enumerate(self._timeline.days):
            cell = QRectF(number * width, 0, width, row)
            if day.weekday() >= _SATURDAY:
                painter.fillRect(cell.toAlignedRect(), QColor(t.weekend))
            painter.setBrush(QColor(t.button_edge))
            painter.drawEllipse(cell.center(), _DOT, _DOT)

    def _paint_circle(self, painter: QPainter, number: int) -> None:
        """Paint the number of orders due on a day; the current one gets the focus ring."""
        t, circle = tokens(), self._circle(number)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.amber if self._is_today(number) else t.accent))
        painter.drawEllipse(circle)
        painter.setFont(scaled(SMALL_SIZE, bold=True))
        painter.setPen(QColor(t.raised))
        count = sum(mark.stake.orders for mark in self._days[number])
        text = str(count) if count <= _MAX_COUNT else f"{_MAX_COUNT}+"
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, text)
        if number == self._at and self.hasFocus():
            painter.setPen(QPen(QColor(t.text), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(circle.adjusted(-1, -1, 1, 1))

    def _paint_labels(self, painter: QPainter) -> None:
        """Label today and the days with deadlines, then round ones where there is room."""
        first, metrics = self._timeline.first, self.fontMetrics()
        due = {marks[0].day for marks in self._days}
        days = self._timeline.days
        wanted = [days[0], *(d for d in days if d in due)]
        wanted += [d for d in days if d.day in _ROUND_DAYS]
        painter.setFont(self.font())
        painter.setPen(QColor(tokens().muted))
        top = self._row() + XS
        taken: list[tuple[float, float]] = []
        for day in dict.fromkeys(wanted):
            text = words.day(day, first)
            wide = metrics.horizontalAdvance(text)
            centre = (days.index(day) + 0.5) * self._day_width()
            left = max(2.0, min(centre - wide / 2, self.width() - wide - 2))
            if all(left > end + S or left + wide + S < start for start, end in taken):
                taken.append((left, left + wide))
                painter.drawText(QPointF(round(left), top + metrics.ascent()), text)

    # Geometry, in pixels

    def _row(self) -> int:
        return round(_CIRCLE * growth(self.fontMetrics())) + XS

    def _day_width(self) -> float:
        return self.width() / DAYS

    def _circle(self, number: int) -> QRectF:
        """Return the circle in the middle of its day, moved inwards at either end."""
        side = self._row() - XS
        day = self._timeline.days.index(self._days[number][0].day)
        centre = (day + 0.5) * self._day_width()
        left = max(2.0, min(centre - side / 2, self.width() - side - 2))
        return QRectF(left, XS / 2, side, side)

    def _number_at(self, x: float) -> int | None:
        """Return the index of the day whose circle is nearest to `x`, or None if none is near."""
        centres = (self._circle(number).center().x() for number in range(len(self._days)))
        distances = [abs(centre - x) for centre in centres]
        if not distances or min(distances) > max(self._day_width(), self._row()) * _REACH:
            return None
        return distances.index(min(distances))

    # Marks

    def _group_by_day(self, timeline: Timeline) -> None:
        """Group the marks by day; without any, the timeline cannot be focused."""
        self._timeline = timeline
        shown = frozenset(timeline.days)
        days = groupby((m for m in timeline.marks if m.day in shown), key=lambda mark: mark.day)
        self._days = tuple(tuple(marks) for _day, marks in days)
        policy = Qt.FocusPolicy.StrongFocus if self._days else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)

    def _is_today(self, number: int) -> bool:
        return self._days[number][0].day == self._timeline.first

    def _text(self, number: int | None) -> str:
        if number is None:
            return ""
        return "\n".join(words.mark(mark, self._timeline.now) for mark in self._days[number])

    def _tell(self, number: int | None) -> None:
        """Emit the text of a day's marks; None stands for the current day while focused."""
        if number is None and self.hasFocus():
            number = self._at
        text = self._text(number)
        if text != self._pointed_text:
            self._pointed_text = text
            self.pointed.emit(text)

    def _describe(self) -> None:
        first = 0 if self._days else None
        self.setAccessibleDescription(self._text(first if self._at is None else self._at))


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
