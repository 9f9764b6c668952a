"""The main tasks by keyboard alone, on a running window, as a screen reader reads it.

They run in one go, as for a user: each task starts where the previous one ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.screen_reader.desktop_session import DesktopSession, missing_tools

_BEIJING = timedelta(hours=8)
UID, NUMBER = "1000000000000001", "202611200421"
FIRST, SECOND = "236414227150922", "236414227150923"
THIRD, FOURTH = "241559391310505", "241559391310506"
MOST_KEYS = 52
"""From the first start to the first countdown; of them 35 type UID, company and purpose."""
MOST_CLICKS = 14
"""The same by mouse."""
MOST_FOR_AN_ORDER = 25
"""For a returning user's order: its number, its time, and five more keys."""


@pytest.fixture
def session(tmp_path: Path) -> Iterator[DesktopSession]:
    """Start the program on an empty folder, with a screen reader listening."""
    if missing := missing_tools():
        pytest.skip(f"tools to drive a window with a screen reader are missing: {missing}")
    with DesktopSession(tmp_path) as session:
        yield session


def test_the_main_tasks_need_no_mouse_and_are_read_out(session: DesktopSession) -> None:
    """A user who cannot see the screen or hold a mouse must not miss a deadline."""
    _from_the_first_start_to_the_first_countdown(session)
    _associate_and_take_it_back(session)
    _log_a_second_order(session)
    _look_at_orders(session)
    _import_what_was_copied(session)
    _ask_before_buying_and_for_a_number(session)
    _change_settings_and_back_up(session)
    _find_help_and_anything_else(session)


def _now() -> datetime:
    return datetime.now(UTC) + _BEIJING


def _written(ago: timedelta) -> str:
    return f"{_now() - ago:%Y-%m-%d %H:%M}"


def _from_the_first_start_to_the_first_countdown(session: DesktopSession) -> None:
    session.wait_for_focus("Start, about 5 minutes")
    session.press("Return")  # 1: begin
    session.wait_for_focus("Account UID")
    session.wait_to_hear("Step 1 of 6")
    session.press("Return")
    session.wait_to_hear("required")  # the focus is there already, so the button is not announced
    session.type(UID)
    session.press("Return")  # 2: save the account
    session.wait_for_focus("Partner")
    session.press("Tab")
    session.type("Example Ltd")
    session.press("Tab")
    session.type("web shop")
    session.press("Return")  # 3: copy the request
    session.wait_for_focus("I have sent it")
    session.press("Return")  # 4: state that it was sent
    session.wait_to_hear("Step 3 of 6")
    day = timedelta(days=6)
    session.copy(
        f"您好，项目已创建。商机 ID：{NUMBER}，创建时间：{_written(day)}，按实付 5% 返现。"
    )
    session.press("ctrl+v")  # 5: the partner's reply
    session.wait_for_focus("Save number and continue")
    session.press("Return")
    session.wait_to_hear("Step 4 of 6")
    session.press(
        "space", "Tab", "space", "Tab", "space"
    )  # 6: answer the questions that only a user can answer
    session.wait_for_focus("Open the console")
    session.wait_to_hear("You can order now")
    session.press("Return")  # 7: order in the console
    session.wait_for_focus("log the order")
    session.press("Return")
    session.wait_to_hear("Step 5 of 6")
    created, paid = _written(timedelta(minutes=2)), _written(timedelta(minutes=1))
    session.copy(f"订单号：{FIRST}，下单时间：{created}，支付时间：{paid}")
    session.press("ctrl+v")  # 8: log the order
    session.wait_for(FIRST)
    session.press("Return")
    session.wait_for("Step 6 of 6")
    assert session.keys + session.typed - 1 <= MOST_KEYS
    session.wait_to_hear("Step 6 of 6")
    assert any("due today" in one.name for one in session.find(FIRST))


def _associate_and_take_it_back(session: DesktopSession) -> None:
    for button in ("Open the console", f"Copy order number {FIRST}", "Copy project number"):
        session.wait_for_focus(button)
        session.press("Return")  # 9: the steps in the console
    session.wait_for_focus("I have associated it")
    session.press("Return")  # 10: state that it is done
    session.wait_for("Everything is associated")
    session.wait_to_hear(f"Order {FIRST} marked as associated")
    session.press("ctrl+z")  # 11: undo it
    session.wait_for("Due first")
    session.wait_to_hear("Undone")
    session.tab_to(f"Associate now: order {FIRST}")
    session.press("Return")  # 12: the guide again, and leave it
    session.wait_for_focus("Open the console")
    session.press("Escape")
    session.wait_for_focus(f"Associate now: order {FIRST}")


