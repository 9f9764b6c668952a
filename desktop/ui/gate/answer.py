"""The texts of the gate's answer: a word, a sentence and up to three facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.domain import beijing
from desktop.domain.book import Book
from desktop.domain.gate import Decision, Gate
from desktop.domain.model import Project, Window
from desktop.forms.wizard_steps import pending_request
from desktop.ui.gate.rule_style import DECISIONS
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.theme.tokens import Tone
from desktop.wording import amounts, glossary, moments
from desktop.wording.i18n import _, ngettext
from desktop.wording.verdicts import gates

Fact = tuple[Glyph, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """The content of the answer card."""

    tone: Tone
    glyph: Glyph
    word: str
    sentence: str
    facts: tuple[Fact, ...] = ()


def unanswered(count: int, *, compact: bool) -> Answer:
    """Return the answer while `count` questions are not ticked."""
    word = ngettext("{count} point left", "{count} points left", count).format(count=count)
    sentence = _("Tick what is true, and LinkDue tells you whether you can order now.")
    ask = _("Not sure? Send the questions to your partner.")
    return Answer(Tone.INFO, Glyph.INFO, word, sentence, () if compact else ((Glyph.INFO, ask),))


def decided(gate: Gate, book: Book, reminds_at: datetime | None) -> Answer:
    """Return the rules' answer; `reminds_at` (UTC) is the time of the reminder, if any."""
    tone, glyph = DECISIONS[gate.decision]
    if gate.decision is Decision.GO:
        facts = _project_facts(gate, book)
        return Answer(tone, glyph, _("You can order now"), gates.explanation(gate), facts)
    if gate.decision is Decision.WAIT:
        facts = _waiting_facts(gate, reminds_at)
        return Answer(tone, glyph, _("Wait a little"), gates.headline(gate), facts)
    return Answer(
        tone, glyph, _("Don't order yet"), gates.explanation(gate), _stop_facts(gate, book)
    )


def had_number(gate: Gate, book: Book) -> bool:
    """Return whether the account has ever had a project number."""
    return any(project.number for project in book.projects_of(gate.account))


def _waiting_facts(gate: Gate, reminds_at: datetime | None) -> tuple[Fact, ...]:
    facts: list[Fact] = [(Glyph.CLOCK, gates.explanation(gate))]
    if reminds_at is not None:
        text = _("LinkDue reminds you {moment}. Please leave it open.")
        when = moments.deadline(reminds_at, gate.now)
        facts.append((Glyph.BELL, moments.tidy(text.format(moment=when))))
    elif gate.deadline_if_paid_now is not None:
        text = _(
            "You can order now all the same: pay and associate within {left}, or the cashback is "
            "lost."
        )
        left = moments.time_left(gate.deadline_if_paid_now, gate.now)
        facts.append((Glyph.EXCLAMATION, text.format(left=left)))
    return tuple(facts)


def _stop_facts(gate: Gate, book: Book) -> tuple[Fact, ...]:
    created = Glyph.CALENDAR, _("The project must be created before the order.")
    pending = pending_request(book, gate.account)
    if pending is not None and pending.requested_at is not None:
        text = _("Requested on {day}. If it takes too long, ask your partner again.")
        day = moments.day(beijing.day_of(pending.requested_at), gate.now)
        ask = Glyph.SEND, moments.tidy(text.format(day=day))
    elif had_number(gate, book):
        ask = Glyph.INFO, _("Ask your partner for a new number, and order once you have it.")
    else:
        return (created,)
    return ask, created


def _project_facts(gate: Gate, book: Book) -> tuple[Fact, ...]:
    """Return the facts behind a go: the project, the association period, the rate."""
    project = None
    if gate.project is not None:
        project = book.project_numbered(gate.project, gate.account)
    facts: list[Fact] = [] if project is None else [_validity(gate, project, book)]
    account = book.accounts.get(gate.account)
    if account is not None and gate.deadline_if_paid_now is not None:
        text = _("Association period: {window} – {left} left if you pay now").format(
            window=glossary.window(account.window),
            left=moments.time_left(gate.deadline_if_paid_now, gate.now),
        )
        if account.window is Window.UNKNOWN:
            text = _("The association period hasn't been looked up; the shorter one is assumed")
        facts.append((Glyph.CLOCK, text))
    promised = None if project is None else project.rate_for(None, beijing.day_of(gate.now))
    if promised is not None:
        rate = amounts.percent(promised)
        facts.append((Glyph.YUAN, _("Your partner promises {rate} cashback").format(rate=rate)))
    return tuple(facts)


def _validity(gate: Gate, project: Project, book: Book) -> Fact:
    until = book.valid_until(project)
    text = _("Project {project} is valid until {until}, {left} left").format(
        project=gate.project,
        until=moments.deadline(until, gate.now),
        left=moments.time_left(until, gate.now),
    )
    return Glyph.HASH, moments.tidy(text)
