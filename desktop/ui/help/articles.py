"""Groups, links and rules of the help articles; their texts are resource files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from desktop.ui.kit.glyphs import Glyph
from desktop.wording.i18n import _


class ArticleAction(NamedTuple):
    """The link at the end of an article; `page` is a page as in `Context.page_wanted`."""

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


def actions() -> Mapping[str, ArticleAction]:
    """Return the links by name of the article; articles without a link are missing."""
    reminders = ArticleAction("settings:reminders", Glyph.BELL, _("Set up reminders"))
    data = ArticleAction("settings:data", Glyph.BOX, _("Open data and backups"))
    projects = ArticleAction("projects", Glyph.HASH, _("Open project numbers"))
    cashback = ArticleAction("cashback", Glyph.YUAN, _("Open cashback"))
    orders = ArticleAction("orders", Glyph.ORDER, _("Open orders"))
    return {
        "journey": ArticleAction("home", Glyph.HOME, _("Go to the home screen")),
        "first": ArticleAction("gate", Glyph.SHIELD, _("Check before buying")),
        "request": projects,
        "import": orders,
        "console": ArticleAction("home", Glyph.HOME, _("Go to the home screen")),
        "compare": orders,
        "reminders": reminders,
        "silent": reminders,
        "window": projects,
        "validity": projects,
        "renewals": orders,
        "grades": ArticleAction("settings:rules", Glyph.BOOK, _("Show all rules")),
        "cashback": cashback,
        "partner": cashback,
        "data": data,
        "backup": data,
        "evidence": orders,
        "moving": ArticleAction("settings:computer", Glyph.LAPTOP, _("Create a transfer file")),
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
"""The rules of the programme that an article explains, by its name; their sources are shown."""

FOR_PAGE: Mapping[str, str] = {
    "home": "journey",
    "orders": "import",
    "gate": "first",
    "projects": "window",
    "cashback": "cashback",
    "settings": "data",
}
"""The name of the article that F1 opens, by page."""
