"""Known titles of columns: the fact of an order that each names, with its unit or zone.

Only known titles name a fact. A title with an addition other than a known unit, zone or remark –
``应付金额(优惠前)``, ``支付时间(预计)`` – is unknown, and its column is ignored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, timedelta, timezone, tzinfo
from enum import StrEnum

from desktop.domain.beijing import BEIJING
from desktop.exchange.document.order_words import folded_word

TITLES: Mapping[str, tuple[str, ...]] = {
    "account": (
        "资源购买账号ID",
        "资源购买账户ID",
        "Resource Purchase Account ID",
        "资源购买账号",
        "资源购买账户",
        "账号ID",
        "账户ID",
        "阿里云账号ID",
        "UID",
        "Account ID",
        "账号",
        "阿里云账号",
        "Resource Purchase Account",
        "Account",
    ),
    "number": (
        "订单号",
        "订单编号",
        "订单ID",
        "订单号码",
        "订单号/账单号",
        "单号",
        "Order ID",
        "Order number",
        "Order No.",
    ),
    "title": (
        "产品明细",
        "商品名称",
        "商品",
        "产品名称",
        "产品",
        "Commodity Name",
        "Product Name",
    ),
    "product": ("产品Code", "商品Code", "产品代码", "Product Code"),
    "kind": ("订单类型", "类型", "消费类型", "交易类型", "Order Type", "Transaction Type"),
    "status": ("订单状态", "状态", "支付状态", "Order Status", "Payment Status"),
    "created_at": (
        "创建时间",
        "下单时间",
        "订单创建时间",
        "订单下单时间",
        "购买时间",
        "建立时间",
        "Created At",
        "Created",
        "Creation Time",
        "Create Time",
    ),
    "paid_at": (
        "支付/开通时间",
        "支付时间",
        "付款时间",
        "订单支付时间",
        "开通时间",
        "消费时间",
        "Paid/Activated At",
        "Paid At",
        "Payment Time",
        "Consumption Time",
    ),
    "payable": (
        "应付金额",
        "含税应付金额",
        "应付金额(含税)",
        "应付",
        "应付款",
        "Tax-inclusive Payable Amount",
        "Payable Amount",
        "Amount Payable",
    ),
    "cash_paid": (
        "实付金额",
        "现金支付",
        "现金支付金额",
        "实付",
        "实付款",
        "AmountDue",
        "Cash Paid",
    ),
    "parent": ("关联订单号", "关联订单", "原订单号", "Parent order"),
    "project": (
        "项目编号",
        "商机ID",
        "合作伙伴项目ID",
        "合作伙伴项目编号",
        "商机编号",
        "项目ID",
        "Project number",
        "Opportunity ID",
        "Partner project ID",
    ),
    "billing": ("付费方式", "付费类型", "Billing"),
    "window": ("关联时限", "Association window"),
    "associated_at": ("关联时间", "Associated At"),
    "note": ("备注", "Note"),
    "bill": ("账单类型", "费用类型", "Bill Type", "Fee Type"),
    "currency": (
        "币种",
        "货币",
        "结算币种",
        "结算货币",
        "计价币种",
        "支付币种",
        "交易币种",
        "计费币种",
        "币别",
        "货币单位",
        "货币类型",
        "货币代码",
        "Currency",
        "Currency Code",
    ),
}
"""Titles for each fact of an order; if a header has several of them, the first here counts.

