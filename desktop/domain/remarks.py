"""The facts of remarks: what can still be done about an order, or what could have been done.

A face of the program dispatches on the class of the facts, and within a class on its `case`.
Instants are UTC, gaps are whole seconds.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

from desktop.domain.cases import Case


class PlainRemark(NamedTuple):
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


class ProjectRemark(NamedTuple):
    """A remark on one project; its number is None if it is not recorded."""

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


class DeadlineRemark(NamedTuple):
    """The deadline of an order with its project, or with a project that is valid longer."""

    case: Literal[Case.ASSOCIATE, Case.LONGER_PROJECT]
    project: str | None
    deadline: datetime


class LateRemark(NamedTuple):
    """The deadline of a missed order, and by how many seconds it was missed."""

    deadline: datetime
    gap: int
    case: Literal[Case.IN_TIME] = Case.IN_TIME


class WindowRemark(NamedTuple):
    """The deadline if the window, which is unknown, turns out to be the month of payment."""

    case: Literal[Case.MONTH_WINDOW, Case.LOOK_UP_WINDOW]
    deadline: datetime


class EarlierProjectRemark(NamedTuple):
    """By how many seconds a project was created too late, and the deadline it would give."""

    project: str | None
    gap: int
    deadline: datetime | None
    case: Literal[Case.PROJECT_EARLIER] = Case.PROJECT_EARLIER


class OtherProjectRemark(NamedTuple):
    """A project of the order's own account, and the deadline it would give."""

    project: str | None
    deadline: datetime | None
    case: Literal[Case.CHOOSE_PROJECT] = Case.CHOOSE_PROJECT


class OwnProjectRemark(NamedTuple):
    """The account without a fitting project."""

    account: str
    case: Literal[Case.OWN_PROJECT] = Case.OWN_PROJECT


class UsableProjectRemark(NamedTuple):
    """By when a project should have been created, and the deadline it would give."""

    created_at: datetime
    deadline: datetime | None
    case: Literal[Case.USABLE_PROJECT] = Case.USABLE_PROJECT


class ExistingProjectRemark(NamedTuple):
    """By when a project must have been created that exists but is not recorded."""

    created_at: datetime
    case: Literal[Case.RECORD_EXISTING] = Case.RECORD_EXISTING


class PaymentRemark(NamedTuple):
    """The deadline of an order if it is paid now, and the id of the rule that sets it."""

    deadline: datetime
    capped_by: str | None
    case: Literal[Case.PAY] = Case.PAY


class ParentRemark(NamedTuple):
    """The number of an order's parent; None if it names none."""

    case: Literal[Case.PARENT_ASSOCIATED, Case.SEE_TO_PARENT, Case.RECORD_PARENT, Case.BOUND]
    parent: str | None


class WaitRemark(NamedTuple):
    """From when on a new order can be associated with a project."""

    project: str | None
    safe_from: datetime
    case: Literal[Case.ORDER_ANEW_FROM] = Case.ORDER_ANEW_FROM


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
