"""帮助: the page with the help articles, in the current language."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.about.section import AboutSection
from desktop.ui.help.articles import FOR_PAGE, actions, groups
from desktop.ui.help.section import HelpSection
from desktop.ui.help.texts import names, sections
from desktop.ui.kit.cards import Card, CardColumn, page_margin
from desktop.ui.kit.fields import Combo
from desktop.ui.kit.glyphs import Glyph, LeadingIcon
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.marked_labels import Headline
from desktop.ui.kit.sidebar import Entry, NavigationList
from desktop.ui.kit.sizes import growth
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import ROW_BUTTON_HEIGHT, XL, XS, XXL, L, M, S
from desktop.wording.i18n import _, language

_CONTENTS_WIDTH, _ARTICLE_WIDTH, _WIDEST = 232, 580, 1080
_FOLDS_BELOW = 640
"""Width of the page, in pixels at 100 %, below which the contents become a drop-down list."""
_ABOUT = "about"


class Contents(NavigationList):
    """The table of contents, which scrolls independently of the article."""

    def __init__(self, entries: list[Entry], parent: QWidget) -> None:
        super().__init__(_("Contents"), entries, parent, height=ROW_BUTTON_HEIGHT)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def minimumSizeHint(self) -> QSize:
        """Return the height of a few entries, since the list scrolls."""
        return QSize(0, min(self.sizeHint().height(), 4 * self.sizeHintForRow(1)))


class _Reading(CardColumn):
    """The scrolling article, with lines of a limited length.

    Margins limit the length: with a maximum width, a text would get the height of a wider one.
    """

    inset = XXL + S

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Widen the right margin, so that lines are not longer than `_ARTICLE_WIDTH`."""
        bar = self.verticalScrollBar().sizeHint().width()
        lines = round(_ARTICLE_WIDTH * growth(self.fontMetrics()))
        right = max(self.inset, event.size().width() - bar - self.inset - lines)
        upright = min(self.inset, XXL)
        self.body.setContentsMargins(self.inset, upright, right, upright)
        super().resizeEvent(event)


class HelpPage(QWidget):
    """Contents and search at the left, one article at the right; the last is about the program."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Help"))
        self._scale = growth(self.fontMetrics())
        self.reading = _Reading(self)
        # The texts have no focusable widgets: the article has the focus, to scroll by arrow keys.
        self.reading.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self.reading)
        self.about = AboutSection(context, self.reading)
        self.sections = self._sections(context)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search the help"))
        self.search.setAccessibleName(_("Search the help"))
        self.search.setClearButtonEnabled(True)
        LeadingIcon(Glyph.SEARCH, self.search)
        self.search.textChanged.connect(self._filter)
        self._rows = self._entries()
        self.contents = Contents(self._rows, self)
        self.contents.chosen.connect(self.show_article)
        self.jump = Combo(self)
        self.jump.setAccessibleName(_("Contents"))
        for name, section in self.sections.items():
            self.jump.addItem(section.title, name)
        self.jump.activated.connect(lambda row: self.show_article(str(self.jump.itemData(row))))
        self.nothing = PlainLabel(_("Nothing found"), Role.MUTED)
        self.nothing.hide()
        self._lay_out()
        self.show_article(next(iter(self.sections)))

    def refresh(self) -> None:
        """Do nothing: the help does not depend on the records."""

    def showEvent(self, event: QShowEvent) -> None:
        """Update the age of the version: the program may have been open for days."""
        super().showEvent(event)
        self.about.renew()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the contents as a drop-down list if the page is narrow."""
        margin = page_margin(self)
        self._outer.setContentsMargins(margin, max(margin - S, XS), margin, min(margin, L))
        folded = self.width() < _FOLDS_BELOW * self._scale
        self._left.setHidden(folded)
        self.jump.setVisible(folded)
        self.reading.inset = M if folded else XXL + S
        super().resizeEvent(event)

    def show_article(self, name: str) -> None:
        """Show the article of this name."""
        section = self.sections[name]
        if isinstance(section, HelpSection):
            section.build()
        for other in self.sections.values():
            other.setVisible(other is section)
        self.contents.select(name)
        self.jump.setCurrentIndex(self.jump.findData(name))
        self.reading.setAccessibleName(section.title)
        self.reading.verticalScrollBar().setValue(0)

    @property
    def shown(self) -> str:
        """The name of the article that is shown."""
        return next(name for name, section in self.sections.items() if not section.isHidden())

    def show_part(self, part: str) -> None:
        """Show the article about a page of the window, or of this name; ignore unknown names."""
        name = FOR_PAGE.get(part, part)
        if name in self.sections:
            self.search.clear()
            self.show_article(name)

    def _sections(self, context: Context) -> dict[str, HelpSection | AboutSection]:
        """Return the articles by their names, in the order of the contents."""
        programme, links = context.workspace.programme, actions()
        texts = dict(zip(names(language()), sections(language()), strict=True))
        found: dict[str, HelpSection | AboutSection] = {}
        for name in (name for group in groups().values() for name in group):
            link = links.get(name)
            action = None if link is None else (link, partial(context.page_wanted.emit, link.page))
            found[name] = HelpSection(name, texts[name], programme, action, self.reading)
        return found | {_ABOUT: self.about}

    def _entries(self) -> list[Entry]:
        rows = []
        for title, group in groups().items():
            rows.append(Entry("", title, Glyph.NONE))
            rows += [Entry(name, self.sections[name].title, Glyph.NONE) for name in group]
        return [*rows, Entry(_ABOUT, self.about.title, Glyph.NONE)]

    def _lay_out(self) -> None:
        left = self._left = QWidget(self)
        left.setFixedWidth(round(_CONTENTS_WIDTH * self._scale))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        for widget in (Headline(_("Help")), self.search, self.nothing, self.contents):
            column.addWidget(widget)
        column.addStretch(1)
        for section in self.sections.values():
            self.reading.body.addWidget(section)
        self.reading.body.addStretch(1)
        card = Card(self)
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(self.reading)
        both = QWidget(self)
        both.setMaximumWidth(round(_WIDEST * self._scale))
        right = QVBoxLayout()
        right.setSpacing(S)
        right.addWidget(self.jump)
        right.addWidget(card, 1)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(XL)
        row.addWidget(left)
        row.addLayout(right, 1)
        self._outer = QHBoxLayout(self)
        self._outer.addWidget(both)

    def _filter(self, text: str) -> None:
        """List only articles that contain the text, ignoring spaces, and show the first of them."""
        wanted = _without_spaces(text)
        found = [
            name for name, s in self.sections.items() if wanted in _without_spaces(s.search_text())
        ]
        heading, any_shown = 0, False
        for row, entry in enumerate(self._rows):
            if not entry.key:
                self.contents.setRowHidden(heading, not any_shown)
                heading, any_shown = row, False
            else:
                self.contents.setRowHidden(row, entry.key not in found)
                any_shown = any_shown or entry.key in found
        self.contents.setRowHidden(heading, not any_shown)
        self.contents.updateGeometry()
        self.nothing.setVisible(not found)
        if found and self.shown not in found:
            self.show_article(found[0])


def _without_spaces(text: str) -> str:
    return "".join(text.casefold().split())
