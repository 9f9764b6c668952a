"""The verb `cashback`: what was promised and what came."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from desktop.services.clock import system_clock
from desktop.services.workspace import Workspace
from tests.builders import OTHER_UID, PROJECT_NUMBER, UID
from tests.cli.conftest import Run

NOW = "2026-09-10T04:00:00Z"
FIGURES = ("expected", "received", "outstanding", "lost", "at_risk")
NONE = "0.00"


def order(number: int, **facts: object) -> dict[str, object]:
    """Return a paid order of 100 yuan in LinkDue's JSON."""
    made: dict[str, object] = {
        "account": UID,
        "number": f"23641422715{number:04}",
        "kind": "New",
        "billing": "prepaid",
        "status": "paid",
        "created_at": "2026-09-05T02:00:00Z",
        "paid_at": "2026-09-05T03:00:00Z",
        "cash_paid": "100.00",
    }
    return made | facts


def receipt(number: int, amount: str, account: str = UID) -> dict[str, object]:
    """Return cashback received for an order."""
    return {
        "account": account,
        "order": f"23641422715{number:04}",
        "received_at": "2026-10-01T02:00:00Z",
        "amount": amount,
    }


def data() -> dict[str, object]:
    """Return data in which every figure occurs."""
    associated = {"associated_at": "2026-09-06T00:00:00Z", "project": PROJECT_NUMBER}
    return {
        "format": "linkdue",
        "version": 1,
        "exported_at": NOW,
        "accounts": [
            {"uid": UID, "name": "示例科技", "window": "month"},
            {"uid": OTHER_UID, "name": "", "window": "day"},
        ],
        "partners": [{"name": "伙伴"}],
        "projects": [
            {
                "account": uid,
                "number": number,
                "status": "active",
                "created_at": "2026-08-01T02:00:00Z",
                "cashback_rate": "0.05",
                "partner": partner,
            }
            for uid, number, partner in (
                (UID, PROJECT_NUMBER, "伙伴"),
                (OTHER_UID, "202609010002", None),
            )
        ],
        "orders": [
            order(1, **associated),
            order(2, kind="Renew", parent="236414227150001", cash_paid="40.00"),
            order(3, status="refunded"),
            order(4),
            order(5, account=OTHER_UID),
            order(6, paid_at=None, created_at="2026-08-31T16:00:00Z", status="unpaid"),
            order(7, kind="Mystery"),
        ],
        "cashback": [
            receipt(1, "2.00"),
            receipt(1, "-0.50"),
            receipt(3, "5.00"),
            receipt(9, "7.00"),
        ],
    }


@pytest.fixture
def full(run: Run, tmp_path: Path) -> Run:
    """Make a folder with that data."""
    file = tmp_path / "own.json"
    file.write_text(json.dumps(data()), encoding="utf-8")
    assert run("import", file).status == 0
    return run


def shown(line: dict[str, Any]) -> tuple[str, ...]:
    """Return the figures of a line."""
    return tuple(line[name] for name in FIGURES)


def test_each_order_has_its_figures(full: Run) -> None:
    """The bookkeeper's report: owed, to be returned, lost."""
    lines = full("cashback", "--json", "--now", NOW).data
    assert [list(line) for line in lines] == [
        ["key", "account", "verdict", "month", "partner", "project", *FIGURES, "claimed"]
    ] * 6
    assert [(line["key"][-1], line["account"], line["verdict"]) for line in lines] == [
        ("1", UID, "associated"),
        ("2", UID, "follows-parent"),
        ("3", UID, "not-needed"),
        ("4", UID, "open"),
        ("6", UID, "waiting-payment"),
        ("5", OTHER_UID, "missed"),
    ]
    assert [shown(line) for line in lines] == [
        ("5.00", "1.50", "3.50", NONE, NONE),
        ("2.00", NONE, "2.00", NONE, NONE),
        (NONE, "5.00", "-5.00", NONE, NONE),
        (NONE, NONE, NONE, NONE, "5.00"),
        (NONE, NONE, NONE, NONE, "5.00"),
        (NONE, NONE, NONE, "5.00", NONE),
    ]
    assert [line["month"] for line in lines] == ["2026-09"] * 6
    assert [line["partner"] for line in lines] == ["伙伴", "伙伴", "", "伙伴", "伙伴", ""]
    assert lines[2]["project"] is None
    assert lines[1]["project"] == PROJECT_NUMBER


