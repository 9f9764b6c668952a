"""The table of months, with amounts, status and actions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop.domain import beijing
from desktop.domain.assessment import Verdict
from desktop.domain.cashback_months import CashbackMonth, CashbackOverview
from desktop.ui.kit.buttons import PlainButton
from desktop.ui.kit.cards import Card, Hairline
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.pills import Pill
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.tokens import LIST_ROW, ROW_BUTTON_HEIGHT, XL, L, S, Tone
from desktop.wording import amounts, glossary, moments
from desktop.wording import cashback as words
from desktop.wording.i18n import _, labelled

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MONTH, _ORDERS, _EXPECTED, _RECEIVED, _OUTSTANDING, _STATUS, _ACTIONS = range(7)
_NUMBERS = (_EXPECTED, _RECEIVED, _OUTSTANDING)
_DROPPED = (_ORDERS, _RECEIVED, _EXPECTED, _STATUS)
"""Columns that are hidden if the room is too small, in this order."""
_ENDED = {True: (Tone.BAD, Glyph.CROSS), False: (Tone.NEUTRAL, Glyph.CHECK)}
"""The style of a month that brings nothing, by whether a deadline was missed in it."""


class MonthsCard(Card):
    """Shows a row for each month."""

    reminded = Signal(object)
    """A `CashbackMonth` whose partner is to be reminded."""
    details_wanted = Signal(object)
    """A `CashbackMonth` whose orders are to be listed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.setContentsMargins(XL, S, L, S)
        self.body.setSpacing(0)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(L)
        self._grid.setVerticalSpacing(0)
        for column in (_ORDERS, *_NUMBERS, _STATUS):
            self._grid.setColumnStretch(column, 1)
        self._columns: list[list[QWidget]] = [[] for _column in range(7)]
        self._rows: list[_MonthRow] = []
        self._widths: tuple[str, list[int]] | None = None
        self._show_titles()
        self.body.addLayout(self._grid)

    def set(self, overview: CashbackOverview, shown: Sequence[CashbackMonth]) -> None:
        """Show these months of an overview.

        Existing rows are reused: to build a row takes as long as to update dozens.
        """
        while len(self._rows) < len(shown):
            self._add_row()
        for row, month in zip(self._rows, shown, strict=False):
            row.set(month, overview)
        for row in self._rows[len(shown) :]:
            self._remove_row(row)
        del self._rows[len(shown) :]
        self._widths = None
        self._drop_columns(self.width())

    def minimumSizeHint(self) -> QSize:
        """Return the width without the columns that may be hidden."""
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

    def _add_row(self) -> None:
        row = _MonthRow(self)
        place = 2 * (len(self._rows) + 1)
        self._rows.append(row)
        self._grid.addWidget(row.line, place - 1, 0, 1, 7)
        for column, widget in enumerate(row.widgets):
            self._put(place, column, widget)
        self._grid.setRowMinimumHeight(place, round(LIST_ROW * growth(self.fontMetrics())))

    def _remove_row(self, row: _MonthRow) -> None:
        for column, widget in enumerate(row.widgets):
            self._columns[column].remove(widget)
        for widget in (row.line, *row.widgets):
            place = self._grid.getItemPosition(self._grid.indexOf(widget))[0]  # type: ignore[index]
            self._grid.setRowMinimumHeight(place, 0)
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()

    def _put(self, row: int, column: int, widget: QWidget) -> None:
        align = _RIGHT if column in (*_NUMBERS, _ACTIONS) else _LEFT
        self._grid.addWidget(widget, row, column, align)
        self._columns[column].append(widget)

    def _width(self, columns: Sequence[int]) -> int:
        margins = self.body.contentsMargins()
        gaps = self._grid.horizontalSpacing() * 6
        widest = sum(self._widest()[column] for column in columns)
        return widest + gaps + margins.left() + margins.right()

    def _widest(self) -> list[int]:
        """Return the width that each column needs, measured once for each font."""
        font = self.font().toString()
        if self._widths is None or self._widths[0] != font:
            widths = [
                max((widget.sizeHint().width() for widget in widgets), default=0)
                for widgets in self._columns
            ]
            self._widths = font, widths
        return self._widths[1]

    def _drop_columns(self, width: int) -> None:
        shown = list(range(7))
        for column in _DROPPED:
            if self._width(shown) <= width:
                break
            shown.remove(column)
        for column, widgets in enumerate(self._columns):
            for widget in widgets:
                if widget.isHidden() == (column in shown):
                    widget.setVisible(column in shown)


class _MonthRow:
    """The widgets of a row, which are reused for other months."""

    def __init__(self, card: MonthsCard) -> None:
        self._month: CashbackMonth | None = None
        self.line = Hairline(card)
        self._name = PlainLabel("", wrap=False, parent=card)
        self._orders = PlainLabel("", Role.MUTED, wrap=False, parent=card)
        self._numbers = [PlainLabel("", wrap=False, parent=card) for _column in _NUMBERS]
        self._pill = Pill("", parent=card)
        self._action_box = QWidget(card)
        self._details = self._button(_("Details"), card.details_wanted)
        self._remind = self._button(_("Remind partner"), card.reminded)
        row = QHBoxLayout(self._action_box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addStretch(1)
        row.addWidget(self._details)
        row.addWidget(self._remind)
        self.widgets: tuple[QWidget, ...] = (
            *(self._name, self._orders, *self._numbers),
            *(self._pill, self._action_box),
        )

    def set(self, month: CashbackMonth, overview: CashbackOverview) -> None:
        """Show a month."""
        self._month = month
        figures, today = month.figures, overview.today
        name = words.month(month.key, today)
        self._name.setText(name)
        self._orders.setText(words.orders_of(month))
        shown = (figures.expected, figures.received, figures.outstanding)
        for label, fen in zip(self._numbers, shown, strict=True):
            label.setText(amounts.yuan(fen))
        self._pill.set(*status(month, overview))
        for button in (self._details, self._remind):
            button.setAccessibleName(labelled(button.text(), name))
        self._remind.setVisible(bool(month.days_late(today)))

    def _button(self, text: str, wanted: SignalInstance) -> PlainButton:
        def emit() -> None:
            wanted.emit(self._month)

        return PlainButton(text, emit, self._action_box, height=ROW_BUTTON_HEIGHT)


def status(month: CashbackMonth, overview: CashbackOverview) -> tuple[str, Tone, Glyph]:
    """Return the status of a month in a word, with its colour and icon."""
    late = month.days_late(overview.today)
    if late:
        return words.days_late(late), Tone.AMBER, Glyph.EXCLAMATION
    if month.figures.outstanding < 0:
        return _("to give back"), Tone.AMBER, Glyph.EXCLAMATION
    if month.to_come and month.figures.received > 0:
        return _("partly received"), Tone.INFO, Glyph.CLOCK
    if month.to_come:
        day = moments.day(month.due, beijing.start_of_day(overview.today))
        return _("by {day}").format(day=day), Tone.NEUTRAL, Glyph.CALENDAR
    if month.to_associate:
        return _("to associate"), Tone.NEUTRAL, Glyph.CLOCK
    if month.unpaid:
        return glossary.verdict(Verdict.WAITING_PAYMENT), Tone.NEUTRAL, Glyph.CLOCK
    if month.earning:
        return _("complete"), Tone.GOOD, Glyph.CHECK
    return _("missed") if month.lost else _("settled"), *_ENDED[bool(month.lost)]
