"""The pages beside home. What they need is loaded when they are first wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from desktop.ui.shared.context import Context


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
"""By the key of the page in the sidebar."""
