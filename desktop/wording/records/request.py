"""The message that asks a partner for a project number, and texts about its state."""

from __future__ import annotations

from datetime import datetime

from desktop.domain.model import Project
from desktop.domain.request_state import RequestProgress, RequestState, request_progress
from desktop.forms.check_phrase import make_phrase
from desktop.forms.request_template import RequestTemplate, TemplateProblem, built_in, fill
from desktop.forms.wizard_steps import Request
from desktop.wording import moments
from desktop.wording.i18n import _, ngettext, pgettext

GAP = "______"
"""Placeholder for a missing fact."""


def compose(request: Request, language: str, template: RequestTemplate | None = None) -> str:
    """Return the message in `language` (``zh_CN`` or ``en``), not in the program's language.

    A missing fact is shown as a gap, so that the preview shows what to fill in; the check phrase is
    added once no fact is missing. The optional line of the products is left out without them.
    Without a `template`, the program's own text is used.
    """
    text = (template or built_in(language)).text
    facts = _facts(request) | {"phrase": GAP}
    if not request.missing():
        facts["phrase"] = make_phrase(request.uid.strip(), fill(text, facts), language)
    return fill(text, facts)


def compose_short(request: Request, language: str, phrase: str) -> str:
    """Return a short form of the request, for a QR code if the message is too long."""
    return fill(built_in(language, short=True).text, _facts(request) | {"phrase": phrase or GAP})


def _facts(request: Request) -> dict[str, str]:
    return {
        "company": _encodable(request.company) or GAP,
        "uid": request.uid.strip() or GAP,
        "purpose": _encodable(request.purpose) or GAP,
        "products": _encodable(request.products),
    }


def _encodable(text: str) -> str:
    """Return a text with lone surrogates replaced, which neither a file nor a QR code can hold."""
    return text.encode("utf-8", "replace").decode("utf-8").strip()


def pdf_title(language: str) -> str:
    """Return the title of the request's PDF, in the language of the message."""
    return "Request for a project number" if language == "en" else "项目编号申请"


def pdf_notes(language: str, *, shortened: bool) -> tuple[str, ...]:
    """Return the lines below the QR code in the PDF, in the language of the message."""
    if language == "en":
        same = "Scan it with a phone for the same text."
        return ("Scan it with a phone for this request in short.",) if shortened else (same,)
    return ("手机扫一扫，得到简短的申请",) if shortened else ("手机扫一扫，得到同样的文字",)


def never_send() -> str:
    """Return the warning about what must never be sent to a partner."""
    return _(
        "Never send a password, an AccessKey or payment data. Your partner needs none of "
        "them, and LinkDue never asks for them."
    )


def template_problem(template: RequestTemplate) -> str:
    """Return why the user's own template is not used; empty if it is."""
    if template.problem is None or template.copy is None:
        return ""
    cause = {
        TemplateProblem.MISSING: _("Your text {file} lacks {gap}."),
        TemplateProblem.UNKNOWN: _("Your text {file} has {gap}, which LinkDue doesn't know."),
        TemplateProblem.TOO_LARGE: _("Your text {file} is larger than 8 KB."),
        TemplateProblem.NOT_UTF8: _("Your text {file} isn't in UTF-8."),
        TemplateProblem.UNREADABLE: _("Your text {file} can't be read."),
    }[template.problem].format(file=template.copy.name, gap=template.gap)
    return _("{cause} LinkDue uses its own text instead.").format(cause=cause)


def shortened_code() -> str:
    """Return the note that a QR code holds a short form of the message."""
    return _("Scan it for a short version: the message is too long for a code")


def state_name(state: RequestState) -> str:
    """Return the state of a request in a word or two."""
    return {
        RequestState.DRAFT: pgettext("request", "draft"),
        RequestState.COPIED: pgettext("request", "copied"),
        RequestState.SENT: pgettext("request", "sent"),
        RequestState.NO_ANSWER: pgettext("request", "no answer yet"),
        RequestState.RECEIVED: pgettext("request", "received"),
        RequestState.REFUSED: pgettext("request", "refused"),
    }[state]


def progress_sentence(project: Project, now: datetime) -> str:
    """Return the state of a project's request, and since when; empty if there is no request."""
    progress = request_progress(project, now)
    return "" if progress is None else _sentence(progress, now)


def _sentence(progress: RequestProgress, now: datetime) -> str:
    since = progress.since
    if since is None:
        return {
            RequestState.DRAFT: _("The request isn't sent yet."),
            RequestState.SENT: _("Sent. Don't order until you have the number."),
            RequestState.REFUSED: _("Your partner refused this project."),
        }.get(progress.state, "")
    days = (now - since).days
    text = {
        RequestState.COPIED: _("Copied {moment}, but not marked as sent."),
        RequestState.SENT: _("Sent {moment}. Don't order until you have the number."),
        RequestState.NO_ANSWER: ngettext(
            "Sent {moment}, and no answer for {days} day. Don't order until you have the number.",
            "Sent {moment}, and no answer for {days} days. Don't order until you have the number.",
            days,
        ),
        RequestState.RECEIVED: _("Number received {moment}"),
        RequestState.REFUSED: _("Your partner refused this project {moment}."),
    }[progress.state]
    return moments.tidy(text.format(moment=moments.minute(since, now), days=days))
