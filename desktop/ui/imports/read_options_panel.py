"""The options for reading a file: account, encoding, time zone and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.model import Account
from desktop.exchange.options import ENCODINGS, ZONES, ReadOptions
from desktop.ui.imports.column_choice import ColumnChoice
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.fields import ComboField
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.theme.tokens import S
from desktop.wording import glossary, imports
from desktop.wording.glossary import short
from desktop.wording.i18n import _, ngettext

if TYPE_CHECKING:
    from desktop.exchange.read import Document

_LONGEST = 600
"""Characters of the summary of columns; a bill has forty columns."""


class ReadOptionsPanel(QWidget):
    """Shows the options that apply to a document; folded until the user opens it.

    The field `account` is placed elsewhere by the dialog, since most files need no other option.
    """

    encoding_chosen = Signal()
    """The encoding was changed: the file must be opened again."""
    chosen = Signal()
    """The account or the zone was chosen."""
    columns_chosen = Signal()
    """The fact of a column was changed."""

    def __init__(
        self, accounts: list[Account], account: str | None, parent: QWidget | None = None
    ) -> None:
        """`account` is the UID chosen at the start, or None."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(14)
        self.account = ComboField(_("Account"), _("Which account these orders belong to"))
        self.encoding = ComboField(_("Encoding"), _("Choose another if the text looks garbled"))
        self.zone = ComboField(_("Times without a time zone"), _("The console shows Beijing time"))
        column.addLayout(self._advanced_line())
        self._advanced = QWidget(self)
        self._advanced.hide()
        inner = QVBoxLayout(self._advanced)
        inner.setContentsMargins(S, 0, 0, 0)
        inner.setSpacing(8)
        for field in (self.encoding, self.zone):
            row.addWidget(field, 2)
        row.addStretch(1)
        inner.addLayout(row)
        self.columns_button = LinkButton(_("Set the columns…"), self.show_columns)
        inner.addWidget(self.columns_button)
        self.columns = ColumnChoice(self._advanced)
        self.columns.hide()
        inner.addWidget(self.columns)
        self.summary = PlainLabel("", Role.MUTED)
        inner.addWidget(self.summary)
        column.addWidget(self._advanced)
        self.kind: str | None = None
        self.named = False
        """Whether the document names the account of its orders."""
        self._account_needed = False
        self._several = len(accounts) > 1
        self._account_chosen = False
        self._fill(accounts, account)
        self.account.edited.connect(self._choose_account)
        self.zone.edited.connect(self.chosen)
        self.encoding.edited.connect(self.encoding_chosen)
        self.columns.chosen.connect(self.columns_chosen)
        self.show_document(None, {})

    def _advanced_line(self) -> QHBoxLayout:
        """Make the line that unfolds the rarely needed options, with a summary of them."""
        self.advanced = LinkButton(_("Advanced: encoding, time zone, columns"), self._toggle)
        self.advanced.set_glyph(Glyph.CHEVRON_RIGHT)
        self.option_summary = PlainLabel("", Role.SMALL)
        self.option_summary.setAlignment(
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )
        line = QHBoxLayout()
        line.addWidget(self.advanced)
        line.addWidget(self.option_summary, 1)
        return line

    def _toggle(self) -> None:
        self._unfold(self._advanced.isHidden())

    def _unfold(self, unfolded: bool) -> None:
        self._advanced.setVisible(unfolded)
        self.advanced.set_glyph(Glyph.CHEVRON_DOWN if unfolded else Glyph.CHEVRON_RIGHT)

    def _choose_account(self) -> None:
        self._account_chosen = True
        self.chosen.emit()

    def choices(self) -> ReadOptions:
        """Return the options as chosen."""
        return ReadOptions(
            account=self.account.value() or None,
            account_chosen=self._account_chosen,
            encoding=self.encoding.value() or None,
            zone=self.zone.value(),
            columns=self.columns.columns() if self.columns.combos else None,
            kind=self.kind,
        )

    def show_document(self, document: Document | None, columns: dict[int, str]) -> None:
        """Show the options that apply to a document; `columns` are facts by column position."""
        table = None if document is None else document.table
        encoding = None if document is None else document.encoding
        named = document is None or document.named or "account" in columns.values()
        self.named = named
        self.account.setVisible(self._account_needed or (not named and self._several))
        self.encoding.setVisible(encoding is not None)
        if encoding is not None:
            self.encoding.set_value(encoding)
        self.zone.setVisible(document is not None and document.zoneless)
        self.columns_button.setVisible(table is not None and not self.columns.isVisibleTo(self))
        self.summary.setVisible(table is not None)
        zoneless = document is not None and document.zoneless
        adjustable = encoding is not None or zoneless or table is not None
        self.advanced.setVisible(adjustable)
        self.option_summary.setVisible(adjustable)
        parts = [self.encoding.combo.currentText()] if encoding is not None else []
        parts += [self.zone.combo.currentText()] if zoneless else []
        if table is not None:
            count = sum(1 for fact in columns.values() if fact)
            text = ngettext("{count} column recognised", "{count} columns recognised", count)
            parts.append(text.format(count=count))
        self.option_summary.setText(" · ".join(parts))
        if table is not None:
            self.columns.show_table(table, columns)
            self.summary.setText(short(imports.columns(table, columns), _LONGEST))

    def ask_for_account(self) -> None:
        """Ask for the account, since the file does not name it."""
        self._account_needed = True
        self.account.show()
        self.account.editor.setFocus()

    def offer_encoding(self) -> None:
        """Offer another encoding, since the bytes may have been read wrongly."""
        self._unfold(True)
        self.advanced.show()
        self.encoding.show()

    def _fill(self, accounts: list[Account], account: str | None) -> None:
        items = [(glossary.account(each), each.uid) for each in accounts]
        if account is None and len(items) > 1:
            items.insert(0, (_("Please choose"), ""))
        self.account.set_items(items)
        if account is not None:
            self.account.set_value(account)
        guess = [(_("detected automatically"), "")]
        self.encoding.set_items(guess + [(imports.encoding(e), e) for e in ENCODINGS])
        self.zone.set_items([(imports.zone(zone), zone) for zone in ZONES])

    def show_columns(self) -> None:
        """Show the list of columns, and focus its first combo box."""
        self._unfold(True)
        self.columns_button.hide()
        self.columns.show()
        first = next(iter(self.columns.combos.values()), None)
        if first is not None:
            first.setFocus()
