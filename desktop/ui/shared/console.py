"""Opening the console in the user's browser: the only web page that LinkDue opens."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop.ui.shared.context import Context
from desktop.wording.i18n import _


def open_console(context: Context) -> None:
    """Open the console in the user's browser, or show its address if there is none.

    The program itself connects to nothing.
    """
    address = context.workspace.programme.console.url
    if not QDesktopServices.openUrl(QUrl(address)):
        context.message.emit(
            _("No browser could be opened. Please go to {address}.").format(address=address)
        )
