"""The card of partners' answers about outstanding cashback, with actions for each."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.money_records import AnswerKind
from desktop.domain.statement import AnswerSum
from desktop.ui.kit.buttons import PlainButton
from desktop.ui.kit.cards import Card, clear
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.pills import Pill
from desktop.ui.theme.tokens import ROW_BUTTON_HEIGHT, M, S, Tone
from desktop.wording import amounts, statements
from desktop.wording import cashback as words
from desktop.wording.i18n import _, labelled

_STYLES = {
    AnswerKind.PAID: (Tone.INFO, Glyph.YUAN),
    AnswerKind.DISPUTED: (Tone.AMBER, Glyph.EXCLAMATION),
    AnswerKind.AGREED: (Tone.GOOD, Glyph.CHECK),
    None: (Tone.NEUTRAL, Glyph.SEND),
}


def pill(kind: AnswerKind | None) -> Pill:
    """Return a pill with a partner's answer; None means that there is no answer yet."""
    return Pill(statements.answer_kind(kind), *_STYLES[kind])


class AnswersCard(Card):
    """Shows a row for each kind of answer that orders with outstanding cashback have."""

    log_wanted = Signal(object, object)
    """The amount in fen that partners reported as paid, and the names of its orders."""
    details_wanted = Signal(object)
    """The `AnswerKind` whose orders are to be listed, or None for those without an answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.addWidget(PlainLabel(_("Your partner's answers"), Role.HEADING))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(S)
        self.body.addLayout(self._rows)
        self.buttons: dict[AnswerKind | None, PlainButton] = {}
        self.log_button: PlainButton | None = None

    def set(self, found: Mapping[AnswerKind | None, AnswerSum]) -> bool:
        """Show the orders by kind of answer; return whether there are any."""
        clear(self._rows)
        self.buttons = {}
        self.log_button = None
        for kind in _STYLES:
            if kind in found:
                self._rows.addLayout(self._row(kind, found[kind]))
        return bool(found)

    def _row(self, kind: AnswerKind | None, found: AnswerSum) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(M)
        row.addWidget(pill(kind), 0, Qt.AlignmentFlag.AlignVCenter)
        text = _("{orders} · {amount}").format(
            orders=words.orders(len(found.orders)), amount=amounts.yuan(found.amount)
        )
        row.addWidget(PlainLabel(text), 1)
        if kind is AnswerKind.PAID:
            self.log_button = PlainButton(
                _("Log as received…"),
                lambda: self.log_wanted.emit(found.amount, [order.name for order in found.orders]),
                height=ROW_BUTTON_HEIGHT,
            )
            row.addWidget(self.log_button)
        details = _("Details")
        self.buttons[kind] = PlainButton(
            details,
            lambda: self.details_wanted.emit(kind),
            name=labelled(details, statements.answer_kind(kind)),
            height=ROW_BUTTON_HEIGHT,
        )
        row.addWidget(self.buttons[kind])
        return row
