"""The main tasks by keyboard alone, on a running window, as a screen reader reads it.

They run in one go, as for a user: each task starts where the previous one ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.screen_reader.desk import Desk, missing_tools

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
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Start the program on an empty folder, with a screen reader listening."""
    if missing := missing_tools():
        pytest.skip(f"tools to drive a window with a screen reader are missing: {missing}")
    with Desk(tmp_path) as desk:
        yield desk


def test_the_main_tasks_need_no_mouse_and_are_read_out(desk: Desk) -> None:
    """A user who cannot see the screen or hold a mouse must not miss a deadline."""
    _from_the_first_start_to_the_first_countdown(desk)
    _associate_and_take_it_back(desk)
    _log_a_second_order(desk)
    _look_at_orders(desk)
    _import_what_was_copied(desk)
    _ask_before_buying_and_for_a_number(desk)
    _change_settings_and_back_up(desk)
    _find_help_and_anything_else(desk)


def _now() -> datetime:
    return datetime.now(UTC) + _BEIJING


def _written(ago: timedelta) -> str:
    return f"{_now() - ago:%Y-%m-%d %H:%M}"


def _from_the_first_start_to_the_first_countdown(desk: Desk) -> None:
    desk.wait_for_focus("Start, about 5 minutes")
    desk.press("Return")  # 1: begin
    desk.wait_for_focus("Account UID")
    desk.wait_to_hear("Step 1 of 6")
    desk.press("Return")
    desk.wait_to_hear("required")  # the focus is there already, so the button is not announced
    desk.type(UID)
    desk.press("Return")  # 2: save the account
    desk.wait_for_focus("Partner")
    desk.press("Tab")
    desk.type("Example Ltd")
    desk.press("Tab")
    desk.type("web shop")
    desk.press("Return")  # 3: copy the request
    desk.wait_for_focus("I have sent it")
    desk.press("Return")  # 4: state that it was sent
    desk.wait_to_hear("Step 3 of 6")
    day = timedelta(days=6)
    desk.copy(f"您好，项目已创建。商机 ID：{NUMBER}，创建时间：{_written(day)}，按实付 5% 返现。")
    desk.press("ctrl+v")  # 5: the partner's reply
    desk.wait_for_focus("Save number and continue")
    desk.press("Return")
    desk.wait_to_hear("Step 4 of 6")
    desk.press(
        "space", "Tab", "space", "Tab", "space"
    )  # 6: answer the questions that only a user can answer
    desk.wait_for_focus("Open the console")
    desk.wait_to_hear("You can order now")
    desk.press("Return")  # 7: order in the console
    desk.wait_for_focus("log the order")
    desk.press("Return")
    desk.wait_to_hear("Step 5 of 6")
    created, paid = _written(timedelta(minutes=2)), _written(timedelta(minutes=1))
    desk.copy(f"订单号：{FIRST}，下单时间：{created}，支付时间：{paid}")
    desk.press("ctrl+v")  # 8: log the order
    desk.wait_for(FIRST)
    desk.press("Return")
    desk.wait_for("Step 6 of 6")
    assert desk.keys + desk.typed - 1 <= MOST_KEYS
    desk.wait_to_hear("Step 6 of 6")
    assert any("due today" in one.name for one in desk.find(FIRST))


def _associate_and_take_it_back(desk: Desk) -> None:
    for button in ("Open the console", f"Copy order number {FIRST}", "Copy project number"):
        desk.wait_for_focus(button)
        desk.press("Return")  # 9: the steps in the console
    desk.wait_for_focus("I have associated it")
    desk.press("Return")  # 10: state that it is done
    desk.wait_for("Everything is associated")
    desk.wait_to_hear(f"Order {FIRST} marked as associated")
    desk.press("ctrl+z")  # 11: undo it
    desk.wait_for("Due first")
    desk.wait_to_hear("Undone")
    desk.tab_to(f"Associate now: order {FIRST}")
    desk.press("Return")  # 12: the guide again, and leave it
    desk.wait_for_focus("Open the console")
    desk.press("Escape")
    desk.wait_for_focus(f"Associate now: order {FIRST}")


def _log_a_second_order(desk: Desk) -> None:
    before = desk.keys + desk.typed
    desk.press("ctrl+n")  # 13: log an order by typing
    desk.wait_for_focus("Order number")
    desk.press("Return")
    desk.until(lambda: "required" in desk.focus().description, "what is wrong, with the field")
    desk.type(SECOND)
    desk.press("Tab", "Tab")
    desk.wait_for_focus("Paid")
    desk.type(_written(timedelta(minutes=1))[-5:])
    desk.press("Return")
    desk.wait_for_focus("Created")  # the project is younger than an order may be
    desk.type(_written(timedelta(minutes=2))[-5:])
    desk.press("Return")
    desk.wait_for_focus("Order number")
    desk.wait_for(f"Order {SECOND}")
    desk.press("Escape")
    for_learning = 1 + len("14:20") + 1  # the required fields, and the time that is asked for
    assert desk.keys + desk.typed - before - for_learning <= MOST_FOR_AN_ORDER


