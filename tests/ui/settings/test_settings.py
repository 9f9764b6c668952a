"""设置: kept at once, and honest about the rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.services.workspace import Workspace
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.settings.page import SettingsPage
from desktop.ui.shared.context import Context
from desktop.wording.verdicts import rules


def _page(qtbot: QtBot, context: Context) -> SettingsPage:
    page = SettingsPage(context)
    qtbot.addWidget(page)
    page.show()
    return page


def test_language_and_theme_are_kept_and_announced(
    qtbot: QtBot, context: Context, workspace: Workspace
) -> None:
    """Who cannot read the language must be able to change it, for good."""
    page = _page(qtbot, context)
    assert page.language.value() == page.theme.value() == "system"
    with qtbot.waitSignal(context.look_changed):
        page.language.buttons["zh_CN"].click()
    with qtbot.waitSignal(context.look_changed):
        page.theme.buttons["dark"].click()
    assert (workspace.setting("language"), workspace.setting("theme")) == ("zh_CN", "dark")
    again = _page(qtbot, context)
    assert (again.language.value(), again.theme.value()) == ("zh_CN", "dark")


def test_each_language_names_itself(qtbot: QtBot, context: Context) -> None:
    """A list of languages in a language one cannot read is no help."""
    buttons = _page(qtbot, context).language.buttons
    assert (buttons["zh_CN"].text(), buttons["en"].text()) == ("中文", "English")


def test_the_data_folder_can_be_copied_and_opened(
    qtbot: QtBot, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without finding the data there is no copy of it."""
    page = _page(qtbot, context)
    page.copy_button.click()
    assert QGuiApplication.clipboard().text() == str(tmp_path / "data")
    opened: list[QUrl] = []

    def remember(url: QUrl) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", remember)
    page.open_button.click()
    assert opened == [QUrl.fromLocalFile(str(tmp_path / "data"))]


def test_a_folder_that_does_not_open_says_what_to_do(
    qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a bare Linux nothing opens folders; a button that does nothing looks broken."""
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    page = _page(qtbot, context)
    with qtbot.waitSignal(context.failed) as failed:
        page.open_button.click()
    assert failed.args[1] == "Please copy the path and open it in your file manager."


def test_every_rule_is_listed_with_its_evidence(
    qtbot: QtBot, context: Context, workspace: Workspace
) -> None:
    """Rules change: people must see which ones the verdicts rest on, and how sure they are."""
    page = _page(qtbot, context)
    shown = {label.text() for label in page.findChildren(PlainLabel)}
    for rule in workspace.programme.rules.values():
        assert rules.rule_text(rule.id) in shown
        assert rules.evidence(rule) in shown
    assert rules.programme_name(workspace.programme) in shown
    console = workspace.programme.console
    assert any(console.url in text for text in shown)
    assert rules.evidence(console) in shown


def test_one_group_is_shown_at_a_time_and_found_by_keyboard(qtbot: QtBot, context: Context) -> None:
    """Six cards below each other hide the last of them."""
    page = _page(qtbot, context)
    assert page.language.isVisible()
    assert not page.backups.isVisible()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert page.reminders.isVisible()
    assert not page.language.isVisible()
    page.show_part("computer")
    assert page.transfer_file.isVisible()
