"""The verb `request`: prints or saves the message that asks a partner for a project number."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from desktop.base.atomic_file import write_whole
from desktop.cli.pdf_writers import RequestPdfWriter
from desktop.cli.refusal import Refused
from desktop.cli.terminal import put_error, put_json, put_line, put_lines
from desktop.domain.model import Project
from desktop.domain.request_state import request_progress
from desktop.domain.timestamps import format_instant
from desktop.exchange.formats.qr_code import QrCode, make_code, write_png
from desktop.forms.check_phrase import find_phrase
from desktop.forms.wizard_steps import Request, copied_request, pending_request
from desktop.services.workspace import Workspace
from desktop.wording.errors import validation
from desktop.wording.i18n import _, language
from desktop.wording.records import request as words

_FACTS = ("company", "purpose", "products")


@dataclass(frozen=True, slots=True)
class _Message:
    """A request with its language, the facts in it, and the project it is recorded in."""

    text: str
    language: str
    facts: Request
    project: Project | None

    @property
    def phrase(self) -> str:
        return find_phrase(self.text)

    def code(self) -> QrCode:
        short = words.compose_short(self.facts, self.language, self.phrase)
        return make_code(self.text, short, [self.facts.uid, self.phrase])


def request(
    workspace: Workspace, call: argparse.Namespace, write_pdf: RequestPdfWriter | None
) -> int:
    """Print or save the request of an account.

    Raises Refused if a fact is missing, OSError if the file cannot be written.
    """
    if call.uid not in workspace.book().accounts:
        raise Refused(
            _("Account {uid} isn't in LinkDue yet. Please add it first.").format(uid=call.uid)
        )
    message = _message(workspace, call)
    code = None
    if call.to is not None:
        code = message.code()
        _save(call.to, message, code, write_pdf)
    if call.json:
        put_json(_data(workspace, call.to, message, code))
    elif call.to is None:
        put_lines(message.text.split("\n"))
    else:
        put_line(_("Request saved to {file}").format(file=call.to))
        if code is not None and code.shortened and call.to.suffix.lower() == ".png":
            put_error(words.shortened_code())
    return 0


def _message(workspace: Workspace, call: argparse.Namespace) -> _Message:
    """Return the recorded message, or a new one if the call asks for other facts or language."""
    book = workspace.book()
    project = pending_request(book, call.uid) or copied_request(book, call.uid)
    known = workspace.request_facts(call.uid)
    typed = {name: getattr(call, name) for name in _FACTS}
    given = {name: text for name, text in typed.items() if text is not None}
    facts = Request(call.uid, **{name: (known | given).get(name, "") for name in _FACTS})
    chosen = call.lang or known.get("language") or language()
    another = bool(given) or call.lang not in (None, known.get("language", call.lang))
    if project is not None and project.request_text and not another:
        return _Message(project.request_text, chosen, facts, project)
    missing = facts.missing()
    if missing:
        reason = validation.entry("empty", missing[0])
        raise Refused(_("{reason} Add --{option} TEXT.").format(reason=reason, option=missing[0]))
    template = workspace.request_template(chosen)
    if template.problem is not None:
        put_error(words.template_problem(template))
    return _Message(words.compose(facts, chosen, template), chosen, facts, project)


def _save(path: Path, message: _Message, code: QrCode, write_pdf: RequestPdfWriter | None) -> None:
    ending = path.suffix.lower()
    if ending == ".png":
        write_whole(path, write_png(code))
    elif ending == ".txt":
        write_whole(path, message.text + "\n")
    elif write_pdf is not None:
        write_whole(path, write_pdf(message.text, code, message.language))
    else:
        raise Refused(_("No PDF can be written here."))


def _data(
    workspace: Workspace, path: Path | None, message: _Message, code: QrCode | None
) -> dict[str, object]:
    project = message.project
    progress = None if project is None else request_progress(project, workspace.clock())
    since = None if progress is None else progress.since
    return {
        "account": message.facts.uid,
        "language": message.language,
        "text": message.text,
        "phrase": message.phrase or None,
        "state": None if progress is None else progress.state.value,
        "since": None if since is None else format_instant(since),
        "file": None if path is None else str(path),
        "shortened": code is not None and code.shortened,
    }
