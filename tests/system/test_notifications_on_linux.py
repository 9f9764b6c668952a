"""Notifications over a private bus, to a service that this file starts, ends and restarts."""

from __future__ import annotations

import json
import os
import queue
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.cli.await_click import open_window, seconds_to_stay
from desktop.domain.model import Window
from desktop.domain.timestamps import format_instant
from desktop.services.workspace import Workspace
from desktop.system.detached_process import start_detached
from desktop.system.notifications import Buttons, Note
from desktop.system.notifications.freedesktop import FreedesktopNotifier
from desktop.system.notifications.link import key_of
from desktop.system.notifications.shown_notes import ShownNotes
from desktop.system.tools import ToolAnswer
from tests.builders import CREATED_AT, ORDER_NUMBER, make_account, make_active_project, make_order
from tests.conftest import FakeClock
from tests.system.offline_run import ROOT

DAEMON = shutil.which("dbus-daemon")
pytestmark = pytest.mark.skipif(
    DAEMON is None or not sys.platform.startswith("linux"), reason="needs dbus-daemon, on Linux"
)
SERVICE = Path(__file__).with_name("notification_service.py")
CONFIGURATION = """\
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
"""Without a folder of services, so that none of the machine's services is started."""
NOTE = Note("23:40 截止", "星云科技：1 笔订单待关联", "order:236414227150001")
PATIENCE = 20


class Service:
    """The running service, and the calls that it received."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def took(self) -> Any:
        """Return the next call that the service received."""
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def click(self, number: int, action: str = "default") -> None:
        """Have a notification clicked."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([number, action]) + "\n")
        self._process.stdin.flush()


