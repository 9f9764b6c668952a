"""The frozen program leads a newcomer from nothing to a countdown, by keyboard alone."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from pack.screen import Screen

from tests.builders import UID
from tests.packaging.conftest import PICTURES

pytestmark = pytest.mark.packaging

BEIJING = timezone(timedelta(hours=8))
PROJECT = "202611240421"
ORDER = "236414227150922"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_from_nothing_to_a_countdown(
    tree: Path, screen: Screen, tmp_path: Path, language: str
) -> None:
    """What was typed into the window, the verbs answer with: same file, same rules."""
    data = tmp_path / "data"
    paid = datetime.now(UTC).replace(second=0, microsecond=0)
    program = (tree / "LinkDue", "--data-dir", data, "--lang", language)
    step = "第 {} 步*" if language == "zh_CN" else "Step {} of 6*"
    with screen.showing(*program):
        _account(screen, step.format(1))
        _request(screen, step.format(2))
        _number(screen, step.format(3), paid - timedelta(days=1))
        screen.press(step.format(4), "Return")
        _order(screen, step.format(5), paid)
        screen.window(step.format(6))
        screen.picture(PICTURES / f"countdown-{language}.png")
    question = (tree / "linkdue-cli", "due", "--all", "--json", "--data-dir", data)
    now = paid.strftime("%Y-%m-%dT%H:%M:%SZ")
    answer = subprocess.run(
        [*question, "--now", now], capture_output=True, text=True, check=True, timeout=60
    )
    [order] = [json.loads(line) for line in answer.stdout.splitlines()]
    assert (order["account"], order["number"], order["project"]) == (UID, ORDER, PROJECT)
    assert order["verdict"] == "open"
    assert order["capped_by"] == "window-month"
    assert order["seconds_left"] > 0


def _account(screen: Screen, title: str) -> None:
    """Fill in the account; its window is the month, the first of the choices."""
    _fill(screen, title, "Web shop", UID)
    screen.press(title, "space", "Return")


def _request(screen: Screen, title: str) -> None:
    _fill(screen, title, "Cloud Partner Ltd", "Hangzhou Shop Ltd", "web shop", "2 ECS")
    screen.press(title, "Return")


def _number(screen: Screen, title: str, created: datetime) -> None:
    _fill(screen, title, PROJECT, _typed(created))
    screen.press(title, "Return")


def _order(screen: Screen, title: str, paid: datetime) -> None:
    """Fill in the order; “paid”, between payment and amount, is preset."""
    _fill(screen, title, ORDER, "ecs", _typed(paid), _typed(paid))
    screen.press(title, "Tab")
    screen.type("2040")
    screen.press(title, "Return")


def _fill(screen: Screen, title: str, *texts: str) -> None:
    """Fill one field after the other, from where the focus is."""
    screen.window(title)
    for text in texts:
        screen.type(text)
        screen.press(title, "Tab")


def _typed(moment: datetime) -> str:
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M}"
