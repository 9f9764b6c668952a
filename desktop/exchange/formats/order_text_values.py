"""The values in running text: what the label of each means, and the cells of its order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.exchange.document.order_words import STATUSES, folded_word
from desktop.exchange.document.titles import TITLES
from desktop.forms.plain_text import plain

IGNORED_LIMIT = 50
"""Limit of values without a known label that are reported."""
_LABEL_DISTANCE = 40
"""Characters before or after a value that are searched for its label."""
_CLAUSE_END = re.compile(r"[\n\t,;。|!?]| {2}")
_LINK = re.compile(
    r"\s{0,3}(?:\((?:北京时间|UTC\+8|GMT\+8|含税|元|¥|CNY|RMB)\))?\s{0,3}"
    r"(?P<mark>[:=]|是|为|于|在)?\s{0,3}$",
    re.IGNORECASE,
)
_LATIN_WORDS = re.compile(r"[A-Za-z][A-Za-z/-]*(?: [A-Za-z/-]+){0,3}$")
_LAST_WORD = re.compile(r"[^\s,;。、:=()\[\]|\d]{1,24}$")
_OF_THE_ORDER = ("您的订单", "该订单", "订单", "order")
_VALUE_WORDS = frozenset(
    (*STATUSES, "order", "new", "purchase", "renew", "renewal", "upgrade", "refund")
)


@dataclass(slots=True)
class OrderPart:
    """The cells of one order by fact; `ignored` are the values with other labels."""

    cells: dict[str, str]
    ignored: dict[str, str] = field(default_factory=dict)

    def add(self, fact: str, value: str) -> None:
        """Add a value for a fact; a second, different value makes the cell unreadable."""
        known = self.cells.get(fact, "")
        if value not in known.split(" | "):
            self.cells[fact] = f"{known} | {value}" if known else value

    def ignore(self, label: str, value: str) -> None:
        """Note a value that belongs to no fact, by its label."""
        if len(self.ignored) < IGNORED_LIMIT:
            self.ignored.setdefault(label or value, value)


@dataclass(frozen=True, slots=True)
class LabelledValue:
    """A value in the text, with its label and the rest of its clause before and after it.

    `marked` is true if a colon or the like connects label and value, `attached` if no space
    separates them.
    """

    written: str
    label: str
    marked: bool
    attached: bool
    before: str
    after: str

    def fact(self, names: Mapping[str, str]) -> str | None:
        """Return the fact that the label names, of `names`; None for any other label."""
        words = self.label.split(" ")
        for start in range(len(words)):
            if start and words[start - 1].casefold() not in _VALUE_WORDS:
                continue  # “Project created at” is not “Created at”, but “Paid Created at” is
            folded = folded_word(" ".join(words[start:]))
            for prefix in ("", *_OF_THE_ORDER):
                if folded.startswith(prefix) and folded.removeprefix(prefix) in names:
                    return names[folded.removeprefix(prefix)]
        return None


def value_at(text: str, start: int, end: int, floor: int) -> LabelledValue:
    """Return the value from `start` to `end`; `floor` is the end of the value before it."""
    near = text[max(floor, start - _LABEL_DISTANCE) : start]
    clauses = [match.end() for match in _CLAUSE_END.finditer(near)]
    if clauses and near[clauses[-1] :].strip():
        near = near[clauses[-1] :]
    after = _CLAUSE_END.split(text[end : end + _LABEL_DISTANCE], maxsplit=1)[0]
    link = _LINK.search(near)
    assert link is not None
    head = near[: link.start()]
    words = _LATIN_WORDS.search(head) or _LAST_WORD.search(head)
    marked = link["mark"] in (":", "=")
    if words is not None and floor and not marked and near == text[floor:start]:
        # A label right after the previous value describes that value, not this one.
        words = words if words.start() else None
    return LabelledValue(
        text[start:end],
        words[0] if words is not None else "",
        marked=marked,
        attached=not near.endswith((" ", "\n", "\t")),
        before=near,
        after=after,
    )


def facts_by_label(names: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return facts by label, as `folded_word` returns it: the titles in tables, and `names`."""
    return {
        folded_word(plain(name)): fact
        for fact, more_names in names.items()
        for name in (*TITLES.get(fact, ()), *more_names)
    }
