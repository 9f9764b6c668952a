"""The table of the months: what each brings, what is open of it, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop.domain import beijing
from desktop.domain.cashback_months import CashbackMonth, CashbackOverview
from desktop.ui.kit.buttons import PlainButton
from desktop.ui.kit.cards import Card, Hairline
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.pills import Pill
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.tokens import LIST_ROW, ROW_BUTTON_HEIGHT, XL, L, S, Tone
from desktop.wording import amounts, moments
from desktop.wording import cashback as words
from desktop.wording.i18n import _

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MONTH, _ORDERS, _EXPECTED, _RECEIVED, _OUTSTANDING, _STATUS, _ACTS = range(7)
_NUMBERS = (_EXPECTED, _RECEIVED, _OUTSTANDING)
_DROPPED = (_ORDERS, _RECEIVED, _EXPECTED, _STATUS)
"""Columns that go where there is too little room, in this order."""
_ENDED = {True: (Tone.BAD, Glyph.CROSS), False: (Tone.NEUTRAL, Glyph.CHECK)}
"""How a month looks that brings nothing, by whether a deadline was missed in it."""


class MonthsCard(Card):
    """Open months; the settled ones below them when they are wanted."""

    reminded = Signal(object)
    """A `CashbackMonth` whose partner is to be reminded."""
    looked_into = Signal(object)
    """A `CashbackMonth` whose orders are to be seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.setContentsMargins(XL, S, L, S)
        self.body.setSpacing(0)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(L)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(_ORDERS, 1)
        self._columns: list[list[QWidget]] = [[] for _column in range(7)]
        self._measured: tuple[str, list[int]] | None = None
        self.body.addLayout(self._grid)

    def set(self, overview: CashbackOverview, shown: Sequence[CashbackMonth]) -> None:
        """Show these months of an overview."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._columns = [[] for _column in range(7)]
        self._measured = None
        self._show_titles()
        for row, month in enumerate(shown, 1):
            self._show_month(row, month, overview)
        self._drop_columns(self.width())

    def minimumSizeHint(self) -> QSize:
        """Return the width without the columns that may go."""
        kept = [column for column in range(7) if column not in _DROPPED]
        return QSize(self._width(kept), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many columns as there is room for."""
        super().resizeEvent(event)
        self._drop_columns(event.size().width())

    def _show_titles(self) -> None:
        titles = (
            _("Month"),
            _("Orders"),
            _("Expected"),
            _("Received"),
            _("Outstanding"),
            _("Status"),
        )
        for column, title in enumerate(titles):
            label = PlainLabel(title, Role.SMALL, wrap=False)
            label.setMinimumHeight(36)
            self._put(0, column, label)

    def _show_month(self, row: int, month: CashbackMonth, overview: CashbackOverview) -> None:
        line = Hairline()
        self._grid.addWidget(line, 2 * row - 1, 0, 1, 7)
        figures, today = month.figures, overview.today
        name = words.month(month.key, today)
        self._put(2 * row, _MONTH, PlainLabel(name, wrap=False))
        self._put(2 * row, _ORDERS, PlainLabel(words.orders_of(month), Role.MUTED, wrap=False))
        for column, fen in zip(
            _NUMBERS, (figures.expected, figures.received, figures.outstanding), strict=True
        ):
            self._put(2 * row, column, PlainLabel(amounts.yuan(fen), wrap=False))
        self._put(2 * row, _STATUS, status_pill(month, overview))
        self._put(2 * row, _ACTS, self._acts(month, name, late=bool(month.days_late(today))))
        height = round(LIST_ROW * growth(self.fontMetrics()))
        self._grid.setRowMinimumHeight(2 * row, height)

    def _acts(self, month: CashbackMonth, name: str, *, late: bool) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addStretch(1)
        acts: list[tuple[str, Callable[[], None]]] = [
            (_("Details"), lambda: self.looked_into.emit(month))
        ]
        if late:
            acts.append((_("Remind partner"), lambda: self.reminded.emit(month)))
        for text, act in acts:
            button = PlainButton(text, act, name=f"{text}: {name}", height=ROW_BUTTON_HEIGHT)
            row.addWidget(button)
        return holder

    def _put(self, row: int, column: int, widget: QWidget) -> None:
        align = _RIGHT if column in (*_NUMBERS, _ACTS) else _LEFT
        self._grid.addWidget(widget, row, column, align)
        self._columns[column].append(widget)

    def _width(self, columns: Sequence[int]) -> int:
        margins = self.body.contentsMargins()
        gaps = self._grid.horizontalSpacing() * 6
        widest = sum(self._widest()[column] for column in columns)
        return widest + gaps + margins.left() + margins.right()

    def _widest(self) -> list[int]:
        """Return the width that each column needs; with many months it is not asked twice."""
        font = self.font().toString()
        if self._measured is None or self._measured[0] != font:
            widths = [
                max((widget.sizeHint().width() for widget in widgets), default=0)
                for widgets in self._columns
            ]
            self._measured = font, widths
        return self._measured[1]

    def _drop_columns(self, width: int) -> None:
        shown = list(range(7))
        for column in _DROPPED:
            if self._width(shown) <= width:
                break
            shown.remove(column)
        for column, widgets in enumerate(self._columns):
            for widget in widgets:
                widget.setVisible(column in shown)


def status_pill(month: CashbackMonth, overview: CashbackOverview) -> Pill:
    """Return what is to be said of a month, in a word."""
    late = month.days_late(overview.today)
    if late:
        return Pill(words.days_late(late), Tone.AMBER, Glyph.EXCLAMATION)
    if month.figures.outstanding < 0:
        return Pill(_("to give back"), Tone.AMBER, Glyph.EXCLAMATION)
    if month.to_come and month.figures.received > 0:
        return Pill(_("partly received"), Tone.INFO, Glyph.CLOCK)
    if month.to_come:
        day = moments.day(month.due, beijing.start_of_day(overview.today))
        return Pill(_("by {day}").format(day=day), Tone.NEUTRAL, Glyph.CALENDAR)
    if month.at_risk:
        return Pill(_("to associate"), Tone.NEUTRAL, Glyph.CLOCK)
    if month.earning:
        return Pill(_("complete"), Tone.GOOD, Glyph.CHECK)
    return Pill(_("missed") if month.lost else _("settled"), *_ENDED[bool(month.lost)])
