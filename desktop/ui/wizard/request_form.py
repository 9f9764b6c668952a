"""The form of a request for a project number, with the message exactly as it will be sent."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.forms.wizard_steps import Request
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.cards import Card, Hairline
from desktop.ui.kit.fields import Combo, ComboField, LineField
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.tokens import XS, L, S
from desktop.ui.wizard.message_preview import MessagePreview
from desktop.wording.errors import validation
from desktop.wording.i18n import _, language
from desktop.wording.records.request import compose

_FIELDS_WIDTH = 252
_COMFORT = 16
"""Characters that the message needs to stand beside the fields."""


class RequestForm(QWidget):
    """Asks for the facts of a request; the preview follows each key.

    What else belongs below the fields goes into `below`, beside the message's title into
    `head_links`. Once the message is copied the fields
    give way to it, until it is to be edited.
    """

    edited = Signal()
    edit_wanted = Signal()
    """The message that was copied is to be changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._uid = ""
        self.partner = ComboField(_("Partner (optional)"), editable=True)
        self.company = LineField(_("Company"))
        self.purpose = LineField(_("Purpose"), placeholder=_("For example: web shop, backup"))
        self.products = LineField(
            _("Planned products (optional)"), placeholder=_("For example: 2 ECS servers, 1 RDS")
        )
        self.language = _language_choice()
        self.preview = MessagePreview()
        self.edit_button = LinkButton(_("Edit"), self.edit_wanted.emit, name=_("Edit the request"))
        self.edit_button.set_glyph(Glyph.PEN)
        self._lay_out()
        for field in (self.partner, self.company, self.purpose, self.products):
            field.edited.connect(self._edited)
        self.language.activated.connect(self._edited)

    def load(self, request: Request, partner: str = "", spoken: str = "") -> None:
        """Start with these facts; `spoken` is the message's language, by default the program's."""
        self._uid = request.uid
        self.restore(
            {
                "partner": partner,
                "company": request.company,
                "purpose": request.purpose,
                "products": request.products,
                "language": spoken or language(),
            }
        )

    def offer_partners(self, names: list[str]) -> None:
        """Offer the partners to choose from; any other may be typed."""
        self.partner.set_items([(name, name) for name in names])

    def values(self) -> dict[str, str]:
        """Everything as typed."""
        return {
            "partner": self.partner.combo.currentText(),
            "company": self.company.line.text(),
            "purpose": self.purpose.line.text(),
            "products": self.products.line.text(),
            "language": self._spoken(),
        }

    def restore(self, values: Mapping[str, str]) -> None:
        """Show what was typed before."""
        self.partner.set_value(values.get("partner", ""))
        self.company.set_text(values.get("company", ""))
        self.purpose.set_text(values.get("purpose", ""))
        self.products.set_text(values.get("products", ""))
        self.language.setCurrentIndex(max(self.language.findData(values.get("language", "")), 0))
        self._show_preview()

    def read(self) -> Request | None:
        """Return the request; mark the fields and return None where a fact is missing."""
        request = self.request()
        missing = request.missing()
        for name in reversed(missing):
            getattr(self, name).show_error(validation.entry("empty", name))
        return None if missing else request

    def request(self) -> Request:
        """Return the request as far as it is typed."""
        return Request(
            uid=self._uid,
            company=self.company.text(),
            purpose=self.purpose.text(),
            products=self.products.text(),
        )

    def message(self) -> str:
        """Return the message as it is shown, and sent."""
        return self.preview.toPlainText()

    def show_sent(self, text: str) -> None:
        """Show a message as it was sent, until a fact is changed."""
        self.preview.setPlainText(text)

    def _edited(self) -> None:
        self._show_preview()
        self.edited.emit()

    def _show_preview(self) -> None:
        text = compose(self.request(), self._spoken()).strip()
        if text != self.preview.toPlainText():
            self.preview.setPlainText(text)

    def _spoken(self) -> str:
        return str(self.language.currentData())

    def show_fields(self, shown: bool) -> None:
        """Show the fields beside the message, or the message alone."""
        self.side.setVisible(shown)
        self.language.setVisible(shown)
        self.edit_button.setVisible(not shown)
        self._message_title.setText(_("What to send") if shown else _("What was copied"))

    def _lay_out(self) -> None:
        self.fields = QWidget()
        column = QVBoxLayout(self.fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        for field in (self.partner, self.company, self.purpose, self.products):
            column.addWidget(field)
        self.fields.setFixedWidth(round(_FIELDS_WIDTH * growth(self.fontMetrics())))
        self.side = QWidget()
        side = QVBoxLayout(self.side)
        side.setContentsMargins(0, 0, L, 0)
        side.setSpacing(S)
        side.addWidget(self.fields)
        self.below = QVBoxLayout()
        side.addLayout(self.below)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.side)
        left.addStretch(1)
        right.addWidget(self._message_card())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ResponsiveRow([left, right], 1, spacing=0, comfort=_COMFORT))
        self.show_fields(True)

    def _message_card(self) -> Card:
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(L, 2, XS, 2)
        self._message_title = PlainLabel("", Role.MUTED)
        head.addWidget(self._message_title, 1)
        self.head_links = QHBoxLayout()
        head.addLayout(self.head_links)
        head.addWidget(self.language)
        head.addWidget(self.edit_button)
        card.body.addLayout(head)
        card.body.addWidget(Hairline())
        card.body.addWidget(self.preview)
        return card


def _language_choice() -> Combo:
    combo = Combo()
    combo.setAccessibleName(_("Language of the request"))
    combo.addItem("中文", "zh_CN")
    combo.addItem("English", "en")
    return combo
