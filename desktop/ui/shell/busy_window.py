"""What is shown where another window has the data open and does not come to the front."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.cards import CardColumn, Notice
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.sizes import opening_size
from desktop.ui.theme.icon import app_icon
from desktop.ui.theme.tokens import Tone
from desktop.wording.errors import validation
from desktop.wording.i18n import _

_SIZE = QSize(600, 300)


class BusyWindow(QWidget):
    """Says that another window has the data open. Nothing was opened.

    `host` is the other computer; empty if the other window is on this one. `again` is called to try
    once more, `take_over` to open the data all the same.
    """

    def __init__(self, host: str, again: Callable[[], None], take_over: Callable[[], None]) -> None:
        super().__init__()
        self.setWindowTitle(_("LinkDue"))
        self.setWindowIcon(app_icon())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        column = CardColumn()
        outer.addWidget(column)
        column.body.addWidget(PlainLabel(_("LinkDue is already open"), Role.TITLE))
        cause, cure = validation.busy(host)
        self.notice = Notice(Tone.AMBER, cause, cure, glyph=Glyph.EXCLAMATION)
        column.body.addWidget(self.notice)
        column.body.addStretch(1)
        left, right = QHBoxLayout(), QHBoxLayout()
        left.addWidget(LinkButton(_("Quit"), self.close))
        left.addStretch(1)
        self.take_over_button = PlainButton(_("Open it here anyway"), take_over)
        self.take_over_button.setVisible(bool(host))
        self.again_button = PrimaryButton(_("Try again"), again)
        right.addWidget(self.take_over_button)
        right.addWidget(self.again_button)
        column.body.addWidget(ResponsiveRow([left, right], 0, comfort=0))
        self.again_button.setFocus()
        self.resize(opening_size(_SIZE, self.fontMetrics()))
