"""Records of attempts and comparisons in the console, and of answers given before buying."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from desktop.domain import identifiers
from desktop.domain.model import InvalidRecord, Window, check_id, check_instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """The result of an attempt at `seen_at` to associate an order in the console.

    It `worked`, or the console refused it: then `window` is the window that the console named, None
    if none, and `said` is its message as the user typed it. `paid_at` is the order's payment time
    as recorded then; advice depends on how long after the payment the attempt was.
    """

    account: str
    order: str
    seen_at: datetime
    window: Window | None = None
    said: str = ""
    worked: bool = False
    paid_at: datetime | None = None
    key: int | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        check_id("account", self.account, identifiers.ACCOUNT_UID)
        check_instant("seen_at", self.seen_at)
        check_instant("paid_at", self.paid_at)
        if self.window is Window.UNKNOWN:
            raise InvalidRecord("window", "unknown-window")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The user compared an account's orders with the console's lists at `compared_at`."""

    account: str
    compared_at: datetime
    key: int | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        check_id("account", self.account, identifiers.ACCOUNT_UID)
        check_instant("compared_at", self.compared_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistAnswer:
    """The user's answer to one question before buying (`item`), for an account."""

    account: str
    item: str
    value: bool
    answered_at: datetime
    key: int | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        check_id("account", self.account, identifiers.ACCOUNT_UID)
        check_instant("answered_at", self.answered_at)
        if not self.item:
            raise InvalidRecord("item", "empty")
