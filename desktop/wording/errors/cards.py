"""Error messages for a partner's card."""

from __future__ import annotations

from desktop.exchange.snapshot import ImportRefused
from desktop.wording.errors import files, validation
from desktop.wording.i18n import _


def unreadable(problem: ImportRefused) -> str:
    """Return why a partner's card was refused, and what to do."""
    texts = {
        "not-a-card": _("This isn't a partner's card. Ask your partner for the file again."),
        "card-too-large": _(
            "The file has more than {largest_kb} KB, which no card has. Ask your partner for the "
            "file again."
        ),
        "newer-version": _(
            "The card was made for a newer version of LinkDue. Please install the latest version."
        ),
    }
    if problem.code in texts:
        return texts[problem.code].format(**dict(problem.facts))
    if problem.code == "card":
        text = _("The card isn't right at “{place}”: {why} Ask your partner for a corrected card.")
        why = _why(str(problem.facts["problem"]))
        return text.format(place=problem.facts["place"], why=why)
    if problem.code.startswith("file-"):
        return files.unreadable(problem)
    return _("The card can't be read ({code}). Ask your partner for the file again.").format(
        code=problem.code
    )


def _why(code: str) -> str:
    texts = {
        "missing": _("this is missing."),
        "empty": _("this is empty."),
        "unknown-key": _("no card has this."),
        "unknown-word": _("this isn't what a card says here."),
        "not-text": _("this must be text in quotation marks."),
        "not-a-list": _("this must be a list."),
        "not-an-object": _("this must be an object in braces."),
        "not-a-rate": _("a rate is written as text, like 0.05."),
        "not-a-day": _("a day is written like 2026-10-01."),
        "no-such-day": _("there is no such day."),
        "too-long": _("this text is too long."),
        "too-many": _("there are too many of them."),
        "hidden-signs": _("it contains characters that nobody sees."),
        "rate-twice": _("one product has two rates from the same day."),
        "twice": _("this product is named twice."),
        "excluded-with-rate": _("this product has a rate as well."),
    }
    return texts.get(code) or validation.entry(code)
