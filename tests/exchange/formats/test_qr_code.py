"""The QR code, read back by another library than the one that writes it."""

from __future__ import annotations

import random

import pytest
import zxingcpp
from PySide6.QtGui import QImage

from desktop.exchange.formats.qr_code import BORDER, LONGEST, QrCode, make_code, shorten, write_png

SAMPLE = 60
PIXELS = 3


def scanned(code: QrCode) -> str:
    """Return what a phone reads from a code as painted."""
    side = code.side * PIXELS
    picture = bytearray(b"\xff" * side * side)
    for y, row in enumerate(code.rows, BORDER):
        for x, dark in enumerate(row, BORDER):
            for line in range(PIXELS) if dark else ():
                start = (y * PIXELS + line) * side + x * PIXELS
                picture[start : start + PIXELS] = bytes(PIXELS)
    return read_grey(bytes(picture), side)


def read_grey(picture: bytes, side: int) -> str:
    """Return the text of the only code in a picture with one byte per pixel."""
    pixels = memoryview(picture).cast("B", (side, side))
    [found] = zxingcpp.read_barcodes(pixels, formats=zxingcpp.BarcodeFormat.QRCode)
    return str(found.text)


def chance_text(chance: random.Random) -> str:
    """Return a random text like a request: mostly Chinese, with digits, Latin and line breaks."""
    kinds = (
        lambda: chr(chance.randrange(0x4E00, 0x9FA6)),
        lambda: chr(chance.randrange(0x21, 0x7F)),
        lambda: chance.choice("，。：；？！（）“”《》、·…—①℃€￥〇㎡"),
        lambda: chance.choice("\n 0123456789"),
        lambda: chr(chance.randrange(0x20000, 0x2A6D7)),
        lambda: chance.choice("ｱｲｳかなカナ한글é😀"),
    )
    weights = (70, 10, 8, 8, 1, 3)
    signs = chance.choices(kinds, weights, k=chance.randrange(1, LONGEST + 1))
    return "".join(sign() for sign in signs)


def test_any_chinese_text_is_read_back_from_its_code() -> None:
    """In Kanji mode, phones read some characters as others."""
    chance = random.Random(18)
    for _time in range(SAMPLE):
        text = chance_text(chance)
        code = make_code(text)
        assert not code.shortened
        assert scanned(code) == text


@pytest.mark.parametrize("text", ["点", "茗荷", "あア亜", "1000000000000001", "ABC", " 　\n ", "é"])
def test_texts_that_have_a_shorter_mode_are_written_as_utf_8(text: str) -> None:
    """For these texts, other modes would be shorter."""
    assert scanned(make_code(text)) == text


def test_the_picture_holds_the_code_and_its_white_border() -> None:
    """Without a border, a phone does not find the code on a dark page."""
    text = "您好！账号 UID：1000000000000001"
    code = make_code(text)
    picture = QImage.fromData(write_png(code)).convertToFormat(QImage.Format.Format_Grayscale8)
    side = picture.width()
    assert side == picture.height() == code.side * 8
    rows = [bytes(picture.scanLine(row))[:side] for row in range(side)]
    assert all(value == 255 for row in rows[: 8 * BORDER] for value in row)
    assert read_grey(b"".join(rows), side) == text


def test_a_long_message_is_shortened_in_its_code_and_this_is_reported() -> None:
    """A longer text would need modules too small for a phone to read from a screen."""
    code = make_code("长" * (LONGEST + 1), "短")
    assert (code.text, code.shortened) == ("短", True)
    assert scanned(code) == "短"
    assert not make_code("长" * LONGEST, "短").shortened


def test_a_letter_takes_less_room_than_a_chinese_character() -> None:
    """An English request of usual length was shortened, though its code would have been small."""
    chinese = make_code("长" * LONGEST)
    english = make_code("a" * 3 * LONGEST, "short")
    assert not english.shortened
    assert english.side <= chinese.side
    assert make_code("a" * (3 * LONGEST + 1), "short").text == "short"


def test_shortening_keeps_account_and_phrase() -> None:
    """Without them the partner could register nothing, and the reply could not be checked."""
    chance = random.Random(20)
    keep = ("1000000000000001", "苹果 河流 月亮 木桥")
    for _time in range(300):
        lines = [
            "".join(chance.choices("请公司abc ", k=chance.randrange(400))) for _line in "12345"
        ]
        lines.insert(chance.randrange(6), f"UID：{keep[0]}")
        lines.insert(chance.randrange(7), f"暗语：{keep[1]}")
        message = "\n".join(lines)
        short = shorten(message, keep)
        assert len(short) <= LONGEST
        assert all(text in short for text in keep)
        assert (short == message) is (len(message) <= LONGEST)


@pytest.mark.parametrize("message", ["x" * 5000, "\n" * 5000, "a\n" * 4000, "UID " + "9" * 900])
def test_anything_can_be_shortened(message: str) -> None:
    """A template of the user may have any form."""
    assert len(shorten(message, ("9" * 900,))) <= LONGEST
    assert len(shorten(message)) <= LONGEST
