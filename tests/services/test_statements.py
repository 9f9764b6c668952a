"""The statement for a partner: exported, filled in with another program, and imported again."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from desktop.domain.money_records import AnswerKind, PartnerAnswer, Receipt
from desktop.domain.statement import LineProblem
from desktop.exchange.document.spreadsheet import read_rows
from desktop.exchange.formats.statement_table import ANSWERS, TITLES
from desktop.exchange.snapshot import ImportRefused
from desktop.services.statements import ReturnedStatement
from desktop.services.workspace import Workspace
from tests.builders import PROJECT_NUMBER, UID, make_account, make_active_project, make_order
from tests.conftest import FakeClock, open_store

ORDER = "236414227150000"
COLUMNS = list(TITLES)
ANSWER, AMOUNT, OUTSTANDING = (COLUMNS.index(x) for x in ("answer", "amount", "outstanding"))


def number(at: int) -> str:
    """Return the number of the order at a position."""
    return str(int(ORDER) + at)


def fill(workspace: Workspace, clock: FakeClock, count: int) -> None:
    """Record associated orders with a project of a partner."""
    workspace.save_account(make_account(name="=示例"))
    made = clock() - timedelta(days=80)
    workspace.save_project(
        make_active_project(created_at=made, cashback_rate=Decimal("0.0333"), partner="=伙伴")
    )
    at = made + timedelta(days=1)
    orders = [
        make_order(
            number=number(each),
            created_at=at,
            paid_at=at,
            cash_paid=100_003 + 97 * each,
            title="@云服务器, 一台",
            project=PROJECT_NUMBER,
            associated_at=at,
        )
        for each in range(count)
    ]
    with open_store(workspace) as store, store.transaction("add") as transaction:
        transaction.add_orders(orders)


def exported(workspace: Workspace, path: Path, language: str = "zh_CN") -> list[list[str]]:
    """Export a statement and return its cells."""
    workspace.statements.export(path, "=伙伴", language)
    if path.suffix == ".xlsx":
        return read_rows(path.read_bytes())
    return [*csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))]


def returned(workspace: Workspace, path: Path, rows: list[list[str]]) -> ReturnedStatement:
    """Write the cells as another program does, and read them."""
    if path.suffix == ".xlsx":
        with Workbook(path) as book:
            sheet = book.add_worksheet()
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    else:
        with path.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows(rows)
    return workspace.statements.read(path)


def set_cell(row: list[str], place: int, text: str) -> None:
    """Fill in a cell; a spreadsheet omits empty ones at the end."""
    row += [""] * (len(COLUMNS) - len(row))
    row[place] = text


def answered(workspace: Workspace) -> list[PartnerAnswer]:
    """Return the partners' answers, without mere claims."""
    return [each for each in workspace.statements.answers().values() if each.answer is not None]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_of_a_hundred_lines_exactly_the_seven_ticked_ones_come_in(
    ending: str, language: str, workspace: Workspace, clock: FakeClock, tmp_path: Path
) -> None:
    """With one line or one fen more or less, user and partner have different books."""
    fill(workspace, clock, 100)
    rows = exported(workspace, tmp_path / f"out{ending}", language)
    assert len(rows) == 101
    outstanding = {order.number: order.figures.outstanding for order in workspace.cashback.orders()}
    dice = random.Random(7)
    wanted = {}
    for at in dice.sample(range(1, 101), 7):
        kind = dice.choice([*AnswerKind])
        fen = dice.choice([None, dice.randrange(1, 10**6)])
        if kind is AnswerKind.AGREED:
            fen = None
        set_cell(rows[at], ANSWER, ANSWERS[kind][dice.randrange(2)])
        set_cell(rows[at], AMOUNT, "" if fen is None else f"{fen / 100:,.2f}")
        name = rows[at][COLUMNS.index("number")].strip()
        wanted[name] = kind, fen if fen or kind is AnswerKind.DISPUTED else outstanding[name]
    found = returned(workspace, tmp_path / f"back{ending}", rows)
    assert (found.lines.blank, found.lines.refused, found.problems) == (93, (), ())
    assert answered(workspace) == []
    assert workspace.statements.record_answers(found) == 7
    kept = answered(workspace)
    assert {each.order: (each.answer, each.amount) for each in kept} == wanted
    assert {each.partner for each in kept} == {"=伙伴"}
    assert workspace.cashback.receipts() == []
    workspace.undo()
    assert answered(workspace) == []
    workspace.redo()
    assert len(answered(workspace)) == 7
    assert workspace.check().ok


