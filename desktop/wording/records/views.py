"""Texts for the views of orders."""

from __future__ import annotations

from desktop.domain.views import View
from desktop.wording.i18n import _, pgettext


def name(view: View) -> str:
    """Return the name of a view."""
    return {
        View.TO_ASSOCIATE: _("To associate"),
        View.TODAY: _("Due today"),
        View.MONTH: _("Due this month"),
        View.ATTENTION: _("Needs attention"),
        View.MISSED: pgettext("view", "Missed"),
        View.CHECK: _("To check"),
        View.WAITING: pgettext("view", "Unpaid"),
        View.ASSOCIATED: pgettext("view", "Associated"),
        View.SETTLED: _("Nothing to do"),
        View.CASHBACK_UNKNOWN: _("Cashback unknown"),
        View.ALL: _("All"),
        View.TRASH: _("Bin"),
    }[view]


def name_and_count(view: View, count: int) -> str:
    """Return the name of a view with the number of its orders, if any."""
    return f"{name(view)} {count:,}" if count else name(view)


def empty(view: View) -> tuple[str, str]:
    """Return the title and the sentence shown in an empty view."""
    return {
        View.TO_ASSOCIATE: (
            _("Nothing to associate"),
            _("Orders you have paid and still need to associate appear here."),
        ),
        View.TODAY: (_("Nothing due today"), _("Orders due by 24:00 today appear here.")),
        View.MONTH: (
            _("Nothing due this month"),
            _("Orders due by the end of this month appear here."),
        ),
        View.MISSED: (
            _("Nothing missed"),
            _("Orders that miss their deadline appear here. Long may it stay empty."),
        ),
        View.ATTENTION: (
            _("Nothing needs attention"),
            _("Unpaid, unclear and recently missed orders appear here."),
        ),
        View.CHECK: (
            _("Nothing to check"),
            _("Orders without a project, or that only the console can settle, appear here."),
        ),
        View.WAITING: (
            _("No unpaid orders"),
            _("Unpaid orders appear here. They get a deadline once you pay."),
        ),
        View.ASSOCIATED: (
            _("No orders marked as associated"),
            _("Mark an order once the console shows it as associated."),
        ),
        View.SETTLED: (_("Nothing here"), _("Orders that need no association appear here.")),
        View.CASHBACK_UNKNOWN: (
            _("All cashback is known"),
            _("Orders without a cashback rate or an amount appear here."),
        ),
        View.ALL: (
            _("No orders yet"),
            _("Once you have placed an order in the console, log it here."),
        ),
        View.TRASH: (
            _("The bin is empty"),
            _("Deleted orders stay here for 90 days. Until then you can restore them."),
        ),
    }[view]
