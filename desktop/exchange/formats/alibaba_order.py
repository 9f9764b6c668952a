"""One order as ``QueryOrders``, ``GetOrders`` and ``GetOrderDetail`` (BSS OpenAPI) give it.

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
from desktop.exchange.document.order_words import is_placeholder
from desktop.exchange.formats.row_problem import RowProblem
from desktop.exchange.snapshot import shown
from desktop.forms.read_moment import MomentProblem, read_moment

_CURRENCY = "CNY"
_EXACT = 2**53
"""Above this, a number may have been rounded by a program on its way here."""
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
    """The texts of one row; a problem names the order number wherever there is one."""

    def __init__(self, fields: Mapping[str, object]) -> None:
        self.fields = fields

    def text(self, field: str) -> str:
        """Return the value without spaces around it; empty where it is null or missing.

        Raises RowProblem where it is no text and no exact number.
        """
        value = self.fields.get(field)
        if value is None:
            return ""
        if isinstance(value, str):
            return "" if is_placeholder(value) else value.strip()
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _EXACT:
            return str(value)
        if isinstance(value, Decimal):
            return str(value) if field == "OrderId" else format(value, "f")
        raise self.problem("not-text", field, value)

    def needed(self, field: str) -> str:
        """Return the value as `text`. Raises RowProblem where there is none."""
        found = self.text(field)
        if not found:
            raise self.problem("missing", field, "")
        return found

    def number(self) -> str:
        """Return the order's number. Raises RowProblem where it is none."""
        return self.identifier("OrderId", identifiers.ORDER_NUMBER)

    def identifier(self, field: str, kind: IdKind) -> str:
        """Return digits. Raises RowProblem unless they are as many as this kind has."""
        found = self.needed(field)
        wrong = kind.problem(found)
        if wrong is not None:
            raise self.problem(wrong, field, found)
        return found

    def amount(self, field: str) -> int | None:
        """Return fen; None where the row has no amount. Raises RowProblem where it is none."""
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
            here = read_moment(text, BEIJING, serials=True)
            there = read_moment(text, UTC, serials=True)
        if isinstance(here, MomentProblem) or here.at is None or here != there:
            raise self.problem("not-an-instant", field, text)
        return here.at

    def problem(self, code: str, field: str, value: object) -> RowProblem:
        """Return what is the matter with a field."""
        number = self.fields.get("OrderId")
        facts = {"field": field, "value": shown(value)}
        return RowProblem(code, facts if number is None else {"number": shown(number), **facts})


def read_order(fields: Mapping[str, object], account: str, programme: Programme) -> Order:
    """Return the order of one row, for the account with this UID.

    Raises RowProblem where it cannot be read.
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
    """Return the number of the part that a row of ``GetOrderDetail`` is; else an empty text."""
    value = fields.get("SubOrderId")
    return "" if value is None else str(value).strip()


def _check_currency(row: ApiRow) -> None:
    currency = row.text("Currency")
    if currency and currency.upper() != _CURRENCY:
        raise row.problem("currency", "Currency", currency)


def _kind(row: ApiRow, programme: Programme) -> str:
    """Return the official spelling of a kind the programme knows; any other as it is."""
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
    """Return it as written. Refunds carry none: like what has a payment time, they are paid."""
    word = row.text("PaymentStatus")
    if not word and (row.text("PaymentTime") or kind.casefold() == _REFUND):
        return OrderStatus.PAID
    status = _STATUSES.get(row.needed("PaymentStatus").casefold())
    if status is None:
        raise row.problem("unknown-word", "PaymentStatus", word)
    return status
