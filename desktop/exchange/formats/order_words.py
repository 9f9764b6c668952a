"""The words of tables for kinds, ways of paying, windows and statuses, in Chinese and English."""

from __future__ import annotations

from desktop.domain.model import Billing, OrderStatus, Window

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
BILLINGS: dict[str, object] = {
    "预付费": Billing.PREPAID,
    "prepaid": Billing.PREPAID,
    "subscription": Billing.PREPAID,
    "后付费": Billing.POSTPAID,
    "postpaid": Billing.POSTPAID,
    "payasyougo": Billing.POSTPAID,
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
    "待支付": OrderStatus.UNPAID,
    "未支付": OrderStatus.UNPAID,
    "pendingpayment": OrderStatus.UNPAID,
    "unpaid": OrderStatus.UNPAID,
    "已取消": OrderStatus.CANCELLED,
    "已作废": OrderStatus.CANCELLED,
    "cancelled": OrderStatus.CANCELLED,
    "canceled": OrderStatus.CANCELLED,
    "已退款": OrderStatus.REFUNDED,
    "refunded": OrderStatus.REFUNDED,
}


def folded_word(text: str) -> str:
    """A word without the differences that programs make, as the keys above are written."""
    return "".join(text.split()).casefold()
