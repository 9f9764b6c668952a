"""What the pages share: a title, a column that scrolls, a draft, and how they are left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget, QWizardPage

from desktop.domain.journal import ChangedElsewhere
from desktop.forms.wizard_steps import Step
from desktop.ui.kit.announce import announce
from desktop.ui.kit.cards import CardColumn, Notice
from desktop.ui.kit.glyphs import Glyph, GlyphMark
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.sizes import growth
from desktop.ui.shared.drafts import Draft
from desktop.ui.theme.tokens import XL, XS, XXL, M, S, Tone
from desktop.ui.wizard.journey import Journey
from desktop.wording.errors import conflicts
from desktop.wording.i18n import _

T = TypeVar("T")
_NARROW = 520
"""Pixels of a page below which its margins give way."""


@dataclass(frozen=True, slots=True)
class SecondAct:
    """What the button beside the commit button does; a `primary` one stands at its right."""

    text: str
    act: Callable[[], object]
    glyph: Glyph = Glyph.NONE
    primary: bool = False


class JourneyPage(QWizardPage):
    """One step. What it shows is built on the first visit, and renewed on each.

    QWizard's own fields, completeness and cleaning up are not used: Back must not erase, and the
    journey, not the widgets, says what comes next.
    """

    step: ClassVar[Step]

    commit_changed = Signal()
    """The commit button is to say something else."""
    commit_wanted = Signal()
    """The keyboard is to go to the commit button: nothing else is left to do here."""

    def __init__(self, journey: Journey) -> None:
        super().__init__()
        self.journey = journey
        self.context = journey.context
        self.draft: Draft | None = None
        self.acting = False
        self._built = False

    # What a page answers

    def title_text(self) -> str:
        """Return the one task of the page, as its heading."""
        raise NotImplementedError

    def subtitle_text(self) -> str:
        """Return one line below the heading; empty for none."""
        return ""

    def foot_note(self) -> tuple[Glyph, str] | None:
        """Return an icon and a sentence for the end of the page, or None."""
        return None

    def foot(self) -> QWidget | None:
        """Return what stands below the column instead of the wizard's buttons, or None."""
        return None

    def build(self, body: QVBoxLayout) -> None:
        """Make the widgets, below the heading."""
        raise NotImplementedError

    def renew(self) -> None:
        """Show the records as they are now; what is half-typed stays."""

    def commit_text(self) -> str:
        """Return what the commit button does."""
        raise NotImplementedError

    def commit_is_advised(self) -> bool:
        """Whether the commit button is the act the page is for."""
        return True

    def commit_enabled(self) -> bool:
        """Whether the commit button can be pressed."""
        return True

    def second_act(self) -> SecondAct | None:
        """Return what else can be done here, for the button beside the commit button."""
        return None

    def later_text(self) -> str:
        """Return what the link that closes the wizard says."""
        return _("Continue later")

    def farewell(self) -> str:
        """Return what to say once the wizard was closed on this page; empty for nothing."""
        if not self.keeps_input():
            return ""
        return _("What you entered is saved. Next time you continue from here.")

    def commit(self) -> bool:
        """Save what the page is for; False where it cannot be left yet, and says why beside it."""
        return True

    def first_field(self) -> QWidget | None:
        """Return what gets the keyboard when the page is entered; None for the commit button."""
        return None

    def paste(self) -> None:
        """Take in what is on the clipboard, though no field has the keyboard; or say why not."""
        title = _("There is nothing to paste at this step")
        text = _("Orders are pasted at step 5, your partner's reply at step 3.")
        self.trouble.set(Tone.INFO, title, text, Glyph.INFO)
        self.trouble.show()
        self.column.ensureWidgetVisible(self.trouble)
        announce(self, f"{title} {text}")

    # What the wizard asks

    def enter(self) -> None:
        """Handle that the page is shown."""
        if not self._built:
            self._built = True
            self._lay_out()
        self.trouble.hide()
        self.renew()
        self.show_heading()

    def leave(self) -> None:
        """Keep half-typed input: the page is left, or the wizard closed."""
        if self.draft is not None:
            self.draft.flush()

    def release(self) -> None:
        """Release what outlives the wizard, which is being closed."""

    def keeps_input(self) -> bool:
        """Whether something is half-typed here."""
        return self.draft is not None and self.draft.typed

    def run_action(self, done: str, act: Callable[[], T]) -> T | None:
        """Run `Context.run_action`; the page does not renew itself, as it is about to be left."""
        self.acting = True
        try:
            return self.context.run_action(done, act)
        finally:
            self.acting = False

    def show_conflict(
        self, problem: ChangedElsewhere, expected: conflicts.Record, mine: conflicts.Record
    ) -> None:
        """Take over what was recorded elsewhere, but for what was typed here, and say so."""
        self.context.changed.emit()
        self.show_trouble(*conflicts.in_one_sentence(problem, expected, mine))

    def show_trouble(self, cause: str, cure: str) -> None:
        """Say on the page itself what could not be done: the window behind cannot be read."""
        self.trouble.set(Tone.BAD, cause, cure, Glyph.CROSS)
        self.trouble.show()
        self.column.ensureWidgetVisible(self.trouble)

    def show_heading(self) -> None:
        """Show the heading, and the line below it, as they are now."""
        self.heading.setText(self.title_text())
        self.subtitle.setText(self.subtitle_text())
        self.subtitle.setVisible(bool(self.subtitle.text()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the width of a narrow page to what is on it."""
        super().resizeEvent(event)
        if self._built:
            narrow = event.size().width() < _NARROW * growth(self.fontMetrics())
            side = M if narrow else XXL
            self.column.body.setContentsMargins(side, XL, side, S)

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        column = self.column = CardColumn(margin=XXL)
        self.heading = PlainLabel("", Role.TITLE)
        self.subtitle = PlainLabel("", Role.MUTED)
        words = QVBoxLayout()
        words.setSpacing(XS)
        words.addWidget(self.heading)
        words.addWidget(self.subtitle)
        self.corner = QHBoxLayout()
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addLayout(self.corner)
        column.body.addLayout(head)
        self.trouble = Notice(Tone.BAD, "")
        self.trouble.hide()
        column.body.addWidget(self.trouble)
        self.build(column.body)
        column.body.addStretch(1)
        note = self.foot_note()
        if note is not None:
            column.body.addLayout(note_line(*note))
        outer.setSpacing(0)
        outer.addWidget(column)
        foot = self.foot()
        if foot is not None:
            outer.addWidget(foot)
        column.show()  # at once: a layout shows it a moment later, too late for the first key


def note_line(glyph: Glyph, text: str) -> QHBoxLayout:
    """Return a quiet sentence with an icon before it."""
    row = QHBoxLayout()
    row.setSpacing(S)
    row.addWidget(GlyphMark(glyph, Tone.NEUTRAL), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(PlainLabel(text, Role.SMALL), 1)
    row.setContentsMargins(0, M - S, 0, 0)
    return row
