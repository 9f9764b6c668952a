"""The workflow linters find mistakes, and rules that they do not know are asserted here."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import check_workflows
import pytest
from ruamel.yaml import YAML

FILES = sorted(check_workflows.WORKFLOWS.glob("*.yml"))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy the workflows for tests that put mistakes into them."""
    folder = tmp_path / ".github" / "workflows"
    shutil.copytree(check_workflows.WORKFLOWS, folder)
    return folder


def test_the_workflows_have_no_problems() -> None:
    """Otherwise a workflow in the repository is insecure or fails to run."""
    assert check_workflows.problems() == []


@pytest.mark.parametrize(
    ("right", "wrong", "linter"),
    [
        ("timeout-minutes: 60", "timeout: 60", "check-jsonschema"),
        ("@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "@v7", "zizmor"),
        ("persist-credentials: false", "fetch-depth: 1", "zizmor"),
        ("needs: freeze-windows", "needs: freeze-window", "jactionlint"),
        ("runs-on: ubuntu-22.04", "runs-on: ubuntu-20.04", "jactionlint"),
    ],
)
def test_a_mistake_is_found(copy: Path, right: str, wrong: str, linter: str) -> None:
    """A linter that is called wrongly reports nothing."""
    if not check_workflows.find(linter):
        pytest.skip(f"{linter} is not available for this system")
    file = copy / "release.yml"
    text = file.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong), encoding="utf-8")
    assert any(found.startswith(linter) for found in check_workflows.problems(copy))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_permissions_and_pins(file: Path) -> None:
    """Nothing is permitted by default, each job states its needs, and actions are pinned."""
    text = file.read_text(encoding="utf-8")
    workflow = YAML(typ="safe").load(text)
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert "permissions" in job
        assert job["timeout-minutes"] <= 90
    for uses in re.findall(r"uses: (.*)", text):
        assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", uses), uses


def test_only_publishing_may_write() -> None:
    """A compromised build job must not be able to publish."""
    workflow = YAML(typ="safe").load((check_workflows.WORKFLOWS / "release.yml").read_text("utf-8"))
    writing = {
        name for name, job in workflow["jobs"].items() if "write" in job["permissions"].values()
    }
    assert writing == {"publish"}
