"""The installer, from the first double-click to the uninstallation.

The order of the tests matters: each starts with the state that the previous one left.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pack.icons import SIDE_PICTURE
from pack.layout import version
from pack.windows.installer import make_installer
from pack.windows.wine import Wine, on_windows

from desktop.system.notifications.windows import IDENTITY_KEY, LINK_KEY
from tests.builders import UID
from tests.packaging.windows.story import (
    ORDER,
    PICTURES,
    clean,
    data_folder,
    install,
    orders,
    program_folder,
    records,
    registered,
    start_menu,
    uninstall,
    verb,
)

pytestmark = pytest.mark.packaging

OLDER = "0.0.9"
IS_OPEN = 5
PROGRAM = "LinkDue.exe"
TITLE = "关联管家"
WIZARD = "*引导*"
ENTRY = f"{TITLE}.lnk"
OF_NOTIFICATIONS = (rf"HKCU\{IDENTITY_KEY}", rf"HKCU\{LINK_KEY}")


@pytest.fixture(scope="module", autouse=True)
def _nothing_before_and_after(windows: Wine) -> Iterator[None]:
    clean(windows)
    yield
    clean(windows)


@pytest.fixture(scope="module")
def older_installer(
    windows_tree: Path, installer: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Make an installer of an older version, in a folder whose name is hard to get right."""
    folder = tmp_path_factory.mktemp("下载 的 文件")
    assert installer.is_file()
    return make_installer(windows_tree, folder / f"LinkDue-{OLDER}-x64.exe", OLDER, quick=True)


def test_the_installer_is_reproducible(windows_tree: Path, tmp_path: Path) -> None:
    """Whoever builds it again can verify that nothing was added."""
    one = make_installer(windows_tree, tmp_path / "1.exe", quick=True)
    SIDE_PICTURE.touch()  # every build draws it again
    other = make_installer(windows_tree, tmp_path / "2.exe", quick=True)
    assert one.read_bytes() == other.read_bytes()


def test_clicking_through_in_chinese(windows: Wine, installer: Path) -> None:
    """Click “next” to the end with the desktop icon ticked: the wizard opens."""
    screen, caption = windows.screen, "关联管家 安装"
    pages = ("welcome", "licence", "components", "folder")
    with windows.showing((installer,)) as running:
        for number, page in enumerate(pages, 1):
            screen.window(caption)
            screen.settle()
            if page == "components":
                screen.press(caption, "Down", "space")
                screen.settle()
            screen.picture(PICTURES / f"install-{number}-{page}.png")
            screen.press(caption, "Return")
        screen.wait(lambda: registered(windows), "the installation", 240)
        screen.settle()
        screen.picture(PICTURES / "install-5-finished.png")
        screen.press(caption, "Return")
        screen.wait_until_gone(caption)
        screen.window(WIZARD)
        screen.settle()
        screen.picture(PICTURES / "first-start.png")
        for title in (WIZARD, TITLE):
            screen.close(title)
        running.wait(timeout=60)
    windows.wait_until_ended(PROGRAM)
    assert (start_menu(windows) / ENTRY).is_file()
    assert (windows.user / "Desktop" / ENTRY).is_file()
    clean(windows)
    assert not (windows.user / "Desktop" / ENTRY).exists()


def test_an_older_version_is_installed_without_a_question(
    windows: Wine, older_installer: Path
) -> None:
    """A silent installation succeeds, and Windows lists the program with all its details."""
    assert install(windows, older_installer) == 0
    facts = registered(windows)
    assert facts["DisplayName"] == TITLE
    assert facts["DisplayVersion"] == OLDER
    assert facts["Publisher"] == "LinkDue contributors"
    assert facts["InstallLocation"].endswith(r"AppData\Local\Programs\LinkDue")
    assert facts["QuietUninstallString"].endswith("/S")
    assert 30_000 < int(facts["EstimatedSize"], 16) < 120_000
    assert (start_menu(windows) / ENTRY).is_file()
    assert not (windows.user / "Desktop" / ENTRY).exists()


def test_orders_from_a_file_get_a_deadline(windows: Wine, tmp_path: Path) -> None:
    """Import files with spaces and Chinese characters in their names, one in GB18030."""
    verb(windows, "import", on_windows(records(tmp_path)))
    [report] = verb(windows, "import", on_windows(orders(tmp_path)), "--account", UID)
    assert report["added"] == 1, report
    [order] = verb(windows, "due")
    assert order["number"] == ORDER
    assert order["capped_by"] == "window-month"
    assert order["deadline"].endswith("T16:00:00Z")
    assert (data_folder(windows) / "linkdue.sqlite3").is_file()


