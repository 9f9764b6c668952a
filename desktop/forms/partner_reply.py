"""Reading of a partner's reply, free text in Chinese or English, into the fields of a project.

Nothing is guessed: a field with two values, a range or an ambiguous date stays empty and is listed
as unclear, for the user to read. A value is assigned to a field only by its label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from desktop.domain.beijing import BEIJING, add_months
from desktop.forms.check_phrase import PhraseMatch, compare_phrase
from desktop.forms.chinese_numerals import moments_in_digits, rates_in_digits
from desktop.forms.find_moments import find_moments
from desktop.forms.plain_text import plain
from desktop.forms.read_moment import Assumption, Moment, read_moment

_LONGEST = 20_000
"""Characters; no partner writes a longer reply."""
_NEAR = 60
"""Characters before and after a value in which its label is searched."""
_MOST_LEFT_OVER = 4


@dataclass(frozen=True, slots=True)
class Reply:
    """The values found, formatted for the form's fields; empty if nothing was found.

    Times are Beijing time, or only a day if the text has no time. `rate` is per cent, `account` the
    UID in the reply. `assumed` names fields with a supplied part: the year, the day, the end of a
    validity span. `unclear` names fields left empty because the text is ambiguous. `left_over` are
    dates, numbers and percentages that belong to no field. `phrase` is whether the reply contains
    the request's check phrase.
    """

    number: str = ""
    account: str = ""
    created: str = ""
    valid_until: str = ""
    rate: str = ""
    unclear: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    left_over: tuple[str, ...] = field(default=(), compare=False)
    too_long: bool = False
    phrase: PhraseMatch = PhraseMatch.ABSENT

    @property
    def found(self) -> tuple[str, ...]:
        """The names of the fields with a value."""
        names = ("number", "account", "created", "valid_until", "rate")
        return tuple(name for name in names if getattr(self, name))


def read_reply(text: str, now: datetime, phrase: str = "") -> Reply:
    """Return the values in a pasted reply.

    `now` (UTC) is the time of its receipt: it supplies the year of 9月1日 and the day of 今天, and
    a later creation is unclear. `phrase` is the check phrase of the request, if it had one.
    """
    if len(text) > _LONGEST:
        return Reply(too_long=True)
    reply = _ReplyReader(moments_in_digits(rates_in_digits(plain(text).lower())), now).reply()
    return replace(reply, phrase=compare_phrase(text, phrase)) if phrase else reply


class _ReplyReader:
    """Collects the values of each field; an empty string among them marks the field as unclear."""

    def __init__(self, text: str, now: datetime) -> None:
        self._text = text
        self._now = now
        self._values: dict[str, set[str]] = {
            "number": set(),
            "account": set(),
            "created": set(),
            "valid_until": set(),
            "rate": set(),
        }
        self._assumed: set[str] = set()
        self._left_over: list[tuple[int, str]] = []
        self._used: list[tuple[int, int]] = []

    def reply(self) -> Reply:
        """Return the values of the complete text."""
        self._read_numbers()
        self._read_dates()
        self._read_rates()
        self._collect_other_numbers()
        self._drop_days_of_full_moments()
        certain = {name: min(v) for name, v in self._values.items() if len(v) == 1}
        self._read_span(certain)
        unclear = tuple(name for name, v in self._values.items() if v and not certain.get(name))
        return Reply(
            number=certain.get("number", ""),
            account=certain.get("account", ""),
            created=certain.get("created", ""),
            valid_until=certain.get("valid_until", ""),
            rate=certain.get("rate", ""),
            unclear=unclear,
            assumed=tuple(sorted(self._assumed & {k for k, v in certain.items() if v})),
            left_over=tuple(dict.fromkeys(t for _, t in sorted(self._left_over)))[:_MOST_LEFT_OVER],
        )

    # Dates

    def _read_dates(self) -> None:
        for meaning, start, end in self._labelled_dates():
            written = self._text[start:end]
            self._used.append((start, end))
            if meaning is None:
                self._left_over.append((start, written))
                continue
            vague = _VAGUE_MOMENT.match(self._text, end) or _VAGUE_BEFORE.search(
                self._text[max(0, start - _NEAR) : start]
            )
            self._values[meaning].add("" if vague else self._moment_text(meaning, written))
            if not isinstance(read_moment(written, now=self._now), Moment):
                self._left_over.append((start, written))  # an impossible date, as 2026-13-40

    def _labelled_dates(self) -> list[tuple[str | None, int, int]]:
        """Return each date with the field it belongs to; of a range after “valid”, the end.

        A verb between two dates (``D 创建 D``) could belong to either: its field is unclear.
        """
        text = self._text
        found: list[tuple[str | None, int, int]] = []
        labels_until = 0  # the end of the last date, or of the label after it
        for start, end in _dates_and_clocks(text):
            if self._is_used(start):
                continue
            last = found[-1] if found else None
            between = text[max(labels_until, start - _NEAR) : start]
            meaning, contested = _label_before(between)
            if contested and last is not None and last[0] is None and last[2] == labels_until:
                self._values[meaning or ""].add("")
                meaning = None
            if last is not None and last[0] == "valid_until" and _RANGE.fullmatch(between):
                self._used.append(found.pop()[1:])
                meaning = "valid_until"
            labels_until = end
            if meaning is None:
                meaning, length = _label_after(text[end : end + _NEAR])
                labels_until += length
            found.append((meaning, start, end))
        return found

    def _moment_text(self, name: str, written: str) -> str:
        """Return the date formatted for the form; empty if it is ambiguous or impossible."""
        moment = read_moment(written, now=self._now)
        if not isinstance(moment, Moment):
            return ""
        if moment.assumed is not None and (name != "created" or _BARE_CLOCK.fullmatch(written)):
            return ""
        if name == "created" and (
            moment.day > self._now.astimezone(BEIJING).date()
            or (moment.at is not None and moment.at > self._now)
        ):
            return ""
        if moment.assumed is not None:
            self._assumed.add(name)
            if moment.at is None and moment.assumed is not Assumption.YEAR:
                return ""
        return _formatted(moment)

    def _drop_days_of_full_moments(self) -> None:
        """Drop a day without a time if the text also has a moment on that day."""
        for name in ("created", "valid_until"):
            values = self._values[name]
            days = {v for v in values if any(o != v and o.startswith(f"{v} ") for o in values)}
            self._values[name] = values - (days - {""})

    def _read_span(self, certain: dict[str, str]) -> None:
        """Read “valid for three months”, counted from the creation time in the text."""
        span = _SPAN.search(self._text)
        if span is None:
            return
        if self._values["valid_until"] or len(certain.get("created", "")) <= len("2026-09-01"):
            self._left_over.append((span.start(), span["span"].strip()))
            return
        created = read_moment(certain["created"])
        assert isinstance(created, Moment)
        assert created.at is not None
        end = _end_of_span(created.at, int(span["count"]), span["unit"])
        certain["valid_until"] = _formatted(Moment(end.astimezone(BEIJING).date(), end))
        self._assumed.add("valid_until")

    # Numbers and rates

    def _read_numbers(self) -> None:
        for match in _ACCOUNT.finditer(self._text):
            self._values["account"].add(match["value"])
            self._used.append(match.span("value"))
        for pattern in (_LABELLED_NUMBER, _USUAL_NUMBER):
            for match in pattern.finditer(self._text):
                if not self._is_used(match.start("value")):
                    self._values["number"].add(match["value"].replace(" ", ""))
                    self._used.append(match.span("value"))

    def _collect_other_numbers(self) -> None:
        for match in _LONG_NUMBER.finditer(self._text):
            if not self._is_used(match.start()):
                self._left_over.append((match.start(), match[0]))

    def _is_used(self, at: int) -> bool:
        return any(start <= at < end for start, end in self._used)

    def _read_rates(self) -> None:
        """Read the percentage labelled as cashback; with other percentages it is unclear."""
        rates: set[str] = set()
        others: set[str] = set()
        end, last = 0, others
        for match in _PERCENT.finditer(self._text):
            between = self._text[max(end, match.start() - _NEAR) : match.start()]
            before = _SENTENCE_END.split(between)[-1]
            after = self._text[match.end() : match.end() + _NEAR]
            if not (end and _RANGE.fullmatch(between)):
                last = others
                if not _TAX.search(before) and (
                    _CASHBACK.search(before) or _CASHBACK_AFTER.match(after)
                ):
                    last = rates
            end = match.end()
            if last is others:
                self._left_over.append((match.start(), match[0].strip()))
            if last is rates or not _TAX.search(before):
                last.add(_without_zeros(match["number"]))
        if not rates:
            return
        unclear = others - rates or _VAGUE_RATE.search(self._text)
        self._values["rate"] = {""} if unclear else rates


def _formatted(moment: Moment) -> str:
    if moment.at is None:
        return moment.day.isoformat()
    local = moment.at.astimezone(BEIJING)
    return local.strftime("%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M")


# Numbers

_BETWEEN = r"[\s:=#是为(]{0,9}"
_ACCOUNT = re.compile(rf"(?:uid|账号id|账号|account(?: id)?){_BETWEEN}(?P<value>\d{{5,20}})(?!\d)")
_NUMBER_LABEL = (
    r"(?:项目编号|项目号|项目 ?id|商机编号|商机 ?id|商机号"
    r"|(?:project|opportunity)(?: (?:number|id|no\.?))?)"
)
_LABELLED_NUMBER = re.compile(
    rf"{_NUMBER_LABEL}(?:\(商机 ?id\))?(?:[\s:=#(是为]|is){{0,9}}"
    r"(?P<value>\d{4} \d{4} \d{4}(?![ \d])|\d{6,20})(?![\d.年]|[-/]\d)"
)
_USUAL_NUMBER = re.compile(r"(?<![\d.])(?P<value>20\d{10})(?![\d.]\d|\d)")
_LONG_NUMBER = re.compile(r"(?<![\d.])\d{6,24}(?!\d)")

# Rates

_PERCENT = re.compile(r"(?P<number>\d{1,9}(?:\.\d{1,9})?) ?(?:%|个点|percent|per cent)")
_CASHBACK = re.compile(r"返|cash ?back|rebate|佣金|commission")
_CASHBACK_AFTER = re.compile(r" ?(?:的|of|in)? ?(?:返|cash ?back|rebate)")
_TAX = re.compile(r"税|税点|开票|手续费|vat\b|\btax|\bfee")
_SENTENCE_END = re.compile(r"[\n;。!?]")
_VAGUE_RATE = re.compile(
    r"\d ?%? ?(?:-|~|至|到|to) ?\d{1,9}(?:\.\d{1,9})? ?(?:%|个点)"
    r"|(?:最高|最多|至多|不超过|约|大概|up to|at most|about|around)[^,.;。\n]{0,12}\d ?(?:%|个点)"
    r"|\d ?(?:%|个点) ?(?:左右|上下|以内|以上|起|或|or\b)|另议|面议|待定|阶梯|视[^,.;。\n]{0,8}而定"
    r"|to be confirmed|tbd|depending"
)


def _without_zeros(number: str) -> str:
    return f"{Decimal(number).normalize():f}"


# Dates

_BARE_CLOCK = re.compile(
    r"(?<![\d:.])(?:上午|下午|晚上|中午|凌晨|早上)? ?"
    r"\d{1,2}(?::\d{2}(?::\d{2})?|点(?:半|\d{1,2}分?)?)(?![\d:])"
)
_NOT_OF_OTHERS = (
    r"(?<!订单)(?<!账号)(?<!账户)(?<!实例)(?<!优惠券)(?<!代金券)(?<!合同)(?<!报价)(?<!发票)"
)
_LABELS = {
    "created": (
        rf"(?:{_NOT_OF_OTHERS}(?:创建|报备|建立|备案|立项|登记)(?:成功|完成)?(?:时间|日期)?"
        r"|creat(?:ed|ion)(?: (?:time|date))?|registered|registration(?: (?:time|date))?)"
    ),
    "valid_until": (
        rf"{_NOT_OF_OTHERS}(?:有效(?:期|至|到)?(?:截止)?(?:时间|日期|日)?"
        r"|(?:到期|失效|过期|截止)(?:时间|日期|日)?"
        r"|valid(?:ity)?|expir(?:es|y|ation)(?: (?:time|date))?)"
    ),
}
_LINK = (
    r"[\s:=]{0,9}(?:(?:\((?:北京时间|beijing time|utc\+8|gmt\+8)\)|北京时间"
    r"|为|是|于|在|至|到|is|was|on|at|until|till|through|to|the|your project)[\s:=]{0,9}){0,4}"
)
_BEFORE = {name: re.compile(rf"{label}{_LINK}$") for name, label in _LABELS.items()}
_BARE_VERB = re.compile(r" {0,3}[^\s:=,;。时日于在至为是]{1,8} {0,3}")
_NEXT_DATE = r"[ :=]{0,9}(?:\d{4}[-/.年]|\d{1,2}(?:月|[-/]\d))"
_AFTER = {
    "created": re.compile(
        r" ?(?:左右|前后)? ?(?:已|已经|正式|刚|给您|帮您|为您|完成)?"
        rf"(?:(?:创建|报备|建立|备案|立项|登记)(?!时间|日期|于|在|失败|{_NEXT_DATE})"
        rf"|(?:created|registered)(?! (?:on|at|time|date)|{_NEXT_DATE}))"
    ),
    "valid_until": re.compile(rf" ?(?:之?前有效|(?:到期|失效|过期|截止)(?!时间|日|{_NEXT_DATE}))"),
}
_RANGE = re.compile(r"\s{0,3}(?:至|到|-|–|—|~|to|until|till)\s{0,3}")
_VAGUE_MOMENT = re.compile(r" ?(?:左右|前后|上下|or so)")
_VAGUE_BEFORE = re.compile(r"(?:约|大概|大约|预计|计划|可能|about|around|probably) ?$")


def _dates_and_clocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the positions of dates, and of clock times without a date."""
    dates = find_moments(text)
    clocks = [
        match.span()
        for match in _BARE_CLOCK.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in dates)
    ]
    yield from sorted(dates + clocks)


