"""采购前检查: the gate of one account, asked before each purchase."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.settings import SettingKey
from desktop.forms.wizard_steps import Step
from desktop.ui.gate.gate_view import GateView
from desktop.ui.kit.buttons import PlainButton, PrimaryButton
from desktop.ui.kit.cards import Card, EmptyState, Page
from desktop.ui.kit.fields import ComboField
from desktop.ui.shared.context import Context
from desktop.wording import glossary
from desktop.wording.i18n import _


class GatePage(Page):
    """Remembers the account that was looked at last."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("Before buying"), _("May I order now?"), parent)
        self._context = context
        self.account = ComboField(_("Account"))
        self.account.edited.connect(self._chosen)
        self.view = GateView(context)
        self.request_button = PlainButton(_("Request a new number"), self._request)
        self.order_button = PlainButton(_("Log an order"), self._log_order)
        self.empty = EmptyState(
            _("No account yet"),
            _("LinkDue answers this once it knows an account and its project number."),
            PrimaryButton(_("Add an account"), lambda: context.wizard_wanted.emit(None, None)),
        )
        self._gate = self._build_gate()
        self.content.addWidget(self.empty)
        self.content.addWidget(self._gate)
        context.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """List the accounts as they are, and ask the gate anew."""
        accounts = self._context.workspace.book().accounts
        self.empty.setVisible(not accounts)
        self._gate.setVisible(bool(accounts))
        self.subtitle.setVisible(bool(accounts))
        if not accounts:
            return
        wanted = self.account.value() or self._context.workspace.setting(SettingKey.GATE_ACCOUNT)
        uid = wanted if wanted and wanted in accounts else next(iter(accounts))
        self.account.set_items([(glossary.account(a), a.uid) for a in accounts.values()])
        self.account.set_value(uid)
        self.view.show_account(uid)

    def _build_gate(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.account, 0, Qt.AlignmentFlag.AlignLeft)
        self.account.combo.setMinimumContentsLength(24)
        card = Card()
        card.body.addWidget(self.view)
        column.addWidget(card)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.request_button)
        row.addWidget(self.order_button)
        row.addStretch(1)
        column.addLayout(row)
        return whole

    def _chosen(self) -> None:
        uid = self.account.value()
        self.view.show_account(uid)
        self._context.run_action(
            "", lambda: self._context.workspace.set_setting(SettingKey.GATE_ACCOUNT, uid)
        )

    def _request(self) -> None:
        self._context.wizard_wanted.emit(self.account.value(), Step.REQUEST)

    def _log_order(self) -> None:
        self._context.order_form_wanted.emit(self.account.value())
