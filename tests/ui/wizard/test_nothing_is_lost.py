"""Closed on any page, gone back, killed between two keys: all input is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.forms.wizard_steps import Step
from desktop.services.workspace import Workspace
from desktop.ui.kit.ticker import Ticker
from desktop.ui.shared.context import Context
from tests.builders import UID
from tests.ui.wizard.hands import (
    KEY,
    NUMBER,
    ORDER,
    Hands,
    Open,
    record_account,
    record_order,
    record_project,
)

OTHER = "6543210987654321"


def _nothing(context: Context) -> None:
    pass


def _ready(context: Context) -> None:
    record_account(context)
    record_project(context)


def _bought(context: Context) -> None:
    _ready(context)
    record_order(context)


PREPARED: dict[Step, Callable[[Context], object]] = {
    Step.ACCOUNT: _nothing,
    Step.REQUEST: record_account,
    Step.NUMBER: record_account,
    Step.ORDERS: _ready,
}


def _half_type(hands: Hands) -> dict[str, Any]:
    """Type something into the page shown; return all of it."""
    match hands.wizard.step:
        case Step.ACCOUNT:
            hands.type(hands.form.name.line, "Web sh")
            hands.type(hands.form.uid.line, "12345")
        case Step.REQUEST:
            hands.type(hands.form.partner.combo.lineEdit(), "Cloud Part")
            hands.type(hands.form.purpose.line, "web")
        case Step.NUMBER:
            hands.type_fact("number", "2026")
            hands.type_fact("created", "2026-09-0")
        case _:
            hands.open_order_form()
            hands.type(hands.form.fields["number"].editor, "2345")
            hands.type(hands.form.fields["payable"].editor, "20")
    typed: dict[str, Any] = hands.form.values()
    return typed


@pytest.mark.parametrize("way", ["later", "escape", "close"])
@pytest.mark.parametrize("step", PREPARED)
def test_closed_in_the_middle_and_opened_again(
    open_wizard: Open, context: Context, qtbot: QtBot, step: Step, way: str
) -> None:
    """Otherwise Esc, the close button or “Continue later” would discard the input."""
    PREPARED[step](context)
    uid = UID if step is not Step.ACCOUNT else None
    hands = open_wizard(uid, step)
    typed = _half_type(hands)
    with qtbot.waitSignal(hands.wizard.closed_unfinished) as kept:
        if way == "later":
            hands.later()
        elif way == "escape":
            hands.press(KEY.Key_Escape)
        else:
            hands.wizard.close()
    assert "saved" in kept.args[0]
    assert not hands.wizard.isVisible()
    again = open_wizard()
    assert again.at(step)
    assert again.form.values() == typed


@pytest.mark.parametrize("step", [Step.GATE, Step.COUNTDOWN])
def test_pages_without_input_are_opened_again(
    open_wizard: Open, context: Context, step: Step
) -> None:
    """Otherwise a user who looked something up would start over."""
    (_ready if step is Step.GATE else _bought)(context)
    hands = open_wizard(UID, step)
    hands.press(KEY.Key_Escape)
    assert not hands.wizard.isVisible()
    assert open_wizard().at(step)


@pytest.mark.parametrize("step", PREPARED)
def test_killed_between_two_keys(
    open_wizard: Open, context: Context, qtbot: QtBot, tmp_path: Path, step: Step
) -> None:
    """Otherwise a crash or a power cut would lose the latest input."""
    PREPARED[step](context)
    uid = UID if step is not Step.ACCOUNT else None
    hands = open_wizard(uid, step)
    typed = _half_type(hands)
    qtbot.wait(500)
    survivor = Workspace.open(tmp_path / "data", context.workspace.clock)
    try:
        reborn = Context(survivor, Ticker(survivor.clock))
        again = open_wizard(uid, step, reborn)
        assert again.form.values() == typed
        again.wizard.reject()
    finally:
        survivor.close()


def test_back_erases_nothing(open_wizard: Open, context: Context) -> None:
    """Otherwise one press on Back would cost a page of input, as in a plain QWizard."""
    record_account(context)
    hands = open_wizard()
    typed = _half_type(hands)
    hands.back()
    assert hands.at(Step.ACCOUNT)
    hands.go_on()
    assert hands.at(Step.REQUEST)
    assert hands.form.values() == typed


def test_back_from_every_page_comes_to_the_account(open_wizard: Open, context: Context) -> None:
    """Otherwise a wizard opened in the middle would be a trap."""
    _bought(context)
    hands = open_wizard(UID, Step.COUNTDOWN)
    for step in (Step.ORDERS, Step.GATE, Step.NUMBER, Step.REQUEST, Step.ACCOUNT):
        hands.back()
        assert hands.at(step)
    assert hands.form.uid.text() == UID


def test_back_shows_what_was_saved(open_wizard: Open, context: Context) -> None:
    """Otherwise going back after a wrong number would offer an empty form and a second project."""
    record_account(context)
    hands = open_wizard(UID, Step.NUMBER)
    hands.fill_number("202609010422")
    hands.go_on()
    hands.back()
    assert hands.form.number.text() == "202609010422"
    hands.type_fact("number", NUMBER)
    hands.go_on()
    assert [p.number for p in context.workspace.book().projects] == [NUMBER]


def test_each_account_has_its_own_half_typed_input(open_wizard: Open, context: Context) -> None:
    """Otherwise the order of one account would appear in another and be logged there."""
    for uid in (UID, OTHER):
        record_account(context, uid, f"shop {uid[0]}")
        record_project(context, uid)
    hands = open_wizard(UID, Step.ORDERS)
    typed = _half_type(hands)
    hands.later()
    other = open_wizard(OTHER, Step.ORDERS)
    assert other.form.fields["number"].text() == ""
    other.later()
    assert open_wizard(UID).form.values() == typed


def test_half_typed_input_is_forgotten_once_it_is_saved(
    open_wizard: Open, context: Context
) -> None:
    """Otherwise the next order would begin with the digits of the last one."""
    _ready(context)
    hands = open_wizard(UID, Step.ORDERS)
    hands.fill_order()
    hands.click(hands.second)
    assert hands.form.fields["number"].text() == ""
    hands.later()
    again = open_wizard(UID, Step.ORDERS)
    assert again.form.fields["number"].text() == ""
    assert list(context.workspace.book().orders) == [(UID, ORDER)]


def test_a_full_disk_is_reported_on_the_page(
    open_wizard: Open, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the user would continue in the belief that the order is recorded."""
    from desktop.base.storage import StorageError, StorageErrorKind

    _ready(context)
    hands = open_wizard(UID, Step.ORDERS)
    hands.fill_order()

    def full(_order: object) -> None:
        raise StorageError(StorageErrorKind.NO_SPACE, Path("linkdue.db"))

    monkeypatch.setattr(context.workspace, "save_order", full)
    hands.go_on()
    assert hands.at(Step.ORDERS)
    assert hands.page.problem_notice.isVisible()
    assert "disk is full" in hands.page.problem_notice.title.text()
    assert hands.form.fields["number"].text() == ORDER
