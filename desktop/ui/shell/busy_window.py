"""The window shown if another window has the data open and does not come to the front."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize

from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.cards import Notice
from desktop.ui.kit.dialogs import BodyAndFoot
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.sizes import opening_size
from desktop.ui.theme.icon import app_icon
from desktop.ui.theme.tokens import Tone
from desktop.wording.errors import validation
from desktop.wording.i18n import _

_SIZE = QSize(600, 300)


class BusyWindow(BodyAndFoot):
    """Reports that another window has the data open. Nothing was opened.

    `host` is the other computer, empty if it is this one. The callbacks: `again` tries once more,
    `take_over` opens the data anyway.
    """

    def __init__(self, host: str, again: Callable[[], None], take_over: Callable[[], None]) -> None:
        super().__init__(_("LinkDue is already open"))
        self.setWindowTitle(_("LinkDue"))
        self.setWindowIcon(app_icon())
        cause, cure = validation.busy(host)
        self.notice = Notice(Tone.AMBER, cause, cure, glyph=Glyph.EXCLAMATION)
        self.body.addWidget(self.notice)
        self.body.addStretch(1)
        self.take_over_button = PlainButton(_("Open it here anyway"), take_over)
        self.take_over_button.setVisible(bool(host))
        self.again_button = PrimaryButton(_("Try again"), again)
        right = [self.take_over_button, self.again_button]
        self.add_buttons([LinkButton(_("Quit"), self.close)], right)
        self.again_button.setFocus()
        self.resize(opening_size(_SIZE, self.fontMetrics()))
