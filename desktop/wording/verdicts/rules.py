"""Texts for the programme's rules: a sentence for each, its grade and its sources."""

from __future__ import annotations

from desktop.domain.programme import Address, Programme, Rule, RuleSource
from desktop.wording.i18n import _, language


def rule_text(rule_id: str) -> str:
    """Return a rule in one sentence; its id if it is not a rule of this programme."""
    return {
        "created-after-project": _(
            "An order must not be created before its project. What counts is when it was "
            "created, not when it was paid."
        ),
        "window-month": _(
            "Most accounts must associate an order within the calendar month in which it was "
            "paid (Beijing time)."
        ),
        "window-day": _(
            "Some accounts must associate an order on the day it was paid (Beijing time)."
        ),
        "window-unknown": _(
            "Until you have looked up the association period, LinkDue plans with the day of "
            "payment."
        ),
        "project-validity": _(
            "Orders can be associated with a project for three months after it was created."
        ),
        "same-account": _(
            "A project belongs to one account; another account needs its own project."
        ),
        "project-usable": _(
            "Orders can't be associated with a project that was refused, is blocked, closed or "
            "still under review."
        ),
        "needs-association": _(
            "Only new prepaid purchases and postpaid activations are associated."
        ),
        "follows-parent": _(
            "Renewals, upgrades and the like of an associated order follow it to the same "
            "partner automatically."
        ),
        "paid-first": _("An unpaid order has no deadline yet. If it stays unpaid, it lapses."),
        "postpaid-anchor": _("For a postpaid order, the association period starts at activation."),
        "advise-same-day": _(
            "Even where you have until the end of the month, associate on the day of payment: "
            "for some accounts it has failed a few days later."
        ),
        "account-kind-free": _("Personal and enterprise accounts can both take part."),
        "one-request": _(
            "One project per account is enough while it is valid. After that, ask your partner "
            "for a new one."
        ),
        "ram-permission": _(
            "A RAM user needs the AliyunAgencyCustomerOrderAssociatedProjectFullAccess policy."
        ),
        "exclusive-with-affiliate": _(
            "Orders through 云大使 referrals can't get this cashback as well."
        ),
    }.get(rule_id, rule_id)


def grade(letters: str) -> str:
    """Return a grade of evidence in words: ``O+T`` is official page and third party."""
    names = {
        "O": _("official page"),
        "T": _("third party"),
        "I": _("inferred"),
        "U": _("unknown"),
    }
    return _(" + ").join(names.get(letter, letter) for letter in letters.split("+"))


def evidence(item: Rule | Address) -> str:
    """Return the grade and the sources of a rule or an address, in one line."""
    text = grade(item.grade)
    if isinstance(item, Rule) and item.doubt:
        text = _("{grade}, partly {doubt}").format(grade=text, doubt=grade(item.doubt))
    sources = [
        _("{title} ({dated})").format(title=_title(source), dated=source.dated)
        for source in item.sources
    ]
    return _(": ").join([text, _("; ").join(sources)]) if sources else text


def evidence_of(rule_id: str, programme: Programme) -> str:
    """Return `evidence` of the rule with this id; empty if the programme does not contain it."""
    rule = programme.rules.get(rule_id)
    return "" if rule is None else evidence(rule)


def programme_name(programme: Programme) -> str:
    """Return the programme's name in the user's language."""
    return programme.name if language() == "zh_CN" else programme.name_en


def _title(source: RuleSource) -> str:
    return source.title if language() == "zh_CN" else source.title_en
