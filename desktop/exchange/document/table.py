"""Text as a table: its delimiter and header, recognised by what is in it, and the rows below.

Lines before the header are skipped, unknown columns are left alone. The rows are read as they are:
`order_table` gives the cells their meaning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from desktop.base.progress import Progress, with_progress
from desktop.exchange.document import chunks, column_guess, titles
from desktop.exchange.document.delimited import LINE_ENDS, LONGEST_LINE, DelimitedLines
from desktop.exchange.document.order_words import says_nothing
from desktop.exchange.snapshot import ImportRefused

Line = tuple[int, Sequence[str]]
"""The number of a line, counted from 1, and its cells."""

_DELIMITERS = (",", "\t", ";", "，", "|")
_COMMAS = (",", "，")
_HEADER_WITHIN = 30
"""Lines that a title or a note before the header may take."""
_HEAD = 100_000
"""Characters among which the header is looked for."""
_TEXTS = ("title", "product", "kind", "note")
"""Facts that are texts of the user's: `order_rows` knows which spaces around them count."""
_MOST_LINES = 1_048_576
"""As many as a spreadsheet has. More would take more memory than small computers have."""
_FEWEST = 2
"""Columns that must be known for a line to be a header, the order number among them."""

_NONE_EMPTY: Mapping[str, str] = MappingProxyType({})

_MOST_KNOWN = 10_000
"""Different cells that are remembered; what does not come again is not worth more memory."""

TOO_MANY_CELLS = "too-many-cells"
BROKEN_QUOTES = "broken-quotes"
COLUMNS_DIFFER = "columns-differ"


class Row(NamedTuple):
    """A row with the number of its line, counted from 1, and by fact the cells that say anything.

    `raw` are all its cells as they are written. `fault` is the code of what makes it unreadable as
    a whole, `empty` holds the facts whose cells only mark an empty place. `answered` are the facts
    whose cells are what the user said.
    """

    line: int
    cells: Mapping[str, str]
    raw: Sequence[str] = ()
    fault: str = ""
    empty: Mapping[str, str] = _NONE_EMPTY
    answered: Collection[str] = ()

    def with_answers(self, answers: Mapping[str, str]) -> Row:
        """Return the row with what the user said, by fact, in place of what stands there."""
        return self._replace(
            cells={**self.cells, **answers},
            empty={fact: cell for fact, cell in self.empty.items() if fact not in answers},
            answered=answers.keys(),
        )


@dataclass(frozen=True, slots=True)
class Table:
    """A table's titles, the fact each column is taken for by its place from 0, and the lines below.

    Where the table has no titles, they are letters as in a spreadsheet. `guessed` are the places of
    columns that no title names, `broken` the numbers of lines that cannot be taken apart, `sheet`
    is the name of the sheet in a workbook, `commas` whether commas part the cells. `skipped` counts
    the lines before the header that have something in them.
    """

    titles: tuple[str, ...]
    facts: Mapping[int, str]
    lines: Sequence[Line]
    guessed: frozenset[int] = frozenset()
    broken: frozenset[int] = frozenset()
    sheet: str = ""
    commas: bool = False
    skipped: int = 0

    @property
    def columns(self) -> Mapping[str, str]:
        """The fact each known column is taken for, by its title."""
        return {self.titles[place].strip(): fact for place, fact in self.facts.items()}

    @property
    def unused(self) -> tuple[str, ...]:
        """The titles of the columns that are left alone; letters for those without a title."""
        named = ((place, self.titles[place].strip()) for place in range(len(self.titles)))
        return tuple(
            name or column_letter(place) for place, name in named if place not in self.facts
        )

    def rows(self, progress: Progress | None = None) -> Iterator[Row]:
        """Give the lines that have something in them, as facts.

        `progress` gets how far they are read.
        """
        texts = [(place, fact) for place, fact in self.facts.items() if fact in _TEXTS]
        others = [(place, fact) for place, fact in self.facts.items() if fact not in _TEXTS]
        doubles = titles.doubles_of(self.titles, self.facts)
        most = len(self.titles)
        known = _KnownCells()
        for line, cells in with_progress(self.lines, progress):
            width = len(cells)
            found: dict[str, str] = {}
            empty: dict[str, str] = {}
            for place, fact in others:
                if place < width and (cell := cells[place]):
                    cell = cell.strip()
                    if "2" <= cell[:1] <= "9":  # most begin like a number or a year
                        found[fact] = cell
                        continue
                    nothing = known.get(cell)
                    if nothing is None:
                        nothing = known.ask(cell)
                    (empty if nothing else found)[fact] = cell
            for place, fact in texts:
                if place < width and (cell := cells[place]):
                    nothing = known.get(cell)
                    if nothing is None:
                        nothing = known.ask(cell)
                    # An apostrophe is how an export marks what a reader would take for empty.
                    (empty if nothing and cell[0] != "'" else found)[fact] = cell
            if not found and not any(cell.strip() for cell in cells):
                continue
            fault = ""
            if line in self.broken:
                fault = BROKEN_QUOTES
            elif width > most and cells[most].strip():
                fault = TOO_MANY_CELLS
            elif doubles and _differ(cells, doubles):
                fault = COLUMNS_DIFFER
            yield Row(line, found, cells, fault, empty)

    def taken_for(self, facts: Mapping[int, str]) -> Table:
        """Return the same table with its columns taken for other facts; an empty one for none."""
        taken = {place: fact for place, fact in facts.items() if fact}
        guessed = frozenset(p for p in self.guessed if self.facts.get(p) == taken.get(p))
        return replace(self, facts=taken, guessed=guessed)

    def examples(self, place: int, most: int = 3) -> list[str]:
        """Return the first texts of a column."""
        texts = (
            cells[place].strip() for _, cells in self.lines[:_HEADER_WITHIN] if place < len(cells)
        )
        return list(islice(filter(None, texts), most))


