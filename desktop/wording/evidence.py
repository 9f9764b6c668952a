"""Texts about evidence: its kind, the state of its file, and why a file is refused."""

from __future__ import annotations

from datetime import datetime

from desktop.domain.evidence import EvidenceRefused, FileState
from desktop.domain.evidence_records import Evidence, MediaType
from desktop.wording import amounts, moments
from desktop.wording.i18n import _, ngettext, pgettext


def refused(problem: EvidenceRefused) -> str:
    """Return why a file is refused as evidence, and what to do."""
    text = {
        "missing": _("There is no such file. Please check its name."),
        "not-a-file": _("This isn't a file. Please choose a screenshot or a PDF."),
        "unreadable": _(
            "The file couldn't be read. Please check its permissions, or copy it somewhere else."
        ),
        "empty": _("The file is empty. Please save the screenshot again."),
        "too-large": _(
            "The file is larger than {largest_mb} MB. Please save a smaller screenshot, or fewer "
            "pages."
        ),
        "kind": _(
            "LinkDue keeps PNG, JPG, WebP and PDF files. Please take a screenshot, or save the "
            "page as PDF."
        ),
        "ending": _(
            "The file is called {ending} but holds something else. Please save it again in its "
            "own format."
        ),
        "broken": _("The picture is damaged. Please take the screenshot again."),
        "too-many-pixels": _(
            "The picture is too large: more than 40 million pixels. Please save it smaller."
        ),
        "too-many": _("Please add at most {most} files at once."),
        "not-the-same": _(
            "This isn't the file that was kept: its fingerprint differs. Please choose the "
            "original, or void this evidence and add the new file."
        ),
    }[problem.code]
    return text.format(**problem.facts)


def state(value: FileState) -> str:
    """Return the state of a file of evidence, in a few words."""
    return {
        FileState.SOUND: pgettext("evidence", "unchanged"),
        FileState.CHANGED: _("The file has changed and doesn't match the record"),
        FileState.MISSING: _("The file is missing"),
        FileState.UNREADABLE: _("The file can't be read"),
    }[value]


def kind(media_type: MediaType) -> str:
    """Return the common name of a file type."""
    return {
        MediaType.PNG: "PNG",
        MediaType.JPEG: "JPG",
        MediaType.WEBP: "WebP",
        MediaType.PDF: "PDF",
    }[media_type]


def name(piece: Evidence) -> str:
    """Return the name of a piece of evidence."""
    return piece.name or _("Screenshot")


def when_and_size(piece: Evidence, now: datetime) -> str:
    """Return when a piece was added, and the size of its file."""
    return _("{moment} · {size}").format(
        moment=moments.minute(piece.added_at, now), size=amounts.size(piece.size)
    )


def voided(piece: Evidence, now: datetime) -> str:
    """Return when a piece was voided, and why; empty if it was not."""
    if piece.voided_at is None:
        return ""
    moment = moments.minute(piece.voided_at, now)
    if not piece.void_reason:
        return moments.tidy(_("Voided {moment}").format(moment=moment))
    return moments.tidy(
        _("Voided {moment}: {reason}").format(moment=moment, reason=piece.void_reason)
    )


def short_digest(piece: Evidence) -> str:
    """Return the first and last four digits of a digest, enough to tell two apart."""
    return f"{piece.sha256[:4]}…{piece.sha256[-4:]}"


def not_as_kept(count: int) -> str:
    """Return the warning that files of evidence were changed or are missing, and what to do."""
    text = ngettext(
        "{count} piece of evidence isn't as it was kept. Please add the original file again, or "
        "restore a backup.",
        "{count} pieces of evidence aren't as they were kept. Please add the original files "
        "again, or restore a backup.",
        count,
    )
    return text.format(count=count)
