"""Reading of a bank's or payment service's notice of an incoming payment.

Only a text with exactly one incoming amount is read. Balances are ignored; a text about outgoing
money, about money that has not come, or in another currency is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from desktop.forms.find_moments import find_moments
from desktop.forms.plain_text import plain
from desktop.forms.read_amount import AmountProblem, names_other_currency, read_amount
from desktop.forms.read_moment import Moment, read_moment

LONGEST = 1000
"""Characters; no notice is longer."""
_IN = (
    r"(?:入账|入賬|到账|到賬|收入|收到|收款|转入|轉入|存入|汇入|匯入|贷记(?!卡)|received|credited)"
)
_OUT = re.compile(
    r"支出|转出|轉出|扣款|扣费|消费|支付了|付款成功|取出|借记(?!卡)|debited|spent|paid to"
)
_NUMBER = r"\d[\d,]*(?:\.\d{1,2})?"
_SIGN = r"(?:人民币|rmb|cny|¥)"
_END = r"(?![\d.,]*[%\d])(?! ?[万萬千百亿億kw])(?! ?[元圆]\d)"
_MONEY = (
    rf"(?:{_SIGN} ?({_NUMBER}){_END}|({_NUMBER}){_END} ?(?:元|圆|rmb|cny)"
    rf"|(\d[\d,]*\.\d\d){_END})"
)
"""A number with its currency or with two decimals; others count payments or name an account."""
_AFTER = re.compile(rf"{_IN}[^\d¥。;\n]{{0,20}}?{_MONEY}")
_NOT_RECEIVED = re.compile(
    r"未|没有|还没|预计|即将|将于|将在|撤销|撤回|冲正|冲销|失败|退回|not yet|pending"
)
_BEFORE = re.compile(
    rf"{_SIGN} ?(?P<signed>{_NUMBER}) ?元?[^\d。;\n]{{0,8}}?{_IN}"
    rf"|(?P<plain>{_NUMBER}) ?元[^\d。;\n]{{0,8}}?{_IN}"
)
_ANY = re.compile(rf"{_SIGN} ?(?P<signed>\d[\d,]*(?:\.\d+)?)|(?P<plain>\d[\d,]*(?:\.\d+)?) ?[元圆]")
_BALANCE = re.compile(r"(?:余额|餘額|可用|balance)[^\d\n]{0,16}?[¥ ]?\d[\d,]*(?:\.\d{1,2})?")


@dataclass(frozen=True, slots=True)
class MoneyNotice:
    """The fen received according to a notice, and when; None if the notice does not say when."""

    amount: int
    moment: Moment | None


def read_notice(text: str, now: datetime) -> MoneyNotice | None:
    """Return the incoming payment of a notice; None for any other text. `now` is UTC."""
    if not text or len(text) > LONGEST:
        return None
    message = plain(text).lower()
    moments = find_moments(message)
    bare = _BALANCE.sub(" ", _without(message, moments))
    if _OUT.search(bare) or _NOT_RECEIVED.search(bare) or names_other_currency(message):
        return None
    found = {match[match.lastindex or 0] for match in _AFTER.finditer(bare)}
    found |= {match["signed"] or match["plain"] for match in _BEFORE.finditer(bare)}
    if not found:
        return None
    found |= {match["signed"] or match["plain"] for match in _ANY.finditer(bare)}
    amounts = {read_amount(one) for one in found}
    if len(amounts) != 1:
        return None
    amount = amounts.pop()
    if isinstance(amount, AmountProblem) or amount <= 0:
        return None
    return MoneyNotice(amount, _only_moment(message, moments, now))


def _without(text: str, moments: list[tuple[int, int]]) -> str:
    """Return a text without its moments, so that their digits are not read as amounts."""
    for start, end in reversed(moments):
        text = f"{text[:start]} {text[end:]}"
    return text


def _only_moment(text: str, moments: list[tuple[int, int]], now: datetime) -> Moment | None:
    """Return the moment of a notice; None if it has none or more than one."""
    read = [read_moment(text[start:end], now=now) for start, end in moments]
    known = [one for one in read if isinstance(one, Moment)]
    return known[0] if len(known) == 1 == len(read) else None
