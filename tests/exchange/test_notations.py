"""Generators for the notations found in files: every value is read correctly, or refused.

A generator writes known orders in one family of notations, and states whether the notation is
ambiguous. What is read must equal what was written; only where it is ambiguous may a row, or the
file, be refused. `LINKDUE_KINDS_EXAMPLES` sets how many files are tried in all.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from desktop.domain.beijing import BEIJING
from desktop.exchange.document.spreadsheet import Sheet
from desktop.exchange.options import ReadOptions
from desktop.exchange.read import Document, open_sheets, open_text, read
from desktop.exchange.snapshot import ImportRefused
from tests.domain.strategies import PROGRAMME

EXAMPLES = int(os.environ.get("LINKDUE_KINDS_EXAMPLES", "280"))
UID, OTHER_UID = "1738376485190001", "1000000000000002"
KNOWN = {"示例": UID, "贸易": OTHER_UID}
FIRST = datetime(2026, 1, 1, tzinfo=BEIJING)
FIELDS = ("number", "kind", "status", "created_at", "paid_at", "payable", "title")
TITLES = {
    "number": "订单号",
    "kind": "订单类型",
    "status": "订单状态",
    "created_at": "创建时间",
    "paid_at": "支付时间",
    "payable": "应付金额",
    "title": "商品名称",
}

Truth = dict[str, Any]
"""The facts of an order, by the fields of its record."""
Draw = Callable[[st.SearchStrategy[Any]], Any]


@dataclass(frozen=True)
class Written:
    """A document with the orders that were written into it, by their numbers.

    `certain` means that nothing in it is ambiguous, so that every order must be read.
    """

    document: Callable[[], Document]
    truths: dict[str, Truth]
    certain: bool = True


moments = st.integers(0, 300 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
fen = st.integers(0, 10**9)
names = st.sampled_from(("ECS", "云盘 100G", "企业邮箱 5 人", "数据库", "SSL 证书"))


@st.composite
def truths(draw: Draw) -> Truth:
    """Draw one paid order."""
    created = draw(moments)
    return {
        "number": f"2364142{draw(st.integers(10_000_000, 99_999_999))}",
        "kind": "New",
        "status": "paid",
        "created_at": created.astimezone(UTC),
        "paid_at": (created + timedelta(minutes=draw(st.integers(0, 999)))).astimezone(UTC),
        "payable": draw(fen),
        "title": draw(names),
    }


several = st.lists(truths(), min_size=1, max_size=4, unique_by=lambda truth: truth["number"])


def usual(truth: Truth) -> dict[str, str]:
    """Write an order as the console does."""
    return {
        "number": truth["number"],
        "kind": "新购",
        "status": "已支付",
        "created_at": f"{truth['created_at'].astimezone(BEIJING):%Y-%m-%d %H:%M:%S}",
        "paid_at": f"{truth['paid_at'].astimezone(BEIJING):%Y-%m-%d %H:%M:%S}",
        "payable": yuan(truth["payable"]),
        "title": truth["title"],
    }


def yuan(amount: int) -> str:
    """Write fen as plain yuan."""
    return f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02d}"


def quoted(cell: str, delimiter: str) -> str:
    """Quote a cell where the CSV standard requires it."""
    needs = any(sign in cell for sign in (delimiter, '"', "\n", "\r"))
    return '"' + cell.replace('"', '""') + '"' if needs else cell


def opened(lines: Sequence[str]) -> Callable[[], Document]:
    """Return a function that opens a text of these lines."""
    return lambda: open_text("\n".join(lines))


@st.composite
def layouts(draw: Draw) -> tuple[list[str], str, list[str]]:
    """Draw the order of the columns, the delimiter, and lines before the header."""
    columns = draw(st.permutations(FIELDS))
    delimiter = draw(st.sampled_from((",", "\t", ";", "，", "|")))
    before = draw(st.sampled_from(([], ["订单列表"], ["导出时间：2026-09-02 10:00:00", ""])))
    return columns, delimiter, before


def table(
    layout: tuple[list[str], str, list[str]],
    rows: Sequence[dict[str, str]],
    titles: dict[str, str] = TITLES,
) -> Callable[[], Document]:
    """Return a function that opens a table with these cells."""
    columns, delimiter, before = layout
    header = delimiter.join(quoted(titles[name], delimiter) for name in columns)
    lines = [delimiter.join(quoted(row[name], delimiter) for name in columns) for row in rows]
    return opened([*before, header, *lines])


# The kinds

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WIDE = str.maketrans("0123456789-:", "０１２３４５６７８９－：")

MOMENTS: dict[str, Callable[[datetime], str]] = {
    "iso": lambda at: f"{at:%Y-%m-%dT%H:%M:%S}+08:00",
    "utc": lambda at: f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z",
    "slashes": lambda at: f"{at.year}/{at.month}/{at.day} {at.hour}:{at:%M}",
    "dots": lambda at: f"{at.year}.{at.month}.{at.day} {at.hour}:{at:%M}",
    "chinese": lambda at: f"{at.year}年{at.month}月{at.day}日 {at.hour}时{at.minute}分",
    "half day": lambda at: f"{at:%Y/%m/%d} {'上午' if at.hour < 12 else '下午'}{half(at)}:{at:%M}",
    "am pm": lambda at: f"{at:%Y-%m-%d} {half(at)}:{at:%M:%S} {'AM' if at.hour < 12 else 'PM'}",
    "month name": lambda at: f"{MONTHS[at.month - 1]} {at.day}, {at.year}, {at:%H:%M:%S}",
    "compact": lambda at: f"{at:%Y%m%d%H%M%S}",
    "offset": lambda at: f"{at:%Y-%m-%d %H:%M:%S} UTC+8",
    "gmt": lambda at: f"{at:%Y-%m-%d %H:%M:%S} (GMT+8)",
    "fraction": lambda at: f"{at:%Y-%m-%d %H:%M:%S}.123",
    "full width": lambda at: f"{at:%Y-%m-%d %H:%M:%S}".translate(WIDE),
    "invisible": lambda at: f"\u200e{at:%Y-%m-%d %H:%M:%S}\ufeff",
    "unix": lambda at: str(int(at.timestamp()) * 1000),
}


def half(at: datetime) -> int:
    """Return the hour on a 12-hour clock."""
    return at.hour % 12 or 12


@st.composite
def notations_of_moments(draw: Draw) -> Written:
    """Draw moments in every unambiguous notation."""
    rows, found = [], draw(several)
    certain = True
    for truth in found:
        row = usual(truth)
        for name in ("created_at", "paid_at"):
            notation = draw(st.sampled_from(sorted(MOMENTS)))
            at = truth[name].astimezone(BEIJING)
            row[name] = MOMENTS[notation](at)
            # Midnight and noon have several notations on a 12-hour clock.
            certain = certain and not (at.hour % 12 == 0 and notation in ("half day", "am pm"))
        rows.append(row)
    return Written(table(draw(layouts()), rows), {t["number"]: t for t in found}, certain)


@st.composite
def doubtful_moments(draw: Draw) -> Written:
    """Draw moments with a part that is missing or ambiguous."""
    found, rows = draw(several), []
    ways: tuple[Callable[[datetime], str], ...] = (
        lambda at: f"{at:%Y-%m-%d}",
        lambda at: f"{at:%d/%m/%Y %H:%M}",
        lambda at: f"{at:%m/%d/%Y %H:%M}",
        lambda at: f"{at:%y-%m-%d %H:%M:%S}",
        lambda at: f"{at:%H:%M:%S}",
        lambda at: str((at.replace(tzinfo=UTC) - datetime(1899, 12, 30, tzinfo=UTC)).days),
        lambda at: f"{at:%Y-%m-%d} {at.hour}",
        lambda at: f"{at:%Y-%m-%d %H:%M} {'AM' if at.hour > 12 else 'XM'}",
    )
    for truth in found:
        row = usual(truth)
        name = draw(st.sampled_from(("created_at", "paid_at")))
        row[name] = draw(st.sampled_from(ways))(truth[name].astimezone(BEIJING))
        rows.append(row)
    return Written(table(draw(layouts()), rows), {t["number"]: t for t in found}, certain=False)


@st.composite
def notations_of_amounts(draw: Draw) -> Written:
    """Draw amounts with signs, brackets, currencies and separators."""
    found, rows, certain = [], [], True
    for truth in draw(several):
        amount = truth["payable"] * draw(st.sampled_from((1, 1, -1)))
        size = f"{abs(amount) // 100:,}.{abs(amount) % 100:02d}"
        plain = yuan(abs(amount))
        sure, doubtful = (
            plus_notations(size, plain),
            (
                size.translate(str.maketrans(",.", ".,")),
                plain.replace(".", ","),
                plain + "0",
                f"{plain} 万",
                f"{plain} USD",
                f"${plain}",
                f"{plain}/月",
            ),
        )
        if amount < 0:
            sure = (f"-{plain}", f"-¥{size}", f"¥-{size}", f"({size})", f"¥({size})", f"{plain}-")
        is_sure = amount < 0 or draw(st.booleans())
        row = usual(truth)
        row["payable"] = draw(st.sampled_from(sure if is_sure else doubtful))
        certain = certain and is_sure
        if row["payable"].endswith(" 万"):
            amount *= 10_000
        found.append(truth | {"payable": amount})
        rows.append(row)
    return Written(table(draw(layouts()), rows), {t["number"]: t for t in found}, certain)


def plus_notations(size: str, plain: str) -> tuple[str, ...]:
    """Write an amount that is not negative."""
    return (
        plain,
        size,
        f"¥{size}",
        f"￥ {plain}",
        f"CNY {size}",
        f"CN¥{plain}",
        f"{size}元",
        f"人民币{plain}",
        f"'{plain}",
        f'="{plain}"',
        f"+{plain}",
        f"{plain}\u200b",
        f"{plain}00",
    )


NOTHING = ("--", "-", "/", "—", "无", "未关联", "N/A", "n/a", "null", "NULL", "0000-00-00", " ", "")


@st.composite
def marks_of_empty_places(draw: Draw) -> Written:
    """Draw cells with marks for “no value”."""
    found, rows = [], []
    for truth in draw(several):
        row = usual(truth) | {
            name: draw(st.sampled_from(NOTHING)) for name in ("parent", "project", "associated_at")
        }
        blank = draw(st.sampled_from(("paid_at", "payable", "title")))
        row[blank] = draw(st.sampled_from(NOTHING))
        found.append(truth | {blank: "" if blank == "title" else None})
        found[-1] |= {"parent": None, "project": None, "associated_at": None}
        rows.append(row)
    columns, delimiter, before = draw(layouts())
    columns = [*columns, "parent", "project", "associated_at"]
    titles = TITLES | {"parent": "关联订单号", "project": "项目编号", "associated_at": "关联时间"}
    document = table((columns, delimiter, before), rows, titles)
    return Written(document, {t["number"]: t for t in found})


@st.composite
def identifiers_that_are_none(draw: Draw) -> Written:
    """Draw identifiers with letters, too few digits, or shortened by a spreadsheet."""
    found, rows = draw(several), []
    name = draw(st.sampled_from(("parent", "project", "number")))
    for truth in found:
        wrong = draw(st.sampled_from(("2.36E+14", "12", "A-2026-0001", "见附件", "9" * 30)))
        rows.append(usual(truth) | {name: wrong})
    columns, delimiter, before = draw(layouts())
    titles = TITLES | {"parent": "关联订单号", "project": "项目编号"}
    columns = columns if name == "number" else [*columns, name]
    document = table((columns, delimiter, before), rows, titles)
    return Written(document, {}, certain=False)


@st.composite
def quotation_marks(draw: Draw) -> Written:
    """Draw texts with inches, quotes and line ends, quoted by the standard, otherwise, or not."""
    columns, delimiter, before = draw(layouts())
    found, lines, certain = [], [], True
    for truth in draw(several):
        title = draw(
            st.sampled_from(('15" 屏', '屏 15"', 'a "b" c', "云服务器\nECS", '"x"', 'k:"v,w"', '"'))
        )
        way = draw(st.sampled_from(("standard", "literal", "backslash", "all")))
        cells = usual(truth)
        if way == "literal" and (delimiter in title or "\n" in title):
            way = "standard"
        written = {name: quoted(cell, delimiter) for name, cell in cells.items()}
        if way == "all":
            written = {name: f'"{cell}"' for name, cell in cells.items()}
        written["title"] = {
            "standard": quoted(title, delimiter),
            "literal": title,
            "backslash": '"' + title.replace('"', '\\"') + '"',
            "all": '"' + title.replace('"', '""') + '"',
        }[way]
        certain = certain and (way in ("standard", "all") or title[0] != '"')
        lines.append(delimiter.join(written[name] for name in columns))
        # Quotation marks around a whole cell are not part of its text.
        loose = title == '"' or (way == "literal" and title[0] == '"')
        meant = {title, title.strip('"')} if loose else {title}
        found.append(truth | {"title": meant})
    header = delimiter.join(TITLES[name] for name in columns)
    return Written(opened([*before, header, *lines]), {t["number"]: t for t in found}, certain)


@st.composite
def values_that_slide(draw: Draw) -> Written:
    """Draw values with commas that no quotation mark protects."""
    columns, _delimiter, before = draw(layouts())
    found, lines = draw(several), []
    for truth in found:
        cells = usual(truth)
        if draw(st.booleans()):
            cells["title"] = "企业邮箱,5 人"
        else:
            cells["payable"] = f"{truth['payable'] // 100:,}.{truth['payable'] % 100:02d}"
        written = [cells[name] for name in columns]
        if draw(st.booleans()):
            written = written[: draw(st.integers(3, len(written)))]
        lines.append(",".join(written))
    header = ",".join(TITLES[name] for name in columns)
    expected = {t["number"]: t | {"title": {t["title"], "企业邮箱", ""}} for t in found}
    for truth in expected.values():
        truth["payable"] = {truth["payable"], None}
        truth["paid_at"] = {truth["paid_at"], None}
    return Written(opened([*before, header, *lines]), expected, certain=False)


DECORATED: dict[str, tuple[str, ...]] = {
    "number": ("订单号*", "订单编号：", "Order ID", "標識信息/訂單號", "标识信息/订单号", "單號"),
    "kind": ("订单类型", "類型", "Order Type *", "訂單類型"),
    "status": ("订单状态：", "Order Status", "訂單狀態"),
    "created_at": (
        "创建时间(北京时间)",
        "Created At (UTC+8)",
        "下单时间 ",
        "建立時間",
        "创建时间：",
    ),
    "paid_at": ("支付时间（北京时间）", "付款時間", "Paid/Activated At (GMT+8)", "支付/开通时间*"),
    "payable": ("应付金额(元)", "应付金额（元）", "应付金额/元", "應付金額", "应付金额(含税)(CNY)"),
    "title": ("商品名称", "Commodity Name", "商品名稱", "产品名称*"),
}


@st.composite
def decorated_titles(draw: Draw) -> Written:
    """Draw titles with units, zones, groups and marks, in both scripts and in English."""
    found = draw(several)
    titles = {name: draw(st.sampled_from(DECORATED[name])) for name in FIELDS}
    document = table(draw(layouts()), [usual(truth) for truth in found], titles)
    return Written(document, {t["number"]: t for t in found})


@st.composite
def titles_that_change_the_value(draw: Draw) -> Written:
    """Draw titles that name another unit or zone, with values in that unit or zone."""
    found, rows = draw(several), []
    at_utc = draw(st.booleans())
    payable, factor = draw(
        st.sampled_from((("应付金额(万元)", 10_000), ("应付金额（分）", 0), ("应付金额(USD)", -1)))
    )
    for truth in found:
        row = usual(truth)
        if at_utc:
            row["created_at"] = f"{truth['created_at']:%Y-%m-%d %H:%M:%S}"
        if factor > 0:
            truth["payable"] *= factor
        elif factor == 0:
            row["payable"] = str(truth["payable"])
        rows.append(row)
    titles = TITLES | {"payable": payable}
    if at_utc:
        titles["created_at"] = "创建时间(UTC)"
    certain = factor >= 0 and all(t["payable"] < 10**13 for t in found)
    if factor < 0:
        found = [truth | {"payable": "never"} for truth in found]
    return Written(table(draw(layouts()), rows, titles), {t["number"]: t for t in found}, certain)


OTHERS = (
    "到期时间",
    "退款时间",
    "导出时间",
    "支付时间(预计)",
    "失效时间",
    "原价",
    "优惠",
    "应付金额(优惠前)",
    "应付金额（不含税）",
    "官网目录价",
    "Expiry Time",
    "Original Price",
)


@st.composite
def columns_of_other_things(draw: Draw) -> Written:
    """Draw additional columns with moments and amounts of another meaning."""
    found = draw(several)
    others = draw(st.lists(st.sampled_from(OTHERS), min_size=1, max_size=4, unique=True))
    missing = draw(st.sampled_from(("paid_at", "payable", "title")))
    columns, delimiter, before = draw(layouts())
    columns = draw(st.permutations([*(name for name in columns if name != missing), *others]))
    titles = TITLES | {name: name for name in others}
    rows = [
        usual(truth)
        | {name: "2027-09-01 00:00:00" if "时间" in name else "9999.00" for name in others}
        for truth in found
    ]
    expected = [truth | {missing: "" if missing == "title" else None} for truth in found]
    document = table((columns, delimiter, before), rows, titles)
    return Written(document, {t["number"]: t for t in expected})


@st.composite
def account_columns(draw: Draw) -> Written:
    """Draw UIDs, names and both, of accounts that are known and of others."""
    ways = {
        UID: UID,
        "示例": UID,
        f"示例({UID})": UID,
        f"示例贸易（{OTHER_UID}）": OTHER_UID,
        "贸易": OTHER_UID,
        f"\t{OTHER_UID}": OTHER_UID,
        "zhang@example.com": None,
        "示例贸易有限公司": None,
        "13800138000": None,
    }
    found, rows = [], []
    for truth in draw(several):
        way = draw(st.sampled_from(sorted(ways)))
        rows.append(usual(truth) | {"account": way})
        found.append(truth | {"account": ways[way]})
    columns, delimiter, before = draw(layouts())
    titles = TITLES | {"account": draw(st.sampled_from(("资源购买账号", "账号", "账号ID")))}
    delimiter = "," if delimiter == "\t" else delimiter
    document = table((["account", *columns], delimiter, before), rows, titles)
    certain = all(truth["account"] for truth in found)
    return Written(document, {t["number"]: t for t in found}, certain)


@st.composite
def orders_on_several_lines(draw: Draw) -> Written:
    """Draw orders that have a line for each part, with the part's amount."""
    found, rows = draw(several), []
    for truth in found:
        amounts = draw(st.lists(fen, min_size=1, max_size=3, unique=True))
        titles = [truth["title"], "第二", "第三"]
        rows += [
            usual(truth) | {"payable": yuan(amount), "title": title}
            for amount, title in zip(amounts, titles, strict=False)
        ]
        truth["payable"] = sum(amounts)
    return Written(table(draw(layouts()), rows), {t["number"]: t for t in found})


