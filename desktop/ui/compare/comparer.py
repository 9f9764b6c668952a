"""Reads the pasted lists and compares them off the window's thread."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop.base.storage import StorageError
from desktop.domain.compare import ConsoleList, ConsoleLists, Differences
from desktop.exchange.console_list import ConsoleReading
from desktop.exchange.snapshot import ImportRefused
from desktop.services.workspace import Workspace
from desktop.ui.kit.worker import JobToken, Worker


@dataclass(frozen=True, slots=True)
class ComparisonOutcome:
    """The readings of the lists, the refused ones, and the differences if none was refused."""

    readings: Mapping[ConsoleList, ConsoleReading]
    refused: Mapping[ConsoleList, ImportRefused]
    lists: ConsoleLists
    found: Differences | None


class Comparer(QObject):
    """Does one comparison at a time; a new one replaces the previous one."""

    compared = Signal(object)
    """A `ComparisonOutcome`."""
    failed = Signal(object)
    """A `StorageError`."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._worker = Worker("comparer", self, newest_wins=True)

    @property
    def busy(self) -> bool:
        """Whether a comparison is running."""
        return self._worker.busy

    def compare(self, uid: str, texts: Mapping[ConsoleList, str]) -> None:
        """Read the lists given and compare the account's orders with them; emits `compared`."""

        def run(token: JobToken) -> ComparisonOutcome:
            with closing(self._workspace.another()) as workspace:
                return _compare(workspace, uid, texts, token)

        self._worker.submit(run, self.compared.emit, failed=self._fail)

    def forget(self) -> None:
        """Drop the result of a running comparison."""
        self._worker.forget()

    def _fail(self, problem: Exception) -> None:
        if not isinstance(problem, StorageError):
            raise problem
        self.failed.emit(problem)


def _compare(
    workspace: Workspace, uid: str, texts: Mapping[ConsoleList, str], token: JobToken
) -> ComparisonOutcome:
    readings: dict[ConsoleList, ConsoleReading] = {}
    refused: dict[ConsoleList, ImportRefused] = {}
    for listed, text in texts.items():
        try:
            readings[listed] = workspace.comparing.read(text, listed, uid, token.progress)
        except ImportRefused as problem:
            refused[listed] = problem
    lists = workspace.comparing.lists(readings)
    found = None if refused else workspace.comparing.compare(uid, lists)
    return ComparisonOutcome(readings, refused, lists, found)
