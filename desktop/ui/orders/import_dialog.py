"""Taking in orders from a file or the clipboard: first what it would do, row by row, then one button."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.views import Column, Query, View
from desktop.exchange.merge import MergePlan, Outcome, PlannedOrder
from desktop.exchange.snapshot import Problem, Unreadable
from desktop.ui.context import Context
from desktop.ui.kit.buttons import PlainButton, PrimaryButton
from desktop.ui.kit.fields import ComboField
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role, plain_tooltip
from desktop.ui.kit.surfaces import Notice
from desktop.ui.theme.tokens import Tone
from desktop.wording import import_words, moments, orders, problems, words
from desktop.wording.language import _, ngettext

_ROWS = 500
"""Rows of the preview; what is wrong comes first, so nothing that matters is beyond them."""


class ImportDialog(QDialog):
    """Shows the plan for a file or a text. Nothing is written before its button is pressed."""

    def __init__(self, context: Context, source: Path | str, parent: QWidget | None = None) -> None:
        """`source` is a file, or text that was copied."""
        super().__init__(parent)
        self._context = context
        self._source = source
        self.plan: MergePlan | None = None
        self.setWindowTitle(_("Import orders"))
        self.resize(860, 560)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        column.addWidget(PlainLabel(self._name(), Role.HEADING))
        self.report = Notice(Tone.INFO, "")
        column.addWidget(self.report)
        self.account = self._account_field()
        column.addWidget(self.account)
        self.table = self._table()
        column.addWidget(self.table, 1)
        self.more = PlainLabel("", Role.SMALL, self)
        column.addWidget(self.more)
        column.addLayout(self._buttons())
        self.read()

    def read(self) -> None:
        """Plan anew, with the account that is chosen now."""
        desk, account = self._context.desk, self.account.value() or None
        try:
            if isinstance(self._source, Path):
                self.plan = desk.plan_file(self._source, account)
            else:
                self.plan = desk.plan_text(self._source, account)
        except Unreadable as problem:
            self.plan = None
            self._show_refusal(problem)
            return
        self._show_plan(self.plan)

    def take_in(self) -> None:
        """Write everything in one act, and show the orders it brought."""
        plan, name = self.plan, self._name()
        if plan is None:
            return
        done = import_words.summary(plan, name)
        report = self._context.act(done, lambda: self._context.desk.take_in(plan, name))
        if report is not None:
            self.accept()
            self._context.orders_wanted.emit(Query(View.ALL, "", Column.CREATED, descending=True))

    # Building

    def _name(self) -> str:
        return self._source.name if isinstance(self._source, Path) else _("the clipboard")

    def _account_field(self) -> ComboField:
        field = ComboField(_("Account"), _("Whose orders these are, where the file does not say"))
        accounts = self._context.desk.book().accounts.values()
        field.set_items([(words.account(account), account.uid) for account in accounts])
        field.edited.connect(self.read)
        return field

    def _table(self) -> QTableWidget:
        titles = (_("Row"), _("Order number"), _("What"), _("Created"), _("What happens"))
        table = QTableWidget(0, len(titles))
        table.setHorizontalHeaderLabels(titles)
        table.setAccessibleName(_("Preview"))
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(len(titles) - 1, QHeaderView.ResizeMode.Stretch)
        return table

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(PlainButton(_("Close"), self.reject))
        self.commit_button = PrimaryButton("", self.take_in)
        row.addWidget(self.commit_button)
        return row

    # Showing

    def _show_refusal(self, problem: Unreadable) -> None:
        self.report.set(
            Tone.BAD, _("Nothing can be imported"), problems.unreadable(problem), Glyph.CROSS
        )
        self.table.setRowCount(0)
        self.table.hide()
        self.more.hide()
        self._name_commit(0)

    def _show_plan(self, plan: MergePlan) -> None:
        wrong = len(plan.problems)
        tone, glyph = (Tone.AMBER, Glyph.EXCLAMATION) if wrong else (Tone.GOOD, Glyph.CHECK)
        text = ngettext("{count} row needs a look", "{count} rows need a look", wrong)
        self.report.set(
            tone, import_words.counts(plan), text.format(count=wrong) if wrong else "", glyph
        )
        news_first = sorted(plan.planned, key=lambda each: each.outcome is Outcome.UNCHANGED)
        rows = [_of_problem(problem) for problem in plan.problems[:_ROWS]]
        rows += [self._of_order(planned) for planned in news_first[: _ROWS - len(rows)]]
        self.table.setRowCount(len(rows))
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                item = QTableWidgetItem(cell)
                item.setToolTip(plain_tooltip(cell))
                self.table.setItem(row, column, item)
        self.table.resizeRowsToContents()
        self.table.show()
        rest = len(plan.problems) + len(plan.planned) - len(rows)
        self.more.setText(ngettext("and {count} more", "and {count} more", rest).format(count=rest))
        self.more.setVisible(rest > 0)
        self._name_commit(plan.added + plan.updated)

    def _of_order(self, planned: PlannedOrder) -> tuple[str, ...]:
        order = planned.order
        return (
            str(planned.row),
            order.number,
            orders.title(order),
            moments.table_moment(order.created_at),
            import_words.outcome(planned.outcome),
        )

    def _name_commit(self, count: int) -> None:
        text = ngettext("Import {count} order", "Import {count} orders", count)
        self.commit_button.setText(text.format(count=count))
        self.commit_button.setAccessibleName(self.commit_button.text())
        self.commit_button.setEnabled(self.plan is not None and self._changes_something())

    def _changes_something(self) -> bool:
        plan = self.plan
        if plan is None:
            return False
        kinds = (plan.accounts, plan.partners, plan.projects, plan.orders, plan.cashback)
        return any(kinds)


def _of_problem(problem: Problem) -> tuple[str, ...]:
    number = str(problem.facts.get("number", ""))
    row = str(problem.row) if problem.row else ""
    return row, number, "", "", problems.row(problem)
