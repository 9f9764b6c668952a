"""The question about the kind of the orders, which must be answered before rows can be read."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.kit.buttons import PlainButton
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.wording.i18n import _


class KindQuestion(QWidget):
    """Asks whether all orders are new purchases, if no column states their kind."""

    all_new = Signal()
    """The user answered that all orders are new purchases."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.text = PlainLabel(
            _("There is no column for the order type. Are all orders new purchases?"), Role.STRONG
        )
        self.new_button = PlainButton(_("All are new purchases"), self.all_new.emit)
        row.addWidget(self.text, 1)
        row.addWidget(self.new_button)
        self.hide()
