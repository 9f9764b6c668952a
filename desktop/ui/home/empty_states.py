"""The home screen without orders: the welcome of a new user, and an account's first order."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.cards import EmptyState
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.shared.context import Context
from desktop.wording.i18n import _


def show_welcome(content: QVBoxLayout, context: Context, page: QWidget) -> None:
    """Add the welcome to `content`: start the wizard, or open another computer's transfer file."""
    start = PrimaryButton(_("Start"), partial(context.wizard_wanted.emit, None, None))
    text = _(
        "Six short steps take you from requesting a project number to a countdown for each order."
    )
    state = EmptyState(_("Associate every order in time"), text, start, glyph=Glyph.SEND)
    content.addWidget(state)

    def choose() -> None:
        from desktop.ui.settings.transfer_card import choose_transfer_file

        choose_transfer_file(context, page.window())

    bring = LinkButton(_("Bring your data from another computer"), choose)
    content.addWidget(bring, 0, Qt.AlignmentFlag.AlignHCenter)


def no_orders(log_order: Callable[[], object]) -> EmptyState:
    """Return the empty state for an account without orders."""
    text = _("Once you have ordered, log the order and its deadline appears here.")
    return EmptyState(_("No orders yet"), text, PlainButton(_("Log an order"), log_order))
