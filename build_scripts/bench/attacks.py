"""Attacks that need no window: how many were tried, how many succeeded, and the longest time.

None may succeed. The tests in tests/hostile/ make the same attacks and explain what a user would
notice; here each is tried thousands of times.
"""

from __future__ import annotations

import json
import os
import random
import socket
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from desktop.base.regular_file import open_own, read_own
from desktop.base.terminal_text import plain, plain_json
from desktop.forms.stored_settings import (
    WIDTHS,
    column_arrangement,
    stored_instant,
    text_facts,
    window_geometry,
)
from desktop.system.lock_file import holder
from desktop.system.relocation_note import read_note
from desktop.system.start_marker import failed_starts

_MB = 1 << 20
_TRIES = 20_000
_ACTIVE = ("Cc", "Cf", "Cs", "Zl", "Zp")
_PARTS = (
    "\x1b[2J",
    "\x9b",
    "\n",
    "\u2028",
    "\u202e",
    "\u2066",
    "\ud800",
    "e\u0301",
    "长",
    "x",
    "[",
)
"""The parts of the texts: control characters, combining marks, letters, brackets."""

Attack = Callable[[], bool]
"""Makes one attack and returns whether it succeeded."""


def measure() -> dict[str, object]:
    """Return the number of tries and successes and the longest time in ms, by kind of attack."""
    return {name: _count(attacks()) for name, attacks in ATTACKS.items()}


def _count(attacks: Iterator[Attack]) -> dict[str, object]:
    tried = succeeded = 0
    longest = 0.0
    for attack in attacks:
        started = time.perf_counter()
        succeeded += attack()
        longest = max(longest, time.perf_counter() - started)
        tried += 1
    return {"tried": tried, "succeeded": succeeded, "longest_ms": round(longest * 1000, 1)}


def _texts() -> Iterator[str]:
    rng = random.Random(15)  # noqa: S311 - the same texts each time
    for _ in range(_TRIES):
        yield "".join(rng.choices(_PARTS, k=rng.randrange(1, 12)))
    for part in _PARTS:  # 10 MB of each
        yield part * (10 * _MB // len(part.encode("utf-8", "surrogatepass")))


def _is_active(text: str) -> bool:
    return any(unicodedata.category(character) in _ACTIVE for character in set(text))


def _terminal() -> Iterator[Attack]:
    for text in _texts():
        yield lambda text=text: _is_active(plain(text))  # type: ignore[misc]


def _json() -> Iterator[Attack]:
    for text in _texts():
        yield lambda text=text: _breaks_json(text)  # type: ignore[misc]


def _breaks_json(text: str) -> bool:
    line = plain_json({"title": text})
    return _is_active(line) or json.loads(line) != {"title": text}


def _settings() -> Iterator[Attack]:
    for text in _texts():
        for setting in (text, json.dumps(text), f'{{"widths": {{"left": 1e300}}, "order": {text}'):
            yield lambda setting=setting: _spoils_window(setting)  # type: ignore[misc]


def _spoils_window(setting: str) -> bool:
    kept = column_arrangement(setting)
    stored_instant(setting)
    text_facts(setting)
    bad = any(not WIDTHS[0] <= width <= WIDTHS[1] for width in kept.widths.values())
    return bad or not isinstance(window_geometry(setting), bytes)


def _own_files() -> Iterator[Attack]:
    """Replace each of the program's own files with something else, then read and write it."""
    if os.name != "posix":
        return
    for kind in _IMPOSTORS:
        for name in ("linkdue.lock", "LinkDue data moved.txt", "linkdue.starting", "faults.log"):
            yield lambda kind=kind, name=name: _accepts_impostor(kind, name)  # type: ignore[misc]


def _accepts_impostor(kind: str, name: str) -> bool:
    with tempfile.TemporaryDirectory() as place:
        folder, other = Path(place) / "data", Path(place) / "other"
        folder.mkdir()
        other.write_text("1\nfolder: /\ncomputer: x\n", encoding="utf-8")
        _IMPOSTORS[kind](folder / name, other)
        before = other.read_bytes()
        for read in (holder, read_note, failed_starts):
            read(folder)
        with suppress(OSError):
            os.close(open_own(folder / name))
        accepted = True
        try:
            read_own(folder / name)
        except OSError:
            accepted = False
        return other.read_bytes() != before or (accepted and kind not in ("hard link", "endless"))


def _bind(path: Path, _other: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))


_IMPOSTORS: dict[str, Callable[[Path, Path], object]] = {
    "link": lambda path, other: path.symlink_to(other),
    "link to nothing that ends": lambda path, _other: path.symlink_to("/dev/zero"),
    "hard link": lambda path, other: path.hardlink_to(other),
    "pipe": lambda path, _other: os.mkfifo(path),
    "folder": lambda path, _other: path.mkdir(),
    "socket": _bind,
    "endless": lambda path, _other: path.write_bytes(b"\x1b[" * _MB),
}

ATTACKS: dict[str, Callable[[], Iterator[Attack]]] = {
    "text to the terminal": _terminal,
    "text to JSON": _json,
    "settings of a stranger": _settings,
    "impostors of own files": _own_files,
}
