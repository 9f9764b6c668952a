"""Every text in both languages follows the glossary and the typography of the product."""

from __future__ import annotations

import re
from collections.abc import Iterator

import i18n
import pytest

HAN = "[\u3400-\u9fff]"
FULL_WIDTH = "，。：；？（）、“”"

NEVER_CHINESE = {
    "窗口": "关联期限",
    "时限": "关联期限",
    "绑定": "关联",
    "逐步关联": "去关联",
    "撤回": "撤销",
    "取消标记": "撤销关联标记",
    "代理商": "伙伴",
    "服务商": "伙伴",
    "号码": "编号",
    "原订单": "首单",
    "录入": "登记",
    "添加": "登记",
    "更正": "修改",
    "做过的操作": "操作记录",
    "假定": "推算",
    "推定": "推算",
    "核验": "核对 or 检查",
    "未支付": "待支付",
    "尚未": "还没",
    "等待支付": "待支付",
    "付款": "支付",
    "购买": "采购 or 下单",
    "返利": "返现",
    "佣金": "返现",
    "待保住": "涉及返现",
    "第二个位置": "第二备份位置",
    "搬家": "迁移",
    "接收": "改用",
    "可不填": "选填",
    "结论": "状态",
    "判定": "状态",
    "办结": "完成",
    "再试": "重试",
    "LinkDue": "关联管家",
    "帐号": "账号",
    "账户": "账号",
    "登陆": "登录",
    "向导": "引导办理",
    "你": "您",
    "若": "如果",
    "该": "这笔 or 这个",
    "失败": "the cause, what is safe, and the next step",
    "无效": "the cause, what is safe, and the next step",
    "确定": "the verb of the button",
}
"""Words a Chinese text must not use, with their replacements."""

ALLOWED_CHINESE = {
    # The console itself says “随首单绑定”, and these sentences describe its behaviour.
    "follows original order": "绑定",
    "follows original": "绑定",
    "If its original order {parent} were associated, this one would follow automatically.": "绑定",
    "Its original order {parent} is associated, so this one follows automatically.": "绑定",
    "Nothing to do: it follows its original order {parent} to the same partner.": "绑定",
    "Renewals, upgrades and the like of an associated order follow it to the same partner "
    "automatically.": "绑定",
    # Windows on the screen, not association periods.
    "LinkDue already has this data open in another window, but that window isn't responding.": (
        "窗口"
    ),
    "LinkDue closed twice in a row before its window appeared.": "窗口",
    "Resetting the window position, the order columns and the theme may help. Your records and "
    "backups stay as they are.": "窗口",
    # The console's own label, which the sentence explains.
    "Enter the original order; the console shows it as the related order.": "原订单",
    # The button of the console.
    "Choose project {project} and click 确定": "确定",
    "Choose the project and click 确定": "确定",
    # A row added to a form, the one use the glossary leaves to 添加.
    "Add a rate for a product or from a day on": "添加",
    # A kind of line in Alibaba Cloud's bill has this name; it is no cashback.
    "All {count} lines of the bill are usage, refunds, adjustments or commission, so none belongs "
    "to an order. Please use the order list.": "佣金",
    # The console's answer to others; the sentence explains what to do about it.
    "Better on the day of payment, by {by}: associating later has failed for some accounts.": (
        "失败"
    ),
    "Even where you have until the end of the month, associate on the day of payment: for some "
    "accounts it has failed a few days later.": "失败",
    # “Sure” and “to settle” in the middle of a sentence, not the label of a button.
    "Not sure? Send the questions to your partner.": "确定",
    "Orders without a project, or that only the console can settle, appear here.": "确定",
    "The JSON in the file gives “{key}” twice in the same place, so it isn't clear which one "
    "counts. Please export it again.": "确定",
}
"""The source texts whose Chinese may use one of the words above, and which one."""

NEVER_ENGLISH = {
    r"windows?": "association period",
    r"due date": "deadline",
    r"(?:link|bind)s?": "associate",
    r"step by step": "associate now",
    r"(?:take|taken|takes|took) (?:it |them )?back": "undo",
    r"parent": "original order",
    r"log(?:ged|s)? in": "sign in",
    r"acts?": "change",
    r"counts as": "is assumed",
    r"verif(?:y|ied|ies)": "checked",
    r"waiting for payment": "unpaid",
    r"cashback to keep": "cashback at stake",
    r"(?:second|another) place": "second backup location",
    r"moving file": "transfer file",
    r"(?:take|taken|takes) over": "switch to",
    r"save what can be read": "recover",
    r"may stay empty": "optional",
    r"verdicts?": "status",
    r"wizard": "guide",
    r"(?:[Cc]annot|could not)": "can't, couldn't",
    r"(?:does|do|did) not": "doesn't, don't, didn't",
    r"(?:color|organiz|recogniz|cancel)(?:e|ed|ing)": "the British spelling",
}
"""Patterns an English text must not match, with their replacements."""

