"""The questions of an import without an answer to which no row of it can be read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.model import Account
from desktop.ui.kit.buttons import PlainButton
from desktop.ui.kit.fields import ComboField
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.wording import glossary
from desktop.wording.i18n import _


class OpenQuestion(QWidget):
    """Asks one thing at a time that a file leaves open."""

    account_named = Signal(str, str)
    """The name that the file has, and the UID that it stands for."""
    name_left_out = Signal(str)
    """The orders of this name are not to be imported."""
    all_new = Signal()
    """All orders are new purchases."""

    def __init__(self, accounts: list[Account], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.text = PlainLabel("", Role.STRONG)
        column.addWidget(self.text)
        row = QHBoxLayout()
        row.setSpacing(10)
        self.account = ComboField(_("Account"))
        choices = [(_("Please choose"), ""), *((glossary.account(a), a.uid) for a in accounts)]
        self.account.set_items(choices)
        self.account.edited.connect(self._answer_account)
        row.addWidget(self.account, 2)
        self.leave_button = PlainButton(_("Leave these orders out"), self._leave_out)
        row.addWidget(self.leave_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.new_button = PlainButton(_("All are new purchases"), self.all_new.emit)
        row.addWidget(self.new_button)
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    @property
    def editor(self) -> QWidget:
        """The field or the button that takes the answer."""
        return self.account.editor if self._name else self.new_button

    def ask_account(self, name: str) -> None:
        """Ask whose orders a name stands for."""
        self._name = name
        self.text.setText(_("Whose orders are those of “{name}”?").format(name=name))
        self.account.set_value("")
        self._show(asks_account=True)

    def ask_kind(self) -> None:
        """Ask whether all orders are new purchases, where no column says so."""
        self._name = ""
        self.text.setText(_("There is no column for the order type. Are all orders new purchases?"))
        self._show(asks_account=False)

    def _show(self, *, asks_account: bool) -> None:
        self.account.setVisible(asks_account)
        self.leave_button.setVisible(asks_account)
        self.new_button.setVisible(not asks_account)
        self.show()

    def _answer_account(self) -> None:
        if self.account.value():
            self.account_named.emit(self._name, self.account.value())

    def _leave_out(self) -> None:
        self.name_left_out.emit(self._name)
