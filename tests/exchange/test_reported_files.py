"""Files modelled on public bug reports: each value is read correctly, or its row refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.domain.beijing import BEIJING
from desktop.exchange.options import ReadOptions
from desktop.exchange.read import open_file, read
from desktop.exchange.snapshot import ImportRefused, Snapshot
from desktop.services.workspace import Workspace
from tests.conftest import FakeClock
from tests.domain.strategies import PROGRAMME

REPORTED = Path(__file__).with_name("samples") / "reported"
UID, OTHER_UID = "1738376485190001", "1000000000000002"
CREATED, PAID = "2026-09-01 14:20", "2026-09-01 14:25"
EARLY, LATE = "2026-09-01 00:10", "2026-09-01 00:30"


def beijing(text: str | None) -> datetime | None:
    """Return a moment in Beijing as UTC."""
    if text is None:
        return None
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING).astimezone(UTC)


def found(name: str, **known: str) -> Snapshot:
    """Return the records in a file, for the account that the user chose."""
    return read(
        open_file(REPORTED / name),
        PROGRAMME,
        ReadOptions(account=UID),
        {"示例": UID, "贸易": OTHER_UID, **known},
    )


@dataclass(frozen=True)
class Right:
    """The expected first order of a file; moments in Beijing, amounts in fen."""

    number: str
    created: str = EARLY
    paid: str | None = LATE
    payable: int | None = 1250
    cash: int | None = None
    kind: str = "New"
    status: str = "paid"
    title: str = ""
    account: str = UID
    notes: tuple[str, ...] = ()
    orders: int = 1
    refused: tuple[str, ...] = field(default=())


RIGHT = {
    "backtick.csv": Right("236414227153008", title="`测试"),
    "bom_cell.csv": Right("236414227165005", CREATED, PAID, 204000, title="x"),
    "dup_lines.csv": Right(
        "236414227162012", CREATED, PAID, 210000, title="ECS", notes=("parts-added",)
    ),
    "exp1.txt": Right("236414227161001", CREATED, None, 204000, notes=("columns-unused",)),
    "exp3.txt": Right("236414227161003", CREATED, None, 204000, notes=("columns-unused",)),
    "intl2.csv": Right(
        "236414227162009",
        CREATED,
        PAID,
        204000,
        title="ECS (Subscription)",
        notes=("columns-unused",),
        orders=3,
    ),
    "lab1.txt": Right("236414227166001", CREATED, None, 100, notes=("columns-unused",)),
    "lab3.txt": Right("236414227166003", CREATED, None, 100, notes=("columns-unused",)),
    "logjson.json": Right(
        "236414227155001",
        "2026-09-01 08:30",
        "2026-09-01 08:40",
        204000,
        notes=("lines-skipped",),
    ),
    "odd_quote.csv": Right("236414227153001", payable=204000, title="云服务器 ECS", orders=2),
    "odd_quote2.csv": Right("236414227153001", payable=204000, title="企业邮箱,5 人", orders=2),
    "orig.txt": Right("236414227161004", CREATED, PAID, None, 204000, notes=("columns-unused",)),
    "own_prices.csv": Right(
        "236414227162003",
        CREATED,
        PAID,
        None,
        204000,
        title="ECS",
        notes=("columns-unused",),
        orders=2,
    ),
    "placeholders.csv": Right("236414227162100", CREATED, None, 100, title="t--", orders=14),
    "placeholders2.csv": Right("236414227163001", CREATED, PAID, 204000, title="ECS", orders=4),
    "placeholders3.csv": Right("236414227163005", CREATED, PAID, 204000, kind="Renew"),
    "ref.txt": Right("236414227161006", CREATED, PAID, -68000, kind="Refund", status="refunded"),
    "times.json": Right(
        "236414227155100",
        "2026-09-01 08:30",
        "2026-09-01 08:30",
        204000,
        orders=9,
        refused=("not-an-instant", "not-an-instant"),
    ),
    "trad_utf8.csv": Right("236414227157001", title="雲端伺服器"),
    "tsv_newline.txt": Right(
        "236414227160011", CREATED, PAID, 204000, title="云服务器\nECS", orders=2
    ),
    "units2.csv": Right("236414227153010", cash=1100, title="测试"),
    "units3.csv": Right("236414227153011", cash=1100, title="测试"),
    "wrong_account.csv": Right(
        "236414227163010",
        "2026-09-05 14:20",
        "2026-09-05 14:25",
        204000,
        title="ECS",
        account=OTHER_UID,
        orders=2,
    ),
    "wx1.txt": Right("236414227160001", CREATED, PAID, None, 204000),
    "wx5.txt": Right("236414227160005", CREATED, PAID, -68000),
    "wx9.txt": Right(
        "236414227160009", CREATED, None, 204000, status="unpaid", notes=("columns-unused",)
    ),
}
REFUSED = {
    "exp2.txt": ("missing", "created_at"),
    "sep.csv": ("separator-doubt", "payable"),
    "usd2.txt": ("currency", "payable"),
    "wx7.txt": ("separator-doubt", "payable"),
}
ELSEWHERE = {
    "acc.json",
    "acc_two.json",
    "accounts.csv",
    "amounts.csv",
    "bill_tags.csv",
    "dates.csv",
}
"""Files with a separate test below."""


def test_every_reported_file_has_a_test() -> None:
    """A file would be added without an expected result."""
    names = {path.name for path in REPORTED.iterdir()}
    assert names == RIGHT.keys() | REFUSED.keys() | ELSEWHERE


@pytest.mark.parametrize(("name", "right"), RIGHT.items())
def test_reported_files_are_read_correctly(name: str, right: Right) -> None:
    """A wrong value would be recorded silently, and with it a wrong deadline."""
    snapshot = found(name)
    order = snapshot.orders[0].order
    assert (order.account, order.number, order.kind, order.status.value, order.title) == (
        right.account,
        right.number,
        right.kind,
        right.status,
        right.title,
    )
    assert (order.created_at, order.paid_at) == (beijing(right.created), beijing(right.paid))
    assert (order.payable, order.cash_paid) == (right.payable, right.cash)
    assert (order.parent, order.project) == (None, None)
    assert tuple(note.code for note in snapshot.notes) == right.notes
    assert tuple(problem.code for problem in snapshot.problems) == right.refused
    assert len(snapshot.orders) == right.orders


@pytest.mark.parametrize(("name", "why"), REFUSED.items())
def test_doubtful_values_are_refused(name: str, why: tuple[str, str]) -> None:
    """12,50 would become 1250, dollars would become yuan, an expiry a creation."""
    with pytest.raises(ImportRefused) as refusal:
        found(name)
    assert (refusal.value.facts["problem"], refusal.value.facts["field"]) == why


def test_further_rows_of_the_files() -> None:
    """The first row would be right, and the next one shifted."""
    assert found("odd_quote.csv").orders[1].order.title == '15" 显示屏 包'
    second = found("odd_quote2.csv").orders[1].order
    assert (second.title, second.payable) == ('15" 显示屏', 1250)
    second = found("tsv_newline.txt").orders[1].order
    assert (second.title, second.payable) == ('15" 屏', 1250)
    renewal, third = (read_order.order for read_order in found("intl2.csv").orders[1:])
    assert (renewal.kind, renewal.status.value, renewal.paid_at) == ("Renew", "unpaid", None)
    assert (third.kind, third.payable) == ("New", None)
    assert [each.row for each in found("times.json").problems] == [6, 7]
    assert {each.order.created_at for each in found("times.json").orders} == {
        beijing("2026-09-01 08:30")
    }


def test_empty_places_are_nothing_in_every_column() -> None:
    """“--” would become a project, and the order would leave the open list."""
    for name in ("placeholders.csv", "placeholders2.csv"):
        for read_order in found(name).orders:
            order = read_order.order
            assert (order.project, order.parent, order.associated_at) == (None, None, None)
            if order.status.value == "unpaid":
                assert order.paid_at is None


AMOUNTS: dict[int, int | str | None] = {
    **dict.fromkeys((0, 1, 2, 11, 12, 26, 28, 29, 30, 31), 123450),
    **dict.fromkeys((3, 4, 5, 7, 8, 9), -68000),
    **dict.fromkeys((17, 18, 19, 20, 21, 22), None),
    6: -168000,
    10: 1250,
    13: "separator-doubt",
    14: 123456,
    15: 204000,
    16: -100000,
    23: 0,
    24: 50,
    25: "unknown-unit",
    27: "separator-doubt",
    32: 204000,
    33: "not-money",
    34: "finer-than-fen",
}


def test_every_notation_of_an_amount() -> None:
    """A comma, a bracket or a sign would change the amount by a factor, or negate it."""
    snapshot = found("amounts.csv")
    outcomes: dict[int, int | str | None] = {
        int(each.order.number[-3:]): each.order.payable for each in snapshot.orders
    }
    outcomes |= {int(str(p.facts["number"])[-3:]): p.code for p in snapshot.problems}
    assert outcomes == AMOUNTS


DATES: dict[int, str] = {
    **dict.fromkeys((0, 1, 3, 4), "2026-09-01 00:10:00"),
    2: "2026-09-01 08:10:00",
    **dict.fromkeys((16, 47, 48), "2026-09-01 22:20:00"),
    32: "2026-09-01 14:20:05",
    34: "day-month-doubt",
    42: "time-missing",
    43: "2026-09-02 00:00:00",
    44: "no-such-moment",
    45: "no-such-moment",
    49: "2026-09-13 14:20:00",
    50: "not-a-moment",
    51: "2026-09-01 04:05:00",
    52: "not-a-moment",
    59: "half-day-doubt",
}
"""The result for some of sixty notations; all others mean 14:20."""


def test_every_notation_of_a_moment() -> None:
    """Half a day, eight hours or a month would be lost; ambiguous moments are refused instead."""
    snapshot = found("dates.csv")
    outcomes = {int(p.facts["number"]) % 1000: p.code for p in snapshot.problems}
    for each in snapshot.orders:
        order = each.order
        local = order.created_at.astimezone(BEIJING)
        outcomes[int(order.number) % 1000] = f"{local:%Y-%m-%d %H:%M:%S}"
        assert order.paid_at == order.created_at
    assert outcomes == {n: DATES.get(n, "2026-09-01 14:20:00") for n in range(60)}


def test_the_account_column() -> None:
    """Other people's orders would go to the chosen account."""
    snapshot = found("accounts.csv")
    assert [(each.row, each.order.account) for each in snapshot.orders] == [
        (4, UID),
        (5, UID),
        (6, OTHER_UID),
        (7, OTHER_UID),
    ]
    assert [(p.row, p.code, p.facts["value"]) for p in snapshot.problems] == [
        (2, "account-unknown", "zhang@example.com"),
        (3, "account-unknown", "li@example.com"),
    ]


