"""The card of an account, with its projects and actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from desktop.domain.book import Book
from desktop.domain.console_records import Sighting
from desktop.domain.model import Account, Window
from desktop.domain.window_advice import advise
from desktop.ui.kit.buttons import CopyIcon, IconButton, LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.cards import Card
from desktop.ui.kit.flow import Flow
from desktop.ui.kit.glyphs import Glyph, GlyphMark
from desktop.ui.kit.labels import PlainLabel, Role, capital
from desktop.ui.kit.marked_labels import marked_line
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.projects.project_row import ProjectRow
from desktop.ui.projects.window_advice import AdviceBand
from desktop.ui.theme.tokens import ROW_BUTTON_HEIGHT, XL, S, Tone
from desktop.wording import comparing, glossary, moments
from desktop.wording.i18n import _, labelled, ngettext
from desktop.wording.records import sightings

_NAME = 16
"""Characters of a name with its pill beside the UID."""
_ROW = 20
"""Characters that a project needs beside the button."""


class AccountCard(Card):
    """Shows an account; it requests changes by signals, and the page makes them."""

    correct_account = Signal(object)
    add_project = Signal(object)
    request_number = Signal(object)
    set_reminders = Signal(object)
    correct_project = Signal(object)
    delete_request = Signal(object)
    show_evidence = Signal(object)
    """The user wants to see the evidence for this `Project`."""
    window_chosen = Signal(object, object)
    """The user entered the period that the console shows: the account, and its `Window`."""
    advice_accepted = Signal(object, object)
    """The user accepted the `Advice` on the period: the account, and the advice."""
    compare = Signal(object)

    def __init__(
        self,
        account: Account,
        book: Book,
        seen: Sequence[Sighting],
        now: datetime,
        parent: QWidget | None = None,
        *,
        first: bool = False,
        compared: datetime | None = None,
        reminders: str = "",
    ) -> None:
        """Build the card for `now` (UTC).

        `seen` are the results of attempts to associate its orders in the console, `compared` is
        when its orders were last compared with the console's lists. The `first` card of the page
        is the most urgent one. `reminders` describes the account's reminder settings, if it has
        any.
        """
        super().__init__(parent)
        self._account = account
        self.advice: AdviceBand | None = None
        self._name = glossary.account(account)
        self.setAccessibleName(self._name)
        newest_first = reversed(book.projects_of(account.uid))
        self.rows = [ProjectRow(project, book, now) for project in newest_first]
        self.rows.sort(key=lambda row: row.ended(now))
        for row in self.rows:
            row.correct.connect(self.correct_project)
            row.delete_wanted.connect(self.delete_request)
            row.resume_wanted.connect(lambda _project: self.request_number.emit(account))
        live = [row for row in self.rows if not row.ended(now)]
        self.body.addWidget(self._head(live))
        shown: list[QWidget] = list(live)
        if not live:
            text = _("No project that can be used: request a number before the next order.")
            shown.append(PlainLabel(text, Role.MUTED))
        first_row, action = QVBoxLayout(), QVBoxLayout()
        first_row.addWidget(shown[0])
        request = self._request(primary=first)
        if live and live[0].project.number is None:
            request.hide()  # the row has the button for the next step
        elif needs_number(live, now):
            action.addWidget(request)
        else:  # leave the button's room free: bars of equal length can be compared
            room = request.sizeHint().width()
            action.addItem(
                QSpacerItem(room, 0, QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            )
        action.addStretch(1)
        self.body.addWidget(ResponsiveRow([first_row, action], 0, spacing=XL, comfort=_ROW))
        for widget in shown[1:]:
            self.body.addWidget(widget)
        self._show_window(now)
        self._show_advice(seen, now)
        if reminders:
            self.body.addWidget(PlainLabel(reminders, Role.SMALL))
        for sentence in sightings.summary(seen, now):
            self.body.addWidget(PlainLabel(sentence, Role.SMALL))
        if compared is not None:
            text = comparing.last_compared(compared, now)
            self.body.addWidget(PlainLabel(text, Role.SMALL))
        if account.note:
            self.body.addWidget(PlainLabel(account.note, Role.SMALL))
        self._show_ended([row for row in self.rows if row not in live])

    def _head(self, live: Sequence[ProjectRow]) -> ResponsiveRow:
        account = self._account
        left, right = QHBoxLayout(), QHBoxLayout()
        left.setSpacing(S)
        right.setSpacing(S)
        left.addWidget(PlainLabel(self._name, Role.HEADING))
        if live:
            left.addWidget(live[0].pill)
        left.addStretch(1)
        if account.name:
            right.addWidget(PlainLabel("UID", Role.SMALL, wrap=False))
            right.addWidget(PlainLabel(account.uid, Role.SMALL, wrap=False, selectable=True))
        copy = _("Copy UID {uid}").format(uid=account.uid)
        right.addWidget(CopyIcon(copy, _("Copied"), account.uid))
        self.more = IconButton(
            Glyph.MORE, _("More for {name}").format(name=self._name), self._open_menu
        )
        right.addWidget(self.more)
        right.addStretch(1)
        self.menu = QMenu(self)
        self.menu.addAction(_("Edit the account"), lambda: self.correct_account.emit(account))
        self.menu.addAction(_("Add a project"), lambda: self.add_project.emit(account))
        self.menu.addAction(_("Request a new number"), lambda: self.request_number.emit(account))
        self.menu.addAction(_("Compare with the console"), lambda: self.compare.emit(account))
        self.menu.addAction(_("Reminder settings…"), lambda: self.set_reminders.emit(account))
        for shown in self.rows:
            text = _("Edit project {number}").format(number=shown.project.number or "")
            wanted = shown.project
            self.menu.addAction(text, partial(self.correct_project.emit, wanted))
            text = _("Evidence for project {number}").format(number=shown.project.number or "")
            self.menu.addAction(text, partial(self.show_evidence.emit, wanted))
        return ResponsiveRow([left, right], 0, spacing=S, comfort=_NAME)

    def _open_menu(self) -> None:
        self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _request(self, *, primary: bool) -> QWidget:
        button = PrimaryButton if primary else PlainButton
        return button(
            _("Request a new number"),
            lambda: self.request_number.emit(self._account),
            name=_("Request a new number for {name}").format(name=self._name),
        )

    def _show_window(self, now: datetime) -> None:
        account = self._account
        if account.window is Window.UNKNOWN:
            self.body.addWidget(self._ask_window())
            return
        if account.window_checked_at is None:
            text = _("Association period: {window}").format(window=glossary.window(account.window))
        else:
            text = _("Association period: {window}, as the console showed {moment}").format(
                window=glossary.window(account.window),
                moment=moments.minute(account.window_checked_at, now),
            )
        self.body.addWidget(PlainLabel(text, Role.SMALL))

    def _show_advice(self, seen: Sequence[Sighting], now: datetime) -> None:
        """Show the advice on the period that follows from the sightings, if there is any."""
        account = self._account
        advice = advise(account, seen)
        if advice is not None:
            accept = partial(self.advice_accepted.emit, account, advice)
            self.advice = AdviceBand(advice, now, accept, self._name)
            self.body.addWidget(self.advice)

    def _ask_window(self) -> ResponsiveRow:
        """Make the question for the association period, with two answers as buttons."""
        answers = QVBoxLayout()
        buttons = QWidget()
        flow = Flow(buttons, S)
        answers.addWidget(buttons)
        text = _(
            "The association period hasn't been looked up, so the day of payment is assumed. What "
            "does the console's association page say?"
        )
        row = marked_line(GlyphMark(Glyph.INFO, Tone.AMBER), PlainLabel(text))
        self.windows = {}
        for window in (Window.MONTH, Window.DAY):
            word = capital(glossary.window(window))
            button = PlainButton(
                word,
                partial(self.window_chosen.emit, self._account, window),
                name=labelled(word, self._name),
                height=ROW_BUTTON_HEIGHT,
            )
            self.windows[window] = button
            flow.addWidget(button)
        return ResponsiveRow([row, answers], 0, S)

    def _show_ended(self, ended: Sequence[ProjectRow]) -> None:
        """Add the ended projects, folded under a button."""
        if not ended:
            return
        text = ngettext("{count} ended project", "{count} ended projects", len(ended))
        self.ended = LinkButton(text.format(count=len(ended)), self._toggle_ended, quiet=True)
        self.ended.set_glyph(Glyph.CHEVRON_RIGHT)
        self.body.addWidget(self.ended)
        self._ended_rows = ended
        for row in ended:
            row.hide()
            self.body.addWidget(row)

    def _toggle_ended(self) -> None:
        folded = self._ended_rows[0].isHidden()
        for row in self._ended_rows:
            row.setVisible(folded)
        self.ended.set_glyph(Glyph.CHEVRON_DOWN if folded else Glyph.CHEVRON_RIGHT)


def needs_number(live: Sequence[ProjectRow], now: datetime) -> bool:
    """Return whether a new number should be requested: there is none, or all end soon."""
    return all(row.ends_soon(now) for row in live)


def urgency(account: Account, book: Book, now: datetime) -> tuple[int, float]:
    """Return the sort key of an account: without a usable project first, then by soonest end."""
    ends = [book.valid_until(project) for project in book.usable_projects(account.uid)]
    live = [end for end in ends if end > now]
    return (1, max(live).timestamp()) if live else (0, 0.0)
