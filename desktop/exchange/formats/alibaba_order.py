"""Reading one order of ``QueryOrders``, ``GetOrders`` or ``GetOrderDetail`` (BSS OpenAPI).

Words are compared without regard to case, since the detail writes them in lower case.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

from desktop.domain import identifiers, money
from desktop.domain.beijing import BEIJING
from desktop.domain.identifiers import IdKind
from desktop.domain.model import Billing, Order, OrderStatus
from desktop.domain.programme import Programme
from desktop.domain.timestamps import parse_instant
from desktop.exchange.document.order_words import is_empty_cell
from desktop.exchange.formats.row_problem import RowProblem
from desktop.exchange.snapshot import shown
from desktop.forms.read_moment import MomentProblem, read_moment

_CURRENCY = "CNY"
_EXACT = 2**53
"""From here on, programs that use floats may have rounded the number."""
_BILLINGS = {"subscription": Billing.PREPAID, "payasyougo": Billing.POSTPAID}
_STATUSES = {
    "unpaid": OrderStatus.UNPAID,
    "paid": OrderStatus.PAID,
    "cancelled": OrderStatus.CANCELLED,
    "canceled": OrderStatus.CANCELLED,
    "refunded": OrderStatus.REFUNDED,
}
_REFUND = "refund"


class ApiRow:
    """The values of one row; problems name the order number if there is one."""

    def __init__(self, fields: Mapping[str, object]) -> None:
        self.fields = fields

    def text(self, field: str) -> str:
        """Return the value as stripped text; empty if it is null or missing.

        Raises RowProblem if it is neither a text nor an exact number.
        """
        value = self.fields.get(field)
        if value is None:
            return ""
        if isinstance(value, str):
            return "" if is_empty_cell(value) else value.strip()
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _EXACT:
            return str(value)
        if isinstance(value, Decimal):
            return str(value) if field == "OrderId" else format(value, "f")
        raise self.problem("not-text", field, value)

    def needed(self, field: str) -> str:
        """Return the value as `text` does. Raises RowProblem if it is missing."""
        found = self.text(field)
        if not found:
            raise self.problem("missing", field, "")
        return found

    def number(self) -> str:
        """Return the order's number. Raises RowProblem if it is not valid."""
        return self.identifier("OrderId", identifiers.ORDER_NUMBER)

    def identifier(self, field: str, kind: IdKind) -> str:
        """Return an identifier. Raises RowProblem if it is not valid for its kind."""
        found = self.needed(field)
        wrong = kind.problem(found)
        if wrong is not None:
            raise self.problem(wrong, field, found)
        return found

    def amount(self, field: str) -> int | None:
        """Return the fen, None if missing. Raises RowProblem if it is not a valid amount."""
        text = self.text(field)
        try:
            return money.parse_yuan(text) if text else None
        except ValueError as error:
            raise self.problem(str(error), field, text) from None

    def instant(self, field: str, text: str) -> datetime:
        """Return the instant (UTC) of a text that names its zone.

        Raises RowProblem for any other text.
        """
        try:
            return parse_instant(text)
        except ValueError:
            in_beijing = read_moment(text, BEIJING, serials=True)
            in_utc = read_moment(text, UTC, serials=True)
        # A text without a zone yields different instants.
        if isinstance(in_beijing, MomentProblem) or in_beijing.at is None or in_beijing != in_utc:
            raise self.problem("not-an-instant", field, text)
        return in_beijing.at

    def problem(self, code: str, field: str, value: object) -> RowProblem:
        """Return the error for a field with this value."""
        number = self.fields.get("OrderId")
        facts = {"field": field, "value": shown(value)}
        return RowProblem(code, facts if number is None else {"number": shown(number), **facts})


def read_order(fields: Mapping[str, object], account: str, programme: Programme) -> Order:
    """Return the order of one row, for the account with this UID.

    Raises RowProblem if it cannot be read.
    """
    row = ApiRow(fields)
    number = row.number()
    _check_currency(row)
    paid = row.text("PaymentTime")
    kind = _kind(row, programme)
    return Order(
        account=account,
        number=number,
        kind=kind,
        billing=_billing(row),
        status=_status(row, kind),
        created_at=row.instant("CreateTime", row.needed("CreateTime")),
        product=row.text("ProductCode") or None,
        paid_at=row.instant("PaymentTime", paid) if paid else None,
        payable=row.amount("PretaxAmount"),
        parent=_parent(row),
    )


def _parent(row: ApiRow) -> str | None:
    """Return the number of the related order; zero stands for none."""
    if not row.text("RelatedOrderId").strip("0"):
        return None
    return row.identifier("RelatedOrderId", identifiers.ORDER_NUMBER)


def sub_order(fields: Mapping[str, object]) -> str:
    """Return the sub-order number of a row of ``GetOrderDetail``; empty for other queries."""
    value = fields.get("SubOrderId")
    return "" if value is None else str(value).strip()


def _check_currency(row: ApiRow) -> None:
    currency = row.text("Currency")
    if currency and currency.upper() != _CURRENCY:
        raise row.problem("currency", "Currency", currency)


def _kind(row: ApiRow, programme: Programme) -> str:
    """Return the kind, in the official spelling if the programme knows it."""
    kind = row.needed("OrderType")
    known = {name.casefold(): name for name in programme.kind_names}
    return known.get(kind.casefold(), kind)


def _billing(row: ApiRow) -> Billing:
    word = row.needed("SubscriptionType")
    billing = _BILLINGS.get(word.casefold())
    if billing is None:
        raise row.problem("unknown-word", "SubscriptionType", word)
    return billing


def _status(row: ApiRow, kind: str) -> OrderStatus:
    """Return the status; without one, refunds and rows with a time of payment count as paid."""
    word = row.text("PaymentStatus")
    if not word and (row.text("PaymentTime") or kind.casefold() == _REFUND):
        return OrderStatus.PAID
    status = _STATUSES.get(row.needed("PaymentStatus").casefold())
    if status is None:
        raise row.problem("unknown-word", "PaymentStatus", word)
    return status
