"""The facts of a project that were found in a partner's reply, each editable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.book import Book
from desktop.domain.identifiers import PROJECT_NUMBER, clean
from desktop.forms.partner_reply import Reply, read_reply
from desktop.ui.kit.cards import Card, Hairline
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.projects.project_entry import YES, default_end
from desktop.ui.projects.project_form import ProjectForm
from desktop.ui.theme.tokens import L, S
from desktop.ui.wizard.fact_row import FactRow
from desktop.wording import moments
from desktop.wording.i18n import _, ngettext

_NEEDED = ("number", "created")


class FactsCard(Card):
    """Contains fields of a `ProjectForm`, shown as lines while their values are known."""

    def __init__(self, form: ProjectForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = form
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.setSpacing(0)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(L, S, L, S)
        self._found = PlainLabel("", Role.STRONG)
        head.addWidget(self._found, 1)
        head.addWidget(PlainLabel(_("read on this computer only"), Role.SMALL, wrap=False))
        self.body.addWidget(self._head)
        moment = form.creation.moment
        self.rows = {
            "number": FactRow(_("Project number"), form.number, form.number),
            "created": FactRow(_("Created"), moment, form.creation),
            "valid_until": FactRow(_("Valid until"), form.valid_until, form.valid_until),
            "rate": FactRow(_("Cashback rate"), form.rate, form.rate),
        }
        widest = max(row.name.sizeHint().width() for row in self.rows.values())
        self._lines = []
        for row in self.rows.values():
            line = Hairline()
            self._lines.append(line)
            self.body.addWidget(line)
            self.body.addWidget(row)
            row.name.setMinimumWidth(widest)

    def show_reply(self, book: Book, now: datetime) -> None:
        """Show what the reply filled in as lines, and required facts that are missing as fields."""
        values, reply = self._form.values(), read_reply(self._form.reply.text(), now)
        for name, row in self.rows.items():
            text = values[name]
            if not text and name in _NEEDED:
                row.open_field()
            elif not text or text == getattr(reply, name):
                row.close_field()
        self.show_values(book, now)

    def start(self, book: Book, now: datetime) -> None:
        """Show restored input: as lines if it is a complete project, else as fields."""
        incomplete = self._form.peek() is None
        for name, row in self.rows.items():
            if incomplete and name in _NEEDED:
                row.open_field()
            else:
                row.close_field()
        self.show_values(book, now)

    def show_values(self, book: Book, now: datetime) -> None:
        """Update the lines after a change."""
        values, reply = self._form.values(), read_reply(self._form.reply.text(), now)
        found = [name for name in self.rows if getattr(reply, name)]
        self._head.setVisible(bool(found))
        self._lines[0].setVisible(bool(found))
        count = len(found)
        text = ngettext("{count} fact found", "{count} facts found", count)
        self._found.setText(text.format(count=count))
        self._show_number(values)
        self._show_created(values, reply)
        self._show_end(values, reply, book, now)
        rate = values["rate"].strip().removesuffix("%")
        if rate:
            self.rows["rate"].show_fact(f"{rate}%", _("the partner's promise"), certain=True)
        else:
            self.rows["rate"].show_fact("–", _("not in the reply (optional)"), certain=False)

    def open_errors(self) -> bool:
        """Open each field with an error and focus the first; return whether there is any."""
        wrong = [row for row in self.rows.values() if row.field.has_error()]
        for row in wrong:
            row.open_field()
        if wrong:
            wrong[0].field.line.setFocus(Qt.FocusReason.OtherFocusReason)
        return bool(wrong)

    def first_open(self) -> QWidget | None:
        """Return the first field that is open and empty, or None."""
        rows = self.rows.values()
        return next((r.field.line for r in rows if r.open and not r.field.text()), None)

    def _show_number(self, values: Mapping[str, str]) -> None:
        number = clean(values["number"])
        usual = PROJECT_NUMBER.problem(number) is None and not PROJECT_NUMBER.unusual(number)
        digits = ngettext("{count} digit", "{count} digits", len(number)).format(count=len(number))
        self.rows["number"].show_fact(
            values["number"], digits if usual else _("please compare"), certain=usual
        )

    def _show_created(self, values: Mapping[str, str], reply: Reply) -> None:
        received = values["assumed"] == YES
        supplied = "created" in reply.assumed and values["created"] == reply.created
        note = _("assumed: the moment the number came") if received else ""
        if supplied and not received:
            note = _("part of it assumed, please compare")
        certain = not received and not supplied
        self.rows["created"].show_fact(values["created"], note, certain=certain)

    def _show_end(self, values: Mapping[str, str], reply: Reply, book: Book, now: datetime) -> None:
        text = values["valid_until"]
        if text:
            counted = "valid_until" in reply.assumed and text == reply.valid_until
            note = _("counted from the span in the reply, please compare") if counted else ""
            self.rows["valid_until"].show_fact(text, note, certain=not counted)
            return
        end = default_end(values["created"], book, now)
        shown = "–" if end is None else moments.table_moment(end)
        self.rows["valid_until"].show_fact(shown, _("assumed: three months"), certain=False)
