"""What is shown where the window did not come up the last times."""

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
from desktop.wording.i18n import _

_SIZE = QSize(600, 300)


class PlainStartWindow(QWidget):
    """Offers a start without the remembered look. Nothing was opened.

    `plain` is called to start without it, `as_usual` to start with it.
    """

    def __init__(self, plain: Callable[[], None], as_usual: Callable[[], None]) -> None:
        super().__init__()
        self.setWindowTitle(_("LinkDue"))
        self.setWindowIcon(app_icon())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        column = CardColumn()
        outer.addWidget(column)
        column.body.addWidget(PlainLabel(_("LinkDue didn't start the last few times"), Role.TITLE))
        self.notice = Notice(
            Tone.AMBER,
            _("LinkDue closed twice in a row before its window appeared."),
            _(
                "Resetting the window position, the order columns and the theme may help. Your "
                "records and backups stay as they are."
            ),
            glyph=Glyph.EXCLAMATION,
        )
        column.body.addWidget(self.notice)
        column.body.addStretch(1)
        left, right = QHBoxLayout(), QHBoxLayout()
        left.addWidget(LinkButton(_("Quit"), self.close))
        left.addStretch(1)
        self.as_usual_button = PlainButton(_("Start as usual"), as_usual)
        self.plain_button = PrimaryButton(_("Start with the default look"), plain)
        right.addWidget(self.as_usual_button)
        right.addWidget(self.plain_button)
        column.body.addWidget(ResponsiveRow([left, right], 0, comfort=0))
        self.plain_button.setFocus()
        self.resize(opening_size(_SIZE, self.fontMetrics()))
