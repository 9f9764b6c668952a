"""Under Wine a start is tried again, and what cannot start fails as it would without."""

from __future__ import annotations

import pytest

from tests.start_retries import ATTEMPTS, with_retries


class Starting:
    """Fails some times to start, then starts; counts how often it was asked."""

    def __init__(self, failures: int, error: type[OSError] = OSError) -> None:
        self.failures = failures
        self.error = error
        self.asked = 0

    def __call__(self, program: str) -> str:
        """Return what was started. Raises the error so many times before."""
        self.asked += 1
        if self.asked <= self.failures:
            raise self.error
        return program


def test_a_start_that_failed_is_tried_again() -> None:
    """Else a test fails for what Wine did once in ten thousand starts."""
    assert with_retries(Starting(ATTEMPTS - 1), 0)("linkdue") == "linkdue"


def test_what_never_starts_fails() -> None:
    """A program that does not start on Windows must be seen."""
    start = Starting(ATTEMPTS)
    with pytest.raises(OSError):  # noqa: PT011 - as the system gives it
        with_retries(start, 0)("linkdue")
    assert start.asked == ATTEMPTS


def test_a_program_that_is_not_there_is_no_accident() -> None:
    """What a test expects to be missing is missing at the first try."""
    start = Starting(1, FileNotFoundError)
    with pytest.raises(FileNotFoundError):
        with_retries(start, 0)("linkdue")
    assert start.asked == 1
