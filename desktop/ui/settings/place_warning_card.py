"""The card with the warning about data in a synced folder or on a network drive."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.system.data_location import LocationProblem, LocationWarning
from desktop.system.paths import user_data_folder
from desktop.ui.kit.buttons import LinkButton, PrimaryButton
from desktop.ui.kit.cards import Card, Notice
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role, breakable
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import Tone
from desktop.wording.errors import data_location
from desktop.wording.i18n import _


class PlaceWarningCard(Card):
    """Shows the warning, and offers to keep only the backups in that folder."""

    def __init__(
        self, context: Context, warning: LocationWarning, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._target = user_data_folder()
        self.body.addWidget(PlainLabel(_("Where your data is"), Role.HEADING))
        notice = Notice(Tone.AMBER, *data_location.notice(warning), glyph=Glyph.EXCLAMATION)
        self.body.addWidget(notice)
        self.move_button = PrimaryButton(_("Keep only the backups there"), self.keep_backups_only)
        self.leave_button = LinkButton(_("Leave it as it is"), self.leave)
        movable = (
            warning.problem is not LocationProblem.HARD_LINKED
            and self._target != context.workspace.folder
        )
        if movable:
            text = _(
                "The data moves to {folder} and is compared; from then on, every backup is "
                "copied to "
                "where the data is now. Nothing is deleted, and a note is left behind."
            )
            self.body.addWidget(PlainLabel(text.format(folder=breakable(self._target)), Role.MUTED))
        self.move_button.setVisible(movable)
        row = [QVBoxLayout(), QVBoxLayout()]
        for column, button in zip(row, (self.move_button, self.leave_button), strict=True):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(ResponsiveRow([*row, QVBoxLayout()], 2, 8, comfort=0))

    def keep_backups_only(self) -> None:
        """Request to move the data; the window then opens again with it."""
        self._context.relocation_wanted.emit(self._target)

    def leave(self) -> None:
        """Hide the warning, and never show it again for this folder."""
        self._context.accept_place()
        self.hide()