def _log_a_second_order(session: DesktopSession) -> None:
    before = session.keys + session.typed
    session.press("ctrl+n")  # 13: log an order by typing
    session.wait_for_focus("Order number")
    session.press("Return")
    session.until(lambda: "required" in session.focus().description, "the problem of the field")
    session.type(SECOND)
    session.press("Tab", "Tab")
    session.wait_for_focus("Paid")
    session.type(_written(timedelta(minutes=1))[-5:])
    session.press("Return")
    session.wait_for_focus("Created")  # the project is younger than an order may be
    session.type(_written(timedelta(minutes=2))[-5:])
    session.press("Return")
    session.wait_for_focus("Order number")
    session.wait_for(f"Order {SECOND}")
    session.press("Escape")
    for_learning = 1 + len("14:20") + 1  # the required fields, and the time that is asked for
    assert session.keys + session.typed - before - for_learning <= MOST_FOR_AN_ORDER


def _look_at_orders(session: DesktopSession) -> None:
    session.press("ctrl+4")  # 14: all of an order, read in one line
    session.wait_for("Time left")
    session.press("ctrl+f")  # 15: search
    session.wait_for_focus("Search orders")
    session.type(SECOND[-4:])
    session.until(lambda: not session.find(FIRST), "only what was searched for")
    session.press("Escape")
    session.until(lambda: bool(session.find(FIRST)), "everything again")
    session.tab_to("Why")  # 16: the reasons of a verdict
    session.press("space")
    session.wait_for("met: The project belongs to this account.")


def _import_what_was_copied(session: DesktopSession) -> None:
    created, paid = _written(timedelta(days=3)), _written(timedelta(days=2))
    session.copy(
        "Order ID\tOrder Type\tOrder Status\tCreated At\tPaid At\n"
        f"{THIRD}\tNew\tPaid\t{created}:00\t{paid}:00"
    )
    session.press("ctrl+v")  # 17: import
    session.wait_for_focus("Import 1 order")
    session.wait_to_hear("1 new")
    session.press("Return")
    session.wait_to_hear("1 new")
    session.copy(f"订单号：{FOURTH}，下单时间：{created}，支付时间：{paid}")
    before = session.keys
    session.press("ctrl+v")  # one order in a message fills the form
    session.wait_for(FOURTH)
    session.press("Return")
    session.wait_to_hear(f"Order {FOURTH} logged")
    assert session.keys - before == len(("ctrl+v", "Return"))
    session.press("Escape")
    session.until(lambda: session.focus().role == "table", "the page behind the form")


def _ask_before_buying_and_for_a_number(session: DesktopSession) -> None:
    session.press("ctrl+2")  # 18: may I buy?
    session.wait_for("You can order now")
    session.press("ctrl+3")  # 19: the account's number, to be copied
    session.tab_to("Copy project number", most=12)
    session.press("Return")
    session.wait_to_hear("Copied")


def _change_settings_and_back_up(session: DesktopSession) -> None:
    session.press("ctrl+6")
    session.wait_for_focus("Settings")
    session.press("Tab")
    session.until(lambda: session.focus().role == "list", "the groups of settings")
    session.press("Down", "Down")
    session.wait_for("Back up now")
    session.tab_to("Back up now")  # 20: a backup
    session.press("Return")
    session.until(lambda: not session.find("No backup yet"), "the backup")


def _find_help_and_anything_else(session: DesktopSession) -> None:
    session.press("F1")  # 21: help about the current screen
    session.wait_for("Where your data is")
    session.press("ctrl+k")  # 22: any command by a few letters
    session.wait_for_focus("Find anything")
    session.type("hist")
    session.wait_for("History")
    session.press("Return")
    session.wait_for("Every change is kept here for good.")
    session.press("Escape")


def test_the_guide_needs_no_key_but_for_what_is_typed(session: DesktopSession) -> None:
    """A newcomer clicks blue buttons, and gives up where that does not lead on."""
    session.click("Start, about 5 minutes")
    session.wait_for("Step 1 of 6")
    session.type(UID)
    session.click("Save account")
    session.click("Company")
    session.type("Example Ltd")
    session.click("Purpose")
    session.type("web shop")
    session.click("Copy the request")
    session.click("I have sent it")
    session.wait_for("Step 3 of 6")
    session.copy(f"商机 ID：{NUMBER}，创建时间：{_written(timedelta(days=20))}，按实付 5% 返现。")
    session.press("ctrl+v")
    session.click("Save number and continue")
    for point in ("The project was requested", "You order with", "You aren't ordering"):
        session.click(point)
    session.click("log the order")
    session.click("Type it in")
    session.wait_for_focus("Order number")
    session.type(FIRST)
    session.click("Now: Paid")
    session.click("Log it and see the countdown")
    session.wait_for("Step 6 of 6")
    session.wait_for("due today 24:00")
    assert session.clicks <= MOST_CLICKS
