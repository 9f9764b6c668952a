"""A user's actions on the rows of an import, and the visible result."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from desktop.ui.imports.import_dialog import ImportDialog

HEADER = "订单号\t订单类型\t订单状态\t创建时间\t支付时间\t应付金额"
ROW = "236414227150001\t新购\t已支付\t2026-09-01 00:30:00\t2026-09-01 00:40:00\t2040.00"
SECOND = ROW.replace("150001", "150002")

Shown = Callable[[str], ImportDialog]
"""Opens the preview of a text, and waits until it is complete."""


def settle(dialog: ImportDialog, qtbot: QtBot) -> None:
    """Wait until no reading or writing is running."""
    qtbot.waitUntil(lambda: not dialog.importer.busy)


def press(key: Qt.Key, dialog: ImportDialog, qtbot: QtBot) -> None:
    """Press a key in the focused widget."""
    focus = dialog.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key)
    settle(dialog, qtbot)


def asked(dialog: ImportDialog) -> str:
    """Return the accessible name of the focused widget."""
    focus = dialog.focusWidget()
    assert focus is not None
    return focus.accessibleName()


def states(dialog: ImportDialog) -> list[str]:
    """Return the outcome shown for each row, from top to bottom."""
    rows = dialog.preview.rows
    return [str(rows.index(at, 0).data()) for at in range(rows.rowCount())]


def click(dialog: ImportDialog, row: int, part: int, qtbot: QtBot) -> None:
    """Click on a part of a row where it is painted."""
    table = dialog.preview.table
    point = table.delegate.boxes(row)[part].center().toPoint()
    widget = dialog.childAt(table.viewport().mapTo(dialog, point))
    target = table.viewport() if widget is None or widget is table.viewport() else widget
    at = target.mapFrom(dialog, table.viewport().mapTo(dialog, point))
    qtbot.mouseClick(target, Qt.MouseButton.LeftButton, pos=QPoint(at))
    settle(dialog, qtbot)
