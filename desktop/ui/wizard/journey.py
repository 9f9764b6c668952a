"""The state that the wizard's pages share, and the signals to go to another step."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.domain.book import Book
from desktop.domain.model import Account
from desktop.forms.wizard_steps import Step, account_to_continue, step_to_resume
from desktop.ui.shared.context import Context
from desktop.ui.shared.drafts import draft_name
from desktop.wording.i18n import pgettext


class Journey(QObject):
    """The chosen account, and which project number the user wants for it.

    `another_number`: one beside those it has; `has_number`: one that need not be requested.
    """

    step_wanted = Signal(object)
    """Go to this `Step`, back or forward, without saving the pages in between."""
    home_wanted = Signal()
    """Close the wizard and open the home screen."""
    close_wanted = Signal()
    """Close the wizard."""

    def __init__(self, context: Context, uid: str | None, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self.uid = uid
        self.another_number = False
        self.has_number = False

    @property
    def book(self) -> Book:
        """The current records."""
        return self.context.workspace.book()

    @property
    def account(self) -> Account | None:
        """The record of the chosen account."""
        return None if self.uid is None else self.book.accounts.get(self.uid)

    def chosen(self) -> str:
        """Return the chosen account's UID. Raises ValueError if none is chosen."""
        if self.uid is None:
            raise ValueError("no account was chosen")
        return self.uid

    def choose(self, uid: str) -> None:
        """Continue with this account."""
        if uid != self.uid:
            self.uid = uid
            self.another_number = False


def resolve_start(context: Context, uid: str | None, step: Step | None) -> tuple[str | None, Step]:
    """Return the account and the step at which a wizard opened with `uid` and `step` starts.

    Without `uid` and `step`: the draft of a new account, else the account that is least far.
    Without `uid` but with a step, an account is chosen only if there is exactly one.
    """
    book = context.workspace.book()
    if step is Step.WELCOME:
        return None, step
    if uid is None and step is None and not context.workspace.draft(draft_name(Step.ACCOUNT, None)):
        uid = account_to_continue(book)
    if uid is None and step not in (None, Step.ACCOUNT) and len(book.accounts) == 1:
        uid = next(iter(book.accounts))
    if uid not in book.accounts:
        half_typed = context.workspace.draft(draft_name(Step.ACCOUNT, None))
        newcomer = step is None and not book.accounts and not half_typed
        return None, Step.WELCOME if newcomer else Step.ACCOUNT
    return uid, step or step_to_resume(book, uid, _typed_steps(context, uid))


def _typed_steps(context: Context, uid: str | None) -> list[Step]:
    return [step for step in Step if context.workspace.draft(draft_name(step, uid))]


def step_title(step: Step) -> str:
    """Return the name of a step, as the list beside the pages shows it."""
    return {
        Step.WELCOME: pgettext("step", "Welcome"),
        Step.ACCOUNT: pgettext("step", "Account"),
        Step.REQUEST: pgettext("step", "Request a number"),
        Step.NUMBER: pgettext("step", "Project number"),
        Step.GATE: pgettext("step", "Before buying"),
        Step.ORDERS: pgettext("step", "Log orders"),
        Step.COUNTDOWN: pgettext("step", "Countdown"),
    }[step]