def test_an_open_program_is_neither_replaced_nor_removed(windows: Wine, installer: Path) -> None:
    """While it runs, started from the Start menu, upgrade and uninstallation fail."""
    entry = start_menu(windows) / ENTRY
    with windows.showing(("start", "/wait", on_windows(entry))) as running:
        windows.screen.window(TITLE)
        windows.screen.settle()
        windows.screen.picture(PICTURES / "window-with-order.png")
        assert install(windows, installer) == IS_OPEN
        assert uninstall(windows) == IS_OPEN
        assert registered(windows)["DisplayVersion"] == OLDER
        windows.screen.close(TITLE)
        running.wait(timeout=60)


def test_the_installer_refuses_while_open_and_retries_when_closed(
    windows: Wine, installer: Path
) -> None:
    """The user reads the message, closes the program and chooses “retry”."""
    screen, caption = windows.screen, "关联管家 安装"
    program = program_folder(windows) / PROGRAM
    with windows.showing((program,)) as running:
        screen.window(TITLE)
        with windows.showing((installer,)) as installing:
            for _page in range(4):
                screen.settle()
                screen.press(caption, "Return")
            screen.wait(lambda: len(screen.titles()) >= 3, "the refusal", 60)
            screen.settle()
            screen.picture(PICTURES / "refused.png")
            screen.close(TITLE)
            running.wait(timeout=60)
            screen.press(caption, "Return")
            screen.wait(
                lambda: registered(windows).get("DisplayVersion") == version(), "the upgrade", 240
            )
            screen.settle()
            screen.press(caption, "Return")
            installing.wait(timeout=60)
    screen.close(TITLE)
    windows.wait_until_ended(PROGRAM)


def test_an_upgrade_keeps_the_records_and_deletes_old_files(
    windows: Wine, older_installer: Path, installer: Path
) -> None:
    """A stale module of the old version could be imported instead of the right one."""
    assert install(windows, older_installer) == 0
    stale = program_folder(windows) / "_internal" / "desktop" / "stale.pyd"
    stale.parent.mkdir(exist_ok=True)
    stale.write_bytes(b"")
    assert install(windows, installer) == 0
    assert not stale.exists()
    assert registered(windows)["DisplayVersion"] == version()
    assert [order["number"] for order in verb(windows, "due")] == [ORDER]


def test_an_uninstallation_keeps_only_the_records(windows: Wine, installer: Path) -> None:
    """All registry entries and shortcuts are deleted; records and the user's files are kept."""
    own = program_folder(windows) / "the user's own.txt"
    own.write_text("kept", encoding="utf-8")
    run_key = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
    windows.run(("reg", "add", run_key, "/v", "LinkDue", "/d", "LinkDue.exe", "/f"), seconds=60)
    for key in OF_NOTIFICATIONS:
        windows.run(("reg", "add", rf"{key}\deeper", "/f"), seconds=60)
    assert uninstall(windows) == 0
    for key in OF_NOTIFICATIONS:
        assert windows.run(("reg", "query", key), seconds=60).returncode != 0
    assert registered(windows) == {}
    assert not (start_menu(windows) / ENTRY).exists()
    assert windows.run(("reg", "query", run_key, "/v", "LinkDue"), seconds=60).returncode != 0
    assert {p.name for p in program_folder(windows).iterdir()} <= {own.name, "Uninstall.exe"}
    assert (data_folder(windows) / "linkdue.sqlite3").is_file()
    own.unlink()
    assert install(windows, installer) == 0
    assert [order["number"] for order in verb(windows, "due")] == [ORDER]


def test_the_records_are_deleted_if_that_is_ticked(windows: Wine) -> None:
    """Users need this before they give the computer away."""
    screen, caption = windows.screen, "关联管家 卸载"
    with windows.showing((program_folder(windows) / "Uninstall.exe",)) as running:
        screen.window(caption)
        screen.settle()
        screen.picture(PICTURES / "uninstall-1.png")
        screen.press(caption, "Return")
        screen.settle()
        screen.press(caption, "Down", "space")
        screen.settle()
        screen.picture(PICTURES / "uninstall-2-records.png")
        screen.press(caption, "Return")
        screen.wait(lambda: not registered(windows), "the removal", 120)
        screen.wait(lambda: not data_folder(windows).exists(), "the records", 60)
        screen.settle()
        screen.picture(PICTURES / "uninstall-3.png")
        screen.press(caption, "Return")
        running.wait(timeout=60)
    assert not program_folder(windows).exists()