Sources and grades: docs/data-format.md."""

MOMENTS = ("created_at", "paid_at", "associated_at")
AMOUNTS = ("payable", "cash_paid")
_BY_CONTENT = {"付款": "paid_at", "支付": "paid_at", "下单": "created_at", "创建": "created_at"}
"""Titles that name a moment only if the column holds moments; they may also name amounts."""
_BILL_TITLES = frozenset(
    (
        "账期",
        "账单月份",
        "财务单元",
        "产品code",
        "产品",
        "产品明细",
        "商品code",
        "商品名称",
        "消费类型",
        "账单类型",
        "费用类型",
        "计费方式",
        "计费项",
        "服务时长",
        "实例id",
        "实例昵称",
        "资源组",
        "实例标签",
        "实例配置",
        "地域",
        "可用区",
        "用量",
        "用量单位",
        "官网价",
        "目录总价",
        "优惠金额",
        "应付金额",
        "消费时间",
        "订阅类型",
        "节省计划抵扣金额",
    )
)
"""Titles of bills; a header with many of them and no order number is a bill without orders."""
_MIN_BILL_TITLES = 6


class AmountUnit(StrEnum):
    """The unit of a column of amounts."""

    YUAN = "yuan"
    FEN = "fen"
    TEN_THOUSAND = "ten-thousand-yuan"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Title:
    """A parsed title: its name, as `folded_word` returns it, and its unit and zone.

    None if it names no unit or no zone.
    """

    name: str
    unit: AmountUnit | None = None
    zone: tzinfo | None = None

    @property
    def fact(self) -> str | None:
        """The fact that the title names; None for an unknown title."""
        return _FACTS.get(self.name)


_STRIPPED = "*:;,.。?!·\"'`|"
_FACTS = {
    folded_word(title).strip(_STRIPPED): fact for fact, titles in TITLES.items() for title in titles
}
_RANKS = {
    folded_word(title).strip(_STRIPPED): rank
    for titles in TITLES.values()
    for rank, title in enumerate(titles)
}
_UNITS = {
    AmountUnit.YUAN: ("元", "人民币", "人民币元", "cny", "rmb", "¥", "yuan", "单位:元", "元人民币"),
    AmountUnit.FEN: ("分", "单位:分"),
    AmountUnit.TEN_THOUSAND: ("万元", "万", "单位:万元"),
    AmountUnit.FOREIGN: (
        *("usd", "$", "us$", "美元", "美金", "hkd", "港币", "港元", "eur", "欧元", "€", "jpy"),
        *("日元", "gbp", "英镑", "sgd", "新加坡元", "新元", "myr", "idr", "twd", "新台币"),
    ),
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}
_REMARKS = frozenset(
    ("必填", "必填项", "选填", "可选", "required", "optional", "文本", "text", "date", "日期")
) | {"商机id", "合作伙伴项目id", "opportunityid"}
_BEIJING_WORDS = (
    "北京时间",
    "中国标准时间",
    "东八区",
    "beijingtime",
    "beijing",
    "asia/shanghai",
    "cst",
)
_OFFSET = re.compile(r"(?:utc|gmt)(?:(?P<sign>[-+])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?)?")
_BRACKETED = re.compile(r"(?P<name>.+?)[(\[【](?P<addition>[^()\[\]【】]*)[)\]】]")
_AFTER_SEPARATOR = re.compile(r"(?P<name>.+?)[/_-](?P<addition>[^/_-]+)")
_GROUPED = re.compile(r"[^/]*(?:信息|details|information)/(?P<name>.+)")
_BARE_UNIT = re.compile(
    r"(?P<name>.*(?:金额|付|款|支付|amount|paid))(?P<addition>元|cny|rmb|usd|万元)"
)
_BARE_ZONE = re.compile(r"(?P<name>.*(?:时间|at|time))(?P<addition>北京时间|(?:utc|gmt).*)")
_TITLE_LIMIT = 60
"""Characters; no known title is longer."""


def read_title(text: str) -> Title:
    """Parse a title; one that is unknown keeps all of its text as its name."""
    folded = folded_word(text[: _TITLE_LIMIT + 1]).strip(_STRIPPED)
    if len(folded) > _TITLE_LIMIT:
        return Title(folded)
    title = Title(folded)
    while title.fact is None:
        shorter = _without_addition(title)
        if shorter is None:
            return Title(folded)
        title = shorter
    return title


def _without_addition(title: Title) -> Title | None:
    """Return a title without its last addition; None if it has none that is known."""
    grouped = _GROUPED.fullmatch(title.name)
    if grouped is not None:
        return replace(title, name=grouped["name"].strip(_STRIPPED))
    for pattern in (_BRACKETED, _AFTER_SEPARATOR, _BARE_ZONE, _BARE_UNIT):
        match = pattern.fullmatch(title.name)
        if match is None:
            continue
        name, addition = match["name"].strip(_STRIPPED), match["addition"].strip(_STRIPPED)
        if addition in _UNIT_OF:
            return replace(title, name=name, unit=_UNIT_OF[addition])
        zone = zone_of(addition)
        if zone is not None:
            return replace(title, name=name, zone=zone)
        if addition in _REMARKS or not addition:
            return replace(title, name=name)
    return None


def unit_of(text: str) -> AmountUnit | None:
    """Return the unit that a word names, as `folded_word` returns it; None if it names none."""
    return _UNIT_OF.get(text)


def zone_of(text: str) -> tzinfo | None:
    """Return the zone that an addition to a title names; None if it names none."""
    if text in _BEIJING_WORDS:
        return BEIJING
    match = _OFFSET.fullmatch(text)
    if match is None:
        return None
    if match["sign"] is None:
        return UTC
    size = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    if size >= timedelta(hours=15):
        return None
    return timezone(-size if match["sign"] == "-" else size)


def facts_of(cells: Sequence[str]) -> dict[int, str]:
    """Return the facts that a header names, by position; of two titles for a fact, the better."""
    best: dict[str, tuple[int, int]] = {}
    for place, cell in enumerate(cells):
        title = read_title(cell)
        if title.fact is not None:
            rank = _RANKS[title.name], place
            best[title.fact] = min(rank, best.get(title.fact, rank))
    return {place: fact for fact, (_, place) in best.items()}


def duplicate_columns(cells: Sequence[str], facts: Mapping[int, str]) -> dict[int, int]:
    """Return the position of each unused column with the title of a used one, and the latter's."""
    names = {read_title(cells[place]): place for place in facts if place < len(cells)}
    found = {}
    for place, cell in enumerate(cells):
        first = names.get(read_title(cell))
        if place not in facts and first is not None:
            found[place] = first
    return found


def fact_if_moments(title: str) -> str | None:
    """Return the fact that a title names if its column holds moments; else None."""
    return _BY_CONTENT.get(read_title(title).name)


def is_bill_without_orders(cells: Sequence[str]) -> bool:
    """Return whether a header belongs to a bill without order numbers."""
    titles = [read_title(cell) for cell in cells]
    if any(title.fact == "number" for title in titles):
        return False
    return len({title.name for title in titles} & _BILL_TITLES) >= _MIN_BILL_TITLES
