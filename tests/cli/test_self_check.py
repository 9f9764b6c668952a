"""The self-check reports missing files; a complete self-check is in test_offline."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.base.resources import resource
from tests.cli.conftest import ROOT

pytestmark = pytest.mark.skipif(
    os.name == "nt",
    reason="Windows' platform without a screen has no fonts; the built program is tried",
)

_ON_OTHER_RESOURCES = """
import sys
from pathlib import Path
from desktop.base import resources
resources._ROOT = Path(sys.argv.pop(1))
from desktop.__main__ import main
sys.exit(main())
"""


@pytest.mark.parametrize(
    ("lost", "noticed"),
    [
        ("programme.toml", {"start", "rules", "records", "spreadsheets", "calendar", "screens"}),
        ("products.csv", {"start", "rules", "records", "spreadsheets", "calendar", "screens"}),
        ("synced_folders.toml", {"screens"}),
        ("i18n", {"words", "screens"}),
    ],
)
def test_a_missing_file_is_named_like_all_else(
    tmp_path: Path, lost: str, noticed: set[str]
) -> None:
    """Also a file without which no data can be opened, or the system's language not be used."""
    resources = tmp_path / "resources"
    shutil.copytree(resource("."), resources)
    missing = resources / lost
    shutil.rmtree(missing) if missing.is_dir() else missing.unlink()
    report, status, errors = smoke_on(resources)
    assert status == 1
    assert noticed <= set(report["failed"])
    name = "linkdue" if lost == "i18n" else lost  # gettext names its domain
    assert all(name in text for text in report["failed"].values()), report["failed"]
    assert {"fonts", "icons", "plugins", "one_window"} <= set(report["passed"])
    assert "Traceback" not in errors


def smoke_on(resources: Path) -> tuple[dict[str, Any], int, str]:
    """Return report, exit status and standard error with other resources on a Chinese system."""
    done = subprocess.run(
        [sys.executable, "-c", _ON_OTHER_RESOURCES, resources, "smoke"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"LANG": "zh_CN.UTF-8", "LC_ALL": "zh_CN.UTF-8"},
        timeout=120,
        check=False,
    )
    [line] = done.stdout.splitlines()
    return json.loads(line), done.returncode, done.stderr
