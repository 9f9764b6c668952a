"""The frozen program works, is small, starts quickly, and is the same each time it is made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.packaging

ENDING = ".exe" if sys.platform == "win32" else ""


@pytest.mark.parametrize("program", ["LinkDue", "linkdue-cli"])
def test_every_screen_is_painted(tree: Path, program: str) -> None:
    """A plugin, a resource or a module that the tree lacks would end it."""
    done = subprocess.run(
        [tree / (program + ENDING), "smoke"],
        capture_output=True,
        text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["screens"] >= 52
