"""The form of an account, by keyboard and mouse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.journal import DuplicateRecord
from desktop.domain.model import Account, Window
from desktop.domain.window_advice import Advice, AdviceReason
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import Role
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.projects.account_form import AccountForm
from desktop.ui.projects.window_advice import AdviceBand
from desktop.ui.shared.context import Context
from desktop.wording.i18n import set_language
from tests.builders import CREATED_AT, UID, make_account, make_sighting


def _form(qtbot: QtBot, context: Context, record: Account | None = None) -> AccountForm:
    form = AccountForm(context)
    qtbot.addWidget(form)
    form.load(record)
    form.show()
    return form


def _compose(widget: QWidget, text: str) -> None:
    """Type Chinese, as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QCoreApplication.sendEvent(widget, event)


def test_a_typed_account_is_read_with_the_time_its_page_was_looked_up(
    qtbot: QtBot, context: Context
) -> None:
    """Every deadline depends on the window; without the date nobody knows how old it is."""
    form = _form(qtbot, context)
    _compose(form.name.line, "杭州示例科技")
    qtbot.keyClicks(form.uid.line, " 1000 0000 0000 0001 ")
    form.window_choice.buttons["month"].click()
    account = form.read()
    assert account == Account(
        uid=UID,
        name="杭州示例科技",
        window=Window.MONTH,
        window_checked_at=datetime(2026, 9, 10, 4, tzinfo=UTC),
    )


def test_a_wrong_uid_is_explained_and_keeps_what_was_typed(qtbot: QtBot, context: Context) -> None:
    """A form that empties itself, or says only “invalid”, makes people give up."""
    form = _form(qtbot, context)
    qtbot.keyClicks(form.name.line, "Ningbo")
    qtbot.keyClicks(form.uid.line, "12a45")
    assert form.read() is None
    assert (
        form.uid.error.text()
        == "Only digits can go here. Please check for letters or other characters."
    )
    assert form.values()["name"] == "Ningbo"
    assert form.values()["uid"] == "12a45"


def test_white_space_is_empty(qtbot: QtBot, context: Context) -> None:
    """Spaces must not pass for a UID."""
    form = _form(qtbot, context)
    qtbot.keyClicks(form.uid.line, "   ")
    assert form.read() is None
    assert form.uid.error.text() == "This is required. Please fill it in."


def test_an_unusual_uid_is_questioned_but_accepted(qtbot: QtBot, context: Context) -> None:
    """A mistyped digit more or less is noticed immediately; an old short UID still works."""
    form = _form(qtbot, context)
    qtbot.keyClicks(form.uid.line, "12345678")
    assert "16 digits" in form.uid.hint.text()
    assert form.uid.hint.property("role") == Role.AMBER.value
    assert form.read() is not None


def test_correcting_the_name_leaves_the_window_and_its_date(qtbot: QtBot, context: Context) -> None:
    """Correcting the name is not a new look at the console: the old date has to stay."""
    seen = datetime(2026, 9, 1, tzinfo=UTC)
    record = make_account(name="Old", window=Window.DAY, window_checked_at=seen, key=7)
    form = _form(qtbot, context, record)
    form.name.line.selectAll()
    qtbot.keyClicks(form.name.line, "New")
    account = form.read()
    assert account is not None
    assert (account.name, account.window_checked_at, account.key) == ("New", seen, 7)


def test_a_window_that_is_not_known_any_more_has_no_date(qtbot: QtBot, context: Context) -> None:
    """“Not looked up yet” with a date of looking it up would contradict itself."""
    seen = datetime(2026, 9, 1, tzinfo=UTC)
    form = _form(qtbot, context, make_account(window=Window.DAY, window_checked_at=seen))
    form.window_choice.buttons["unknown"].click()
    account = form.read()
    assert account is not None
    assert account.window_checked_at is None


def test_values_are_read_back_as_they_were_typed(qtbot: QtBot, context: Context) -> None:
    """A draft that loses a field loses the user's work."""
    form = _form(qtbot, context)
    qtbot.keyClicks(form.uid.line, "12x")
    _compose(form.note.area, "两行\n备注")
    form.window_choice.buttons["day"].click()
    other = _form(qtbot, context)
    other.restore(form.values())
    assert other.values() == form.values()


def test_each_change_is_announced_loading_is_not(qtbot: QtBot, context: Context) -> None:
    """Drafts are saved on `edited`: missing signals lose text, needless ones write all the time."""
    form = AccountForm(context)
    qtbot.addWidget(form)
    with qtbot.assertNotEmitted(form.edited):
        form.load(make_account(name="A", note="n", window=Window.DAY))
    for action in (
        lambda: qtbot.keyClick(form.name.line, Qt.Key.Key_X),
        lambda: qtbot.keyClick(form.uid.line, Qt.Key.Key_1),
        form.window_choice.buttons["month"].click,
        lambda: qtbot.keyClick(form.note.area, Qt.Key.Key_X),
    ):
        with qtbot.waitSignal(form.edited):
            action()


def test_an_account_recorded_already_is_explained_at_the_uid(
    qtbot: QtBot, context: Context
) -> None:
    """Otherwise saving would seem to do nothing."""
    form = _form(qtbot, context)
    form.show_duplicate(DuplicateRecord("accounts"))
    assert form.uid.error.text() == "You already have an account with this UID."


def test_a_uid_of_the_right_form_is_marked_as_such(qtbot: QtBot, context: Context) -> None:
    """Sixteen digits are hard to count: the user wants to know before continuing."""
    form = AccountForm(context)
    qtbot.addWidget(form)
    form.load(None)
    assert form.uid.line.mark() is Glyph.NONE
    qtbot.keyClicks(form.uid.line, "1000000000000001")
    assert form.uid.line.mark() is Glyph.CHECK
    assert form.uid.hint.text() == "16 digits, as it should be"
    qtbot.keyClick(form.uid.line, Qt.Key.Key_Backspace)
    assert form.uid.line.mark() is Glyph.NONE
    form.uid.set_text("")
    assert form.read() is None
    assert form.uid.line.mark() is Glyph.EXCLAMATION


def test_the_button_of_an_advice_is_beside_its_text_where_there_is_room(qtbot: QtBot) -> None:
    """Below a short Chinese line, with half of the row empty, it looked like another question."""
    set_language("zh_CN")
    tries = tuple(make_sighting(paid_at=CREATED_AT - timedelta(days=4)) for _each in range(2))
    band = AdviceBand(Advice(AdviceReason.REFUSED, tries), CREATED_AT, lambda: None, "示例")
    qtbot.addWidget(band)
    band.resize(592, 80)
    band.show()
    assert not band.findChild(ResponsiveRow).folded
