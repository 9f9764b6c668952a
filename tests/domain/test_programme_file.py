"""The programme is data: another file leads to other verdicts, a broken one is refused."""

from __future__ import annotations

import copy
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.base.resources import resource
from desktop.domain.assessment import Assessment, Verdict, assess
from desktop.domain.book import Book
from desktop.domain.model import OrderStatus, Window
from desktop.domain.programme import Need, from_data, load
from tests.builders import make_account, make_active_project, make_paid_order

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
SHIPPED = tomllib.loads(resource("programme.toml").read_text("utf-8"))


def _assessed(change: dict[str, dict[str, Any]], window: Window, **values: Any) -> Assessment:
    data = copy.deepcopy(SHIPPED)
    for section, entries in change.items():
        data[section] |= entries
    order = make_paid_order(NOW, **values)
    project = make_active_project(created_at=NOW - timedelta(days=20))
    accounts = [make_account(window=window)]
    book = Book(from_data(data), accounts=accounts, projects=[project], orders=[order])
    return assess(order, book, NOW)


def test_days_of_validity_are_read_from_the_file() -> None:
    """When the console changes the validity, a new file would not suffice."""
    assert _assessed({}, Window.MONTH).capped_by == "window-month"
    short = _assessed({"validity": {"days": 21}}, Window.MONTH)
    assert short.capped_by == "project-validity"
    assert short.deadline == NOW + timedelta(days=1)


def test_months_of_validity_are_read_from_the_file() -> None:
    """One of the two numbers in the file would have no effect."""
    short = _assessed({"validity": {"months": 0}}, Window.MONTH)
    assert short.verdict is Verdict.MISSED
    long = _assessed({"validity": {"months": 1, "days": 400}}, Window.MONTH)
    assert long.deadline == datetime(2026, 9, 21, 4, tzinfo=UTC)


def test_the_plan_for_an_unknown_window_is_read_from_the_file() -> None:
    """The cautious guess for an account not looked up yet would be hard-coded."""
    by_day = _assessed({}, Window.UNKNOWN)
    by_month = _assessed({"windows": {"unknown": "month"}}, Window.UNKNOWN)
    assert by_day.capped_by == by_month.capped_by == "window-unknown"
    assert by_day.deadline == datetime(2026, 9, 10, 16, tzinfo=UTC)
    assert by_month.deadline == datetime(2026, 9, 30, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("need", "verdict"),
    [
        ("own", Verdict.OPEN),
        ("parent", Verdict.CHECK_CONSOLE),
        ("none", Verdict.NOT_NEEDED),
        ("check", Verdict.CHECK_CONSOLE),
    ],
)
def test_kinds_are_read_from_the_file(need: str, verdict: Verdict) -> None:
    """A kind of order that the console treats differently one day would need a new program."""
    assert _assessed({"kinds": {"Renew": need}}, Window.DAY, kind="renew").verdict is verdict
    assert _assessed({"kinds": {"Gift": need}}, Window.DAY, kind="GIFT").verdict is verdict


def test_unpaid_orders_lapse_as_in_the_file() -> None:
    """The user would be told a wrong last day for paying an unpaid order."""
    unpaid = {"paid_at": None, "status": OrderStatus.UNPAID}
    found = _assessed({"lapse": {"unpaid_days": 3}}, Window.DAY, **unpaid)
    assert found.verdict is Verdict.WAITING_PAYMENT
    facts = next(reason.facts for reason in found.reasons if reason.case == "unpaid")
    assert facts.lapses_at == NOW + timedelta(days=3)


def test_a_kind_nobody_has_heard_of_asks_for_the_console() -> None:
    """A new kind of order would be assumed to need nothing."""
    assert load(resource("programme.toml")).need("Surprise") is Need.CHECK


def test_every_source_that_a_rule_names_is_there() -> None:
    """The user would see a rule without its source."""
    for rule in load(resource("programme.toml")).rules.values():
        assert rule.sources or rule.grade == "I"
        assert set(rule.grade.split("+")) <= set("OTI")


@pytest.mark.parametrize("section", ["windows", "validity", "lapse", "kinds", "rules", "sources"])
def test_a_file_with_a_section_missing_is_refused(section: str) -> None:
    """Half a programme would silently lead to half the verdicts."""
    data = {key: value for key, value in SHIPPED.items() if key != section}
    with pytest.raises((KeyError, ValueError)):
        from_data(data)


@pytest.mark.parametrize(
    ("section", "entry"),
    [
        ("windows", {"unknown": "unknown"}),
        ("windows", {"day": "week"}),
        ("windows", {"fortnight": "day"}),
        ("kinds", {"New": "perhaps"}),
        ("rules", {"window-day": {"grade": "T", "sources": ["nowhere"]}}),
    ],
)
def test_words_the_program_does_not_know_are_refused(section: str, entry: dict[str, Any]) -> None:
    """A typing error in the file would silently change a verdict."""
    data = copy.deepcopy(SHIPPED)
    data[section] |= entry
    with pytest.raises((KeyError, ValueError)):
        from_data(data)


def test_a_missing_window_is_refused() -> None:
    """The first order of an account with that window would end in an error."""
    data = copy.deepcopy(SHIPPED)
    del data["windows"]["month"]
    with pytest.raises(ValueError, match="windows"):
        from_data(data)


def test_a_file_that_is_not_toml_is_refused(tmp_path: Path) -> None:
    """The program would start without rules."""
    path = tmp_path / "programme.toml"
    path.write_text("name = ", "utf-8")
    with pytest.raises(ValueError, match=r".*"):
        load(path)
    with pytest.raises(OSError, match=r".*"):
        load(tmp_path / "nowhere.toml")


def test_the_console_has_its_address_with_sources() -> None:
    """An invented address would send signed-in users to whoever owns it."""
    console = load(resource("programme.toml")).console
    assert console.url.startswith("https://")
    assert console.grade
    assert console.sources


def test_an_address_that_is_not_encrypted_is_refused() -> None:
    """A man in the middle could show another page, and ask for the password."""
    data = copy.deepcopy(SHIPPED)
    data["console"]["url"] = "http://home.console.aliyun.com/"
    with pytest.raises(ValueError, match="https"):
        from_data(data)
