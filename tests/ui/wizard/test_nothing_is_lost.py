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
from tests.ui.wizard.wizard_user import (
    KEY,
    NUMBER,
    ORDER,
    Open,
    WizardUser,
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


def _half_type(user: WizardUser) -> dict[str, Any]:
    """Type something into the page shown; return all of it."""
    match user.wizard.step:
        case Step.ACCOUNT:
            user.type(user.form.name.line, "Web sh")
            user.type(user.form.uid.line, "12345")
        case Step.REQUEST:
            user.type(user.form.partner.combo.lineEdit(), "Cloud Part")
            user.type(user.form.purpose.line, "web")
        case Step.NUMBER:
            user.type_fact("number", "2026")
            user.type_fact("created", "2026-09-0")
        case _:
            user.open_order_form()
            user.type(user.form.fields["number"].editor, "2345")
            user.type(user.form.fields["payable"].editor, "20")
    typed: dict[str, Any] = user.form.values()
    return typed


@pytest.mark.parametrize("way", ["later", "escape", "close"])
@pytest.mark.parametrize("step", PREPARED)
def test_closed_in_the_middle_and_opened_again(
    open_wizard: Open, context: Context, qtbot: QtBot, step: Step, way: str
) -> None:
    """Otherwise Esc, the close button or “Continue later” would discard the input."""
    PREPARED[step](context)
    uid = UID if step is not Step.ACCOUNT else None
    user = open_wizard(uid, step)
    typed = _half_type(user)
    with qtbot.waitSignal(user.wizard.closed_unfinished) as kept:
        if way == "later":
            user.later()
        elif way == "escape":
            user.press(KEY.Key_Escape)
        else:
            user.wizard.close()
    assert "saved" in kept.args[0]
    assert not user.wizard.isVisible()
    again = open_wizard()
    assert again.at(step)
    assert again.form.values() == typed


@pytest.mark.parametrize("step", [Step.GATE, Step.COUNTDOWN])
def test_pages_without_input_are_opened_again(
    open_wizard: Open, context: Context, step: Step
) -> None:
    """Otherwise a user who looked something up would start over."""
    (_ready if step is Step.GATE else _bought)(context)
    user = open_wizard(UID, step)
    user.press(KEY.Key_Escape)
    assert not user.wizard.isVisible()
    assert open_wizard().at(step)


@pytest.mark.parametrize("step", PREPARED)
def test_killed_between_two_keys(
    open_wizard: Open, context: Context, qtbot: QtBot, tmp_path: Path, step: Step
) -> None:
    """Otherwise a crash or a power cut would lose the latest input."""
    PREPARED[step](context)
    uid = UID if step is not Step.ACCOUNT else None
    user = open_wizard(uid, step)
    typed = _half_type(user)
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
    user = open_wizard()
    typed = _half_type(user)
    user.back()
    assert user.at(Step.ACCOUNT)
    user.click_commit()
    assert user.at(Step.REQUEST)
    assert user.form.values() == typed


def test_back_from_every_page_comes_to_the_account(open_wizard: Open, context: Context) -> None:
    """Otherwise a wizard opened in the middle would be a trap."""
    _bought(context)
    user = open_wizard(UID, Step.COUNTDOWN)
    for step in (Step.ORDERS, Step.GATE, Step.NUMBER, Step.REQUEST, Step.ACCOUNT):
        user.back()
        assert user.at(step)
    assert user.form.uid.text() == UID


def test_back_shows_what_was_saved(open_wizard: Open, context: Context) -> None:
    """Otherwise going back after a wrong number would offer an empty form and a second project."""
    record_account(context)
    user = open_wizard(UID, Step.NUMBER)
    user.fill_number("202609010422")
    user.click_commit()
    user.back()
    assert user.form.number.text() == "202609010422"
    user.type_fact("number", NUMBER)
    user.click_commit()
    assert [p.number for p in context.workspace.book().projects] == [NUMBER]


def test_each_account_has_its_own_half_typed_input(open_wizard: Open, context: Context) -> None:
    """Otherwise the order of one account would appear in another and be logged there."""
    for uid in (UID, OTHER):
        record_account(context, uid, f"shop {uid[0]}")
        record_project(context, uid)
    user = open_wizard(UID, Step.ORDERS)
    typed = _half_type(user)
    user.later()
    other = open_wizard(OTHER, Step.ORDERS)
    assert other.form.fields["number"].text() == ""
    other.later()
    assert open_wizard(UID).form.values() == typed


def test_half_typed_input_is_forgotten_once_it_is_saved(
    open_wizard: Open, context: Context
) -> None:
    """Otherwise the next order would begin with the digits of the last one."""
    _ready(context)
    user = open_wizard(UID, Step.ORDERS)
    user.fill_order()
    user.click(user.second)
    assert user.form.fields["number"].text() == ""
    user.later()
    again = open_wizard(UID, Step.ORDERS)
    assert again.form.fields["number"].text() == ""
    assert list(context.workspace.book().orders) == [(UID, ORDER)]


def test_a_full_disk_is_reported_on_the_page(
    open_wizard: Open, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the user would continue in the belief that the order is recorded."""
    from desktop.base.storage import StorageError, StorageErrorKind

    _ready(context)
    user = open_wizard(UID, Step.ORDERS)
    user.fill_order()

    def full(_order: object) -> None:
        raise StorageError(StorageErrorKind.NO_SPACE, Path("linkdue.db"))

    monkeypatch.setattr(context.workspace, "save_order", full)
    user.click_commit()
    assert user.at(Step.ORDERS)
    assert user.page.problem_notice.isVisible()
    assert "disk is full" in user.page.problem_notice.title.text()
    assert user.form.fields["number"].text() == ORDER
