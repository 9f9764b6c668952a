"""Notifications on Windows and macOS, as far as another system can test them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop import OPEN_NOTE
from desktop.system.notifications import Buttons, Note, notifier
from desktop.system.notifications.link import key_of, later_of, link_to, link_to_later
from desktop.system.notifications.mac import MacNotifier
from desktop.system.notifications.windows import (
    IDENTITY_KEY,
    LINK_KEY,
    WindowsNotifier,
    WinrtToasts,
)
from desktop.system.tools import ToolAnswer
from tests.system.registry import FakeRegistry

WINDOW = (r"C:\Users\王 R&D\LinkDue.exe", "--data-dir", r"D:\my data")
NOTE = Note("23:40 截止", "星云 <R&D>：1 笔订单\x00\x1b", "order:236414227150001")


class FakeToasts:
    """A fake of Windows' toasts; raises an error if given one."""

    def __init__(self, error: Exception | None = None) -> None:
        self.shown: dict[str, str] = {}
        self.error = error

    def show(self, xml: str, tag: str) -> bool:
        if self.error is not None:
            raise self.error
        self.shown[tag] = xml
        return True

    def remove(self, tag: str) -> None:
        if self.error is not None:
            raise self.error
        del self.shown[tag]


def test_windows_gets_a_toast_that_opens_the_order() -> None:
    """A markup character in a company's name must neither break the toast nor change its link."""
    toasts = FakeToasts()
    windows = WindowsNotifier(WINDOW, toasts, FakeRegistry())
    assert windows.show(NOTE)
    [(tag, xml)] = toasts.shown.items()
    toast = ET.fromstring(xml)  # noqa: S314 - our own text
    assert len(tag) <= 16
    assert toast.get("activationType") == "protocol"
    assert key_of(toast.get("launch", "")) == NOTE.key
    title, body = (text.text for text in toast.iter("text"))
    assert title == NOTE.title
    assert body is not None
    assert body.startswith("星云 <R&D>：1 笔订单")
    assert windows.show(Note("later", "", NOTE.key))
    assert list(toasts.shown) == [tag], "a notification replaces the previous one"
    windows.withdraw(NOTE.key)
    assert toasts.shown == {}


def test_buttons_of_a_toast_work_after_the_program_has_ended() -> None:
    """The helper has ended long before a button is pressed: each button is a link."""
    toasts = FakeToasts()
    windows = WindowsNotifier(WINDOW, toasts, FakeRegistry())
    target = "reminders@1790000000"
    assert windows.show(replace(NOTE, buttons=Buttons("打开 <1>", "1 小时后再提醒", target)))
    [xml] = toasts.shown.values()
    toast = ET.fromstring(xml)  # noqa: S314 - our own text
    shown, later = toast.iter("action")
    assert {one.get("activationType") for one in (shown, later)} == {"protocol"}
    assert shown.get("content") == "打开 <1>"
    assert key_of(shown.get("arguments", "")) == NOTE.key
    assert later_of(later.get("arguments", "")) == target
    assert windows.show(replace(NOTE, buttons=Buttons("打开", "1 小时后再提醒")))
    [xml] = toasts.shown.values()
    assert len(list(ET.fromstring(xml).iter("action"))) == 1  # noqa: S314 - our own text


def test_a_note_elsewhere_is_silent_unless_it_asks_for_a_sound() -> None:
    """By default, Windows plays a sound for every toast, and macOS for none."""
    toasts, asked = FakeToasts(), []
    windows = WindowsNotifier(WINDOW, toasts, FakeRegistry())

    def run(words: Sequence[str], _given: bytes) -> ToolAnswer:
        asked.append(words)
        return ToolAnswer(0)

    mac = MacNotifier(run)
    for sound in (False, True):
        assert windows.show(replace(NOTE, sound=sound))
        [xml] = toasts.shown.values()
        audio = ET.fromstring(xml).find("audio")  # noqa: S314 - our own text
        assert audio is not None
        assert (audio.get("silent") == "true") is not sound
        assert mac.show(replace(NOTE, sound=sound))
        assert ("sound name" in " ".join(asked[-1])) is sound


