"""Parser of the help texts: one block in each line, its kind marked at the start."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from desktop.base.resources import resource


class BlockKind(Enum):
    """The kind of a block; the value is the mark at the start of its line."""

    TITLE = "# "
    HEADING = "## "
    BULLET = "- "
    GOOD = "+ "
    """Something that can still be done."""
    BAD = "x "
    """Something that cannot be done, or never is."""
    STEP = "= "
    """A step of a diagram: icon, title, small text."""
    KEY = "| "
    """A shortcut, and what it does."""
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
    """Return the blocks of a help text, one for each line that is not empty."""
    return tuple(_block(line.strip()) for line in text.splitlines() if line.strip())


def _block(line: str) -> Block:
    kind = next(kind for kind in BlockKind if line.startswith(kind.value))
    return Block(kind, line.removeprefix(kind.value))


def files(language: str) -> tuple[Path, ...]:
    """Return the help files in `language`, sorted by file name."""
    return tuple(sorted(resource("help").glob(f"*.{language}.txt")))


def names(language: str) -> tuple[str, ...]:
    """Return the names of the help texts, such as ``data``, in the order of `files`."""
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
