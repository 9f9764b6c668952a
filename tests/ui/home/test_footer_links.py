"""The last line of the home screen: links to the other orders beside a disclaimer."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.model import Window
from desktop.services.workspace import Workspace
from desktop.ui.home.footer_links import FooterLinks
from desktop.ui.shared.context import Context
from tests.builders import OTHER_UID, make_account
from tests.ui.conftest import LogOrder

_WIDTHS = range(500, 1100, 50)
_LINES = 2
"""Lines that the disclaimer needs at most beside the links or below them."""


def test_many_links_leave_the_disclaimer_readable(
    qtbot: QtBot, context: Context, workspace: Workspace, log_order: LogOrder
) -> None:
    """Beside all links, it was squeezed into a column of single words that cut off the page."""
    now = workspace.clock()
    for _ in range(3):
        log_order(window=Window.DAY)
    workspace.comparing.note(workspace.save_account(make_account(uid=OTHER_UID)).uid)
    footer = FooterLinks(context, workspace.daily_summary(now), workspace.comparing.oldest())
    qtbot.addWidget(footer)
    footer.show()
    assert any("Never compared" in link.text() for link in footer.links.links)
    line = footer.disclaimer.fontMetrics().lineSpacing()
    for width in _WIDTHS:
        footer.resize(width, 300)
        QApplication.processEvents()
        height = footer.disclaimer.heightForWidth(footer.disclaimer.width())
        assert height < (_LINES + 1) * line, f"{width} px wide"
