"""Steps that several tests of the installer share."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pack.windows.wine import Wine, on_windows

from tests.builders import UID

ORDER = "236414227150922"
KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\LinkDue"
INSTALL_SECONDS = 240
PICTURES = Path(__file__).resolve().parents[3] / "build" / "pictures" / "windows"


def program_folder(windows: Wine) -> Path:
    """Return where the program is installed for the user alone."""
    return windows.user / "AppData" / "Local" / "Programs" / "LinkDue"


def data_folder(windows: Wine) -> Path:
    """Return the default folder of the records."""
    return windows.user / "AppData" / "Local" / "LinkDue"


def start_menu(windows: Wine) -> Path:
    """Return the folder of the user's own entries in the Start menu."""
    return windows.user / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs"


def install(windows: Wine, installer: Path) -> int:
    """Install silently; return the exit status."""
    return windows.run((installer, "/S"), seconds=INSTALL_SECONDS).returncode


def uninstall(windows: Wine) -> int:
    """Uninstall silently; return the exit status.

    `_?=` makes the uninstaller run in place, so that it can be waited for; it is not deleted.
    """
    folder = program_folder(windows)
    command = (folder / "Uninstall.exe", "/S", f"_?={on_windows(folder)}")
    return windows.run(command, seconds=INSTALL_SECONDS).returncode


def clean(windows: Wine) -> None:
    """Uninstall LinkDue, and delete its program and data folders."""
    if (program_folder(windows) / "Uninstall.exe").exists():
        uninstall(windows)
    for folder in (program_folder(windows), data_folder(windows)):
        if folder.exists():
            windows.run(("cmd", "/c", "rmdir", "/s", "/q", on_windows(folder)), seconds=60)


def verb(windows: Wine, *words: str | Path) -> list[dict[str, Any]]:
    """Run a verb of the installed program with `--json`; return its output."""
    command = (program_folder(windows) / "linkdue-cli.exe", *words, "--json")
    done = windows.run(command, seconds=120)
    assert done.returncode == 0, done.stdout
    return [json.loads(line) for line in done.stdout.splitlines()]


def registered(windows: Wine) -> dict[str, str]:
    """Return the values of LinkDue's uninstall key; empty if it is not installed."""
    done = windows.run(("reg", "query", KEY), seconds=60, encoding="cp936")
    lines = (line.split(None, 2) for line in done.stdout.splitlines() if "REG_" in line)
    return {words[0]: words[2] for words in lines if len(words) == 3}


def records(folder: Path) -> Path:
    """Write a LinkDue file with an account and its project, as an adviser would send it."""
    file = folder / "账号 与 项目.json"
    begun = _utc(datetime.now(UTC) - timedelta(days=2))
    book = {
        "format": "linkdue",
        "version": 1,
        "exported_at": begun,
        "accounts": [
            {
                "uid": UID,
                "name": "示例科技",
                "window": "month",
                "window_checked_at": begun,
                "note": "",
            }
        ],
        "partners": [],
        "projects": [
            {
                "account": UID,
                "number": "202609010001",
                "status": "active",
                "created_at": begun,
                "cashback_rate": "0.05",
            }
        ],
        "orders": [],
        "cashback": [],
    }
    file.write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
    return file


def orders(folder: Path) -> Path:
    """Write the console's list of one order, paid just now, as a Chinese Windows encodes it."""
    file = folder / "我的 订单.csv"
    paid = datetime.now(UTC) + timedelta(hours=8)
    moment = f"{paid:%Y-%m-%d %H:%M:%S}"
    head = "订单号,产品名称,订单类型,订单状态,创建时间,支付/开通时间,应付金额"
    row = f"{ORDER},云服务器 ECS,新购,已支付,{moment},{moment},2040.00"
    file.write_text(f"{head}\n{row}\n", encoding="gb18030")
    return file


def _utc(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
