"""采购前检查: the gate of one account, asked before each purchase."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.base.settings import SettingKey
from desktop.domain.gate import Decision, Gate
from desktop.forms.wizard_steps import Step, pending_request
from desktop.ui.gate.answer import had_number
from desktop.ui.gate.gate_view import GateView
from desktop.ui.kit.buttons import PlainButton, PrimaryButton
from desktop.ui.kit.cards import EmptyState, Page
from desktop.ui.kit.fields import ComboField
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.shared.console import open_console
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import MAIN_HEIGHT
from desktop.wording import glossary
from desktop.wording.i18n import _

_ACCOUNT_LETTERS = 18


class GatePage(Page):
    """The page with the gate of one account; the account is remembered in a setting."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("Before buying"), _("Would an order placed now bring cashback?"), parent)
        self._context = context
        self.account = ComboField(_("Account"))
        self.account.label.hide()
        self.account.combo.setMinimumContentsLength(_ACCOUNT_LETTERS)
        self.account.edited.connect(self._chosen)
        self.actions_row.addWidget(self.account)
        self.view = GateView(context)
        self.console_button = PrimaryButton(
            _("Open the console"), self._open_console, glyph=Glyph.EXTERNAL, height=MAIN_HEIGHT
        )
        self.order_button = PlainButton(
            _("It's paid: log the order"), self._log_order, height=MAIN_HEIGHT
        )
        self.request_button = PrimaryButton(
            _("Request a new number"), self._request, glyph=Glyph.SEND, height=MAIN_HEIGHT
        )
        self.number_button = PlainButton(
            _("I have received a number"), self._enter_number, height=MAIN_HEIGHT
        )
        self.anyway_button = PlainButton(
            _("Order now all the same"), self._order_anyway, height=MAIN_HEIGHT
        )
        answers = (
            self.console_button,
            self.order_button,
            self.request_button,
            self.number_button,
            self.anyway_button,
        )
        for button in answers:
            self.view.buttons.addWidget(button)
        self.view.buttons.insertWidget(0, self.view.remind)
        self.view.put_why_last(answers[-1])
        self.empty = EmptyState(
            _("No account yet"),
            _("Add an account and its project number, and LinkDue can answer this."),
            PrimaryButton(_("Add an account"), lambda: context.wizard_wanted.emit(None, None)),
            glyph=Glyph.SHIELD,
        )
        self.content.addWidget(self.empty)
        self.content.addWidget(self.view)
        self.view.answer_changed.connect(self._follow_answer)
        self.view.confirmed.connect(self._focus_answer)
        context.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """List the current accounts, and ask the gate again."""
        accounts = self._context.workspace.book().accounts
        self.empty.setVisible(not accounts)
        self.view.setVisible(bool(accounts))
        self.account.setVisible(bool(accounts))
        self.subtitle.setVisible(bool(accounts))
        if not accounts:
            return
        wanted = self.account.value() or self._context.workspace.setting(SettingKey.GATE_ACCOUNT)
        uid = wanted if wanted and wanted in accounts else next(iter(accounts))
        self.account.set_items([(glossary.account(a), a.uid) for a in accounts.values()])
        self.account.set_value(uid)
        self.view.show_account(uid)
        self._follow_answer()

    def _follow_answer(self) -> None:
        """Show the buttons that fit the answer."""
        stop = self.view.decision is Decision.STOP
        go = self.view.may_order()
        self.console_button.setVisible(go)
        self.order_button.setVisible(go)
        if not go:
            self._show_opened(opened=False)
        self.request_button.setVisible(stop)
        self.number_button.setVisible(stop)
        self.anyway_button.setVisible(self.view.has_to_wait())
        if stop and self.view.gate is not None:
            self._show_request_buttons(self.view.gate)

    def _show_request_buttons(self, gate: Gate) -> None:
        """Offer to request a number, or, with a pending request, to enter it."""
        book = self._context.workspace.book()
        pending = pending_request(book, gate.account) is not None
        another = had_number(gate, book)
        text = _("Request a new number") if another else _("Request a project number")
        self.request_button.setText(text)
        self.request_button.setAccessibleName(text)
        self.request_button.setVisible(not pending)
        self.number_button.set_primary(pending)

    def _focus_answer(self) -> None:
        """Focus the button that fits the answer, once the questions are folded."""
        target = self.console_button if self.view.may_order() else self.view.again
        if self.view.remind.isVisibleTo(self):
            target = self.view.remind
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_console(self) -> None:
        """Open the console to order, and focus the button that logs the order afterwards."""
        open_console(self._context)
        self._show_opened(opened=True)
        self.order_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _order_anyway(self) -> None:
        """Open the console although the answer is to wait; the card states the time left."""
        open_console(self._context)

    def _show_opened(self, *, opened: bool) -> None:
        self.console_button.set_primary(not opened)
        self.order_button.set_primary(opened)

    def _chosen(self) -> None:
        uid = self.account.value()
        self._show_opened(opened=False)
        self.view.show_account(uid)
        self._context.run_action(
            "", lambda: self._context.workspace.set_setting(SettingKey.GATE_ACCOUNT, uid)
        )

    def _request(self) -> None:
        self._context.wizard_wanted.emit(self.account.value(), Step.REQUEST)

    def _enter_number(self) -> None:
        self._context.wizard_wanted.emit(self.account.value(), Step.NUMBER)

    def _log_order(self) -> None:
        self._context.order_form_wanted.emit(self.account.value())
