"""The facts of a partner's reply, each in a separate line, to be checked and edited."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.forms.wizard_steps import Step
from desktop.ui.shared.context import Context
from tests.builders import UID
from tests.ui.wizard.wizard_user import NUMBER, Open, WizardUser, record_account

_REPLY = f"您好，项目已创建。商机 ID：{NUMBER}，创建时间：2026-09-01 10:21，按实付 5% 返现。"


@pytest.fixture
def user(open_wizard: Open, context: Context) -> WizardUser:
    """Return a user at the page of the number, for an account without one."""
    record_account(context)
    opened: WizardUser = open_wizard(UID, Step.NUMBER)
    return opened


def _paste(user: WizardUser, text: str) -> None:
    QApplication.clipboard().setText(text)
    user.form.reply.field.area.paste()
    QApplication.processEvents()


def test_a_reply_is_shown_fact_by_fact(user: WizardUser, context: Context) -> None:
    """Otherwise the user would compare a form of ten fields with the partner's message."""
    assert not user.page.facts.isVisible()
    _paste(user, _REPLY)
    rows = user.page.facts.rows
    assert not any(row.open for row in rows.values())
    assert rows["number"].value.text() == NUMBER
    assert rows["created"].value.text() == "2026-09-01 10:21"
    assert rows["rate"].value.text() == "5%"
    assert "three months" in rows["valid_until"].note.text()
    assert user.focus() is user.commit
    user.click_commit()
    assert user.at(Step.GATE)
    assert context.workspace.book().projects[0].number == NUMBER


def test_what_the_reply_leaves_out_is_asked_for(user: WizardUser) -> None:
    """Otherwise a number would be saved without its creation, on which every verdict depends."""
    _paste(user, f"商机 ID：{NUMBER}")
    rows = user.page.facts.rows
    assert not rows["number"].open
    assert rows["created"].open
    assert user.focus() is rows["created"].field.line


def test_a_fact_is_edited_in_its_line(user: WizardUser, context: Context) -> None:
    """Otherwise a slip of the partner would be saved, and refuse every order."""
    _paste(user, _REPLY)
    user.type_fact("created", "2026-09-01 09:05")
    assert user.page.facts.rows["created"].open
    user.click_commit()
    created = context.workspace.book().projects[0].created_at
    assert created is not None
    assert (created.hour, created.minute) == (1, 5)


def test_an_error_opens_its_line(user: WizardUser) -> None:
    """Otherwise the error would be invisible in a collapsed field."""
    _paste(user, _REPLY)
    rows = user.page.facts.rows
    user.type_fact("rate", "5")
    rows["valid_until"].edit_button.click()
    user.type(rows["valid_until"].field.line, "2020-01-01")
    rows["valid_until"].close_field()
    user.click_commit()
    assert user.at(Step.NUMBER)
    assert rows["valid_until"].open
    assert rows["valid_until"].field.has_error()
    assert user.focus() is rows["valid_until"].field.line


def test_an_end_that_was_counted_is_marked(user: WizardUser) -> None:
    """A check mark at “valid until” would mean that the partner had written this time."""
    _paste(user, f"商机 ID：{NUMBER}，创建时间：2026-09-01 10:21，有效期 2 个月")
    row = user.page.facts.rows["valid_until"]
    assert row.value.text().startswith("2026-10-31")
    assert "please compare" in row.note.text()


def test_a_fact_is_read_out_with_its_name(user: WizardUser) -> None:
    """“5 %” alone could be anything."""
    _paste(user, _REPLY)
    names = [widget.accessibleName() for widget in user.page.facts.findChildren(QWidget)]
    assert "Cashback rate: 5%, the partner's promise" in names
    assert "Created: 2026-09-01 10:21" in names


def test_the_answers_below_a_moment_name_it(user: WizardUser) -> None:
    """Read out alone, “Now:” does not say what it sets."""
    _paste(user, f"商机 ID：{NUMBER}")
    chips = user.page.facts.rows["created"].field.chips
    assert {chip.accessibleName().partition(": ")[2] for chip in chips} == {
        "Project created (Beijing time)"
    }


def test_a_day_that_no_month_has_is_named(user: WizardUser) -> None:
    """Otherwise the reply seems to have no time, and the partner is asked for it again."""
    _paste(user, f"商机 ID：{NUMBER}，创建时间：2026-13-40")
    assert "Not understood: 2026-13-40" in user.page.form.reply.field.hint.text()
