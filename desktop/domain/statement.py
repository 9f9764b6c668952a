"""The statement for a partner: one line for each order with outstanding cashback, and the answers.

Each exported line has an *id*: the day of the statement, a mark of the data folder, and a check
code over the line's content. So a returned line shows whether it belongs to these records, whether
anything but the answer was changed in it, and whether the records have changed since.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from desktop.domain import beijing
from desktop.domain.assessment import promised_rate
from desktop.domain.book import Book
from desktop.domain.cashback import OrderMoney
from desktop.domain.model import Order, OrderName
from desktop.domain.money_records import AnswerKind, PartnerAnswer

_MARK, _CHECK = 4, 10
"""Hexadecimal digits of the mark of a data folder, and of the check code."""
_NOT_CHECKED = ("product",)
"""Fields that only help a reader; spreadsheets may change their spelling."""
_ID = re.compile(rf"(\d{{8}})-([0-9A-F]{{{_MARK}}})-([0-9A-F]{{{_CHECK}}})")


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One order on a statement. Money is fen; `rate` is None if it is not known.

    `paid_on` is the Beijing day of payment, else of creation.
    """

    account: str
    number: str
    product: str
    paid_on: date
    base: int | None
    rate: Decimal | None
    expected: int
    received: int
    outstanding: int

    @property
    def name(self) -> OrderName:
        """The order's identifier: account UID and number."""
        return self.account, self.number


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """A returned line: its present content, and the answer; `row` counts from 1.

    `answer` is None if none was given. `amount` is fen, None if it was not filled in.
    """

    row: int
    id: str
    line: StatementLine
    answer: AnswerKind | None
    amount: int | None


class LineProblem(StrEnum):
    """Why a returned line is refused."""

    NO_ID = "statement-no-id"
    FOREIGN = "statement-foreign"
    UNKNOWN_ORDER = "statement-unknown-order"
    CHANGED = "statement-changed"
    OLD = "statement-old"
    ANSWERED_SINCE = "statement-answered-since"
    TWICE = "statement-order-twice"
    NO_ANSWER = "statement-amount-without-answer"
    OTHER_AMOUNT = "statement-agreed-other-amount"
    NOTHING_PAID = "statement-nothing-paid"
    BELOW_ZERO = "statement-below-zero"


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A returned line that is refused, and why.

    `field` is the field of `StatementLine` that was changed, if any.
    """

    returned: ReturnedLine
    problem: LineProblem
    field: str = ""


@dataclass(frozen=True, slots=True)
class AnsweredLine:
    """An accepted line: the answer to record, and the recorded answer that it replaces."""

    returned: ReturnedLine
    answer: PartnerAnswer
    before: PartnerAnswer | None = None

    @property
    def same(self) -> bool:
        """Return whether the answer is recorded already."""
        old, new = self.before, self.answer
        return old is not None and (old.answer, old.amount) == (new.answer, new.amount)


@dataclass(frozen=True, slots=True)
class CheckedLines:
    """The lines of a returned statement: answered, refused, and the number of blank ones."""

    answered: tuple[AnsweredLine, ...]
    refused: tuple[RefusedLine, ...]
    blank: int


@dataclass(frozen=True, slots=True)
class AnswerSum:
    """Orders with the same kind of answer, and their amount in fen."""

    orders: tuple[OrderMoney, ...]
    amount: int


def partners_of(orders: Iterable[OrderMoney]) -> list[str]:
    """Return the sorted names of partners with outstanding orders; an order without one has ''."""
    return sorted({order.partner for order in orders if order.figures.outstanding > 0})


def answer_sums(
    answers: Mapping[OrderName, PartnerAnswer], orders: Iterable[OrderMoney]
) -> dict[AnswerKind | None, AnswerSum]:
    """Return the claimed orders that are outstanding, by kind of answer (None: no answer)."""
    found: dict[AnswerKind | None, list[OrderMoney]] = {kind: [] for kind in (*AnswerKind, None)}
    sums: dict[AnswerKind | None, int] = dict.fromkeys(found, 0)
    for order in orders if answers else ():
        answer = answers.get(order.name)
        if answer is None or order.figures.outstanding <= 0:
            continue
        kind = answer.answer
        found[kind].append(order)
        # For disputed orders the recorded figure counts: the partner's may not be known.
        recorded = kind in (AnswerKind.DISPUTED, None)
        sums[kind] += order.figures.outstanding if recorded else answer.amount or 0
    return {kind: AnswerSum(tuple(some), sums[kind]) for kind, some in found.items() if some}


def claim(
    line: StatementLine, partner: str, known: PartnerAnswer | None, now: datetime
) -> PartnerAnswer:
    """Return the record of a line that is sent to a partner at `now` (UTC).

    An earlier answer to the order (`known`) is kept.
    """
    if known is not None and known.answer is not None:
        return replace(known, claimed=line.expected)
    return PartnerAnswer(
        account=line.account,
        order=line.number,
        answer=None,
        amount=None,
        answered_at=now,
        statement=beijing.day_of(now),
        partner=partner,
        claimed=line.expected,
        key=None if known is None else known.key,
    )


def outstanding_orders(
    orders: Iterable[OrderMoney], partner: str | None = None
) -> list[OrderMoney]:
    """Return the orders to list on a statement, the oldest first; `partner` selects one partner."""
    found = (
        order
        for order in orders
        if order.figures.outstanding > 0 and partner in (None, order.partner)
    )
    return sorted(found, key=lambda order: (order.month, order.name))


def line_of(money: OrderMoney, order: Order, book: Book) -> StatementLine:
    """Return the statement line of an order with outstanding cashback."""
    found = None if money.project is None else book.project_numbered(money.project, order.account)
    return StatementLine(
        account=order.account,
        number=order.number,
        product=order.product or order.title,
        paid_on=beijing.day_of(order.anchored_at),
        base=order.amount,
        rate=None if found is None else promised_rate(found, order),
        expected=money.figures.expected,
        received=money.figures.received,
        outstanding=money.figures.outstanding,
    )


def line_id(line: StatementLine, made_on: date, key: bytes) -> str:
    """Return the id of a line on a statement made on a Beijing day; `key` is the data folder's."""
    content = "\n".join((made_on.isoformat(), *(_text(getattr(line, name)) for name in _checked())))
    check = hmac.new(key, content.encode(), hashlib.sha256).hexdigest()[:_CHECK].upper()
    return f"{made_on:%Y%m%d}-{_mark(key)}-{check}"


