"""Words in tables for kinds, billing, windows and statuses of orders, in Chinese and English."""

from __future__ import annotations

from desktop.domain.model import Billing, OrderStatus, Window
from desktop.forms.placeholders import is_placeholder
from desktop.forms.plain_text import plain

KINDS = {
    "新购": "New",
    "开通": "New",
    "续费": "Renew",
    "升级": "Upgrade",
    "降级": "Downgrade",
    "退款": "Refund",
    "短时升级": "TempUpgrade",
    "带宽升级": "IncreaseUpgrade",
    "调整磁盘大小": "ResizeDisk",
    "更换操作系统": "ChangeOperatingSystem",
    "付费类型转换": "Convert",
    "换购": "Exchange",
    "补偿续费": "CompensatoryRenew",
}
"""The console's words and the official names; of several words, the first is exported."""
_MORE_KINDS = {
    "新购订单": "New",
    "续费订单": "Renew",
    "升级订单": "Upgrade",
    "降级订单": "Downgrade",
    "退款订单": "Refund",
    "升配": "Upgrade",
    "降配": "Downgrade",
    "退订": "Refund",
    "newpurchase": "New",
    "purchase": "New",
    "renewal": "Renew",
}
"""Further words for kinds, as `folded_word` returns them."""
BILLINGS: dict[str, object] = {
    "预付费": Billing.PREPAID,
    "prepaid": Billing.PREPAID,
    "subscription": Billing.PREPAID,
    "包年包月": Billing.PREPAID,
    "订阅": Billing.PREPAID,
    "后付费": Billing.POSTPAID,
    "postpaid": Billing.POSTPAID,
    "payasyougo": Billing.POSTPAID,
    "pay-as-you-go": Billing.POSTPAID,
    "按量付费": Billing.POSTPAID,
}
WINDOWS: dict[str, object] = {
    "支付当天": Window.DAY,
    "当天": Window.DAY,
    "day": Window.DAY,
    "支付当月": Window.MONTH,
    "当月": Window.MONTH,
    "month": Window.MONTH,
    "未确认": Window.UNKNOWN,
    "unknown": Window.UNKNOWN,
}
STATUSES: dict[str, object] = {
    "已支付": OrderStatus.PAID,
    "paid": OrderStatus.PAID,
    "已付款": OrderStatus.PAID,
    "支付成功": OrderStatus.PAID,
    "待支付": OrderStatus.UNPAID,
    "未支付": OrderStatus.UNPAID,
    "待付款": OrderStatus.UNPAID,
    "未付款": OrderStatus.UNPAID,
    "pendingpayment": OrderStatus.UNPAID,
    "unpaid": OrderStatus.UNPAID,
    "已取消": OrderStatus.CANCELLED,
    "已作废": OrderStatus.CANCELLED,
    "cancelled": OrderStatus.CANCELLED,
    "canceled": OrderStatus.CANCELLED,
    "已退款": OrderStatus.REFUNDED,
    "refunded": OrderStatus.REFUNDED,
}

_TRADITIONAL = str.maketrans(
    "訂單號編類狀態間應額關聯產稱項備註費購續級補償換資買帳戶賬現實際開繫調磁碟盤轉總計價優惠"
    "無當確認後預屬詳細創時點導標識貨幣種財務據過發業員報區統",
    "订单号编类状态间应额关联产称项备注费购续级补偿换资买账户账现实际开系调磁盘盘转总计价优惠"
    "无当确认后预属详细创时点导标识货币种财务据过发业员报区统",
)
_SHORTEST_ZERO = len("1900-1-0")
"""Characters; a shorter text that begins with 0 or 1 is no placeholder."""
_LONGEST_PLACEHOLDER = 40
"""Characters; a longer text is no placeholder."""


def is_empty_cell(cell: str) -> bool:
    """Return whether a cell only marks a missing value, such as ``-`` or ``N/A``."""
    size = len(cell)
    if size > _LONGEST_PLACEHOLDER or "1" < cell[:1] <= "9":
        return False
    if size < _SHORTEST_ZERO and cell[:1] in ("0", "1"):
        return False
    return is_placeholder(cell)


def folded_word(text: str) -> str:
    """Return a word as the keys above are written, so that variants compare as equal.

    Ignores case, width, spaces, invisible characters, quotation marks and traditional characters.
    """
    word = "".join(plain(text).split()).casefold().strip("`'\"")
    return word if word.isascii() else word.translate(_TRADITIONAL)


def kind_of(text: str) -> str | None:
    """Return the official name of the kind that a word stands for; None if it is not known."""
    word = KINDS.get(text)
    if word is None:
        folded = folded_word(text)
        word = KINDS.get(folded) or _MORE_KINDS.get(folded)
    return word
