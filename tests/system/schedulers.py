"""Fakes of the schedulers' tools, which remember in files as the real ones do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop.system.tools import ToolAnswer


class FakeSystemd:
    """``systemctl --user``: enabling makes a link, by systemd's own rule."""

    def __init__(self, units: Path) -> None:
        self._units = units

    def __call__(self, words: Sequence[str], _given: bytes) -> ToolAnswer:
        assert list(words[:2]) == ["systemctl", "--user"]
        if words[2] in ("enable", "disable"):
            link = self._units / "timers.target.wants" / words[-1]
            link.unlink(missing_ok=True)
            if words[2] == "enable":
                link.parent.mkdir(exist_ok=True)
                link.symlink_to(self._units / words[-1])
        return ToolAnswer(0)


class FakeCrontab:
    """``crontab``, with the messages of Debian's."""

    def __init__(self, file: Path, *, unreadable: bool = False) -> None:
        self._file = file
        self._unreadable = unreadable

    def __call__(self, words: Sequence[str], given: bytes) -> ToolAnswer:
        if list(words) == ["crontab", "-"]:
            assert given.endswith(b"\n") or not given, "crontab refuses it"
            self._file.write_bytes(given)
            return ToolAnswer(0)
        assert list(words) == ["crontab", "-l"]
        if self._unreadable:
            return ToolAnswer(1, errors=b"crontabs/wang/: fopen: Permission denied")
        if not self._file.exists():
            return ToolAnswer(1, errors=b"no crontab for wang")
        return ToolAnswer(0, self._file.read_bytes())


class FakeScheduler:
    """``schtasks``, which prints a task in UTF-16."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __call__(self, words: Sequence[str], _given: bytes) -> ToolAnswer:
        assert words[0] == "schtasks.exe"
        if words[1] == "/Create":
            self._file.write_bytes(Path(words[-1]).read_bytes())
        elif not self._file.exists():
            return ToolAnswer(1, errors=b"ERROR: The system cannot find the file specified.")
        elif words[1] == "/Delete":
            self._file.unlink()
        else:
            return ToolAnswer(0, self._file.read_bytes())
        return ToolAnswer(0)
