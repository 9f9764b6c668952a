"""Rates that a partner promised for single products: a product and its per cent a row."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.fields import ComboField, LineField
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.wording import amounts, glossary
from desktop.wording.i18n import _


class ProductRates(QWidget):
    """As many rows as the user adds; none at first."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[RateRow] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self.add_button = LinkButton(_("Add a rate for one product"), self._add_by_user)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(PlainLabel(_("Rates for individual products"), Role.STRONG))
        column.addWidget(
            PlainLabel(_("Only if different from the cashback rate above."), Role.SMALL)
        )
        column.addLayout(self._column)
        column.addWidget(self.add_button)

    def typed(self) -> list[tuple[str, str]]:
        """Product and per cent of each row."""
        return [(row.product.value(), row.rate.text()) for row in self.rows]

    def values(self) -> dict[str, str]:
        """Return the rows for a draft, numbered."""
        flat: dict[str, str] = {}
        for number, (product, rate) in enumerate(self.typed()):
            flat |= {f"product.{number}": product, f"product_rate.{number}": rate}
        return flat

    def restore(self, values: Mapping[str, str]) -> None:
        """Show the rows of a draft, or of `values_of`."""
        while self.rows:
            self._take_out(self.rows[-1])
        while f"product.{len(self.rows)}" in values:
            number = len(self.rows)
            row = self._add()
            row.product.set_value(values[f"product.{number}"])
            row.rate.set_text(values.get(f"product_rate.{number}", ""))

    def field(self, name: str) -> ComboField | LineField:
        """Return the field that a problem names: ``product.0``, ``product_rate.0``."""
        kind, number = name.split(".")
        row = self.rows[int(number)]
        return row.product if kind == "product" else row.rate

    def _add_by_user(self) -> None:
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
        self._take_out(row)
        self.add_button.setFocus()
        self.edited.emit()

    def _take_out(self, row: RateRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()


class RateRow(QWidget):
    """One product and its rate."""

    edited = Signal()
    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.product = ComboField(_("Product"), editable=True)
        self.product.set_items(glossary.products())
        self.product.combo.setMinimumContentsLength(10)
        self.rate = LineField(_("Rate in %"))
        said = _("Remove this product's rate")
        self.remove = LinkButton(_("Remove"), self.removed.emit, name=said)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.product, 3, top)
        row.addWidget(self.rate, 2, top)
        row.addLayout(self._below_a_label(self.remove))
        self.product.edited.connect(self.edited)
        self.rate.edited.connect(self.edited)

    def _below_a_label(self, button: LinkButton) -> QVBoxLayout:
        """Place the button level with the editors, which have labels above them."""
        column = QVBoxLayout()
        column.setSpacing(3)
        column.addWidget(PlainLabel("", Role.STRONG))
        column.addWidget(button)
        column.addStretch(1)
        return column


def values_of(rates: Mapping[str, Decimal]) -> dict[str, str]:
    """Return recorded rates as `ProductRates.restore` takes them."""
    flat: dict[str, str] = {}
    for number, (product, rate) in enumerate(rates.items()):
        flat |= {f"product.{number}": product, f"product_rate.{number}": amounts.percent(rate)}
    return flat