@contextmanager
def serving(bus: str, *ways: str) -> Iterator[Service]:
    """Run a notification service until the end of the block."""
    with subprocess.Popen(
        [sys.executable, str(SERVICE), bus, *ways],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        try:
            service = Service(process)
            assert service.took() == "ready"
            yield service
        finally:
            process.kill()


@contextmanager
def running_bus(folder: Path) -> Iterator[str]:
    """Run a bus until the end of the block; yield its address."""
    configuration = folder / "bus.conf"
    socket = folder / "bus"
    configuration.write_text(CONFIGURATION.format(socket=socket), encoding="utf-8")
    command = [str(DAEMON), f"--config-file={configuration}", "--nofork", "--print-address"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as daemon:
        try:
            assert daemon.stdout is not None
            assert daemon.stdout.readline()
            yield f"unix:path={socket}"
        finally:
            daemon.kill()
    socket.unlink(missing_ok=True)


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[str]:
    """Run a private bus."""
    with running_bus(tmp_path) as address:
        yield address


@contextmanager
def process_of_ours(
    bus: str, folder: Path | None = None, *, stays: bool = True
) -> Iterator[FreedesktopNotifier]:
    """Make the notifier of a new process of the program; `folder` is that of the session."""
    notifier = FreedesktopNotifier(stays=stays, address=bus, notes=ShownNotes(folder))
    try:
        yield notifier
    finally:
        notifier.close()


def test_a_note_is_received_as_it_was_meant(bus: str) -> None:
    """A character that the service treats as markup would cut the sentence, or hide it."""
    note = Note("5 < 6", "A&B <b>公司</b>", "order:1")
    with serving(bus) as service, process_of_ours(bus) as notifier:
        assert notifier.show(note)
        took = service.took()
    assert took["title"] == "5 < 6"
    assert took["body"] == "A&amp;B &lt;b&gt;公司&lt;/b&gt;"
    assert took["hints"]["desktop-entry"] == "linkdue"
    assert took["actions"][0] == "default"
    assert took["icon"].endswith("linkdue.svg")
    assert took["timeout"] == 0, "a banner must not disappear by itself"


def test_a_note_is_silent_unless_it_asks_for_a_sound(bus: str) -> None:
    """Unexpected sounds in meetings make people switch reminders off."""
    with serving(bus) as service, process_of_ours(bus) as notifier:
        assert notifier.show(NOTE)
        hints = service.took()["hints"]
        assert hints["suppress-sound"] is True
        assert "sound-name" not in hints
        assert notifier.show(replace(NOTE, sound=True))
        hints = service.took()["hints"]
        assert hints["sound-name"]
        assert "suppress-sound" not in hints


def test_buttons_open_a_note_and_snooze_it(bus: str, tmp_path: Path) -> None:
    """In a call, the user wants to snooze with one click, without looking for the window."""
    clicked: queue.SimpleQueue[str] = queue.SimpleQueue()
    snoozed: queue.SimpleQueue[str] = queue.SimpleQueue()
    note = replace(NOTE, buttons=Buttons("打开", "1 小时后再提醒", "reminders@1790000000"))
    with serving(bus) as service, process_of_ours(bus, tmp_path) as notifier:
        notifier.listen(clicked.put, snoozed.put)
        assert notifier.show(note)
        took = service.took()
        names, words = took["actions"][::2], took["actions"][1::2]
        assert words[1:] == ["打开", "1 小时后再提醒"]
        service.click(took["number"] + 1, names[2])  # another program's
        service.click(took["number"], names[1])
        service.click(took["number"], names[2])
        assert clicked.get(timeout=PATIENCE) == NOTE.key
        assert snoozed.get(timeout=PATIENCE) == "reminders@1790000000"
        assert clicked.empty()
        assert snoozed.empty()
        assert notifier.show(replace(note, buttons=Buttons("打开", "1 小时后再提醒")))
        assert service.took()["actions"][3::2] == ["打开"], "nothing that can be snoozed"


def test_no_button_is_offered_that_nobody_would_hear(bus: str) -> None:
    """The helper ends immediately, and some services cannot show buttons."""
    note = replace(NOTE, buttons=Buttons("打开", "1 小时后再提醒", NOTE.key))
    with serving(bus) as service, process_of_ours(bus, stays=False) as helper:
        assert helper.show(note)
        assert len(service.took()["actions"]) == 2
    with serving(bus, "mute") as service, process_of_ours(bus) as notifier:
        assert notifier.show(note)
        assert len(service.took()["actions"]) == 2


def test_a_service_without_markup_gets_plain_text(bus: str) -> None:
    """Otherwise its users would read “&amp;amp;”."""
    with serving(bus, "plain") as service, process_of_ours(bus) as notifier:
        assert notifier.show(Note("title", "A&B", "order:1"))
        assert service.took()["body"] == "A&B"


def test_a_process_that_ends_names_no_desktop_entry(bus: str) -> None:
    """GNOME would remove its notification a moment after the helper has shown it."""
    with serving(bus) as service, process_of_ours(bus, stays=False) as notifier:
        assert notifier.show(NOTE)
        assert "desktop-entry" not in service.took()["hints"]


def test_a_second_note_replaces_the_first(bus: str) -> None:
    """Three reminders of one order must not be three notifications."""
    with serving(bus) as service, process_of_ours(bus) as notifier:
        assert notifier.show(NOTE)
        first = service.took()["number"]
        assert notifier.show(Note("later", "body", "order:other"))
        other = service.took()["number"]
        assert notifier.show(Note("1 小时", "body", NOTE.key))
        assert service.took()["number"] == first != other


@pytest.mark.parametrize("way", ["broadcast", "unicast"])
def test_a_click_is_heard(bus: str, way: str) -> None:
    """Some services tell everybody on the bus, others the sender alone."""
    clicked: queue.SimpleQueue[str] = queue.SimpleQueue()
    with serving(bus, way) as service, process_of_ours(bus) as notifier:
        notifier.listen(clicked.put, print)
        assert notifier.show(NOTE)
        number = service.took()["number"]
        service.click(number + 1)  # another program's
        service.click(number, "settings")
        service.click(number)
        assert clicked.get(timeout=PATIENCE) == NOTE.key
        assert clicked.empty()


def test_a_note_is_withdrawn_once(bus: str) -> None:
    """A reminder that has been handled must not stay on the screen."""
    with serving(bus) as service, process_of_ours(bus) as notifier:
        assert notifier.show(NOTE)
        number = service.took()["number"]
        notifier.withdraw("order:never shown")
        notifier.withdraw(NOTE.key)
        assert service.took() == {"closed": number}
        notifier.withdraw(NOTE.key)
        assert notifier.show(NOTE)
        assert service.took()["number"] != number


def test_the_window_withdraws_what_the_helper_showed(bus: str, tmp_path: Path) -> None:
    """The helper has ended long before the order is marked as associated."""
    with serving(bus) as service:
        with process_of_ours(bus, tmp_path, stays=False) as helper:
            assert helper.show(NOTE)
            number = service.took()["number"]
        with process_of_ours(bus, tmp_path) as window:
            window.withdraw(NOTE.key)
            assert service.took() == {"closed": number}
    assert not list(tmp_path.glob("linkdue-note-*"))


def test_the_window_hears_a_click_on_what_the_helper_showed(bus: str, tmp_path: Path) -> None:
    """Where the service tells everybody, the open window shows the order."""
    clicked: queue.SimpleQueue[str] = queue.SimpleQueue()
    with serving(bus) as service, process_of_ours(bus, tmp_path) as window:
        window.listen(clicked.put, print)
        with process_of_ours(bus, tmp_path, stays=False) as helper:
            assert helper.show(NOTE)
            number = service.took()["number"]
        service.click(number)
        assert clicked.get(timeout=PATIENCE) == NOTE.key


def test_without_a_service_a_late_one_gets_the_note(bus: str) -> None:
    """Just after the log-in the desktop may not be there yet; the next attempt must work."""
    with process_of_ours(bus) as notifier:
        assert not notifier.show(NOTE)
        with serving(bus) as service:
            assert notifier.show(NOTE)
            assert service.took()["title"] == NOTE.title
        assert not notifier.show(NOTE)


def test_a_restarted_service_gets_new_notifications(bus: str) -> None:
    """A number of the last run may be another program's note now, which would be replaced."""
    clicked: queue.SimpleQueue[str] = queue.SimpleQueue()
    with process_of_ours(bus) as notifier:
        notifier.listen(clicked.put, print)
        with serving(bus) as service:
            assert notifier.show(NOTE)
            before = service.took()["number"]
        with serving(bus) as service:
            notifier.withdraw(
                NOTE.key
            )  # it belonged to the last run: nothing is closed in this one
            assert notifier.show(NOTE)
            took = service.took()
            assert took.get("number") == before, (
                took
            )  # the first of this run, by chance with the same number
            service.click(before)
            assert clicked.get(timeout=PATIENCE) == NOTE.key


def test_a_note_after_a_restart_replaces_none(bus: str) -> None:
    """Like the previous test, with different numbers in the two runs."""
    another = Note("another", "body", "order:2")
    with process_of_ours(bus) as notifier:
        for notes in ((another, NOTE), (NOTE, another)):
            with serving(bus) as service:
                numbers = set()
                for note in notes:
                    assert notifier.show(note)
                    numbers.add(service.took()["number"])
                assert len(numbers) == 2


def test_a_restarted_bus_is_found_again(tmp_path: Path) -> None:
    """A window may outlive the bus of its session; the second log-in brings another."""
    clicked: queue.SimpleQueue[str] = queue.SimpleQueue()
    with process_of_ours(f"unix:path={tmp_path / 'bus'}") as notifier:
        notifier.listen(clicked.put, print)
        for _ in range(2):
            assert not notifier.show(NOTE)
            with running_bus(tmp_path) as bus, serving(bus) as service:
                assert notifier.show(NOTE)
                service.click(service.took()["number"])
                assert clicked.get(timeout=PATIENCE) == NOTE.key


@pytest.mark.parametrize(
    "address",
    ["", "unix:path=/nowhere/bus", "unix:path=", "tcp:host=127.0.0.1,port=1", "nonsense", "a:b"],
)
def test_without_a_bus_it_says_so(
    address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """On a server, or started by cron, there may be none: no exception, and nothing is lost."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    notifier = FreedesktopNotifier(stays=True, notes=ShownNotes(None))
    notifier.listen(print, print)
    assert not notifier.show(NOTE)
    notifier.withdraw(NOTE.key)
    notifier.close()


@pytest.mark.parametrize("lines", [0, 1, 2, 3])
def test_a_bus_that_hangs_up_while_it_is_greeted_is_no_fault(lines: int, tmp_path: Path) -> None:
    """At a log-off the bus may end at any moment: nothing may be printed, or block."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "bus"))
        server.listen()

        def greet() -> None:
            answered, _address = server.accept()
            with answered, answered.makefile("rwb") as talk:
                for answer in (b"OK 0123456789abcdef0123456789abcdef\r\n", b"", b"")[:lines]:
                    talk.readline()
                    talk.write(answer)
                    talk.flush()

        thread = threading.Thread(target=greet)
        thread.start()
        with process_of_ours(f"unix:path={tmp_path / 'bus'}") as notifier:
            notifier.listen(print, print)
        thread.join()


def test_the_bus_of_the_session_is_found_without_its_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither cron nor some terminals pass the variable on."""
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with running_bus(tmp_path) as bus, serving(bus) as service:
        notifier = FreedesktopNotifier(stays=True, notes=ShownNotes(None))
        assert notifier.show(NOTE)
        assert service.took()["title"] == NOTE.title
        notifier.close()


@pytest.mark.parametrize("content", [b"", b"[]", b'{"key": 1}', b"\xff", b"{" * 9000])
def test_a_bad_file_beside_is_passed_over(bus: str, tmp_path: Path, content: bytes) -> None:
    """Whatever else is in the session's folder, a reminder must come."""
    with serving(bus) as service, process_of_ours(bus, tmp_path) as notifier:
        assert notifier.show(NOTE)
        service.took()
        [file] = tmp_path.glob("linkdue-note-*")
        file.write_bytes(content)
        assert notifier.show(NOTE)
        service.took()


def _remind(bus: str, data: Path, now: datetime) -> None:
    """Run the scheduled command, as if it were `now` (UTC)."""
    verb = ("remind", "--now", format_instant(now))
    subprocess.run(
        [sys.executable, "-P", "-m", "desktop", "--data-dir", str(data), *verb],
        env={**os.environ, "PYTHONPATH": str(ROOT), "DBUS_SESSION_BUS_ADDRESS": bus},
        check=True,
        capture_output=True,
    )


def _record_an_order(data: Path) -> None:
    workspace = Workspace.open(data, FakeClock())
    workspace.save_account(make_account(name="星云科技", window=Window.MONTH))
    workspace.save_project(make_active_project())
    workspace.save_order(make_order(paid_at=CREATED_AT))
    workspace.close()


def test_the_scheduled_verb_announces_once(bus: str, tmp_path: Path) -> None:
    """With the program closed, nothing else warns of a deadline."""
    _record_an_order(tmp_path / "data")
    day_after = CREATED_AT + timedelta(days=1, hours=1)
    with serving(bus) as service, process_of_ours(bus) as notifier:
        _remind(bus, tmp_path / "data", day_after)
        took = service.took()
        assert "星云科技" in took["body"]
        assert ORDER_NUMBER not in took["title"] + took["body"]
        _remind(bus, tmp_path / "data", day_after + timedelta(minutes=10))
        assert notifier.show(NOTE)
        assert service.took()["title"] == NOTE.title, "it was announced a second time"


@pytest.mark.parametrize("way", ["unicast", "broadcast"])
def test_a_click_on_what_the_helper_showed_opens_the_window(
    way: str, bus: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reminder says that there are 40 minutes left, and a click on it would do nothing."""
    from desktop.__main__ import main

    data, session, opened = tmp_path / "data", tmp_path / "session", []
    session.mkdir(mode=0o700)
    _record_an_order(data)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(session))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
    monkeypatch.setattr("desktop.cli.remind.seconds_to_stay", lambda _now: PATIENCE)
    monkeypatch.setattr("desktop.cli.remind.open_window", lambda *facts: opened.append(facts))
    call = ["--data-dir", str(data), "remind", "--await-click", "--now"]
    with serving(bus, way) as service:

        def click() -> None:
            number = service.took()["number"]
            while not list(session.glob("linkdue-note-*")):  # no user is as fast as this
                time.sleep(0.01)
            service.click(number, "later something")
            service.click(number)

        hand = threading.Thread(target=click)
        hand.start()
        assert main([*call, format_instant(CREATED_AT + timedelta(days=1, hours=1))]) == 0
        hand.join()
    assert [folder for folder, _key in opened] == [data]
    assert ORDER_NUMBER in opened[0][1]


def test_the_helper_ends_before_the_next_check(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A scheduler starts nothing while the last run lasts: the next reminder would be late."""
    monkeypatch.setenv("DISPLAY", ":0")
    at = datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert seconds_to_stay(at) == 9 * 60 + 30
    assert seconds_to_stay(at + timedelta(minutes=7)) == 2 * 60 + 30
    assert seconds_to_stay(at + timedelta(minutes=9, seconds=45)) == 0
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert seconds_to_stay(at) == 0, "no window could be opened"


def test_the_window_is_started_with_the_link_of_the_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the helper is a unit of systemd, every process that it started would end with it."""
    arguments = tmp_path / "arguments"
    tool = tmp_path / "LinkDue"
    tool.write_text(f"#!/bin/sh\necho \"$*\" > '{arguments}'\n", encoding="utf-8")
    tool.chmod(0o755)
    monkeypatch.setattr(
        "desktop.cli.await_click.persistent_command", lambda *words, window: [str(tool), *words]
    )
    monkeypatch.delenv("INVOCATION_ID", raising=False)
    open_window(tmp_path, NOTE.key)
    for _ in range(PATIENCE * 100):
        if arguments.exists() and arguments.read_text(encoding="utf-8"):
            break
        time.sleep(0.01)
    words = arguments.read_text(encoding="utf-8").split()
    assert words[:3] == ["--data-dir", str(tmp_path), "--open-note"]
    assert key_of(words[3]) == NOTE.key
    calls: list[Sequence[str]] = []

    def run(words: Sequence[str], _given: bytes) -> ToolAnswer:
        calls.append(words)
        return ToolAnswer(0)

    monkeypatch.setenv("INVOCATION_ID", "1")
    start_detached(["/opt/$x/LinkDue"], run)
    assert calls == [["systemd-run", "--user", "--collect", "--quiet", "--", "/opt/$$x/LinkDue"]]
