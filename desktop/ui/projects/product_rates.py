"""The fields for other rates of a partner: for a product, or from a day on, one in each row."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.fields import ComboField, LineField
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.projects.rates_entry import ALL_PRODUCTS, RateRowText, rows_of
from desktop.wording import glossary
from desktop.wording.i18n import _


class ProductRates(QWidget):
    """Rows of rates, which the user adds and removes, and the products without cashback."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[RateRow] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self.add_button = LinkButton(_("Add a rate for a product or from a day on"), self._add_row)
        self.excluded = LineField(
            _("Products without cashback"),
            _("As agreed with your partner, with commas between them."),
        )
        self.excluded.edited.connect(self.edited)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(PlainLabel(_("Other rates"), Role.STRONG))
        column.addWidget(
            PlainLabel(
                _(
                    "Only if different from the cashback rate above. An order gets the rate in "
                    "force on the day it was paid (Beijing time); one without a day always held."
                ),
                Role.SMALL,
            )
        )
        column.addLayout(self._column)
        column.addWidget(self.add_button)
        column.addSpacing(8)
        column.addWidget(self.excluded)

    def typed(self) -> list[RateRowText]:
        """Return product, per cent and day of each row as typed."""
        return [(row.product.value(), row.rate.text(), row.since.text()) for row in self.rows]

    def values(self) -> dict[str, str]:
        """Return the rows, as numbered values for a draft, and the excluded products."""
        flat = {"excluded": self.excluded.text()}
        for number, (product, rate, since) in enumerate(self.typed()):
            flat |= {
                f"product.{number}": product,
                f"product_rate.{number}": rate,
                f"product_since.{number}": since,
            }
        return flat

    def restore(self, values: Mapping[str, str]) -> None:
        """Show the rows from the values of a draft, or of `values_of`."""
        while self.rows:
            self._remove(self.rows[-1])
        for product, rate, since in rows_of(values):
            row = self._add()
            row.product.set_value(product)
            row.show_start()
            row.rate.set_text(rate)
            row.since.set_text(since)
        self.excluded.set_text(values.get("excluded", ""))

    def is_empty(self) -> bool:
        """Return whether nothing is typed."""
        return not self.rows and not self.excluded.text()

    def field(self, name: str) -> ComboField | LineField:
        """Return the field with a name such as ``product.0`` or ``product_rate.0``."""
        kind, number = name.split(".")
        row = self.rows[int(number)]
        if kind == "product":
            return row.product
        return row.rate if kind == "product_rate" else row.since

    def _add_row(self) -> None:
        self._add().product.combo.setFocus()
        self.edited.emit()

    def _add(self) -> RateRow:
        row = RateRow()
        row.edited.connect(self.edited)
        row.removed.connect(lambda: self._remove_by_user(row))
        self.rows.append(row)
        self._column.addWidget(row)
        QWidget.setTabOrder(row.remove, self.add_button)
        return row

    def _remove_by_user(self, row: RateRow) -> None:
        self._remove(row)
        self.add_button.setFocus()
        self.edited.emit()

    def _remove(self, row: RateRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()


class RateRow(QWidget):
    """The fields for a product, or all products, its rate, and the first day of the rate."""

    edited = Signal()
    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.product = ComboField(_("Product"), editable=True)
        self.product.set_items([(_("All products"), ALL_PRODUCTS), *glossary.products()])
        self.product.combo.setMinimumContentsLength(10)
        self.rate = LineField(_("Rate in %"))
        self.since = LineField(_("From day"), placeholder="2026-10-01")
        self.remove = LinkButton(_("Remove"), self.removed.emit, name=_("Remove this rate"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.product, 3, top)
        row.addWidget(self.rate, 2, top)
        row.addWidget(self.since, 2, top)
        row.addLayout(self._below_a_label(self.remove))
        for field in (self.product, self.rate, self.since):
            field.edited.connect(self.edited)

    def show_start(self) -> None:
        """Scroll a long name to its beginning."""
        line = self.product.combo.lineEdit()
        if line is not None:
            line.setCursorPosition(0)

    def _below_a_label(self, button: LinkButton) -> QVBoxLayout:
        """Return a layout with the button at the height of the editors below their labels."""
        column = QVBoxLayout()
        column.setSpacing(3)
        column.addWidget(PlainLabel("", Role.STRONG))
        column.addWidget(button)
        column.addStretch(1)
        return column
