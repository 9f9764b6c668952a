"""LinkDue opens no network connection: checked by Python's audit hook, the system, and the code."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from desktop.cli import arguments
from tests.cli.conftest import PLATFORM
from tests.system.offline_run import ROOT, verb_calls

QT = {"QtCore", "QtGui", "QtWidgets", "QtSvg", "QtNetwork"}
LOCAL_ONLY = {"QLocalServer", "QLocalSocket"}
SPEAKS_TO_OTHERS = {
    "aiohttp",
    "asyncio",
    "ftplib",
    "http",
    "httpx",
    "imaplib",
    "poplib",
    "requests",
    "smtplib",
    "socketserver",
    "ssl",
    "telnetlib",
    "urllib.request",
    "urllib3",
    "webbrowser",
    "xmlrpc",
}
NO_STRACE = "needs strace, and leave to use it"
TRACE = ("strace", "-f", "-qq", "--seccomp-bpf")
"""The last option stops the process at the listed calls only, which takes half the time."""
SOCKET = re.compile(r"\bsocket(?:pair)?\((\w+)")


def _run(what: str, folder: Path, before: Sequence[str] = ()) -> str:
    """Return the output of a run: each trapped socket, then a last line."""
    folder.mkdir()
    done = subprocess.run(
        [*before, sys.executable, "-m", "tests.system.offline_run", what, str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)} | PLATFORM,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "done", done.stdout
    return done.stdout


@cache
def _can_trace() -> bool:
    if not sys.platform.startswith("linux") or shutil.which("strace") is None:
        return False
    command = [*TRACE, "-e", "trace=network", "-o", os.devnull, "true"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@dataclass(frozen=True)
class Run:
    """The observations of a run: its output, and the families of sockets it made.

    `families` is from the system, for the run and its children; None where it cannot be traced.
    """

    printed: str
    families: set[str] | None


def _watched(what: str, folder: Path) -> Run:
    """Run it traced by the system, where possible."""
    log = folder / "calls"
    watch = (*TRACE, "-e", "trace=network", "-o", str(log)) if _can_trace() else ()
    printed = _run(what, folder / "run", watch)
    families = set(SOCKET.findall(log.read_text("utf-8", "replace"))) if watch else None
    return Run(printed, families)


@pytest.fixture(scope="module", params=["window", "verbs"])
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run the window, and all verbs, once, for both checks."""
    return _watched(str(request.param), tmp_path_factory.mktemp("offline"))


@pytest.mark.parametrize("run", ["verbs"], indirect=True)
def test_the_self_check_tries_every_part_and_paints_every_screen(run: Run) -> None:
    """A packager's question is whether the built program works at all.

    Painting hundreds of screens takes time, so the report comes from the run that is traced anyway.
    """
    answers = [line for line in run.printed.splitlines() if line.startswith('{"ready_ms"')]
    [report] = map(json.loads, answers)
    assert report["ready_ms"] > 0
    assert report["screens"] == 320
    assert report["failed"] == {}


def test_no_python_code_opens_a_socket(run: Run) -> None:
    """Records of a company's purchases would leave the computer."""
    assert "trapped" not in run.printed


def test_the_system_sees_local_sockets_only(run: Run) -> None:
    """Including sockets of Qt and of libraries, which Python does not report."""
    if run.families is None:
        pytest.skip(NO_STRACE)
    assert run.families <= {"AF_UNIX"}


def test_the_trap_inside_works(tmp_path: Path) -> None:
    """Without this, the test above could not fail."""
    assert "trapped socket.__new__" in _run("python-leak", tmp_path / "run")


@pytest.mark.skipif(not _can_trace(), reason=NO_STRACE)
@pytest.mark.parametrize("what", ["python-leak", "qt-leak"])
def test_the_trap_in_the_system_works(what: str, tmp_path: Path) -> None:
    """Without this, the test above could not fail."""
    assert {"AF_INET", "AF_INET6"} & (_watched(what, tmp_path).families or set())


def test_every_verb_is_run(tmp_path: Path) -> None:
    """A new verb must be added to `verb_calls`."""
    assert {name for name, *_ in arguments.VERBS} == verb_calls(tmp_path).keys()


def _imports(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield each module that is imported, and each name from it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield from ((node.module, alias.name) for alias in node.names)


def _speaking(tree: ast.AST) -> Iterator[str]:
    """Return imports of modules that can communicate with other computers."""
    for module, name in _imports(tree):
        top, _dot, part = module.partition(".")
        names = {module, top, f"{module}.{name}"}
        if names & SPEAKS_TO_OTHERS:
            yield f"{module} {name}"
        if top == "PySide6" and (part or name) not in {*QT, ""}:
            yield f"{module} {name}"
        if part == "QtNetwork" and name not in LOCAL_ONLY:
            yield f"{module} {name}"


@pytest.mark.source
@pytest.mark.parametrize("path", sorted(ROOT.glob("desktop/**/*.py")), ids=lambda p: p.stem)
def test_no_part_of_the_program_can_speak_to_others(path: Path) -> None:
    """Including code that no test runs."""
    assert list(_speaking(ast.parse(path.read_text("utf-8")))) == []


@pytest.mark.source
@pytest.mark.parametrize(
    "code",
    [
        "import urllib.request",
        "from urllib import request",
        "import http.client",
        "from PySide6.QtNetwork import QNetworkAccessManager",
        "import PySide6.QtNetwork",
        "from PySide6 import QtWebSockets",
        "from PySide6.QtWebEngineWidgets import QWebEngineView",
    ],
)
def test_what_can_speak_to_others_is_found(code: str) -> None:
    """Without this, the test above could not fail."""
    assert list(_speaking(ast.parse(code)))
