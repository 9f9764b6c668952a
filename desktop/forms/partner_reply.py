"""A partner's reply, free text in Chinese or English, read into the fields of a project.

Never a guess: a field for which the text offers two values, a range or a doubtful date stays empty
and is named as unclear, so that a person reads it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from desktop.domain.beijing import BEIJING
from desktop.forms import parsing


@dataclass(frozen=True, slots=True)
class Reply:
    """What was found, spelt as the form's fields spell it; empty where nothing was.

    Times are Beijing time; a day stands alone where the text names no time. `rate` is per cent,
    `account` the UID the reply speaks of. `unclear` names the fields that need a human reader.
    """

    number: str = ""
    account: str = ""
    created: str = ""
    valid_until: str = ""
    rate: str = ""
    unclear: tuple[str, ...] = ()

    @property
    def found(self) -> tuple[str, ...]:
        """The names of the fields that were read."""
        names = (f.name for f in fields(self) if f.name != "unclear")
        return tuple(name for name in names if getattr(self, name))


def read_reply(text: str, now: datetime) -> Reply:
    """Read a pasted reply. `now` (UTC) is only there to doubt a creation that has not come yet."""
    plain = _plain(text)
    found: dict[str, set[str]] = {
        "number": _numbers(plain),
        "account": set(_ACCOUNT.findall(plain)),
        "rate": _rates(plain),
        "created": set(),
        "valid_until": set(),
    }
    for field, written in _labelled_dates(plain):
        found[field].add(_moment_text(field, written, now))
    # An empty text among the values stands for one that could not be read with certainty.
    certain = {name: min(values) for name, values in found.items() if len(values) == 1}
    unclear = tuple(name for name, values in found.items() if values and not certain.get(name))
    return Reply(**certain, unclear=unclear)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_NAMED_DATES = (
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+(?P<year>\d{{4}})"),
    re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"),
)


def _plain(text: str) -> str:
    """The text in lower case and ASCII signs, with month names turned into numbers."""
    plain = unicodedata.normalize("NFKC", text).lower()
    for pattern in _NAMED_DATES:
        plain = pattern.sub(_in_digits, plain)
    return plain


def _in_digits(match: re.Match[str]) -> str:
    return f"{match['year']}-{_MONTHS.index(match['month']) + 1}-{match['day']}"


_ACCOUNT = re.compile(r"(?:uid|账号id|账号|account(?: id)?)[\s:=#是为(]*(\d{5,20})(?!\d)")
_NUMBER_LABEL = (
    r"(?:项目编号|项目号|项目id|商机编号|商机id|商机号"
    r"|(?:project|opportunity)(?: (?:number|id|no\.?))?)"
)
_LABELLED_NUMBER = re.compile(_NUMBER_LABEL + r"(?:[\s:=#(]|是|为|is)*(\d{6,20})(?![\d.年]|[-/]\d)")
_USUAL_NUMBER = re.compile(r"(?<![\d.])20\d{10}(?![\d.]\d|\d)")


def _numbers(plain: str) -> set[str]:
    return set(_LABELLED_NUMBER.findall(plain)) | set(_USUAL_NUMBER.findall(plain))


_PERCENT = re.compile(r"(?P<number>\d+(?:\.\d+)?) ?(?:%|个点|percent|per cent)")
_CASHBACK = re.compile(r"返|cash ?back|rebate")
_VAGUE_RATE = re.compile(
    r"\d ?%? ?(?:-|~|至|到|to) ?\d+(?:\.\d+)? ?(?:%|个点)"
    r"|(?:最高|至多|不超过|约|up to|at most|about)[^,.;。\n]{0,12}\d ?(?:%|个点)"
    r"|\d ?(?:%|个点) ?(?:左右|以内|以上|起)"
)


def _rates(plain: str) -> set[str]:
    rates = {_short(match["number"]) for match in _PERCENT.finditer(plain)}
    if not rates or not _CASHBACK.search(plain):
        return set()
    return {""} if _VAGUE_RATE.search(plain) else rates


def _short(number: str) -> str:
    return f"{Decimal(number).normalize():f}"


_HALF_DAY = r"(?: ?(?:上午|下午|晚上|中午|凌晨|早上))?"
_ZONE = r"(?: ?(?:z\b|(?:utc|gmt) ?[+-]\d{1,2}(?::?\d{2})?|[+-]\d{2}:?\d{2}|utc|gmt))?"
_CLOCK = rf"{_HALF_DAY} ?\d{{1,2}}[:时点]\d{{1,2}}分?(?::?\d{{1,2}}秒?)?(?: ?[ap]\.?m\b)?{_ZONE}"
_DATE = re.compile(
    r"(?<!\d)(?:\d{4} ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2} ?日?"
    r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}[月/]\d{1,2}日?)"
    rf"(?:(?:t|,? ?at|,)?{_CLOCK})?(?!\d)"
)
_LABELS = {
    "created": r"(?:(?:创建|报备|建立)(?:时间|日期)?|creat(?:ed|ion)(?: (?:time|date))?|registered)",
    "valid_until": (
        r"(?:有效(?:期|至|到)(?:截止)?|(?:到期|失效|过期)(?:时间|日期|日)?"
        r"|valid(?:ity)?|expir(?:es|y|ation)(?: (?:time|date))?)"
    ),
}
_LINK = (
    r"[\s:=]*(?:(?:\((?:北京时间|beijing time|utc\+8)\)|北京时间"
    r"|为|是|于|在|至|到|is|was|on|at|until|till|through|to)[\s:=]*)*"
)
_BEFORE = {field: re.compile(rf"{label}{_LINK}$") for field, label in _LABELS.items()}
_AFTER = {
    "created": re.compile(r" ?(?:已|正式)?(?:创建|报备|建立)(?!时间|日期|于|在|[\s:=]*\d)"),
    "valid_until": re.compile(r" ?(?:前有效|(?:到期|失效|过期)(?!时间|日|[\s:=]*\d))"),
}
_RANGE = re.compile(r"\s*(?:至|到|-|–|—|~|to|until|till)\s*")


def _labelled_dates(plain: str) -> list[tuple[str, str]]:
    """Each date that the text says the meaning of. A range after “valid” counts with its end."""
    found: list[tuple[str | None, str]] = []
    start = 0
    for match in _DATE.finditer(plain):
        between, start = plain[start : match.start()], match.end()
        meaning = _meaning(between, plain[start:])
        if found and found[-1][0] == "valid_until" and _RANGE.fullmatch(between):
            meaning = found.pop()[0]
        found.append((meaning, match.group()))
    return [(meaning, written) for meaning, written in found if meaning is not None]


def _meaning(before: str, after: str) -> str | None:
    for field, pattern in _BEFORE.items():
        if pattern.search(before):
            return field
    return next((field for field, pattern in _AFTER.items() if pattern.match(after)), None)


_DAY_ONLY = re.compile(r"(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?日?")


def _moment_text(field: str, written: str, now: datetime) -> str:
    """The date in the form's spelling; empty where it could mean two moments or is impossible."""
    only = _DAY_ONLY.fullmatch(written)
    try:
        if only:
            return date(int(only[1]), int(only[2]), int(only[3])).isoformat()
        moment = parsing.moment(field, _for_entry(written), now)
    except ValueError:
        return ""
    if _DAY_ONLY.match(written) is None or (field == "created" and moment > now):
        return ""
    local = moment.astimezone(BEIJING)
    return local.strftime("%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M")


_OFFSET = re.compile(r"(?:utc|gmt) ?([+-])(\d{1,2}):?(\d{2})?$")


def _for_entry(written: str) -> str:
    text = re.sub(r"(?<=\d)(?:,? ?at |, ?|t)(?=\d)", " ", written)
    text = re.sub(r" ?([-/.年月]) ?(?=\d)", r"\1", text, count=2)
    text = _OFFSET.sub(lambda m: f"{m[1]}{int(m[2]):02d}:{m[3] or '00'}", text)
    text = re.sub(r" ?(?:utc|gmt|z)$", "Z", text)
    return re.sub(r" (?=[+-]\d{2}:?\d{2}$)", "", text)
