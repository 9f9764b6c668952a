"""Each reason of a verdict or of the gate as a sentence, made of its facts and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import cast

from desktop.domain.model import Billing, OrderStatus, ProjectStatus
from desktop.domain.rule_result import RuleResult
from desktop.wording import glossary, moments
from desktop.wording.i18n import _

_Sentence = Callable[["_Facts"], str]


class _Facts:
    """The facts of one reason, read with the types that its sentence expects."""

    def __init__(self, reason: RuleResult, now: datetime) -> None:
        self.reason = reason
        self.now = now

    def text(self, name: str) -> str:
        value = self.reason.facts.get(name)
        return "" if value is None else str(value)

    def instant(self, name: str) -> str:
        return moments.moment(self._instant(name), self.now)

    def deadline(self, name: str) -> str:
        return moments.deadline(self._instant(name), self.now)

    def left(self, name: str) -> str:
        return moments.time_left(self._instant(name), self.now)

    def gap(self, earlier: str, later: str) -> str:
        between = self._instant(later) - self._instant(earlier)
        return moments.duration(int(between.total_seconds()))

    def flag(self, name: str) -> bool:
        return bool(self.reason.facts.get(name))

    def kind(self) -> str:
        postpaid = self.reason.case == "new-postpaid"
        return glossary.kind(self.text("kind"), Billing.POSTPAID if postpaid else None)

    def project_status(self) -> str:
        return glossary.project_status(ProjectStatus(self.text("status")))

    def _instant(self, name: str) -> datetime:
        return cast(datetime, self.reason.facts[name])


def sentence(reason: RuleResult, now: datetime) -> str:
    """The reason in one or two sentences; moments are Beijing time, told as seen at `now` (UTC)."""
    facts = _Facts(reason, now)
    writer = _WRITERS.get((reason.rule, reason.case)) or _WRITERS[(reason.rule, "")]
    return moments.tidy(writer(facts))


def _associated(f: _Facts) -> str:
    at = f.instant("associated_at")
    if f.text("project"):
        return _("Marked as associated with project {project} on {at}.").format(
            project=f.text("project"), at=at
        )
    return _("Marked as associated on {at}; the project was not recorded.").format(at=at)


def _ended(f: _Facts) -> str:
    status = glossary.order_status(OrderStatus(f.text("status")))
    return _("The order is {status}; there is nothing to associate.").format(status=status)


def _kind_own(f: _Facts) -> str:
    return _("An order of the kind “{kind}” needs its own association.").format(kind=f.kind())


def _kind_never(f: _Facts) -> str:
    return _("An order of the kind “{kind}” is never associated.").format(kind=f.kind())


def _kind_unknown(f: _Facts) -> str:
    return _(
        "Nobody knows for sure whether an order of the kind “{kind}” is associated by itself: look "
        "at the console."
    ).format(kind=f.kind())


def _kind_follows(f: _Facts) -> str:
    return _("An order of the kind “{kind}” is not associated by itself.").format(kind=f.kind())


def _parent_associated(f: _Facts) -> str:
    return _("Its parent order {parent} is associated, so this one is bound by itself.").format(
        parent=f.text("parent")
    )


def _no_parent(f: _Facts) -> str:
    return _("Its parent order is not recorded: look at the console.")


def _parent_unknown(f: _Facts) -> str:
    return _("Its parent order {parent} is not recorded: look at the console.").format(
        parent=f.text("parent")
    )


def _parent_open(f: _Facts) -> str:
    return _(
        "Its parent order {parent} is not associated, as far as recorded: look at the console."
    ).format(parent=f.text("parent"))


def _account_has(f: _Facts) -> str:
    return _("The account has a usable project.")


def _named(f: _Facts) -> str:
    return _("Project {project} is active.").format(project=f.text("project"))


def _account_has_none(f: _Facts) -> str:
    return _("No project is recorded for this account: request a project number first.")


def _none_usable(f: _Facts) -> str:
    if f.text("status") == ProjectStatus.ACTIVE:
        return _incomplete(f)
    return _("No project of this account can be used; the last one is {status}.").format(
        status=f.project_status()
    )


def _named_unusable(f: _Facts) -> str:
    if f.text("status") == ProjectStatus.ACTIVE:
        return _incomplete(f)
    return _("Project {project}, which the order names, is {status}.").format(
        project=f.text("project"), status=f.project_status()
    )


def _incomplete(f: _Facts) -> str:
    if not f.text("project"):
        return _("The project's number is not recorded: enter it.")
    return _("When project {project} was created is not recorded: enter it.").format(
        project=f.text("project")
    )


def _not_recorded(f: _Facts) -> str:
    return _("Project {project}, which the order names, is not recorded.").format(
        project=f.text("project")
    )


def _same_account(f: _Facts) -> str:
    if not f.reason.holds:
        return _(
            "Project {project} belongs to account {owner}, the order to account {account}."
        ).format(
            project=f.text("project"), owner=f.text("project_account"), account=f.text("account")
        )
    if f.text("project"):
        return _("Project {project} belongs to this account.").format(project=f.text("project"))
    return _("The project belongs to this account.")


def _created_compare(f: _Facts) -> str:
    facts = {
        "order": f.instant("order_created_at"),
        "project": f.instant("project_created_at"),
        "number": f.text("project"),
    }
    if not f.reason.holds:
        text = _(
            "The order was created {order}, earlier than project {number} ({project}), by {gap}."
        ).format(gap=f.gap("order_created_at", "project_created_at"), **facts)
    else:
        text = _("The order was created {order}, after project {number} ({project}).").format(
            **facts
        )
    return text + _assumed(f)


def _borderline(f: _Facts) -> str:
    text = _("Order and project {number} were created in the same second: borderline.").format(
        number=f.text("project")
    )
    return text + _assumed(f)


def _assumed(f: _Facts) -> str:
    if not f.flag("assumed"):
        return ""
    return _(" The project's creation is assumed: it is the moment its number was received.")


def _created_gate(f: _Facts) -> str:
    text = _("The project was created {project}; an order placed now is later.").format(
        project=f.instant("project_created_at")
    )
    return text + _assumed(f)


def _created_now(f: _Facts) -> str:
    return _("The project was created this very second; wait a moment before ordering.")


def _created_later(f: _Facts) -> str:
    return _(
        "Project {project} is only created {at}; an order placed now would be too early."
    ).format(project=f.text("project"), at=f.instant("project_created_at"))


def _unpaid(f: _Facts) -> str:
    return _(
        "Not paid yet: the deadline is set by the payment. Unpaid orders lapse, this one about {at}."
    ).format(at=f.instant("lapses_at"))


def _paid(f: _Facts) -> str:
    return _("Paid {at}: the window counts from here.").format(at=f.instant("at"))


def _paid_assumed(f: _Facts) -> str:
    return _(
        "No time of payment is recorded: the window is counted from the creation, {at}. Enter the "
        "payment to be sure."
    ).format(at=f.instant("at"))


def _activated(f: _Facts) -> str:
    return _("Activated {at}: the window counts from here.").format(at=f.instant("at"))


def _activated_assumed(f: _Facts) -> str:
    return _(
        "No time of activation is recorded: the window is counted from the creation, {at}."
    ).format(at=f.instant("at"))


def _window_month(f: _Facts) -> str:
    return _("The window is the month of payment: it closes {end}.").format(
        end=f.deadline("window_end")
    )


def _window_day(f: _Facts) -> str:
    return _("The window is the day of payment: it closes {end}.").format(
        end=f.deadline("window_end")
    )


def _window_unknown(f: _Facts) -> str:
    return _(
        "The account's window was not looked up: planned with the day of payment, until {end}."
    ).format(end=f.deadline("window_end"))


def _valid(f: _Facts) -> str:
    until = f.deadline("valid_until")
    if f.reason.holds is False:
        text = _("Project {project} could be associated until {until}.")
    else:
        text = _("Project {project} can be associated until {until}.")
    return text.format(project=f.text("project"), until=until) + _counted(f)


def _validity_decides(f: _Facts) -> str:
    if f.reason.holds is False:
        text = _("Project {project} expired {until}, before the window closed.")
    else:
        text = _("Project {project} expires {until}, before the window closes.")
    return text.format(project=f.text("project"), until=f.deadline("valid_until")) + _counted(f)


def _counted(f: _Facts) -> str:
    if f.flag("recorded"):
        return ""
    return _(" Counted as three months; the console has the last word.")


def _expired(f: _Facts) -> str:
    return _("Project {project} expired {until}: request a new one.").format(
        project=f.text("project"), until=f.deadline("valid_until")
    )


def _validity_gate(f: _Facts) -> str:
    return _("Project {project} is valid until {until}, {left} from now.").format(
        project=f.text("project"), until=f.deadline("valid_until"), left=f.left("valid_until")
    ) + _counted(f)


def _advice(f: _Facts) -> str:
    return _("Better associate it on the day of payment, by {by}: later it has failed.").format(
        by=f.deadline("recommended_by")
    )


_WRITERS: dict[tuple[str, str], _Sentence] = {
    ("needs-association", "associated"): _associated,
    ("needs-association", "ended"): _ended,
    ("needs-association", "new-prepaid"): _kind_own,
    ("needs-association", "new-postpaid"): _kind_own,
    ("needs-association", "kind-never"): _kind_never,
    ("needs-association", "kind-unknown"): _kind_unknown,
    ("needs-association", "kind-follows"): _kind_follows,
    ("follows-parent", "parent-associated"): _parent_associated,
    ("follows-parent", "no-parent"): _no_parent,
    ("follows-parent", "parent-unknown"): _parent_unknown,
    ("follows-parent", "parent-open"): _parent_open,
    ("project-usable", "account-has"): _account_has,
    ("project-usable", "named"): _named,
    ("project-usable", "account-has-none"): _account_has_none,
    ("project-usable", "none-usable"): _none_usable,
    ("project-usable", "named-unusable"): _named_unusable,
    ("project-usable", "not-recorded"): _not_recorded,
    ("same-account", "compare"): _same_account,
    ("created-after-project", "compare"): _created_compare,
    ("created-after-project", "borderline"): _borderline,
    ("created-after-project", "gate"): _created_gate,
    ("created-after-project", "now"): _created_now,
    ("created-after-project", "created-later"): _created_later,
    ("paid-first", "unpaid"): _unpaid,
    ("paid-first", "paid"): _paid,
    ("paid-first", "created"): _paid_assumed,
    ("postpaid-anchor", "paid"): _activated,
    ("postpaid-anchor", "created"): _activated_assumed,
    ("window-month", ""): _window_month,
    ("window-day", ""): _window_day,
    ("window-unknown", ""): _window_unknown,
    ("project-validity", "valid"): _valid,
    ("project-validity", "decides"): _validity_decides,
    ("project-validity", "expired"): _expired,
    ("project-validity", "gate"): _validity_gate,
    ("advise-same-day", "advice"): _advice,
}
