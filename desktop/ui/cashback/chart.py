"""The chart of cashback by month: received solid, outstanding hatched, lost cross-hatched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolTip, QWidget

from desktop.domain.cashback_months import CashbackMonth
from desktop.ui.kit.announce import announce
from desktop.ui.kit.cards import Card
from desktop.ui.kit.labels import Picture, PlainLabel, Role, plain_tooltip, scaled
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import SMALL_SIZE, XS, L, S
from desktop.wording import amounts
from desktop.wording import cashback as words
from desktop.wording.i18n import _, pgettext

MONTHS = 6
"""The number of months in the chart."""
_HEIGHT, _WIDEST_BAR = 176, 44
_HATCH = 6
"""Pixels between two lines of a hatching."""
_STEPS = (1, 2, 5)
_MOST_LINES = 3
_FEN = 100
_BAR_SHARE = 0.55


class CashbackChart(Picture):
    """A bar for each month; the arrow keys go from month to month and announce its figures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(scaled(SMALL_SIZE))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Cashback by month"))
        self._months: tuple[CashbackMonth, ...] = ()
        self._most = 0
        self._today = date.min
        self._at: int | None = None

    def set(self, months: Sequence[CashbackMonth], today: date) -> None:
        """Show these months; `today` is the day in Beijing."""
        self._months = tuple(months)
        self._most = max((sum(_stack(month)) for month in self._months), default=0)
        self._today = today
        self._describe()
        self.update()

    def text_at(self, x: float) -> str:
        """Return the text of the month at `x` pixels; empty if there is none."""
        number = self._number_at(x)
        return "" if number is None else self._text(number)

    def sizeHint(self) -> QSize:
        """Return a size that grows with the text."""
        return QSize(MONTHS * 60, round(_HEIGHT * growth(self.fontMetrics())))

    def minimumSizeHint(self) -> QSize:
        """Return a small width with the full height."""
        return QSize(round(260 * growth(self.fontMetrics())), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to another month by Left, Right, Home or End."""
        last = len(self._months) - 1
        at = last + 1 if self._at is None else self._at
        places = {
            Qt.Key.Key_Left: max(at - 1, 0),
            Qt.Key.Key_Right: min(at + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key not in places or last < 0:
            super().keyPressEvent(event)
            return
        self._at = places[key]
        self._describe()
        announce(self, self._text(self._at))
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring around the current month, at first the last one."""
        super().focusInEvent(event)
        if self._at is None and self._months:
            self._at = len(self._months) - 1
            self._describe()
        self.update()

    def event(self, event: QEvent) -> bool:
        """Show the figures of the month under the mouse as a tooltip."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self.text_at(event.pos().x())
            QToolTip.showText(event.globalPos(), plain_tooltip(text), self)
            return True
        return bool(super().event(event))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make the clicked month current."""
        number = self._number_at(event.position().x())
        if number is not None:
            self._at = number
            self._describe()
            self.update()
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint grid lines, bars, figures and names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_lines(painter)
        for number, month in enumerate(self._months):
            self._paint_month(painter, number, month)

    # Painting

    def _paint_lines(self, painter: QPainter) -> None:
        t, metrics = tokens(), self.fontMetrics()
        for value in self._lines():
            y = round(self._y(value)) + 0.5
            painter.setPen(QPen(QColor(t.track), 1))
            painter.drawLine(QLineF(self._left(), y, self.width(), y))
            painter.setPen(QColor(t.muted))
            box = QRectF(0, y - metrics.height() / 2, self._left() - S, metrics.height())
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, flags, f"{value // _FEN:,}")

    def _paint_month(self, painter: QPainter, number: int, month: CashbackMonth) -> None:
        t, bar = tokens(), self._bar(number)
        received, outstanding, lost = _stack(month)
        base = self._y(0)
        top = self._y(received)
        solid = QRectF(bar.left(), top, bar.width(), base - top)
        painter.fillRect(solid, QColor(t.accent))
        if outstanding:
            end = self._y(received + outstanding)
            hatched = QRectF(bar.left(), end, bar.width(), top - end)
            hatch(painter, hatched, QColor(t.accent), QColor(t.raised))
            top = end
        value_base = top
        if lost:
            end = min(self._y(received + outstanding + lost), top - 4)
            crossed = QRectF(bar.left(), end, bar.width(), top - end)
            hatch(painter, crossed, QColor(t.bad), QColor(t.raised), crossed=True)
            value_base = self._paint_lost(painter, number, crossed, f"−{_rounded(lost)}")
        if received + outstanding:
            painter.setPen(QColor(t.text))
            _centred(painter, bar.center().x(), value_base - XS, _rounded(received + outstanding))
        self._paint_name(painter, number, month)

    def _paint_lost(self, painter: QPainter, number: int, crossed: QRectF, text: str) -> float:
        """Paint the lost amount beside its part of the bar, or above it.

        Returns the y position above which the room is free.
        """
        metrics, bar = self.fontMetrics(), self._bar(number)
        painter.setPen(QColor(tokens().bad))
        last = number == len(self._months) - 1
        end = self.width() if last else self._bar(number + 1).left()
        if bar.right() + 2 * XS + metrics.horizontalAdvance(text) <= end:
            middle = crossed.center().y() + metrics.ascent() / 2 - 1
            painter.drawText(QPointF(bar.right() + XS, middle), text)
            return crossed.top()
        _centred(painter, bar.center().x(), crossed.top() - XS, text)
        return crossed.top() - metrics.height() + 2

    def _paint_name(self, painter: QPainter, number: int, month: CashbackMonth) -> None:
        t, metrics, bar = tokens(), self.fontMetrics(), self._bar(number)
        this = month.key == f"{self._today:%Y-%m}"
        painter.setFont(scaled(SMALL_SIZE, bold=this))
        painter.setPen(QColor(t.accent if this else t.muted))
        _centred(
            painter, bar.center().x(), self.height() - metrics.descent() - 3, self._name(month)
        )
        painter.setFont(self.font())
        if number == self._at and self.hasFocus():
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            room = self._room(number)
            ring = QRectF(room.left() + 2, 1, room.width() - 4, self.height() - 2)
            painter.drawRoundedRect(ring, 6, 6)

    # Geometry, in pixels

    def _left(self) -> float:
        widest = max((f"{value // _FEN:,}" for value in self._lines()), key=len)
        return self.fontMetrics().horizontalAdvance(widest) + S

    def _room(self, number: int) -> QRectF:
        width = (self.width() - self._left()) / max(1, len(self._months))
        return QRectF(self._left() + number * width, 0, width, self.height())

    def _bar(self, number: int) -> QRectF:
        room = self._room(number)
        widest = _WIDEST_BAR * growth(self.fontMetrics())
        width = round(min(widest, room.width() * _BAR_SHARE))
        return QRectF(round(room.center().x() - width / 2), 0, width, self.height())

    def _number_at(self, x: float) -> int | None:
        for number in range(len(self._months)):
            room = self._room(number)
            if room.left() <= x < room.right():
                return number
        return None

    def _y(self, fen: int) -> float:
        line = self.fontMetrics().height()
        top, base = 2 * line, self.height() - line - S
        return base - (base - top) * fen / max(self._most, 1)

    def _lines(self) -> list[int]:
        """Return the amounts with a grid line, in fen: zero and a few round ones."""
        most, unit = self._most, 100 * _FEN
        while most > unit * 10 * _MOST_LINES:
            unit *= 10
        step = next((unit * n for n in _STEPS if most <= unit * n * _MOST_LINES), unit * 10)
        return list(range(0, most + 1, step))

    # Texts

    def _name(self, month: CashbackMonth) -> str:
        return words.month(month.key, month.first_day)

    def _text(self, number: int) -> str:
        return words.of_month(self._months[number], self._today)

    def _describe(self) -> None:
        """Describe the current month for screen readers, or all months if none is current."""
        if self._at is not None and self._at < len(self._months):
            text = self._text(self._at)
        else:
            text = "\n".join(self._text(number) for number in range(len(self._months)))
        self.setAccessibleDescription(text)


