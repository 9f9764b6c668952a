"""The next step of an account in the wizard, as a sentence with a button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.domain.book import Book
from desktop.domain.model import Account
from desktop.forms.wizard_steps import Step, next_step, pending_request
from desktop.wording import glossary, moments
from desktop.wording.i18n import _

_SOON = timedelta(days=14)
_URGENCY = (Step.REQUEST, Step.NUMBER, Step.GATE, Step.ACCOUNT, Step.ORDERS, Step.COUNTDOWN)


@dataclass(frozen=True, slots=True)
class NextStep:
    """What an account should do next: the sentence, the button's text, and where it leads."""

    uid: str
    text: str
    button: str
    step: Step


def next_steps(book: Book, now: datetime) -> list[NextStep]:
    """Return the next step of each account that has one, such as requesting a project number."""
    steps = (_of_account(account, book, now) for account in book.accounts.values())
    return [step for step in steps if step is not None]


def most_urgent(book: Book, now: datetime) -> NextStep | None:
    """Return the most urgent next step of all accounts; None if there is none."""
    return min(next_steps(book, now), key=lambda step: _URGENCY.index(step.step), default=None)


def _of_account(account: Account, book: Book, now: datetime) -> NextStep | None:
    name = glossary.account(account)
    step = next_step(book, account.uid)
    if step is Step.REQUEST:
        text = _("{account} has no project number yet. Request one before you order.")
        return NextStep(account.uid, text.format(account=name), _("Request a number"), step)
    if step is Step.NUMBER:
        text = _("{account} is waiting for its project number. Don't order until you have it.")
        return NextStep(account.uid, text.format(account=name), _("Enter the number"), step)
    if step is Step.GATE:
        text = _("{account} has a project number. Check before you buy, then log the order.")
        return NextStep(account.uid, text.format(account=name), _("Continue"), step)
    return _renewal(account, book, now)


def _renewal(account: Account, book: Book, now: datetime) -> NextStep | None:
    """Return the step for an account whose last project expires soon; None if none does."""
    last = max(book.valid_until(project) for project in book.usable_projects(account.uid))
    if last - now > _SOON:
        return None
    if pending_request(book, account.uid) is not None:
        text = _("{account} is waiting for its new project number.")
        text = text.format(account=glossary.account(account))
        return NextStep(account.uid, text, _("Enter the number"), Step.NUMBER)
    until = moments.deadline(last, now)
    if last <= now:
        text = _("The last project of {account} expired {until}; new orders need a new number.")
    else:
        text = _("The last project of {account} expires {until}; later orders need a new number.")
    return NextStep(
        account.uid,
        moments.tidy(text.format(account=glossary.account(account), until=until)),
        _("Request a new number"),
        Step.REQUEST,
    )
