"""Where the data lies when the user does not say."""

from __future__ import annotations

from pathlib import Path


def default_data_folder() -> Path:
    """The user's data folder for LinkDue, as the operating system wants it; not created here."""
    from platformdirs import user_data_path  # noqa: PLC0415 - only needed without --data-dir

    return user_data_path("LinkDue", appauthor=False, roaming=False)
