"""The order form as typed, read as an order; every problem names its field, nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from desktop.domain.identifiers import ACCOUNT_UID, ORDER_NUMBER, PROJECT_NUMBER
from desktop.domain.model import Billing, Order, OrderStatus, Window
from desktop.forms import parsing
from desktop.forms.parsing import InputError
from desktop.forms.placeholders import is_nothing

T = TypeVar("T")

LEFT_OUT = "left_out"
"""The key under which a text's reader names what no field of the form takes."""


class InputErrors(Exception):
    """Everything that is wrong with a form, in the order of its fields."""

    def __init__(self, problems: list[InputError]) -> None:
        super().__init__(", ".join(str(problem) for problem in problems))
        self.problems = problems


def read_order(
    typed: Mapping[str, str],
    now: datetime,
    product: Callable[[str], str | None],
    base: Order | None,
    projects_precede: Callable[[str, datetime], bool] = lambda _account, _paid_at: False,
) -> Order:
    """Return the order that the form says.

    `typed` maps the form's fields to their text, times in Beijing time. `product` gives the code of
    a product's name. `base` is the recorded order being corrected; what the form does not show
    stays. Where `projects_precede` the order in any case, the time of its creation may be left out
    and is that of its payment, since no verdict depends on it. Raises InputErrors if fields are
    wrong.
    """
    form = _Form(typed, now)
    account = form.read("account", lambda t: parsing.identifier("account", t, ACCOUNT_UID))
    number = form.read("number", lambda t: parsing.identifier("number", t, ORDER_NUMBER))
    paid_at = form.maybe("paid_at", lambda t: parsing.moment("paid_at", t, now))
    created_at = form.created_at(paid_at, account, projects_precede)
    payable = form.maybe("payable", lambda t: parsing.amount("payable", t))
    cash_paid = form.maybe("cash_paid", lambda t: parsing.amount("cash_paid", t))
    parent = form.maybe("parent", lambda t: parsing.identifier("parent", t, ORDER_NUMBER))
    project = form.maybe("project", lambda t: parsing.identifier("project", t, PROJECT_NUMBER))
    associated_at = form.maybe("associated_at", lambda t: parsing.moment("associated_at", t, now))
    form.not_after_now("created_at", created_at)
    form.not_after_now("paid_at", paid_at)
    form.not_after_now("associated_at", associated_at)
    form.not_before("paid_at", paid_at, created_at)
    if _paid_without_a_time(form, base):
        form.problems.append(InputError("paid_at", "paid-when"))
    if form.text("kind") not in _MONEY_BACK and form.text("status") != OrderStatus.REFUNDED:
        form.not_negative("payable", payable)
        form.not_negative("cash_paid", cash_paid)
    if parent is not None and parent == number:
        form.problems.append(InputError("parent", "own-parent"))
    if is_nothing(form.text("created_at")):
        form.ask_for_the_payment_first()
    if form.problems or account is None or number is None or created_at is None:
        raise InputErrors(form.problems)
    name = form.text("product")
    code = product(name) if name else None
    window = form.text("window")
    order = Order(
        account=account,
        number=number,
        kind=form.text("kind") or "New",
        billing=Billing(form.text("billing") or Billing.PREPAID),
        status=_status(form.text("status"), paid_at),
        created_at=created_at,
        paid_at=paid_at,
        product=code,
        title="" if code or not name else name,
        payable=payable,
        cash_paid=cash_paid,
        parent=parent,
        project=project,
        window=Window(window) if window else None,
        associated_at=associated_at,
        note=form.text("note"),
    )
    return order if base is None else replace(order, key=base.key, title=_title(order, base))


def _title(order: Order, base: Order) -> str:
    """Return the recorded title, unless another product was typed."""
    return order.title or (base.title if order.product == base.product else "")


_MONEY_BACK = ("Refund", "Downgrade")
"""Kinds of order whose amounts may be negative."""


def _paid_without_a_time(form: _Form, base: Order | None) -> bool:
    """Return whether the form says “paid” of a prepaid order but not when.

    Its deadline counts from the payment: from the creation it would be a guess. An order that was
    recorded so may be corrected otherwise.
    """
    if not is_nothing(form.text("paid_at")) or form.text("status") not in ("", OrderStatus.PAID):
        return False
    if form.text("billing") == Billing.POSTPAID or form.text("kind") == "Refund":
        return False
    return base is None or base.paid_at is not None or base.status is not OrderStatus.PAID


def _status(text: str, paid_at: datetime | None) -> OrderStatus:
    """Return the status chosen; a payment time says “paid”, whatever the choice still says."""
    status = OrderStatus(text) if text else OrderStatus.PAID
    return OrderStatus.PAID if status is OrderStatus.UNPAID and paid_at is not None else status


class _Form:
    """Reads one field after the other and collects the problems."""

    def __init__(self, typed: Mapping[str, str], now: datetime) -> None:
        self._typed = typed
        self._now = now
        self.problems: list[InputError] = []

    def text(self, field: str) -> str:
        return self._typed.get(field, "").strip()

    def read(self, field: str, reader: Callable[[str], T]) -> T | None:
        try:
            return reader(self.text(field))
        except InputError as problem:
            self.problems.append(problem)
            return None

    def maybe(self, field: str, reader: Callable[[str], T]) -> T | None:
        return None if is_nothing(self.text(field)) else self.read(field, reader)

    def created_at(
        self,
        paid_at: datetime | None,
        account: str | None,
        projects_precede: Callable[[str, datetime], bool],
    ) -> datetime | None:
        """Return when the order was created; by its payment where it is not said nor matters."""
        if not is_nothing(self.text("created_at")):
            return self.read("created_at", lambda t: parsing.moment("created_at", t, self._now))
        if paid_at is None:
            return self.read("created_at", lambda t: parsing.moment("created_at", t, self._now))
        if account is None or projects_precede(account, paid_at):
            return paid_at
        self.problems.append(InputError("created_at", "created-when"))
        return None

    def ask_for_the_payment_first(self) -> None:
        """Ask for no creation while the payment is wrong, which may be all that matters."""
        if any(problem.field == "paid_at" for problem in self.problems):
            self.problems = [one for one in self.problems if one.field != "created_at"]

    def not_after_now(self, field: str, value: datetime | None) -> None:
        if value is not None and value > self._now:
            self.problems.append(InputError(field, "in-the-future"))

    def not_negative(self, field: str, fen: int | None) -> None:
        if fen is not None and fen < 0:
            self.problems.append(InputError(field, "negative-amount"))

    def not_before(self, field: str, value: datetime | None, earliest: datetime | None) -> None:
        if value is not None and earliest is not None and value < earliest:
            self.problems.append(InputError(field, "before-creation"))
