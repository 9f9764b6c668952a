"""The titles that WeChat, Alipay and banks use in lists of payments, and the facts they name."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

from desktop.exchange.document.order_words import folded_word
from desktop.forms.plain_text import plain


class PaymentFact(StrEnum):
    """The fact in a column of a list of payments."""

    DATE = "date"
    TIME = "time"
    INCOME = "income"
    OUTGO = "outgo"
    AMOUNT = "amount"
    DIRECTION = "direction"
    PAYER = "payer"
    NOTE = "note"
    STATUS = "status"
    REFERENCE = "reference"
    CURRENCY = "currency"


_TITLES: Mapping[PaymentFact, tuple[str, ...]] = {
    PaymentFact.DATE: (
        "付款时间",
        "交易日期",
        "入账日期",
        "到账日期",
        "到账时间",
        "入账时间",
        "记账日期",
        "记账时间",
        "交易创建时间",
        "日期",
        "date",
        "transaction date",
        "posting date",
        "value date",
    ),
    PaymentFact.TIME: ("交易时间", "交易时刻", "时间", "time", "transaction time"),
    PaymentFact.INCOME: (
        "收入金额",
        "收入",
        "贷方发生额",
        "贷方金额",
        "贷方",
        "存入金额",
        "存入",
        "转入金额",
        "转入",
        "入账金额",
        "到账金额",
        "credit",
        "credit amount",
        "money in",
        "paid in",
    ),
    PaymentFact.OUTGO: (
        "支出金额",
        "支出",
        "借方发生额",
        "借方金额",
        "借方",
        "支取金额",
        "取出",
        "转出金额",
        "转出",
        "debit",
        "debit amount",
        "money out",
        "paid out",
    ),
    PaymentFact.AMOUNT: ("金额", "交易金额", "发生额", "amount", "transaction amount"),
    PaymentFact.DIRECTION: (
        "收/支",
        "收支",
        "收支类型",
        "收支标志",
        "借贷标志",
        "借贷方向",
        "借/贷",
        "借贷",
        "资金流向",
        "direction",
        "dr/cr",
    ),
    PaymentFact.PAYER: (
        "交易对方",
        "对方户名",
        "对方名称",
        "对方账户名称",
        "对方单位名称",
        "对方账号名称",
        "付款人",
        "付款人名称",
        "付款方",
        "付款方户名",
        "交易对手",
        "交易对手名称",
        "对手户名",
        "counterparty",
        "payer",
        "from",
    ),
    PaymentFact.NOTE: (
        "商品说明",
        "商品",
        "商品名称",
        "摘要",
        "交易摘要",
        "附言",
        "用途",
        "备注",
        "说明",
        "description",
        "note",
        "remark",
        "memo",
    ),
    PaymentFact.STATUS: ("当前状态", "交易状态", "状态", "status"),
    PaymentFact.REFERENCE: (
        "交易单号",
        "交易订单号",
        "交易号",
        "流水号",
        "交易流水号",
        "交易流水",
        "凭证号",
        "reference",
        "transaction id",
    ),
    PaymentFact.CURRENCY: (
        *("币种", "货币", "交易币种", "结算币种", "账户币种", "币别", "货币代码", "货币类型"),
        *("currency", "currency code"),
    ),
}
_RANKS = {
    folded_word(title): (fact, rank)
    for fact, titles in _TITLES.items()
    for rank, title in enumerate(titles)
}
"""The fact of every title, and the rank of the title for this fact, 0 being the best."""
YUAN = frozenset(("人民币", "cny", "rmb", "¥", "元", "156", "人民币元", "01"))
"""Words for the only currency that is accepted."""
_UNIT = re.compile(r"(?P<name>.+?)[(\[](?P<unit>[^()\[\]]*)[)\]]")


def facts_of(cells: Sequence[str]) -> Mapping[int, str]:
    """Return the facts that titles name, by position; empty without a date and an amount."""
    best: dict[PaymentFact, tuple[int, int]] = {}
    for place, cell in enumerate(cells):
        known = _RANKS.get(_name(cell))
        if known is not None:
            fact, rank = known
            best[fact] = min((rank, place), best.get(fact, (rank, place)))
    if PaymentFact.DATE not in best and PaymentFact.TIME in best:
        best[PaymentFact.DATE] = best.pop(PaymentFact.TIME)
    if PaymentFact.INCOME in best:
        best.pop(PaymentFact.AMOUNT, None)
        best.pop(PaymentFact.DIRECTION, None)
    if PaymentFact.DATE not in best or not has_amount(best):
        return {}
    return {place: fact.value for fact, (_rank, place) in best.items()}


def has_amount(facts: Collection[PaymentFact]) -> bool:
    """Return whether one of the facts is the amount of a payment."""
    return PaymentFact.INCOME in facts or PaymentFact.AMOUNT in facts


def _name(title: str) -> str:
    """Return a title without the unit yuan after it; one with another unit stays unknown."""
    folded = folded_word(plain(title[:60]))
    match = _UNIT.fullmatch(folded)
    if match is None:
        return folded
    return match["name"] if match["unit"] in YUAN else folded
