"""Foreign modules in the folder of an imported file are never run."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

from desktop.base.program_command import child_command
from desktop.system.tools import run_tool, system_tool

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
    """Modules in a download folder must not take over the program that reads a file there."""
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
    """A shell profile's variables for other programs must not change how files are read."""
    environment = os.environ | {"PYTHONPATH": str(downloads), "PYTHONINSPECT": "1"}
    done = subprocess.run(
        child_command("--version"),
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
    """A system tool looked up by name alone may be one in the current folder."""
    called = re.compile(r"^\s*(?:nsExec::\w+|Exec\w*)\b(?P<words>.*)$", re.MULTILINE)
    script = (ROOT / "build_scripts/pack/windows/installer.nsi").read_text(encoding="utf-8")
    commands = [match["words"] for match in called.finditer(script)]
    assert commands
    for words in commands:
        assert re.search(r'"\$(INSTDIR|SYSDIR)\\', words), words


def test_no_child_is_looked_up_by_name() -> None:
    """The program's own child processes: its own command, or an absolute path.

    `system/tools.py` finds a tool in the administrator's folders.
    """
    for file in sorted((ROOT / "desktop").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not _starts_a_child(ast.unparse(node.func)):
                continue
            command = node.args[0]
            is_own = ast.unparse(command).startswith("child_command(")
            first = command.elts[0] if isinstance(command, ast.List) else None
            is_placed = isinstance(first, ast.Constant) and str(first.value).startswith("/")
            is_tool = file.name == "tools.py" and ast.unparse(command).startswith("[path, ")
            assert is_own or is_placed or is_tool, f"{file}:{node.lineno}"


def _starts_a_child(function: str) -> bool:
    return function.startswith("subprocess.") and function != "subprocess.list2cmdline"


@pytest.mark.skipif(os.name != "posix", reason="the tools are a POSIX system's")
def test_a_tool_of_the_system_is_not_one_that_lies_around(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the current folder nor the user's search path decides which `env` is run."""
    foreign = tmp_path / "env"
    foreign.write_text("#!/bin/sh\necho foreign\n", encoding="utf-8")
    foreign.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    answer = run_tool(["env"])
    assert answer.ok
    assert b"foreign\n" not in answer.output.splitlines(keepends=True)
    assert system_tool("../../env") is None
    assert system_tool("no-such-tool") is None
    assert run_tool(["no-such-tool"]).status is None


@pytest.mark.skipif(os.name != "posix", reason="the variable is a POSIX system's")
def test_a_tool_of_the_system_gets_its_own_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    """The frozen program contains libraries that may be incompatible with `systemctl`."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/LinkDue/_internal")
    assert b"LD_LIBRARY_PATH" not in run_tool(["env"]).output
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/home/wang/lib")
    assert b"LD_LIBRARY_PATH=/home/wang/lib\n" in run_tool(["env"]).output
