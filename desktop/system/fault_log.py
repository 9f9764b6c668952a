"""A small log of faults in the data folder. It holds places in the program, never anybody's data."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

_LARGEST = 256 * 1024


def write_fault(folder: Path, details: str) -> None:
    """Append a fault to ``faults.log``; begins anew at 256 KiB. Where it cannot be written, nothing."""
    file = folder / "faults.log"
    with suppress(OSError):
        mode = "w" if file.exists() and file.stat().st_size > _LARGEST else "a"
        with file.open(mode, encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC).isoformat(timespec='seconds')}\n{details}\n\n")
