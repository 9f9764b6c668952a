"""The records that verdicts are based on, as frozen values that validate themselves.

Every instant is an aware ``datetime`` in UTC with whole seconds; money is integer fen; a rate is a
``Decimal`` between 0 and 1. A value that breaks an invariant raises `InvalidRecord`, which names
the field and a code; the faces of the program turn the code into a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from desktop.domain import identifiers

FIRST_YEAR = 1992
"""China kept daylight saving time until 1991; no order is older than this."""
LAST_YEAR = 2099
RATE_PLACES = 6
"""Decimal places of a rate in LinkDue's JSON."""
OrderName = tuple[str, str]
"""The identifier of an order: account UID and order number."""


class InvalidRecord(ValueError):
    """A value that is not allowed in a record.

    `field` is the field's name as in LinkDue's JSON, `problem` a code such as ``not-digits``.
    """

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


class Window(StrEnum):
    """How long after payment the console lets an order be associated."""

    DAY = "day"
    MONTH = "month"
    UNKNOWN = "unknown"


class ProjectStatus(StrEnum):
    """The status of a project with the partner; only `ACTIVE` can be associated."""

    DRAFT = "draft"
    SENT = "sent"
    UNDER_REVIEW = "under_review"
    ACTIVE = "active"
    REFUSED = "refused"
    BLOCKED = "blocked"
    CLOSED = "closed"

    @property
    def awaits_answer(self) -> bool:
        """Return whether the request was sent, and the partner has not decided yet."""
        return self in (ProjectStatus.SENT, ProjectStatus.UNDER_REVIEW)


class Billing(StrEnum):
    """How an order is paid: before use (Subscription) or after (PayAsYouGo)."""

    PREPAID = "prepaid"
    POSTPAID = "postpaid"


class OrderStatus(StrEnum):
    """Whether an order is paid, or how it ended."""

    UNPAID = "unpaid"
    PAID = "paid"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"

    @property
    def ended(self) -> bool:
        """Return whether the order was cancelled or refunded."""
        return self in (OrderStatus.CANCELLED, OrderStatus.REFUNDED)


def check_instant(name: str, value: datetime | None) -> None:
    """Raise InvalidRecord unless `value` is None or a UTC time in whole seconds."""
    if value is None:
        return
    in_utc = value.tzinfo is UTC or value.utcoffset() == timedelta(0)
    if not in_utc or value.microsecond:
        raise InvalidRecord(name, "not-utc-seconds")
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise InvalidRecord(name, "year-out-of-range")


def check_id(name: str, value: str, kind: identifiers.IdKind) -> None:
    """Raise InvalidRecord unless a value is an identifier of its kind."""
    problem = kind.problem(value)
    if problem is not None:
        raise InvalidRecord(name, problem)


def _check_rate(name: str, value: Decimal | None) -> None:
    if value is None:
        return
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or not 0 <= value <= 1:
        raise InvalidRecord(name, "rate-out-of-range")
    if exponent < -RATE_PLACES:
        raise InvalidRecord(name, "rate-too-fine")


@dataclass(frozen=True, slots=True, kw_only=True)
class RateEntry:
    """A promised rate: for a product, or for all products without a separate rate (None).

    `since` is the first Beijing day of payment that it applies to; None if it applied from the
    beginning.
    """

    rate: Decimal
    product: str | None = None
    since: date | None = None

    def __post_init__(self) -> None:
        _check_rate("rate", self.rate)
        if self.product is not None and not self.product.strip():
            raise InvalidRecord("product", "empty")
        if self.since is not None and not FIRST_YEAR <= self.since.year <= LAST_YEAR:
            raise InvalidRecord("since", "year-out-of-range")

    @property
    def rank(self) -> tuple[str, date]:
        """Return the sort key; two entries with the same key would contradict each other."""
        return self.product or "", self.since or date.min


def _sorted_rates(name: str, entries: Iterable[RateEntry]) -> tuple[RateEntry, ...]:
    """Return entries sorted by product and day. Raises InvalidRecord if two have the same key."""
    made = tuple(sorted(entries, key=lambda entry: entry.rank))
    if len({entry.rank for entry in made}) < len(made):
        raise InvalidRecord(name, "rate-twice")
    return made


