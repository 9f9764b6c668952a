"""The form of a request for a project number, with the message exactly as it will be sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.exchange.formats.qr_code import QrCode, make_code
from desktop.forms.check_phrase import find_phrase
from desktop.forms.request_template import RequestTemplate
from desktop.forms.wizard_steps import Request
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.cards import Card, Hairline
from desktop.ui.kit.fields import Combo, ComboField, LineField
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.tokens import XS, L, M, S
from desktop.ui.wizard.code_card import CodeCard
from desktop.ui.wizard.message_preview import MessagePreview
from desktop.wording.errors import validation
from desktop.wording.i18n import _, language
from desktop.wording.records.request import compose, compose_short, template_problem

_FIELDS_WIDTH = 252
_COMFORT = 16
"""Width that the message needs beside the fields, in characters."""


class RequestForm(QWidget):
    """The fields of a request, with a preview that is updated with each key.

    The page adds further widgets to the layouts `below` (the fields) and `links` (to save the
    message). Once the message is copied, its QR code replaces the fields until it is edited.
    """

    edited = Signal()
    edit_wanted = Signal()
    """The user wants to edit the message that was copied."""

    def __init__(
        self, template: Callable[[str], RequestTemplate], parent: QWidget | None = None
    ) -> None:
        """`template` returns the request's text in a language, possibly edited by the user."""
        super().__init__(parent)
        self._uid = ""
        self._read_template = template
        self._template: RequestTemplate | None = None
        self._wants: Mapping[str, str] = {}
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
        self.template_note = PlainLabel("", Role.AMBER)
        self.code = CodeCard()
        self._lay_out()
        self.partner.edited.connect(self._show_wants)
        for field in (self.partner, self.company, self.purpose, self.products):
            field.edited.connect(self._edited)
        self.language.activated.connect(self._language_chosen)
        self.preview.fitted.connect(self._update_heights, Qt.ConnectionType.QueuedConnection)

    def load(self, request: Request, partner: str = "", message_language: str = "") -> None:
        """Start with these facts; `message_language` is by default the program's language."""
        self._uid = request.uid
        self.restore(
            {
                "partner": partner,
                "company": request.company,
                "purpose": request.purpose,
                "products": request.products,
                "language": message_language or language(),
            }
        )

    def offer_partners(self, names: list[str], wants: Mapping[str, str] | None = None) -> None:
        """List the partners to choose from; any other name may be typed.

        `wants` maps a partner's name to what that partner wants to be sent.
        """
        self._wants = wants or {}
        self.partner.set_items([(name, name) for name in names])

    def _show_wants(self) -> None:
        """Show what the chosen partner wants to be sent."""
        wants = self._wants.get(self.partner.value(), "")
        text = _("Your partner wants: {wants}").format(wants=wants) if wants else ""
        self.partner.set_hint(text)

    def values(self) -> dict[str, str]:
        """Return the input as typed, by field."""
        return {
            "partner": self.partner.combo.currentText(),
            "company": self.company.line.text(),
            "purpose": self.purpose.line.text(),
            "products": self.products.line.text(),
            "language": self.message_language(),
        }

    def restore(self, values: Mapping[str, str]) -> None:
        """Restore the input of a draft."""
        self.partner.set_value(values.get("partner", ""))
        self._show_wants()
        self.company.set_text(values.get("company", ""))
        self.purpose.set_text(values.get("purpose", ""))
        self.products.set_text(values.get("products", ""))
        self.language.setCurrentIndex(max(self.language.findData(values.get("language", "")), 0))
        self.reload_template()

    def read(self) -> Request | None:
        """Return the request; mark the missing fields and return None if there are any."""
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
        """Return the message as shown, which is the one to send."""
        return self.preview.toPlainText()

    def message_language(self) -> str:
        """Return the message's language."""
        return str(self.language.currentData())

    def phrase(self) -> str:
        """Return the check phrase in the message shown; empty while a fact is missing."""
        return find_phrase(self.message())

    def qr_code(self) -> QrCode:
        """Return the QR code of the message shown."""
        short = compose_short(self.request(), self.message_language(), self.phrase())
        keep = [text for text in (self._uid, self.phrase()) if text]
        return make_code(self.message(), short, keep)

    def reload_template(self) -> None:
        """Read the template again: the user may have edited it."""
        self._template = self._read_template(self.message_language())
        problem = template_problem(self._template)
        self.template_note.setText(problem)
        self.template_note.setVisible(bool(problem))
        self._show_preview()

    def show_sent(self, text: str) -> None:
        """Show the message that was sent, until a fact is changed."""
        self.preview.setPlainText(text)

    def _edited(self) -> None:
        self._show_preview()
        self.edited.emit()

    def _update_heights(self) -> None:
        """Update the geometry of all parents of the preview: Qt caches it during layout."""
        part: QWidget | None = self.preview
        while part is not None and part is not self:
            part.updateGeometry()
            part = part.parentWidget()
        self.updateGeometry()

    def _language_chosen(self) -> None:
        self.reload_template()
        self.edited.emit()

    def _show_preview(self) -> None:
        text = compose(self.request(), self.message_language(), self._template)
        if text != self.preview.toPlainText():
            self.preview.setPlainText(text)

    def show_fields(self, shown: bool) -> None:
        """Show the fields beside the message, or its QR code."""
        self.side.setVisible(shown)
        self._code_side.setVisible(not shown)
        if not shown:
            self.code.show_code(self.qr_code())
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
        side.addWidget(self.template_note)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.side)
        left.addStretch(1)
        right.addWidget(self._message_and_code())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ResponsiveRow([left, right], 1, spacing=0, comfort=_COMFORT))
        self.show_fields(True)

    def _message_and_code(self) -> ResponsiveRow:
        self._code_side = QWidget()
        aside = QVBoxLayout(self._code_side)
        aside.setContentsMargins(L, 0, 0, 0)
        aside.addWidget(self.code)
        message, code = QVBoxLayout(), QVBoxLayout()
        message.addWidget(self._message_card())
        code.addWidget(self._code_side)
        return ResponsiveRow([message, code], 0, spacing=0, comfort=_COMFORT)

    def _message_card(self) -> Card:
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(L, 2, XS, 2)
        self._message_title = PlainLabel("", Role.MUTED)
        head.addWidget(self._message_title, 1)
        head.addWidget(self.language)
        head.addWidget(self.edit_button)
        card.body.addLayout(head)
        card.body.addWidget(Hairline())
        card.body.addWidget(self.preview)
        card.body.addStretch(1)
        self.links = QHBoxLayout()
        self.links.setContentsMargins(M, 0, M, S)
        self.links.setSpacing(L)
        self.links.addStretch(1)
        card.body.addLayout(self.links)
        return card


def _language_choice() -> Combo:
    combo = Combo()
    combo.setAccessibleName(_("Language of the request"))
    combo.addItem("中文", "zh_CN")
    combo.addItem("English", "en")
    return combo
