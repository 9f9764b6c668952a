"""Writes what would have had to be different, and what can still be done, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from desktop.domain.cases import (
    Case,
    DeadlineRemark,
    EarlierProjectRemark,
    ExistingProjectRemark,
    LateRemark,
    OtherProjectRemark,
    OwnProjectRemark,
    ParentRemark,
    PaymentRemark,
    PlainRemark,
    ProjectRemark,
    UsableProjectRemark,
    WaitRemark,
    WindowRemark,
)
from desktop.domain.counterfactual import Remark, RemarkKind
from desktop.wording import moments
from desktop.wording.i18n import _


def heading(kind: RemarkKind) -> str:
    """Return the heading above the remarks of a kind."""
    if kind is RemarkKind.WOULD:
        return _("What would have had to be different")
    return _("What can be done now")


def sentence(remark: Remark, now: datetime) -> str:
    """Write a remark in one or two sentences, in Beijing time as seen at `now` (UTC)."""
    return moments.tidy(_WRITERS[type(remark.facts)](remark.facts, now))


def lines(remarks: Sequence[Remark], now: datetime) -> list[str]:
    """Write all remarks under their headings, as lines of text."""
    said = []
    for kind in RemarkKind:
        own = [remark for remark in remarks if remark.kind is kind]
        if own:
            said.append(heading(kind))
            said += [f"  – {sentence(remark, now)}" for remark in own]
    return said


def _plain(facts: PlainRemark, _now: datetime) -> str:
    match facts.case:
        case Case.ENTER_PAYMENT:
            return _("Enter the time of payment: the deadline can only become later by it.")
        case Case.ENTER_ACTIVATION:
            return _("Enter the time of activation: the deadline can only become later by it.")
        case Case.CONSOLE_ONCE_MORE:
            return _(
                "As far as LinkDue knows, nothing. The console has the last word: look there once "
                "more."
            )
        case Case.ASK_PARTNER:
            return _("Ask the partner whether the project was created meanwhile, and when.")
        case Case.NAME_NO_PROJECT:
            return _("Or leave the project of this order empty: the account has a usable one.")
        case Case.LOOK_AT_CONSOLE:
            return _("Look in the console whether this order can be associated there.")
        case Case.NOTHING_TO_DO:
            return _("Nothing: there is nothing left to do for this order.")
        case Case.TOO_LATE:
            return _(
                "This order is paid, and older than any new project: no cashback can come of it "
                "any more."
            )
        case Case.NEW_PROJECT:
            return _("Ask the partner for a new project before the next purchase.")
        case Case.NEW_PROJECT_ORDER_ANEW:
            return _(
                "Not paid yet: ask the partner for a new project first, then cancel this order and "
                "order anew."
            )


def _project(facts: ProjectRemark, _now: datetime) -> str:
    return _about_project(facts).format(project=facts.project or "")


def _about_project(facts: ProjectRemark) -> str:
    match facts.case:
        case Case.ASK_CREATION:
            return _(
                "The creation of project {project} is only assumed. Ask the partner when it really "
                "was, and correct it."
            )
        case Case.RECORD_PROJECT:
            return _(
                "Record project {project} with the time of its creation, or correct the number in "
                "the order."
            )
        case Case.COMPLETE_PROJECT if not facts.project:
            return _("Enter the project's number as the partner sent it.")
        case Case.COMPLETE_PROJECT:
            return _("Enter when project {project} was created; the partner knows.")
        case Case.VALID_PROJECT:
            return _("Project {project} would have to be valid still when the order is paid.")
        case Case.NEXT_PURCHASE:
            return _("The next purchase can be associated with project {project}.")
        case Case.ORDER_ANEW:
            return _(
                "Not paid yet: cancel it and order anew. The new order can be associated with "
                "project {project}."
            )
        case Case.BORDERLINE:
            return _(
                "Ask the partner whether an order of the same second counts for project {project}."
            )


def _deadline(facts: DeadlineRemark, now: datetime) -> str:
    if facts.case is Case.ASSOCIATE:
        text = _(
            "Associate it with project {project} in the console by {deadline}. After that it "
            "cannot be made good."
        )
    else:
        text = _(
            "With a project that is valid longer than {project}, it could have been associated "
            "until {deadline}."
        )
    deadline = moments.deadline(facts.deadline, now)
    return text.format(project=facts.project or "", deadline=deadline)


def _late(facts: LateRemark, now: datetime) -> str:
    return _("Associating it {gap} earlier, by {deadline}, would have been in time.").format(
        gap=moments.duration(facts.gap), deadline=moments.deadline(facts.deadline, now)
    )


def _window(facts: WindowRemark, now: datetime) -> str:
    if facts.case is Case.MONTH_WINDOW:
        text = _("If the account's window is the month of payment, the deadline was {deadline}.")
    else:
        text = _(
            "Look up the window on the console's association page: if it is the month of payment, "
            "this order has until {deadline}."
        )
    return text.format(deadline=moments.deadline(facts.deadline, now))


def _earlier_project(facts: EarlierProjectRemark, now: datetime) -> str:
    text = _("Project {project} created {gap} earlier would have been enough.").format(
        project=facts.project or "", gap=moments.duration(facts.gap)
    )
    return text + _then(facts.deadline, now)


def _other_project(facts: OtherProjectRemark, now: datetime) -> str:
    text = _("Name project {project} in this order: it belongs to the same account.").format(
        project=facts.project or ""
    )
    return text + _then(facts.deadline, now)


def _own_project(facts: OwnProjectRemark, _now: datetime) -> str:
    return _("A project of account {account}, created before the order.").format(
        account=facts.account
    )


def _usable_project(facts: UsableProjectRemark, now: datetime) -> str:
    text = _("A usable project that was created by {at}, when the order was.").format(
        at=moments.moment(facts.created_at, now)
    )
    return text + _then(facts.deadline, now)


def _then(deadline: datetime | None, now: datetime) -> str:
    if deadline is None:
        return ""
    return _(" The deadline would then be {deadline}.").format(
        deadline=moments.deadline(deadline, now)
    )


def _existing_project(facts: ExistingProjectRemark, now: datetime) -> str:
    return _(
        "If the partner had created a project by {at}, record it with its number and its creation."
    ).format(at=moments.moment(facts.created_at, now))


def _payment(facts: PaymentRemark, now: datetime) -> str:
    if facts.capped_by == "project-validity":
        text = _("Paid now, it would be due {deadline}, when the project expires.")
    else:
        text = _("Paid now, it would be due {deadline}.")
    return text.format(deadline=moments.deadline(facts.deadline, now))


def _parent(facts: ParentRemark, _now: datetime) -> str:
    return _about_parent(facts).format(parent=facts.parent or "")


def _about_parent(facts: ParentRemark) -> str:
    match facts.case:
        case Case.PARENT_ASSOCIATED:
            return _(
                "Were its parent order {parent} associated, this one would be bound by itself."
            )
        case Case.SEE_TO_PARENT:
            return _("See to the parent order {parent} first.")
        case Case.RECORD_PARENT if not facts.parent:
            return _("Enter the parent order: the console names it as the related order.")
        case Case.RECORD_PARENT:
            return _("Log the parent order {parent}, or correct its number.")
        case Case.BOUND:
            return _("Nothing: it is bound to the same partner by its parent order {parent}.")


def _wait(facts: WaitRemark, now: datetime) -> str:
    return _(
        "Not paid yet: cancel it and order anew from {from_} on. The new order can be associated "
        "with project {project}."
    ).format(project=facts.project or "", from_=moments.moment(facts.safe_from, now))


_WRITERS: Mapping[type, Callable[[Any, datetime], str]] = {
    PlainRemark: _plain,
    ProjectRemark: _project,
    DeadlineRemark: _deadline,
    LateRemark: _late,
    WindowRemark: _window,
    EarlierProjectRemark: _earlier_project,
    OtherProjectRemark: _other_project,
    OwnProjectRemark: _own_project,
    UsableProjectRemark: _usable_project,
    ExistingProjectRemark: _existing_project,
    PaymentRemark: _payment,
    ParentRemark: _parent,
    WaitRemark: _wait,
}