def _check_products(codes: Iterable[str]) -> None:
    if not all(code.strip() for code in codes):
        raise InvalidRecord("excluded_products", "empty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An Alibaba Cloud account. `window` is what its console showed at `window_checked_at`."""

    uid: str
    name: str = ""
    window: Window = Window.UNKNOWN
    window_checked_at: datetime | None = None
    note: str = ""
    key: int | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        check_id("uid", self.uid, identifiers.ACCOUNT_UID)
        check_instant("window_checked_at", self.window_checked_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A partner, who registers projects and pays cashback; entered by the user, never shipped.

    `wants` lists what the partner asks to be sent with a request. New projects start with the
    promised `rates` and `excluded_products`.
    """

    name: str
    contact: str = ""
    wants: str = ""
    rates: tuple[RateEntry, ...] = ()
    excluded_products: frozenset[str] = frozenset()
    note: str = ""
    key: int | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise InvalidRecord("name", "empty")
        object.__setattr__(self, "rates", _sorted_rates("rates", self.rates))
        _check_products(self.excluded_products)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A partner's project (商机) for one account. `number` is missing until the partner sends it.

    `created_assumed` marks a `created_at` that is the moment the number was received: the project
    cannot be younger than that, so it is the safe assumption. `request_text` is the message as it
    was sent, `copied_at` when it was last copied, `answered_at` when it was answered.
    `renewals` is whether the partner also pays for renewals and upgrades. `cashback_rate` and
    `product_rates` apply from the beginning, `later_rates` from their days on; nothing is paid for
    `excluded_products`.
    """

    account: str
    number: str | None = None
    title: str = ""
    partner: str | None = None
    status: ProjectStatus = ProjectStatus.DRAFT
    copied_at: datetime | None = None
    requested_at: datetime | None = None
    answered_at: datetime | None = None
    created_at: datetime | None = None
    created_assumed: bool = False
    valid_until: datetime | None = None
    cashback_rate: Decimal | None = None
    product_rates: Mapping[str, Decimal] = field(default_factory=dict)
    later_rates: tuple[RateEntry, ...] = ()
    excluded_products: frozenset[str] = frozenset()
    renewals: bool = True
    request_text: str = ""
    note: str = ""
    key: int | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        check_id("account", self.account, identifiers.ACCOUNT_UID)
        if self.number is not None:
            check_id("number", self.number, identifiers.PROJECT_NUMBER)
        for name in ("copied_at", "requested_at", "answered_at", "created_at", "valid_until"):
            check_instant(name, getattr(self, name))
        _check_rate("cashback_rate", self.cashback_rate)
        for rate in self.product_rates.values():
            _check_rate("product_rates", rate)
        object.__setattr__(self, "later_rates", _sorted_rates("later_rates", self.later_rates))
        if any(entry.since is None for entry in self.later_rates):
            raise InvalidRecord("later_rates", "day-missing")
        _check_products(self.excluded_products)

    @property
    def usable(self) -> bool:
        """Return whether orders can be associated with this project (rule ``project-usable``)."""
        return (
            self.status is ProjectStatus.ACTIVE
            and self.number is not None
            and self.created_at is not None
        )

    @property
    def rates(self) -> tuple[RateEntry, ...]:
        """Return all entries, those that apply from the beginning first."""
        general = () if self.cashback_rate is None else (RateEntry(rate=self.cashback_rate),)
        own = (RateEntry(rate=r, product=p) for p, r in sorted(self.product_rates.items()))
        return (*general, *own, *self.later_rates)

    def rate_for(self, product: str | None, day: date | None = None) -> Decimal | None:
        """Return the rate in force on a Beijing day: the product's, else the general one.

        None if there is no rate, or if the product is excluded. Without `day`, only the rates from
        the beginning count.
        """
        if product in self.excluded_products:
            return None
        own = None if product is None else self._in_force(product, day)
        return self._in_force(None, day) if own is None else own

    def _in_force(self, product: str | None, day: date | None) -> Decimal | None:
        found = self.cashback_rate if product is None else self.product_rates.get(product)
        if day is None:
            return found
        for entry in self.later_rates:  # sorted by day
            if entry.product == product and entry.since is not None and entry.since <= day:
                found = entry.rate
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order as placed in the console. Account and number together identify it.

    `kind` is the official API's word, even if this program does not know it. `payable` and
    `cash_paid` are fen. `parent` and `project` are numbers, possibly of records that do not exist.
    """

    account: str
    number: str
    kind: str
    billing: Billing
    status: OrderStatus
    created_at: datetime
    product: str | None = None
    title: str = ""
    paid_at: datetime | None = None
    payable: int | None = None
    cash_paid: int | None = None
    parent: str | None = None
    project: str | None = None
    window: Window | None = None
    associated_at: datetime | None = None
    note: str = ""
    key: int | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        check_id("account", self.account, identifiers.ACCOUNT_UID)
        check_id("number", self.number, identifiers.ORDER_NUMBER)
        for name in ("created_at", "paid_at", "associated_at"):
            check_instant(name, getattr(self, name))

    @property
    def name(self) -> OrderName:
        """Return the order's identifier: account UID and number."""
        return self.account, self.number

    @property
    def anchored_at(self) -> datetime:
        """Return the moment (UTC) that its window, month and rate are counted from.

        That is its payment; while no payment is known, its creation.
        """
        return self.paid_at or self.created_at

    @property
    def amount(self) -> int | None:
        """Return the fen paid in cash, else the payable amount; None if neither is known."""
        return self.payable if self.cash_paid is None else self.cash_paid
