"""The help texts: plain files of titles, paragraphs and bullets, read into blocks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from desktop.base.resources import resource


class BlockKind(Enum):
    """What a block is; the value is the mark its line begins with."""

    TITLE = "# "
    HEADING = "## "
    BULLET = "- "
    PARAGRAPH = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a help text, without its mark."""

    kind: BlockKind
    text: str


def parse(text: str) -> tuple[Block, ...]:
    """Return the blocks of a help text; every line that is not empty is one."""
    return tuple(_block(line.strip()) for line in text.splitlines() if line.strip())


def _block(line: str) -> Block:
    kind = next(kind for kind in BlockKind if line.startswith(kind.value))
    return Block(kind, line.removeprefix(kind.value))


def files(language: str) -> tuple[Path, ...]:
    """Return the help files in `language`, in the order they are shown."""
    return tuple(sorted(resource("help").glob(f"*.{language}.txt")))


def names(language: str) -> tuple[str, ...]:
    """Return the names of the help texts, such as ``data``, in the order they are shown."""
    return tuple(path.name.split(".")[0].partition("-")[2] for path in files(language))


def sections(language: str) -> tuple[tuple[Block, ...], ...]:
    """Return all help texts, each beginning with its title."""
    return tuple(parse(path.read_text("utf-8")) for path in files(language))