def _label_before(text: str) -> tuple[str | None, bool]:
    """Return the field named before a date, and whether the text is only a verb."""
    for name, pattern in _BEFORE.items():
        match = pattern.search(text)
        if match is not None:
            return name, _BARE_VERB.fullmatch(text) is not None
    return None, False


def _label_after(text: str) -> tuple[str | None, int]:
    """Return the field named after a date, and where its label ends."""
    for name, pattern in _AFTER.items():
        match = pattern.match(text)
        if match is not None:
            return name, match.end()
    return None, 0


# Spans

_SPAN = re.compile(
    r"(?:有效期?|validity|valid)(?: ?(?:为|是|period|of|for|:|is))? ?"
    r"(?P<span>(?P<count>\d{1,3}) ?(?P<unit>个月|月|天|日|年|months?|days?|years?))"
)
_DAYS = {"月": 30, "天": 1, "年": 365}


def _end_of_span(start: datetime, count: int, unit: str) -> datetime:
    """Return when a span ends (UTC): the earlier of calendar months or years and of days.

    It is not known which one the console counts (rule `project-validity`).
    """
    kind = "天" if unit[0] in "天日d" else "年" if unit[0] in "年y" else "月"
    days = start + timedelta(days=count * _DAYS[kind])
    return (
        days if kind == "天" else min(days, add_months(start, count * (12 if kind == "年" else 1)))
    )
