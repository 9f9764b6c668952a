"""Reminder plans as stored in the data file: short JSON, which is validated when read.

The file may come from another computer. An invalid value means the default; the valid values of a
partly readable plan are kept.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import time
from typing import Any

from desktop.base.small_json import parse_object
from desktop.domain.reminder_plan import PlanChange, QuietHours, ReminderKind, ReminderPlan

_LIMIT = 5000
_FLAGS = ("on", "last_chance", "amounts", "sound")


def write_plan(plan: ReminderPlan) -> str:
    """Return a plan as stored text."""
    quiet = plan.quiet
    return _json(
        {
            "on": plan.on,
            "daily": _times(plan.daily),
            "hours": list(plan.hours),
            "every": plan.every or 0,
            "quiet": None if quiet is None else _times((quiet.start, quiet.end)),
            "last_chance": plan.last_chance,
            "amounts": plan.amounts,
            "sound": plan.sound,
            "request_days": plan.request_days,
            "off": sorted(plan.off),
        }
    )


def read_plan(setting: str | None) -> ReminderPlan:
    """Return the stored plan, or the default."""
    stored = parse_object(setting, _LIMIT) or {}
    plan = ReminderPlan()
    for field in _steps(stored):
        with suppress(ValueError):
            plan = replace(plan, **{**field, "every": field.get("every", plan.every) or None})
    for name in _FLAGS:
        if isinstance(stored.get(name), bool):
            plan = replace(plan, **{name: stored[name]})
    if _is_number(stored.get("request_days")):
        with suppress(ValueError):
            plan = replace(plan, request_days=stored["request_days"])
    ends = _read_times(stored.get("quiet"))
    if ends is not None and len(ends) == 2:  # noqa: PLR2004 - from and to
        with suppress(ValueError):
            plan = replace(plan, quiet=QuietHours(*ends))
    off = stored.get("off")
    known = [kind for kind in ReminderKind if kind in off] if isinstance(off, list) else []
    return replace(plan, off=frozenset(known))


def write_change(change: PlanChange) -> str:
    """Return the plan changes of one account or order as stored text; empty if there are none."""
    if not change:
        return ""
    return _json(
        {
            "on": change.on,
            "daily": None if change.daily is None else _times(change.daily),
            "hours": None if change.hours is None else list(change.hours),
            "every": change.every,
        }
    )


def read_change(setting: str | None) -> PlanChange:
    """Return the stored plan changes of one account or order; none if they cannot be read."""
    stored = parse_object(setting, _LIMIT) or {}
    change = PlanChange(on=stored["on"] if isinstance(stored.get("on"), bool) else None)
    for field in _steps(stored):
        with suppress(ValueError):
            change = replace(change, **field)
    return change


def _steps(stored: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the readable fields of the steps, each in its own dictionary."""
    found: list[dict[str, Any]] = []
    daily, hours, every = _read_times(stored.get("daily")), stored.get("hours"), stored.get("every")
    if daily is not None:
        found.append({"daily": daily})
    if isinstance(hours, list) and all(map(_is_number, hours)):
        found.append({"hours": tuple(hours)})
    if _is_number(every):
        found.append({"every": every})
    return found


def _read_times(value: object) -> tuple[time, ...] | None:
    """Return the times of day stored as ``HH:MM``; None if one is invalid."""
    if not isinstance(value, list):
        return None
    try:
        return tuple(time.fromisoformat(one) for one in value)
    except (TypeError, ValueError):
        return None


def _times(times: tuple[time, ...]) -> list[str]:
    return [f"{one:%H:%M}" for one in times]


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
