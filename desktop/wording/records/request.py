"""The message that asks a partner for a project number, exactly as it will be sent."""

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
"""What stands for a fact that is still missing."""


def compose(request: Request, language: str, template: RequestTemplate | None = None) -> str:
    """Write the message in `language` (``zh_CN`` or ``en``), whatever the program itself speaks.

    A fact that is still missing shows as a gap, so that the preview says what to fill in, and the
    check phrase comes once nothing is missing; the line of the products, which may be left out, is
    left out without them. Without a `template`, the text is the program's own.
    """
    text = (template or built_in(language)).text
    facts = _facts(request) | {"phrase": GAP}
    if not request.missing():
        facts["phrase"] = make_phrase(request.uid.strip(), fill(text, facts), language)
    return fill(text, facts)


def compose_short(request: Request, language: str, phrase: str) -> str:
    """Write the facts of a request in as few words as can be, for where a message is too long."""
    return fill(built_in(language, short=True).text, _facts(request) | {"phrase": phrase or GAP})


def _facts(request: Request) -> dict[str, str]:
    return {
        "company": _sound(request.company) or GAP,
        "uid": request.uid.strip() or GAP,
        "purpose": _sound(request.purpose) or GAP,
        "products": _sound(request.products),
    }


def _sound(text: str) -> str:
    """Return what was typed without halves of signs, which no file and no code can hold."""
    return text.encode("utf-8", "replace").decode("utf-8").strip()


def paper_title(language: str) -> str:
    """Return the title of the message on paper, in its language, whatever the program speaks."""
    return "Request for a project number" if language == "en" else "项目编号申请"


def paper_notes(language: str, *, shortened: bool) -> tuple[str, ...]:
    """Return the lines below the QR code on paper, in the language of the message."""
    if language == "en":
        same = "Scan it with a phone for the same text."
        return ("Scan it with a phone for this request in short.",) if shortened else (same,)
    return ("手机扫一扫，得到简短的申请",) if shortened else ("手机扫一扫，得到同样的文字",)


def never_send() -> str:
    """Return what must never be in a message to a partner."""
    return _(
        "Never send a password, an AccessKey or payment data. Your partner needs none of "
        "them, and LinkDue never asks for them."
    )


def template_problem(template: RequestTemplate) -> str:
    """Say why the user's own text is not used; empty where nothing is the matter with it."""
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
    """Say that a QR code holds less than the message."""
    return _("Scan it for a short version: the message is too long for a code")


def state_name(state: RequestState) -> str:
    """Return a stage of a request in a word or two."""
    return {
        RequestState.DRAFT: pgettext("request", "draft"),
        RequestState.COPIED: pgettext("request", "copied"),
        RequestState.SENT: pgettext("request", "sent"),
        RequestState.NO_ANSWER: pgettext("request", "no answer yet"),
        RequestState.RECEIVED: pgettext("request", "received"),
        RequestState.REFUSED: pgettext("request", "refused"),
    }[state]


def progress_sentence(project: Project, now: datetime) -> str:
    """Say how far the request for a project is, and since when; empty where there was none."""
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
