"""The form of a request for a project number, with the message exactly as it will be sent."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.forms.wizard_steps import Request
from desktop.ui.kit.fields import Combo, ComboField, LineField
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.responsive_row import in_pairs
from desktop.ui.wizard.message_preview import MessagePreview
from desktop.wording.errors import validation
from desktop.wording.i18n import _, language
from desktop.wording.records.request import compose, never_send


class RequestForm(QWidget):
    """Asks for the facts of a request; the preview follows each key."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._uid = ""
        self.partner = ComboField(
            _("Partner"), _("Who you send this to; saved with the project."), editable=True
        )
        self.company = LineField(_("Company"), _("The company this account belongs to."))
        self.purpose = LineField(_("Purpose"), placeholder=_("For example: web shop, backup"))
        self.products = LineField(
            _("Planned products"), placeholder=_("For example: 2 ECS servers, 1 RDS")
        )
        self.language = _language_choice()
        self.preview = MessagePreview()
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

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(in_pairs([self.partner, self.company, self.purpose, self.products]))
        column.addWidget(PlainLabel(never_send(), Role.AMBER))
        head = QHBoxLayout()
        head.addWidget(PlainLabel(_("The message as it will be sent"), Role.STRONG), 1)
        head.addWidget(self.language)
        column.addLayout(head)
        column.addWidget(self.preview)


def _language_choice() -> Combo:
    combo = Combo()
    combo.setAccessibleName(_("Language of the request"))
    combo.addItem("中文", "zh_CN")
    combo.addItem("English", "en")
    return combo