class _KnownCells(dict[str, bool]):
    """Whether cells say nothing, by their text: the words of a table come again and again."""

    def ask(self, cell: str) -> bool:
        """Return whether a cell that is not known yet says nothing."""
        nothing = says_nothing(cell)
        if len(self) < _MOST_KNOWN:
            self[cell] = nothing
        return nothing


def _differ(cells: Sequence[str], doubles: Mapping[int, int]) -> bool:
    """Return whether two columns of one title say different things."""
    pairs = (
        (cells[one].strip(), cells[other].strip())
        for one, other in doubles.items()
        if max(one, other) < len(cells)
    )
    return any(one != other and one and other for one, other in pairs)


def find_table(text: str, progress: Progress | None = None) -> Table | None:
    """Return the table in a text: with a header of orders or, without, with order numbers.

    None where there is none. `progress` is asked now and then, with nothing to tell. Raises
    ImportRefused `line-too-long`, `too-many-rows`, `broken-table` or `bill-without-orders`.
    """
    refuse_monsters(text)
    found = _best_delimiter(text)
    if found is not None:
        delimiter, width = found
        lines = DelimitedLines(text, delimiter, width, progress)
        table = of_rows((lines.line_num, cells) for cells in lines)
    else:
        _refuse_bill(text)
        bare = _delimiter_of_numbers(text)
        if bare is None:
            return None
        delimiter = bare
        lines = DelimitedLines(text, delimiter, _usual_width(text, delimiter), progress)
        table = _without_header([(lines.line_num, cells) for cells in lines])
    return replace(table, broken=frozenset(lines.broken), commas=delimiter in _COMMAS)


def find_regular_table(text: str) -> Table | None:
    """Return the table in a text whose lines have as many cells each; None where they have not."""
    for delimiter in _DELIMITERS:
        head = _head_lines(text, delimiter)
        widths = {len(cells) for cells in head[:-1] if cells}
        if len(head) >= _FEWEST and len(widths) == 1 and max(widths) > _FEWEST:
            lines = DelimitedLines(text, delimiter)
            return _without_header([(lines.line_num, cells) for cells in lines])
    return None


def of_rows(rows: Iterable[Line], sheet: str = "") -> Table:
    """Return the table in numbered rows of cells. Raises ImportRefused where it is none."""
    rest = iter(rows)
    head = list(islice(rest, _HEADER_WITHIN))
    found = _best_header(cells for _line, cells in head)
    if found is None:
        if any(titles.is_bill_without_orders(cells) for _line, cells in head):
            raise ImportRefused("bill-without-orders")
        return replace(_without_header([*head, *rest]), sheet=sheet)
    at, names = found
    skipped = sum(any(cell.strip() for cell in cells) for _line, cells in head[:at])
    table = Table(tuple(head[at][1]), names, [*head[at + 1 :], *rest], sheet=sheet, skipped=skipped)
    return replace(table, facts=dict(names) | _by_content(table))