@pytest.mark.parametrize(
    ("by", "keys"),
    [("month", ["2026-09"]), ("partner", ["", "伙伴"]), ("account", [UID, OTHER_UID])],
)
def test_groups_are_the_sums_of_their_orders(by: str, keys: list[str], full: Run) -> None:
    """However the report is grouped, the sums are the same to the fen."""
    lines = full("cashback", "--by", by, "--json", "--now", NOW).data
    assert [line["key"] for line in lines] == keys
    assert all(list(line) == ["key", *FIGURES, "claimed"] for line in lines)
    sums = [sum(int(line[name].replace(".", "")) for line in lines) for name in FIGURES]
    assert sums == [700, 650, 50, 500, 1000]


def test_verdicts_depend_on_the_moment(full: Run) -> None:
    """An open order is at stake before its deadline, and lost from then on."""
    [later] = full("cashback", "--by", "month", "--json", "--now", "2026-12-01T00:00:00Z").data
    assert (later["lost"], later["at_risk"]) == ("10.00", "5.00")


def test_people_get_a_table(full: Run) -> None:
    """Without --json there are titles, money with its sign, and the sums below."""
    table = full("cashback", "--by", "partner", "--now", NOW).out
    assert "partner" in table.splitlines()[0]
    assert "¥3.50" not in table.splitlines()[0]
    total = table.splitlines()[-1].split()
    assert total == ["total", "¥7.00", "¥0.00", "¥6.50", "¥0.50", "¥5.00", "¥10.00"]
    assert "236414227150001" in full("cashback", "--now", NOW).out


def test_an_empty_folder_has_no_money(run: Run) -> None:
    """A new user is told so, in one line; a program gets no line."""
    assert run("cashback").out == "No cashback was promised or received yet.\n"
    assert run("cashback", "--json").out == ""
    assert run("cashback", "--by", "week").status == 2


def test_renewals_are_read_back_from_json(full: Run, tmp_path: Path) -> None:
    """A project whose partner pays nothing for renewals keeps that in an export."""
    own = data()
    own["projects"][0]["renewals"] = False  # type: ignore[index]
    file = tmp_path / "again.json"
    file.write_text(json.dumps(own), encoding="utf-8")
    assert full("import", file).status == 0
    lines = full("cashback", "--json", "--now", NOW).data
    assert [line["key"][-1] for line in lines] == ["1", "3", "4", "6", "5"]
    out = tmp_path / "out.json"
    assert full("export", out).status == 0
    projects = json.loads(out.read_text(encoding="utf-8"))["projects"]
    assert [project.get("renewals") for project in projects] == [False, None]


def test_a_receipt_is_matched_by_its_amount(full: Run) -> None:
    """Logged by a script, a transfer is matched to the orders that it is for."""
    [kept] = full(
        "receipt", "5.50", "--at", "2026-10-10T00:00:00Z", "--note", "转账", "--json"
    ).data
    assert kept == {
        "received_at": "2026-10-10T00:00:00Z",
        "amount": "5.50",
        "credit": NONE,
        "note": "转账",
        "orders": [
            {"account": UID, "number": "236414227150001", "amount": "3.50"},
            {"account": UID, "number": "236414227150002", "amount": "2.00"},
        ],
    }
    lines = full("cashback", "--json", "--now", NOW).data
    assert [line["outstanding"] for line in lines[:2]] == [NONE, NONE]
    assert full("receipt", "--json").data[0] == kept


def test_a_receipt_is_matched_to_the_orders_named_as_far_as_it_lasts(full: Run) -> None:
    """The user knows better than the amounts; the rest is credit."""
    [kept] = full("receipt", "9", "--order", "236414227150002", "--json").data
    assert (kept["credit"], [order["amount"] for order in kept["orders"]]) == ("7.00", ["2.00"])
    assert (
        full("receipt", "-5.00", "--order", "236414227150003", "--json").data[0]["credit"] == NONE
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["3.33"], "--credit"),
        (["2.00", "--at", "2026-10-02T00:00:00Z"], "--again"),
        (["1.00", "--order", "236414227150004"], "236414227150004"),
        (["2.00", "--month", "2025-01", "--again"], "--order NUMBER"),
    ],
)
def test_an_ambiguous_call_is_refused_in_one_line(
    arguments: list[str], message: str, full: Run
) -> None:
    """Nothing is guessed, and nothing is logged twice by mistake."""
    before = full("receipt", "--json").out
    answer = full("receipt", *arguments)
    assert (answer.status, answer.out) == (1, "")
    assert message in answer.err
    assert len(answer.err.splitlines()) == 1
    assert full("receipt", "--json").out == before


