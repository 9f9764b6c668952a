"""The shares of a suite contain each of its files exactly once."""

from __future__ import annotations

from itertools import chain

import pytest
from environments import ROOT

from tests.packaging.windows.shares import EVERYWHERE, ON_WINDOWS, Suite, shares_of


@pytest.mark.parametrize("suites", [ON_WINDOWS, EVERYWHERE], ids=["usual", "all"])
def test_the_shares_contain_every_file_of_the_suites(suites: dict[str, Suite]) -> None:
    """A file in no share would silently never run under Windows."""
    run = sorted(chain.from_iterable(shares_of(suites).values()))
    folders = [folder for suite in suites.values() for folder in suite.folders]
    there = {path for folder in folders for path in (ROOT / folder).rglob("*.py")}
    left_out = {ROOT / file for suite in suites.values() for file in suite.without}
    assert run == sorted(path for path in there - left_out if path.name.startswith("test_"))
    assert all((ROOT / folder).is_dir() for folder in folders)
    assert left_out <= there


def test_nothing_is_left_out_of_all_suites() -> None:
    """Otherwise those files would never run on Windows at all."""
    assert [suite for suite in EVERYWHERE.values() if suite.without] == []


@pytest.mark.parametrize("suites", [ON_WINDOWS, EVERYWHERE], ids=["usual", "all"])
def test_a_suite_has_as_many_shares_as_it_states(suites: dict[str, Suite]) -> None:
    """An empty share would leave a processor idle."""
    shares = shares_of(suites)
    assert len(shares) == sum(suite.shares for suite in suites.values())
    assert all(shares.values())
