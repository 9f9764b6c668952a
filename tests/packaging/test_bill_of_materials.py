"""The bill of materials names what is shipped, and the sums are those of the files."""

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
    """Return the bill of materials of a tree."""
    file = DIST / f"LinkDue-{version()}-{any_tree.parent.name}.cdx.json"
    if not file.is_file():
        pytest.fail("there is no bill of materials: run `python3 build_scripts/dev.py build`")
    bill: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return bill


def test_it_names_every_work_of_the_tree(any_tree: Path, bill: dict[str, Any]) -> None:
    """One list of works for users and for those who look for vulnerabilities."""
    listed = {(part["name"], part.get("version", "")) for part in bill["components"]}
    assert listed == {(work.name, work.version) for work in notices_of(any_tree)[1:]}


def test_works_can_be_looked_up(bill: dict[str, Any]) -> None:
    """Databases know packages and crates by their registry."""
    addresses = {part["name"]: part["purl"] for part in bill["components"]}
    assert addresses["sqlite-utils"].startswith("pkg:pypi/sqlite-utils@")
    assert addresses["quick-xml"].startswith("pkg:cargo/quick-xml@")
    assert addresses["Qt"].startswith("pkg:generic/Qt@6.9")


def test_it_says_what_is_inside_of_what(bill: dict[str, Any]) -> None:
    """A hole in HarfBuzz is mended by a newer Qt."""
    references = {part["name"]: part["bom-ref"] for part in bill["components"]}
    inside = {d["ref"]: d.get("dependsOn", []) for d in bill["dependencies"]}
    assert references["HarfBuzz"] in inside[references["Qt"]]
    assert references["Qt"] in inside[bill["metadata"]["component"]["bom-ref"]]


def test_nothing_in_it_depends_on_the_moment(any_tree: Path, bill: dict[str, Any]) -> None:
    """Two builds of one commit give the same bytes: its time is the one that all files bear."""
    said = datetime.fromisoformat(bill["metadata"]["timestamp"]).timestamp()
    assert said == any_tree.stat().st_mtime


def test_chance_leaves_no_trace_in_it(tree: Path) -> None:
    """Sets are written in an order: whatever the seed of their hashes, the bytes are the same."""
    code = (
        "import sys; from pathlib import Path; from pack.notices import notices_of;"
        "from datetime import UTC, datetime; from pack.sbom import bill;"
        "print(bill(notices_of(Path(sys.argv[1])), 'linux', datetime(2026, 11, 25, tzinfo=UTC)))"
    )
    path = {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'build_scripts'}"}
    answers = {
        subprocess.run(
            [BUILD.python, "-c", code, tree],
            capture_output=True,
            check=True,
            env=os.environ | path | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1


def test_sums_are_those_of_the_files(tmp_path: Path) -> None:
    """Read by the tool that users have; folders and the list itself are left out."""
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
