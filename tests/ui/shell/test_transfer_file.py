"""Moving to another computer in one file, and out of a synced folder, from the window."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desktop import __main__ as door
from desktop.app import Program
from desktop.domain.model import Account
from desktop.services.backups import restore_backup
from desktop.services.workspace import Workspace
from desktop.system.data_location import LocationProblem, LocationWarning
from desktop.system.relocation_note import resolve_folder
from desktop.system.single_instance import SingleInstance
from desktop.ui.home.page import HomePage
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.cards import Notice
from desktop.ui.settings.place_warning_card import PlaceWarningCard
from desktop.ui.settings.transfer_card import TransferCard
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.shell.transfer_file_dialog import TransferFileDialog
from desktop.wording import backups
from desktop.wording.i18n import set_language
from tests.builders import UID, make_account
from tests.conftest import FakeClock
from tests.programs import end
from tests.system.test_single_instance import ROOT, answer
from tests.ui.conftest import LogOrder

DATA = "linkdue.sqlite3"


@pytest.fixture
def transfer_file(tmp_path: Path, clock: Callable[[], object]) -> Path:
    """Make a transfer file with one account, from another computer."""
    old = Workspace.open(tmp_path / "old", clock)
    old.save_account(make_account(uid="5000000000000005", name="From there"))
    path = tmp_path / "LinkDue-2026-09-10.linkdue"
    old.pack(path)
    old.close()
    return path


def test_the_button_writes_a_checked_file_with_the_day_in_its_name(
    qtbot: QtBot,
    context: Context,
    account: Account,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One button, one file; the extension is added if missing."""
    proposed: list[str] = []

    def choose(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        proposed.append(name)
        return str(tmp_path / "stick"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(choose))
    card = TransferCard(context)
    qtbot.addWidget(card)
    with qtbot.waitSignal(context.saved) as saved:
        card.pack_button.click()
    assert [Path(one).name for one in proposed] == ["LinkDue-2026-09-10.linkdue"]
    message = "Everything is in stick.linkdue. It was opened and checked."
    assert saved.args == [message, tmp_path / "stick.linkdue"]
    assert (tmp_path / "stick.linkdue").exists()


def test_a_transfer_file_is_shown_before_anything_is_done(
    qtbot: QtBot, context: Context, account: Account, transfer_file: Path, workspace: Workspace
) -> None:
    """The contents, the gains and losses, and one button."""
    dialog = TransferFileDialog(context, transfer_file)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.open_button.isEnabled)
    assert "1 account fewer" in dialog.changes.text()
    assert "1 account more" in dialog.changes.text()
    assert set(workspace.book().accounts) == {UID}
    with qtbot.waitSignal(context.restore_wanted) as wanted:
        dialog.open_button.click()
    assert wanted.args == [transfer_file]
    context.backup_worker.close()


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "Now using the records created today 12:00"),
        ("zh_CN", "已改用今天 12:00 生成的记录"),
    ],
)
def test_an_imported_transfer_file_is_not_called_a_backup(
    language: str, says: str, transfer_file: Path, tmp_path: Path, clock: FakeClock
) -> None:
    """A user who changes computers has made no backup, and has asked for none to be restored."""
    set_language(language)
    done = restore_backup(transfer_file, tmp_path / "there", clock())
    assert backups.restored_title(done, clock()) == says


def test_another_file_under_that_name_is_refused(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    """The button stays disabled, and the file is named."""
    fake = tmp_path / "photo.linkdue"
    fake.write_bytes(b"GIF89a" * 100)
    dialog = TransferFileDialog(context, fake)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: str(fake) in dialog.notice.text.text())
    assert not dialog.open_button.isEnabled()
    context.backup_worker.close()


