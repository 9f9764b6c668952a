"""Every verb of the build leads to something that makes it, also those of other systems."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from pack.__main__ import VERBS, Verb

SCRIPTS = Path(__file__).resolve().parents[2] / "build_scripts"


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_a_verb_has_its_module(verb: Verb) -> None:
    """A module that was moved would only be missed on the system that needs it, by a release."""
    file = SCRIPTS.joinpath(*verb.module.split(".")).with_suffix(".py")
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert "make" in [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
