"""What becomes of each row of a file, row by row: what needs a look first, what is known last."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.exchange.merge import MergePlan, Outcome, PlannedOrder
from desktop.exchange.snapshot import Problem
from desktop.ui.kit.labels import plain_tooltip
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import Tone
from desktop.wording import imports, moments
from desktop.wording.errors import files
from desktop.wording.glossary import short
from desktop.wording.i18n import _
from desktop.wording.records import orders

_LONGEST = 200
"""Characters of a cell; all of a reason is said below the table."""
_ROW_AIR = 12
_MEASURED_ROWS = 50
_FEWEST_ROWS = 5
"""Rows there is always room for, the header being one."""
_WIDEST = 46
"""Characters that a column takes by itself."""
_ORDER = (Outcome.UPDATED, Outcome.ADDED, Outcome.UNCHANGED)
_TONES = {
    Outcome.UPDATED: Tone.GOOD,
    Outcome.ADDED: Tone.GOOD,
}
_RECORDED = 5
"""The column that sets what is recorded beside what the file says."""


@dataclass(frozen=True, slots=True)
class _Shown:
    cells: tuple[str, ...]
    tone: Tone | None


class PreviewModel(QAbstractTableModel):
    """All rows of a plan; each is put into words when it comes into sight.

    The last column says what the file holds instead of what is recorded, or why a row is not taken.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Problem | PlannedOrder] = []
        self._titles = (
            _("Row"),
            _("Order number"),
            _("What"),
            _("Created"),
            _("What happens"),
            _("Recorded"),
            _("In the file"),
        )

    def show_plan(self, plan: MergePlan | None) -> None:
        """Show the rows of a plan, or none."""
        self.beginResetModel()
        self._rows = []
        if plan is not None:
            self._rows += plan.problems  # among them each conflict with its fields
            for outcome in _ORDER:
                self._rows += [each for each in plan.planned if each.outcome is outcome]
        self.endResetModel()

    def reason(self, row: int) -> str:
        """All that is to be said of a row."""
        if not 0 <= row < len(self._rows):
            return ""
        shown = self._rows[row]
        if isinstance(shown, Problem):
            return files.row(shown)
        return imports.changed(shown.changes)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Every row of the plan."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """The columns, also those that are hidden."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The titles of the columns."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._titles[section]
        return None

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """A cell's text, its tone, and all of its text as a tip."""
        if role == Qt.ItemDataRole.DisplayRole:
            return short(self._shown(index.row()).cells[index.column()], _LONGEST)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(self._shown(index.row()).cells[index.column()])
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == _RECORDED - 1:
            tone = self._shown(index.row()).tone
            return QColor(tokens().muted if tone is None else tokens().ink(tone))
        return None

    def _shown(self, row: int) -> _Shown:
        shown = self._rows[row]
        return _of_problem(shown) if isinstance(shown, Problem) else _of_order(shown)


class Preview(QTableView):
    """The table of a `PreviewModel`."""

    looked_at = Signal(str)
    """All that is to be said of the row that is current."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = PreviewModel(self)
        self.setModel(self.rows)
        self.setAccessibleName(_("Preview"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        side = self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(self.fontMetrics().height() + _ROW_AIR)
        self.setMinimumHeight(side.defaultSectionSize() * _FEWEST_ROWS)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setResizeContentsPrecision(_MEASURED_ROWS)
        header.setMaximumSectionSize(self.fontMetrics().averageCharWidth() * _WIDEST)
        header.setStretchLastSection(True)
        self.selectionModel().currentChanged.connect(self._look)

    def show_plan(self, plan: MergePlan | None) -> None:
        """Show the rows of a plan; what is recorded and what the file says only where they differ."""
        self.rows.show_plan(plan)
        differing = plan is not None and (
            plan.updated > 0 or any(p.code == "conflict" for p in plan.problems)
        )
        self.setColumnHidden(_RECORDED, not differing)
        self.resizeColumnsToContents()
        self._look(self.currentIndex())

    def _look(self, index: QModelIndex) -> None:
        self.looked_at.emit(self.rows.reason(index.row()))


def _of_problem(problem: Problem) -> _Shown:
    row = str(problem.row) if problem.row else ""
    number = str(problem.facts.get("number", ""))
    recorded, offered = imports.conflicting(problem)
    outcome = imports.outcome_of(problem)
    cells = (row, number, "", "", outcome, recorded, offered or files.row(problem))
    return _Shown(cells, Tone.AMBER)


def _of_order(planned: PlannedOrder) -> _Shown:
    order = planned.order
    cells = (
        str(planned.row),
        order.number,
        orders.title(order),
        moments.table_moment(order.created_at),
        imports.outcome(planned.outcome),
        *imports.side_by_side(planned.changes),
    )
    return _Shown(cells, _TONES.get(planned.outcome))
