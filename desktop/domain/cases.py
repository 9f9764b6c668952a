"""The cases that rules and remarks distinguish, and the facts that each of them carries.

A face of the program dispatches on the class of the facts, and within a class on its `case`.
Instants are UTC, gaps are whole seconds.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal

from desktop.base.lazy_dataclass import dataclass
from desktop.domain.model import Billing, OrderStatus, ProjectStatus, Window


class Case(StrEnum):
    """The branch of a rule that decided, or what a remark says.

    A name may occur in two classes of facts, where a rule and a remark speak of the same thing.
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


# Facts of rules


@dataclass(frozen=True, slots=True)
class AssociatedFacts:
    """When an order was associated, and with which project; None where that was not recorded."""

    case: ClassVar[Literal[Case.ASSOCIATED]] = Case.ASSOCIATED
    associated_at: datetime
    project: str | None


@dataclass(frozen=True, slots=True)
class EndedFacts:
    """How an order ended: cancelled or refunded."""

    case: ClassVar[Literal[Case.ENDED]] = Case.ENDED
    status: OrderStatus


@dataclass(frozen=True, slots=True)
class KindFacts:
    """The kind of an order, and what the programme says of that kind."""

    case: Literal[
        Case.NEW_PREPAID,
        Case.NEW_POSTPAID,
        Case.KIND_NEVER,
        Case.KIND_UNKNOWN,
        Case.KIND_FOLLOWS,
    ]
    kind: str


ParentCase = Literal[Case.PARENT_ASSOCIATED, Case.NO_PARENT, Case.PARENT_UNKNOWN, Case.PARENT_OPEN]


@dataclass(frozen=True, slots=True)
class ParentFacts:
    """The number of the order that another one follows; None where it names none."""

    case: ParentCase
    parent: str | None


@dataclass(frozen=True, slots=True)
class AccountProjectsFacts:
    """Whether the account of an order has any project, where the order names none."""

    case: Literal[Case.ACCOUNT_HAS, Case.ACCOUNT_HAS_NONE]


@dataclass(frozen=True, slots=True)
class NamedProjectFacts:
    """The project that an order names, or that the gate has chosen."""

    case: Literal[Case.NAMED, Case.NOT_RECORDED]
    project: str | None


@dataclass(frozen=True, slots=True)
class UnusableProjectFacts:
    """A project that cannot be associated: refused, blocked and the like, or not complete."""

    case: Literal[Case.NONE_USABLE, Case.NAMED_UNUSABLE]
    project: str | None
    status: ProjectStatus


@dataclass(frozen=True, slots=True)
class SameAccountFacts:
    """The accounts of an order and of a project; `project` is None where the order names none."""

    case: ClassVar[Literal[Case.COMPARE]] = Case.COMPARE
    account: str
    project_account: str
    project: str | None


@dataclass(frozen=True, slots=True)
class CreationFacts:
    """When an order and its project were created; `assumed` if the project's time is not known."""

    case: Literal[Case.COMPARE, Case.BORDERLINE]
    project: str | None
    order_created_at: datetime
    project_created_at: datetime
    assumed: bool


@dataclass(frozen=True, slots=True)
class ProjectCreationFacts:
    """When the project was created that an order placed now would need."""

    case: Literal[Case.GATE, Case.NOW, Case.CREATED_LATER]
    project: str | None
    project_created_at: datetime
    assumed: bool


@dataclass(frozen=True, slots=True)
class UnpaidFacts:
    """When an unpaid order lapses."""

    case: ClassVar[Literal[Case.UNPAID]] = Case.UNPAID
    lapses_at: datetime


@dataclass(frozen=True, slots=True)
class AnchorFacts:
    """The instant that a window is counted from: a payment, or an activation if postpaid."""

    case: Literal[Case.PAID, Case.CREATED]
    at: datetime
    billing: Billing


@dataclass(frozen=True, slots=True)
class WindowFacts:
    """The association window of an order or an account, and when it closes."""

    case: Literal[Case.WINDOW, Case.GATE]
    window: Window
    window_end: datetime


@dataclass(frozen=True, slots=True)
class ValidityFacts:
    """Until when a project can be associated; `recorded` is False where that is calculated."""

    case: Literal[Case.VALID, Case.DECIDES, Case.GATE]
    project: str | None
    valid_until: datetime
    recorded: bool


@dataclass(frozen=True, slots=True)
class ExpiredFacts:
    """The account's last project, and when it expired."""

    case: ClassVar[Literal[Case.EXPIRED]] = Case.EXPIRED
    project: str | None
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class AdviceFacts:
    """Until when it is best to associate an order."""

    case: ClassVar[Literal[Case.ADVICE]] = Case.ADVICE
    recommended_by: datetime


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


