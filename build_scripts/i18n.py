"""Update, compile and check the Chinese catalogue of the English source texts.

Verbs: update, compile, check. Needs Babel.
"""

from __future__ import annotations

import ast
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "desktop"
CATALOGUE = ROOT / "resources" / "i18n" / "zh_CN.po"
KEYWORDS = {"_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
_PLACEHOLDER = re.compile(r"\{(\w*)[^{}]*\}")
_LINE_WIDTH = 100


def compiled_path(catalogue: Path = CATALOGUE) -> Path:
    """Return the path at which the standard library's gettext expects the compiled catalogue."""
    return catalogue.parent / catalogue.stem / "LC_MESSAGES" / "linkdue.mo"


def extracted(sources: Path = SOURCES) -> Catalog:
    """Extract every text from the sources, without translations."""
    catalogue = Catalog()
    for _file, _line, message, _comments, context in extract_from_dir(
        sources, method_map=[("**.py", "python")], keywords=KEYWORDS
    ):
        catalogue.add(message, context=context)
    return catalogue


def read(path: Path = CATALOGUE) -> Catalog:
    """Read the catalogue; return an empty one if there is no file."""
    if not path.exists():
        return Catalog(locale="zh_CN")
    with path.open("rb") as file:
        return read_po(file, locale="zh_CN")


def update(path: Path = CATALOGUE, sources: Path = SOURCES) -> Catalog:
    """Add new texts and remove unused ones; translations of unchanged texts stay."""
    old, fresh = read(path), Catalog(locale="zh_CN", header_comment="# LinkDue in Chinese.")
    for message in _texts(extracted(sources)):
        known = old.get(message.id, context=message.context)
        fresh.add(message.id, known.string if known else None, context=message.context)
    text = io.BytesIO()
    write_po(text, fresh, width=_LINE_WIDTH, sort_output=True, omit_header=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = [line for line in text.getvalue().decode().splitlines() if "-Date:" not in line]
    path.write_text("\n".join(kept).rstrip() + "\n", encoding="utf-8", newline="\n")
    return fresh


def compile_catalogues(path: Path = CATALOGUE) -> list[Path]:
    """Compile the catalogue for the standard library's gettext and return the files written."""
    target = compiled_path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(f".{os.getpid()}.new")  # a build may be reading the old one
    with fresh.open("wb") as file:
        write_mo(file, read(path))
    fresh.replace(target)
    return [target]


def problems(path: Path = CATALOGUE, sources: Path = SOURCES) -> list[str]:
    """Return the problems of the catalogue and of the calls that mark texts."""
    return [
        *_not_literal(sources),
        *_out_of_date(read(path), extracted(sources)),
        *_badly_translated(read(path)),
    ]


def _out_of_date(catalogue: Catalog, sources: Catalog) -> Iterator[str]:
    known = {(message.id, message.context) for message in _texts(catalogue)}
    used = {(message.id, message.context) for message in _texts(sources)}
    for text, _context in sorted(used - known, key=str):
        yield f"not in the catalogue (run update): {text!r}"
    for text, _context in sorted(known - used, key=str):
        yield f"no longer in the sources (run update): {text!r}"
    if catalogue.obsolete:
        yield f"{len(catalogue.obsolete)} obsolete entries (run update)"


def _badly_translated(catalogue: Catalog) -> Iterator[str]:
    for message in _texts(catalogue):
        sources, strings = _forms(message.id), _forms(message.string)
        if not all(strings):
            yield f"not translated: {sources[0]!r}"
            continue
        if message.fuzzy:
            yield f"marked as fuzzy: {sources[0]!r}"
        expected = set().union(*map(_placeholders, sources))
        for string in strings:
            if _placeholders(string) != expected:
                yield f"different placeholders: {sources[0]!r} → {string!r}"


def _not_literal(sources: Path) -> Iterator[str]:
    """Yield the calls whose texts are not literals and so cannot be extracted."""
    for file in sorted(sources.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            count = {"_": 1, "ngettext": 2, "pgettext": 2}.get(node.func.id, 0)
            texts = node.args[:count]
            if not all(isinstance(t, ast.Constant) and isinstance(t.value, str) for t in texts):
                yield f"{file.relative_to(sources.parent)}:{node.lineno}: not a literal text"


def _forms(text: object) -> tuple[str, ...]:
    """Return the singular and plural forms of a text, or its only form."""
    return tuple(map(str, text)) if isinstance(text, tuple | list) else (str(text or ""),)


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def _texts(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def main(arguments: list[str]) -> int:
    """Run one verb and return the exit status."""
    verb = arguments[0] if arguments else ""
    if verb == "update":
        empty = [m for m in _texts(update()) if not any(m.string or ())]
        print(f"{CATALOGUE.relative_to(ROOT)}: {len(empty)} entries to translate")
        return 0
    if verb == "compile":
        compile_catalogues()
        return 0
    if verb == "check":
        found = problems()
        print("\n".join(found) or "translations: complete")
        return 1 if found else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
