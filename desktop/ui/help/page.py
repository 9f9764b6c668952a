"""帮助: the texts of the help, offline, in the language spoken now."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.help.about import AboutSection
from desktop.ui.help.texts import Block, BlockKind, sections
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.cards import Card, Page
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.shared.context import Context
from desktop.wording.i18n import _, language

_ROLES = {BlockKind.TITLE: Role.HEADING, BlockKind.HEADING: Role.STRONG}


class HelpPage(Page):
    """A list of the sections, then all of them one below the other, the last about the program."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("Help"), parent=parent)
        # Long texts hold nothing to tab to: the page itself scrolls by the arrow keys.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.about = AboutSection(context)
        texts = [HelpSection(blocks) for blocks in sections(language())]
        self.sections: list[HelpSection | AboutSection] = [*texts, self.about]
        self.contents = [self._link_to(section) for section in self.sections]
        index = Card()
        for link in self.contents:
            index.body.addWidget(link)
        index.body.setSpacing(0)
        self.content.addWidget(index)
        for section in self.sections:
            self.content.addWidget(section)

    def refresh(self) -> None:
        """Nothing: the help does not depend on the records."""

    def showEvent(self, event: QShowEvent) -> None:
        """Tell the age anew: the program may have been open for days."""
        super().showEvent(event)
        self.about.renew()

    def show_section(self, section: HelpSection | AboutSection) -> None:
        """Scroll to a section."""
        self.verticalScrollBar().setValue(section.y() - self.content.spacing())
        self.setFocus()

    def _link_to(self, section: HelpSection | AboutSection) -> LinkButton:
        return LinkButton(section.title, lambda: self.show_section(section))


class HelpSection(Card):
    """One help text."""

    def __init__(self, blocks: tuple[Block, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = blocks[0].text
        self.setAccessibleName(self.title)
        for block in blocks:
            if block.kind is BlockKind.BULLET:
                self.body.addLayout(_bullet(block.text))
                continue
            if block.kind is BlockKind.HEADING:
                self.body.addSpacing(8)
            label = PlainLabel(block.text, _ROLES.get(block.kind, Role.BODY), selectable=True)
            self.body.addWidget(label)


def _bullet(text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(PlainLabel("•", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(PlainLabel(text, selectable=True), 1)
    return row
