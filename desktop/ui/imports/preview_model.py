"""The table model of the preview; a row is put into words when it becomes visible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.domain import beijing
from desktop.domain.assessment import Verdict
from desktop.exchange.snapshot import Problem
from desktop.services.import_outlook import ImportOutlook
from desktop.ui.imports.preview_rows import PreviewRow, RowGroup, counts
from desktop.ui.imports.row_answers import decision_of
from desktop.ui.imports.row_questions import KEEP, TAKE, Ask, RowQuestion, question_of
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import capital, plain_tooltip
from desktop.ui.theme.tokens import Tone
from desktop.wording import import_rows, imports
from desktop.wording.errors import files
from desktop.wording.glossary import short
from desktop.wording.i18n import _, clauses

_Index = QModelIndex | QPersistentModelIndex
_LONGEST = 400
"""Characters of the text of a row."""


class PreviewColumn(IntEnum):
    """The columns of the preview."""

    STATE = 0
    ORDER = 1
    WHAT = 2


class GroupStyle(NamedTuple):
    """The name, colour and icon of a group of rows."""

    word: str
    tone: Tone = Tone.NEUTRAL
    glyph: Glyph = Glyph.NONE


class RowWords(NamedTuple):
    """The texts of a row. `second` is empty if the first text may use both lines."""

    title: str
    where: str
    first: str
    second: str = ""
    tone: Tone | None = None


def group_styles() -> dict[RowGroup, GroupStyle]:
    """Return the style of each group of rows, in the current language."""
    return {
        RowGroup.ALL: GroupStyle(_("All")),
        RowGroup.ADDED: GroupStyle(capital(_("new")), Tone.GOOD, Glyph.PLUS),
        RowGroup.UPDATED: GroupStyle(capital(_("updated")), Tone.INFO, Glyph.SYNC),
        RowGroup.UNCHANGED: GroupStyle(capital(_("unchanged")), Tone.NEUTRAL, Glyph.CHECK),
        RowGroup.TO_DECIDE: GroupStyle(capital(_("to decide")), Tone.AMBER, Glyph.EXCLAMATION),
        RowGroup.UNREADABLE: GroupStyle(capital(_("can't be read")), Tone.BAD, Glyph.CROSS_CIRCLE),
        RowGroup.LEFT_OUT: GroupStyle(capital(_("left out")), Tone.NEUTRAL, Glyph.CROSS),
    }


class PreviewModel(QAbstractTableModel):
    """The rows of one group. Set `outlook` before showing rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.styles = group_styles()
        self.outlook: ImportOutlook | None = None
        self._all: Sequence[PreviewRow] = ()
        self._shown: Sequence[PreviewRow] = ()
        self._words: dict[int, RowWords] = {}

    def show_rows(self, rows: Sequence[PreviewRow], group: RowGroup) -> None:
        """Keep all rows, and show those of a group."""
        self.beginResetModel()
        self._all = rows
        every = group is RowGroup.ALL
        self._shown = rows if every else [row for row in rows if row.group is group]
        self._words = {}
        self.endResetModel()

    def counts(self) -> Counter[RowGroup]:
        """Return the number of rows of each group."""
        return counts(list(self._all))

    def all_rows(self) -> Sequence[PreviewRow]:
        """Return the rows of all groups."""
        return self._all

    def row(self, number: int) -> PreviewRow | None:
        """Return the shown row at a position, or None."""
        return self._shown[number] if 0 <= number < len(self._shown) else None

    def find(self, wanted: Callable[[PreviewRow], bool], start: int = 0) -> int | None:
        """Return the position of the first wanted row, from `start` and then from the top."""
        count = len(self._shown)
        order = (at % count for at in range(start, start + count)) if count else iter(())
        return next((at for at in order if wanted(self._shown[at])), None)

    def question(self, row: PreviewRow) -> RowQuestion | None:
        """Return the question of a row in words; None if it has none."""
        if row.problem is None or row.ask is None or self.outlook is None:
            return None
        accounts = self.outlook.book.accounts.values()
        recorded = row.planned is None or row.planned.recorded is not None
        return question_of(row.problem, row.ask, accounts, self.outlook.now, recorded=recorded)

    def chosen(self, row: PreviewRow) -> str:
        """Return the answer of a decided row; empty if it is not decided."""
        if row.accepted is None:
            return ""
        return TAKE if row.accepted else KEEP

    def words(self, number: int) -> RowWords:
        """Return the texts of a row."""
        found = self._words.get(number)
        if found is None:
            found = self._words[number] = self._worded(self._shown[number])
        return found

    def read_out(self, number: int) -> str:
        """Return the text of a whole row for screen readers."""
        words = self.words(number)
        style = self.styles[self._shown[number].group]
        parts = (style.word, words.title, words.where, words.first, words.second)
        return clauses(*filter(None, parts))

    def _worded(self, row: PreviewRow) -> RowWords:
        facts = {} if row.problem is None else row.problem.facts
        planned = row.planned
        number = planned.order.number if planned is not None else str(facts.get("number", ""))
        order = None if planned is None else planned.order
        title = import_rows.title(order, facts)
        where = import_rows.location(row.place, "" if title == number else number)
        question = self.question(row)
        if question is not None:
            return RowWords(title, where, short(question.text, _LONGEST))
        if row.problem is not None:
            return RowWords(title, where, short(files.row(row.problem), _LONGEST))
        if order is None or planned is None:
            return RowWords(title, where, "")
        second = import_rows.sum_and_moment(order)
        if row.group is RowGroup.UPDATED:
            return RowWords(title, where, short(imports.changed(planned.changes), _LONGEST))
        if row.group is RowGroup.UNCHANGED:
            text = _("The same as in LinkDue, skipped")
            return RowWords(title, where, text, second, Tone.NEUTRAL)
        if self.outlook is None:
            return RowWords(title, where, second)
        status = self.outlook.status(order)
        now = self.outlook.now
        deadline = status.deadline
        today = deadline is not None and now < deadline <= beijing.end_of_day(now)
        urgent = today and status.verdict is Verdict.OPEN
        tone = Tone.AMBER if urgent else None
        return RowWords(title, where, import_rows.outlook(status, now), second, tone)

    # The interface of QAbstractTableModel

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of rows shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(PreviewColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the title of a column, which only screen readers use."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return {
            PreviewColumn.STATE: _("Status"),
            PreviewColumn.ORDER: _("Product"),
            PreviewColumn.WHAT: _("What will happen"),
        }[PreviewColumn(section)]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's texts.

        Screen readers get the text of the whole row, except in the last column.
        """
        number, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            words = self.words(number)
            style = self.styles[self._shown[number].group]
            return (style.word, words.title, words.first)[column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            whole = column != PreviewColumn.WHAT
            return self.read_out(number) if whole else self._what(number)
        if role == Qt.ItemDataRole.ToolTipRole:
            words = self.words(number)
            order = f"{words.title}\n{words.where}"
            style = self.styles[self._shown[number].group]
            return plain_tooltip((style.word, order, self._what(number))[column])
        return None

    def _what(self, number: int) -> str:
        words = self.words(number)
        return "\n".join(part for part in (words.first, words.second) if part)


def similar(rows: Sequence[PreviewRow], to: PreviewRow) -> list[PreviewRow]:
    """Return the other open rows with the same kind of problem in the same field."""
    if to.problem is None or to.ask not in _BATCH_ASKS:
        return []
    kind = _kind(to.problem)
    return [
        row
        for row in rows
        if row.open and row.ask is to.ask and row.problem is not None and row.key != to.key
        if _kind(row.problem) == kind
    ]


_BATCH_ASKS = (Ask.CONFLICT, Ask.DOUBT, Ask.MEANING, Ask.WORD)
"""Questions whose answer can be applied to all similar rows."""


def _kind(problem: Problem) -> tuple[str, str]:
    decision = decision_of(problem)
    field = str(problem.facts.get("field", "")) if decision is None or decision[1] else ""
    return problem.code, field
