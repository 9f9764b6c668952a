"""Deadlines in any calendar: one event each, on the right day, with alarms, without duplicates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import icalendar
import pytest

from desktop.base.settings import SettingKey
from desktop.domain.model import Window
from desktop.services.workspace import Workspace
from desktop.wording import calendar as calendar_words
from tests.builders import UID, make_account, make_active_project, make_order
from tests.conftest import FakeClock


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """Record open orders with two deadlines, and one that is associated."""
    workspace.save_account(make_account(name="示例科技", window=Window.MONTH))
    workspace.save_project(
        make_active_project(number="202608200001", created_at=datetime(2026, 8, 20, tzinfo=UTC))
    )
    for number, window, associated in (
        ("236414227150001", None, None),
        ("236414227150002", None, None),
        ("236414227150003", Window.DAY, None),
        ("236414227150004", None, datetime(2026, 9, 10, tzinfo=UTC)),
    ):
        workspace.save_order(
            make_order(
                number=number,
                created_at=datetime(2026, 9, 10, 2, tzinfo=UTC),
                paid_at=datetime(2026, 9, 10, 3, tzinfo=UTC),
                window=window,
                associated_at=associated,
                note="secret",
            )
        )
    return workspace


def events(path: Path) -> list[icalendar.Event]:
    """Return the events of a calendar, sorted by their end."""
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    return sorted(calendar.walk("VEVENT"), key=lambda event: event["DTEND"].dt)


def test_one_event_a_deadline(filled: Workspace, tmp_path: Path) -> None:
    """The event ends at the deadline, on the day that the deadline ends."""
    path = tmp_path / "deadlines.ics"
    assert filled.files.export(path, "en", calendar_words.describe) == 3
    today, month = events(path)
    assert today["DTEND"].dt == datetime(2026, 9, 10, 16, tzinfo=UTC)
    assert month["DTEND"].dt == datetime(2026, 9, 30, 16, tzinfo=UTC)
    assert str(month["DTSTART"].dt.tzinfo) == "Asia/Shanghai"
    assert month["DTSTART"].dt.day == 30
    assert month["SUMMARY"] == "Associate 2 orders: 示例科技"
    assert "236414227150002" in month["DESCRIPTION"]
    assert b"secret" not in path.read_bytes()


def test_alarms_ring_before_the_deadline(filled: Workspace, tmp_path: Path) -> None:
    """A day, three hours and an hour before."""
    path = tmp_path / "deadlines.ics"
    filled.files.export(path, "en", calendar_words.describe)
    for event in events(path):
        rings = [event["DTSTART"].dt + alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
        before = [event["DTEND"].dt - ring for ring in rings]
        assert before == [timedelta(hours=24), timedelta(hours=3), timedelta(hours=1)]


def test_the_zone_is_in_the_file(filled: Workspace, tmp_path: Path) -> None:
    """A calendar that does not know Asia/Shanghai would show another hour."""
    path = tmp_path / "deadlines.ics"
    filled.files.export(path, "en", calendar_words.describe)
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Shanghai"
    offsets = {
        part["TZOFFSETTO"].td for part in zone.subcomponents if part["DTSTART"].dt.year > 1992
    }
    assert offsets <= {timedelta(hours=8)}
    assert b"\r\n" in path.read_bytes()
    assert all(len(line) <= 75 for line in path.read_bytes().split(b"\r\n"))


def test_exported_again_it_is_the_same_event(
    filled: Workspace, clock: FakeClock, tmp_path: Path
) -> None:
    """A calendar must not fill with duplicates when it is imported every week."""
    first, second = tmp_path / "a.ics", tmp_path / "b.ics"
    filled.files.export(first, "en", calendar_words.describe)
    clock.now += timedelta(hours=1)
    filled.files.export(second, "zh_CN", calendar_words.describe)
    assert [e["UID"] for e in events(first)] == [e["UID"] for e in events(second)]
    assert len({e["UID"] for e in events(first)}) == 2
    assert UID not in first.read_text("utf-8")


@pytest.mark.parametrize(
    "kept",
    [
        "x",
        "[]",
        '{"a@linkdue": 1}',
        '{"a@linkdue": {}}',
        '{"a@linkdue": {"deadline": "2026", "title": "Due"}}',
        '{"a@linkdue": {"deadline": "2026-09-30T16:00:00Z", "title": 5}}',
        '{"a@linkdue": {"deadline": "2026-09-30T16:00:00Z", "title": "Due", "sequence": "1"}}',
        '{"a@linkdue": {"deadline": "2026-09-30T16:00:00Z", "title": "Due", "other": 1}}',
    ],
)
def test_invalid_remembered_events_are_ignored(
    filled: Workspace, tmp_path: Path, kept: str
) -> None:
    """A setting imported with a stranger's file could otherwise stop the calendar for good."""
    path = tmp_path / "deadlines.ics"
    filled.set_setting(SettingKey.CALENDAR_ANNOUNCED, kept)
    assert filled.files.export(path, "en", calendar_words.describe) == 3
    assert len(events(path)) == 2


def test_nothing_to_come(workspace: Workspace, tmp_path: Path) -> None:
    """An empty calendar is a valid calendar."""
    path = tmp_path / "deadlines.ics"
    assert workspace.files.export(path, "en", calendar_words.describe) == 0
    assert events(path) == []