def test_a_bill_with_tags() -> None:
    """The quotes in a tag would shift every amount by a column."""
    snapshot = found("bill_tags.csv")
    assert snapshot.orders == ()
    assert [int(each.number[-1]) for each in snapshot.additions] == [1, 2, 3, 4, 5, 6]
    usual = {"paid_at": beijing(PAID), "payable": 204000, "cash_paid": 194000}
    assert [dict(each.facts) for each in snapshot.additions] == [
        *[usual] * 5,
        usual | {"payable": -68000, "cash_paid": -68000},
    ]
    assert [(p.row, p.code) for p in snapshot.problems] == [
        (9, "missing"),
        (0, "lines-of-no-order"),
    ]


def test_from_the_first_file_to_the_records(workspace: Workspace, clock: FakeClock) -> None:
    """Counts and amounts would be right in the preview and wrong in the records."""
    clock.now = datetime(2026, 9, 20, tzinfo=UTC)
    workspace.files.import_file(REPORTED / "acc_two.json")
    report = workspace.files.import_file(REPORTED / "dup_lines.csv", UID)
    assert (report.plan.added, len(report.plan.planned)) == (1, 1)
    order = workspace.book().order(UID, "236414227162012")
    assert order is not None
    assert order.payable == 210000
    workspace.files.import_file(REPORTED / "wrong_account.csv", UID)
    assert {order.account for order in workspace.book().orders.values()} == {UID, OTHER_UID}
    assert workspace.book().accounts[OTHER_UID].name == "贸易"
    clock.now -= timedelta(days=30)
    doubted = workspace.files.import_file(REPORTED / "units2.csv", UID).plan
    assert [problem.code for problem in doubted.problems] == ["paid-in-future"]
