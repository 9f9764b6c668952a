"""The check phrase: four words that reveal a reply about another account or request."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime

import pytest

from desktop.base.resources import resource
from desktop.forms.check_phrase import (
    COUNT,
    WORDS_FILE,
    PhraseMatch,
    compare_phrase,
    find_phrase,
    make_phrase,
)
from desktop.forms.partner_reply import read_reply
from desktop.forms.wizard_steps import Request
from desktop.wording.records.request import compose
from tests.builders import OTHER_UID, UID

EDITS = 10_000
LEAST_CAUGHT = 0.999
LANGUAGES = ("zh_CN", "en")
SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz的一是在人有我他这中大来上国个到说们为子和你"
NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
SPACES = re.compile(r"[\W_]")


def facts(**changed: str) -> Request:
    """Return the facts of a request."""
    usual = {"company": "杭州示例科技有限公司", "purpose": "网店", "products": "ECS 2 台"}
    return Request(**({"uid": UID} | usual | changed))


def edited(text: str, chance: random.Random, at: int | None = None) -> str:
    """Return a text with one letter or digit replaced, left out, inserted, or swapped."""
    place = chance.randrange(len(text)) if at is None else at
    sign = chance.choice(SIGNS)
    return {
        "replaced": text[:place] + sign + text[place + 1 :],
        "left out": text[:place] + text[place + 1 :],
        "put in": text[:place] + sign + text[place:],
        "swapped": text[:place] + text[place + 1 : place + 2] + text[place] + text[place + 2 :],
    }[chance.choice(("replaced", "left out", "put in", "swapped"))]


def test_the_words_are_two_characters_and_well_apart() -> None:
    """A repeated word, or one that a typing error turns into another, would weaken the phrase."""
    pairs = [line.split() for line in resource(WORDS_FILE).read_text("utf-8").splitlines()]
    chinese, english = zip(*pairs, strict=True)
    assert len(set(chinese)) == len(set(english)) == 256
    assert all(len(word) == 2 for word in chinese)
    assert all(word.isascii() and word.islower() and len(word) > 2 for word in english)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_request_contains_the_phrase(language: str) -> None:
    """A phrase that is not in the message cannot be sent back."""
    text = compose(facts(), language)
    phrase = find_phrase(text)
    assert len(phrase.split()) == COUNT
    assert phrase in text
    assert compose(facts(), language) == text
    assert find_phrase(compose(facts(company=""), language)) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_account_or_request_has_another_phrase(language: str) -> None:
    """Otherwise a reply meant for the other shop would be accepted."""
    phrase = find_phrase(compose(facts(), language))
    others = [facts(uid=OTHER_UID), facts(purpose="网站"), facts(products="ECS 3 台")]
    for other in others:
        assert find_phrase(compose(other, language)) != phrase


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_edit_of_account_or_request_is_caught(language: str) -> None:
    """A single mistyped digit must not be registered for a stranger's account."""
    chance = random.Random(18)
    text = compose(facts(), language)
    phrase = make_phrase(UID, text, language)
    caught = 0
    for number in range(EDITS):
        uid, request = UID, text
        while (uid, request) == (UID, text):
            if number % 2:
                uid = edited(UID, chance)
            else:
                request = edited(text, chance)
        caught += make_phrase(uid, request, language) != phrase
    assert caught >= EDITS * LEAST_CAUGHT


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_edit_of_the_phrase_in_a_reply_is_caught(language: str) -> None:
    """The words of another request, or words typed from memory, must not pass."""
    chance = random.Random(19)
    caught = 0
    for number in range(EDITS):
        phrase = make_phrase(UID, str(number), language)
        label = chance.choice(("暗语：", "暗语 ", "check phrase: ", "", "\n"))
        wrong = phrase
        while SPACES.sub("", wrong) == SPACES.sub("", phrase):
            wrong = edited(phrase, chance)
        reply = f"您好，项目编号 202609010421，返现 5%。{label}{wrong}。谢谢"
        caught += compare_phrase(reply, phrase) is PhraseMatch.DIFFERS
    assert caught >= EDITS * LEAST_CAUGHT


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("separator", [" ", "、", "，", "-", ""])
@pytest.mark.parametrize("label", ["暗语：", "暗语是", "Check phrase: ", "\n", "> "])
def test_the_phrase_fits_however_it_is_written(language: str, separator: str, label: str) -> None:
    """A false alarm would make a good number look wrong."""
    phrase = make_phrase(UID, "request", language)
    reply = f"Number 202609010421. {label}{separator.join(phrase.split())}。"
    if language == "en":
        reply = reply.upper()
    assert compare_phrase(reply, phrase) is PhraseMatch.FITS


def test_the_phrase_fits_in_the_other_language() -> None:
    """A partner who speaks English translates four words of a Chinese request."""
    words = dict(line.split() for line in resource(WORDS_FILE).read_text("utf-8").splitlines())
    phrase = make_phrase(UID, "request", "zh_CN")
    english = " ".join(words[word] for word in phrase.split())
    assert compare_phrase(f"the words are {english}", phrase) is PhraseMatch.FITS


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "项目编号：202609010421，创建时间 2026-09-01 10:21，有效期至 2026-12-01，返现 5%",
        "暗语收到，明天给您编号",
        "您的苹果电脑和单车都到了，火车票也买好了",
        "Sun, star and moon: all fine. The key is on the table, next to the lamp.",
        "四个词我没看到，请再发一次",
    ],
)
def test_a_reply_without_a_phrase_is_no_alarm(reply: str) -> None:
    """Most partners send none back."""
    assert compare_phrase(reply, make_phrase(UID, "request", "zh_CN")) is PhraseMatch.ABSENT


def test_nothing_is_compared_where_no_phrase_was_sent() -> None:
    """Requests recorded before there were phrases, and projects from elsewhere."""
    assert compare_phrase("暗语：苹果 香蕉 樱桃 葡萄", "") is PhraseMatch.ABSENT
    assert read_reply("暗语：苹果 香蕉 樱桃 葡萄", NOW).phrase is PhraseMatch.ABSENT


def test_a_pasted_reply_shows_whether_the_phrase_fits() -> None:
    """The box for the reply shows this result."""
    phrase = make_phrase(UID, "request", "zh_CN")
    other = make_phrase(OTHER_UID, "request", "zh_CN")
    assert read_reply(f"编号 202609010421 暗语：{phrase}", NOW, phrase).phrase is PhraseMatch.FITS
    found = read_reply(f"编号 202609010421 暗语：{other}", NOW, phrase)
    assert found.phrase is PhraseMatch.DIFFERS
    assert found.number == "202609010421"
