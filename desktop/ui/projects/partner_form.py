"""The form of a partner: what the user knows of who registers projects and pays cashback."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.journal import DuplicateRecord
from desktop.domain.model import Partner
from desktop.ui.kit.fields import LineField, TextField
from desktop.wording.errors import validation
from desktop.wording.i18n import _


class PartnerForm(QWidget):
    """Adds or corrects one partner. `load` first."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record: Partner | None = None
        self.name = LineField(_("Partner's name"))
        self.contact = LineField(_("Contact"), _("Phone, e-mail or chat name – whatever you like."))
        self.note = TextField(_("Note"), lines=2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.setFocusProxy(self.name.line)
        for field in (self.name, self.contact, self.note):
            column.addWidget(field)
            field.edited.connect(self.edited)

    def load(self, record: Partner | None) -> None:
        """Show a partner to correct, or with None an empty form."""
        self._record = record
        shown = {} if record is None else {"name": record.name, "contact": record.contact}
        self.restore(shown | ({} if record is None else {"note": record.note}))

    def values(self) -> dict[str, str]:
        """Return everything as typed."""
        return {
            "name": self.name.text(),
            "contact": self.contact.text(),
            "note": self.note.text(),
        }

    def restore(self, values: Mapping[str, str]) -> None:
        """Show what was typed before."""
        self.name.set_text(values.get("name", ""))
        self.contact.set_text(values.get("contact", ""))
        self.note.set_text(values.get("note", ""))

    def read(self) -> Partner | None:
        """Return the partner typed; ask for the name and return None without one."""
        partner = self.peek()
        if partner is None:
            self.name.show_error(validation.entry("empty", "name"))
        return partner

    def peek(self) -> Partner | None:
        """Return the partner typed so far, without explaining anything."""
        name = self.name.text()
        if not name:
            return None
        base = self._record or Partner(name=name)
        return replace(base, name=name, contact=self.contact.text(), note=self.note.text())

    def show_duplicate(self, problem: DuplicateRecord) -> None:
        """Say at the name that the partner is recorded already."""
        self.name.show_error(validation.duplicate(problem))
