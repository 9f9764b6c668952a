"""The rows of a plan as a model: any number, each put into words when it comes into sight."""

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
"""Characters that are said of a row."""


class PreviewColumn(IntEnum):
    """The parts of a row."""

    STATE = 0
    ORDER = 1
    WHAT = 2


class GroupLook(NamedTuple):
    """How a group of rows is called and shown."""

    word: str
    tone: Tone = Tone.NEUTRAL
    glyph: Glyph = Glyph.NONE


class RowWords(NamedTuple):
    """A row in words. `second` is empty where the first text may take both lines."""

    title: str
    where: str
    first: str
    second: str = ""
    tone: Tone | None = None


def looks() -> dict[RowGroup, GroupLook]:
    """Return how each group of rows is shown, in the language spoken now."""
    return {
        RowGroup.ALL: GroupLook(_("All")),
        RowGroup.ADDED: GroupLook(capital(_("new")), Tone.GOOD, Glyph.PLUS),
        RowGroup.UPDATED: GroupLook(capital(_("updated")), Tone.INFO, Glyph.SYNC),
        RowGroup.UNCHANGED: GroupLook(capital(_("unchanged")), Tone.NEUTRAL, Glyph.CHECK),
        RowGroup.TO_DECIDE: GroupLook(capital(_("to decide")), Tone.AMBER, Glyph.EXCLAMATION),
        RowGroup.UNREADABLE: GroupLook(capital(_("can't be read")), Tone.BAD, Glyph.CROSS_CIRCLE),
        RowGroup.LEFT_OUT: GroupLook(capital(_("left out")), Tone.NEUTRAL, Glyph.CROSS),
    }


class PreviewModel(QAbstractTableModel):
    """The rows of one group. `outlook` is set before rows are."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.looks = looks()
        self.outlook: ImportOutlook | None = None
        self._all: Sequence[PreviewRow] = ()
        self._shown: Sequence[PreviewRow] = ()
        self._words: dict[int, RowWords] = {}

    def show_rows(self, rows: Sequence[PreviewRow], group: RowGroup) -> None:
        """Show those of the rows that are in a group."""
        self.beginResetModel()
        self._all = rows
        every = group is RowGroup.ALL
        self._shown = rows if every else [row for row in rows if row.group is group]
        self._words = {}
        self.endResetModel()

    def counts(self) -> Counter[RowGroup]:
        """Return how many rows each group has."""
        return counts(list(self._all))

    def all_rows(self) -> Sequence[PreviewRow]:
        """Return the rows of all groups."""
        return self._all

    def row(self, number: int) -> PreviewRow | None:
        """Return a row that is shown; None for one that is not there."""
        return self._shown[number] if 0 <= number < len(self._shown) else None

    def find(self, wanted: Callable[[PreviewRow], bool], start: int = 0) -> int | None:
        """Return the first row shown that is wanted, from `start` on and then from the top."""
        count = len(self._shown)
        order = (at % count for at in range(start, start + count)) if count else iter(())
        return next((at for at in order if wanted(self._shown[at])), None)

    def question(self, row: PreviewRow) -> RowQuestion | None:
        """Return what a row asks, in words; None where it asks nothing."""
        if row.problem is None or row.ask is None or self.outlook is None:
            return None
        accounts = self.outlook.book.accounts.values()
        recorded = row.planned is None or row.planned.recorded is not None
        return question_of(row.problem, row.ask, accounts, self.outlook.now, recorded=recorded)

    def chosen(self, row: PreviewRow) -> str:
        """Return the answer that a decided row has; empty where it has none."""
        if row.taken is None:
            return ""
        return TAKE if row.taken else KEEP

    def words(self, number: int) -> RowWords:
        """Return a row in words."""
        found = self._words.get(number)
        if found is None:
            found = self._words[number] = self._worded(self._shown[number])
        return found

    def read_out(self, number: int) -> str:
        """Return a whole row as it is read out."""
        words = self.words(number)
        look = self.looks[self._shown[number].group]
        parts = (look.word, words.title, words.where, words.first, words.second)
        return clauses(*filter(None, parts))

    def _worded(self, row: PreviewRow) -> RowWords:
        facts = {} if row.problem is None else row.problem.facts
        planned = row.planned
        number = planned.order.number if planned is not None else str(facts.get("number", ""))
        order = None if planned is None else planned.order
        title = import_rows.title(order, facts)
        said = "" if title == number else number
        where = import_rows.location(row.place, said)
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

    # Qt's questions

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many rows are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many parts a row has."""
        return 0 if parent.isValid() else len(PreviewColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the title of a column, which only screen readers say."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return {
            PreviewColumn.STATE: _("Status"),
            PreviewColumn.ORDER: _("Product"),
            PreviewColumn.WHAT: _("What will happen"),
        }[PreviewColumn(section)]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a part's texts; the whole row for screen readers, which begin with its first."""
        number, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            words = self.words(number)
            look = self.looks[self._shown[number].group]
            return (look.word, words.title, words.first)[column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            whole = column != PreviewColumn.WHAT
            return self.read_out(number) if whole else self._what(number)
        if role == Qt.ItemDataRole.ToolTipRole:
            words = self.words(number)
            order = f"{words.title}\n{words.where}"
            look = self.looks[self._shown[number].group]
            return plain_tooltip((look.word, order, self._what(number))[column])
        return None

    def _what(self, number: int) -> str:
        words = self.words(number)
        return "\n".join(part for part in (words.first, words.second) if part)


def similar(rows: Sequence[PreviewRow], to: PreviewRow) -> list[PreviewRow]:
    """Return the other open rows that the same answer fits: of the same kind and the same fact."""
    if to.problem is None or to.ask not in _ALIKE:
        return []
    kind = _kind(to.problem)
    return [
        row
        for row in rows
        if row.open and row.ask is to.ask and row.problem is not None and row.key != to.key
        if _kind(row.problem) == kind
    ]


_ALIKE = (Ask.CONFLICT, Ask.DOUBT, Ask.MEANING, Ask.WORD)
"""Questions whose answer can be meant for all rows that ask the same."""


def _kind(problem: Problem) -> tuple[str, str]:
    decision = decision_of(problem)
    field = str(problem.facts.get("field", "")) if decision is None or decision[1] else ""
    return problem.code, field