def _look_at_orders(desk: Desk) -> None:
    desk.press("ctrl+4")  # 14: all of an order, read in one line
    desk.wait_for("Time left")
    desk.press("ctrl+f")  # 15: search
    desk.wait_for_focus("Search orders")
    desk.type(SECOND[-4:])
    desk.until(lambda: not desk.find(FIRST), "only what was searched for")
    desk.press("Escape")
    desk.until(lambda: bool(desk.find(FIRST)), "everything again")
    desk.tab_to("Why")  # 16: the reasons of a verdict
    desk.press("space")
    desk.wait_for("met: The project belongs to this account.")


def _import_what_was_copied(desk: Desk) -> None:
    created, paid = _written(timedelta(days=3)), _written(timedelta(days=2))
    desk.copy(
        "Order ID\tOrder Type\tOrder Status\tCreated At\tPaid At\n"
        f"{THIRD}\tNew\tPaid\t{created}:00\t{paid}:00"
    )
    desk.press("ctrl+v")  # 17: import
    desk.wait_for_focus("Import 1 order")
    desk.wait_to_hear("1 new")
    desk.press("Return")
    desk.wait_to_hear("1 new")
    desk.copy(f"订单号：{FOURTH}，下单时间：{created}，支付时间：{paid}")
    before = desk.keys
    desk.press("ctrl+v")  # one order in a message fills the form
    desk.wait_for(FOURTH)
    desk.press("Return")
    desk.wait_to_hear(f"Order {FOURTH} logged")
    assert desk.keys - before == len(("ctrl+v", "Return"))
    desk.press("Escape")
    desk.until(lambda: desk.focus().role == "table", "the page behind the form")


def _ask_before_buying_and_for_a_number(desk: Desk) -> None:
    desk.press("ctrl+2")  # 18: may I buy?
    desk.wait_for("You can order now")
    desk.press("ctrl+3")  # 19: the account's number, to be copied
    desk.tab_to("Copy project number", most=12)
    desk.press("Return")
    desk.wait_to_hear("Copied")


def _change_settings_and_back_up(desk: Desk) -> None:
    desk.press("ctrl+6")
    desk.wait_for_focus("Settings")
    desk.press("Tab")
    desk.until(lambda: desk.focus().role == "list", "the groups of settings")
    desk.press("Down", "Down")
    desk.wait_for("Back up now")
    desk.tab_to("Back up now")  # 20: a backup
    desk.press("Return")
    desk.until(lambda: not desk.find("No backup yet"), "the backup")


def _find_help_and_anything_else(desk: Desk) -> None:
    desk.press("F1")  # 21: help about the current screen
    desk.wait_for("Where your data is")
    desk.press("ctrl+k")  # 22: any command by a few letters
    desk.wait_for_focus("Find anything")
    desk.type("hist")
    desk.wait_for("History")
    desk.press("Return")
    desk.wait_for("Every change is kept here for good.")
    desk.press("Escape")


def test_the_guide_needs_no_key_but_for_what_is_typed(desk: Desk) -> None:
    """A newcomer clicks blue buttons, and gives up where that does not lead on."""
    desk.click("Start, about 5 minutes")
    desk.wait_for("Step 1 of 6")
    desk.type(UID)
    desk.click("Save account")
    desk.click("Company")
    desk.type("Example Ltd")
    desk.click("Purpose")
    desk.type("web shop")
    desk.click("Copy the request")
    desk.click("I have sent it")
    desk.wait_for("Step 3 of 6")
    desk.copy(f"商机 ID：{NUMBER}，创建时间：{_written(timedelta(days=20))}，按实付 5% 返现。")
    desk.press("ctrl+v")
    desk.click("Save number and continue")
    for point in ("The project was requested", "You order with", "You aren't ordering"):
        desk.click(point)
    desk.click("log the order")
    desk.click("Type it in")
    desk.wait_for_focus("Order number")
    desk.type(FIRST)
    desk.click("Now: Paid")
    desk.click("Log it and see the countdown")
    desk.wait_for("Step 6 of 6")
    desk.wait_for("due today 24:00")
    assert desk.clicks <= MOST_CLICKS
