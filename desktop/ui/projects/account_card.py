"""An account with its window and its projects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.book import Book
from desktop.domain.model import Account, Sighting, Window
from desktop.ui.kit.buttons import CopyButton, LinkButton, PlainButton
from desktop.ui.kit.cards import Card
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.projects.project_row import ProjectRow
from desktop.ui.theme.tokens import Tone
from desktop.wording import glossary, moments
from desktop.wording.i18n import _
from desktop.wording.records import sightings


class AccountCard(Card):
    """Only asks for changes; the page makes them."""

    correct_account = Signal(object)
    add_project = Signal(object)
    request_number = Signal(object)
    correct_project = Signal(object)

    def __init__(
        self,
        account: Account,
        book: Book,
        seen: Sequence[Sighting],
        now: datetime,
        parent: QWidget | None = None,
    ) -> None:
        """`seen` is what the console showed when it refused orders of this account."""
        super().__init__(parent)
        self._account = account
        self._name = glossary.account(account)
        self.setAccessibleName(self._name)
        newest_first = reversed(book.projects_of(account.uid))
        self.rows = [ProjectRow(project, book, now) for project in newest_first]
        self.rows.sort(key=lambda row: row.ended(now))
        for row in self.rows:
            row.correct.connect(self.correct_project)
        self.body.addLayout(self._head())
        self._show_window(now)
        for line in sightings.summary(seen, now):
            self.body.addWidget(PlainLabel(line, Role.SMALL))
        if account.note:
            self.body.addWidget(PlainLabel(account.note, Role.MUTED))
        for row in self.rows:
            self.body.addWidget(row)
        if not self.rows:
            text = _("No project yet: request a number before the first order.")
            self.body.addWidget(PlainLabel(text))
        self.body.addLayout(self._acts())

    def _head(self) -> QHBoxLayout:
        account = self._account
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(PlainLabel(self._name, Role.HEADING, wrap=True), 1)
        if account.name:
            uid = PlainLabel(account.uid, Role.MUTED, wrap=False, selectable=True)
            row.addWidget(uid)
        said = _("Copy UID {uid}").format(uid=account.uid)
        row.addWidget(CopyButton(_("Copy UID"), _("Copied"), account.uid, name=said))
        named = _("Correct account {name}").format(name=self._name)
        row.addWidget(
            LinkButton(_("Correct"), lambda: self.correct_account.emit(account), name=named)
        )
        return row

    def _show_window(self, now: datetime) -> None:
        account = self._account
        if account.window is Window.UNKNOWN:
            text = _(
                "Window not looked up yet: planned as day of payment. Please look at the console's "
                "association page."
            )
        elif account.window_checked_at is None:
            text = _("Window: {window}").format(window=glossary.window(account.window))
        else:
            text = _("Window: {window}, as the console said {moment}").format(
                window=glossary.window(account.window),
                moment=moments.moment(account.window_checked_at, now),
            )
        label = PlainLabel(text, Role.MUTED)
        if account.window is Window.UNKNOWN:
            label.set_tone(Tone.AMBER)
        self.body.addWidget(label)

    def _acts(self) -> QHBoxLayout:
        account, name = self._account, self._name
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(
            PlainButton(
                _("Request a new number"),
                lambda: self.request_number.emit(account),
                name=_("Request a new number for {name}").format(name=name),
            )
        )
        row.addWidget(
            LinkButton(
                _("Add a project"),
                lambda: self.add_project.emit(account),
                name=_("Add a project for {name}").format(name=name),
            )
        )
        row.addStretch(1)
        return row
