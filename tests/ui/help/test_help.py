"""帮助: complete in both languages, offline, plain text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.base.resources import resource
from desktop.ui.help.articles import FOR_PAGE, RULES, actions, groups
from desktop.ui.help.page import HelpPage
from desktop.ui.help.prose import Prose
from desktop.ui.help.section import HelpSection
from desktop.ui.help.texts import Block, BlockKind, files, names, parse, sections, titles
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.shared.context import Context
from desktop.wording.i18n import LANGUAGES


def test_lines_become_blocks() -> None:
    """A heading shown with its markup characters looks like a mistake."""
    assert parse("# Title\n\nText - and # more.\n- one\n## Part\n") == (
        Block(BlockKind.TITLE, "Title"),
        Block(BlockKind.PARAGRAPH, "Text - and # more."),
        Block(BlockKind.BULLET, "one"),
        Block(BlockKind.HEADING, "Part"),
    )


def test_both_languages_have_the_same_articles_and_shape() -> None:
    """A gap in one language is found by the reader who needs the article."""
    shapes = [
        [[block.kind for block in section] for section in sections(code)] for code in LANGUAGES
    ]
    assert names(LANGUAGES[0]) == names(LANGUAGES[1])
    assert shapes[0] == shapes[1]
    assert all(section[0] is BlockKind.TITLE for section in shapes[0])


def test_every_article_is_in_one_group() -> None:
    """An article that no group names could not be reached."""
    grouped = [name for group in groups().values() for name in group]
    assert sorted(grouped) == sorted(names("en"))


def test_what_an_article_leads_to_and_rests_on_is_there(context: Context) -> None:
    """A button at the end of an article that leads nowhere is a dead button."""
    known = set(names("en"))
    assert known.issuperset(actions())
    assert known.issuperset(FOR_PAGE.values())
    programme = context.workspace.programme
    assert all(programme.rules.keys() >= set(rules) for rules in RULES.values())


@pytest.mark.parametrize("code", LANGUAGES)
def test_steps_and_keys_have_all_their_columns(code: str) -> None:
    """A missing column would keep the article from being shown at all."""
    for section in sections(code):
        for block in section:
            if block.kind is BlockKind.STEP:
                assert Glyph(block.columns[0])
                assert len(block.columns) == 3
            if block.kind is BlockKind.KEY:
                assert len(block.columns) == 2


def test_no_file_is_left_out() -> None:
    """A section with a misspelt language would silently be missing."""
    found = {path for code in LANGUAGES for path in files(code)}
    assert found == set(resource("help").iterdir())


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> HelpPage:
    """Show the help."""
    page = HelpPage(context)
    qtbot.addWidget(page)
    page.resize(1000, 500)
    with qtbot.waitExposed(page):
        page.show()
    return page


def read(page: HelpPage) -> str:
    """Return the whole text of the article shown."""
    section = page.sections[page.shown]
    labels = [label.text() for label in section.findChildren(PlainLabel)]
    return "\n".join(labels + [prose.text() for prose in section.findChildren(Prose)])


def test_the_promises_are_there_to_read_as_plain_text(page: HelpPage) -> None:
    """No password, no network, not Alibaba Cloud's: this is what people look for."""
    texts = ""
    for name in ("never", "about"):
        page.show_article(name)
        texts += read(page)
    for promise in (
        "never asks for a password, an AccessKey",
        "opens no network connection",
        "not a product of Alibaba Cloud",
        "the console, which has the last word",
        "LGPL-3.0",
    ):
        assert promise in texts
    labels = page.findChildren(PlainLabel)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)


def test_all_of_each_article_is_shown(page: HelpPage) -> None:
    """Widgets that are made when the article is shown must not lose a line."""
    for name, section in page.sections.items():
        page.show_article(name)
        if isinstance(section, HelpSection):
            shown = read(page)
            for line in section.search_text().splitlines():
                assert all(part in shown or part in set(Glyph) for part in line.split(" | "))


def test_one_article_is_shown_and_the_contents_lead_to_the_others(
    qtbot: QtBot, page: HelpPage
) -> None:
    """Twenty articles below each other are too long to search."""
    page.contents.setFocus()
    for name in list(page.sections)[1:]:
        qtbot.keyClick(page.contents, Qt.Key.Key_Down)
        assert page.shown == name
        assert [section.isVisible() for section in page.sections.values()].count(True) == 1


