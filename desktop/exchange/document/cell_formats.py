"""Keeping what a number format says about an amount: reading a workbook loses it.

A cell of 300 that a spreadsheet shows as US$300.00 is a bare 300 in the file, and would be read as
yuan. Such cells become texts with their currency or unit before the workbook is read.

No pattern reads beyond the next tag, so that a hostile file takes no longer than an honest one.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from html import unescape

from desktop.forms.plain_text import plain
from desktop.forms.read_amount import names_other_currency

_STYLES, _SHEETS, _ODS = "xl/styles.xml", "xl/worksheets/", "content.xml"
_FORMAT = re.compile(
    r'<(?:\w+:)?numFmt\b(?=[^<>]*\bnumFmtId="(\d+)")[^<>]*\bformatCode="([^"<]{0,1600})"'
)
"""A number format; Excel limits its code to 255 characters, each of which may be an entity."""
_CELL_STYLES = re.compile(r"<(?:\w+:)?cellXfs\b")
_END_OF_CELL_STYLES = re.compile(r"</(?:\w+:)?cellXfs>")
_CELL_STYLE = re.compile(r'<(?:\w+:)?xf\b(?:[^<>]*?\bnumFmtId="(\d+)")?')
_CELL = re.compile(
    r"<(?P<prefix>\w+:)?c\b(?P<more>[^<>]*)>(?:(?!</?(?:\w+:)?c\b).)*?"
    r"<(?:\w+:)?v>(?P<value>[^<]*)</(?:\w+:)?v>\s*</(?:\w+:)?c>",
    re.DOTALL,
)
_STYLE_OF_CELL = re.compile(r'\bs="(\d+)"')
_TYPE_OF_CELL = re.compile(r'\s\bt="(\w+)"')
_ODS_CELL = re.compile(r'<table:table-cell\b(?=[^<>]*\boffice:currency="(?!CNY")[^"<]+")[^<>]*>')
_ODS_VALUE = re.compile(r'\soffice:value="[^"]*"')
_SYMBOL = re.compile(r"\[\$([^\]-]*)(-[^\]]*)?\]")
_JAPANESE = "411"
_UNIT = re.compile("[万萬千亿億]")
_SCALED = re.compile(r",(?![#0?])")
"""A comma that divides by a thousand, as in the format ``0!.0,"万"``: the cell is still in yuan."""
_DECIMALS = 10
"""Decimals that a cell keeps, as when a workbook is read."""
_FOREIGN = "USD"
"""Stands for any other currency, which is refused."""


def with_marked_amounts(data: bytes) -> bytes:
    """Return a workbook (XLSX, ODS) whose amounts in other currencies and units are texts.

    Returned unchanged if it has none. Raises as zipfile does.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        change: Callable[[str], str]
        if _STYLES in names:
            words = _words_of_styles(archive.read(_STYLES).decode("utf-8", "replace"))
            changed = {name for name in names if name.startswith(_SHEETS)} if words else set()
            change = lambda text: _CELL.sub(lambda cell: _marked(cell, words), text)  # noqa: E731
        else:
            changed = {_ODS} & names
            change = _with_shown_currencies
        texts = {name: archive.read(name).decode("utf-8", "replace") for name in changed}
        parts = {name: change(text) for name, text in texts.items()}
        if parts == texts:
            return data
        return _rewritten(archive, parts)


def _rewritten(archive: zipfile.ZipFile, parts: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            copy.writestr(name, parts[name] if name in parts else archive.read(name))
    return out.getvalue()


def _words_of_styles(styles: str) -> dict[str, str]:
    """Return the currency or unit of each style of cells, by its number; only of those with one."""
    words = {number: _word(unescape(code)) for number, code in _FORMAT.findall(styles)}
    start = _CELL_STYLES.search(styles)
    if start is None or not any(words.values()):
        return {}
    end = _END_OF_CELL_STYLES.search(styles, start.end())
    section = styles[start.start() : len(styles) if end is None else end.start()]
    numbers = enumerate(_CELL_STYLE.findall(section))
    return {str(at): words[number] for at, number in numbers if words.get(number)}


def _word(code: str) -> str:
    """Return the currency or unit that a number format shows beside the number; usually none."""
    first = code.partition(";")[0]
    yen = any(_JAPANESE in (match[2] or "") for match in _SYMBOL.finditer(first) if match[1])
    shown = plain(_SYMBOL.sub(r"\1", first)).lower()
    if yen or names_other_currency(shown.replace('"', "")):
        return _FOREIGN
    unit = _UNIT.search(shown)
    return unit[0] if unit is not None and not _SCALED.search(shown) else ""


def _marked(cell: re.Match[str], words: Mapping[str, str]) -> str:
    """Return a cell as a text with the word of its style; others unchanged."""
    style = _STYLE_OF_CELL.search(cell["more"])
    word = "" if style is None else words.get(style[1], "")
    kind = _TYPE_OF_CELL.search(cell["more"])
    if not word or (kind is not None and kind[1] != "n"):
        return cell[0]
    prefix, more = cell["prefix"] or "", _TYPE_OF_CELL.sub("", cell["more"])
    value = _rounded(cell["value"])
    return f'<{prefix}c{more} t="str"><{prefix}v>{value} {word}</{prefix}v></{prefix}c>'


def _rounded(value: str) -> str:
    """Return a number as the spreadsheet shows it: 80.319999999999993 is 80.32."""
    try:
        return f"{round(float(value), _DECIMALS):.{_DECIMALS}f}".rstrip("0").rstrip(".")
    except ValueError:
        return value


def _with_shown_currencies(content: str) -> str:
    """Return the content of an ODS file in which other currencies are the texts that it shows."""
    return _ODS_CELL.sub(
        lambda cell: _ODS_VALUE.sub("", cell[0]).replace(
            'office:value-type="currency"', 'office:value-type="string"'
        ),
        content,
    )