class _Sample(QWidget):
    """A square of the legend, painted like the bars."""

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return a square that grows with the text."""
        side = round(14 * growth(self.fontMetrics()))
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the square."""
        painter, t = QPainter(self), tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self._kind == "received":
            painter.fillRect(box, QColor(t.accent))
        else:
            lost = self._kind == "lost"
            ink = QColor(t.bad if lost else t.accent)
            hatch(painter, box, ink, QColor(t.raised), crossed=lost)


_TITLE_COMFORT = 14
"""Characters that the title needs to be beside the legend."""


class ChartCard(Card):
    """The chart with its title and its legend."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = CashbackChart()
        title, legend = QHBoxLayout(), QHBoxLayout()
        title.addWidget(PlainLabel(_("Cashback by month (¥)"), Role.SMALL))
        legend.setSpacing(S)
        for kind, text in (
            ("received", pgettext("chart", "received")),
            ("outstanding", pgettext("chart", "outstanding")),
            ("lost", pgettext("chart", "lost")),
        ):
            legend.addWidget(_Sample(kind))
            legend.addWidget(PlainLabel(text, Role.SMALL, wrap=False))
            legend.addSpacing(XS)
        self.body.setSpacing(L)
        self.body.addWidget(ResponsiveRow([title, legend], 0, S, comfort=_TITLE_COMFORT))
        self.body.addWidget(self.chart, 1)


def hatch(
    painter: QPainter, box: QRectF, ink: QColor, ground: QColor, *, crossed: bool = False
) -> None:
    """Fill a box with diagonal lines, in both directions if `crossed`, and frame it."""
    painter.save()
    painter.fillRect(box, ground)
    painter.setClipRect(box)
    painter.setPen(QPen(ink, 1 if crossed else 1.5))
    gap = _HATCH - 2 if crossed else _HATCH
    reach = box.height()
    x = box.left() - reach
    while x < box.right() + reach:
        painter.drawLine(QLineF(x, box.bottom(), x + reach, box.top()))
        if crossed:
            painter.drawLine(QLineF(x, box.top(), x + reach, box.bottom()))
        x += gap
    painter.setClipping(False)
    painter.setPen(QPen(ink, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.restore()


def _stack(month: CashbackMonth) -> tuple[int, int, int]:
    """Return the parts of a bar in fen; negative amounts, which must be returned, count as 0."""
    figures = month.figures
    return max(0, figures.received), max(0, figures.outstanding), max(0, figures.lost)


def _rounded(fen: int) -> str:
    """Return an amount in whole yuan; below ten yuan, to the fen."""
    if fen < 10 * _FEN:
        return amounts.yuan(fen).replace("¥", "")
    return f"{(fen + _FEN // 2) // _FEN:,}"


def _centred(painter: QPainter, x: float, base: float, text: str) -> None:
    """Paint a text on an opaque background, so that no grid line crosses it."""
    metrics = QFontMetrics(painter.font())
    width = metrics.horizontalAdvance(text)
    ground = QRectF(x - width / 2, base - metrics.ascent() + 2, width, metrics.ascent())
    painter.fillRect(ground, QColor(tokens().raised))
    painter.drawText(QPointF(x - width / 2, base), text)