# Facts of remarks


@dataclass(frozen=True, slots=True)
class PlainRemark:
    """A remark that needs no facts."""

    case: Literal[
        Case.ENTER_PAYMENT,
        Case.ENTER_ACTIVATION,
        Case.CONSOLE_ONCE_MORE,
        Case.ASK_PARTNER,
        Case.NAME_NO_PROJECT,
        Case.LOOK_AT_CONSOLE,
        Case.NOTHING_TO_DO,
        Case.TOO_LATE,
        Case.NEW_PROJECT,
        Case.NEW_PROJECT_ORDER_ANEW,
    ]


@dataclass(frozen=True, slots=True)
class ProjectRemark:
    """A remark on one project; its number is None where it is not recorded."""

    case: Literal[
        Case.ASK_CREATION,
        Case.RECORD_PROJECT,
        Case.COMPLETE_PROJECT,
        Case.VALID_PROJECT,
        Case.NEXT_PURCHASE,
        Case.ORDER_ANEW,
        Case.BORDERLINE,
    ]
    project: str | None


@dataclass(frozen=True, slots=True)
class DeadlineRemark:
    """Until when an order can or could be associated, with its project or a longer one."""

    case: Literal[Case.ASSOCIATE, Case.LONGER_PROJECT]
    project: str | None
    deadline: datetime


@dataclass(frozen=True, slots=True)
class LateRemark:
    """The deadline of a missed order, and by how many seconds it was missed."""

    case: ClassVar[Literal[Case.IN_TIME]] = Case.IN_TIME
    deadline: datetime
    gap: int


@dataclass(frozen=True, slots=True)
class WindowRemark:
    """The deadline if the window, which nobody looked up, is the month of payment."""

    case: Literal[Case.MONTH_WINDOW, Case.LOOK_UP_WINDOW]
    deadline: datetime


@dataclass(frozen=True, slots=True)
class EarlierProjectRemark:
    """How many seconds earlier a project had to be created, and the deadline it would give."""

    case: ClassVar[Literal[Case.PROJECT_EARLIER]] = Case.PROJECT_EARLIER
    project: str | None
    gap: int
    deadline: datetime | None


@dataclass(frozen=True, slots=True)
class OtherProjectRemark:
    """A project of the order's own account, and the deadline it would give."""

    case: ClassVar[Literal[Case.CHOOSE_PROJECT]] = Case.CHOOSE_PROJECT
    project: str | None
    deadline: datetime | None


@dataclass(frozen=True, slots=True)
class OwnProjectRemark:
    """The account that has no project which fits."""

    case: ClassVar[Literal[Case.OWN_PROJECT]] = Case.OWN_PROJECT
    account: str


@dataclass(frozen=True, slots=True)
class UsableProjectRemark:
    """Until when a project had to be created, and the deadline it would give."""

    case: ClassVar[Literal[Case.USABLE_PROJECT]] = Case.USABLE_PROJECT
    created_at: datetime
    deadline: datetime | None


@dataclass(frozen=True, slots=True)
class ExistingProjectRemark:
    """Until when a project had to be created that nobody recorded."""

    case: ClassVar[Literal[Case.RECORD_EXISTING]] = Case.RECORD_EXISTING
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PaymentRemark:
    """The deadline of an order that is paid now, and the id of the rule that would set it."""

    case: ClassVar[Literal[Case.PAY]] = Case.PAY
    deadline: datetime
    capped_by: str | None


@dataclass(frozen=True, slots=True)
class ParentRemark:
    """The number of the order that another one follows; None where it names none."""

    case: Literal[Case.PARENT_ASSOCIATED, Case.SEE_TO_PARENT, Case.RECORD_PARENT, Case.BOUND]
    parent: str | None


@dataclass(frozen=True, slots=True)
class WaitRemark:
    """From when on a new order can be associated with a project."""

    case: ClassVar[Literal[Case.ORDER_ANEW_FROM]] = Case.ORDER_ANEW_FROM
    project: str | None
    safe_from: datetime


RemarkFacts = (
    PlainRemark
    | ProjectRemark
    | DeadlineRemark
    | LateRemark
    | WindowRemark
    | EarlierProjectRemark
    | OtherProjectRemark
    | OwnProjectRemark
    | UsableProjectRemark
    | ExistingProjectRemark
    | PaymentRemark
    | ParentRemark
    | WaitRemark
)