@st.composite
def sheets_of_a_workbook(draw: Draw) -> Written:
    """Draw order lists among notes, empty sheets and hidden ones."""
    found: list[Truth] = []
    sheets: list[Sheet] = []
    for number, orders in enumerate(draw(st.lists(several, min_size=1, max_size=3))):
        rows = [[TITLES[name] for name in FIELDS]]
        for truth in orders:
            if all(truth["number"] != other["number"] for other in found):
                found.append(truth)
                rows.append([usual(truth)[name] for name in FIELDS])
        if len(rows) > 1:
            sheets.append(Sheet(f"订单 {number}", rows=rows))
    noise = (Sheet("说明", rows=[["请勿修改"], ["a", "b"]]), Sheet("空"), Sheet("旧", hidden=True))
    sheets += draw(st.lists(st.sampled_from(noise), max_size=3, unique_by=lambda sheet: sheet.name))
    mixed = draw(st.permutations(sheets))
    return Written(lambda: open_sheets(mixed), {t["number"]: t for t in found})


@st.composite
def moments_of_answers(draw: Draw) -> Written:
    """Draw JSON of the API after log lines, with moments with and without their zone."""
    found, rows, certain = draw(several), [], True
    for truth in found:
        zoned = draw(st.booleans())
        ways = ("utc", "iso", "unix") if zoned else ("slashes", "fraction")
        certain = certain and zoned
        write = MOMENTS[draw(st.sampled_from(ways))]
        rows.append(
            {
                "OrderId": truth["number"],
                "OrderType": "New",
                "SubscriptionType": "Subscription",
                "PaymentStatus": "Paid",
                "CreateTime": write(truth["created_at"].astimezone(BEIJING)),
                "PaymentTime": write(truth["paid_at"].astimezone(BEIJING)),
                "PretaxAmount": yuan(truth["payable"]),
                "RelatedOrderId": draw(st.sampled_from((None, "", "0", "--"))),
            }
        )
        truth |= {"title": "", "parent": None}
    log = draw(st.sampled_from(("", "WARNING: profile default\n", "[INFO] a\n[WARN] {b}\n")))
    text = log + json.dumps({"OrderList": {"Order": rows}}, indent=draw(st.sampled_from((None, 2))))
    return Written(lambda: open_text(text), {t["number"]: t for t in found}, certain)