def test_the_help_is_searched(qtbot: QtBot, page: HelpPage) -> None:
    """A user who looks for “LGPL” does not know the title of the article."""
    qtbot.keyClicks(page.search, "accesskey")
    assert page.shown == "never"
    shown = [
        page.contents.item(row).text()
        for row in range(page.contents.count())
        if not page.contents.isRowHidden(row)
    ]
    assert shown == ["More", "What LinkDue never does"]
    qtbot.keyClicks(page.search, " no such words")
    assert page.nothing.isVisible()
    page.search.clear()
    assert not page.nothing.isVisible()
    assert not any(page.contents.isRowHidden(row) for row in range(page.contents.count()))


def test_an_article_ends_with_one_thing_to_do(
    qtbot: QtBot, page: HelpPage, context: Context
) -> None:
    """A user who has read why wants to do it, without looking for the page."""
    page.show_article("first")
    section = page.sections["first"]
    assert isinstance(section, HelpSection)
    assert section.action_button is not None
    with qtbot.waitSignal(context.page_wanted) as wanted:
        section.action_button.click()
    assert wanted.args == ["gate"]


def test_sources_are_shown_on_demand(page: HelpPage) -> None:
    """Whoever doubts a rule finds its source; nobody else has to read past it."""
    page.show_article("first")
    section = page.sections["first"]
    assert isinstance(section, HelpSection)
    assert section.sources_button is not None
    assert not section.sources.isVisible()
    section.sources_button.click()
    assert section.sources.isVisible()
    assert "Alibaba Cloud Help 338415: Partner projects" in read(page)


@pytest.mark.parametrize(
    "name",
    ["项目编号", "商机ID", "商机 id", "合作伙伴项目ID", "opportunity ID", "Partner project ID"],
)
def test_a_project_number_is_found_by_each_of_its_names(name: str, page: HelpPage) -> None:
    """The console, the partner and LinkDue call it differently."""
    page.search.setText(name)  # QTest has no keys for Chinese
    assert not page.nothing.isVisible()
    hidden = [page.contents.isRowHidden(row) for row in range(page.contents.count())]
    assert hidden.count(False) < len(hidden)


def test_f1_opens_what_there_is_to_know_about_a_page(page: HelpPage) -> None:
    """Help that always begins at its first page is not opened twice."""
    page.show_part("settings")
    assert page.shown == "data"
    page.show_part("gate")
    assert page.shown == "first"
    page.show_part("help")
    assert page.shown == "first"
    page.show_part("reminders")
    assert page.shown == "reminders"


@pytest.mark.parametrize("code", LANGUAGES)
def test_titles_are_found_without_reading_it_all(code: str) -> None:
    """The palette lists the articles, and must open immediately."""
    assert list(titles(code).values()) == [section[0].text for section in sections(code)]


@pytest.mark.parametrize("width", [640, 1100])
def test_an_article_is_as_tall_as_its_text(page: HelpPage, qtbot: QtBot, width: int) -> None:
    """Screens of empty space below the end look like a drawing error."""
    page.resize(width, 300)
    page.show_article("backup")
    column = page.reading.widget()
    section = page.sections["backup"]

    def ends() -> None:
        below = column.height() - section.geometry().bottom()
        assert 0 < below < 60

    qtbot.waitUntil(lambda: column.height() > 300)
    qtbot.waitUntil(ends)


def test_an_article_begins_at_its_beginning(qtbot: QtBot, page: HelpPage) -> None:
    """Opened in the middle, an article is mistaken for another one."""
    page.show_article("backup")
    bar = page.reading.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    page.show_article("data")
    assert bar.value() == 0


@pytest.mark.parametrize("width", [560, 1100])
def test_nothing_of_an_article_is_cut(page: HelpPage, qtbot: QtBot, width: int) -> None:
    """A text with the height of a wider one loses its last line."""
    page.resize(width, 400)
    page.show_article("first")

    def whole() -> None:
        section = page.sections["first"]
        for part in (*section.findChildren(Prose), *section.findChildren(PlainLabel)):
            if part.isVisible() and part.hasHeightForWidth():
                assert part.heightForWidth(part.width()) <= part.height()

    qtbot.waitUntil(whole)


def test_a_narrow_window_has_its_contents_in_a_list(page: HelpPage, qtbot: QtBot) -> None:
    """At 200 % on a small screen, contents beside an article would leave it three words a line."""
    page.resize(560, 400)
    assert page.jump.isVisible()
    assert not page.contents.isVisible()
    row = page.jump.findData("backup")
    page.jump.setCurrentIndex(row)
    page.jump.activated.emit(row)
    assert page.shown == "backup"
    page.resize(1100, 400)
    assert page.contents.isVisible()
    assert not page.jump.isVisible()
