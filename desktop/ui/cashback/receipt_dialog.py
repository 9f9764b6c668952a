"""The dialog that edits a logged receipt: day, amount and note."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from desktop.domain.journal import ChangedElsewhere
from desktop.domain.model import InvalidRecord
from desktop.domain.money_records import Receipt
from desktop.domain.receipts import MatchedReceipt
from desktop.forms.parsing import InputError
from desktop.ui.cashback.receipt_entry import read_amount_received, read_received_at
from desktop.ui.kit.buttons import PlainButton, PrimaryButton
from desktop.ui.kit.cards import Notice
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.fields import LineField, TextField
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import Tone
from desktop.wording import amounts
from desktop.wording import cashback as words
from desktop.wording.errors import conflicts, validation
from desktop.wording.i18n import _

_SIZE = QSize(480, 0)


class ReceiptDialog(DialogFrame):
    """Edits a receipt; its matches stay, so the amount cannot be less than they are."""

    def __init__(
        self, context: Context, matched: MatchedReceipt, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Edit a receipt"), _SIZE, _("Edit a receipt"), parent)
        self._context = context
        self._matched = matched
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.notice = Notice(Tone.BAD, "", glyph=Glyph.CROSS)
        self.notice.hide()
        self.amount = LineField(_("Amount (¥)"))
        self.day = LineField(_("Received on"))
        self.note = TextField(_("Note"), lines=2)
        self.amount.set_text(amounts.yuan(matched.receipt.amount))
        self.day.set_text(words.day(matched))
        self.note.set_text(matched.receipt.note)
        self.body.addWidget(self.notice)
        if matched.parts:
            text = _("{amount} of it is matched to orders and stays so.")
            text = text.format(amount=amounts.yuan(matched.matched))
            self.body.addWidget(PlainLabel(text, Role.MUTED))
        for field in (self.amount, self.day, self.note):
            self.body.addWidget(field)
            field.edited.connect(self.notice.hide)
        self.cancel_button = PlainButton(_("Cancel"), self.reject)
        self.save_button = PrimaryButton(_("Save"), self.save)
        self.add_buttons([], [self.cancel_button, self.save_button], self.save_button)
        self.amount.line.setFocus()
        context.failed.connect(self._show_problem)

    def save(self) -> None:
        """Save and close; on an error, show the cause and stay open."""
        try:
            receipt = self._read()
        except InputError as problem:
            field = self.day if problem.field == "day" else self.amount
            field.show_error(validation.entry(problem.code))
            return
        service = self._context.workspace.cashback
        done = _("Receipt of {amount} edited").format(amount=amounts.yuan(receipt.amount))
        try:
            saved = self._context.run_action(done, lambda: service.correct(self._matched, receipt))
        except InvalidRecord as problem:
            self.amount.show_error(words.amount_problem(problem.problem, self._matched))
            return
        except ChangedElsewhere as changed:
            self._show_problem(*conflicts.headline(changed))
            return
        if saved is not None:
            self.accept()

    def _read(self) -> Receipt:
        """Return the receipt as typed. Raises InputError if it is invalid."""
        before = self._matched.receipt
        amount = read_amount_received(self.amount.text())
        at = before.received_at
        if self.day.text() != words.day(self._matched):
            at = read_received_at(self.day.text(), self._context.workspace.clock())
        return replace(before, amount=amount, received_at=at, note=self.note.text())

    def _show_problem(self, cause: str, cure: str) -> None:
        self.notice.set(Tone.BAD, cause, cure, Glyph.CROSS)
        self.notice.show()
