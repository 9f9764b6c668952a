"""The window shown if the main window did not appear at the last starts."""

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
from desktop.wording.i18n import _

_SIZE = QSize(600, 300)


class PlainStartWindow(BodyAndFoot):
    """Offers a start with the default appearance. Nothing was opened.

    The callbacks: `plain` starts with the defaults, `as_usual` with the saved appearance.
    """

    def __init__(self, plain: Callable[[], None], as_usual: Callable[[], None]) -> None:
        super().__init__(_("LinkDue didn't start the last few times"))
        self.setWindowTitle(_("LinkDue"))
        self.setWindowIcon(app_icon())
        self.notice = Notice(
            Tone.AMBER,
            _("LinkDue closed twice in a row before its window appeared."),
            _(
                "Resetting the window position, the order columns and the theme may help. Your "
                "records and backups stay as they are."
            ),
            glyph=Glyph.EXCLAMATION,
        )
        self.body.addWidget(self.notice)
        self.body.addStretch(1)
        self.as_usual_button = PlainButton(_("Start as usual"), as_usual)
        self.plain_button = PrimaryButton(_("Start with the default look"), plain)
        right = [self.as_usual_button, self.plain_button]
        self.add_buttons([LinkButton(_("Quit"), self.close)], right)
        self.plain_button.setFocus()
        self.resize(opening_size(_SIZE, self.fontMetrics()))
