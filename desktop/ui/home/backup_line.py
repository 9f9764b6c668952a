"""The home screen's line on backups: the last one that can be restored, and problems.

Until it is answered, it also asks whether the user wants a second backup location.
"""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.kit.arrow_group import ArrowGroup
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import L, Tone
from desktop.wording import backups
from desktop.wording.errors import database
from desktop.wording.i18n import _


class BackupLine(QWidget):
    """Hidden while all is well; amber, and with the reason, where it is not."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.text = PlainLabel("", Role.SMALL)
        self.button = LinkButton(_("Backups"), lambda: context.page_wanted.emit("settings:data"))
        self.line = _row(self.text, self.button)
        column.addWidget(self.line)
        self.question = self._question()
        column.addWidget(self.question)
        context.backup_worker.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the state of the backups."""
        status = self._context.backup_worker.status
        asks = status.last is not None and self._asks()
        # While all is well, only the foot of the navigation (`BackupFoot`) shows the last backup.
        self.line.setVisible(status.checked and (status.needs_attention or asks))
        self.question.setVisible(asks)
        self.button.setVisible(status.needs_attention)  # else `BackupFoot` links to the settings
        if not status.checked:
            return
        text = backups.last(status.last, self._context.workspace.clock())
        worry = ""
        if status.problem is not None:
            worry = "\n".join(database.backup(status.problem))
        elif status.second_problem is not None:
            worry = "\n".join(database.backup(status.second_problem))
        elif not status.on:
            worry = _("Automatic backups are switched off.")
        elif status.old and status.last is not None:
            worry = _("Changes since then aren't backed up yet.")
        self.text.set_tone(Tone.AMBER if status.needs_attention else Tone.NEUTRAL)
        self.text.setText(f"{text}\n{worry}" if worry else text)

    def _asks(self) -> bool:
        return self._context.workspace.backups.asks_for_place

    def _question(self) -> QWidget:
        text = _(
            "A second backup location, such as another disk or a synced folder, protects you if "
            "this disk fails."
        )
        self.yes = LinkButton(_("Choose a second location…"), self._choose)
        self.no = LinkButton(
            _("Not now"), self._do_not_ask, name=_("Not now: no second backup location")
        )
        ArrowGroup([self.yes, self.no], self)
        return _row(PlainLabel(text, Role.SMALL), self.yes, self.no)

    def _choose(self) -> None:
        from desktop.ui.backups.backups_card import choose_second_place

        choose_second_place(self._context, self.window())
        self.refresh()

    def _do_not_ask(self) -> None:
        self._context.run_action("", self._context.workspace.backups.do_not_ask)


def _row(label: PlainLabel, *buttons: LinkButton) -> QWidget:
    left, right = QHBoxLayout(), QHBoxLayout()
    left.addWidget(label, 1)
    right.setSpacing(L)
    for button in buttons:
        right.addWidget(button)
    right.addStretch(1)
    return ResponsiveRow([left, right], 0)
