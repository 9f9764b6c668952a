"""A sentence for each rule of the programme, and its grade and sources in words."""

from __future__ import annotations

from desktop.domain.programme import Programme, Rule, RuleSource
from desktop.wording.i18n import _, language


def rule_text(rule_id: str) -> str:
    """Return the rule in one sentence; the id for one that only another programme has."""
    return {
        "created-after-project": _(
            "An order must not be created earlier than its project; the moment of creation counts, "
            "not the moment of payment."
        ),
        "window-month": _(
            "Most accounts must associate an order within the Beijing calendar month of payment."
        ),
        "window-day": _(
            "Some accounts must associate an order on the Beijing calendar day of payment."
        ),
        "window-unknown": _(
            "As long as nobody looked up the account's window, LinkDue plans with the day of "
            "payment."
        ),
        "project-validity": _("A project can be associated for three months from its creation."),
        "same-account": _(
            "A project belongs to one account; another account needs its own project."
        ),
        "project-usable": _(
            "A project that is refused, blocked, closed or still under review cannot be associated."
        ),
        "needs-association": _(
            "Only new prepaid purchases and postpaid activations are associated."
        ),
        "follows-parent": _(
            "Renewals, upgrades and the like of an associated order are bound to the same partner "
            "by themselves."
        ),
        "paid-first": _(
            "An unpaid order has no deadline yet; unpaid orders lapse after some days."
        ),
        "postpaid-anchor": _("A postpaid order counts from its activation."),
        "advise-same-day": _(
            "Associate on the day of payment even where the window is the month: associating has "
            "failed a few days later."
        ),
        "account-kind-free": _("Personal and enterprise accounts may all take part."),
        "one-request": _(
            "One project an account is enough while it is valid; then ask the partner for a new "
            "one."
        ),
        "ram-permission": _(
            "A RAM user needs the policy AliyunAgencyCustomerOrderAssociatedProjectFullAccess."
        ),
        "exclusive-with-affiliate": _("The 云大使 referral route excludes this one."),
    }.get(rule_id, rule_id)


def grade(letters: str) -> str:
    """Return how well a rule is known: ``O+T`` is official and third party."""
    names = {
        "O": _("official page"),
        "T": _("third party"),
        "I": _("inferred"),
        "U": _("unknown"),
    }
    return _(" + ").join(names.get(letter, letter) for letter in letters.split("+"))


def evidence(rule: Rule) -> str:
    """Return a rule's grade and sources in a line."""
    text = grade(rule.grade)
    if rule.doubt:
        text = _("{grade}, in part {doubt}").format(grade=text, doubt=grade(rule.doubt))
    sources = [
        _("{title} ({dated})").format(title=_title(source), dated=source.dated)
        for source in rule.sources
    ]
    return _(": ").join([text, _("; ").join(sources)]) if sources else text


def evidence_of(rule_id: str, programme: Programme) -> str:
    """Return `evidence` of the rule with this id; empty where the programme does not list it."""
    rule = programme.rules.get(rule_id)
    return "" if rule is None else evidence(rule)


def programme_name(programme: Programme) -> str:
    """Return what the programme in force is called."""
    return programme.name if language() == "zh_CN" else programme.name_en


def _title(source: RuleSource) -> str:
    return source.title if language() == "zh_CN" else source.title_en
