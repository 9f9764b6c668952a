"""The notices of third-party software: complete in a checkout, and the same in a bundle."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from desktop.about import third_party
from desktop.about.third_party import ThirdPartyWork

RUN_LOCK = Path(__file__).parents[2] / "build_scripts" / "locks" / "run.txt"
NOT_HERE = {"pip"}
"""Required by sqlite-utils for its own plugins, and never loaded."""


def test_every_package_that_runs_has_a_notice_with_a_text() -> None:
    """A package without a licence text cannot be shipped; the lock names all packages in use."""
    wanted = [
        Requirement(line.removesuffix("\\"))
        for line in RUN_LOCK.read_text(encoding="utf-8").splitlines()
        if "==" in line and not line.startswith(" ")
    ]
    locked = {
        third_party.canonical(each.name)
        for each in wanted
        if each.marker is None or each.marker.evaluate()
    }
    found = {third_party.canonical(n.name): n for n in third_party.notices()}
    assert locked - NOT_HERE <= set(found)
    for notice in found.values():
        assert notice.version
        assert notice.licence
        assert len(notice.text) > 200, notice.name


def test_licence_texts_missing_in_a_package_are_added() -> None:
    """The wheels of PySide6 contain no licence text at all."""
    text = third_party.of_package("PySide6-Essentials").text
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
    assert "GNU GENERAL PUBLIC LICENSE" in text


def test_a_licence_that_is_not_chosen_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wheels of PySide6 for Windows contain only the text of Qt's commercial licence."""
    real = metadata.files

    def with_commercial(name: str) -> list[metadata.PackagePath]:
        brought = metadata.PackagePath("x-1.dist-info/licenses/LicenseRef-Qt-Commercial.txt")
        return [*(real(name) or []), brought]

    monkeypatch.setattr(metadata, "files", with_commercial)
    assert third_party.texts_of("PySide6-Essentials") == ""


def test_linkdue_comes_first_then_python_then_qt() -> None:
    """The main components, before the small parts."""
    names = [notice.name for notice in third_party.notices()]
    assert names[:3] == ["LinkDue", "Python", "PySide6_Essentials"]


def test_notices_are_read_back_unchanged() -> None:
    """An installed program reads the file that the build wrote; shared texts are stored once."""
    items = (
        ThirdPartyWork("一", "1", "MIT", "https://example.org", "text\n"),
        ThirdPartyWork("two", "", "GPL-3.0-only", "", "other\n", part_of="Qt"),
        ThirdPartyWork("three", "3", "MIT", "", "text\n"),
    )
    written = third_party.to_json(items)
    assert third_party.from_json(written) == items
    assert written.count('"text\\n"') == 1


def test_texts_are_found_by_the_words_of_an_expression() -> None:
    """A licence whose text is not available is left out, never guessed."""
    assert third_party.known_licences("(MIT OR Apache-2.0) AND Unheard-1.0") == [
        "MIT",
        "Apache-2.0",
    ]
    with pytest.raises(FileNotFoundError):
        third_party.licence_text("Unheard-1.0")
