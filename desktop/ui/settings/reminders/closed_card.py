"""The card of what runs while the program is closed: tray, background helper, start at log-in."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.base.settings import SettingKey
from desktop.base.storage import StorageError
from desktop.services.while_closed import ON, WhileClosed
from desktop.ui.kit.buttons import PlainButton
from desktop.ui.kit.setting_rows import RowsCard, SwitchRow
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import ROW_BUTTON_HEIGHT, Tone
from desktop.wording import registrations
from desktop.wording.i18n import _


class SystemRow(SwitchRow):
    """The switch for a registration with the system, with a button to retry if it failed."""

    def __init__(self, context: Context, what: WhileClosed) -> None:
        self._context = context
        self._what = what
        self._worker = context.registration_workers[what]
        self.retry_button = PlainButton(_("Try again"), self._retry, height=ROW_BUTTON_HEIGHT)
        self.retry_button.hide()
        super().__init__(registrations.title(what), "", self._flip, (self.retry_button,))
        self._worker.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the state of the registration."""
        state = self._worker.state
        self.set_on(state.on)
        self.switch.setEnabled(bool(state.registrar) or state.on)
        failed = state.refused is not None or (state.on and not state.works)
        self.set_text(
            registrations.explanation(self._what, state), Tone.AMBER if failed else Tone.NEUTRAL
        )
        if not failed and self.retry_button.hasFocus():
            self.switch.setFocus(Qt.FocusReason.OtherFocusReason)
        self.retry_button.setVisible(failed and bool(state.registrar))
        name = _("Try again: {what}").format(what=registrations.title(self._what))
        self.retry_button.setAccessibleName(name)

    def _retry(self) -> None:
        self._flip(self._worker.state.on)

    def _flip(self, on: bool) -> None:
        try:
            self._worker.switch(on)
        except StorageError as problem:
            self._context.report(problem)
            self.refresh()


class ClosedCard(RowsCard):
    """Three switches, all off by default."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        self._context = context
        self.tray = SwitchRow(
            _("Keep LinkDue in the tray"),
            _("It goes on running when you close it, if this computer has a tray."),
            self._keep_in_tray,
        )
        self.system = {what: SystemRow(context, what) for what in WhileClosed}
        super().__init__((*self.system.values(), self.tray), parent)

    def refresh(self) -> None:
        """Show the stored setting of the tray. Raises StorageError."""
        stored = self._context.workspace.setting(SettingKey.KEEP_IN_TRAY)
        self.tray.set_on(stored == ON)

    def _keep_in_tray(self, on: bool) -> None:
        store = partial(self._context.workspace.set_setting, SettingKey.KEEP_IN_TRAY)
        self._context.run_action("", lambda: store(ON if on else ""))
