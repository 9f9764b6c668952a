"""The dialog with upcoming reminders, and below them the log of past ones."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop.base.progress import CancelToken
from desktop.base.storage import StorageError
from desktop.domain.book import Book
from desktop.domain.reminder_log import LogEntry
from desktop.domain.reminder_plan import ReminderKind
from desktop.domain.reminders import UpcomingReminder
from desktop.ui.kit.buttons import LinkButton, PlainButton
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.labels import PlainLabel, Role, capital
from desktop.ui.kit.list_table import ListTable
from desktop.ui.kit.sizes import growth
from desktop.ui.kit.worker import Worker
from desktop.ui.shared.context import Context
from desktop.ui.shared.ticking import TickingMixin
from desktop.ui.theme.tokens import S
from desktop.wording import moments, reminders
from desktop.wording.i18n import _, pgettext
from desktop.wording.records import orders

_SIZE = QSize(940, 680)
_LOWEST = 150
"""The minimum height of a list in pixels; below it, the whole dialog scrolls."""
_MOST = 500
_CLOSING_SECONDS = 1.0
_Found = tuple[list[UpcomingReminder], list[LogEntry]]


class AheadDialog(TickingMixin, DialogFrame):
    """Two lists, queried off the window's thread whenever a reminder rings or records change."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        heading = _("What will ring, when")
        super().__init__(heading, _SIZE, heading, parent)
        self._context = context
        self.upcoming: list[UpcomingReminder] = []
        self.log: list[LogEntry] = []
        self._focused = False
        self._worker = Worker("reminders-ahead", self, newest_wins=True)
        self.body.setSpacing(S)
        text = _("The next 31 days as things are now, Beijing time.")
        self.body.addWidget(PlainLabel(text, Role.MUTED))
        why, became = pgettext("column", "Why"), pgettext("column", "What became of it")
        self.ahead = _Table(_("What will ring"), why)
        self.no_ahead = PlainLabel(
            _("Nothing will ring. Open orders and expiring projects will appear here."), Role.MUTED
        )
        self.past = _Table(_("What rang, and what didn't"), became)
        self.no_past = PlainLabel(
            _(
                "Nothing has rung yet. What rang, was put off or was skipped is kept here for 90 "
                "days."
            ),
            Role.MUTED,
        )
        self.body.addWidget(self.ahead, 3)
        self.body.addWidget(self.no_ahead)
        self.body.addWidget(PlainLabel(_("What rang, and what didn't"), Role.HEADING))
        self.body.addWidget(self.past, 2)
        self.body.addWidget(self.no_past)
        self.settings_button = LinkButton(_("Change when it rings"), self._show_settings)
        self.close_button = PlainButton(_("Close"), self.reject)
        self.add_buttons([self.settings_button], [self.close_button])
        context.changed.connect(self._refresh)
        self.finished.connect(self._disconnect)
        for widget in (self.ahead, self.no_ahead, self.past, self.no_past):
            widget.hide()  # until the first query has ended
        self._refresh()
        self.follow(context.ticker)

    def next_change(self, now: datetime) -> datetime | None:
        """Return when (UTC) the next upcoming reminder is past."""
        times = [at for one in self.upcoming for at in (one.moment, one.rings_at) if at is not None]
        return min((at for at in times if at > now), default=None)

    def tick(self, now: datetime) -> None:
        """Query the reminders after `now` (UTC) and the log, and show them."""
        workspace = self._context.workspace

        def find(_token: CancelToken) -> _Found:
            with closing(workspace.another()) as own:
                return own.reminders.upcoming(now), own.reminders.log(_MOST)

        self._worker.submit(find, partial(self._show, now), failed=self._report)

    def _show(self, now: datetime, found: _Found) -> None:
        self.upcoming, self.log = found
        self.ahead.fill(
            [
                (_when(one, now), reminders.upcoming(one), reminders.why(one, now))
                for one in self.upcoming
            ]
        )
        book = self._context.workspace.book()
        self.past.fill([(_at(one, now), _what(one, book), _outcome(one)) for one in self.log])
        for table, label, rows in (
            (self.ahead, self.no_ahead, self.upcoming),
            (self.past, self.no_past, self.log),
        ):
            table.setVisible(bool(rows))
            label.setVisible(not rows)
        if not self._focused:
            self._focused = True
            self._focus_first()

    def _focus_first(self) -> None:
        """Focus the first visible list, unless the user has moved the focus."""
        first = next((one for one in (self.ahead, self.past) if not one.isHidden()), None)
        if first is not None and self.focusWidget() in (None, self.settings_button):
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _report(self, error: Exception) -> None:
        if not isinstance(error, StorageError):
            raise error
        self._context.report(error)

    def _refresh(self) -> None:
        self.tick(self._context.workspace.clock())

    def _show_settings(self) -> None:
        self._context.page_wanted.emit("settings:reminders")
        self.accept()

    def _disconnect(self) -> None:
        self.unfollow()
        self._worker.close(_CLOSING_SECONDS)
        self._context.changed.disconnect(self._refresh)


class _Table(ListTable):
    """A table of when, what and why. The second column may be cut; tooltips have full texts."""

    def __init__(self, name: str, last: str) -> None:
        super().__init__(name, [_("When"), pgettext("column", "What"), last])
        head = self.horizontalHeader()
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(round(_LOWEST * growth(self.fontMetrics())))

    def fill(self, rows: list[tuple[str, str, str]]) -> None:
        """Show these rows; the current row number stays selected."""
        row = max(0, self.currentRow())
        self.setRowCount(len(rows))
        for number, (when, what, why) in enumerate(rows):
            self.show_row(number, (when, what, why), ("", what, why))
        self._share_room()
        if rows:
            self.choose(min(row, len(rows) - 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Adapt the column widths."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Give the second column its width, limited to half the room if the third needs more."""
        room = self.viewport().width() - self.columnWidth(0)
        wanted, beside = self.sizeHintForColumn(1), self.sizeHintForColumn(2)
        self.setColumnWidth(1, min(wanted, max(room // 2, room - beside)))


def _when(one: UpcomingReminder, now: datetime) -> str:
    return capital(moments.moment(one.rings_at or one.moment, now))


def _at(entry: LogEntry, now: datetime) -> str:
    return capital(moments.minute(entry.at, now))


def _what(entry: LogEntry, book: Book) -> str:
    """Return the first subject's name, from its record if it still exists, with the count."""
    first = reminders.kind(entry.kind)
    _kind, _slash, name = entry.subject.partition("/")
    account, _slash, number = name.partition("/")
    if entry.kind is ReminderKind.ORDER:
        order = book.orders.get((account, number))
        first = number if order is None else orders.title(order)
    return reminders.several(first, entry.count, entry.kind)


def _outcome(entry: LogEntry) -> str:
    text = pgettext("why, then what became of it", "{reason}, {outcome}")
    return text.format(
        reason=reminders.step(entry.kind, entry.step), outcome=reminders.outcome(entry)
    )
