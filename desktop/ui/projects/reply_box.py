"""The field for a partner's reply, which passes its values to the form and names doubtful ones."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.forms.check_phrase import PhraseMatch
from desktop.forms.partner_reply import Reply, read_reply
from desktop.services.clock import Clock
from desktop.ui.kit.announce import announce
from desktop.ui.kit.fields import TextField
from desktop.ui.kit.labels import Role
from desktop.wording.i18n import _, listed

_INPUT_METHOD_LIMIT = 4
"""The most characters that an input method inserts together; more were pasted."""


class ReplyBox(QWidget):
    """Reads a pasted or typed reply at every change."""

    edited = Signal()
    read = Signal(object)
    """The `Reply` in the current text."""

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._account = ""
        self._phrase = ""
        self._length = 0
        self.field = TextField(_("Partner's reply"), _hint(), lines=3)
        self.field.area.setPlaceholderText(
            _("Paste it here and the fields below are filled in for you.")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)
        self.field.edited.connect(self._edited)

    def expect(self, uid: str, phrase: str) -> None:
        """Set the account that the reply should name, and the check phrase of its request."""
        self._account = uid
        self._phrase = phrase

    def text(self) -> str:
        """Return the text of the reply."""
        return self.field.text()

    def set_text(self, text: str) -> None:
        """Show a reply from a draft, without passing its values to the form again."""
        self.field.set_text(text)
        self._length = len(text)
        self._show_result(self._reply())

    def paste(self, text: str) -> None:
        """Read a reply that was pasted elsewhere, as if it was pasted here."""
        self.field.set_text(text)
        self._edited()

    def _edited(self) -> None:
        reply = self._reply()
        self.read.emit(reply)
        self._show_result(reply)
        length, before = len(self.field.text()), self._length
        self._length = length
        if length - before > _INPUT_METHOD_LIMIT:  # announcing at every key would interrupt typing
            announce(self.field.area, self.field.hint.text())
        self.edited.emit()

    def _reply(self) -> Reply:
        return read_reply(self.field.text(), self._clock(), self._phrase)

    def _show_result(self, reply: Reply) -> None:
        """Show which values were filled in, not understood, or doubtful."""
        if not self.field.text():
            self.field.set_hint(_hint())
        elif reply.too_long:
            self.field.set_hint(
                _("This text is too long. Please paste only the reply."), Role.AMBER
            )
        elif reply.account and reply.account != self._account:
            text = _(
                "This reply is about account {uid}, not this one. A project only works for its own "
                "account, so please ask your partner."
            ).format(uid=reply.account)
            self.field.set_hint(text, Role.AMBER)
        elif reply.phrase is PhraseMatch.DIFFERS:
            text = _(
                "The check phrase in this reply isn't the one of your request. It may be about "
                "another account or request: compare the account UID with your partner."
            )
            self.field.set_hint(text, Role.AMBER)
        else:
            names = _names()
            doubtful = [
                _("{field} (assumed)").format(field=names[name])
                for name in reply.assumed
                if name in names
            ] + [names[name] for name in reply.unclear if name in names]
            found = [names[name] for name in reply.found if name in names]
            text = _result(found, reply.left_over, doubtful)
            if reply.phrase is PhraseMatch.FITS:
                text = _("The check phrase fits. {read}").format(read=text)
            self.field.set_hint(text, Role.AMBER if doubtful or not found else Role.GOOD)


def _result(found: Sequence[str], left_over: Sequence[str], doubtful: Sequence[str]) -> str:
    """Return what was filled in, what was not used, and what to check, as far as there is any."""
    text = _("Filled in: {found}.").format(found=listed(found))
    if not found:
        text = _("No details were recognised. Please type them in below.")
    if left_over:
        text = _("{read} Not understood: {left_over}.").format(
            read=text, left_over=listed(left_over)
        )
    if doubtful:
        text = _("{read} Please check: {doubtful}.").format(read=text, doubtful=listed(doubtful))
    return text


def _hint() -> str:
    return _("It's only read on this computer. LinkDue sends nothing.")


def _names() -> dict[str, str]:
    return {
        "number": _("project number"),
        "created": _("time of creation"),
        "valid_until": _("valid until"),
        "rate": _("cashback rate"),
    }
