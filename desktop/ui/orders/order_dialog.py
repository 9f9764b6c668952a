"""The order form in a window of its own: to log orders one after the other, or to correct one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.desk import DuplicateRecord
from desktop.domain.model import Order
from desktop.ui.context import Context
from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.surfaces import Column, Notice
from desktop.ui.orders.order_form import OrderForm
from desktop.ui.theme.tokens import Tone
from desktop.wording import moments, orders, words
from desktop.wording.language import _

_DRAFT = "order-form"
_PASTED = "order-form-pasted"
"""What was copied does not take the place of what was half-typed."""
_SAVE_AFTER_MS = 300


class OrderDialog(QDialog):
    """Logs orders, each with its verdict at once, or corrects the one it was opened with.

    What is half-typed when it is closed is there when it is opened again.
    """

    def __init__(
        self,
        context: Context,
        order: Order | None = None,
        account: str | None = None,
        parent: QWidget | None = None,
        pasted: Mapping[str, str] | None = None,
    ) -> None:
        """`account` is a UID; `pasted` are texts of the form's fields, found in copied text."""
        super().__init__(parent)
        self._context = context
        self._order = order
        self._draft = _DRAFT if order is None else f"{_DRAFT}-{order.key}"
        if pasted is not None:
            self._draft = _PASTED
            context.desk.drop_draft(_PASTED)
        self.setWindowTitle(_("Log an order") if order is None else _("Correct an order"))
        self.setMinimumWidth(560)
        self.resize(680, 620)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 14)
        column = Column(margin=24)
        outer.addWidget(column, 1)
        self.verdict = Notice(Tone.INFO, "")
        self.verdict.hide()
        self.form = OrderForm(context)
        column.body.addWidget(self.verdict)
        column.body.addWidget(self.form)
        column.body.addStretch(1)
        outer.addLayout(self._buttons())
        self._save_draft = QTimer(self, singleShot=True, interval=_SAVE_AFTER_MS)
        self._save_draft.timeout.connect(self._keep)
        self.form.edited.connect(self._save_draft.start)
        self.form.pasted.connect(self._take)
        context.failed.connect(self._tell)
        self._fill(account)
        if pasted is not None:
            self.form.restore(pasted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves; Esc closes and keeps what was typed."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save()
            return
        super().keyPressEvent(event)

    def save(self) -> None:
        """Record what the form says, then be ready for the next order, or close."""
        order = self.form.read()
        if order is None:
            return
        new = order.key is None
        done = _("Order {number} logged") if new else _("Order {number} corrected")
        try:
            saved = self._context.act(
                done.format(number=order.number), lambda: self._context.desk.save_order(order)
            )
        except DuplicateRecord as problem:
            self.form.show_duplicate(problem)
            return
        if saved is None:
            return
        self._save_draft.stop()
        self._context.desk.drop_draft(self._draft)
        if not new:
            self.accept()
            return
        self._show_verdict(saved)
        self.form.load(None)
        self.form.focus_first()

    def done(self, result: int) -> None:
        """Close by whatever way; what is half-typed is kept."""
        if self._save_draft.isActive():
            self._save_draft.stop()
            self._keep()
        super().done(result)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(24, 0, 24, 0)
        if self._order is not None:
            row.addWidget(LinkButton(_("Delete this order"), self._delete))
        row.addStretch(1)
        row.addWidget(PlainButton(_("Close"), self.reject))
        text = _("Log the order") if self._order is None else _("Save the correction")
        self.save_button = PrimaryButton(text, self.save)
        row.addWidget(self.save_button)
        return row

    def _fill(self, account: str | None) -> None:
        accounts = self._context.desk.book().accounts
        self.form.load(self._order)
        if self._order is None:
            self.form.set_account(account or next(iter(accounts), ""))
        draft = self._context.desk.draft(self._draft)
        if draft:
            self.form.restore(draft)
        self.form.focus_first()

    def _take(self, text: str) -> None:
        """Whole orders were pasted into a field: one fills the form, more are imported."""
        found = self._context.desk.files.only_order(text)
        if found is None:
            self.reject()
            self._context.import_wanted.emit(text)
            return
        self.form.restore(found)
        self._save_draft.start()

    def _delete(self) -> None:
        order = self._order
        if order is None:
            return
        done = _("Order {number} deleted").format(number=order.number)
        self._context.act(done, lambda: self._context.desk.delete_order(order))
        self.accept()

    def _show_verdict(self, order: Order) -> None:
        assessment = self._context.desk.assess(order)
        head = _("Order {number}: {verdict}").format(
            number=order.number, verdict=words.verdict(assessment.verdict)
        )
        if assessment.deadline is None or assessment.seconds_left == 0:
            self.verdict.set(Tone.AMBER, head, orders.decisive(assessment), Glyph.EXCLAMATION)
        else:
            text = _("Associate it by {deadline}: {left} left ({why}).").format(
                deadline=moments.deadline_with_zone(assessment.deadline, assessment.now),
                left=moments.time_left(assessment.deadline, assessment.now),
                why=orders.why(assessment),
            )
            self.verdict.set(Tone.GOOD, head, text, Glyph.CLOCK)
        self.verdict.show()

    def _tell(self, cause: str, cure: str) -> None:
        self.verdict.set(Tone.BAD, cause, cure, Glyph.CROSS)
        self.verdict.show()

    def _keep(self) -> None:
        if self.form.started():
            self._context.act("", self._write_draft)
        else:
            self._context.desk.drop_draft(self._draft)

    def _write_draft(self) -> None:
        self._context.desk.save_draft(self._draft, dict(self.form.values()))
