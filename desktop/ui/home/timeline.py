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

from desktop.domain.timeline import DAYS, Mark, Timeline
from desktop.ui.kit.announce import announce
from desktop.ui.kit.glyphs import Glyph, draw
from desktop.ui.kit.labels import plain_tooltip, scaled
from desktop.ui.theme.theme import tokens
from desktop.wording.i18n import _
from desktop.wording.verdicts import timeline as words

_SATURDAY = 5
_REACH = 1.6
"""How far beside a mark the mouse still means it, in parts of a day."""
_RING = 3.0
"""Room for the ring around a mark at either end, in pixels."""
_GAP = 4.0
"""Between the marks of today and their clock, in pixels."""


class TimelineView(QWidget):
    """Left and Right go from mark to mark, Enter opens the orders of one; so does the mouse."""

    chosen = Signal(object)
    """A `Mark`: its orders are wanted."""
    pointed = Signal(str)
    """What the mark says that is pointed at; empty where none is."""

    def __init__(self, timeline: Timeline, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(scaled(0.85))
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Deadlines of the next 31 days"))
        self._timeline = timeline
        self._sizes: tuple[float, ...] = ()
        self._at: int | None = None
        self._told = ""
        self._take(timeline)
        self._describe()

    def set_horizon(self, timeline: Timeline) -> None:
        """Show other deadlines, or another now; the keyboard stays at its deadline."""
        if timeline == self._timeline:
            return
        here = self.current()
        self._take(timeline)
        self._at = None if here is None else self._nearest(here)
        self._describe()
        self._tell(self._at if self.hasFocus() else None)
        self.update()

    def text_at(self, x: float) -> str:
        """Return what is said of the mark at a place; empty where none is near."""
        return self._text(self._number_at(x))

    def mark_at(self, x: float) -> Mark | None:
        """Return the mark nearest to a place; None where none is near enough."""
        number = self._number_at(x)
        return None if number is None else self._timeline.marks[number]

    def current(self) -> Mark | None:
        """Return the mark that the keyboard is at."""
        return None if self._at is None else self._timeline.marks[self._at]

    # Qt's events

    def sizeHint(self) -> QSize:
        """Room for the marks and their clock, the days, the weekdays and the months."""
        line = self.fontMetrics().height()
        return QSize(line * 20, round(line * 6.8))

    def minimumSizeHint(self) -> QSize:
        """Return a fixed height; the strip may be narrow."""
        return QSize(200, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from mark to mark, or open one."""
        count = len(self._timeline.marks)
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
        """Show where the keyboard is."""
        super().focusInEvent(event)
        if self._at is None and self._timeline.marks:
            self._at = 0
        self._describe()
        self._tell(self._at)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Without the ring there is nothing to say of its mark."""
        super().focusOutEvent(event)
        self._tell(None)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is pointed at."""
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
        self.chosen.emit(self._timeline.marks[number])

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
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
        """Paint the days, the time that is gone, and the marks."""
        painter = QPainter(self)
        self._paint_days(painter)
        self._paint_now(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in sorted(range(len(self._sizes)), key=lambda n: -self._sizes[n]):
            self._paint_mark(painter, self._bar(number), self._colour(number))
        self._paint_clock(painter)
        if self._at is not None and self.hasFocus():
            self._paint_ring(painter, self._bar(self._at), self._colour(self._at))

    # Painting

    def _paint_days(self, painter: QPainter) -> None:
        width, base = self._day_width(), self._base()
        every = 1 if width >= self.fontMetrics().horizontalAdvance("00") + 4 else 5
        for number, day in enumerate(self._timeline.days):
            left, right = round(number * width), round((number + 1) * width)
            if day.weekday() >= _SATURDAY:
                painter.fillRect(left, 0, right - left, base, QColor(tokens().hover))
            if number % every == 0:
                self._paint_text(painter, str(day.day), (left + right) / 2, 0)
                self._paint_text(painter, words.weekday(day), (left + right) / 2, 1)
        self._paint_months(painter)
        painter.fillRect(0, base, self.width(), 1, QColor(tokens().field_edge))

    def _paint_months(self, painter: QPainter) -> None:
        """Name each month where it begins, and the first where the second leaves it room."""
        days, metrics = self._timeline.days, self.fontMetrics()
        free = float(self.width())
        for number in reversed(range(len(days))):
            if number and days[number].day != 1:
                continue
            name = words.month(days[number])
            wide = metrics.horizontalAdvance(name)
            left = min(number * self._day_width() + 1, self.width() - wide - 1)
            if left + wide <= free:
                self._paint_text(painter, name, left + wide / 2, 2)
                free = left - metrics.averageCharWidth()

    def _paint_text(self, painter: QPainter, text: str, centre: float, line: int) -> None:
        """Paint a label around `centre` below the marks, never cut at either end."""
        metrics = self.fontMetrics()
        wide = metrics.horizontalAdvance(text)
        left = max(1.0, min(centre - wide / 2, self.width() - wide - 1))
        painter.setPen(QColor(tokens().muted))
        top = self._base() + 3 + line * metrics.height()
        painter.drawText(QPointF(round(left), top + metrics.ascent()), text)

    def _paint_now(self, painter: QPainter) -> None:
        """Shade what is gone of today up to its moving edge."""
        edge = round(self._x(self._timeline.now))
        painter.fillRect(0, 0, edge, self._base(), QColor(tokens().line))
        painter.fillRect(edge, 0, 1, self._base(), QColor(tokens().muted))

    def _paint_mark(self, painter: QPainter, bar: QRectF, colour: QColor) -> None:
        """Paint a bar, with an edge that tells it from a larger one behind it."""
        painter.setPen(QPen(QColor(tokens().raised), 1))
        painter.setBrush(colour)
        painter.drawRoundedRect(bar, 3, 3)

    def _paint_clock(self, painter: QPainter) -> None:
        """Today's marks have a clock above them, so that not the colour alone says it."""
        bars = [self._bar(number) for number in range(len(self._sizes)) if self._is_today(number)]
        if not bars:
            return
        side = self._clock()
        left = max(0.0, bars[-1].center().x() - side / 2)
        top = min(bar.top() for bar in bars) - side - _GAP
        box = QRectF(left, top, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens().raised))
        painter.drawEllipse(box.adjusted(-1, -1, 1, 1))
        draw(painter, Glyph.CLOCK, box, QColor(tokens().amber))

    def _paint_ring(self, painter: QPainter, bar: QRectF, colour: QColor) -> None:
        """Paint the keyboard's mark in front of its neighbours."""
        self._paint_mark(painter, bar, colour)
        painter.setPen(QPen(QColor(tokens().text), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(bar.adjusted(-2, -2, 2, 1), 4, 4)

    # Where things are, in pixels

    def _base(self) -> int:
        return self.height() - 3 * self.fontMetrics().height() - 4

    def _clock(self) -> float:
        return self.fontMetrics().height() * 0.75

    def _day_width(self) -> float:
        return self.width() / DAYS

    def _x(self, instant: datetime) -> float:
        return self._timeline.place(instant) * self.width()

    def _bar(self, number: int) -> QRectF:
        """Return a mark's bar, which ends at its deadline and leaves room for clock and ring."""
        width = max(6.0, min(12.0, self._day_width() * 0.45))
        room = self._base() - self._clock() - _GAP - 2
        height = max(8.0, room * self._sizes[number])
        right = min(self._x(self._timeline.marks[number].deadline), self.width() - _RING)
        return QRectF(max(_RING, right - width), self._base() - height, width, height)

    def _number_at(self, x: float) -> int | None:
        """Return the mark whose bar is nearest to a place; None where none is near enough."""
        away = [abs(self._bar(number).center().x() - x) for number in range(len(self._sizes))]
        if not away or min(away) > self._day_width() * _REACH:
            return None
        return away.index(min(away))

    # What the marks are

    def _take(self, timeline: Timeline) -> None:
        """Without a mark there is nowhere for the keyboard to go."""
        self._timeline = timeline
        self._sizes = tuple(timeline.size(mark) for mark in timeline.marks)
        policy = Qt.FocusPolicy.StrongFocus if timeline.marks else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)

    def _nearest(self, mark: Mark) -> int | None:
        """Return the same deadline, else the next one, else the last."""
        later = [n for n, m in enumerate(self._timeline.marks) if m.deadline >= mark.deadline]
        return later[0] if later else len(self._sizes) - 1 if self._sizes else None

    def _is_today(self, number: int) -> bool:
        return self._timeline.marks[number].day == self._timeline.first

    def _colour(self, number: int) -> QColor:
        return QColor(tokens().amber if self._is_today(number) else tokens().accent)

    def _text(self, number: int | None) -> str:
        if number is None:
            return ""
        return words.mark(self._timeline.marks[number], self._timeline.now)

    def _tell(self, number: int | None) -> None:
        """Have the line below say this mark; without one, the keyboard's where it is shown."""
        if number is None and self.hasFocus():
            number = self._at
        text = self._text(number)
        if text != self._told:
            self._told = text
            self.pointed.emit(text)

    def _describe(self) -> None:
        first = 0 if self._timeline.marks else None
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
