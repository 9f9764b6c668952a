"""The records of money received from partners, and of their answers to statements."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from desktop.domain import identifiers
from desktop.domain.model import InvalidRecord, check_id, check_instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One amount received from a partner; `amount` in fen, negative for a claw-back.

    Its parts are `Cashback` records; the rest of it is credit.
    """

    received_at: datetime
    amount: int
    note: str = ""
    key: int | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        check_instant("received_at", self.received_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cashback:
    """Cashback received for an order; `amount` in fen, negative for a claw-back.

    `receipt` is the key of the receipt that it is a part of; without one it is a complete receipt.
    One that is `undone` was matched and taken back: it is neither counted nor suggested again.
    """

    account: str
    order: str
    received_at: datetime
    amount: int
    note: str = ""
    receipt: int | None = field(default=None, compare=False)
    undone: bool = False
    key: int | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        check_id("account", self.account, identifiers.ACCOUNT_UID)
        check_instant("received_at", self.received_at)


class AnswerKind(StrEnum):
    """A partner's answer to one line of a statement."""

    AGREED = "agreed"
    DISPUTED = "disputed"
    PAID = "paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerAnswer:
    """The last claim for one order on a statement, and the partner's answer to it.

    `answer` is None if the partner has not answered yet; then `answered_at` is when the statement
    was saved. `amount` is the fen agreed or paid, or the partner's figure if `DISPUTED`, None if it
    was not given. `claimed` is the total due for the order according to the statement, in fen; 0 if
    it was not recorded. `statement` is the day of the statement. The answer `PAID` is not a
    receipt. `partner` is a name, empty if none was recorded.
    """

    account: str
    order: str
    answer: AnswerKind | None
    amount: int | None
    answered_at: datetime
    statement: date
    partner: str = ""
    claimed: int = 0
    key: int | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        check_id("account", self.account, identifiers.ACCOUNT_UID)
        check_instant("answered_at", self.answered_at)
        if self.amount is None and self.answer not in (AnswerKind.DISPUTED, None):
            raise InvalidRecord("amount", "empty")
        if self.amount is not None and self.answer is None:
            raise InvalidRecord("amount", "without-answer")
        if (self.amount is not None and self.amount < 0) or self.claimed < 0:
            raise InvalidRecord("amount", "below-zero")
