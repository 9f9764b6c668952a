"""The records of what the user met in the console, and answered before buying there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from desktop.domain import identifiers
from desktop.domain.model import InvalidRecord, Window, check_id, check_instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What came of an attempt at `seen_at` to associate an order in the console.

    It `worked`, or the console refused it: then `window` is the window it named, None where it
    named none, and `said` its words as the user typed them. `paid_at` is when the order was paid as
    far as was recorded at that time, since how long after the payment it was is what is learnt.
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
    """What the user answered to a question before buying, `item`, for an account at a moment."""

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