def test_the_program_is_registered_before_each_toast() -> None:
    """Windows silently drops toasts of programs that it does not know."""
    registry = FakeRegistry()
    windows = WindowsNotifier(WINDOW, FakeToasts(), registry)
    command = (rf"{LINK_KEY}\shell\open\command", "")
    assert windows.show(NOTE)
    assert registry.values[IDENTITY_KEY, "DisplayName"] == "LinkDue"
    assert registry.values[LINK_KEY, "URL Protocol"] == ""
    assert registry.values[command] == (rf'"{WINDOW[0]}" --data-dir "{WINDOW[2]}" {OPEN_NOTE} "%1"')
    registry.values[command] = "the program before it was moved"
    registry.values.pop((IDENTITY_KEY, "DisplayName"))
    before = dict(registry.values)
    assert windows.show(NOTE)
    assert registry.values != before
    assert registry.values[IDENTITY_KEY, "DisplayName"] == "LinkDue"


@pytest.mark.parametrize("error", [ImportError(), OSError(-2143420140, "x"), RuntimeError()])
def test_what_windows_refuses_is_no_fault(error: Exception) -> None:
    """The reminder counts as not shown, and is tried again."""
    windows = WindowsNotifier(WINDOW, FakeToasts(error), FakeRegistry())
    assert not windows.show(NOTE)
    windows.withdraw(NOTE.key)


def test_a_registry_that_refuses_is_no_fault() -> None:
    """Company policies may forbid the registration."""
    registry = FakeRegistry()
    registry.refuses = True
    assert not WindowsNotifier(WINDOW, FakeToasts(), registry).show(NOTE)


def test_without_windows_own_part_nothing_is_shown() -> None:
    """The bindings may be missing, or, as under Wine, the interface that they bind."""
    if sys.platform == "win32" and not _is_wine():
        pytest.skip("this Windows can show toasts")
    windows = WindowsNotifier(WINDOW, WinrtToasts(), FakeRegistry())
    assert not windows.show(NOTE)
    windows.withdraw(NOTE.key)


def _is_wine() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    return hasattr(ctypes.windll.ntdll, "wine_get_version")


def test_the_mac_gets_the_text_as_a_word_and_not_as_a_script() -> None:
    """A company's name must not be able to run a command."""
    asked: list[Sequence[str]] = []

    def run(words: Sequence[str], _given: bytes) -> ToolAnswer:
        asked.append(words)
        return ToolAnswer(0 if len(asked) == 1 else 1)

    note = Note('" & (do shell script "id") & "', "-e", "order:1")
    mac = MacNotifier(run)
    assert mac.show(note)
    [words] = asked
    assert "do shell script" not in words[words.index("-e") + 1]
    assert words[-3:] == ["--", note.title, note.body]
    assert not mac.show(note)


@given(key=st.from_regex(r"[\w:.,@+=/-]{1,200}", fullmatch=True))
def test_a_link_names_its_note(key: str) -> None:
    """Whatever the identifier of an order or project: clicks find it, and buttons snooze it."""
    if (link := link_to(key)) and len(link) <= 600:
        assert key_of(link) == key
        assert later_of(link) is None
    if (link := link_to_later(key)) and len(link) <= 600:
        assert later_of(link) == key
        assert key_of(link) is None


@pytest.mark.parametrize(
    "link",
    [
        "",
        "linkdue:",
        "linkdue:note/",
        "linkdue:note/a%20b",
        "linkdue:note/%00",
        "linkdue:note/a%0Ab",
        "linkdue:note/%E2%80%AE",
        "linkdue:note/%FF",
        'linkdue:note/a" --data-dir "x',
        "linkdue:other/a",
        "https://example.com/",
        "linkdue:note/" + "a" * 201,
        "linkdue:note/" + "%41" * 100_000,
    ],
)
def test_a_link_of_others_means_nothing(link: str) -> None:
    """Any page in a browser can open such a link."""
    assert key_of(link) is None
    assert later_of(link.replace("note/", "later/")) is None


def test_there_is_a_notifier_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Making it must not fail, connect, or start anything."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    found = notifier()
    found.listen(print, print)
    found.close()
