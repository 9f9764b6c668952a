"""The save dialog starts in the user's folder for documents, then in the last one used."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from desktop.ui.kit.save_dialog import choose_place


def test_saving_starts_in_the_users_folder_then_beside_the_last_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The program's folder is not writable, and nobody looks there for a table."""
    proposed: list[Path] = []
    answers = [str(tmp_path / "a.xlsx"), "", ""]

    def ask(_parent: object, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        proposed.append(Path(start))
        return answers[len(proposed) - 1], "kind"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(ask))
    assert choose_place(None, "Save", "orders.xlsx", "*") == (str(tmp_path / "a.xlsx"), "kind")
    choose_place(None, "Save", "orders.xlsx", "*")
    assert proposed[0].is_absolute()
    assert proposed[0].parent.is_dir()
    assert proposed[1] == tmp_path / "orders.xlsx"


def test_a_folder_that_is_gone_is_not_proposed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A memory stick that was pulled out cannot store a file."""
    stick = tmp_path / "stick"
    stick.mkdir()
    proposed: list[Path] = []

    def ask(_parent: object, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        proposed.append(Path(start))
        return str(stick / "a.xlsx"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(ask))
    choose_place(None, "Save", "orders.xlsx", "*")
    stick.rmdir()
    choose_place(None, "Save", "orders.xlsx", "*")
    assert proposed[1].parent != stick