def check_lines(
    lines: Iterable[ReturnedLine],
    present: Mapping[OrderName, StatementLine],
    answers: Mapping[OrderName, PartnerAnswer],
    partners: Mapping[OrderName, str],
    key: bytes,
    now: datetime,
) -> CheckedLines:
    """Check the lines of a returned statement, and return the answers and refusals.

    `present` are the current lines of the recorded orders, `answers` the recorded answers,
    `partners` the names of their partners; `key` is the data folder's, `now` UTC.
    """
    answered: list[AnsweredLine] = []
    refused: list[RefusedLine] = []
    blank = 0
    accepted: set[OrderName] = set()
    for returned in lines:
        name = returned.line.name
        before = answers.get(name)
        refusal = _refusal(returned, present.get(name), before, key)
        if refusal is None and name in accepted:
            refusal = RefusedLine(returned, LineProblem.TWICE)
        if refusal is not None:
            refused.append(refusal)
        elif returned.answer is None:
            accepted.add(name)
            blank += 1
        else:
            accepted.add(name)
            made = _answer(returned, returned.answer, partners.get(name, ""), now)
            answered.append(AnsweredLine(returned, made, before))
    return CheckedLines(tuple(answered), tuple(refused), blank)


def _answer(
    returned: ReturnedLine, answer: AnswerKind, partner: str, now: datetime
) -> PartnerAnswer:
    amount = returned.amount
    if amount is None and answer is not AnswerKind.DISPUTED:
        amount = returned.line.outstanding
    made_on = _day_of(returned.id)
    return PartnerAnswer(
        account=returned.line.account,
        order=returned.line.number,
        answer=answer,
        amount=amount,
        answered_at=now,
        statement=beijing.day_of(now) if made_on is None else made_on,
        partner=partner,
        claimed=returned.line.expected,
    )


def _refusal(
    returned: ReturnedLine,
    present: StatementLine | None,
    before: PartnerAnswer | None,
    key: bytes,
) -> RefusedLine | None:
    """Return why a line is refused; None if it is accepted."""

    def refused(problem: LineProblem, field: str = "") -> RefusedLine:
        return RefusedLine(returned, problem, field)

    made_on = _day_of(returned.id)
    if made_on is None:
        return refused(LineProblem.NO_ID)
    if _ID.fullmatch(returned.id)[2] != _mark(key):  # type: ignore[index]
        return refused(LineProblem.FOREIGN)
    as_sent = hmac.compare_digest(line_id(returned.line, made_on, key), returned.id)
    if present is None:
        problem = LineProblem.UNKNOWN_ORDER if as_sent else LineProblem.CHANGED
        return refused(problem, "" if as_sent else "number")
    different = _first_difference(returned.line, present)
    if not as_sent:
        return refused(LineProblem.CHANGED, different)
    if different:
        return refused(LineProblem.OLD, different)
    if before is not None and before.answer is not None and before.statement > made_on:
        return refused(LineProblem.ANSWERED_SINCE)
    amount = returned.amount
    if amount is not None and amount < 0:
        return refused(LineProblem.BELOW_ZERO)
    if returned.answer is None:
        return None if amount is None else refused(LineProblem.NO_ANSWER)
    if returned.answer is AnswerKind.AGREED and amount not in (None, present.outstanding):
        return refused(LineProblem.OTHER_AMOUNT)
    if returned.answer is AnswerKind.PAID and amount == 0:
        return refused(LineProblem.NOTHING_PAID)
    return None


def _first_difference(line: StatementLine, other: StatementLine) -> str:
    return next((name for name in _checked() if getattr(line, name) != getattr(other, name)), "")


def _checked() -> list[str]:
    return [each.name for each in fields(StatementLine) if each.name not in _NOT_CHECKED]


def _day_of(text: str) -> date | None:
    """Return the day in the id of a line; None if it is not a valid id."""
    match = _ID.fullmatch(text)
    try:
        return None if match is None else datetime.strptime(match[1], "%Y%m%d").date()  # noqa: DTZ007
    except ValueError:
        return None


def _mark(key: bytes) -> str:
    return hashlib.sha256(key).hexdigest()[:_MARK].upper()


def _text(value: object) -> str:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
