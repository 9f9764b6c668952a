"""A full disk, simulated by a limit on the size of every file that this process writes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

NEEDS_LIMITS = pytest.mark.skipif(os.name != "posix", reason="Windows has no limits for files")


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """Make writing past `size` bytes of any file fail, as on a full disk."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
