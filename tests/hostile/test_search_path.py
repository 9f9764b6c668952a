"""A folder full of foreign modules lies around the file that is imported: none of them is run."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

from desktop.base.own_program import own_program

ROOT = Path(__file__).parents[2]
FOREIGN = ("zipfile", "json", "tempfile", "python_calamine", "sitecustomize", "usercustomize")
PARENT = "import sys; from desktop.__main__ import main; sys.exit(main())"
UID = "1000000000000001"


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    """Make a folder of downloads with an order list and modules that leave a trace."""
    folder = tmp_path / "downloads"
    (folder / "desktop").mkdir(parents=True)
    trace = f"open({str(tmp_path / 'executed')!r}, 'a').write(__name__)\n"
    for name in FOREIGN:
        (folder / f"{name}.py").write_text(trace, encoding="utf-8")
    (folder / "desktop" / "__init__.py").write_text(trace, encoding="utf-8")
    (folder / "desktop" / "__main__.py").write_text(trace, encoding="utf-8")
    book = xlsxwriter.Workbook(folder / "orders.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["订单号", "订单类型", "创建时间"])
    sheet.write_row(1, 0, ["236414227150001", "新购", "2026-09-01 00:30:00"])
    book.close()
    return folder


def test_modules_beside_a_spreadsheet_are_not_run(downloads: Path, tmp_path: Path) -> None:
    """A download folder must not be able to take over the program that reads a file in it."""
    script = tmp_path / "bin" / "linkdue"  # as pip installs it
    script.parent.mkdir()
    script.write_text(PARENT, encoding="utf-8")
    words = [sys.executable, str(script)]
    verb = ["import", "orders.xlsx", "--account", UID, "--dry-run", "--json"]
    done = subprocess.run(
        [*words, "--data-dir", str(tmp_path / "data"), *verb],
        cwd=downloads,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert not (tmp_path / "executed").exists(), (tmp_path / "executed").read_text()
    assert "Row 2" in done.stderr, done.stderr  # the file was read


def test_python_s_variables_do_not_reach_the_reader(downloads: Path, tmp_path: Path) -> None:
    """What a shell profile sets for other programs must not change what is read."""
    environment = os.environ | {"PYTHONPATH": str(downloads), "PYTHONINSPECT": "1"}
    done = subprocess.run(
        own_program("--version"),
        cwd=downloads,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Python" in done.stdout
    assert not (tmp_path / "executed").exists()


def test_every_program_that_is_called_is_named_by_its_place() -> None:
    """A tool of the system looked up by name alone can be one that lies in the current folder."""
    called = re.compile(r"^\s*(?:nsExec::\w+|Exec\w*)\b(?P<words>.*)$", re.MULTILINE)
    script = (ROOT / "build_scripts/pack/windows/installer.nsi").read_text(encoding="utf-8")
    commands = [match["words"] for match in called.finditer(script)]
    assert commands
    for words in commands:
        assert re.search(r'"\$(INSTDIR|SYSDIR)\\', words), words


def test_no_child_is_looked_up_by_name() -> None:
    """The same for what the program itself starts: its own command, or a path from the root."""
    for file in sorted((ROOT / "desktop").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not ast.unparse(node.func).startswith(
                "subprocess."
            ):
                continue
            command = node.args[0]
            is_own = ast.unparse(command).startswith("own_program(")
            first = command.elts[0] if isinstance(command, ast.List) else None
            is_placed = isinstance(first, ast.Constant) and str(first.value).startswith("/")
            assert is_own or is_placed, f"{file}:{node.lineno}"
