"""Reading a file's bytes, up to a limit, and decoding them in the encoding that is detected."""

from __future__ import annotations

import codecs
import errno
from pathlib import Path

from desktop.exchange.document.order_words import KINDS, STATUSES, folded_word
from desktop.exchange.document.titles import TITLES
from desktop.exchange.snapshot import ImportRefused

LARGEST = 256 * 1024 * 1024
"""Bytes; half a million orders as JSON, or a million as CSV, are smaller."""
_BLOCK = 1 << 20
"""Bytes that are decoded at a time, so that the window's thread can run between."""
_SAMPLE = 4096
_ZERO_SHARE = 20
"""At least one zero byte in so many means UTF-16: digits and commas have one each."""
_PLAIN_NAMES = {"utf-8-sig": "utf-8"}
_WORDS = frozenset(
    word
    for word in (*(t for titles in TITLES.values() for t in titles), *KINDS, *STATUSES)
    if not word.isascii()
)
"""Chinese words of order lists, in simplified characters."""
_CHANCE = 1
"""Words that characters of a wrong encoding may form by chance."""
_MISSING = (FileNotFoundError, NotADirectoryError)


def decode(data: bytes, chosen: str | None = None) -> tuple[str, str]:
    """Return the text of a file, without its byte order mark, and its encoding.

    The encoding is `chosen`, else detected by byte order mark, then UTF-16 by its zero bytes, then
    UTF-8, then GB18030, which comes last since it decodes most other encodings without an error.
    Big5 is one of those: it is used if it yields more words of order lists. Raises ImportRefused
    `not-text`.
    """
    for encoding in _encodings(data) if chosen is None else (chosen,):
        try:
            text = _decoded(data, encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "gb18030" and chosen is None and _is_big5(data, text):
            return _decoded(data, "big5"), "big5"
        return text.removeprefix("\ufeff"), _PLAIN_NAMES.get(encoding, encoding)
    raise ImportRefused("not-text")


def _is_big5(data: bytes, as_gb18030: str) -> bool:
    """Return whether the bytes hold more words of order lists as Big5 than as GB18030."""
    try:
        as_big5 = _decoded(data, "big5")
    except UnicodeDecodeError:
        return False
    return _words_in(as_big5) > _words_in(as_gb18030) + _CHANCE


def _words_in(text: str) -> int:
    head = folded_word(text[:_SAMPLE])
    return sum(word in head for word in _WORDS)


def _decoded(data: bytes, encoding: str) -> str:
    decoder = codecs.getincrementaldecoder(encoding)()
    blocks = (data[at : at + _BLOCK] for at in range(0, len(data), _BLOCK))
    return "".join([*(decoder.decode(block) for block in blocks), decoder.decode(b"", final=True)])


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    if data.startswith(codecs.BOM_UTF16_LE):
        return ("utf-16-le",)
    if data.startswith(codecs.BOM_UTF16_BE):
        return ("utf-16-be",)
    sample = data[:_SAMPLE]
    if sample.count(0) * _ZERO_SHARE >= len(sample) > 0:
        little = sample[1::2].count(0) >= sample[0::2].count(0)
        return ("utf-16-le" if little else "utf-16-be",)
    return ("utf-8", "gb18030")


def read_bytes(path: Path) -> bytes:
    """Return the bytes of the file at `path`.

    Raises ImportRefused `file-missing`, `file-is-folder`, `file-forbidden`, `file-unreadable`
    or `file-too-large`.
    """
    try:
        if path.is_dir():
            raise ImportRefused("file-is-folder")
        if path.stat().st_size > LARGEST:
            raise ImportRefused("file-too-large", {"largest_mb": LARGEST >> 20})
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except _MISSING:
        raise ImportRefused("file-missing") from None
    except PermissionError:
        raise ImportRefused("file-forbidden") from None
    except OSError as error:
        name = errno.errorcode.get(error.errno or 0, "")
        raise ImportRefused("file-unreadable", {"error": name}) from None
    except ValueError:  # a path with a NUL in it
        raise ImportRefused("file-missing") from None
    if len(data) > LARGEST:
        raise ImportRefused("file-too-large", {"largest_mb": LARGEST >> 20})
    return data
