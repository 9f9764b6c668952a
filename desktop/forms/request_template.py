"""Templates of the request to a partner: the built-in text, or a copy that the user edited.

A template has *gaps* such as ``{company}``. A copy in the data folder is plain text in which only
the gaps are replaced. An invalid copy is reported, and the built-in text is used instead.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.base.atomic_file import write_whole
from desktop.base.regular_file import read_up_to
from desktop.base.resources import resource

FOLDER = "templates"
"""The folder of the templates in the program's resources and in the data folder."""
TEMPLATE_LIMIT = 8 * 1024
"""The maximum size in bytes; the built-in ones have less than one kilobyte."""
GAPS = ("company", "uid", "purpose", "products", "phrase")
_GAP = re.compile(r"\{(\w{0,30})\}")


class TemplateProblem(StrEnum):
    """Why a user's copy cannot be used."""

    MISSING = "missing-gap"
    UNKNOWN = "unknown-gap"
    TOO_LARGE = "too-large"
    NOT_UTF8 = "not-utf-8"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class RequestTemplate:
    """The text to use; with a `problem`, the built-in text is used instead of the `copy`.

    `gap` is the missing or unknown gap, with its braces.
    """

    text: str
    copy: Path | None = None
    problem: TemplateProblem | None = None
    gap: str = ""


def file_name(language: str) -> str:
    """Return the file name of the template in ``zh_CN`` or ``en``."""
    return f"request.{language}.txt"


def built_in(language: str, *, short: bool = False) -> RequestTemplate:
    """Return the built-in template, or the `short` one for a small QR code."""
    name = f"request-short.{language}.txt" if short else file_name(language)
    path = resource(f"{FOLDER}/{name}")
    return RequestTemplate(path.read_text(encoding="utf-8"))


def read_template(folder: Path, language: str) -> RequestTemplate:
    """Return the user's copy in `folder`, else the built-in template."""
    path = folder / file_name(language)
    own = built_in(language)
    try:
        text = read_up_to(path, TEMPLATE_LIMIT).decode("utf-8-sig").replace("\r\n", "\n")
    except (FileNotFoundError, NotADirectoryError):
        return own
    except UnicodeDecodeError:
        return RequestTemplate(own.text, path, TemplateProblem.NOT_UTF8)
    except OSError as error:
        large = error.errno == errno.EFBIG
        problem = TemplateProblem.TOO_LARGE if large else TemplateProblem.UNREADABLE
        return RequestTemplate(own.text, path, problem)
    named = _GAP.findall(text)
    for gap in GAPS:
        if gap not in named:
            return RequestTemplate(own.text, path, TemplateProblem.MISSING, f"{{{gap}}}")
    for gap in named:
        if gap not in GAPS:
            return RequestTemplate(own.text, path, TemplateProblem.UNKNOWN, f"{{{gap}}}")
    return RequestTemplate(text, path)


def copy_templates(old: Path, new: Path) -> None:
    """Copy the user's templates from one data folder to another, except unreadable ones."""
    for path in sorted((old / FOLDER).glob("request.*.txt")):
        with suppress(OSError):
            text = read_up_to(path, TEMPLATE_LIMIT)
            (new / FOLDER).mkdir(exist_ok=True)
            write_whole(new / FOLDER / path.name, text)


def fill(text: str, facts: Mapping[str, str]) -> str:
    """Return the text with its gaps filled; without products, their line is omitted."""
    lines = [line for line in text.splitlines() if facts["products"] or "{products}" not in line]
    return _GAP.sub(lambda gap: facts.get(gap[1], gap[0]), "\n".join(lines)).strip()
