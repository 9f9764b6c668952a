"""The help texts: plain files of titles, paragraphs, bullets and the like, read into blocks."""

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
    GOOD = "+ "
    """Something that can still be done."""
    BAD = "x "
    """Something that cannot, or is never done."""
    STEP = "= "
    """A step of a picture: icon, title, small text."""
    KEY = "| "
    """A key of the keyboard, and what it does."""
    PARAGRAPH = ""


_COLUMNS = " | "


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a help text, without its mark."""

    kind: BlockKind
    text: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The parts of a step or of a key."""
        return tuple(self.text.split(_COLUMNS))


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


def titles(language: str) -> dict[str, str]:
    """Return the title of each help text by its name."""
    found = {}
    for name, path in zip(names(language), files(language), strict=True):
        with path.open(encoding="utf-8") as lines:
            found[name] = _block(next(lines).strip()).text
    return found


def sections(language: str) -> tuple[tuple[Block, ...], ...]:
    """Return all help texts, each beginning with its title."""
    return tuple(parse(path.read_text("utf-8")) for path in files(language))
