"""Dialogs that ask for a time, or a project, to set it for several orders."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.identifiers import PROJECT_NUMBER, clean
from desktop.forms.parsing import InputError, moment
from desktop.ui.kit.buttons import PlainButton, PrimaryButton
from desktop.ui.kit.cards import Notice
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.fields import ComboField
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.shared.context import Context
from desktop.ui.shared.moment_field import MomentField, usual_hint
from desktop.ui.theme.tokens import Tone
from desktop.wording import moments
from desktop.wording.errors import validation
from desktop.wording.i18n import _

_SIZE = QSize(460, 0)


class MomentDialog(DialogFrame):
    """Asks for a moment in Beijing time; the default is now.

    `not_before` is the latest creation time of the orders (UTC): an earlier moment is refused.
    """

    def __init__(
        self,
        context: Context,
        title: str,
        label: str,
        not_before: datetime | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, _SIZE, title, parent)
        self._context = context
        self._not_before = not_before
        self.notice = Notice(Tone.BAD, "", glyph=Glyph.CROSS)
        self.notice.hide()
        self.body.addWidget(self.notice)
        context.failed.connect(self._show_failure)
        self.at = MomentField(label, usual_hint(), context.workspace.clock)
        self.at.set_text(moments.table_moment(context.workspace.clock()))
        self.body.addWidget(self.at)
        cancel_button = PlainButton(_("Cancel"), self.reject)
        self.commit_button = PrimaryButton(title, self.commit)
        self.add_buttons([], [cancel_button, self.commit_button], self.commit_button)
        self.at.line.selectAll()
        self.at.line.setFocus()

    def commit(self) -> None:
        """Check the input and emit `chosen`; the caller closes the dialog once it is recorded."""
        raise NotImplementedError

    def _show_failure(self, cause: str, cure: str) -> None:
        self.notice.set(Tone.BAD, cause, cure, Glyph.CROSS)
        self.notice.show()

    def _moment(self) -> datetime | None:
        """Return the moment typed (UTC), or None after showing the error."""
        now = self._context.workspace.clock()
        try:
            at = moment("at", self.at.text(), now)
            if at > now:
                raise InputError("at", "in-the-future")
            if self._not_before is not None and at < self._not_before:
                raise InputError("at", "before-creation")
        except InputError as problem:
            self.at.show_error(validation.entry(problem.code, problem.field))
            return None
        return at


class PayDialog(MomentDialog):
    """Asks for the payment time of the orders."""

    chosen = Signal(object)
    """The moment (UTC)."""

    def __init__(
        self, context: Context, not_before: datetime | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, _("Log the payment"), _("Paid"), not_before, parent)

    def commit(self) -> None:
        """Check the moment and emit `chosen`."""
        at = self._moment()
        if at is not None:
            self.chosen.emit(at)


class AssociateDialog(MomentDialog):
    """Asks for the project and the time of an association made in the console."""

    chosen = Signal(str, object)
    """The project number (empty: the one chosen for each order) and the moment (UTC)."""

    def __init__(
        self,
        context: Context,
        accounts: Collection[str],
        not_before: datetime | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, _("Mark as associated"), _("Associated"), not_before, parent)
        self.project = ComboField(
            _("Project number"),
            _("Leave empty to use the project LinkDue chose for each order"),
            editable=True,
        )
        book = context.workspace.book()
        usable = [p.number or "" for uid in sorted(accounts) for p in book.usable_projects(uid)]
        self.project.set_items([(number, number) for number in usable])
        self.body.insertWidget(self.body.indexOf(self.at), self.project)

    def commit(self) -> None:
        """Check project and moment, and emit `chosen`."""
        number = clean(self.project.value())
        problem = PROJECT_NUMBER.problem(number) if number else None
        if problem is not None:
            self.project.show_error(validation.entry(problem, "project"))
            return
        at = self._moment()
        if at is not None:
            self.chosen.emit(number, at)
