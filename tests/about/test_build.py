"""The version, and its age since the day it was frozen."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop import __version__
from desktop.about.build import Build, this_build
from desktop.wording import about
from desktop.wording.i18n import LANGUAGES, set_language

MADE = date(2026, 11, 25)


def test_a_checkout_has_no_day(tmp_path: Path) -> None:
    """Nobody froze a checkout: an age would be made up."""
    build = this_build(tmp_path / "build.json")
    assert build == Build(__version__, None)
    assert build.age(MADE) is None
    assert "running from source" in about.version_line(build, MADE)
    assert about.advice(build, MADE) is None


def test_the_stamp_of_the_frozen_program_is_read(tmp_path: Path) -> None:
    """The day comes from the bundle, the version from the code."""
    file = tmp_path / "build.json"
    file.write_text(json.dumps({"made": "2026-11-25"}), encoding="utf-8")
    assert this_build(file) == Build(__version__, MADE)


@pytest.mark.parametrize(
    ("days", "english", "chinese"),
    [
        (0, "built today (25 Nov 2026)", "（版本日期 2026 年 11 月 25 日，今天）"),
        (1, "built on 25 Nov 2026 (1 day ago)", "（版本日期 2026 年 11 月 25 日，已有 1 天"),
        (3, "built on 25 Nov 2026 (3 days ago)", "（版本日期 2026 年 11 月 25 日，已有 3 天"),
        (-1, "please check its date", "请检查系统日期"),
    ],
)
def test_the_age_in_words(days: int, english: str, chinese: str) -> None:
    """It is read aloud to a helper; a clock that is behind must not give a negative age."""
    for code, words in zip(LANGUAGES, (chinese, english), strict=True):
        set_language(code)
        line = about.version_line(Build("0.1.0", MADE), MADE + timedelta(days=days))
        assert words in line
        assert "0.1.0" in line
        assert "-" not in line


def test_an_old_version_gives_advice_and_a_new_one_does_not() -> None:
    """The program never looks for updates itself: this advice is all that a user gets."""
    build = Build("0.1.0", MADE)
    assert about.advice(build, MADE + timedelta(days=about.OLD_DAYS - 1)) is None
    title, text = about.advice(build, MADE + timedelta(days=about.OLD_DAYS)) or ("", "")
    assert "180 days" in title
    assert "newer installer" in text
