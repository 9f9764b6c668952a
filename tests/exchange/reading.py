"""Files and texts read as the program reads them, in one step."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from desktop.exchange.merge import MergePlan
from desktop.exchange.options import Choices
from desktop.exchange.read import open_file, open_text, read
from desktop.exchange.snapshot import Snapshot
from desktop.services.workspace import Desk
from tests.domain.strategies import PROGRAMME


def read_file(path: Path, account: str | None = None) -> Snapshot:
    """The records in a file."""
    return read(open_file(path), PROGRAMME, Choices(account=account))


def read_text(
    text: str, account: str | None = None, known: Mapping[str, str] | None = None
) -> Snapshot:
    """The records in a text."""
    return read(open_text(text), PROGRAMME, Choices(account=account), known)


def plan(desk: Desk, source: Path | str, account: str | None = None) -> MergePlan:
    """What taking in a file or a text would do."""
    return desk.files.plan(desk.files.open(source), Choices(account=account))
