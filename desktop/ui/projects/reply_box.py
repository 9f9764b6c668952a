"""The box for a partner's reply: offers the form what it says, and names what it leaves open."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.forms.partner_reply import Reply, read_reply
from desktop.services.clock import Clock
from desktop.ui.kit.fields import TextField
from desktop.ui.kit.labels import Role
from desktop.wording.i18n import _


class ReplyBox(QWidget):
    """Paste or type; every change is read at once."""

    edited = Signal()
    read = Signal(object)
    """The `Reply` that the text holds now."""

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._account = ""
        self.field = TextField(_("Partner's reply"), _hint(), lines=3)
        self.field.area.setPlaceholderText(
            _("Paste it here, and the fields below fill themselves.")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)
        self.field.edited.connect(self._edited)

    def set_account(self, uid: str) -> None:
        """The account that the reply should speak of."""
        self._account = uid

    def text(self) -> str:
        """The reply as pasted."""
        return self.field.text()

    def set_text(self, text: str) -> None:
        """Show a reply pasted before; the fields are as the user left them."""
        self.field.set_text(text)
        self._say(self._reply())

    def _edited(self) -> None:
        reply = self._reply()
        self.read.emit(reply)
        self._say(reply)
        self.edited.emit()

    def _reply(self) -> Reply:
        return read_reply(self.field.text(), self._clock())

    def _say(self, reply: Reply) -> None:
        names = _names()
        found = [names[name] for name in reply.found if name in names]
        unclear = [names[name] for name in reply.unclear if name in names]
        if reply.account and reply.account != self._account:
            text = _(
                "This reply speaks of account {uid}, not of this one. A project works only for its "
                "own account: please ask the partner."
            ).format(uid=reply.account)
            self.field.set_hint(text, Role.AMBER)
        elif unclear:
            text = _("Please fill in yourself, the reply is not clear here: {fields}.")
            self.field.set_hint(text.format(fields=_(", ").join(unclear)), Role.AMBER)
        elif found:
            text = _("Filled in from the reply: {fields}. Please compare.")
            self.field.set_hint(text.format(fields=_(", ").join(found)), Role.GOOD)
        elif self.field.text():
            self.field.set_hint(_("No number, date or rate was found in it."))
        else:
            self.field.set_hint(_hint())


def _hint() -> str:
    return _("It is only read here; LinkDue sends nothing.")


def _names() -> dict[str, str]:
    return {
        "number": _("project number"),
        "created": _("time of creation"),
        "valid_until": _("valid until"),
        "rate": _("cashback rate"),
    }
