"""Every verb of `dev.py build` has a module with a `make` function, also for other systems."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from pack.__main__ import VERBS, Verb

SCRIPTS = Path(__file__).resolve().parents[2] / "build_scripts"


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_verb_has_a_module(verb: Verb) -> None:
    """A moved module would only be noticed during a release, on the system that needs it."""
    file = SCRIPTS.joinpath(*verb.module.split(".")).with_suffix(".py")
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert "make" in [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
