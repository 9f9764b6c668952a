"""Opening the console in the user's browser: the one page that LinkDue ever points to."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop.ui.shared.context import Context
from desktop.wording.i18n import _


def open_console(context: Context) -> None:
    """Have the user's browser show the console; where there is none, say the address instead.

    The program itself connects to nothing.
    """
    address = context.workspace.programme.console.url
    if not QDesktopServices.openUrl(QUrl(address)):
        context.message.emit(
            _("No browser could be opened. Please go to {address}.").format(address=address)
        )
