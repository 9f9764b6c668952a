"""The cases that rules and remarks distinguish, and the facts that each case of a rule carries.

A face of the program dispatches on the class of the facts, and within a class on its `case`.
Instants are UTC, gaps are whole seconds.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal, NamedTuple

from desktop.domain.model import Billing, OrderStatus, ProjectStatus, Window


class Case(StrEnum):
    """The branch of a rule that decided, or the content of a remark.

    A case may occur in two classes of facts if a rule and a remark are about the same thing.
    """

    # Rules
    ASSOCIATED = "associated"
    ENDED = "ended"
    NEW_PREPAID = "new-prepaid"
    NEW_POSTPAID = "new-postpaid"
    KIND_NEVER = "kind-never"
    KIND_UNKNOWN = "kind-unknown"
    KIND_FOLLOWS = "kind-follows"
    PARENT_ASSOCIATED = "parent-associated"
    NO_PARENT = "no-parent"
    PARENT_UNKNOWN = "parent-unknown"
    PARENT_OPEN = "parent-open"
    ACCOUNT_HAS = "account-has"
    ACCOUNT_HAS_NONE = "account-has-none"
    NAMED = "named"
    NOT_RECORDED = "not-recorded"
    NONE_USABLE = "none-usable"
    NAMED_UNUSABLE = "named-unusable"
    COMPARE = "compare"
    BORDERLINE = "borderline"
    GATE = "gate"
    NOW = "now"
    CREATED_LATER = "created-later"
    UNPAID = "unpaid"
    PAID = "paid"
    CREATED = "created"
    WINDOW = "window"
    VALID = "valid"
    DECIDES = "decides"
    EXPIRED = "expired"
    ADVICE = "advice"

    # Remarks
    ASSOCIATE = "associate"
    IN_TIME = "in-time"
    LONGER_PROJECT = "longer-project"
    MONTH_WINDOW = "month-window"
    LOOK_UP_WINDOW = "look-up-window"
    ENTER_PAYMENT = "enter-payment"
    ENTER_ACTIVATION = "enter-activation"
    CONSOLE_ONCE_MORE = "console-once-more"
    PROJECT_EARLIER = "project-earlier"
    ASK_CREATION = "ask-creation"
    CHOOSE_PROJECT = "choose-project"
    OWN_PROJECT = "own-project"
    USABLE_PROJECT = "usable-project"
    RECORD_PROJECT = "record-project"
    RECORD_EXISTING = "record-existing"
    COMPLETE_PROJECT = "complete-project"
    ASK_PARTNER = "ask-partner"
    NAME_NO_PROJECT = "name-no-project"
    PAY = "pay"
    VALID_PROJECT = "valid-project"
    SEE_TO_PARENT = "see-to-parent"
    RECORD_PARENT = "record-parent"
    LOOK_AT_CONSOLE = "look-at-console"
    NOTHING_TO_DO = "nothing-to-do"
    BOUND = "bound"
    TOO_LATE = "too-late-for-this-one"
    NEW_PROJECT = "new-project"
    NEXT_PURCHASE = "next-purchase"
    ORDER_ANEW = "order-anew"
    ORDER_ANEW_FROM = "order-anew-from"
    NEW_PROJECT_ORDER_ANEW = "new-project-order-anew"


class AssociatedFacts(NamedTuple):
    """When an order was associated, and with which project; None if that was not recorded."""

    associated_at: datetime
    project: str | None
    case: Literal[Case.ASSOCIATED] = Case.ASSOCIATED


class EndedFacts(NamedTuple):
    """How an order ended: cancelled or refunded."""

    status: OrderStatus
    case: Literal[Case.ENDED] = Case.ENDED


class KindFacts(NamedTuple):
    """The kind of an order, and how the programme treats that kind."""

    case: Literal[
        Case.NEW_PREPAID,
        Case.NEW_POSTPAID,
        Case.KIND_NEVER,
        Case.KIND_UNKNOWN,
        Case.KIND_FOLLOWS,
    ]
    kind: str


ParentCase = Literal[Case.PARENT_ASSOCIATED, Case.NO_PARENT, Case.PARENT_UNKNOWN, Case.PARENT_OPEN]


class ParentFacts(NamedTuple):
    """The number of an order's parent; None if it names none."""

    case: ParentCase
    parent: str | None


class AccountProjectsFacts(NamedTuple):
    """Whether the account of an order that names no project has any."""

    case: Literal[Case.ACCOUNT_HAS, Case.ACCOUNT_HAS_NONE]


class NamedProjectFacts(NamedTuple):
    """The project that an order names, or that the gate has chosen."""

    case: Literal[Case.NAMED, Case.NOT_RECORDED]
    project: str | None


class UnusableProjectFacts(NamedTuple):
    """A project that cannot be associated: refused, blocked and the like, or incomplete."""

    case: Literal[Case.NONE_USABLE, Case.NAMED_UNUSABLE]
    project: str | None
    status: ProjectStatus


class SameAccountFacts(NamedTuple):
    """The accounts of an order and of a project; `project` is None if the order names none."""

    account: str
    project_account: str
    project: str | None
    case: Literal[Case.COMPARE] = Case.COMPARE


class CreationFacts(NamedTuple):
    """When an order and its project were created; `assumed` if the project's time is not known."""

    case: Literal[Case.COMPARE, Case.BORDERLINE]
    project: str | None
    order_created_at: datetime
    project_created_at: datetime
    assumed: bool


class ProjectCreationFacts(NamedTuple):
    """When the project was created that an order placed now would need."""

    case: Literal[Case.GATE, Case.NOW, Case.CREATED_LATER]
    project: str | None
    project_created_at: datetime
    assumed: bool


class UnpaidFacts(NamedTuple):
    """When an unpaid order lapses."""

    lapses_at: datetime
    case: Literal[Case.UNPAID] = Case.UNPAID


class AnchorFacts(NamedTuple):
    """The instant that a window is counted from: a payment, or an activation if postpaid."""

    case: Literal[Case.PAID, Case.CREATED]
    at: datetime
    billing: Billing


class WindowFacts(NamedTuple):
    """The association window of an order or an account, and when it closes."""

    case: Literal[Case.WINDOW, Case.GATE]
    window: Window
    window_end: datetime


class ValidityFacts(NamedTuple):
    """Until when a project can be associated; `recorded` is False if that is calculated."""

    case: Literal[Case.VALID, Case.DECIDES, Case.GATE]
    project: str | None
    valid_until: datetime
    recorded: bool


class ExpiredFacts(NamedTuple):
    """The account's last project, and when it expired."""

    project: str | None
    valid_until: datetime
    case: Literal[Case.EXPIRED] = Case.EXPIRED


class AdviceFacts(NamedTuple):
    """Until when it is best to associate an order."""

    recommended_by: datetime
    case: Literal[Case.ADVICE] = Case.ADVICE


RuleFacts = (
    AssociatedFacts
    | EndedFacts
    | KindFacts
    | ParentFacts
    | AccountProjectsFacts
    | NamedProjectFacts
    | UnusableProjectFacts
    | SameAccountFacts
    | CreationFacts
    | ProjectCreationFacts
    | UnpaidFacts
    | AnchorFacts
    | WindowFacts
    | ValidityFacts
    | ExpiredFacts
    | AdviceFacts
)