def _by_content(table: Table) -> dict[int, str]:
    """Return the facts of columns whose title names a moment, and which hold moments."""
    found = {}
    for place, title in enumerate(table.titles):
        fact = titles.fact_by_content(title)
        if fact is None or fact in table.facts.values() or place in table.facts:
            continue
        if column_guess.are_moments(table.examples(place, _HEADER_WITHIN)):
            found[place] = fact
    return found


def _without_header(lines: list[Line]) -> Table:
    """Return a table whose columns are recognised by what is in them, as far as they can be.

    A first row in which no column fits what is below it is its titles, in words of its own. Raises
    ImportRefused `no-header` for what is no table.
    """
    width = max((len(cells) for _, cells in lines), default=0)
    if width < _FEWEST:
        raise ImportRefused("no-header")
    head = [cells for _, cells in lines[:_HEADER_WITHIN]]
    facts = column_guess.facts(head)
    titled = column_guess.is_title(lines[0][1], facts)
    names = [cell.strip() for cell in lines[0][1]] if titled else []
    if titled:
        facts = column_guess.facts(head, names)
    names += [column_letter(place) for place in range(len(names), width)]
    below = lines[1:] if titled else lines
    return Table(tuple(names), facts, below, guessed=frozenset(facts))


def column_letter(place: int) -> str:
    """Return ``A`` to ``Z``, then ``AA``, as spreadsheets name columns."""
    more, rest = divmod(place, 26)
    return (column_letter(more - 1) if more else "") + chr(ord("A") + rest)


def _head_lines(text: str, delimiter: str) -> list[Sequence[str]]:
    return list(islice(DelimitedLines(text[:_HEAD], delimiter), _HEADER_WITHIN))


def _delimiter_of_numbers(text: str) -> str | None:
    """Return the delimiter that leaves order numbers alone in their cells; None without any."""
    for delimiter in _DELIMITERS:
        cells = _head_lines(text, delimiter)
        wide = max(map(len, cells), default=0) >= _FEWEST
        if wide and "number" in column_guess.facts(cells).values():
            return delimiter
    return None


def _usual_width(text: str, delimiter: str) -> int | None:
    """Return how many cells most of the first lines have."""
    widths = Counter(len(cells) for cells in _head_lines(text, delimiter) if cells)
    return widths.most_common(1)[0][0] if widths else None


def refuse_monsters(text: str) -> None:
    """Raise ImportRefused `line-too-long` or `too-many-rows` for what no table is."""
    start = chunks.long_stretch(text, LONGEST_LINE, LINE_ENDS)
    if start is not None:
        raise ImportRefused("line-too-long", {"line": chunks.count(text[:start], "\n") + 1})
    if max(chunks.count(text, end) for end in LINE_ENDS) > _MOST_LINES:
        raise ImportRefused("too-many-rows", {"most": _MOST_LINES})


def _refuse_bill(text: str) -> None:
    for delimiter in _DELIMITERS:
        if any(titles.is_bill_without_orders(cells) for cells in _head_lines(text, delimiter)):
            raise ImportRefused("bill-without-orders")


def _best_delimiter(text: str) -> tuple[str, int] | None:
    """Return the delimiter that makes most known titles of one line, and how many cells it has."""
    best: tuple[int, str, int] | None = None
    for delimiter in _DELIMITERS:
        head = _head_lines(text, delimiter)
        found = _best_header(head)
        if found is not None and (best is None or len(found[1]) > best[0]):
            best = len(found[1]), delimiter, len(head[found[0]])
    return None if best is None else best[1:]


def _best_header(rows: Iterable[Sequence[str]]) -> tuple[int, Mapping[int, str]] | None:
    """Return the number (from 0) of the row that knows the most columns, and its facts by place."""
    best: tuple[int, Mapping[int, str]] | None = None
    for number, cells in enumerate(rows):
        names = titles.facts_of(cells)
        known = len(names) >= _FEWEST and "number" in names.values()
        if known and (best is None or len(names) > len(best[1])):
            best = number, names
    return best
