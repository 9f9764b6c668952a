"""What would have had to be different, and what can still be done, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import cast

from desktop.domain.counterfactual import Remark, RemarkKind
from desktop.wording import moments
from desktop.wording.i18n import _

_Sentence = Callable[["_Facts"], str]


class _Facts:
    """The facts of one remark, read with the types that its sentence expects."""

    def __init__(self, remark: Remark, now: datetime) -> None:
        self._remark = remark
        self._now = now

    def has(self, name: str) -> bool:
        return self._remark.facts.get(name) is not None

    def text(self, name: str) -> str:
        return str(self._remark.facts.get(name) or "")

    def deadline(self, name: str = "deadline") -> str:
        return moments.deadline(cast(datetime, self._remark.facts[name]), self._now)

    def moment(self, name: str) -> str:
        return moments.moment(cast(datetime, self._remark.facts[name]), self._now)

    def gap(self) -> str:
        return moments.duration(cast(int, self._remark.facts["gap"]))


def heading(kind: RemarkKind) -> str:
    """What the remarks of a kind stand under."""
    if kind is RemarkKind.WOULD:
        return _("What would have had to be different")
    return _("What can be done now")


def sentence(remark: Remark, now: datetime) -> str:
    """A remark in one or two sentences; moments are Beijing time, told as seen at `now` (UTC)."""
    return moments.tidy(_WRITERS[remark.case](_Facts(remark, now)))


def lines(remarks: Sequence[Remark], now: datetime) -> list[str]:
    """All remarks under their headings, as lines of text."""
    said = []
    for kind in RemarkKind:
        own = [remark for remark in remarks if remark.kind is kind]
        if own:
            said.append(heading(kind))
            said += [f"  – {sentence(remark, now)}" for remark in own]
    return said


def _associate(f: _Facts) -> str:
    return _(
        "Associate it with project {project} in the console by {deadline}. After that it cannot be "
        "made good."
    ).format(project=f.text("project"), deadline=f.deadline())


def _in_time(f: _Facts) -> str:
    return _("Associating it {gap} earlier, by {deadline}, would have been in time.").format(
        gap=f.gap(), deadline=f.deadline()
    )


def _longer_project(f: _Facts) -> str:
    return _(
        "With a project that is valid longer than {project}, it could have been associated until "
        "{deadline}."
    ).format(project=f.text("project"), deadline=f.deadline())


def _month_window(f: _Facts) -> str:
    return _(
        "If the account's window is the month of payment, the deadline was {deadline}."
    ).format(deadline=f.deadline())


def _look_up_window(f: _Facts) -> str:
    return _(
        "Look up the window on the console's association page: if it is the month of payment, this "
        "order has until {deadline}."
    ).format(deadline=f.deadline())


def _enter_payment(_f: _Facts) -> str:
    return _("Enter the time of payment: the deadline can only become later by it.")


def _enter_activation(_f: _Facts) -> str:
    return _("Enter the time of activation: the deadline can only become later by it.")


def _console_once_more(_f: _Facts) -> str:
    return _(
        "As far as LinkDue knows, nothing. The console has the last word: look there once more."
    )


def _project_earlier(f: _Facts) -> str:
    text = _("Project {project} created {gap} earlier would have been enough.").format(
        project=f.text("project"), gap=f.gap()
    )
    if not f.has("deadline"):
        return text
    return text + _(" The deadline would then be {deadline}.").format(deadline=f.deadline())


def _ask_creation(f: _Facts) -> str:
    return _(
        "The creation of project {project} is only assumed. Ask the partner when it really was, and "
        "correct it."
    ).format(project=f.text("project"))


def _choose_project(f: _Facts) -> str:
    text = _("Name project {project} in this order: it belongs to the same account.").format(
        project=f.text("project")
    )
    if not f.has("deadline"):
        return text
    return text + _(" The deadline would then be {deadline}.").format(deadline=f.deadline())


def _own_project(f: _Facts) -> str:
    return _("A project of account {account}, created before the order.").format(
        account=f.text("account")
    )


def _usable_project(f: _Facts) -> str:
    text = _("A usable project that was created by {at}, when the order was.").format(
        at=f.moment("created_at")
    )
    if not f.has("deadline"):
        return text
    return text + _(" The deadline would then be {deadline}.").format(deadline=f.deadline())


def _record_project(f: _Facts) -> str:
    return _(
        "Record project {project} with the time of its creation, or correct the number in the order."
    ).format(project=f.text("project"))


def _record_existing(f: _Facts) -> str:
    return _(
        "If the partner had created a project by {at}, record it with its number and its creation."
    ).format(at=f.moment("created_at"))


def _complete_project(f: _Facts) -> str:
    if not f.has("project"):
        return _("Enter the project's number as the partner sent it.")
    return _("Enter when project {project} was created; the partner knows.").format(
        project=f.text("project")
    )


def _ask_partner(_f: _Facts) -> str:
    return _("Ask the partner whether the project was created meanwhile, and when.")


def _name_no_project(_f: _Facts) -> str:
    return _("Or leave the project of this order empty: the account has a usable one.")


def _pay(f: _Facts) -> str:
    if f.text("capped_by") == "project-validity":
        return _("Paid now, it would be due {deadline}, when the project expires.").format(
            deadline=f.deadline()
        )
    return _("Paid now, it would be due {deadline}.").format(deadline=f.deadline())


def _valid_project(f: _Facts) -> str:
    return _("Project {project} would have to be valid still when the order is paid.").format(
        project=f.text("project")
    )


def _parent_associated(f: _Facts) -> str:
    return _(
        "Were its parent order {parent} associated, this one would be bound by itself."
    ).format(parent=f.text("parent"))


def _see_to_parent(f: _Facts) -> str:
    return _("See to the parent order {parent} first.").format(parent=f.text("parent"))


def _record_parent(f: _Facts) -> str:
    if not f.has("parent"):
        return _("Enter the parent order: the console names it as the related order.")
    return _("Log the parent order {parent}, or correct its number.").format(
        parent=f.text("parent")
    )


def _look_at_console(_f: _Facts) -> str:
    return _("Look in the console whether this order can be associated there.")


def _nothing_to_do(_f: _Facts) -> str:
    return _("Nothing: there is nothing left to do for this order.")


def _bound(f: _Facts) -> str:
    return _("Nothing: it is bound to the same partner by its parent order {parent}.").format(
        parent=f.text("parent")
    )


def _too_late(_f: _Facts) -> str:
    return _(
        "This order is paid, and older than any new project: no cashback can come of it any more."
    )


def _new_project(_f: _Facts) -> str:
    return _("Ask the partner for a new project before the next purchase.")


def _next_purchase(f: _Facts) -> str:
    return _("The next purchase can be associated with project {project}.").format(
        project=f.text("project")
    )


def _order_anew(f: _Facts) -> str:
    return _(
        "Not paid yet: cancel it and order anew. The new order can be associated with project "
        "{project}."
    ).format(project=f.text("project"))


def _order_anew_from(f: _Facts) -> str:
    return _(
        "Not paid yet: cancel it and order anew from {from_} on. The new order can be associated with "
        "project {project}."
    ).format(project=f.text("project"), from_=f.moment("safe_from"))


def _new_project_order_anew(_f: _Facts) -> str:
    return _(
        "Not paid yet: ask the partner for a new project first, then cancel this order and order anew."
    )


def _borderline(f: _Facts) -> str:
    return _(
        "Ask the partner whether an order of the same second counts for project {project}."
    ).format(project=f.text("project"))


_WRITERS: dict[str, _Sentence] = {
    "associate": _associate,
    "in-time": _in_time,
    "longer-project": _longer_project,
    "month-window": _month_window,
    "look-up-window": _look_up_window,
    "enter-payment": _enter_payment,
    "enter-activation": _enter_activation,
    "console-once-more": _console_once_more,
    "project-earlier": _project_earlier,
    "ask-creation": _ask_creation,
    "choose-project": _choose_project,
    "own-project": _own_project,
    "usable-project": _usable_project,
    "record-project": _record_project,
    "record-existing": _record_existing,
    "complete-project": _complete_project,
    "ask-partner": _ask_partner,
    "name-no-project": _name_no_project,
    "pay": _pay,
    "valid-project": _valid_project,
    "parent-associated": _parent_associated,
    "see-to-parent": _see_to_parent,
    "record-parent": _record_parent,
    "look-at-console": _look_at_console,
    "nothing-to-do": _nothing_to_do,
    "bound": _bound,
    "too-late-for-this-one": _too_late,
    "new-project": _new_project,
    "next-purchase": _next_purchase,
    "order-anew": _order_anew,
    "order-anew-from": _order_anew_from,
    "new-project-order-anew": _new_project_order_anew,
    "borderline": _borderline,
}