ALLOWED_ENGLISH = {
    # Windows on the screen.
    "LinkDue already has this data open in another window, but that window isn't responding.",
    "LinkDue closed twice in a row before its window appeared.",
    (
        "Resetting the window position, the order columns and the theme may help. Your records and "
        "backups stay as they are."
    ),
    # The system's scheduler, by its name.
    "Windows Task Scheduler",
    # Links that are no associations: a hard link, an address to buy through.
    (
        "A hard link on this disk points to the same file. Opening it under that name would damage "
        "your data. Please remove the other name."
    ),
    "Open the console without the referral link: the two can't be combined.",
    "You aren't ordering through a 云大使 referral link",
}
"""The texts that may use one of the words above in another sense."""


def _forms(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, tuple | list) else (str(text),)


def _texts() -> list[tuple[str, str]]:
    """Return each English text, in each of its numbers, with its Chinese."""
    return [
        (english, chinese)
        for message in i18n.read()
        if message.id
        for english in _forms(message.id)
        for chinese in _forms(message.string)
    ]


def _bare(text: str, stand_in: str) -> str:
    """Return a text with `stand_in` for each placeholder, whose name no user sees."""
    return re.sub(r"\{\w*\}", stand_in, text)


def _spacing(chinese: str) -> Iterator[str]:
    text = _bare(chinese, "□")
    if re.search(rf"{HAN}[A-Za-z0-9¥]|[A-Za-z0-9%]{HAN}", text):
        yield "a space is missing between Chinese and Latin letters, digits or ¥"
    if re.search(f"[{FULL_WIDTH}] | [{FULL_WIDTH}]", text):
        yield "a space stands beside a full-width mark"


def _marks(chinese: str) -> Iterator[str]:
    text = re.sub(r" \([*.\w ]*\)|;;", "", _bare(chinese, "□"))  # the filters of file dialogs
    text = re.sub(r"\.[a-z]+\b", "", text)  # file extensions
    if re.search(rf"{HAN}[,.:;?()]|[,:;?()]{HAN}", text) or '"' in text:
        yield "a half-width mark stands in Chinese"


def _words(english: str, chinese: str) -> Iterator[str]:
    bare = _bare(chinese, "")
    for word, instead in NEVER_CHINESE.items():
        if word in bare and ALLOWED_CHINESE.get(english) != word:
            yield f"“{word}” should be {instead}"


def _english_words(english: str) -> Iterator[str]:
    if english in ALLOWED_ENGLISH:
        return
    for pattern, instead in NEVER_ENGLISH.items():
        if re.search(rf"\b{pattern}\b", _bare(english, ""), re.IGNORECASE):
            yield f"“{pattern}” should be “{instead}”"


def test_chinese_texts_use_one_word_for_one_thing() -> None:
    """Two words for one thing make a user look for a difference that isn't there."""
    found = [
        f"{chinese} ← {english}: {problem}"
        for english, chinese in _texts()
        for problem in _words(english, chinese)
    ]
    assert found == []


def test_english_texts_use_one_word_for_one_thing() -> None:
    """Two words for one thing make a user look for a difference that isn't there."""
    found = [
        f"{english}: {problem}" for english, _ in _texts() for problem in _english_words(english)
    ]
    assert found == []


def test_chinese_texts_are_set_as_chinese_is_printed() -> None:
    """Digits next to characters and half-width commas look like a machine's translation."""
    found = [
        f"{chinese}: {problem}"
        for _, chinese in _texts()
        for problem in (*_spacing(chinese), *_marks(chinese))
    ]
    assert found == []


def test_english_texts_are_set_as_english_is_printed() -> None:
    """Typewriter quotation marks and a space before “…” look careless."""
    found = [text for text, _ in _texts() if re.search(r"[’‘\"]| …|\.\.\.|\S–|–\S", text)]
    assert found == []


@pytest.mark.parametrize("mark", ["!", "！"])
def test_no_text_shouts(mark: str) -> None:
    """A loss is named plainly, without alarm."""
    assert [pair for pair in _texts() if mark in pair[0] + pair[1]] == []


def test_no_button_only_says_ok() -> None:
    """A button's text must say what it does, without the question above it."""
    bare = {"OK", "Ok", "确定", "好", "好的", "Yes, please"}
    assert [pair for pair in _texts() if bare & set(pair)] == []


def test_every_exception_is_still_needed() -> None:
    """An exception whose text is gone would allow the word elsewhere."""
    texts = dict(_texts())
    assert [text for text, word in ALLOWED_CHINESE.items() if word not in texts.get(text, "")] == []
    assert [text for text in ALLOWED_ENGLISH if text not in texts] == []