KINDS: dict[str, Callable[[], st.SearchStrategy[Written]]] = {
    "notations of moments": notations_of_moments,
    "doubtful moments": doubtful_moments,
    "notations of amounts": notations_of_amounts,
    "marks of empty places": marks_of_empty_places,
    "identifiers that are none": identifiers_that_are_none,
    "quotation marks": quotation_marks,
    "values that slide": values_that_slide,
    "decorated titles": decorated_titles,
    "titles that change the value": titles_that_change_the_value,
    "columns of other things": columns_of_other_things,
    "account columns": account_columns,
    "orders on several lines": orders_on_several_lines,
    "sheets of a workbook": sheets_of_a_workbook,
    "moments of answers": moments_of_answers,
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_value_is_right_or_refused(kind: str) -> None:
    """A value that nobody has written would be recorded silently."""

    @settings(
        max_examples=max(1, EXAMPLES // len(KINDS)),
        deadline=None,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(KINDS[kind]())
    def every(written: Written) -> None:
        try:
            snapshot = read(written.document(), PROGRAMME, ReadOptions(account=UID), KNOWN)
        except ImportRefused:
            assert not written.certain
            return
        for each in snapshot.orders:
            truth = written.truths[each.order.number]
            for name, value in truth.items():
                value_read = getattr(each.order, name)
                assert value_read in value if isinstance(value, set) else value_read == value, name
        numbers = [each.order.number for each in snapshot.orders]
        assert len(numbers) == len(set(numbers))
        if written.certain:
            assert set(numbers) == written.truths.keys()

    every()
