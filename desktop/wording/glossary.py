"""The glossary: one term for each value, in both languages, and the display names of records."""

from __future__ import annotations

import re

from desktop.domain import catalogue
from desktop.domain.assessment import Verdict
from desktop.domain.model import Account, Billing, OrderStatus, ProjectStatus, Window
from desktop.wording.i18n import _, language, pgettext

_LONGEST_NAME = 60
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
"""Characters that change the writing direction, so that a line is displayed in another order."""


def verdict(value: Verdict) -> str:
    """Return a verdict in a word or two."""
    return {
        Verdict.OPEN: pgettext("verdict", "to associate"),
        Verdict.ASSOCIATED: pgettext("verdict", "associated"),
        Verdict.MISSED: pgettext("verdict", "missed"),
        Verdict.NOT_ELIGIBLE: pgettext("verdict", "not eligible"),
        Verdict.NEEDS_PROJECT: pgettext("verdict", "needs a project"),
        Verdict.WAITING_PAYMENT: pgettext("verdict", "unpaid"),
        Verdict.FOLLOWS_PARENT: pgettext("verdict", "follows original order"),
        Verdict.CHECK_CONSOLE: pgettext("verdict", "check the console"),
        Verdict.NOT_NEEDED: pgettext("verdict", "not needed"),
    }[value]


def window(value: Window) -> str:
    """Return an association window in the console's terms."""
    return {
        Window.DAY: _("day of payment"),
        Window.MONTH: _("month of payment"),
        Window.UNKNOWN: _("not looked up yet"),
    }[value]


NAMES_OF_NUMBER = "项目编号 商机ID 合作伙伴项目ID project number opportunity ID partner project ID"
"""All names of the project number in the console, among partners and here, for searching."""


def project_status(value: ProjectStatus) -> str:
    """Return the status of a project."""
    return {
        ProjectStatus.DRAFT: pgettext("project", "draft"),
        ProjectStatus.SENT: pgettext("project", "request sent"),
        ProjectStatus.UNDER_REVIEW: pgettext("project", "under review"),
        ProjectStatus.ACTIVE: pgettext("project", "active"),
        ProjectStatus.REFUSED: pgettext("project", "refused"),
        ProjectStatus.BLOCKED: pgettext("project", "blocked (lead or lost)"),
        ProjectStatus.CLOSED: pgettext("project", "closed or deleted"),
    }[value]


def order_status(value: OrderStatus) -> str:
    """Return the payment status of an order."""
    return {
        OrderStatus.UNPAID: pgettext("order", "unpaid"),
        OrderStatus.PAID: pgettext("order", "paid"),
        OrderStatus.CANCELLED: pgettext("order", "cancelled"),
        OrderStatus.REFUNDED: pgettext("order", "refunded"),
    }[value]


def billing(value: Billing) -> str:
    """Return how an order is paid."""
    return {
        Billing.PREPAID: _("prepaid (subscription)"),
        Billing.POSTPAID: _("postpaid (pay as you go)"),
    }[value]


def kind(value: str, how: Billing | None = None) -> str:
    """Return the name of an order kind; an unknown kind is returned unchanged."""
    if value.casefold() == "new" and how is Billing.POSTPAID:
        return pgettext("kind", "activation")
    return {
        "new": pgettext("kind", "new purchase"),
        "renew": pgettext("kind", "renewal"),
        "upgrade": pgettext("kind", "upgrade"),
        "tempupgrade": pgettext("kind", "temporary upgrade"),
        "increaseupgrade": pgettext("kind", "bandwidth upgrade"),
        "resizedisk": pgettext("kind", "disk resize"),
        "changeoperatingsystem": pgettext("kind", "operating system change"),
        "downgrade": pgettext("kind", "downgrade"),
        "convert": pgettext("kind", "billing conversion"),
        "exchange": pgettext("kind", "exchange"),
        "refund": pgettext("kind", "refund"),
        "compensatoryrenew": pgettext("kind", "compensatory renewal"),
    }.get(value.casefold(), value)


def account(value: Account) -> str:
    """Return the account's name, shortened; its UID if it has none."""
    return short(value.name, _LONGEST_NAME) or value.uid


def product(code: str | None) -> str:
    """Return the product's name; the code itself if it is unknown, empty for None."""
    if code is None:
        return ""
    known = catalogue.product(code)
    return code if known is None else _product_name(known)


def products() -> list[tuple[str, str]]:
    """Return the name and code of every known product, the most popular first."""
    return [(_product_name(known), known.code) for known in catalogue.catalogue().values()]


def _product_name(known: catalogue.Product) -> str:
    return known.name_zh if language() == "zh_CN" else known.name_en


def short(text: str, limit: int) -> str:
    """Return a text on one line of at most `limit` characters, ending with “…” if it was cut."""
    line = " ".join(_BIDI_CONTROLS.sub("", text[: 4 * limit]).split())
    if len(line) <= limit and len(text) <= 4 * limit:
        return line
    return f"{line[: limit - 1]}…"
