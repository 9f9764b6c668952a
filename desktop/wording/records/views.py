"""The views of the orders in words."""

from __future__ import annotations

from desktop.domain.views import View
from desktop.wording.i18n import _, pgettext


def name(view: View) -> str:
    """Return a view in a word or two."""
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
        View.ALL: _("All"),
        View.BIN: _("Bin"),
    }[view]


def name_and_count(view: View, count: int) -> str:
    """Return a view with the number of its orders."""
    return f"{name(view)} {count:,}" if count else name(view)


def empty(view: View) -> tuple[str, str]:
    """Return what an empty view says: a title and a sentence."""
    return {
        View.TO_ASSOCIATE: (
            _("Nothing to associate"),
            _(
                "Every order that can be associated is. New ones appear here as soon as they are "
                "paid."
            ),
        ),
        View.TODAY: (_("Nothing is due today"), _("No deadline ends with this day.")),
        View.MONTH: (_("Nothing is due this month"), _("No deadline ends with this month.")),
        View.ATTENTION: (
            _("Nothing needs attention"),
            _("Unpaid, unclear and recently missed orders appear here."),
        ),
        View.MISSED: (_("Nothing was missed"), _("No deadline has passed. May it stay like this.")),
        View.CHECK: (
            _("Nothing to check"),
            _("Orders that lack a project, or that only the console can tell about, appear here."),
        ),
        View.WAITING: (
            _("No order waits for payment"),
            _("Unpaid orders appear here; their deadline is set by the payment."),
        ),
        View.ASSOCIATED: (
            _("No order is marked as associated"),
            _("Mark an order once the console shows it as associated."),
        ),
        View.SETTLED: (_("Nothing here"), _("Orders that need no association appear here.")),
        View.ALL: (_("No orders yet"), _("Log an order after you have placed it in the console.")),
        View.BIN: (
            _("The bin is empty"),
            _("Deleted orders stay here for 90 days and can be restored."),
        ),
    }[view]
