"""The language option of a start, and the language chosen in the settings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import Program
from desktop.base.settings import SettingKey
from desktop.ui.theme.theme import Scheme
from desktop.wording.i18n import language
from tests.programs import end


def test_another_theme_leaves_the_language_asked_for(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    """A user who started it in English and chooses dark cannot read Chinese texts."""
    program = Program(qapp, tmp_path / "data", "en")
    program.open()
    assert program.workspace is not None
    program.workspace.set_setting(SettingKey.LANGUAGE, "zh_CN")
    end(program)
    program = Program(qapp, tmp_path / "data", "en")
    program.open()
    assert program.workspace is not None
    assert program.window is not None
    context = program.window.context
    try:
        program.workspace.set_setting(SettingKey.THEME, Scheme.DARK)
        context.look_changed.emit()
        assert language() == "en"
        program.workspace.set_setting(SettingKey.LANGUAGE, "")
        context.look_changed.emit()
        program.workspace.set_setting(SettingKey.LANGUAGE, "zh_CN")
        context.look_changed.emit()
        assert language() == "zh_CN"
    finally:
        end(program)
