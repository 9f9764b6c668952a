"""Under Wine, failed process starts are retried, and lasting failures still raise."""

from __future__ import annotations

import pytest

from tests.start_retries import ATTEMPTS, with_retries


class FlakyStart:
    """Raises an error for the first `failures` calls, then succeeds; counts the calls."""

    def __init__(self, failures: int, error: type[OSError] = OSError) -> None:
        self.failures = failures
        self.error = error
        self.calls = 0

    def __call__(self, program: str) -> str:
        """Return `program`. Raises the error in the first `failures` calls."""
        self.calls += 1
        if self.calls <= self.failures:
            raise self.error
        return program


def test_a_failed_start_is_retried() -> None:
    """Otherwise a test fails because Wine failed once in ten thousand starts."""
    assert with_retries(FlakyStart(ATTEMPTS - 1), 0)("linkdue") == "linkdue"


def test_a_lasting_failure_is_raised() -> None:
    """A program that does not start on Windows must fail its test."""
    start = FlakyStart(ATTEMPTS)
    with pytest.raises(OSError):  # noqa: PT011 - as the system gives it
        with_retries(start, 0)("linkdue")
    assert start.calls == ATTEMPTS


def test_a_missing_program_is_not_retried() -> None:
    """Tests of missing programs expect the error immediately."""
    start = FlakyStart(1, FileNotFoundError)
    with pytest.raises(FileNotFoundError):
        with_retries(start, 0)("linkdue")
    assert start.calls == 1
