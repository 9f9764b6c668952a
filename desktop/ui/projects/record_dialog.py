"""The dialog around a form, which saves a record, and asks before typed input is discarded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QWidget

from desktop.domain.journal import ChangedElsewhere, DuplicateRecord
from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.cards import Notice
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.projects.account_form import AccountForm
from desktop.ui.projects.effects import SHOWN, Effect, effects, sentences, too_many
from desktop.ui.projects.effects_dialog import EffectsDialog
from desktop.ui.projects.partner_form import PartnerForm
from desktop.ui.projects.project_form import ProjectForm
from desktop.ui.shared.conflict import ConflictCard
from desktop.ui.shared.context import Context
from desktop.ui.shared.discard_question import DiscardQuestion
from desktop.ui.theme.tokens import Tone
from desktop.wording.i18n import _, ngettext

_SIZE = QSize(640, 0)
_PAUSE_MS = 250


Form = AccountForm | PartnerForm | ProjectForm


class RecordDialog(DialogFrame):
    """A window-modal dialog; `load` the form before passing it, then call `open`."""

    def __init__(
        self,
        context: Context,
        title: str,
        form: Form,
        save: Callable[[Any, Any], tuple[str, Callable[[], object]]],
        expected: Any = None,
        parent: QWidget | None = None,
    ) -> None:
        """`save` returns, for a record and `expected`, the message when saved and the action.

        `expected` is the record that the form was filled with; None for a new record.
        """
        super().__init__(title, _SIZE, parent=parent)
        self._context = context
        self._form = form
        self._save = save
        self._expected = expected
        self._start = dict(form.values())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.notice = Notice(Tone.BAD, "", glyph=Glyph.CROSS)
        self.effect = Notice(Tone.INFO, "")
        self.found: tuple[Effect, ...] = ()
        self.all_button = LinkButton(_("Show all of them"), self.show_all_effects)
        self.conflict = ConflictCard()
        self.conflict.mine_wanted.connect(self.save_mine)
        self.conflict.recorded_wanted.connect(self.take_recorded)
        self.question = DiscardQuestion(
            _("Your changes haven't been saved"), _("Discard changes"), self.discard, self.reject
        )
        self._lay_out()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.show_effect)
        form.edited.connect(self._edited)
        context.failed.connect(self._show_problem)
        self._form.setFocus()

    def save(self) -> None:
        """Save and close; on an error, show the cause and stay open with the typed input."""
        record = self._form.read()
        if record is None:
            return
        done, action = self._save(record, self._expected)
        try:
            saved = self._context.run_action(done, action)
        except DuplicateRecord as problem:
            self._form.show_duplicate(problem)
            return
        except ChangedElsewhere as problem:
            self.conflict.show_conflict(problem, self._expected, record)
            return
        if saved is not None:
            self.accept()

    def save_mine(self) -> None:
        """Overwrite the change that was recorded elsewhere: the user has compared both."""
        self._accept_recorded()
        self.save()

    def take_recorded(self) -> None:
        """Replace the typed input by the recorded state."""
        self._accept_recorded()
        self._form.load(self._expected)
        self._start = dict(self._form.values())
        self._form.setFocus()

    def _accept_recorded(self) -> None:
        if self.conflict.problem is not None:
            self._expected = self.conflict.problem.recorded

    def reject(self) -> None:
        """Close, by button, Esc or the window's frame; ask first if there is unsaved input."""
        if self._typed() and self.question.isHidden():
            self._ask(asking=True)
        elif self._typed():
            self._ask(asking=False)
        else:
            super().reject()

    def discard(self) -> None:
        """Close, and discard the typed input."""
        super().reject()

    def done(self, result: int) -> None:
        """Close, and stop the timer of the effects."""
        self._pause.stop()
        super().done(result)

    def show_effect(self) -> None:
        """Show the orders whose assessment would change, if the form is valid."""
        record = self._form.peek() if self._typed() else None
        book = self._context.workspace.book()
        now = self._context.workspace.clock()
        self.found = () if record is None else effects(book, record, now)
        many = record is not None and too_many(book, record)
        self.effect.setVisible(bool(self.found) or many)
        self.all_button.setVisible(len(self.found) > SHOWN)
        if self.found:
            count = len(self.found)
            title = ngettext("This changes {count} order", "This changes {count} orders", count)
            text = "\n".join(sentences(self.found))
            self.effect.set(Tone.INFO, title.format(count=count), text)
        elif many:
            text = _("They are recalculated when you save; the changes aren't listed here.")
            self.effect.set(Tone.INFO, _("This account has very many orders"), text)

    def show_all_effects(self) -> None:
        """List all orders whose assessment would change."""
        EffectsDialog(self.found, self).open()

    def _lay_out(self) -> None:
        self.notice.hide()
        self.effect.hide()
        self.all_button.hide()
        self.body.addWidget(self.notice)
        self.body.addWidget(self.conflict)
        self.body.addWidget(self._form)
        self.body.addStretch(1)
        self.body.addWidget(self.effect)
        self.body.addWidget(self.all_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.foot.addWidget(self.question)
        self.buttons = self._buttons()

    def _buttons(self) -> QWidget:
        self.cancel_button = PlainButton(_("Cancel"), self.reject)
        self.save_button = PrimaryButton(_("Save"), self.save)
        return self.add_buttons([], [self.cancel_button, self.save_button], self.save_button)

    def _ask(self, *, asking: bool) -> None:
        self.question.setVisible(asking)
        self.buttons.setVisible(not asking)
        (self.question.keep_button if asking else self._form).setFocus()

    def _edited(self) -> None:
        self.notice.hide()
        if not self.question.isHidden():
            self.question.hide()
            self.buttons.show()
        self._pause.start()

    def _show_problem(self, cause: str, cure: str) -> None:
        self.notice.set(Tone.BAD, cause, cure, Glyph.CROSS)
        self.notice.show()

    def _typed(self) -> bool:
        return dict(self._form.values()) != self._start
