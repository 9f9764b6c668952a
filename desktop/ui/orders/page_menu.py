"""The menu of the page of orders: the other views, files in and out, and the columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from desktop.domain.views import View
from desktop.ui.orders.table import OrdersTable
from desktop.ui.orders.view_bar import OTHERS, ViewBar
from desktop.wording.i18n import _
from desktop.wording.records import views as view_names


class PageActions(NamedTuple):
    """The actions of the page that are only in its menu."""

    paste: Callable[[], object]
    import_file: Callable[[], object]
    compare: Callable[[], object]
    export: Callable[[], object]


def page_menu(
    parent: QWidget,
    actions: PageActions,
    views: ViewBar,
    counts: Mapping[View, int],
    table: OrdersTable,
) -> QMenu:
    """Return the menu; `counts` are the numbers of orders in the views."""
    menu = QMenu(parent)
    for view in OTHERS:
        text = view_names.name_and_count(view, counts.get(view, 0))
        menu.addAction(text, partial(views.select, view))
    menu.addSeparator()
    menu.addAction(_("Paste from the console") + "\tCtrl+V", actions.paste)
    menu.addAction(_("Import a file…"), actions.import_file)
    menu.addAction(_("Compare with the console"), actions.compare)
    menu.addAction(_("Export…"), actions.export)
    menu.addSeparator()
    menu.addMenu(table.column_menu()).setText(_("Columns and sorting"))
    return menu


def open_below(menu: QMenu, button: QWidget) -> None:
    """Open the menu below the button, aligned with its right edge; delete it once closed."""
    menu.aboutToHide.connect(menu.deleteLater)
    right = button.mapToGlobal(button.rect().bottomRight())
    menu.popup(right - QPoint(menu.sizeHint().width(), 0))
