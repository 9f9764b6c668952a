"""What partners have answered, added up by kind of answer."""

from __future__ import annotations

from datetime import UTC, date, datetime

from desktop.domain.assessment import Verdict
from desktop.domain.cashback import Figures, OrderMoney
from desktop.domain.money_records import AnswerKind, PartnerAnswer
from desktop.domain.statement import answer_sums
from tests.builders import UID


def money(number: str, outstanding: int) -> OrderMoney:
    """Return an order with outstanding cashback, in fen."""
    return OrderMoney(
        account=UID,
        number=number,
        verdict=Verdict.ASSOCIATED,
        month="2026-09",
        partner="P",
        project=None,
        figures=Figures(expected=outstanding, outstanding=outstanding),
    )


def answer(number: str, kind: AnswerKind | None, amount: int | None = None) -> PartnerAnswer:
    """Return a partner's answer about an order."""
    return PartnerAnswer(
        account=UID,
        order=number,
        answer=kind,
        amount=amount,
        answered_at=datetime(2026, 9, 10, tzinfo=UTC),
        statement=date(2026, 9, 9),
    )


def test_what_a_partner_agreed_or_paid_counts_as_answered_the_rest_as_recorded() -> None:
    """A partner who agrees to less than is due would seem to have agreed to everything."""
    orders = [money(f"23641422715000{n}", 1000 * n) for n in range(1, 7)]
    given = [
        answer(orders[0].number, AnswerKind.AGREED, 900),
        answer(orders[1].number, AnswerKind.PAID, 1500),
        answer(orders[2].number, AnswerKind.AGREED, 3000),
        answer(orders[3].number, AnswerKind.DISPUTED, 7),
        answer(orders[4].number, None),
    ]
    sums = answer_sums({(each.account, each.order): each for each in given}, orders)
    assert {kind: (len(one.orders), one.amount) for kind, one in sums.items()} == {
        AnswerKind.AGREED: (2, 3900),
        AnswerKind.PAID: (1, 1500),
        AnswerKind.DISPUTED: (1, 4000),
        None: (1, 5000),
    }


def test_an_order_that_is_settled_has_no_open_answer() -> None:
    """An answer about cashback that has arrived would be listed as still to come."""
    settled = money("236414227150001", 0)
    given = {settled.name: answer(settled.number, AnswerKind.PAID, 900)}
    assert answer_sums(given, [settled]) == {}
    assert answer_sums({}, [money("236414227150002", 500)]) == {}
