"""PySide's signatures: not loaded at the start, but available as soon as one is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

DEFERRED = "from desktop.system.qt_signatures import defer_signatures; defer_signatures()"
PARSER = "shibokensupport.signature.parser"
"""A module of PySide that formats signatures."""

ASK = """
from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QLabel
application = QGuiApplication([])
questions = {
    "method": lambda: QTimer().start("soon"),
    "constructor": lambda: QColor(QTimer()),
    "static": lambda: QGuiApplication.setApplicationName(3),
    "property": lambda: QObject(colour=3),
    "count": lambda: QPoint(1, 2, 3),
    "enumeration": lambda: QColor(1, 2, 3).name("hex"),
    "text": lambda: QLabel.setText.__doc__,
    "class": lambda: QTimer.__doc__,
}
def ask(question):
    try:
        print(question, questions[question]())
    except (TypeError, AttributeError) as problem:
        print(question, type(problem).__name__, problem)
for question in sys.argv[1:] + list(questions):
    ask(question)
"""


def run(*lines: str, arguments: tuple[str, ...] = ()) -> str:
    """Run lines of Python in a separate process and return what they print."""
    code = "\n".join(("import sys", *lines))
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, (done.returncode, done.stderr)
    return done.stdout


def test_a_start_does_not_compile_what_it_does_not_need() -> None:
    """Each start would take a sixth longer, for texts that only developers read."""
    asked = ("import PySide6.QtWidgets, shiboken6", f"print({PARSER!r} in sys.modules)")
    assert run(*asked).split() == ["True"]
    assert run(DEFERRED, *asked).split() == ["False"]


def test_the_package_reports_its_folder() -> None:
    """Callers that ask the binding for its folder, such as other libraries, get the true one."""
    asked = ("import shiboken6; print(shiboken6.__file__, shiboken6.__path__)",)
    assert run(DEFERRED, *asked) == run(*asked)


@pytest.mark.parametrize("first", ["method", "constructor", "property", "text", "class"])
def test_a_wrong_call_is_answered_as_ever(first: str) -> None:
    """A fault report would not say what was wrong, or the program would end silently."""
    expected = run(ASK, arguments=(first,))
    assert "Supported signatures" in expected
    assert run(DEFERRED, ASK, arguments=(first,)) == expected


def test_deferring_too_late_does_nothing() -> None:
    """If PySide is loaded already, a second copy of it would be loaded."""
    late = ("import PySide6.QtCore as before", DEFERRED, "import PySide6.QtCore as after")
    assert run(*late, "print(before is after)").split() == ["True"]
