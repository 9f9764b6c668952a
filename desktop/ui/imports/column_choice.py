"""The list of a table's columns, with the fact that each is read as, for the user to change."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from desktop.ui.kit.fields import Combo
from desktop.ui.kit.labels import ElidedLabel, PlainLabel, Role
from desktop.wording.glossary import short
from desktop.wording.i18n import _
from desktop.wording.records import fields

if TYPE_CHECKING:
    from desktop.exchange.document.table import Table

_MOST = 120
"""The greatest number of columns listed; order lists have fewer than fifty."""
_TITLE, _EXAMPLES = 40, 90
"""Characters of a title, and of the examples beside it."""
_LINES_SHOWN = 5
_LABEL = 16
"""Characters of a fact's label that a combo box shows."""


class ColumnChoice(QScrollArea):
    """Lists the columns of a table, each with a combo box for its fact."""

    chosen = Signal()
    """The user changed the fact of a column."""

    def __init__(
        self, parent: QWidget | None = None, labels: Mapping[str, str] | None = None
    ) -> None:
        """`labels` are the labels of the facts on offer; None means the facts of orders."""
        super().__init__(parent)
        self._labels = fields.labels() if labels is None else labels
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("Columns and sorting"))
        self.setMaximumHeight((self.fontMetrics().height() + 16) * _LINES_SHOWN)
        self.combos: dict[int, Combo] = {}
        self._columns: dict[int, str] = {}

    def show_table(self, table: Table, columns: dict[int, str]) -> None:
        """List the columns of a table; `columns` has the fact of each, by its position."""
        inner = QWidget()
        inner.setObjectName("column")
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(14)
        grid.setColumnStretch(1, 1)
        self.combos = {}
        self._columns = dict(columns)
        for place, title in enumerate(table.titles[:_MOST]):
            name = short(title.strip(), _TITLE) or _("Column {number}").format(number=place + 1)
            combo = self._combo(name, columns.get(place, ""))
            combo.activated.connect(partial(self._choose, place))
            self.combos[place] = combo
            grid.addWidget(PlainLabel(name, Role.STRONG), place, 0)
            examples = " · ".join(short(text, _TITLE) for text in table.examples(place))
            grid.addWidget(ElidedLabel(short(examples, _EXAMPLES), Role.MUTED), place, 1)
            grid.addWidget(combo, place, 2)
        self.setWidget(inner)

    def columns(self) -> dict[int, str]:
        """Return the fact of each column by its position; empty for an ignored column."""
        listed = {place: str(combo.currentData()) for place, combo in self.combos.items()}
        return self._columns | listed

    def _combo(self, name: str, fact: str) -> Combo:
        combo = Combo()
        combo.setAccessibleName(name)
        combo.setMinimumContentsLength(_LABEL)
        combo.addItem(_("don't import"), "")
        for value, label in self._labels.items():
            combo.addItem(label, value)
        combo.setCurrentIndex(max(0, combo.findData(fact)))
        return combo

    def _choose(self, place: int, _index: int) -> None:
        """Use the chosen fact for this column only: another column with it becomes ignored."""
        fact = self.combos[place].currentData()
        for other, combo in self.combos.items():
            if fact and other != place and combo.currentData() == fact:
                combo.setCurrentIndex(0)
        self.chosen.emit()
