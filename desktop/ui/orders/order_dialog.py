"""The dialog with the order form, to log several orders or to edit one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from desktop.domain.assessment import Verdict
from desktop.domain.journal import ChangedElsewhere, DuplicateRecord
from desktop.domain.model import Order
from desktop.ui.imports.sources import copied_text
from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.cards import Notice
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.orders.order_form import OrderForm
from desktop.ui.shared.conflict import ConflictCard
from desktop.ui.shared.context import Context
from desktop.ui.shared.drafts import Draft
from desktop.ui.theme.tokens import Tone
from desktop.wording import glossary, moments
from desktop.wording.i18n import _
from desktop.wording.records import orders
from desktop.wording.verdicts import explanation

_SIZE = QSize(680, 620)
_DRAFT = "order-form"
_PASTED = "order-form-pasted"
"""A separate draft, so that pasted text does not replace half-typed input."""


class OrderDialog(DialogFrame):
    """Logs orders and shows their verdicts, or edits the order it was opened with.

    Half-typed input is kept as a draft and restored when the dialog is opened again.
    """

    def __init__(
        self,
        context: Context,
        order: Order | None = None,
        account: str | None = None,
        parent: QWidget | None = None,
        pasted: Mapping[str, str] | None = None,
    ) -> None:
        """`account` is a UID; `pasted` are the fields' texts that were found in copied text."""
        title = _("Log an order") if order is None else _("Edit order")
        super().__init__(title, _SIZE, parent=parent)
        self._context = context
        self._order = order
        self.verdict = Notice(Tone.INFO, "")
        self.verdict.hide()
        self.conflict = ConflictCard()
        self.conflict.mine_wanted.connect(self.save_mine)
        self.conflict.recorded_wanted.connect(self.take_recorded)
        self.form = OrderForm(context)
        self.body.addWidget(self.verdict)
        self.body.addWidget(self.conflict)
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self._add_buttons()
        self.draft = Draft(context, self.form.values, self)
        self.form.edited.connect(self.draft.touch)
        self.form.pasted.connect(self._use_text)
        context.failed.connect(self._show_problem)
        self._fill(account, pasted)

    def save(self) -> None:
        """Save the order; then clear the form for the next one, or close after an edit."""
        order = self.form.read()
        if order is None:
            return
        new = order.key is None
        done = _("Order {number} logged") if new else _("Order {number} edited")
        try:
            saved = self._context.run_action(
                done.format(number=order.number),
                lambda: self._context.workspace.save_order(order, self._order),
            )
        except DuplicateRecord as problem:
            self.form.show_duplicate(problem)
            return
        except ChangedElsewhere as problem:
            self.conflict.show_conflict(problem, self._order or order, order)
            return
        if saved is None:
            return
        if not new:
            self.draft.drop()
            self.accept()
            return
        self._show_verdict(saved)
        self.form.load(None)
        self.draft.drop()
        self.form.focus_first()

    def save_mine(self) -> None:
        """Overwrite the record that was changed elsewhere: the user has seen both."""
        self._expect_recorded()
        self.save()

    def take_recorded(self) -> None:
        """Replace the input with the record that was changed elsewhere."""
        self._expect_recorded()
        self.form.load(self._order)
        self.draft.drop()
        self.form.focus_first()

    def _expect_recorded(self) -> None:
        """Make the record shown in the conflict the expected state of the next save."""
        recorded = None if self.conflict.problem is None else self.conflict.problem.recorded
        if isinstance(recorded, Order):
            self._order = recorded

    def done(self, result: int) -> None:
        """Close and keep half-typed input, with a message if there is any."""
        self.draft.flush()
        typed = self.draft.typed
        super().done(result)
        if typed:
            self._context.message.emit(
                _("What you entered is saved. Next time you continue from here.")
            )

    def _add_buttons(self) -> None:
        self._logged: Order | None = None
        self.guide_button = LinkButton(_("Associate now"), self._associate)
        self.guide_button.hide()
        left = [self.guide_button]
        if self._order is not None:
            left.append(LinkButton(_("Delete this order"), self._delete))
        close_button = PlainButton(_("Close"), self.reject)
        text = _("Log the order") if self._order is None else _("Save changes")
        self.save_button = PrimaryButton(text, self.save)
        self.add_buttons(left, [close_button, self.save_button], self.save_button)

    def _fill(self, account: str | None, pasted: Mapping[str, str] | None) -> None:
        accounts = self._context.workspace.book().accounts
        self.form.load(self._order)
        if self._order is None:
            self.form.set_account(account or next(iter(accounts), ""))
        if pasted is not None:
            self.draft.open(_PASTED)
            self.form.restore(pasted)
        elif kept := self.draft.open(self._draft_name()):
            self.form.restore(kept)
        (self.form.focus_missing if self._order is None else self.form.focus_first)()

    def paste(self) -> None:
        """Use the clipboard's text while no field is focused."""
        text = copied_text()
        if text:
            self._use_text(text)
        else:
            self.show_message(_("There is no text on the clipboard"))

    def _use_text(self, text: str) -> None:
        """Fill the form with a text of one order; import a text of several."""
        found = self._context.workspace.files.only_order(text)
        if found is None:
            self.reject()
            self._context.import_wanted.emit(text)
            return
        self.form.restore(found)
        self.draft.touch()
        self.form.focus_missing()

    def _delete(self) -> None:
        order = self._order
        if order is None:
            return
        done = _("Order {number} deleted").format(number=order.number)
        deleted = self._context.run_action(
            done, lambda: self._context.workspace.orders.delete([order.key or 0])
        )
        if deleted is not None:
            self.accept()

    def _associate(self) -> None:
        """Close, and open the steps for the order that was just logged."""
        order = self._logged
        self.accept()
        if order is not None:
            self._context.guide_wanted.emit(order)

    def _show_verdict(self, order: Order) -> None:
        assessment = self._context.workspace.assess(order)
        self._logged = order
        self.guide_button.setVisible(assessment.verdict is Verdict.OPEN)
        self.guide_button.setAccessibleName(
            _("Associate now: order {number}").format(number=order.number)
        )
        head = _("Order {number} logged: {verdict}").format(
            number=order.number, verdict=glossary.verdict(assessment.verdict)
        )
        if assessment.deadline is None or assessment.seconds_left == 0:
            self.verdict.set(
                Tone.AMBER,
                head,
                explanation.decisive(assessment, assessment.now),
                Glyph.EXCLAMATION,
            )
        else:
            text = _("Associate it by {deadline} – {left} left ({why}).").format(
                deadline=moments.deadline_with_zone(assessment.deadline, assessment.now),
                left=moments.time_left(assessment.deadline, assessment.now),
                why=orders.why(assessment),
            )
            self.verdict.set(Tone.GOOD, head, moments.tidy(text), Glyph.CLOCK)
        self.verdict.show()

    def _show_problem(self, cause: str, cure: str) -> None:
        self.verdict.set(Tone.BAD, cause, cure, Glyph.CROSS)
        self.verdict.show()

    def _draft_name(self) -> str:
        order = self._order
        return _DRAFT if order is None else f"{_DRAFT}-{order.account}-{order.number}"
