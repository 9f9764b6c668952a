"""关于: version, age, components, and every licence in full."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.about.build import Build
from desktop.about.third_party import notices
from desktop.ui.about import section as about_module
from desktop.ui.about.licences_dialog import LicencesDialog
from desktop.ui.about.section import AboutSection
from desktop.ui.help.page import HelpPage
from desktop.ui.kit.buttons import CopyButton
from desktop.ui.shared.context import Context
from tests.conftest import FakeClock

MADE = date(2026, 9, 7)
"""Three days before the test's clock."""


@pytest.fixture
def about(qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch) -> AboutSection:
    """Show the section of a program that was frozen three days ago."""
    monkeypatch.setattr(about_module, "this_build", lambda: Build("0.1.0", MADE))
    section = AboutSection(context)
    qtbot.addWidget(section)
    return section


def test_age_and_components_are_shown(about: AboutSection) -> None:
    """The first things that a helper asks for."""
    assert about.version.text() == "LinkDue 0.1.0, built on 7 Sep 2026 (3 days ago)"
    assert {"Python", "SQLite", "Qt", "PySide6", "Rules", "Computer"} == set(about.facts)
    assert all(about.facts.values())
    assert about.advice.isHidden()


def test_the_facts_can_be_copied(about: AboutSection, qtbot: QtBot) -> None:
    """Nobody types them off the screen."""
    qtbot.keyClick(about.findChild(CopyButton), Qt.Key.Key_Space)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("LinkDue 0.1.0, built on 7 Sep 2026 (3 days ago)\n")
    assert f"Qt: {about.facts['Qt']}" in copied


def test_a_window_that_stays_open_grows_old(
    qtbot: QtBot, context: Context, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is built once; its age is recomputed whenever it is shown."""
    monkeypatch.setattr(about_module, "this_build", lambda: Build("0.1.0", MADE))
    page = HelpPage(context)
    qtbot.addWidget(page)
    assert "3 days ago" in page.about.version.text()
    clock.now += timedelta(days=200)
    page.show()
    assert "203 days ago" in page.about.version.text()
    assert not page.about.advice.isHidden()
    assert "203 days old" in page.about.advice.title.text()
    assert "newer installer" in page.about.advice.text.text()


def test_every_licence_can_be_read_by_keyboard(qtbot: QtBot, about: AboutSection) -> None:
    """Down through the list, the text at the right follows; Esc leaves."""
    qtbot.keyClick(about.licences_button, Qt.Key.Key_Return)
    dialog = about.findChild(LicencesDialog)
    assert isinstance(dialog, LicencesDialog)
    expected = notices()
    assert dialog.list.count() == len(expected)
    for row, notice in enumerate(expected):
        assert dialog.list.currentRow() == row
        assert notice.text.strip() in dialog.text.toPlainText()
        assert notice.licence in dialog.text.toPlainText()
        qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Tab)
    assert dialog.text.isReadOnly()
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
