"""One rule as a line: icon, sentence, its state as a word, and its evidence on demand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.ui.kit.buttons import IconButton
from desktop.ui.kit.glyphs import Glyph, GlyphMark
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.theme.tokens import ICON, SMALL_ICON, M, S, Tone
from desktop.wording.i18n import _, labelled


class RuleLine(QWidget):
    """A rule in a list; screen readers read state, sentence and evidence."""

    def __init__(
        self,
        tone: Tone,
        glyph: Glyph,
        text: str,
        state: str = "",
        small: str = "",
        parent: QWidget | None = None,
        *,
        narrow: bool = False,
        shows_state: bool = True,
    ) -> None:
        """`small` is the evidence; `narrow` is for cards with little width.

        A narrow line, and one without `shows_state`, shows its state by the icon only; screen
        readers still get the word.
        """
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, S, 0, S)
        grid.setHorizontalSpacing(M)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(GlyphMark(glyph, tone, side=SMALL_ICON if narrow else ICON), 0, 0, top)
        grid.addWidget(PlainLabel(text), 0, 1, top)
        if state and shows_state and not narrow:
            word = PlainLabel(state, Role.SMALL, wrap=False)
            if tone is not Tone.GOOD:
                word.set_tone(tone)
            grid.addWidget(word, 0, 2, Qt.AlignmentFlag.AlignVCenter)
        self.evidence = PlainLabel(small, Role.SMALL)
        self.evidence.hide()
        grid.addWidget(self.evidence, 1, 1, 1, 2)
        name = _("Source: {rule}").format(rule=text)
        self.info = IconButton(Glyph.INFO, name, self._toggle, self)
        if not small:
            self.info.hide()
        grid.addWidget(self.info, 0, 3, Qt.AlignmentFlag.AlignVCenter)
        self.extra = QGridLayout()
        grid.addLayout(self.extra, 2, 1, 1, 2)
        self.setAccessibleName(labelled(state, text) if state else text)
        self.setAccessibleDescription(small)

    def _toggle(self) -> None:
        self.evidence.setVisible(self.evidence.isHidden())
