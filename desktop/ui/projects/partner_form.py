"""The form of a partner: name, contact, required information, promised rates and note."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.journal import DuplicateRecord
from desktop.domain.model import Partner
from desktop.ui.kit.fields import Field, LineField, TextField
from desktop.ui.projects.product_rates import ProductRates
from desktop.ui.projects.rates_entry import ReadRates, read_rates, rows_of, values_of
from desktop.wording.errors import validation
from desktop.wording.i18n import _


class PartnerForm(QWidget):
    """Adds or edits a partner. Call `load` first."""

    edited = Signal()

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        """`clock` returns the current moment in UTC, which typed days are relative to."""
        super().__init__(parent)
        self._clock = clock
        self._record: Partner | None = None
        self.name = LineField(_("Partner's name"))
        self.contact = LineField(_("Contact"), _("Phone, e-mail or chat name – whatever you like."))
        self.wants = TextField(
            _("What the partner wants to be sent"),
            _("Shown where you write a request for a project number."),
            lines=2,
        )
        self.rate = LineField(
            _("Cashback rate in %"), _("New projects of this partner begin with these rates.")
        )
        self.rates = ProductRates()
        self.note = TextField(_("Note"), lines=2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.setFocusProxy(self.name.line)
        parts = (self.name, self.contact, self.wants, self.rate, self.rates, self.note)
        for field in parts:
            column.addWidget(field)
            field.edited.connect(self.edited)

    def load(self, record: Partner | None) -> None:
        """Show a partner to edit, or an empty form if it is None."""
        self._record = record
        if record is None:
            self.restore({})
            return
        values = {
            "name": record.name,
            "contact": record.contact,
            "wants": record.wants,
            "note": record.note,
        }
        self.restore(values | values_of(record.rates, record.excluded_products))

    def values(self) -> dict[str, str]:
        """Return the values as typed."""
        return {
            "name": self.name.text(),
            "contact": self.contact.text(),
            "wants": self.wants.text(),
            "rate": self.rate.text(),
            "note": self.note.text(),
        } | self.rates.values()

    def restore(self, values: Mapping[str, str]) -> None:
        """Show values that were typed before."""
        self.name.set_text(values.get("name", ""))
        self.contact.set_text(values.get("contact", ""))
        self.wants.set_text(values.get("wants", ""))
        self.rate.set_text(values.get("rate", ""))
        self.rates.restore(values)
        self.note.set_text(values.get("note", ""))

    def read(self) -> Partner | None:
        """Return the partner as typed; show the errors and return None if a value is invalid."""
        for problem in reversed(self._read_rates().problems):
            self._field(problem.field).show_error(validation.entry(problem.code))
        if not self.name.text():
            self.name.show_error(validation.entry("empty", "name"))
        return self.peek()

    def peek(self) -> Partner | None:
        """Return the partner as typed so far; None, without errors, if a value is invalid."""
        name, read = self.name.text(), self._read_rates()
        if not name or read.problems:
            return None
        return replace(
            self._record or Partner(name=name),
            name=name,
            contact=self.contact.text(),
            wants=self.wants.text(),
            rates=read.rates,
            excluded_products=read.excluded,
            note=self.note.text(),
        )

    def show_duplicate(self, problem: DuplicateRecord) -> None:
        """Show at the name that the partner is recorded already."""
        self.name.show_error(validation.duplicate(problem))

    def _read_rates(self) -> ReadRates:
        recorded = frozenset() if self._record is None else self._record.excluded_products
        values = self.values()
        return read_rates(
            values["rate"], rows_of(values), values["excluded"], self._clock(), recorded
        )

    def _field(self, name: str) -> Field:
        return self.rate if name == "rate" else self.rates.field(name)
