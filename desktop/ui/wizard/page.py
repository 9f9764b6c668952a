"""What all six pages share: a title, a column that scrolls, a draft, and how they are left."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget, QWizardPage

from desktop.domain.journal import ChangedElsewhere
from desktop.forms.wizard_steps import Step
from desktop.ui.kit.cards import CardColumn, Notice
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.shared.drafts import Draft
from desktop.ui.theme.tokens import Tone
from desktop.ui.wizard.journey import Journey
from desktop.wording.errors import conflicts

T = TypeVar("T")


class JourneyPage(QWizardPage):
    """One step. What it shows is built on the first visit, and renewed on each.

    QWizard's own fields, completeness and cleaning up are not used: Back must not erase, and the
    journey, not the widgets, says what comes next.
    """

    step: ClassVar[Step]

    commit_changed = Signal()
    """The commit button is to say something else."""

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

    def build(self, body: QVBoxLayout) -> None:
        """Make the widgets, below the heading."""
        raise NotImplementedError

    def renew(self) -> None:
        """Show the records as they are now; what is half-typed stays."""

    def commit_text(self) -> str:
        """Return what the commit button does."""
        raise NotImplementedError

    def commit_is_advised(self) -> bool:
        """Return whether the commit button is the action the page is for."""
        return True

    def commit(self) -> bool:
        """Save what the page is for; False where it cannot be left yet, and says why beside it."""
        return True

    def first_field(self) -> QWidget | None:
        """Return what gets the keyboard when the page is entered; None for the commit button."""
        return None

    # What the wizard asks

    def enter(self) -> None:
        """Handle that the page is shown."""
        if not self._built:
            self._built = True
            self._lay_out()
        self.trouble.hide()
        self.renew()

    def leave(self) -> None:
        """Keep half-typed input: the page is left, or the wizard closed."""
        if self.draft is not None:
            self.draft.flush()

    def release(self) -> None:
        """Release what outlives the wizard, which is being closed."""

    def keeps_input(self) -> bool:
        """Return whether something is half-typed here."""
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

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        column = CardColumn()
        self.heading = PlainLabel(self.title_text(), Role.TITLE)
        column.body.addWidget(self.heading)
        self.trouble = Notice(Tone.BAD, "")
        self.trouble.hide()
        column.body.addWidget(self.trouble)
        self.build(column.body)
        column.body.addStretch(1)
        outer.addWidget(column)
        column.show()  # at once: a layout shows it a moment later, too late for the first key
        self.column = column


def row_of(*widgets: QWidget) -> ResponsiveRow:
    """Lay out widgets side by side at the left; below each other where room is short."""
    return ResponsiveRow([*map(_at_left, widgets), QVBoxLayout()], len(widgets), 8, comfort=0)


def _at_left(widget: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout()
    layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
    return layout
