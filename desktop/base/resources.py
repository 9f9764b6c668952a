"""Paths of the program's resources: beside the code in a checkout, else inside the package."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parents[1]
_ROOT = _HERE / "_resources"
if not _ROOT.is_dir():
    _ROOT = _HERE.parent / "resources"


def resource(name: str) -> Path:
    """Return the path of a file or folder among the program's resources."""
    return _ROOT / name
