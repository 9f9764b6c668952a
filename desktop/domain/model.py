"""The records LinkDue keeps, as frozen values that cannot be wrong.

Every instant is an aware ``datetime`` in UTC with whole seconds; money is integer fen; a rate is a
``Decimal`` between 0 and 1. A value that breaks an invariant raises `InvalidRecord`, which names
the field and a code – never a sentence, for sentences belong to the faces of the program.
"""

from __future__ import annotations

import re
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
"""Decimal places that LinkDue's JSON keeps of a rate."""


_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


class InvalidRecord(ValueError):
    """A value that no record may hold.

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


class Billing(StrEnum):
    """How an order is paid: before use (Subscription) or after (PayAsYouGo)."""

    PREPAID = "prepaid"
    POSTPAID = "postpaid"


class OrderStatus(StrEnum):
    """What became of an order's payment."""

    UNPAID = "unpaid"
    PAID = "paid"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class SubjectKind(StrEnum):
    """What a piece of evidence is about."""

    ORDER = "order"
    PROJECT = "project"
    RECEIPT = "receipt"


class MediaType(StrEnum):
    """The kinds of files that are kept as evidence, by the names of RFC 6838."""

    PNG = "image/png"
    JPEG = "image/jpeg"
    WEBP = "image/webp"
    PDF = "application/pdf"

    @property
    def ending(self) -> str:
        """Return the ending that files of this kind are kept with."""
        return _ENDINGS[self]


_ENDINGS = {
    MediaType.PNG: ".png",
    MediaType.JPEG: ".jpg",
    MediaType.WEBP: ".webp",
    MediaType.PDF: ".pdf",
}


def _check_instant(name: str, value: datetime | None) -> None:
    if value is None:
        return
    in_utc = value.tzinfo is UTC or value.utcoffset() == timedelta(0)
    if not in_utc or value.microsecond:
        raise InvalidRecord(name, "not-utc-seconds")
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise InvalidRecord(name, "year-out-of-range")


