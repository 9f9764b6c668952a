"""Each row of an import is answered in place: by mouse, by keyboard, and with a screen reader."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.domain.beijing import BEIJING
from desktop.domain.model import Account
from desktop.services.workspace import Workspace
from desktop.ui.imports.import_dialog import ImportDialog
from desktop.ui.shared.context import Context
from tests.builders import UID
from tests.exchange.reading import plan
from tests.ui.imports.row_actions import (
    HEADER,
    ROW,
    SECOND,
    Shown,
    asked,
    click,
    press,
    settle,
    states,
)

OTHER = "1000000000000002"
DOUBTFUL = "12/11/2025 10:00"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("2026-09-01 00:40:00", "2026-10-01 00:40:00", "is still to come"),
        ("2026-09-01 00:40:00", "2026-09-01 00:20:00", "before it was created"),
        ("已支付", "未支付", "is unpaid in the file"),
    ],
)
def test_an_impossible_payment_is_doubted(
    old: str, new: str, why: str, shown: Shown, qtbot: QtBot
) -> None:
    """A wrong payment time would be recorded silently, and with it a wrong deadline."""
    dialog = shown(f"{HEADER}\n{ROW.replace(old, new)}\n{SECOND}")
    assert asked(dialog).startswith("Leave it out: ")
    assert why in asked(dialog)
    assert dialog.commit_button.text() == "Import 1 order"
    press(Qt.Key.Key_Right, dialog, qtbot)
    press(Qt.Key.Key_Return, dialog, qtbot)
    assert dialog.commit_button.text() == "Import 2 orders"
    assert dialog.focusWidget() is dialog.commit_button
    assert states(dialog) == ["New", "New"]
    dialog.preview.select_row(0)
    dialog.preview.answer.buttons[0].click()
    assert dialog.commit_button.text() == "Import 1 order"
    assert states(dialog) == ["Left out", "New"]


def test_a_conflict_is_settled_in_its_row(shown: Shown, workspace: Workspace, qtbot: QtBot) -> None:
    """The better value in the file would have to be typed by hand."""
    workspace.files.import_plan(plan(workspace, f"{HEADER}\n{ROW}", UID), "before")
    other = ROW.replace("00:30:00", "00:31:00").replace("2040.00", "2000.00")
    dialog = shown(f"{HEADER}\n{other}")
    assert not dialog.commit_button.isEnabled()
    click(dialog, 1, 1, qtbot)
    assert dialog.commit_button.text() == "Import 1 order"
    assert states(dialog) == ["To decide", "Updated"]
    click(dialog, 0, 0, qtbot)
    assert states(dialog) == ["Left out", "Updated"]
    dialog.run_import()
    settle(dialog, qtbot)
    (order,) = workspace.book().orders.values()
    assert (order.payable, order.created_at.minute) == (200000, 30)


def test_answers_are_not_dropped_without_a_question(
    shown: Shown, workspace: Workspace, qtbot: QtBot
) -> None:
    """Esc, pressed to leave a row, dropped all decisions on rows."""
    workspace.files.import_plan(plan(workspace, f"{HEADER}\n{ROW}", UID), "before")
    dialog = shown(f"{HEADER}\n{ROW.replace('2040.00', '2000.00')}")
    click(dialog, 0, 0, qtbot)
    dialog.reject()
    assert dialog.isVisible()
    assert dialog.discard_question.isVisible()
    assert not dialog.close_button.isVisible()
    dialog.discard_question.keep_button.click()
    assert dialog.isVisible()
    assert dialog.close_button.isVisible()
    assert dialog.focusWidget() is dialog.preview.table
    dialog.reject()
    dialog.discard_question.discard_button.click()
    assert not dialog.isVisible()


def test_of_two_rows_with_other_values_the_chosen_one_counts(
    shown: Shown, workspace: Workspace, qtbot: QtBot
) -> None:
    """The value of the last row would be recorded, whichever was clicked."""
    workspace.files.import_plan(plan(workspace, f"{HEADER}\n{ROW}", UID), "before")
    first, second = ROW.replace("2040.00", "1980.00"), ROW.replace("2040.00", "1990.00")
    first = first.replace("00:40:00", "00:40:01")  # else they would be parts of one order
    dialog = shown(f"{HEADER}\n{first}\n{second}")
    rows = dialog.preview.rows
    amounts = [at for at in range(rows.rowCount()) if "Amount" in rows.words(at).first]
    for at, value in zip(amounts, (198_000, 199_000), strict=True):
        click(dialog, at, 1, qtbot)
        assert dialog.plan is not None
        assert [order.payable for order in dialog.plan.orders] == [value]
    assert [states(dialog)[at] for at in amounts] == ["To decide", "Updated"]


def test_contradicting_rows_are_not_reported_as_a_conflict_with_a_record(
    shown: Shown, qtbot: QtBot
) -> None:
    """The user would look for the order in LinkDue, where it is not."""
    other = ROW.replace("00:40:00", "00:41:00").replace("2040.00", "1980.00")
    dialog = shown(f"{HEADER}\n{ROW}\n{other}")
    assert "another row of the file" in dialog.preview.rows.words(0).first
    click(dialog, 1, 1, qtbot)
    assert dialog.plan is not None
    assert [order.payable for order in dialog.plan.orders] == [198_000]


def test_a_day_that_could_be_two_is_chosen_in_the_row(shown: Shown, qtbot: QtBot) -> None:
    """For one date with day and month swapped, the row would have to be retyped."""
    text = ROW.replace("2026-09-01 00:30:00", DOUBTFUL).replace("2026-09-01 00:40:00", DOUBTFUL)
    dialog = shown(f"{HEADER}\n{text}\n{SECOND}")
    assert "12/11/2025 10:00" in asked(dialog)
    click(dialog, 0, 1, qtbot)
    assert "Created" in dialog.preview.rows.words(0).first  # the second date of the row is asked
    click(dialog, 0, 1, qtbot)
    assert states(dialog) == ["New", "New"]
    assert dialog.plan is not None
    order = next(each for each in dialog.plan.orders if each.number == "236414227150001")
    assert order.paid_at == datetime(2025, 12, 11, 10, tzinfo=BEIJING).astimezone(UTC)
    assert order.created_at == datetime(2025, 11, 12, 10, tzinfo=BEIJING).astimezone(UTC)


def test_a_day_without_a_time_asks_for_the_time_next(shown: Shown, qtbot: QtBot) -> None:
    """The chosen day would be lost, or midnight be assumed."""
    dialog = shown(f"{HEADER}\n{ROW.replace('2026-09-01 00:40:00', '08/09/2025')}\n{SECOND}")
    click(dialog, 0, 0, qtbot)
    assert asked(dialog).startswith("Enter the time: ")
    press(Qt.Key.Key_Return, dialog, qtbot)
    line = dialog.preview.answer.line
    assert line.text() == "2025-09-08 "
    press(Qt.Key.Key_Return, dialog, qtbot)
    assert "time is missing" in dialog.reason.text()
    line.setText("2026-09-01 00:50")
    press(Qt.Key.Key_Return, dialog, qtbot)
    assert states(dialog) == ["New", "New"]


def test_a_row_of_the_second_sheet_is_answered(
    context: Context, account: Account, tmp_path: Path, qtbot: QtBot
) -> None:
    """The answer would go to the row with the same number in another sheet."""
    path = tmp_path / "orders.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, row in (("one", ROW), ("two", SECOND.replace("236414227150002", "2.36E+14"))):
            sheet = book.add_worksheet(name)
            for line, text in enumerate((HEADER, row)):
                for column, value in enumerate(text.split("\t")):
                    sheet.write_string(line, column, value)
    dialog = ImportDialog(context, path)
    qtbot.addWidget(dialog)
    dialog.show()
    settle(dialog, qtbot)
    assert dialog.preview.rows.words(0).where == "two · Row 2"
    dialog.preview.answer.answered.emit("236414227150009")
    settle(dialog, qtbot)
    assert dialog.plan is not None
    assert [order.number[-3:] for order in dialog.plan.orders] == ["001", "009"]


def test_an_answer_can_be_changed(shown: Shown, qtbot: QtBot) -> None:
    """A misclick would send the user back to the file."""
    dialog = shown(f"{HEADER}\n{ROW.replace('2026-09-01 00:30:00', DOUBTFUL)}\n{SECOND}")
    click(dialog, 0, 1, qtbot)
    assert states(dialog)[0] == "New"
    click(dialog, 0, 0, qtbot)
    assert states(dialog)[0] == "Can't be read"
    assert len(dialog.preview.table.delegate.boxes(0)) == 2


def test_a_number_is_typed_into_the_row(shown: Shown, workspace: Workspace, qtbot: QtBot) -> None:
    """A spreadsheet has shortened it, and the console shows it: no new export is needed."""
    damaged = ROW.replace("236414227150001", "2.36E+14")
    dialog = shown(f"{HEADER}\n{damaged}\n{SECOND}")
    assert asked(dialog).startswith("Enter order number: ")
    press(Qt.Key.Key_Return, dialog, qtbot)
    line = dialog.preview.answer.line
    assert dialog.focusWidget() is line
    qtbot.keyClicks(line, "2364")
    press(Qt.Key.Key_Return, dialog, qtbot)
    assert "Wrong number of digits" in dialog.reason.text()
    assert line.accessibleDescription() == dialog.reason.text()
    assert dialog.commit_button.text() == "Import 1 order"
    line.setText("236414227150009")
    press(Qt.Key.Key_Return, dialog, qtbot)
    assert states(dialog) == ["New", "New"]
    assert dialog.focusWidget() is dialog.commit_button
    press(Qt.Key.Key_Return, dialog, qtbot)
    assert {number for _uid, number in workspace.book().orders} == {
        "236414227150009",
        "236414227150002",
    }


def test_esc_leaves_the_line_and_not_the_dialog(shown: Shown, qtbot: QtBot) -> None:
    """All previous answers would be lost."""
    dialog = shown(f"{HEADER}\n{ROW.replace('236414227150001', '2.36E+14')}\n{SECOND}")
    press(Qt.Key.Key_Return, dialog, qtbot)
    press(Qt.Key.Key_Escape, dialog, qtbot)
    assert dialog.isVisible()
    assert asked(dialog).startswith("Enter order number: ")


def test_a_file_of_which_nothing_can_be_read_is_asked_row_by_row(
    shown: Shown, qtbot: QtBot
) -> None:
    """One shortened number would refuse the whole file, though the user knows it."""
    dialog = shown(f"{HEADER}\n{ROW.replace('236414227150001', '2.36E+14')}")
    assert states(dialog) == ["Can't be read"]
    assert not dialog.commit_button.isEnabled()
    dialog.preview.answer.answered.emit("236414227150009")
    settle(dialog, qtbot)
    assert dialog.commit_button.text() == "Import 1 order"


def test_an_amount_that_may_be_torn_is_confirmed_by_the_user(shown: Shown, qtbot: QtBot) -> None:
    """``100`` before ``100.00`` could be an unquoted ``100,100.00``: it must not be guessed."""
    header = HEADER.replace("\t", ",") + ",实付金额"
    row = ROW.replace("\t", ",").replace("2040.00", "100,100.00")
    dialog = shown(f"{header}\n{row}")
    assert "100,100.00" in dialog.preview.rows.words(0).first
    click(dialog, 0, 0, qtbot)
    assert dialog.plan is not None
    (order,) = dialog.plan.orders
    assert (order.payable, order.cash_paid) == (100_00, 100_00)


def test_a_missing_word_is_chosen_from_a_menu(shown: Shown, qtbot: QtBot) -> None:
    """Nobody would know which words LinkDue accepts."""
    dialog = shown(f"{HEADER}\n{ROW.replace('新购', '')}\n{SECOND}")
    assert asked(dialog).startswith("Choose order type: ")
    press(Qt.Key.Key_Return, dialog, qtbot)
    menu = dialog.preview.answer.menu
    menu.actions()[1].trigger()
    menu.close()
    settle(dialog, qtbot)
    assert dialog.plan is not None
    assert [order.kind for order in dialog.plan.orders] == ["Renew", "New"]


def test_names_of_accounts_are_asked_one_by_one_and_remembered(
    shown: Shown, workspace: Workspace, qtbot: QtBot
) -> None:
    """Orders of other people would be recorded for the chosen account."""
    workspace.save_account(Account(uid=OTHER, name="Trading"))
    text = f"账号\t{HEADER}\nzhang\t{ROW}\nli\t{SECOND}\n{UID}\t{ROW.replace('150001', '150003')}"
    dialog = shown(text)
    assert dialog.plan is not None
    assert [order.number for order in dialog.plan.orders] == ["236414227150003"]
    assert "“zhang”" in asked(dialog)
    press(Qt.Key.Key_Return, dialog, qtbot)
    menu = dialog.preview.answer.menu
    assert [action.text() for action in menu.actions()] == [
        "Example",
        "Trading",
        "Leave these orders out",
    ]
    menu.actions()[1].trigger()
    menu.close()
    settle(dialog, qtbot)
    assert "“li”" in asked(dialog)
    press(Qt.Key.Key_Return, dialog, qtbot)
    menu.actions()[-1].trigger()
    menu.close()
    assert {order.account for order in dialog.plan.orders} == {OTHER, UID}
    assert dialog.focusWidget() is dialog.commit_button
    dialog.reject()
    again = shown(text)
    assert "“li”" in asked(again)


def test_one_answer_is_given_to_all_rows_that_ask_the_same(
    shown: Shown, workspace: Workspace, qtbot: QtBot
) -> None:
    """A list of two hundred changed prices would take two hundred clicks."""
    both = f"{HEADER}\n{ROW}\n{SECOND}\n{ROW.replace('150001', '150003')}"
    workspace.files.import_plan(plan(workspace, both, UID), "before")
    dialog = shown(both.replace("2040.00", "2000.00"))
    assert dialog.same_button.isHidden()
    click(dialog, 0, 1, qtbot)
    assert dialog.same_button.text() == "Same answer for 2 similar rows"
    dialog.same_button.click()
    assert dialog.commit_button.text() == "Import 3 orders"
    assert dialog.same_button.isHidden()
    assert dialog.focusWidget() is dialog.commit_button


def test_days_are_all_read_as_the_first_was(shown: Shown, qtbot: QtBot) -> None:
    """Every row of such a file asks; each has its own two days."""
    texts = [
        ROW.replace("150001", f"15000{day}").replace("2026-09-01 00:40:00", f"0{day}/11/2025 10:00")
        for day in (2, 3, 4)
    ]
    rows = [text.replace("2026-09-01 00:30:00", "2025-01-01 00:00:00") for text in texts]
    dialog = shown("\n".join([HEADER, *rows]))
    click(dialog, 0, 0, qtbot)
    dialog.same_button.click()
    settle(dialog, qtbot)
    assert dialog.plan is not None
    assert [order.paid_at and order.paid_at.day for order in dialog.plan.orders] == [2, 3, 4]
