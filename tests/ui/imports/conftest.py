"""The preview of an import, with an account to import into."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.domain.model import Account
from desktop.ui.imports.import_dialog import ImportDialog
from desktop.ui.shared.context import Context
from tests.ui.imports.row_actions import Shown, settle


@pytest.fixture
def shown(context: Context, account: Account, qtbot: QtBot) -> Shown:
    """Return a function that opens the preview of a text and waits until it is complete."""

    def show(text: str) -> ImportDialog:
        dialog = ImportDialog(context, text)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        settle(dialog, qtbot)
        return dialog

    return show
