"""What the help knows of its articles beside their texts: groups, where each leads, its rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from desktop.ui.kit.glyphs import Glyph
from desktop.wording.i18n import _


class Act(NamedTuple):
    """The one thing to do at the end of an article: `page` is what `Context.page_wanted` takes."""

    page: str
    glyph: Glyph
    text: str


def groups() -> Mapping[str, tuple[str, ...]]:
    """Return the names of the articles by the title of their group, in the order of the contents.

    The last group ends with the page about the program, which has no text of its own.
    """
    return {
        _("Getting started"): ("journey", "first", "request", "import"),
        _("Every day"): ("console", "compare", "reminders", "silent"),
        _("Rules"): ("window", "validity", "renewals", "grades", "time"),
        _("Cashback"): ("cashback", "partner"),
        _("Data"): ("data", "backup", "evidence", "moving"),
        _("More"): ("shortcuts", "never"),
    }


def acts() -> Mapping[str, Act]:
    """Return what an article leads to, by its name; where there is nothing to do, there is none."""
    reminders = Act("settings:reminders", Glyph.BELL, _("Set up reminders"))
    data = Act("settings:data", Glyph.BOX, _("Open data and backups"))
    projects = Act("projects", Glyph.HASH, _("Open project numbers"))
    cashback = Act("cashback", Glyph.YUAN, _("Open cashback"))
    orders = Act("orders", Glyph.ORDER, _("Open orders"))
    return {
        "journey": Act("home", Glyph.HOME, _("Go to the home screen")),
        "first": Act("gate", Glyph.SHIELD, _("Check before buying")),
        "request": projects,
        "import": orders,
        "console": Act("home", Glyph.HOME, _("Go to the home screen")),
        "compare": orders,
        "reminders": reminders,
        "silent": reminders,
        "window": projects,
        "validity": projects,
        "renewals": orders,
        "grades": Act("settings:rules", Glyph.BOOK, _("Show all rules")),
        "cashback": cashback,
        "partner": cashback,
        "data": data,
        "backup": data,
        "evidence": orders,
        "moving": Act("settings:computer", Glyph.LAPTOP, _("Create a transfer file")),
    }


RULES: Mapping[str, tuple[str, ...]] = {
    "first": (
        "created-after-project",
        "same-account",
        "ram-permission",
        "exclusive-with-affiliate",
    ),
    "request": ("one-request",),
    "window": ("window-month", "window-day", "window-unknown", "advise-same-day"),
    "validity": ("project-validity",),
    "renewals": ("needs-association", "follows-parent", "paid-first", "postpaid-anchor"),
}
"""The rules of the programme that an article tells of, by its name: their sources are shown."""

FOR_PAGE: Mapping[str, str] = {
    "home": "journey",
    "orders": "import",
    "gate": "first",
    "projects": "window",
    "cashback": "cashback",
    "settings": "data",
}
"""What F1 opens on a page: an article by its name."""
