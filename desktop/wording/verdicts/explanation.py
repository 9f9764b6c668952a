"""The complete explanation of a verdict as text: for `explain`, the clipboard, and the partner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from desktop.domain.assessment import Assessment, Verdict
from desktop.domain.book import Book
from desktop.domain.counterfactual import counterfactual
from desktop.domain.rule_result import RuleResult
from desktop.wording import amounts, glossary, moments
from desktop.wording.i18n import _
from desktop.wording.records import orders, rates
from desktop.wording.verdicts import counterfactuals, reasons, rules

_MARKS = {True: "✓", False: "✗", None: "?"}


def as_text(assessment: Assessment, book: Book) -> str:
    """Return the verdict, the rules with their evidence, and the counterfactuals."""
    return "\n".join(lines(assessment, book))


def reason_lines(results: Iterable[RuleResult], now: datetime, book: Book) -> Iterator[str]:
    """Yield each rule with its mark, sentence and evidence, as of `now` (UTC)."""
    for item in results:
        evidence = rules.evidence_of(item.rule, book.programme)
        yield f"  {_MARKS[item.holds]} {reasons.sentence(item, now)}  [{item.rule}: {evidence}]"


def lines(a: Assessment, book: Book) -> Iterator[str]:
    """Yield the lines of `as_text`."""
    yield f"{orders.title(a.order)} · {a.order.number} · {orders.owner_line(a, book)}"
    yield glossary.verdict(a.verdict)
    if a.deadline is not None:
        until = moments.deadline_with_zone(a.deadline, a.now)
        yield f"{until} · {moments.time_left(a.deadline, a.now)} · {orders.why(a)}"
    if a.expected_cashback is not None:
        yield _("cashback {amount}").format(amount=amounts.yuan(a.expected_cashback))
    elif a.without_cashback:
        yield rates.excluded()
    elif a.cashback_unknown:
        yield _("cashback {amount}").format(amount=rates.why_no_amount(a))
    yield from reason_lines(a.reasons, a.now, book)
    yield from counterfactuals.lines(counterfactual(a, book), a.now)


def decisive(assessment: Assessment) -> str:
    """Return the one sentence that explains a verdict, without a countdown."""
    if assessment.verdict is Verdict.MISSED and assessment.deadline is not None:
        return _("Deadline passed: {deadline} ({why}).").format(
            deadline=moments.deadline(assessment.deadline, assessment.now),
            why=orders.why(assessment),
        )
    failed = [r for r in assessment.reasons if r.holds is not True]
    if assessment.verdict is Verdict.WAITING_PAYMENT:
        failed = [r for r in failed if r.rule == "paid-first"]
    return reasons.sentence((failed or assessment.reasons)[-1], assessment.now)
