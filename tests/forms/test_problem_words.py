"""Every reason for refusing a value has a text."""

from __future__ import annotations

import pytest

from desktop.forms.read_amount import AmountProblem
from desktop.forms.read_moment import MomentProblem
from desktop.wording.errors import validation


@pytest.mark.parametrize("problem", [*MomentProblem, *AmountProblem])
def test_every_problem_is_a_sentence(problem: MomentProblem | AmountProblem) -> None:
    """A code such as “weekday-doubt” does not tell the user what to do."""
    words = validation.entry(problem)
    assert words != problem
    assert words.endswith(".")
