"""One article of the help: its text, and below it a link and the sources of its rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop.domain.programme import Programme
from desktop.ui.help.articles import RULES, ArticleAction
from desktop.ui.help.prose import LINE, Prose
from desktop.ui.help.texts import Block, BlockKind
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.cards import Hairline
from desktop.ui.kit.glyphs import Disc, Glyph, GlyphMark, paint_background
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.tokens import CARD_RADIUS, ICON, XL, L, M, S, Tone
from desktop.wording.i18n import _
from desktop.wording.verdicts import rules

_STEP_DISC, _KEY_WIDTH = 40, 128
_MARKS = {
    BlockKind.GOOD: (Glyph.CHECK_CIRCLE, Tone.GOOD),
    BlockKind.BAD: (Glyph.CROSS_CIRCLE, Tone.BAD),
}


class HelpSection(QWidget):
    """An article; its widgets are made when it is first shown, since there are twenty articles."""

    def __init__(
        self,
        name: str,
        blocks: tuple[Block, ...],
        programme: Programme,
        action: tuple[ArticleAction, Callable[[], object]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty article; `action` is its link, with the function that the link calls."""
        super().__init__(parent)
        self.name = name
        self.title = blocks[0].text
        self._blocks = blocks
        self._programme = programme
        self._action = action
        self._built = False
        self.action_button: LinkButton | None = None
        self.sources_button: LinkButton | None = None
        self.sources = QWidget(self)
        self.sources.hide()
        self.setAccessibleName(self.title)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(S)

    def search_text(self) -> str:
        """Return the text that the search of the help looks in."""
        return "\n".join(block.text for block in self._blocks)

    def build(self) -> None:
        """Make the widgets, unless that was done before."""
        if self._built:
            return
        self._built = True
        rule_ids = [each for each in RULES.get(self.name, ()) if each in self._programme.rules]
        self._column.addWidget(PlainLabel(self.title, Role.TITLE))
        if rule_ids:
            checked = _("Rules of {date}").format(date=self._programme.checked.isoformat())
            self._column.addWidget(PlainLabel(checked, Role.SMALL))
        self._column.addSpacing(S)
        for kind, blocks in _runs(self._blocks[1:]):
            self._add(kind, blocks)
        self._add_foot(rule_ids)

    def _add(self, kind: BlockKind, blocks: Sequence[Block]) -> None:
        """Add blocks of one kind that follow each other."""
        if kind is BlockKind.STEP:
            self._column.addSpacing(S)
            self._column.addWidget(_Steps([block.columns for block in blocks]))
            self._column.addSpacing(S)
            return
        if kind is BlockKind.KEY:
            self._column.addLayout(_keys([block.columns for block in blocks]))
            return
        for block in blocks:
            if kind is BlockKind.PARAGRAPH:
                self._column.addWidget(Prose(block.text))
            elif kind is BlockKind.HEADING:
                self._column.addSpacing(M)
                self._column.addWidget(PlainLabel(block.text, Role.HEADING))
            else:
                self._column.addLayout(_bullet(kind, block.text))

    def _add_foot(self, rule_ids: Sequence[str]) -> None:
        """Add the link, and the sources, which are folded at first."""
        if self._action is None and not rule_ids:
            return
        self._column.addSpacing(L)
        self._column.addWidget(Hairline())
        row = QHBoxLayout()
        row.setSpacing(L)
        if self._action is not None:
            link, go = self._action
            self.action_button = LinkButton(link.text, go)
            self.action_button.set_glyph(link.glyph)
            row.addWidget(self.action_button)
        row.addStretch(1)
        self._column.addLayout(row)
        if not rule_ids:
            return
        self.sources_button = LinkButton(_("Sources"), self._toggle_sources, quiet=True)
        self.sources_button.set_glyph(Glyph.CHEVRON_RIGHT)
        row.addWidget(self.sources_button)
        lines = QVBoxLayout(self.sources)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        for rule_id in rule_ids:
            lines.addWidget(PlainLabel(rules.rule_text(rule_id), Role.SMALL, selectable=True))
            source = rules.evidence_of(rule_id, self._programme)
            lines.addWidget(PlainLabel(source, Role.SMALL, selectable=True))
            lines.addSpacing(S)
        self._column.addWidget(self.sources)

    def _toggle_sources(self) -> None:
        shown = self.sources.isHidden()
        self.sources.setVisible(shown)
        if self.sources_button is not None:
            self.sources_button.set_glyph(Glyph.CHEVRON_DOWN if shown else Glyph.CHEVRON_RIGHT)


class _Steps(QWidget):
    """A diagram of steps: icons with captions, and arrows between them."""

    def __init__(self, steps: Sequence[tuple[str, ...]]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(L, L, L, L)
        row.setSpacing(S)
        top = Qt.AlignmentFlag.AlignTop
        for number, (glyph, title, small) in enumerate(steps):
            if number:
                arrow = GlyphMark(Glyph.CHEVRON_RIGHT, Tone.NEUTRAL)
                arrow.setMinimumHeight(round(_STEP_DISC * growth(self.fontMetrics())))
                row.addWidget(arrow, 0, top)
            tone = Tone.GOOD if number == len(steps) - 1 else Tone.INFO
            row.addLayout(_step(Glyph(glyph), tone, title, small), 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the background."""
        paint_background(QPainter(self), QRectF(self.rect()), Tone.NEUTRAL, CARD_RADIUS)


def _step(glyph: Glyph, tone: Tone, title: str, small: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(Disc(glyph, tone, _STEP_DISC), 0, Qt.AlignmentFlag.AlignHCenter)
    column.addSpacing(S)
    for label in (PlainLabel(title), PlainLabel(small, Role.SMALL)):
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(label)
    column.addStretch(1)
    return column


def _keys(rows: Sequence[tuple[str, ...]]) -> QLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(XL)
    grid.setVerticalSpacing(S)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, round(_KEY_WIDTH * growth(QFontMetrics(QFont()))))
    for number, (key, does) in enumerate(rows):
        cap = PlainLabel(key, Role.SMALL, wrap=False)
        cap.setObjectName("key")
        beside = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        grid.addWidget(cap, number, 0, beside)
        grid.addWidget(PlainLabel(does), number, 1)
    return grid


def _bullet(kind: BlockKind, text: str) -> QLayout:
    row = QHBoxLayout()
    row.setSpacing(S)
    mark: QWidget
    if kind in _MARKS:
        mark = GlyphMark(*_MARKS[kind], side=ICON)
    else:
        mark = PlainLabel("•", Role.MUTED, wrap=False)
    prose = Prose(text)
    side = QVBoxLayout()  # a line of prose has its extra spacing above the text
    side.addSpacing(
        max(0, round(LINE * growth(prose.fontMetrics())) - prose.fontMetrics().height())
    )
    side.addWidget(mark)
    side.addStretch(1)
    row.addLayout(side)
    row.addWidget(prose, 1)
    return row


def _runs(blocks: Sequence[Block]) -> list[tuple[BlockKind, list[Block]]]:
    """Return the blocks grouped into runs of the same kind."""
    runs: list[tuple[BlockKind, list[Block]]] = []
    for block in blocks:
        if not runs or runs[-1][0] is not block.kind:
            runs.append((block.kind, []))
        runs[-1][1].append(block)
    return runs
