"""The table of what becomes of each row of a file: what needs a look first, what is known last."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.domain.model import Order
from desktop.exchange.merge_plan import DOUBTS, MergePlan, OrderName, Outcome, PlannedOrder
from desktop.exchange.snapshot import Problem
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import plain_tooltip
from desktop.ui.kit.row_painting import paint_pill, pill_height, pill_width
from desktop.ui.theme.tokens import S, Tone
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
_LOOKS = {
    Outcome.UPDATED: (Tone.INFO, Glyph.SYNC),
    Outcome.ADDED: (Tone.GOOD, Glyph.PLUS),
    Outcome.UNCHANGED: (Tone.NEUTRAL, Glyph.CHECK),
}
_Index = QModelIndex | QPersistentModelIndex
Decision = tuple[OrderName, str]
"""What can be decided: a field of an order, or with an empty name the order itself."""
_RECORDED = 5
"""The column that sets what is recorded beside what the file says."""


@dataclass(frozen=True, slots=True)
class _Shown:
    cells: tuple[str, ...]
    tone: Tone
    glyph: Glyph


class PreviewModel(QAbstractTableModel):
    """All rows of a plan; each is put into words when it comes into sight.

    The last column says what the file holds instead of what is recorded, or why a row is not taken.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Problem | PlannedOrder] = []
        self._taken: Container[Decision] = ()
        self._planned: dict[OrderName, Order] = {}
        self._titles = (
            _("Row"),
            _("Order number"),
            _("Product"),
            _("Created"),
            _("What will happen"),
            _("In your records"),
            _("In the file"),
        )

    def show_plan(self, plan: MergePlan | None, taken: Container[Decision] = ()) -> None:
        """Show the rows of a plan, or none; `taken` are the rows decided in the file's favour."""
        self.beginResetModel()
        self._taken = taken
        self._rows = []
        self._planned = {}
        if plan is not None:
            asked = {_name_of(problem) for problem in plan.problems}
            self._planned = {each.name: each.order for each in plan.planned if each.name in asked}
            self._rows += plan.problems  # among them each conflict with its fields
            for outcome in _ORDER:
                self._rows += [each for each in plan.planned if each.outcome is outcome]
        self.endResetModel()

    def decision(self, row: int) -> Decision | None:
        """Return what can be decided of a row; None where nothing is open."""
        shown = self._rows[row] if 0 <= row < len(self._rows) else None
        return decision_of(shown) if isinstance(shown, Problem) else None

    def first_open(self, answered: Container[Decision]) -> int | None:
        """Return the first row with a doubt that is not answered yet."""
        doubts = (
            at
            for at, shown in enumerate(self._rows)
            if isinstance(shown, Problem) and shown.code in DOUBTS
        )
        return next((at for at in doubts if self.decision(at) not in answered), None)

    def reason(self, row: int) -> str:
        """Return all that is to be said of a row."""
        if not 0 <= row < len(self._rows):
            return ""
        shown = self._rows[row]
        if isinstance(shown, Problem):
            return files.row(shown)
        return imports.changed(shown.changes)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Return how many rows the plan has."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns there are, also those that are hidden."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the title of a column."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._titles[section]
        return None

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a cell's text, its tone, or all of its text as a tip."""
        if role == Qt.ItemDataRole.DisplayRole:
            return short(self._shown(index.row()).cells[index.column()], _LONGEST)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(self._shown(index.row()).cells[index.column()])
        return None

    def look(self, row: int) -> tuple[Tone, Glyph]:
        """Return the tone and the icon of what becomes of a row."""
        shown = self._shown(row)
        return shown.tone, shown.glyph

    def _shown(self, row: int) -> _Shown:
        shown = self._rows[row]
        if isinstance(shown, Problem):
            order = self._planned.get(_name_of(shown))
            return _of_problem(shown, order, taken=decision_of(shown) in self._taken)
        return _of_order(shown)


class _OutcomePill(QStyledItemDelegate):
    """Paints what becomes of a row as a pill; the model says the same in words."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the room of the pill."""
        word = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        return QSize(pill_width(word) + 2 * S, pill_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint the ground of the row, and the pill on it."""
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        screen: QWidget = option.widget  # type: ignore[attr-defined]
        ground = QStyleOptionViewItem(option)
        ground.text = ""  # type: ignore[attr-defined]
        screen.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, ground, painter, screen)
        model = index.model()
        word = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        if not word or not isinstance(model, PreviewModel):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = pill_height()
        width = min(pill_width(word), box.width() - S)
        pill = QRectF(box.left() + 2, box.center().y() - height / 2, width, height)
        paint_pill(painter, pill, word, *model.look(index.row()))
        painter.restore()


class Preview(QTableView):
    """The table of a `PreviewModel`."""

    looked_at = Signal(int)
    """The row that is current."""

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
        tallest = max(self.fontMetrics().height(), pill_height())
        side.setDefaultSectionSize(tallest + _ROW_AIR)
        self.setItemDelegateForColumn(_RECORDED - 1, _OutcomePill(self))
        self.setMinimumHeight(side.defaultSectionSize() * _FEWEST_ROWS)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setResizeContentsPrecision(_MEASURED_ROWS)
        header.setMaximumSectionSize(self.fontMetrics().averageCharWidth() * _WIDEST)
        header.setStretchLastSection(True)
        self.selectionModel().currentChanged.connect(self._look)

    def show_plan(self, plan: MergePlan | None, taken: Container[Decision] = ()) -> None:
        """Show the rows of a plan; what is recorded beside what the file says if they differ."""
        self.rows.show_plan(plan, taken)
        differing = plan is not None and (
            plan.updated > 0 or any(p.code == "conflict" for p in plan.problems)
        )
        self.setColumnHidden(_RECORDED, not differing)
        self.resizeColumnsToContents()
        self._look(self.currentIndex())

    def _look(self, index: QModelIndex) -> None:
        self.looked_at.emit(index.row())


def decision_of(problem: Problem) -> Decision | None:
    """Return the order, and its field where one is in conflict, that a problem leaves open."""
    facts, name = problem.facts, _name_of(problem)
    if problem.code in DOUBTS:
        return name, ""
    if problem.code == "conflict" and facts.get("record") == "order":
        return name, str(facts["field"])
    return None


def _name_of(problem: Problem) -> OrderName:
    return str(problem.facts.get("account", "")), str(problem.facts.get("number", ""))


def _of_problem(problem: Problem, order: Order | None, *, taken: bool) -> _Shown:
    """Return the row of a problem, with what is known of its `order` where the file has it."""
    row = str(problem.row) if problem.row else ""
    number = str(problem.facts.get("number", ""))
    recorded, offered = imports.conflicting(problem)
    outcome = imports.outcome_of(problem, taken=taken)
    product = "" if order is None else orders.title(order)
    created = "" if order is None else moments.table_moment(order.created_at)
    cells = (row, number, product, created, outcome, recorded, offered or files.row(problem))
    if taken:
        return _Shown(cells, Tone.GOOD, Glyph.CHECK)
    if decision_of(problem) is None and problem.code != "conflict":
        return _Shown(cells, Tone.BAD, Glyph.CROSS_CIRCLE)
    return _Shown(cells, Tone.AMBER, Glyph.EXCLAMATION)


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
    return _Shown(cells, *_LOOKS[planned.outcome])