def _check_id(name: str, value: str, kind: identifiers.IdKind) -> None:
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
    """A promised rate: for a product, or for all that have none of their own (`product` None).

    `since` is the Beijing day of payment from which it holds; None for one that held from the
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
        """Return what entries are sorted by; two of one rank would contradict each other."""
        return self.product or "", self.since or date.min


def _sorted_rates(name: str, entries: Iterable[RateEntry]) -> tuple[RateEntry, ...]:
    """Return entries by product and day. Raises InvalidRecord for two of one product and day."""
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
        _check_id("uid", self.uid, identifiers.ACCOUNT_UID)
        _check_instant("window_checked_at", self.window_checked_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """Who registers projects and pays cashback; entered by the user, never shipped.

    `wants` is what the partner asks to be sent with a request, `rates` and `excluded_products` what
    the partner promises: new projects begin with them.
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
    `renewals` says whether the partner pays for renewals and upgrades as well. `cashback_rate` and
    `product_rates` hold from the beginning, `later_rates` from their days on; for
    `excluded_products` nothing is paid.
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
        _check_id("account", self.account, identifiers.ACCOUNT_UID)
        if self.number is not None:
            _check_id("number", self.number, identifiers.PROJECT_NUMBER)
        for name in ("copied_at", "requested_at", "answered_at", "created_at", "valid_until"):
            _check_instant(name, getattr(self, name))
        _check_rate("cashback_rate", self.cashback_rate)
        for rate in self.product_rates.values():
            _check_rate("product_rates", rate)
        object.__setattr__(self, "later_rates", _sorted_rates("later_rates", self.later_rates))
        if any(entry.since is None for entry in self.later_rates):
            raise InvalidRecord("later_rates", "day-missing")
        _check_products(self.excluded_products)

    @property
    def usable(self) -> bool:
        """Return whether orders can be associated with it at all (rule ``project-usable``)."""
        return (
            self.status is ProjectStatus.ACTIVE
            and self.number is not None
            and self.created_at is not None
        )

    @property
    def rates(self) -> tuple[RateEntry, ...]:
        """Return all entries, those first that held from the beginning."""
        general = () if self.cashback_rate is None else (RateEntry(rate=self.cashback_rate),)
        own = (RateEntry(rate=r, product=p) for p, r in sorted(self.product_rates.items()))
        return (*general, *own, *self.later_rates)

    def rate_for(self, product: str | None, day: date | None = None) -> Decimal | None:
        """Return the rate in force on a Beijing day: the product's own, else the general one.

        None without any, and for an excluded product. Without `day`, those from the beginning.
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
    """An order as placed in the console. Account and number together name it.

    `kind` keeps the official API's word even where this program does not know it. `payable` and
    `cash_paid` are fen. `parent` and `project` are numbers and may name what is not recorded.
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
        _check_id("account", self.account, identifiers.ACCOUNT_UID)
        _check_id("number", self.number, identifiers.ORDER_NUMBER)
        for name in ("created_at", "paid_at", "associated_at"):
            _check_instant(name, getattr(self, name))


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
        _check_instant("received_at", self.received_at)


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
        _check_id("account", self.account, identifiers.ACCOUNT_UID)
        _check_instant("received_at", self.received_at)


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
        _check_id("account", self.account, identifiers.ACCOUNT_UID)
        _check_instant("seen_at", self.seen_at)
        _check_instant("paid_at", self.paid_at)
        if self.window is Window.UNKNOWN:
            raise InvalidRecord("window", "unknown-window")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The user compared an account's orders with the console's lists at `compared_at`."""

    account: str
    compared_at: datetime
    key: int | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        _check_id("account", self.account, identifiers.ACCOUNT_UID)
        _check_instant("compared_at", self.compared_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSubject:
    """The order, project or receipt that a piece of evidence is about.

    An order is named by `account` and `order`, its number; a project and a receipt by `key`, that
    of their record, since neither need have a number.
    """

    kind: SubjectKind
    account: str = ""
    order: str = ""
    key: int = 0

    def __post_init__(self) -> None:
        if self.kind is SubjectKind.ORDER:
            _check_id("account", self.account, identifiers.ACCOUNT_UID)
            _check_id("order", self.order, identifiers.ORDER_NUMBER)
            if self.key:
                raise InvalidRecord("key", "not-empty")
        elif self.key <= 0 or self.account or self.order:
            raise InvalidRecord("key", "empty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A file that shows something about its subject: a screenshot, a scan, a confirmation.

    The file itself lies beside the database under `sha256`, the digest of its `size` bytes. `name`
    is what people call it. One with `voided_at` no longer counts, for `void_reason`; it stays
    listed for as long as what is in the trash.
    """

    subject: EvidenceSubject
    sha256: str
    media_type: MediaType
    size: int
    added_at: datetime
    name: str = ""
    note: str = ""
    voided_at: datetime | None = None
    void_reason: str = ""
    key: int | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if not _SHA256.fullmatch(self.sha256):
            raise InvalidRecord("sha256", "not-a-digest")
        if self.size <= 0:
            raise InvalidRecord("size", "zero")
        _check_instant("added_at", self.added_at)
        _check_instant("voided_at", self.voided_at)

    @property
    def file_name(self) -> str:
        """Return the name that the file is kept under, made of its digest and kind alone."""
        return f"{self.sha256}{self.media_type.ending}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistAnswer:
    """What the user answered to a question before buying, `item`, for an account at a moment."""

    account: str
    item: str
    value: bool
    answered_at: datetime
    key: int | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        _check_id("account", self.account, identifiers.ACCOUNT_UID)
        _check_instant("answered_at", self.answered_at)
        if not self.item:
            raise InvalidRecord("item", "empty")


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
        _check_id("account", self.account, identifiers.ACCOUNT_UID)
        _check_instant("answered_at", self.answered_at)
        if self.amount is None and self.answer not in (AnswerKind.DISPUTED, None):
            raise InvalidRecord("amount", "empty")
        if self.amount is not None and self.answer is None:
            raise InvalidRecord("amount", "without-answer")
        if (self.amount is not None and self.amount < 0) or self.claimed < 0:
            raise InvalidRecord("amount", "below-zero")
