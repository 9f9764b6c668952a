"""The self-check builds every widget of the program, and reports every exception."""

from __future__ import annotations

import pkgutil
import threading
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

import desktop.ui
from desktop.self_check.fixture import Fixture
from desktop.self_check.run import problem_of
from desktop.self_check.screens import painted
from desktop.ui.kit.cards import Notice
from desktop.ui.theme.theme import Scheme, Theme
from tests.programs import delete


@pytest.fixture
def fixture(qapp: QApplication, tmp_path: Path) -> Iterator[Fixture]:
    """Make the records that the check works on."""
    fixture = Fixture(qapp, tmp_path)
    yield fixture
    fixture.close()


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Theme]:
    """Make a theme for these tests."""
    look = Theme(qapp, Scheme.LIGHT)
    yield look
    delete(look)


def ours() -> set[type[QWidget]]:
    """Return every widget class of the program that is shown itself, not only as a base class."""
    modules = pkgutil.walk_packages(desktop.ui.__path__, f"{desktop.ui.__name__}.")
    found = {
        value
        for module in modules
        for value in vars(import_module(module.name)).values()
        if isinstance(value, type) and issubclass(value, QWidget)
        if value.__module__ == module.name
    }
    return found - {base for one in found for base in one.__mro__[1:]}


def test_no_screen_is_forgotten(fixture: Fixture, look: Theme) -> None:
    """A new page, dialog, window or card must be added to the painted screens."""
    built: set[type[QWidget]] = set()
    notices: set[str] = set()
    for screen in painted(fixture, look, "en", Scheme.LIGHT):
        built |= {type(widget) for widget in (screen, *screen.findChildren(QWidget))}
        notices |= {notice.objectName() for notice in screen.findChildren(Notice)}
    names = sorted(f"{one.__module__}.{one.__name__}" for one in ours() - built)
    assert names == []
    assert {"clock-doubt", "place-doubt"} <= notices


def _fail() -> None:
    raise LookupError("lost")


def _in_qt() -> None:
    QTimer.singleShot(0, _fail)
    QApplication.processEvents()


def _on_a_thread() -> None:
    thread = threading.Thread(target=_fail)
    thread.start()
    thread.join()


@pytest.mark.parametrize("way", [_fail, _in_qt, _on_a_thread])
def test_a_fault_is_noticed_wherever_it_happens(
    fixture: Fixture, way: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """A page that raises while Qt calls it looks painted; the traceback goes to standard error."""
    assert problem_of(lambda _fixture: way(), fixture) == "LookupError: lost"
    assert "in _fail" in capsys.readouterr().err
