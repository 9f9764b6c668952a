"""A minimal screen reader: reads questions line by line and answers them in JSON.

Run by the system's Python, which has the bindings of AT-SPI. `focus` returns the object that has
the focus, `seen` every text on the active window, `heard` what was announced since the last such
question.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pyatspi
from gi.repository import GLib

_PROGRAM = "LinkDue"
_MOST = 400
"""The limit on children of one object that are read; a table may have thousands."""
_STATES = {
    "focused": pyatspi.STATE_FOCUSED,
    "checked": pyatspi.STATE_CHECKED,
    "selected": pyatspi.STATE_SELECTED,
    "invalid": pyatspi.STATE_INVALID_ENTRY,
}
_VAGUE = {"table cell": 1, "filler": 2, "panel": 2, "page tab": 3, "list item": 3}
"""Roles that report the focus even if an ancestor or descendant has it."""
_heard: list[str] = []


def main() -> None:
    """Answer until the input ends."""
    pyatspi.Registry.registerEventListener(_listen, "object:announcement")
    loop = GLib.MainLoop()

    def answer(_source: object, condition: GLib.IOCondition) -> bool:
        line = sys.stdin.readline()
        if not line:
            loop.quit()
            return False
        question = line.strip()
        try:
            answered = _ANSWERS[question]()
        except (GLib.GError, LookupError):
            answered = _NOTHING[question]  # the object was removed meanwhile
        print(json.dumps(answered, ensure_ascii=False), flush=True)
        return True

    GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, answer)
    loop.run()


def _listen(event: Any) -> None:
    _heard.append(str(event.any_data))


def _focus() -> dict[str, object]:
    found = [thing for thing in _showing() if thing.getState().contains(pyatspi.STATE_FOCUSED)]
    found.sort(key=lambda thing: _VAGUE.get(thing.getRoleName(), 0))
    return _told(found[0]) if found else {}


def _seen() -> list[dict[str, object]]:
    return [_told(thing) for thing in _showing() if thing.name]


def _take_heard() -> list[str]:
    taken = _heard.copy()
    _heard.clear()
    return taken


def _told(thing: Any) -> dict[str, object]:
    state = thing.getState()
    try:
        text = thing.queryText()
        content = text.getText(0, min(text.characterCount, 500))
    except NotImplementedError:
        content = ""
    try:
        box = thing.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        place = [box.x, box.y, box.width, box.height]
    except NotImplementedError:
        place = [0, 0, 0, 0]
    return {
        "place": place,
        "role": thing.getRoleName(),
        "name": thing.name,
        "description": thing.description,
        "text": content,
        "states": [name for name, one in _STATES.items() if state.contains(one)],
    }


def _showing() -> Iterator[Any]:
    window = _active_window()
    if window is not None:
        yield from _below(window)


def _active_window() -> Any:
    for program in pyatspi.Registry.getDesktop(0):
        if program is not None and program.name == _PROGRAM:
            windows = [program.getChildAtIndex(n) for n in range(program.childCount)]
            there = [w for w in windows if w is not None]
            active = [w for w in there if w.getState().contains(pyatspi.STATE_ACTIVE)]
            return next(iter(active or there[-1:]), None)
    return None


def _below(thing: Any) -> Iterator[Any]:
    try:
        yield thing
        for number in range(min(thing.childCount, _MOST)):
            child = thing.getChildAtIndex(number)
            if child is not None and child.getState().contains(pyatspi.STATE_SHOWING):
                yield from _below(child)
    except GLib.GError:
        return  # the object was removed while it was read


_NOTHING: dict[str, object] = {"focus": {}, "seen": [], "heard": []}
_ANSWERS: dict[str, Callable[[], object]] = {"focus": _focus, "seen": _seen, "heard": _take_heard}

if __name__ == "__main__":
    main()
