"""Finding the table in a text: its delimiter, its header, and the rows below.

Lines before the header are skipped, unknown columns are ignored. Cells stay texts here;
`order_table` turns them into orders.
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
from desktop.exchange.document.order_words import is_empty_cell
from desktop.exchange.document.stated_above import NOTHING_STATED, StatedAbove, stated_above
from desktop.exchange.snapshot import ImportRefused

Line = tuple[int, Sequence[str]]
"""The number of a line, counted from 1, and its cells."""

_DELIMITERS = (",", "\t", ";", "，", "|")
_COMMAS = (",", "，")
_HEADER_LINES = 30
"""The header must be among so many lines; titles and notes may come before it."""
_HEAD = 100_000
"""Characters that are searched for the header."""
_TEXTS = ("title", "product", "kind", "note")
"""Free texts, which are not stripped here: `order_rows.unescaped` does it where it is right."""
_LINE_LIMIT = 1_048_576
"""The limit of spreadsheets; more would need more memory than small computers have."""
_MIN_COLUMNS = 2
"""A header has at least so many known titles, the order number among them."""

_NONE_EMPTY: Mapping[str, str] = MappingProxyType({})

_CACHE_LIMIT = 10_000
"""Different cells that are cached, to bound the memory."""

TOO_MANY_CELLS = "too-many-cells"
BROKEN_QUOTES = "broken-quotes"
COLUMNS_DIFFER = "columns-differ"
OTHER_TITLES = "other-titles"


class Row(NamedTuple):
    """A row: the number of its line, counted from 1, and its non-empty cells by fact.

    `raw` are all its cells, unchanged. `fault` is the code of an error that makes the whole row
    unreadable. `empty` are the cells, by fact, that are mere placeholders. `answered` are the facts
    whose cells the user entered.
    """

    line: int
    cells: Mapping[str, str]
    raw: Sequence[str] = ()
    fault: str = ""
    empty: Mapping[str, str] = _NONE_EMPTY
    answered: Collection[str] = ()

    def with_answers(self, answers: Mapping[str, str]) -> Row:
        """Return the row with some cells, by fact, replaced by the user's answers."""
        return self._replace(
            cells={**self.cells, **answers},
            empty={fact: cell for fact, cell in self.empty.items() if fact not in answers},
            answered=answers.keys(),
        )


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its titles, the facts of its columns by position from 0, and the lines below.

    In a table without titles, they are letters as in a spreadsheet. `guessed` are the positions of
    columns whose fact no title names, `broken` the numbers of lines that cannot be split into
    cells, `misplaced` those of lines below a second header with other columns. `stated` is what the
    lines above the titles say about all amounts and moments. `sheet` is the name of the sheet in a
    workbook. `commas` tells whether commas separate the cells. `skipped` counts the non-empty lines
    before the header.
    """

    titles: tuple[str, ...]
    facts: Mapping[int, str]
    lines: Sequence[Line]
    guessed: frozenset[int] = frozenset()
    broken: frozenset[int] = frozenset()
    misplaced: frozenset[int] = frozenset()
    stated: StatedAbove = NOTHING_STATED
    sheet: str = ""
    commas: bool = False
    skipped: int = 0

    @property
    def columns(self) -> Mapping[str, str]:
        """The facts of the known columns, by title."""
        return {self.titles[place].strip(): fact for place, fact in self.facts.items()}

    @property
    def unused(self) -> tuple[str, ...]:
        """The titles of the ignored columns; letters for those without a title."""
        named = ((place, self.titles[place].strip()) for place in range(len(self.titles)))
        return tuple(
            name or column_letter(place) for place, name in named if place not in self.facts
        )

    def rows(self, progress: Progress | None = None) -> Iterator[Row]:
        """Yield the non-empty lines as rows; `progress` is called with the lines read so far."""
        texts = [(place, fact) for place, fact in self.facts.items() if fact in _TEXTS]
        others = [(place, fact) for place, fact in self.facts.items() if fact not in _TEXTS]
        duplicates = titles.duplicate_columns(self.titles, self.facts)
        placeholders = _PlaceholderCache()
        for line, cells in with_progress(self.lines, progress):
            width = len(cells)
            found: dict[str, str] = {}
            empty: dict[str, str] = {}
            for place, fact in others:
                if place < width and (cell := cells[place]):
                    cell = cell.strip()
                    if "2" <= cell[:1] <= "9":  # fast path for most numbers and years
                        found[fact] = cell
                        continue
                    placeholder = placeholders.get(cell)
                    if placeholder is None:
                        placeholder = placeholders.add(cell)
                    (empty if placeholder else found)[fact] = cell
            for place, fact in texts:
                if place < width and (cell := cells[place]):
                    placeholder = placeholders.get(cell)
                    if placeholder is None:
                        placeholder = placeholders.add(cell)
                    # Exports put an apostrophe before a text that would be read as a placeholder.
                    (empty if placeholder and cell[0] != "'" else found)[fact] = cell
            if not found and not any(cell.strip() for cell in cells):
                continue
            yield Row(line, found, cells, self._fault(line, cells, duplicates), empty)

    def _fault(self, line: int, cells: Sequence[str], duplicates: Mapping[int, int]) -> str:
        """Return the code of what makes a whole row unreadable; empty if nothing does."""
        most = len(self.titles)
        if line in self.broken:
            return BROKEN_QUOTES
        if line in self.misplaced:
            return OTHER_TITLES
        if len(cells) > most and cells[most].strip():
            return TOO_MANY_CELLS
        return COLUMNS_DIFFER if duplicates and _differ(cells, duplicates) else ""

    def with_facts(self, facts: Mapping[int, str]) -> Table:
        """Return the same table with other facts for its columns; an empty one ignores a column."""
        named = {place: fact for place, fact in facts.items() if fact}
        guessed = frozenset(p for p in self.guessed if self.facts.get(p) == named.get(p))
        return replace(self, facts=named, guessed=guessed)

    def examples(self, place: int, most: int = 3) -> list[str]:
        """Return the first `most` texts of a column."""
        texts = (
            cells[place].strip() for _, cells in self.lines[:_HEADER_LINES] if place < len(cells)
        )
        return list(islice(filter(None, texts), most))


class _PlaceholderCache(dict[str, bool]):
    """Whether cells are placeholders, by their text: most words of a table are repeated."""

    def add(self, cell: str) -> bool:
        """Return whether a cell that is not cached yet is a placeholder."""
        placeholder = is_empty_cell(cell)
        if len(self) < _CACHE_LIMIT:
            self[cell] = placeholder
        return placeholder


def _differ(cells: Sequence[str], duplicates: Mapping[int, int]) -> bool:
    """Return whether two columns of the same title differ in a row."""
    pairs = (
        (cells[one].strip(), cells[other].strip())
        for one, other in duplicates.items()
        if max(one, other) < len(cells)
    )
    return any(one != other and one and other for one, other in pairs)


def find_table(text: str, progress: Progress | None = None) -> Table | None:
    """Return the table in a text: one with a header of orders, else one with order numbers.

    None if there is none. `progress` is called now and then with zeros, only to allow cancelling.
    Raises ImportRefused `line-too-long`, `too-many-rows`, `broken-table` or `bill-without-orders`.
    """
    check_size(text)
    found = _best_delimiter(text)
    if found is not None:
        delimiter, width = found
        lines = DelimitedLines(text, delimiter, width, progress)
        table = table_from_rows((lines.line_num, cells) for cells in lines)
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
    """Return the table in a text whose lines have the same number of cells; None if they differ."""
    for delimiter in _DELIMITERS:
        head = _head_lines(text, delimiter)
        widths = {len(cells) for cells in head[:-1] if cells}
        if len(head) >= _MIN_COLUMNS and len(widths) == 1 and max(widths) > _MIN_COLUMNS:
            lines = DelimitedLines(text, delimiter)
            return _without_header([(lines.line_num, cells) for cells in lines])
    return None


def table_from_rows(rows: Iterable[Line], sheet: str = "") -> Table:
    """Return the table in numbered rows of cells. Raises ImportRefused if there is none."""
    rest = iter(rows)
    head = list(islice(rest, _HEADER_LINES))
    found = _best_header(cells for _line, cells in head)
    if found is None:
        if any(titles.is_bill_without_orders(cells) for _line, cells in head):
            raise ImportRefused("bill-without-orders")
        return replace(_without_header([*head, *rest]), sheet=sheet)
    at, names = found
    skipped = sum(any(cell.strip() for cell in cells) for _line, cells in head[:at])
    lines, misplaced = _below_titles(head[at][1], [*head[at + 1 :], *rest])
    table = Table(
        tuple(head[at][1]),
        names,
        lines,
        misplaced=misplaced,
        stated=stated_above(cells for _line, cells in head[:at]),
        sheet=sheet,
        skipped=skipped,
    )
    return replace(table, facts=dict(names) | _moments_by_content(table))


def _below_titles(header: Sequence[str], lines: list[Line]) -> tuple[list[Line], frozenset[int]]:
    """Return the lines without repeated titles, and the numbers of those below other titles.

    A page that is printed or copied repeats its titles; a second table on a sheet has its own.
    """
    repeated: set[int] = set()
    misplaced: set[int] = set()
    first = [titles.read_title(cell) for cell in header]
    other = False
    for line, cells in lines:
        if _may_be_titles(cells) and _best_header([cells]) is not None:
            named = [titles.read_title(cell) for cell in cells]
            other = named != first[: len(named)] or any(one.name for one in first[len(named) :])
            repeated.add(line)
        elif other:
            misplaced.add(line)
    if not repeated:
        return lines, frozenset()
    return [line for line in lines if line[0] not in repeated], frozenset(misplaced)


def _may_be_titles(cells: Sequence[str]) -> bool:
    """Return whether no cell begins with a digit, as almost every row of orders has one."""
    return bool(cells) and not any("0" <= cell[:1] <= "9" for cell in cells)


def _moments_by_content(table: Table) -> dict[int, str]:
    """Return the facts of columns that hold moments and whose title may name one."""
    found = {}
    for place, title in enumerate(table.titles):
        fact = titles.fact_if_moments(title)
        if fact is None or fact in table.facts.values() or place in table.facts:
            continue
        if column_guess.are_moments(table.examples(place, _HEADER_LINES)):
            found[place] = fact
    return found


def _without_header(lines: list[Line]) -> Table:
    """Return a table whose columns are guessed from their contents, as far as possible.

    A first row whose cells do not match the columns is taken as unknown titles. Raises
    ImportRefused `no-header` if the lines are no table.
    """
    width = max((len(cells) for _, cells in lines), default=0)
    if width < _MIN_COLUMNS:
        raise ImportRefused("no-header")
    head = [cells for _, cells in lines[:_HEADER_LINES]]
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
    return list(islice(DelimitedLines(text[:_HEAD], delimiter), _HEADER_LINES))


def _delimiter_of_numbers(text: str) -> str | None:
    """Return the delimiter that yields cells with order numbers; None if there is none."""
    for delimiter in _DELIMITERS:
        cells = _head_lines(text, delimiter)
        wide = max(map(len, cells), default=0) >= _MIN_COLUMNS
        if wide and "number" in column_guess.facts(cells).values():
            return delimiter
    return None


def _usual_width(text: str, delimiter: str) -> int | None:
    """Return the most common number of cells in the first lines."""
    widths = Counter(len(cells) for cells in _head_lines(text, delimiter) if cells)
    return widths.most_common(1)[0][0] if widths else None


def check_size(text: str) -> None:
    """Raise ImportRefused `line-too-long` or `too-many-rows` for a text too large for a table."""
    start = chunks.find_long_run(text, LONGEST_LINE, LINE_ENDS)
    if start is not None:
        raise ImportRefused("line-too-long", {"line": chunks.count(text[:start], "\n") + 1})
    if max(chunks.count(text, end) for end in LINE_ENDS) > _LINE_LIMIT:
        raise ImportRefused("too-many-rows", {"most": _LINE_LIMIT})


def _refuse_bill(text: str) -> None:
    for delimiter in _DELIMITERS:
        if any(titles.is_bill_without_orders(cells) for cells in _head_lines(text, delimiter)):
            raise ImportRefused("bill-without-orders")


def _best_delimiter(text: str) -> tuple[str, int] | None:
    """Return the delimiter that yields the most known titles in a line, and its number of cells."""
    best: tuple[int, str, int] | None = None
    for delimiter in _DELIMITERS:
        head = _head_lines(text, delimiter)
        found = _best_header(head)
        if found is not None and (best is None or len(found[1]) > best[0]):
            best = len(found[1]), delimiter, len(head[found[0]])
    return None if best is None else best[1:]


def _best_header(rows: Iterable[Sequence[str]]) -> tuple[int, Mapping[int, str]] | None:
    """Return the index of the row with the most known titles, and its facts by position."""
    best: tuple[int, Mapping[int, str]] | None = None
    for number, cells in enumerate(rows):
        names = titles.facts_of(cells)
        known = len(names) >= _MIN_COLUMNS and "number" in names.values()
        if known and (best is None or len(names) > len(best[1])):
            best = number, names
    return best
