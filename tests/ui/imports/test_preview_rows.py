"""The rows of an import as a list: counted, filtered, reached by keys, read out, and fast."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.services.workspace import Workspace
from desktop.ui.imports.preview_rows import RowGroup
from desktop.wording import import_rows
from tests.builders import UID
from tests.exchange.reading import plan
from tests.ui.imports.row_actions import HEADER, ROW, SECOND, Shown, asked, click, press, states


def test_chips_count_and_filter(shown: Shown, workspace: Workspace, qtbot: QtBot) -> None:
    """The two rows that need attention would have to be searched for among thousands."""
    workspace.files.import_plan(plan(workspace, f"{HEADER}\n{ROW}", UID), "before")
    damaged = SECOND.replace("236414227150002", "2.36E+14")
    dialog = shown(f"{HEADER}\n{ROW.replace('2040.00', '2000.00')}\n{damaged}\n{SECOND}")
    assert dialog.groups.texts() == ["All 3", "New 1", "To decide 1", "Can't be read 1"]
    assert states(dialog) == ["Can't be read", "To decide", "New"]
    chips = dialog.groups.chips
    chips[RowGroup.ALL].setFocus()
    press(Qt.Key.Key_Right, dialog, qtbot)
    assert states(dialog) == ["New"]
    chips[RowGroup.TO_DECIDE].click()
    assert states(dialog) == ["To decide"]
    click(dialog, 0, 1, qtbot)
    assert dialog.groups.texts() == ["All 3", "New 1", "Updated 1", "Can't be read 1"]
    assert chips[RowGroup.ALL].isChecked()  # the group that was listed has no more rows
    assert asked(dialog).startswith("Enter order number")


def test_every_answer_is_reached_by_keys(shown: Shown, workspace: Workspace, qtbot: QtBot) -> None:
    """Without a mouse, the user could look at the rows, but answer none."""
    workspace.files.import_plan(plan(workspace, f"{HEADER}\n{ROW}\n{SECOND}", UID), "before")
    dialog = shown(f"{HEADER}\n{ROW}\n{SECOND}".replace("2040.00", "2000.00"))
    assert asked(dialog).startswith("Keep ¥2,040.00: Amount payable")
    press(Qt.Key.Key_Down, dialog, qtbot)
    assert "150002" in asked(dialog)
    press(Qt.Key.Key_Left, dialog, qtbot)
    assert dialog.focusWidget() is dialog.preview.table
    press(Qt.Key.Key_Up, dialog, qtbot)
    press(Qt.Key.Key_Return, dialog, qtbot)
    assert "150001" in asked(dialog)
    press(Qt.Key.Key_Right, dialog, qtbot)
    assert asked(dialog).startswith("Use ¥2,000.00")
    press(Qt.Key.Key_Space, dialog, qtbot)
    assert states(dialog) == ["Updated", "To decide"]
    assert "150002" in asked(dialog)


def test_a_row_is_read_out_whole(shown: Shown, workspace: Workspace) -> None:
    """A screen reader would say “New” twenty thousand times, and never for which order."""
    dialog = shown(f"{HEADER}\n{ROW}")
    text = dialog.preview.rows.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    for part in ("New", "236414227150001", "Row 2", "Due 30 Sep 24:00", "¥2,040.00"):
        assert part in text


def test_only_visible_rows_get_texts(
    shown: Shown, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty thousand rows would keep the window from responding for seconds."""
    worded: list[int] = []
    words = import_rows.location

    def where(place: tuple[str, int], number: str) -> str:
        worded.append(place[1])
        return words(place, number)

    monkeypatch.setattr(import_rows, "location", where)
    rows = (ROW.replace("236414227150001", str(236414227150001 + n)) for n in range(5000))
    dialog = shown("\n".join([HEADER, *rows]))
    QApplication.processEvents()
    assert dialog.preview.rows.rowCount() == 5000
    assert len(set(worded)) < 200
