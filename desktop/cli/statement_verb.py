"""The verb `statement`: exports a statement, imports the returned one, lists the answers."""

from __future__ import annotations

import argparse
from typing import Any

from desktop.cli.refusal import Refused
from desktop.cli.terminal import put_json, put_line, put_table
from desktop.domain import beijing, money
from desktop.domain.money_records import PartnerAnswer
from desktop.domain.statement import partners_of
from desktop.domain.timestamps import format_instant
from desktop.services.statements import ReturnedStatement
from desktop.services.workspace import Workspace
from desktop.wording import statements as words
from desktop.wording.i18n import _, language, listed


def statement(workspace: Workspace, call: argparse.Namespace) -> int:
    """Write a statement, import a returned one, or list the partners' answers."""
    if call.out is not None:
        _write(workspace, call)
    elif call.take is not None:
        _import(workspace, call)
    else:
        _list(list(workspace.statements.answers().values()), as_json=call.json)
    return 0


def _write(workspace: Workspace, call: argparse.Namespace) -> None:
    partners = partners_of(workspace.cashback.orders())
    if not partners or (call.partner is not None and call.partner not in partners):
        raise Refused(_("No cashback is outstanding, so there is nothing to state."))
    if call.partner is None and len(partners) > 1:
        names = listed(name or "“”" for name in partners)
        raise Refused(
            _("Cashback is outstanding with more than one partner. Please add --partner: ") + names
        )
    partner = partners[0] if call.partner is None else call.partner
    count = workspace.statements.export(call.out, partner, language())
    if call.json:
        put_json({"file": str(call.out), "partner": partner, "orders": count})
    else:
        put_line(words.exported(count))


def _import(workspace: Workspace, call: argparse.Namespace) -> None:
    returned = workspace.statements.read(call.take)
    new = sum(not each.same for each in returned.lines.answered)
    if not call.dry_run:
        workspace.statements.record_answers(returned)
    if call.json:
        put_json(_data(returned, new))
        return
    for row, text in problems(returned):
        put_line(words.located(row, text))
    put_line(words.counts(returned.lines, len(returned.problems)))
    if call.dry_run:
        put_line(_("This was a dry run: nothing was written."))
    else:
        put_line(words.done(new))


def problems(returned: ReturnedStatement) -> list[tuple[int, str]]:
    """Return the row and the reason of each line that is not imported, in the order of rows."""
    found = [(each.returned.row, words.refused(each)) for each in returned.lines.refused]
    found += [(each.row, words.unreadable(each)) for each in returned.problems]
    return sorted(found)


def _data(returned: ReturnedStatement, new: int) -> dict[str, Any]:
    return {
        "answers": [
            {"row": each.returned.row} | answer_data(each.answer)
            for each in returned.lines.answered
        ],
        "new": new,
        "blank": returned.lines.blank,
        "problems": [{"row": row, "message": text} for row, text in problems(returned)],
    }


def answer_data(answer: PartnerAnswer) -> dict[str, Any]:
    """Return a partner's answer for an order with the keys of docs/command-line.md."""
    return {
        "account": answer.account,
        "number": answer.order,
        "answer": None if answer.answer is None else answer.answer.value,
        "amount": None if answer.amount is None else money.format_yuan(answer.amount),
        "answered_at": format_instant(answer.answered_at),
        "statement": answer.statement.isoformat(),
        "partner": answer.partner,
        "claimed": money.format_yuan(answer.claimed),
    }


def _list(answers: list[PartnerAnswer], *, as_json: bool) -> None:
    if as_json:
        for answer in answers:
            put_json(answer_data(answer))
        return
    if not answers:
        put_line(_("No statement was made yet."))
        return
    head = (_("order"), _("account"), _("partner"), _("day"), _("answer"))
    rows = [
        (
            answer.order,
            answer.account,
            answer.partner or "–",
            beijing.day_of(answer.answered_at).isoformat(),
            words.answer_text(answer),
        )
        for answer in answers
    ]
    put_table([head, *rows])
