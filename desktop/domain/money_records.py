"""The records of money that came from a partner, and of what a partner says of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from desktop.domain import identifiers
from desktop.domain.model import InvalidRecord, check_id, check_instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Money that came from a partner at once; `amount` in fen, negative for a claw-back.

    Its parts are `Cashback` records. What they leave of it is credit.
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

    `receipt` is the key of the receipt that it is a part of; without one it is a receipt of its
    own. One that is `undone` was matched and is no longer: it is not offered again, nor counted.
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
    """What a partner says of one line of a statement."""

    AGREED = "agreed"
    DISPUTED = "disputed"
    PAID = "paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerAnswer:
    """What a statement claimed for one order last, and what its partner said of that.

    `answer` is None where the partner has not said anything yet: `answered_at` is when the
    statement was saved then. `amount` is fen: what was agreed or paid, or what is right where it is
    `disputed`, None where that was not said. `claimed` is fen as well: what the statement says is
    due for the order in all; 0 where that was not noted. `statement` is the day that it was made.
    An answer that says `PAID` is no receipt. `partner` is a name, empty where none was recorded.
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
