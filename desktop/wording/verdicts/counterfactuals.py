"""Sentences on what would have made the difference for an order, and what can still be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from desktop.domain.cases import Case
from desktop.domain.counterfactual import Remark, RemarkKind
from desktop.domain.remarks import (
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
from desktop.wording import moments
from desktop.wording.i18n import _


def heading(kind: RemarkKind) -> str:
    """Return the heading above the remarks of a kind."""
    if kind is RemarkKind.WOULD:
        return _("What would have made the difference")
    return _("What you can do now")


def sentence(remark: Remark, now: datetime | None) -> str:
    """Return a remark in one or two sentences, in Beijing time, as of `now` (UTC).

    None for a text that is read on other days: with dates instead of “today”.
    """
    return moments.tidy(_WRITERS[type(remark.facts)](remark.facts, now))


def lines(remarks: Sequence[Remark], now: datetime | None) -> list[str]:
    """Return all remarks under their headings, as lines of text; `now` as for `sentence`."""
    texts = []
    for kind in RemarkKind:
        of_kind = [remark for remark in remarks if remark.kind is kind]
        if of_kind:
            texts.append(heading(kind))
            texts += [f"  – {sentence(remark, now)}" for remark in of_kind]
    return texts


def _plain(facts: PlainRemark, _now: datetime | None) -> str:
    match facts.case:
        case Case.ENTER_PAYMENT:
            return _("Enter when it was paid. This can only move the deadline later.")
        case Case.ENTER_ACTIVATION:
            return _("Enter when it was activated. This can only move the deadline later.")
        case Case.CONSOLE_ONCE_MORE:
            return _(
                "Nothing, as far as LinkDue knows. The console has the last word, so check there "
                "once more."
            )
        case Case.ASK_PARTNER:
            return _("Ask your partner whether the project has been created by now, and when.")
        case Case.NAME_NO_PROJECT:
            return _("Or leave this order's project empty: the account has a usable one.")
        case Case.LOOK_AT_CONSOLE:
            return _("Check in the console whether this order can be associated.")
        case Case.NOTHING_TO_DO:
            return _("Nothing more to do for this order.")
        case Case.TOO_LATE:
            return _(
                "This order is paid and older than any new project would be, so cashback is no "
                "longer possible."
            )
        case Case.NEW_PROJECT:
            return _("Ask your partner for a new project before your next purchase.")
        case Case.NEW_PROJECT_ORDER_ANEW:
            return _(
                "Not paid yet: ask your partner for a new project first, then cancel this order "
                "and "
                "order again."
            )


def _project(facts: ProjectRemark, _now: datetime | None) -> str:
    return _about_project(facts).format(project=facts.project or "")


def _about_project(facts: ProjectRemark) -> str:
    match facts.case:
        case Case.ASK_CREATION:
            return _(
                "The creation time of project {project} is only assumed. Ask your partner for the "
                "real one and correct it."
            )
        case Case.RECORD_PROJECT:
            return _(
                "Add project {project} with its creation time, or correct the number in the order."
            )
        case Case.COMPLETE_PROJECT if not facts.project:
            return _("Enter the project number your partner sent.")
        case Case.COMPLETE_PROJECT:
            return _("Enter when project {project} was created. Your partner knows.")
        case Case.VALID_PROJECT:
            return _("Project {project} would still have to be valid when the order is paid.")
        case Case.NEXT_PURCHASE:
            return _("Your next purchase can be associated with project {project}.")
        case Case.ORDER_ANEW:
            return _(
                "Not paid yet: cancel it and order again. The new order can be associated with "
                "project {project}."
            )
        case Case.BORDERLINE:
            return _(
                "Ask your partner whether an order created in the same second counts for project "
                "{project}."
            )


def _deadline(facts: DeadlineRemark, now: datetime | None) -> str:
    if facts.case is Case.ASSOCIATE:
        text = _(
            "Associate it with project {project} in the console by {deadline}. After that, it is "
            "too late."
        )
    else:
        text = _(
            "With a project valid longer than {project}, it could have been associated until "
            "{deadline}."
        )
    deadline = moments.deadline(facts.deadline, now)
    return text.format(project=facts.project or "", deadline=deadline)


def _late(facts: LateRemark, now: datetime | None) -> str:
    return _("Associating it {gap} earlier (by {deadline}) would have been in time.").format(
        gap=moments.duration(facts.gap), deadline=moments.deadline(facts.deadline, now)
    )


def _window(facts: WindowRemark, now: datetime | None) -> str:
    if facts.case is Case.MONTH_WINDOW:
        text = _(
            "If this account's association period is the month of payment, the deadline was "
            "{deadline}."
        )
    else:
        text = _(
            "Look up the association period on the console's association page: if it is the "
            "month of payment, this order has until {deadline}."
        )
    return text.format(deadline=moments.deadline(facts.deadline, now))


def _earlier_project(facts: EarlierProjectRemark, now: datetime | None) -> str:
    text = _(
        "It would have been enough if project {project} had been created {gap} earlier."
    ).format(project=facts.project or "", gap=moments.duration(facts.gap))
    return text + _then(facts.deadline, now)


def _other_project(facts: OtherProjectRemark, now: datetime | None) -> str:
    text = _("Choose project {project} for this order: it belongs to the same account.").format(
        project=facts.project or ""
    )
    return text + _then(facts.deadline, now)


def _own_project(facts: OwnProjectRemark, _now: datetime | None) -> str:
    return _(
        "A project for account {account}, created before the order, would have worked."
    ).format(account=facts.account)


def _usable_project(facts: UsableProjectRemark, now: datetime | None) -> str:
    text = _(
        "A usable project that already existed when the order was created ({at}) would have worked."
    ).format(at=moments.moment(facts.created_at, now))
    return text + _then(facts.deadline, now)


def _then(deadline: datetime | None, now: datetime | None) -> str:
    if deadline is None:
        return ""
    return _(" The deadline would then be {deadline}.").format(
        deadline=moments.deadline(deadline, now)
    )


def _existing_project(facts: ExistingProjectRemark, now: datetime | None) -> str:
    return _(
        "If your partner had already created a project by {at}, add it with its number and "
        "creation time."
    ).format(at=moments.moment(facts.created_at, now))


def _payment(facts: PaymentRemark, now: datetime | None) -> str:
    if facts.capped_by == "project-validity":
        text = _("If you pay now, it is due {deadline}, when the project expires.")
    else:
        text = _("If you pay now, it is due {deadline}.")
    return text.format(deadline=moments.deadline(facts.deadline, now))


def _parent(facts: ParentRemark, _now: datetime | None) -> str:
    return _about_parent(facts).format(parent=facts.parent or "")


def _about_parent(facts: ParentRemark) -> str:
    match facts.case:
        case Case.PARENT_ASSOCIATED:
            return _(
                "If its original order {parent} were associated, this one would follow "
                "automatically."
            )
        case Case.SEE_TO_PARENT:
            return _("Deal with the original order {parent} first.")
        case Case.RECORD_PARENT if not facts.parent:
            return _("Enter the original order; the console shows it as the related order.")
        case Case.RECORD_PARENT:
            return _("Log the original order {parent}, or correct its number.")
        case Case.BOUND:
            return _("Nothing to do: it follows its original order {parent} to the same partner.")


def _wait(facts: WaitRemark, now: datetime | None) -> str:
    return _(
        "Not paid yet: cancel it and order again from {from_} onwards. The new order can be "
        "associated with project {project}."
    ).format(project=facts.project or "", from_=moments.moment(facts.safe_from, now))


_WRITERS: Mapping[type, Callable[[Any, datetime | None], str]] = {
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
