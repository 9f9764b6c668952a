"""Reading of the typed order form as an order; every problem names its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from desktop.domain.identifiers import ACCOUNT_UID, ORDER_NUMBER, PROJECT_NUMBER
from desktop.domain.model import Billing, Order, OrderStatus, Window
from desktop.forms import parsing
from desktop.forms.parsing import InputError
from desktop.forms.placeholders import is_placeholder

T = TypeVar("T")

LEFT_OUT = "left_out"
"""The key for facts of a pasted text that no field of the form can hold."""


class InputErrors(Exception):
    """All problems of a form, in the order of its fields."""

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
    """Return the order typed in the form. Raises InputErrors if fields are wrong.

    `typed` maps the form's fields to their text, times in Beijing time. `product` returns the code
    for a product's name. `base` is the recorded order being corrected; facts that the form does not
    show are kept. The creation time may be empty if `projects_precede` (`Book.projects_precede`) is
    true; then the payment time is used, since no verdict depends on it.
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
    if form.text("kind") not in _MAY_BE_NEGATIVE and form.text("status") != OrderStatus.REFUNDED:
        form.not_negative("payable", payable)
        form.not_negative("cash_paid", cash_paid)
    if parent is not None and parent == number:
        form.problems.append(InputError("parent", "own-parent"))
    if is_placeholder(form.text("created_at")):
        form.prefer_payment_problem()
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
    """Return the typed title, else the recorded one if the product is the same."""
    return order.title or (base.title if order.product == base.product else "")


_MAY_BE_NEGATIVE = ("Refund", "Downgrade")
"""Kinds of order whose amounts may be negative."""


def _paid_without_a_time(form: _Form, base: Order | None) -> bool:
    """Return whether the form has a prepaid order as paid but without the time of payment.

    Its deadline counts from the payment; counted from the creation, it would be a guess. If the
    recorded order is already like this, its other fields may still be corrected.
    """
    paid = form.text("status") in ("", OrderStatus.PAID)
    if not paid or not is_placeholder(form.text("paid_at")):
        return False
    if form.text("billing") == Billing.POSTPAID or form.text("kind") == "Refund":
        return False
    return base is None or base.paid_at is not None or base.status is not OrderStatus.PAID


def _status(text: str, paid_at: datetime | None) -> OrderStatus:
    """Return the chosen status; with a payment time, “unpaid” becomes “paid”."""
    status = OrderStatus(text) if text else OrderStatus.PAID
    return OrderStatus.PAID if status is OrderStatus.UNPAID and paid_at is not None else status


class _Form:
    """Reads the fields one by one and collects the problems."""

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
        return None if is_placeholder(self.text(field)) else self.read(field, reader)

    def created_at(
        self,
        paid_at: datetime | None,
        account: str | None,
        projects_precede: Callable[[str, datetime], bool],
    ) -> datetime | None:
        """Return the creation time; the payment time if it was left empty and does not matter."""
        if paid_at is None or not is_placeholder(self.text("created_at")):
            return self.read("created_at", lambda t: parsing.moment("created_at", t, self._now))
        if account is None or projects_precede(account, paid_at):
            return paid_at
        self.problems.append(InputError("created_at", "created-when"))
        return None

    def prefer_payment_problem(self) -> None:
        """Drop the problem of the creation time while the payment time is wrong.

        With a correct payment time, the creation time may not be needed.
        """
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
