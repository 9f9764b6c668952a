"""设置: saved immediately, and honest about the rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.services.workspace import Workspace
from desktop.ui.kit.fields import ComboField
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.settings.page import SettingsPage
from desktop.ui.shared.context import Context
from desktop.wording.verdicts import rules


def _page(qtbot: QtBot, context: Context) -> SettingsPage:
    page = SettingsPage(context)
    qtbot.addWidget(page)
    page.show()
    return page


def choose(field: ComboField, value: str) -> None:
    """Choose a value from a list, as the user does."""
    row = field.combo.findData(value)
    field.combo.setCurrentIndex(row)
    field.combo.activated.emit(row)


def test_language_and_theme_are_saved_and_announced(
    qtbot: QtBot, context: Context, workspace: Workspace
) -> None:
    """A user who cannot read the language must be able to change it, for good."""
    page = _page(qtbot, context)
    assert page.language.value() == page.theme.value() == "system"
    with qtbot.waitSignal(context.look_changed):
        choose(page.language, "zh_CN")
    with qtbot.waitSignal(context.look_changed):
        choose(page.theme, "dark")
    assert (workspace.setting("language"), workspace.setting("theme")) == ("zh_CN", "dark")
    again = _page(qtbot, context)
    assert (again.language.value(), again.theme.value()) == ("zh_CN", "dark")


def test_each_language_names_itself(qtbot: QtBot, context: Context) -> None:
    """A list of languages in a language one cannot read is no help."""
    combo = _page(qtbot, context).language.combo
    assert [combo.itemText(row) for row in (1, 2)] == ["中文", "English"]
    assert any(label.text() == "语言" for label in combo.window().findChildren(PlainLabel))


def test_the_data_folder_can_be_copied_and_opened(
    qtbot: QtBot, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Users who cannot find the data make no copy of it."""
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
    """Of six cards below each other, the last would be hidden."""
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


def test_all_data_is_exported_from_the_settings(
    qtbot: QtBot, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A user who wants to leave, or a copy, looks in the settings and not in a menu of orders."""
    page = _page(qtbot, context)
    path = tmp_path / "all"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    with qtbot.waitSignal(context.saved):
        page.export_button.click()
    assert path.with_name("all.json").exists()


def test_the_version_is_shown_in_the_settings_as_well(qtbot: QtBot, context: Context) -> None:
    """Most people look for it there."""
    page = _page(qtbot, context)
    page.show_part("about")
    assert page.about.isVisible()
    assert "0.1.0" in page.about.version.text()


def test_in_a_narrow_window_the_groups_are_icons_with_tooltips(
    qtbot: QtBot, context: Context
) -> None:
    """At 200 % on a small screen, their words would leave no room for the settings."""
    page = _page(qtbot, context)
    page.resize(480, 400)
    assert page.list.item(0).toolTip() == "General"
    assert page.widget().width() <= page.viewport().width()
    page.resize(1100, 400)
    assert page.list.item(0).toolTip() == ""
