"""帮助: the texts of the help, offline, in the language spoken now."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.ui.help.about import AboutSection
from desktop.ui.help.texts import Block, BlockKind, names, sections
from desktop.ui.kit.cards import Card, Page
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.link_row import LinkRow
from desktop.ui.kit.sidebar import Entry, NavigationList
from desktop.ui.kit.sizes import growth
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import XL, XXL, M, S
from desktop.wording.i18n import _, language

_ROLES = {BlockKind.TITLE: Role.TITLE, BlockKind.HEADING: Role.HEADING}
_CONTENTS_WIDTH, _ARTICLE_WIDTH = 232, 680
_FOR_PAGE = {
    "home": ("journey", None),
    "orders": ("journey", 2),
    "gate": ("rules", None),
    "projects": ("rules", None),
    "cashback": ("journey", 4),
    "settings": ("data", None),
    "reminders": ("reminders", None),
}
"""What F1 opens on a page, or something else leads to: an article by its file's name, and the
number of one of its parts (from 0); None for its beginning."""
_MANY_PARTS = 3
"""Parts from which on an article begins with links to them."""


class HelpPage(Page):
    """Contents and a search at the left, one article beside them; the last is about the program."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("Help"), parent=parent)
        # Long texts hold nothing to tab to: the page itself scrolls by the arrow keys.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.about = AboutSection(context)
        texts = [HelpSection(blocks) for blocks in sections(language())]
        for text in texts:
            text.part_wanted.connect(self._scroll_to)
        self.sections: list[HelpSection | AboutSection] = [*texts, self.about]
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search the help"))
        self.search.setAccessibleName(_("Search the help"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        entries = [Entry(str(n), s.title, Glyph.NONE) for n, s in enumerate(self.sections)]
        self.contents = NavigationList(_("Contents"), entries, self)
        self.contents.chosen.connect(lambda key: self.show_section(self.sections[int(key)]))
        self.nothing = PlainLabel(_("Nothing found"), Role.MUTED)
        self.nothing.hide()
        self.content.addLayout(self._side_by_side())
        self.show_section(self.sections[0])

    def refresh(self) -> None:
        """Do nothing: the help does not depend on the records."""

    def showEvent(self, event: QShowEvent) -> None:
        """Tell the age anew: the program may have been open for days."""
        super().showEvent(event)
        self.about.renew()

    def show_section(self, section: HelpSection | AboutSection) -> None:
        """Show one article."""
        for other in self.sections:
            other.setVisible(other is section)
        self.contents.select(str(self.sections.index(section)))
        self.verticalScrollBar().setValue(0)

    def show_part(self, page: str) -> None:
        """Show what there is to know about a page of the window."""
        if page not in _FOR_PAGE:
            return
        name, part = _FOR_PAGE[page]
        self.search.clear()
        section = self.sections[names(language()).index(name)]
        self.show_section(section)
        if part is not None and isinstance(section, HelpSection):
            heading = section.headings[part]
            QTimer.singleShot(0, self, lambda: self._scroll_to(heading))  # once it has its place

    def _scroll_to(self, heading: QWidget) -> None:
        """Have a part of an article begin at the top."""
        top = heading.mapTo(self.widget(), QPoint(0, 0)).y()
        self.verticalScrollBar().setValue(top - M)

    def _side_by_side(self) -> QHBoxLayout:
        scale = growth(self.fontMetrics())
        left = QWidget()
        left.setFixedWidth(round(_CONTENTS_WIDTH * scale))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        for widget in (self.search, self.contents, self.nothing):
            column.addWidget(widget)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(XL)
        row.addWidget(left)
        articles = QVBoxLayout()
        for section in self.sections:
            section.setMaximumWidth(round(_ARTICLE_WIDTH * scale))
            articles.addWidget(section)
        articles.addStretch(1)
        row.addLayout(articles, 1)
        return row

    def _filter(self, text: str) -> None:
        """Leave the articles that hold the text, spaces aside, and show the first of them."""
        wanted = _without_spaces(text)
        found = [s for s in self.sections if wanted in _without_spaces(s.words())]
        for row, section in enumerate(self.sections):
            self.contents.setRowHidden(row, section not in found)
        self.contents.updateGeometry()
        self.nothing.setVisible(not found)
        shown = next((s for s in self.sections if not s.isHidden()), None)
        if found and shown not in found:
            self.show_section(found[0])


class HelpSection(Card):
    """One help text; a long one begins with links to its parts, whose headings are `headings`."""

    part_wanted = Signal(object)
    """Scroll to this heading."""

    def __init__(self, blocks: tuple[Block, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blocks = blocks
        self.title = blocks[0].text
        self.headings: list[PlainLabel] = []
        self.links = LinkRow(S, quiet=False)
        self.setAccessibleName(self.title)
        self.body.setContentsMargins(XXL, XL, XXL, XL)
        for block in blocks:
            if block.kind is BlockKind.BULLET:
                self.body.addLayout(_bullet(block.text))
                continue
            if block.kind is BlockKind.HEADING:
                self.body.addSpacing(M)
            label = PlainLabel(block.text, _ROLES.get(block.kind, Role.BODY), selectable=True)
            self.body.addWidget(label)
            if block.kind is BlockKind.HEADING:
                self.headings.append(label)
                self.links.add(block.text, partial(self.part_wanted.emit, label))
        self.links.setVisible(len(self.headings) >= _MANY_PARTS)
        self.body.insertWidget(1, self.links)

    def words(self) -> str:
        """Return all of the text, to be searched."""
        return "\n".join(block.text for block in self._blocks)


def _without_spaces(text: str) -> str:
    return "".join(text.casefold().split())


def _bullet(text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(S)
    row.addWidget(PlainLabel("•", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(PlainLabel(text, selectable=True), 1)
    return row
