"""Unwrapping the rows in responses of the Alibaba Cloud API, and finding missing pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.exchange.snapshot import ImportRefused, Problem, shown

_OUTER = ("Data", "OrderList", "Order")
_ENVELOPE = (*_OUTER, "Code", "Success")
_SUCCESS_CODES = ("success", "200")
"""Codes of successful responses: to a customer's query, to a partner's."""


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of one response; `total` is the number of rows on all pages, None if unknown."""

    rows: list[object]
    total: int | None = None
    page: int = 1
    size: int = 0


@dataclass(slots=True)
class _Query:
    """Bodies that are pages of one query: same total, same page size, each page once."""

    total: int
    size: int
    pages: dict[int, list[object]] = field(default_factory=dict)

    def accepts(self, body: Body) -> bool:
        same = (self.total, self.size) == (body.total, body.size)
        return same and self.pages.get(body.page, body.rows) == body.rows

    @property
    def missing(self) -> int:
        return self.total - sum(len(rows) for rows in self.pages.values())


_LONGEST_COUNT = 10
"""Digits; a count has fewer."""


def bodies(data: object) -> Iterator[Body]:
    """Yield each response in `data`: a body, a list of bodies as of a pager, or a list of orders.

    Raises ImportRefused: `api-error` for a response that reports one, `not-known-json` for others.
    """
    if isinstance(data, list):
        yield from _in_list(data)
    elif isinstance(data, dict) and (_is_envelope(data) or "OrderId" in data):
        yield _unwrap(data) if _is_envelope(data) else Body([data])
    else:
        raise ImportRefused("not-known-json")


def missing_pages(found: Iterable[Body]) -> Iterator[Problem]:
    """Return a warning for each query with missing pages."""
    queries: list[_Query] = []
    for body in found:
        if body.total is None:
            continue
        query = next((query for query in queries if query.accepts(body)), None)
        if query is None:
            query = _Query(body.total, body.size)
            queries.append(query)
        query.pages[body.page] = body.rows
    return (_warning(query) for query in queries if query.missing > 0)


def _warning(query: _Query) -> Problem:
    size = max(query.size, 1)
    facts = {
        "page": max(query.pages),
        "pages": -(-query.total // size),
        "missing": query.missing,
    }
    return Problem(0, "pages-missing", facts)


def _in_list(items: list[Any]) -> Iterator[Body]:
    orders: list[object] = []
    for item in items:
        if isinstance(item, list) or (isinstance(item, dict) and _is_envelope(item)):
            yield from bodies(item)
        else:
            orders.append(item)
    if orders:
        yield Body(orders)


def _is_envelope(data: Mapping[str, object]) -> bool:
    return "OrderId" not in data and any(key in data for key in _ENVELOPE)


def _unwrap(envelope: Mapping[str, Any]) -> Body:
    _refuse_error(envelope)
    inner: object = envelope.get("Data", envelope)
    counts = inner if isinstance(inner, dict) else envelope
    for key in ("OrderList", "Order"):
        inner = inner.get(key, inner) if isinstance(inner, dict) else inner
    rows = _rows(inner)
    return Body(
        rows=rows,
        total=_first_count(counts, "TotalCount", "Total"),
        page=_first_count(counts, "PageNum", "PageNo") or 1,
        size=_first_count(counts, "PageSize") or len(rows),
    )


def _rows(inner: object) -> list[object]:
    if isinstance(inner, list):
        return inner
    return [inner] if isinstance(inner, dict) and "OrderId" in inner else []


def _refuse_error(envelope: Mapping[str, object]) -> None:
    code = envelope.get("Code", "Success")
    success = str(envelope.get("Success", True)).casefold()
    if success == "false" or str(code).casefold() not in _SUCCESS_CODES:
        facts = {"code": shown(code), "message": shown(envelope.get("Message", ""))}
        raise ImportRefused("api-error", facts)


def _first_count(counts: Mapping[str, object], *names: str) -> int | None:
    return next((_count(counts[name]) for name in names if name in counts), None)


def _count(value: object) -> int | None:
    if (
        isinstance(value, str)
        and value.isascii()
        and value.isdigit()
        and len(value) < _LONGEST_COUNT
    ):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
