"""A sentence for each rule result of a verdict or of the gate, made from its facts only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from desktop.domain.cases import (
    AccountProjectsFacts,
    AdviceFacts,
    AnchorFacts,
    AssociatedFacts,
    Case,
    CreationFacts,
    EndedFacts,
    ExpiredFacts,
    KindFacts,
    NamedProjectFacts,
    ParentFacts,
    ProjectCreationFacts,
    SameAccountFacts,
    UnpaidFacts,
    UnusableProjectFacts,
    ValidityFacts,
    WindowFacts,
)
from desktop.domain.model import Billing, ProjectStatus, Window
from desktop.domain.rule_result import RuleResult
from desktop.wording import glossary, moments
from desktop.wording.i18n import _


def sentence(reason: RuleResult, now: datetime | None) -> str:
    """Return a rule result in one or two sentences, in Beijing time, as of `now` (UTC).

    None for a text that is read on other days, as on paper: with dates, and without a countdown.
    """
    return moments.tidy(_WRITERS[type(reason.facts)](reason.facts, reason.holds, now))


def _associated(facts: AssociatedFacts, _holds: bool | None, now: datetime | None) -> str:
    at = moments.moment(facts.associated_at, now)
    if facts.project:
        return _("Marked as associated with project {project} ({at}).").format(
            project=facts.project, at=at
        )
    return _("Marked as associated ({at}), without a project number.").format(at=at)


def _ended(facts: EndedFacts, _holds: bool | None, _now: datetime | None) -> str:
    status = glossary.order_status(facts.status)
    return _("The order is {status}, so there is nothing to associate.").format(status=status)


def _kind(facts: KindFacts, _holds: bool | None, _now: datetime | None) -> str:
    postpaid = facts.case is Case.NEW_POSTPAID
    kind = glossary.kind(facts.kind, Billing.POSTPAID if postpaid else None)
    return _about_kind(facts).format(kind=kind)


def _about_kind(facts: KindFacts) -> str:
    match facts.case:
        case Case.NEW_PREPAID | Case.NEW_POSTPAID:
            return _("Each “{kind}” order needs its own association.")
        case Case.KIND_NEVER:
            return _("“{kind}” orders are never associated.")
        case Case.KIND_UNKNOWN:
            return _(
                "It isn't certain whether “{kind}” orders need their own association: please check "
                "the console."
            )
        case Case.KIND_FOLLOWS:
            return _("“{kind}” orders aren't associated separately.")


def _parent(facts: ParentFacts, _holds: bool | None, _now: datetime | None) -> str:
    return _about_parent(facts).format(parent=facts.parent or "")


def _about_parent(facts: ParentFacts) -> str:
    match facts.case:
        case Case.PARENT_ASSOCIATED:
            return _(
                "Its original order {parent} is associated, so this one follows automatically."
            )
        case Case.NO_PARENT:
            return _("Its original order isn't in LinkDue yet: please check the console.")
        case Case.PARENT_UNKNOWN:
            return _("Its original order {parent} isn't in LinkDue yet: please check the console.")
        case Case.PARENT_OPEN:
            return _(
                "As far as LinkDue knows, its original order {parent} is not associated: please "
                "check the console."
            )


def _account_projects(
    facts: AccountProjectsFacts, _holds: bool | None, _now: datetime | None
) -> str:
    if facts.case is Case.ACCOUNT_HAS:
        return _("The account has a usable project.")
    return _("This account has no project yet: request a project number first.")


def _named_project(facts: NamedProjectFacts, _holds: bool | None, _now: datetime | None) -> str:
    if facts.case is Case.NAMED:
        text = _("Project {project} is active.")
    else:
        text = _("The order names project {project}, which isn't in LinkDue yet.")
    return text.format(project=facts.project or "")


def _unusable_project(
    facts: UnusableProjectFacts, _holds: bool | None, _now: datetime | None
) -> str:
    if facts.status is ProjectStatus.ACTIVE and not facts.project:
        text = _("The project number is missing. Please enter it.")
    elif facts.status is ProjectStatus.ACTIVE:
        text = _("The creation time of project {project} is missing. Please enter it.")
    elif facts.case is Case.NONE_USABLE and facts.status is ProjectStatus.DRAFT:
        text = _("This account's request for a project number isn't sent yet.")
    elif facts.case is Case.NONE_USABLE and facts.status is ProjectStatus.SENT:
        text = _("Your partner hasn't sent this account's project number yet.")
    elif facts.case is Case.NONE_USABLE:
        text = _("This account has no usable project; the latest is “{status}”.")
    else:
        text = _("The order names project {project}, whose status is “{status}”.")
    return text.format(project=facts.project or "", status=glossary.project_status(facts.status))


def _same_account(facts: SameAccountFacts, holds: bool | None, _now: datetime | None) -> str:
    if not holds:
        return _(
            "Project {project} belongs to account {owner}, but the order belongs to account "
            "{account}."
        ).format(project=facts.project or "", owner=facts.project_account, account=facts.account)
    if facts.project:
        return _("Project {project} belongs to this account.").format(project=facts.project)
    return _("The project belongs to this account.")


def _creation(facts: CreationFacts, holds: bool | None, now: datetime | None) -> str:
    if facts.case is Case.BORDERLINE:
        text = _(
            "The order and project {number} were created in the same second: a borderline case."
        )
    elif holds:
        text = _("The order was created {order}, after project {number} ({project}).")
    else:
        text = _("The order was created {order}, {gap} before project {number} ({project}).")
    gap = facts.project_created_at - facts.order_created_at
    text = text.format(
        order=moments.moment(facts.order_created_at, now),
        project=moments.moment(facts.project_created_at, now),
        number=facts.project or "",
        gap=moments.duration(int(abs(gap).total_seconds())),
    )
    return text + _assumed(facts.assumed)


def _assumed(assumed: bool) -> str:
    if not assumed:
        return ""
    return _(
        " When the project was created is not known; LinkDue assumes the moment you received "
        "its number."
    )


def _project_creation(
    facts: ProjectCreationFacts, _holds: bool | None, now: datetime | None
) -> str:
    at = moments.moment(facts.project_created_at, now)
    match facts.case:
        case Case.GATE:
            text = _("The project was created {project}, so an order placed now is later.").format(
                project=at
            )
            return text + _assumed(facts.assumed)
        case Case.NOW:
            return _("The project was created this very second. Wait a moment before you order.")
        case Case.CREATED_LATER:
            return _(
                "Project {project} doesn't exist until {at}; an order placed now would be too "
                "early."
            ).format(project=facts.project or "", at=at)


def _unpaid(facts: UnpaidFacts, _holds: bool | None, now: datetime | None) -> str:
    return _(
        "Not paid yet, so there is no deadline. Unpaid orders lapse; this one around {at}."
    ).format(at=moments.moment(facts.lapses_at, now))


def _anchor(facts: AnchorFacts, _holds: bool | None, now: datetime | None) -> str:
    match facts.billing, facts.case:
        case Billing.PREPAID, Case.PAID:
            text = _("Paid {at}; the association period starts then.")
        case Billing.PREPAID, _case:
            text = _(
                "The payment time is missing, so the association period counts from creation "
                "({at}). "
                "Enter the payment time to be sure."
            )
        case Billing.POSTPAID, Case.PAID:
            text = _("Activated {at}; the association period starts then.")
        case _:
            text = _(
                "The activation time is missing, so the association period counts from creation "
                "({at})."
            )
    return text.format(at=moments.moment(facts.at, now))


def _window(facts: WindowFacts, _holds: bool | None, now: datetime | None) -> str:
    return _about_window(facts.window).format(end=moments.deadline(facts.window_end, now))


def _about_window(window: Window) -> str:
    match window:
        case Window.MONTH:
            return _("Association period: month of payment, until {end}.")
        case Window.DAY:
            return _("Association period: day of payment, until {end}.")
        case Window.UNKNOWN:
            return _(
                "The association period hasn't been looked up: day of payment assumed, until {end}."
            )


def _validity(facts: ValidityFacts, holds: bool | None, now: datetime | None) -> str:
    left = ""
    match facts.case, holds:
        case Case.VALID, False:
            text = _("Orders could be associated with project {project} until {until}.")
        case Case.VALID, _holds:
            text = _("Orders can be associated with project {project} until {until}.")
        case Case.DECIDES, False:
            text = _("Project {project} expired {until}, before the association period ended.")
        case Case.DECIDES, _holds:
            text = _("Project {project} expires {until}, before the association period ends.")
        case _ if now is None:
            text = _("Project {project} is valid until {until}.")
        case _:
            left = moments.time_left(facts.valid_until, now)
            text = _("Project {project} is valid until {until} ({left} left).")
    until = moments.deadline(facts.valid_until, now)
    text = text.format(project=facts.project or "", until=until, left=left)
    if facts.recorded:
        return text
    return text + _(" Estimated from the three-month rule; the console has the last word.")


def _expired(facts: ExpiredFacts, _holds: bool | None, now: datetime | None) -> str:
    return _("Project {project} expired {until}: request a new number.").format(
        project=facts.project or "", until=moments.deadline(facts.valid_until, now)
    )


def _advice(facts: AdviceFacts, _holds: bool | None, now: datetime | None) -> str:
    return _(
        "Better on the day of payment, by {by}: associating later has failed for some accounts."
    ).format(by=moments.deadline(facts.recommended_by, now))


_WRITERS: Mapping[type, Callable[[Any, bool | None, datetime | None], str]] = {
    AssociatedFacts: _associated,
    EndedFacts: _ended,
    KindFacts: _kind,
    ParentFacts: _parent,
    AccountProjectsFacts: _account_projects,
    NamedProjectFacts: _named_project,
    UnusableProjectFacts: _unusable_project,
    SameAccountFacts: _same_account,
    CreationFacts: _creation,
    ProjectCreationFacts: _project_creation,
    UnpaidFacts: _unpaid,
    AnchorFacts: _anchor,
    WindowFacts: _window,
    ValidityFacts: _validity,
    ExpiredFacts: _expired,
    AdviceFacts: _advice,
}
