"""The complete explanation of a verdict as text: for `explain`, the clipboard, and the partner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from desktop.domain.assessment import Assessment, Verdict
from desktop.domain.book import Book
from desktop.domain.counterfactual import counterfactual
from desktop.domain.rule_result import RuleResult
from desktop.wording import glossary, moments
from desktop.wording.i18n import _
from desktop.wording.records import orders, rates
from desktop.wording.verdicts import counterfactuals, reasons, rules

_MARKS = {True: "✓", False: "✗", None: "?"}


def as_text(assessment: Assessment, book: Book) -> str:
    """Return the verdict, the rules with their evidence, and the counterfactuals.

    The text can be read on other days: it has dates, and no countdown.
    """
    return "\n".join(lines(assessment, book, None))


def reason_lines(results: Iterable[RuleResult], now: datetime | None, book: Book) -> Iterator[str]:
    """Yield each rule with its mark, sentence and evidence; `now` as for `reasons.sentence`."""
    for item in results:
        evidence = rules.evidence_of(item.rule, book.programme)
        yield f"  {_MARKS[item.holds]} {reasons.sentence(item, now)}  [{item.rule}: {evidence}]"


def lines(a: Assessment, book: Book, now: datetime | None) -> Iterator[str]:
    """Yield the lines of `as_text`; with `now` (UTC), for a reader who reads them at once."""
    yield f"{orders.title(a.order)} · {a.order.number} · {orders.owner_line(a, book)}"
    yield glossary.verdict(a.verdict)
    if a.deadline is not None:
        until = moments.deadline_with_zone(a.deadline, now)
        left = [] if now is None else [moments.time_left(a.deadline, now)]
        yield " · ".join((until, *left, orders.why(a)))
    if a.without_cashback:
        yield rates.excluded()
    elif a.cashback_unknown:
        yield _("cashback {amount}").format(amount=rates.why_no_amount(a))
    yield from reason_lines(a.reasons, now, book)
    yield from counterfactuals.lines(counterfactual(a, book), now)


def decisive(assessment: Assessment, now: datetime | None) -> str:
    """Return the one sentence that explains a verdict; `now` as for `reasons.sentence`."""
    if assessment.verdict is Verdict.MISSED and assessment.deadline is not None:
        return _("Deadline passed: {deadline} ({why}).").format(
            deadline=moments.deadline(assessment.deadline, now),
            why=orders.why(assessment),
        )
    failed = [r for r in assessment.reasons if r.holds is not True]
    if assessment.verdict is Verdict.WAITING_PAYMENT:
        failed = [r for r in failed if r.rule == "paid-first"]
    return reasons.sentence((failed or assessment.reasons)[-1], now)
