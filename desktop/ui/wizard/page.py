"""Base class of the wizard's pages: title, scrolling column, draft, and leaving the page."""

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
"""Width of a page in pixels, at 100 %, below which its margins shrink."""


@dataclass(frozen=True, slots=True)
class SecondAction:
    """The button beside the commit button, at its right if `primary`."""

    text: str
    run: Callable[[], object]
    glyph: Glyph = Glyph.NONE
    primary: bool = False


class JourneyPage(QWizardPage):
    """One step; its widgets are built on the first visit, and refreshed on each.

    QWizard's fields, completeness and cleanup are not used: Back must not erase anything, and the
    records, not the widgets, decide which page is next.
    """

    step: ClassVar[Step]

    commit_changed = Signal()
    """The buttons of this page may have changed: their texts, state or order."""
    commit_wanted = Signal()
    """The commit button should be focused: nothing else is left to do here."""

    def __init__(self, journey: Journey) -> None:
        super().__init__()
        self.journey = journey
        self.context = journey.context
        self.draft: Draft | None = None
        self.running_action = False
        self._built = False

    # Overridden by the pages

    def title_text(self) -> str:
        """Return the heading, which names the page's task."""
        raise NotImplementedError

    def subtitle_text(self) -> str:
        """Return the line below the heading; empty for none."""
        return ""

    def foot_note(self) -> tuple[Glyph, str] | None:
        """Return an icon and a sentence for the end of the page, or None."""
        return None

    def foot(self) -> QWidget | None:
        """Return a widget to show instead of the wizard's buttons, or None."""
        return None

    def build(self, body: QVBoxLayout) -> None:
        """Make the widgets below the heading."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show the current records; half-typed input stays."""

    def commit_text(self) -> str:
        """Return the text of the commit button."""
        raise NotImplementedError

    def commit_is_primary(self) -> bool:
        """Return whether the commit button is shown as the primary one."""
        return True

    def commit_enabled(self) -> bool:
        """Return whether the commit button is enabled."""
        return True

    def second_action(self) -> SecondAction | None:
        """Return the action of the button beside the commit button, or None."""
        return None

    def later_text(self) -> str:
        """Return the text of the link that closes the wizard."""
        return _("Continue later")

    def closing_message(self) -> str:
        """Return the message to show after the wizard was closed on this page; empty for none."""
        if not self.has_half_typed_input():
            return ""
        return _("What you entered is saved. Next time you continue from here.")

    def commit(self) -> bool:
        """Save the page's input; return False, with the reason shown on the page, if that fails."""
        return True

    def first_field(self) -> QWidget | None:
        """Return the widget to focus when the page is entered; None for the commit button."""
        return None

    def paste(self) -> None:
        """Import the clipboard's text while no field is focused; by default, show why not."""
        title = _("There is nothing to paste at this step")
        text = _("Orders are pasted at step 5, your partner's reply at step 3.")
        self.problem_notice.set(Tone.INFO, title, text, Glyph.INFO)
        self.problem_notice.show()
        self.column.ensureWidgetVisible(self.problem_notice)
        announce(self, f"{title} {text}")

    # Called by the wizard

    def enter(self) -> None:
        """Build the page on the first visit, and refresh it."""
        if not self._built:
            self._built = True
            self._lay_out()
        self.problem_notice.hide()
        self.refresh()
        self.show_heading()

    def leave(self) -> None:
        """Save half-typed input as a draft: the page is left, or the wizard closed."""
        if self.draft is not None:
            self.draft.flush()

    def release(self) -> None:
        """Disconnect from objects that outlive the wizard, which is being closed."""

    def has_half_typed_input(self) -> bool:
        """Return whether the page has half-typed input."""
        return self.draft is not None and self.draft.typed

    def run_action(self, done: str, act: Callable[[], T]) -> T | None:
        """Run `Context.run_action` without refreshing the page, which is about to be left."""
        self.running_action = True
        try:
            return self.context.run_action(done, act)
        finally:
            self.running_action = False

    def show_conflict(
        self, problem: ChangedElsewhere, expected: conflicts.Record, mine: conflicts.Record
    ) -> None:
        """Show the record as changed elsewhere, with the input typed here kept, and a message."""
        self.context.changed.emit()
        self.show_problem(*conflicts.in_one_sentence(problem, expected, mine))

    def show_problem(self, cause: str, cure: str) -> None:
        """Show an error on the page itself: the main window behind may be covered."""
        self.problem_notice.set(Tone.BAD, cause, cure, Glyph.CROSS)
        self.problem_notice.show()
        self.column.ensureWidgetVisible(self.problem_notice)

    def show_heading(self) -> None:
        """Update the heading and the line below it."""
        self.heading.setText(self.title_text())
        self.subtitle.setText(self.subtitle_text())
        self.subtitle.setVisible(bool(self.subtitle.text()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shrink the margins of a narrow page."""
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
        self.problem_notice = Notice(Tone.BAD, "")
        self.problem_notice.hide()
        column.body.addWidget(self.problem_notice)
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
        column.show()  # the layout would show it later, too late to take the first key


def note_line(glyph: Glyph, text: str) -> QHBoxLayout:
    """Return a quiet sentence with an icon before it."""
    row = QHBoxLayout()
    row.setSpacing(S)
    row.addWidget(GlyphMark(glyph, Tone.NEUTRAL), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(PlainLabel(text, Role.SMALL), 1)
    row.setContentsMargins(0, M - S, 0, 0)
    return row
