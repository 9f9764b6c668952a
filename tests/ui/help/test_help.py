"""帮助: complete in both languages, offline, plain text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.base.resources import resource
from desktop.ui.help.page import HelpPage
from desktop.ui.help.texts import Block, BlockKind, files, parse, sections
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.shared.context import Context
from desktop.wording.i18n import LANGUAGES


def test_lines_become_blocks() -> None:
    """A heading shown with its marks looks like a mistake."""
    assert parse("# Title\n\nText - and # more.\n- one\n## Part\n") == (
        Block(BlockKind.TITLE, "Title"),
        Block(BlockKind.PARAGRAPH, "Text - and # more."),
        Block(BlockKind.BULLET, "one"),
        Block(BlockKind.HEADING, "Part"),
    )


def test_both_languages_have_the_same_sections_and_shape() -> None:
    """Half a help in one language is found out by the one who needs it."""
    shapes = [
        [[block.kind for block in section] for section in sections(code)] for code in LANGUAGES
    ]
    assert shapes[0] == shapes[1]
    assert len(shapes[0]) == 6
    assert all(section[0] is BlockKind.TITLE for section in shapes[0])


def test_no_file_is_left_out() -> None:
    """A section with a misspelt language would be missing without a trace."""
    found = {path for code in LANGUAGES for path in files(code)}
    assert found == set(resource("help").iterdir())


def test_the_page_shows_all_of_it_as_plain_text(qtbot: QtBot, context: Context) -> None:
    """The promises – no password, no network, not Alibaba Cloud's – must be there to read."""
    page = HelpPage(context)
    qtbot.addWidget(page)
    labels = page.findChildren(PlainLabel)
    text = "\n".join(label.text() for label in labels)
    for promise in (
        "never asks for a password, an AccessKey",
        "opens no network connection",
        "not a product of Alibaba Cloud",
        "the console, which has the last word",
        "LGPL-3.0",
    ):
        assert promise in text
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)


def test_a_link_scrolls_to_its_section(qtbot: QtBot, context: Context) -> None:
    """Seven sections are too long to hunt through."""
    page = HelpPage(context)
    qtbot.addWidget(page)
    page.resize(700, 400)
    with qtbot.waitExposed(page):
        page.show()
    qtbot.keyClick(page.contents[3], Qt.Key.Key_Space)
    top = page.sections[3].mapTo(page.viewport(), page.sections[3].rect().topLeft())
    assert 0 <= top.y() < 100


@pytest.mark.parametrize("width", [500, 1100])
def test_the_page_ends_where_its_last_section_does(
    qtbot: QtBot, context: Context, width: int
) -> None:
    """Screens of nothing below the end look as if something had not been drawn."""
    page = HelpPage(context)
    qtbot.addWidget(page)
    page.resize(width, 400)
    with qtbot.waitExposed(page):
        page.show()
    column = page.widget()
    below = column.height() - page.about.mapTo(column, page.about.rect().bottomLeft()).y()
    assert 0 < below < 60
    assert column.height() > 1000
