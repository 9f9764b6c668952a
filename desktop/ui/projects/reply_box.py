"""The box for a partner's reply, which offers its values to the form and names what stays open."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.forms.check_phrase import PhraseMatch
from desktop.forms.partner_reply import Reply, read_reply
from desktop.services.clock import Clock
from desktop.ui.kit.announce import announce
from desktop.ui.kit.fields import TextField
from desktop.ui.kit.labels import Role
from desktop.wording.i18n import _, pgettext

_TYPED = 4
"""Characters that an input method gives at once; more were pasted."""


class ReplyBox(QWidget):
    """Takes a reply, pasted or typed, and reads it at every change."""

    edited = Signal()
    read = Signal(object)
    """The `Reply` that the text holds now."""

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
        """Set the account that the reply should speak of, and the check phrase of its request."""
        self._account = uid
        self._phrase = phrase

    def text(self) -> str:
        """Return the reply as pasted."""
        return self.field.text()

    def set_text(self, text: str) -> None:
        """Show a reply pasted before; the fields are as the user left them."""
        self.field.set_text(text)
        self._length = len(text)
        self._say(self._reply())

    def take(self, text: str) -> None:
        """Read a reply that was pasted elsewhere, as if it had been pasted here."""
        self.field.set_text(text)
        self._edited()

    def _edited(self) -> None:
        reply = self._reply()
        self.read.emit(reply)
        self._say(reply)
        length, before = len(self.field.text()), self._length
        self._length = length
        if length - before > _TYPED:  # what is typed would be interrupted at every key
            announce(self.field.area, self.field.hint.text())
        self.edited.emit()

    def _reply(self) -> Reply:
        return read_reply(self.field.text(), self._clock(), self._phrase)

    def _say(self, reply: Reply) -> None:
        """Say what was filled in, what was found and not understood, and what is doubtful."""
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
            text = _(
                "Filled in: {found}. Not understood: {left_over}. "
                "Doubtful, please check: {doubtful}."
            )
            if reply.phrase is PhraseMatch.FITS:
                text = _("The check phrase fits. {read}").format(read=text)
            self.field.set_hint(
                text.format(
                    found=_listed([names[name] for name in reply.found if name in names]),
                    left_over=_listed(list(reply.left_over)),
                    doubtful=_listed(doubtful),
                ),
                Role.AMBER if doubtful or not reply.found else Role.GOOD,
            )


def _listed(words: list[str]) -> str:
    return _(", ").join(words) or pgettext("of a list", "none")


def _hint() -> str:
    return _("It's only read on this computer. LinkDue sends nothing.")


def _names() -> dict[str, str]:
    return {
        "number": _("project number"),
        "created": _("time of creation"),
        "valid_until": _("valid until"),
        "rate": _("cashback rate"),
    }
