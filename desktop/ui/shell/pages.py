"""The pages of the window. All but the home page are imported on first use."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.sidebar import Entry
from desktop.ui.shared.context import Context
from desktop.wording.i18n import _


def _gate(context: Context) -> QWidget:
    from desktop.ui.gate.page import GatePage

    return GatePage(context)


def _projects(context: Context) -> QWidget:
    from desktop.ui.projects.page import ProjectsPage

    return ProjectsPage(context)


def _orders(context: Context) -> QWidget:
    from desktop.ui.orders.page import OrdersPage

    return OrdersPage(context)


def _cashback(context: Context) -> QWidget:
    from desktop.ui.cashback.page import CashbackPage

    return CashbackPage(context)


def _settings(context: Context) -> QWidget:
    from desktop.ui.settings.page import SettingsPage

    return SettingsPage(context)


def _help(context: Context) -> QWidget:
    from desktop.ui.help.page import HelpPage

    return HelpPage(context)


MAKERS: Mapping[str, Callable[[Context], QWidget]] = {
    "gate": _gate,
    "projects": _projects,
    "orders": _orders,
    "cashback": _cashback,
    "settings": _settings,
    "help": _help,
}
"""The function that makes a page, by its key in the sidebar."""


def entries() -> tuple[list[Entry], list[Entry]]:
    """Return the entries of the navigation: those at the top, and those at the bottom."""
    return [
        Entry("home", _("Home"), Glyph.HOME),
        Entry("gate", _("Before buying"), Glyph.SHIELD),
        Entry("projects", _("Project numbers"), Glyph.HASH),
        Entry("orders", _("Orders"), Glyph.ORDER),
        Entry("cashback", _("Cashback"), Glyph.YUAN),
    ], [
        Entry("settings", _("Settings"), Glyph.SETTINGS),
        Entry("help", _("Help"), Glyph.QUESTION),
    ]
