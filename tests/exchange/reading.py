"""Helpers that read files and texts as the program does, in one step."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from desktop.exchange.merge_plan import MergePlan
from desktop.exchange.options import ReadOptions
from desktop.exchange.read import open_file, open_text, read
from desktop.exchange.snapshot import Snapshot
from desktop.services.workspace import Workspace
from tests.domain.strategies import PROGRAMME


def read_file(path: Path, account: str | None = None) -> Snapshot:
    """Return the records in a file."""
    return read(open_file(path), PROGRAMME, _options(account))


def read_text(
    text: str, account: str | None = None, known: Mapping[str, str] | None = None
) -> Snapshot:
    """Return the records in a text."""
    return read(open_text(text), PROGRAMME, _options(account), known)


def plan(workspace: Workspace, source: Path | str, account: str | None = None) -> MergePlan:
    """Return the merge plan for importing a file or a text."""
    return workspace.files.plan(workspace.files.open(source), _options(account))


def _options(account: str | None) -> ReadOptions:
    """Return the choices of a user who has named the account, if any."""
    return ReadOptions(account=account, account_chosen=account is not None)