@pytest.mark.parametrize(
    ("language", "name"), [("zh_CN", "云服务器 ECS"), ("en", "Elastic Compute Service")]
)
def test_a_product_is_named_as_the_partner_knows_it(
    language: str, name: str, workspace: Workspace, clock: FakeClock, tmp_path: Path
) -> None:
    """“cdn” and “ecs” are codes of the API, which a partner's bookkeeper need not know."""
    fill(workspace, clock, 1)
    [order] = workspace.book().orders.values()
    workspace.save_order(replace(order, product="ecs"))
    [titles, row] = exported(workspace, tmp_path / "out.csv", language)
    assert row[COLUMNS.index("product")] == name
    set_cell(row, ANSWER, ANSWERS[AnswerKind.AGREED][0])
    found = returned(workspace, tmp_path / "back.csv", [titles, row])
    assert found.problems == ()


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_no_cell_of_a_statement_is_a_formula(
    ending: str, workspace: Workspace, clock: FakeClock, tmp_path: Path
) -> None:
    """It is opened on another computer, and titles of orders come from anywhere."""
    fill(workspace, clock, 2)
    for row in exported(workspace, tmp_path / f"out{ending}")[1:]:
        assert not any(cell[:1] in ("=", "+", "-", "@") for cell in row)


@pytest.mark.parametrize(
    ("column", "text", "field"),
    [
        ("number", number(5), "number"),
        ("outstanding", "33.31", "outstanding"),
        ("expected", "1.00", "expected"),
        ("base", "", "base"),
        ("rate", "3.34%", "rate"),
        ("paid_on", "2026-07-01", "paid_on"),
    ],
)
def test_a_changed_column_is_refused_for_its_line_alone(
    column: str, text: str, field: str, workspace: Workspace, clock: FakeClock, tmp_path: Path
) -> None:
    """An answer about another sum would be noted for this order."""
    fill(workspace, clock, 3)
    rows = exported(workspace, tmp_path / "out.csv")
    for row in rows[1:]:
        set_cell(row, ANSWER, "同意")
    rows[1][COLUMNS.index(column)] = text
    checked = returned(workspace, tmp_path / "back.csv", rows).lines
    assert [each.returned.row for each in checked.answered] == [3, 4]
    [refused] = checked.refused
    assert (refused.problem, refused.field) == (LineProblem.CHANGED, field)


def test_an_old_a_foreign_and_a_repeated_line_are_distinguished(
    workspace: Workspace, clock: FakeClock, tmp_path: Path
) -> None:
    """Each has another remedy, which the user is told."""
    fill(workspace, clock, 4)
    rows = exported(workspace, tmp_path / "out.csv")
    for row in rows[1:]:
        set_cell(row, ANSWER, "paid")
    rows.append(rows[2])
    marked = rows[3][-1].strip()
    rows[3][-1] = marked[:9] + ("0000" if marked[9:13] != "0000" else "1111") + marked[13:]
    rows[4][-1] = ""
    came = Receipt(received_at=clock(), amount=100)
    workspace.cashback.enter(came, [((UID, number(0)), 100)])
    checked = returned(workspace, tmp_path / "back.csv", rows).lines
    assert [(each.returned.row, each.problem) for each in checked.refused] == [
        (2, LineProblem.OLD),
        (4, LineProblem.FOREIGN),
        (5, LineProblem.NO_ID),
        (6, LineProblem.TWICE),
    ]
    [answered] = checked.answered
    assert answered.returned.row == 3


@pytest.mark.parametrize(
    ("answer", "amount", "problem"),
    [
        ("", "3.00", LineProblem.NO_ANSWER),
        ("同意", "3.00", LineProblem.OTHER_AMOUNT),
        ("paid", "0", LineProblem.NOTHING_PAID),
        ("disputed", "-1", LineProblem.BELOW_ZERO),
    ],
)
def test_an_answer_that_contradicts_itself_is_asked_about(
    answer: str,
    amount: str,
    problem: LineProblem,
    workspace: Workspace,
    clock: FakeClock,
    tmp_path: Path,
) -> None:
    """Only the partner knows which of the two is right."""
    fill(workspace, clock, 1)
    rows = exported(workspace, tmp_path / "out.csv")
    set_cell(rows[1], ANSWER, answer)
    set_cell(rows[1], AMOUNT, amount)
    checked = returned(workspace, tmp_path / "back.csv", rows).lines
    assert [each.problem for each in checked.refused] == [problem]
    assert checked.answered == ()