def test_a_transfer_file_is_opened_by_drop_welcome_page_and_argument(
    qtbot: QtBot,
    context: Context,
    transfer_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every place in which a newcomer with an old computer may try."""
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(transfer_file))])
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(drop)
    [dialog] = window.findChildren(TransferFileDialog)
    dialog.close()
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", staticmethod(lambda *_all: (str(transfer_file), ""))
    )
    home = window.pages["home"]
    with qtbot.waitSignal(context.transfer_file_wanted) as wanted:
        next(
            b
            for b in home.findChildren(LinkButton)
            if b.text().startswith("Bring your data from another")
        ).click()
    assert wanted.args == [transfer_file]
    for open_dialog in window.findChildren(TransferFileDialog):
        open_dialog.close()
    called: list[tuple[object, ...]] = []

    def run_window(*given: object) -> int:
        called.append(given)
        return 0

    monkeypatch.setattr("desktop.app.run_window", run_window)
    folder = transfer_file.parent / "records"
    monkeypatch.setattr("desktop.system.paths.default_data_folder", lambda: folder)
    card = folder / "a.linkduecard"
    for arguments in (
        [str(transfer_file)],
        ["--lang", "en", str(transfer_file)],
        ["--lang", "en"],
        [str(card)],
    ):
        assert door.main(arguments) == 0
    assert called == [
        (folder, None, transfer_file, ""),
        (folder, "en", transfer_file, ""),
        (folder, "en", None, ""),
        (folder, None, card, ""),
    ]


_SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
app = QCoreApplication([])
from desktop.system.single_instance import SingleInstance
instance = SingleInstance(Path(sys.argv[1]))
print(instance.claim(), instance.raise_first(Path(sys.argv[2])))
"""


def test_a_second_start_passes_its_file_to_the_open_window(tmp_path: Path, qtbot: QtBot) -> None:
    """A double click on the file while the window is open."""
    file = tmp_path / "搬家 1.linkdue"
    first = SingleInstance(tmp_path / "data")
    handed: list[Path] = []
    assert first.claim()
    first.listen(lambda: None, handed.append)
    second = subprocess.Popen(
        [sys.executable, "-c", _SECOND, str(tmp_path / "data"), str(file)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert answer(second, qtbot) == "False True"
    qtbot.waitUntil(lambda: handed == [file])
    first.release()


# Out of a synced folder


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the data folder one of Dropbox."""
    found = LocationWarning(LocationProblem.SYNCED, "Dropbox")
    monkeypatch.setattr("desktop.system.data_location.check_location", lambda _data: found)


def test_the_home_screen_warns_until_the_user_accepts_it(
    synced: None, qtbot: QtBot, workspace: Workspace, context: Context, log_order: LogOrder
) -> None:
    """The warning would be missed, or return every day after it was accepted."""
    log_order()
    home = HomePage(context)
    qtbot.addWidget(home)
    home.show()
    qtbot.waitUntil(lambda: bool(home.findChildren(Notice, "place-doubt")))
    [notice] = home.findChildren(Notice, "place-doubt")
    assert notice.title.text() == "Your data is in a folder synced by Dropbox"
    found = context.place_warning()
    assert found is not None
    card = PlaceWarningCard(context, found)
    qtbot.addWidget(card)
    card.show()
    card.leave_button.click()
    assert context.place_warning() is None
    QApplication.processEvents()
    assert not [n for n in home.findChildren(Notice, "place-doubt") if n.isVisible()]


@pytest.fixture
def program(tmp_path: Path, qapp: QApplication, qtbot: QtBot, hooks: None) -> Iterator[Program]:
    """Start the program on a folder with one account, and wait for its window."""
    workspace = Workspace.open(tmp_path / "Dropbox" / "LinkDue")
    workspace.save_account(make_account(name="Example"))
    workspace.close()
    program = Program(qapp, tmp_path / "Dropbox" / "LinkDue", "en")
    before = sys.excepthook
    assert program.start()
    qtbot.waitUntil(
        lambda: sys.excepthook is not before
    )  # all modules are loaded that may be loaded later
    yield program
    end(program)


def test_the_data_moves_out_and_the_backups_stay(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    """One click: the window reopens on the local folder, with the old one as second place."""
    old, new = tmp_path / "Dropbox" / "LinkDue", tmp_path / "local"
    assert program.window is not None
    first = program.window
    first.context.relocation_wanted.emit(new)
    qtbot.waitUntil(lambda: program.window not in (None, first), timeout=20_000)
    assert program.workspace is not None
    assert program.workspace.folder == new
    qtbot.waitUntil(lambda: program.workspace.backups.second_place is not None)
    assert program.workspace.data_file == new / DATA
    assert set(program.workspace.book().accounts) == {UID}
    assert program.workspace.backups.second_place == old / "backups"
    assert not (old / DATA).exists()
    assert resolve_folder(old, DATA) == new
    assert [path.name for path in old.glob("linkdue-moved-*.sqlite3")] != []


def test_where_it_cannot_be_moved_everything_is_as_before(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    """Other data is in the way: the window reopens on the old folder, and says so."""
    old, new = tmp_path / "Dropbox" / "LinkDue", tmp_path / "local"
    Workspace.open(new).close()
    assert program.window is not None
    first = program.window
    first.context.relocation_wanted.emit(new)
    qtbot.waitUntil(
        lambda: program.window is not None and program.window is not first, timeout=20_000
    )
    assert program.window is not None
    qtbot.waitUntil(lambda: bool(program.window.findChildren(Notice, "trouble")))
    assert program.workspace is not None
    assert program.workspace.data_file == old / DATA
    assert set(program.workspace.book().accounts) == {UID}