def test_a_duplicate_receipt_is_logged_on_confirmation(full: Run) -> None:
    """Two equal transfers within three days do happen."""
    again = ["2.00", "--at", "2026-10-02T00:00:00Z", "--again", "--credit"]
    assert full("receipt", *again).status == 0
    assert len(full("receipt", "--json").data) == 5


@pytest.mark.parametrize(
    "arguments",
    [["nothing"], ["0"], ["1.234"], ["1", "--month", "2026-13"], ["1", "--credit", "--order", "1"]],
    ids=" ".join,
)
def test_wrong_amounts_are_wrong_usage(arguments: list[str], run: Run) -> None:
    """A script must be able to recognise its own mistake."""
    assert run("receipt", *arguments).status == 2


def test_receipts_are_listed_for_people(full: Run) -> None:
    """Date, amount, its matches, its rest."""
    full("receipt", "9", "--at", "2026-10-20T20:00:00Z", "--credit", "--note", "转账")
    first, second = full("receipt").out.splitlines()[:2]
    assert first.split() == ["received", "amount", "matched", "credit", "orders", "note"]
    assert second.split() == ["2026-10-21", "¥9.00", "¥0.00", "¥9.00", "–", "转账"]


def test_orders_of_excluded_products_are_marked(run: Run, tmp_path: Path) -> None:
    """Without it, the user would wonder why an order has no cashback."""
    book = data()
    found = cast("list[dict[str, object]]", book["orders"])
    found[3]["product"] = "domain"
    file = tmp_path / "own.json"
    file.write_text(json.dumps(book), encoding="utf-8")
    assert run("import", file).status == 0
    workspace = Workspace.open(tmp_path / "data", system_clock)
    project = next(each for each in workspace.book().projects if each.number == PROJECT_NUMBER)
    workspace.save_project(replace(project, excluded_products=frozenset({"domain"})))
    workspace.close()
    lines = run("cashback", "--json", "--now", NOW).data
    [marked] = [line for line in lines if line.get("excluded")]
    assert (marked["key"][-1], set(shown(marked))) == ("4", {"0.00"})
    assert "Not part of the cashback (agreed with the partner)" in run("cashback", "--now", NOW).out


def test_unknown_cashback_is_pointed_out(run: Run, tmp_path: Path) -> None:
    """The sums look complete, but leave out every order without a rate."""
    book = data()
    for project in cast("list[dict[str, object]]", book["projects"]):
        del project["cashback_rate"]
    file = tmp_path / "own.json"
    file.write_text(json.dumps(book), encoding="utf-8")
    assert run("import", file).status == 0
    unknown = "The cashback of 5 orders is unknown, since they have no rate or no amount."
    for by in ("order", "month"):
        assert unknown in run("cashback", "--by", by, "--now", NOW).out
        assert unknown not in run("cashback", "--by", by, "--now", NOW, "--json").out
    explained = run("explain", "236414227150004", "--now", NOW).out
    assert "cashback unknown, since the project has no rate" in explained


def test_payments_of_a_list_are_logged_as_proposed_or_named(run: Run, tmp_path: Path) -> None:
    """Nothing is logged silently: a payment that is not proposed is logged only by its row."""
    source = tmp_path / "all.json"
    associated = {"associated_at": "2026-09-06T00:00:00Z", "project": PROJECT_NUMBER}
    records = data() | {"orders": [order(1, **associated)], "cashback": []}
    source.write_text(json.dumps(records), "utf-8")
    assert run("import", source).status == 0
    bank = tmp_path / "bank.csv"
    lines = (
        "日期,收入,支出,付款人",
        "2026-09-07,5.00,,P",
        "2026-09-08,9.00,,Q",
        "2026-09-08,,4.00,Q",
    )
    bank.write_text("\n".join(lines), "utf-8")
    [tried] = run("receipt", "import", bank, "--dry-run", "--json").data
    assert [(p["row"], p["fits"], p["logged"]) for p in tried["payments"]] == [
        (3, False, False),
        (2, True, True),
    ]
    assert (tried["outgoing"], tried["problems"]) == (1, [])
    assert run("receipt", "--json").data == []
    [done] = run("receipt", "import", bank, "--json").data
    [logged] = [p for p in done["payments"] if p["logged"]]
    assert [each["amount"] for each in logged["orders"]] == ["5.00"]
    again = run("receipt", "import", bank, "--row", "2")
    assert (again.status, "--again" in again.err) == (1, True)
    assert run("receipt", "import", bank, "--row", "3").status == 0
    assert [each["amount"] for each in run("receipt", "--json").data] == ["9.00", "5.00"]
    assert run("receipt", "import").status == 2
    assert run("receipt", "5.00", bank).status == 2
