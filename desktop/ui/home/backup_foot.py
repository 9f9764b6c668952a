"""The foot of the navigation: the time of the last backup, and that the data stays local."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.sidebar_foot import SidebarFoot
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import Tone
from desktop.wording.i18n import _

_OLD = timedelta(days=7)


class BackupFoot(SidebarFoot):
    """Link to the backup settings; amber without a backup of the last seven days."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(Glyph.BOX, lambda: context.page_wanted.emit("settings:data"), parent)
        self._context = context
        context.backups_changed.connect(self.refresh)
        context.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the state of the backups, once there is an account or a backup."""
        status = self._context.backup_health
        local = _("Only on this computer")
        workspace = self._context.workspace
        if status is None or not status.checked or not (status.last or workspace.book().accounts):
            self.show_lines(_("Everything is saved"), local, Tone.GOOD)
            return
        from desktop.wording import backups, moments  # not needed for the first frame

        now = workspace.clock()
        if status.last is None:
            self.show_lines(_("No backup yet"), local, Tone.AMBER)
            return
        text = _("Backed up {when}").format(when=backups.when(status.last, now))
        old = now - status.last.at > _OLD
        tone = Tone.AMBER if status.needs_attention or old else Tone.GOOD
        self.show_lines(moments.tidy(text), local, tone)