@pytest.mark.parametrize(
    ("place", "text", "code"),
    [
        (ANSWER, "maybe", "statement-no-such-answer"),
        (AMOUNT, "much", "statement-no-amount"),
        (OUTSTANDING, "1,2", "statement-no-amount"),
        (COLUMNS.index("paid_on"), "soon", "statement-no-day"),
    ],
)
def test_what_cannot_be_read_is_a_problem_of_its_line(
    place: int, text: str, code: str, workspace: Workspace, clock: FakeClock, tmp_path: Path
) -> None:
    """The other lines are imported."""
    fill(workspace, clock, 2)
    rows = exported(workspace, tmp_path / "out.csv")
    for row in rows[1:]:
        set_cell(row, ANSWER, "agreed")
    set_cell(rows[1], place, text)
    found = returned(workspace, tmp_path / "back.csv", rows)
    assert [(each.row, each.code) for each in found.problems] == [(2, code)]
    assert len(found.lines.answered) == 1


def test_a_later_answer_replaces_an_earlier_one(
    workspace: Workspace, clock: FakeClock, tmp_path: Path
) -> None:
    """First disputed, then agreed; and an older file must not revert it."""
    fill(workspace, clock, 1)
    rows = exported(workspace, tmp_path / "old.csv")
    set_cell(rows[1], ANSWER, "有异议")
    first = returned(workspace, tmp_path / "first.csv", rows)
    assert workspace.statements.record_answers(first) == 1
    assert (
        workspace.statements.record_answers(workspace.statements.read(tmp_path / "first.csv")) == 0
    )
    clock.advance(days=3)
    newer = exported(workspace, tmp_path / "new.csv")
    set_cell(newer[1], ANSWER, "同意")
    assert workspace.statements.record_answers(returned(workspace, tmp_path / "n.csv", newer)) == 1
    [kept] = workspace.statements.answers().values()
    assert kept.answer is AnswerKind.AGREED
    again = workspace.statements.read(tmp_path / "first.csv")
    assert [each.problem for each in again.lines.refused] == [LineProblem.ANSWERED_SINCE]


@pytest.mark.parametrize("text", ["a,b,c\n1,2,3\n", "订单号,账号ID\n1,2\n", "x"])
def test_a_file_that_is_no_statement_is_refused(
    text: str, workspace: Workspace, tmp_path: Path
) -> None:
    """A list of orders has order numbers, too."""
    path = tmp_path / "list.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(ImportRefused, match="no-statement"):
        workspace.statements.read(path)


def test_what_a_statement_lists_is_claimed_until_that_is_undone(
    workspace: Workspace, clock: FakeClock, tmp_path: Path
) -> None:
    """Orders that the partner was never asked about would seem to be on their way."""
    fill(workspace, clock, 3)
    expected = [order.figures.expected for order in workspace.cashback.orders()]
    exported(workspace, tmp_path / "out.csv")
    assert claimed(workspace) == expected
    [first, *_others] = workspace.statements.answers().values()
    assert (first.answer, first.amount, first.partner) == (None, None, "=伙伴")
    workspace.undo()
    assert claimed(workspace) == [0, 0, 0]
    assert workspace.statements.answers() == {}
    workspace.redo()
    assert claimed(workspace) == expected


def test_a_claim_stays_what_it_was_through_receipts_answers_and_newer_statements(
    workspace: Workspace, clock: FakeClock, tmp_path: Path
) -> None:
    """After a partial payment, the sum would be claimed twice, or the rest not at all."""
    fill(workspace, clock, 2)
    expected = [order.figures.expected for order in workspace.cashback.orders()]
    rows = exported(workspace, tmp_path / "first.csv")
    set_cell(rows[1], ANSWER, "有异议")
    workspace.statements.record_answers(returned(workspace, tmp_path / "back.csv", rows))
    workspace.cashback.enter(Receipt(received_at=clock(), amount=100), [((UID, number(1)), 100)])
    clock.advance(days=3)
    exported(workspace, tmp_path / "second.csv")
    assert claimed(workspace) == expected
    assert [each.answer for each in answered(workspace)] == [AnswerKind.DISPUTED]


def test_a_statement_that_cannot_be_written_claims_nothing(
    workspace: Workspace, clock: FakeClock, tmp_path: Path
) -> None:
    """The partner never received it."""
    fill(workspace, clock, 2)
    with pytest.raises(FileNotFoundError):
        workspace.statements.export(tmp_path / "no folder" / "out.csv", None, "en")
    assert claimed(workspace) == [0, 0]


def claimed(workspace: Workspace) -> list[int]:
    """Return the claimed amount of each order, in fen."""
    return [order.figures.claimed for order in workspace.cashback.orders()]
