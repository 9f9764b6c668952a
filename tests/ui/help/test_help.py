"""帮助: complete in both languages, offline, plain text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.base.resources import resource
from desktop.ui.help.page import HelpPage, HelpSection
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
    assert len(shapes[0]) == 7
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


def test_one_article_is_shown_and_the_contents_lead_to_the_others(
    qtbot: QtBot, context: Context
) -> None:
    """Seven articles below each other are too long to hunt through."""
    page = HelpPage(context)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    assert [section.isVisible() for section in page.sections].count(True) == 1
    page.contents.setFocus()
    for number in range(1, len(page.sections)):
        qtbot.keyClick(page.contents, Qt.Key.Key_Down)
        assert page.sections[number].isVisible()
        assert not page.sections[number - 1].isVisible()


def test_the_help_is_searched(qtbot: QtBot, context: Context) -> None:
    """Who looks for “LGPL” does not know under which title it stands."""
    page = HelpPage(context)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    qtbot.keyClicks(page.search, "accesskey")
    hidden = [page.contents.isRowHidden(row) for row in range(page.contents.count())]
    assert 0 < hidden.count(False) < len(hidden)
    assert page.sections[hidden.index(False)].isVisible()
    qtbot.keyClicks(page.search, " no such words")
    assert page.nothing.isVisible()
    page.search.clear()
    assert not page.nothing.isVisible()
    assert not any(page.contents.isRowHidden(row) for row in range(page.contents.count()))


@pytest.mark.parametrize(
    "name",
    ["项目编号", "商机ID", "商机 id", "合作伙伴项目ID", "opportunity ID", "Partner project ID"],
)
def test_a_project_number_is_found_by_each_of_its_names(
    name: str, qtbot: QtBot, context: Context
) -> None:
    """The console, the partner and LinkDue call it differently."""
    page = HelpPage(context)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.search.setText(name)  # QTest has no keys for Chinese
    assert not page.nothing.isVisible()
    hidden = [page.contents.isRowHidden(row) for row in range(page.contents.count())]
    assert hidden.count(False) < len(hidden)


def test_f1_opens_what_there_is_to_know_about_a_page(qtbot: QtBot, context: Context) -> None:
    """Help that begins at its first page each time is not opened twice."""
    page = HelpPage(context)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.show_part("settings")
    assert page.sections[5].isVisible()
    page.show_part("help")
    assert page.sections[5].isVisible()


@pytest.mark.parametrize("width", [560, 1100])
def test_the_page_ends_where_its_article_does(qtbot: QtBot, context: Context, width: int) -> None:
    """Screens of nothing below the end look as if something had not been drawn."""
    page = HelpPage(context)
    qtbot.addWidget(page)
    page.resize(width, 300)
    page.show_section(page.about)
    with qtbot.waitExposed(page):
        page.show()
    column = page.widget()
    below = column.height() - page.about.mapTo(column, page.about.rect().bottomLeft()).y()
    assert 0 < below < 60
    assert column.height() > 300


def test_a_long_article_begins_with_its_parts(qtbot: QtBot, context: Context) -> None:
    """What is on the sixth screen of an article would never be read."""
    page = HelpPage(context)
    qtbot.addWidget(page)
    page.resize(1000, 500)
    with qtbot.waitExposed(page):
        page.show()
    article = page.sections[0]
    assert isinstance(article, HelpSection)
    assert [link.text() for link in article.links.links] == [h.text() for h in article.headings]
    article.links.links[-1].click()
    assert page.verticalScrollBar().value() > 0
    short = page.sections[3]
    assert isinstance(short, HelpSection)
    assert short.links.isHidden()


def test_f1_leads_to_the_part_about_the_page(qtbot: QtBot, context: Context) -> None:
    """The article on everything begins five screens above what F1 was pressed for."""
    page = HelpPage(context)
    qtbot.addWidget(page)
    page.resize(1000, 500)
    with qtbot.waitExposed(page):
        page.show()
    page.show_part("cashback")
    qtbot.waitUntil(lambda: page.verticalScrollBar().value() > 0)
