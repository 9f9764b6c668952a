"""The bill of materials lists every shipped work, and the checksums match the files."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from environments import BUILD
from pack import checksums
from pack.layout import DIST, ROOT, version
from pack.notices import notices_of

pytestmark = pytest.mark.packaging


@pytest.fixture(scope="module")
def bill(any_tree: Path) -> dict[str, Any]:
    """Return the bill of materials of a frozen program."""
    file = DIST / f"LinkDue-{version()}-{any_tree.parent.name}.cdx.json"
    if not file.is_file():
        pytest.fail("there is no bill of materials: run `python3 build_scripts/dev.py build`")
    bill: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return bill


def test_every_work_in_the_tree_is_listed(any_tree: Path, bill: dict[str, Any]) -> None:
    """It must list the same works as the notices, or a scanner misses vulnerable ones."""
    listed = {(part["name"], part.get("version", "")) for part in bill["components"]}
    assert listed == {(work.name, work.version) for work in notices_of(any_tree)[1:]}


def test_works_have_package_urls(bill: dict[str, Any]) -> None:
    """Vulnerability databases identify packages and crates by their registry."""
    addresses = {part["name"]: part["purl"] for part in bill["components"]}
    assert addresses["sqlite-utils"].startswith("pkg:pypi/sqlite-utils@")
    assert addresses["quick-xml"].startswith("pkg:cargo/quick-xml@")
    assert addresses["Qt"].startswith("pkg:generic/Qt@6.9")


def test_dependencies_state_which_work_contains_which(bill: dict[str, Any]) -> None:
    """A vulnerability in HarfBuzz is fixed by a newer Qt, which contains it."""
    references = {part["name"]: part["bom-ref"] for part in bill["components"]}
    contents = {d["ref"]: d.get("dependsOn", []) for d in bill["dependencies"]}
    assert references["HarfBuzz"] in contents[references["Qt"]]
    assert references["Qt"] in contents[bill["metadata"]["component"]["bom-ref"]]


def test_the_timestamp_is_that_of_the_commit(any_tree: Path, bill: dict[str, Any]) -> None:
    """Two builds of one commit must give the same bytes; all files have the commit's time."""
    timestamp = datetime.fromisoformat(bill["metadata"]["timestamp"]).timestamp()
    assert timestamp == any_tree.stat().st_mtime


def test_the_content_does_not_depend_on_the_hash_seed(tree: Path) -> None:
    """Sets must be sorted before they are written: their order differs between processes."""
    code = (
        "import sys; from pathlib import Path; from pack.notices import notices_of;"
        "from datetime import UTC, datetime; from pack.sbom import bill;"
        "print(bill(notices_of(Path(sys.argv[1])), 'linux', datetime(2026, 11, 25, tzinfo=UTC)))"
    )
    path = {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'build_scripts'}"}
    outputs = {
        subprocess.run(
            [BUILD.python, "-c", code, tree],
            capture_output=True,
            check=True,
            env=os.environ | path | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_checksums_match_the_files(tmp_path: Path) -> None:
    """`sha256sum` must be able to check them; folders and the list itself are left out."""
    (tmp_path / "b.deb").write_bytes(b"two")
    (tmp_path / "a.exe").write_bytes(b"one")
    (tmp_path / "linux").mkdir()
    (tmp_path / checksums.FILE_NAME).write_text("old", encoding="utf-8")
    text = checksums.sums(tmp_path)
    assert text.splitlines() == [
        f"{hashlib.sha256(b'one').hexdigest()}  a.exe",
        f"{hashlib.sha256(b'two').hexdigest()}  b.deb",
    ]
    if sys.platform.startswith("linux"):
        command = ["sha256sum", "--check", "--strict"]
        subprocess.run(command, cwd=tmp_path, input=text, text=True, check=True)
        (tmp_path / "a.exe").write_bytes(b"changed")
        changed = subprocess.run(command, cwd=tmp_path, input=text, text=True, check=False)
        assert changed.returncode != 0
