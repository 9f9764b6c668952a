"""If the newest Python is too new for Qt, the commands use another installed one."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest
from interpreters import FIRST, LAST, advice, find_supported, is_supported, run_with_supported

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="uses scripts as fake Pythons")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the only folder in which programs are looked for."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def put(folder: Path, name: str, does: str) -> None:
    """Write a program into the folder."""
    (folder / name).write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def test_the_newest_python_that_starts_is_found(programs: Path) -> None:
    """Pyenv has a launcher for every version that it knows, and most of them start nothing."""
    put(programs, "python3.13", "echo 'pyenv: python3.13: command not found' >&2; exit 127")
    put(programs, "python3.12", f'exec "{sys.executable}" "$@"')
    put(programs, "python3.11", f'exec "{sys.executable}" "$@"')

    assert find_supported("linux") == ["python3.12"]


def test_the_launcher_of_windows_is_asked_for_each_version(programs: Path) -> None:
    """There, only one Python is on the path, and `py` starts the others."""
    put(programs, "py", f'test "$1" = -3.11 || exit 103; shift; exec "{sys.executable}" "$@"')

    assert find_supported("win32") == ["py", "-3.11"]


def test_a_python_with_a_wrong_name_is_ignored(programs: Path) -> None:
    """The interpreter must be able to run the program, whatever its name."""
    put(programs, "python3.13", "echo 3 14")

    assert find_supported("linux") is None


def test_the_other_python_gets_the_same_command(
    programs: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The verb and its arguments arrive, and its exit status comes back."""
    put(programs, "python3.11", f'exec "{sys.executable}" "$@"')
    script = tmp_path / "script.py"
    script.write_text("import sys; print(sys.argv[1:]); sys.exit(7)", encoding="utf-8")

    assert run_with_supported(str(script), ["test", "-k", "one two"]) == 7
    assert capfd.readouterr().out == "['test', '-k', 'one two']\n"


def test_without_another_python_what_to_install_is_named(
    programs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is started, and the user has one thing to do."""
    assert run_with_supported("script.py", ["run"]) == 2
    assert "3.13" in capsys.readouterr().out
    assert list(programs.iterdir()) == []


@pytest.mark.parametrize(
    ("platform", "word"), [("win32", "py install"), ("darwin", "brew"), ("linux", "uv python")]
)
def test_each_system_has_its_own_advice(platform: str, word: str) -> None:
    """A command of another system helps nobody."""
    assert word in advice(platform, "3.15.0")
    assert "3.15.0" in advice(platform, "3.15.0")


def test_the_versions_are_those_of_the_project_file() -> None:
    """Pip refuses other versions than those in the project file, after minutes of set-up."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert project["requires-python"] == f">={FIRST[0]}.{FIRST[1]},<{LAST[0]}.{LAST[1] + 1}"
    assert not is_supported((FIRST[0], FIRST[1] - 1))
    assert is_supported(FIRST)
    assert is_supported((*LAST, 9))
    assert not is_supported((LAST[0], LAST[1] + 1))
