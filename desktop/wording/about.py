"""Texts about the program itself: its version and age, updates, licences and trademarks."""

from __future__ import annotations

from datetime import date

from desktop.about.build import Build
from desktop.wording import moments
from desktop.wording.i18n import _, ngettext

OLD_DAYS = 180
"""From this age in days, the about section advises asking for a newer installer."""


def version_line(build: Build, today: date) -> str:
    """Return the version with the day and age of its build."""
    age = build.age(today)
    if build.made is None or age is None:
        return _("LinkDue {version}, running from source").format(version=build.version)
    facts = {"version": build.version, "day": moments.day(build.made), "count": age}
    if age < 0:
        return _(
            "LinkDue {version}, built on {day}. This computer's clock is earlier than that; "
            "please check its date"
        ).format(**facts)
    if age == 0:
        return _("LinkDue {version}, built today ({day})").format(**facts)
    return ngettext(
        "LinkDue {version}, built on {day} ({count} day ago)",
        "LinkDue {version}, built on {day} ({count} days ago)",
        age,
    ).format(**facts)


def advice(build: Build, today: date) -> tuple[str, str] | None:
    """Return a title and a text if the version is old, else None."""
    age = build.age(today)
    if age is None or age < OLD_DAYS:
        return None
    title = _("This version is {count} days old").format(count=age)
    text = _(
        "Please ask the person who gave you LinkDue for a newer installer. The rules may have "
        "changed since; Settings shows when their sources were last checked."
    )
    return title, text


def updates() -> str:
    """Return how to get a newer version."""
    return _(
        "LinkDue opens no network connection, so it can't look for updates by itself. Run a "
        "newer installer over this version; all your records and settings are kept."
    )


def licence() -> str:
    """Return the notice on the licences of LinkDue and of Qt."""
    return _(
        "LinkDue is free software under the MIT License. Qt and PySide6 are used unchanged "
        "under the LGPL-3.0; they are separate libraries, and you may replace them with your "
        "own builds."
    )


def names() -> str:
    """Return the notice on trademarks."""
    return _(
        "Qt is a trademark of The Qt Company. Alibaba Cloud and 阿里云 are their owner's names; "
        "they are used here only to say what LinkDue is for."
    )


def licence_head(name: str, version: str, part_of: str) -> str:
    """Return the name and version of a third-party work, and the work that contains it."""
    work = f"{name} {version}".strip()
    return _("{work} (in {whole})").format(work=work, whole=part_of) if part_of else work
