"""Files and modules that no notice covers are found; and how the notices' text is rendered."""

from __future__ import annotations

import pytest
from pack.components import components, crates
from pack.notices import render, uncovered_files, uncovered_modules

from desktop.about.third_party import ThirdPartyWork

PACKAGES = {"PySide6", "shiboken6", "python_calamine"}


@pytest.mark.parametrize(
    "file",
    [
        "libsurprise.so.1",
        "surprise.dll",
        "stranger/module.pyd",
        "PySide6/Qt/lib/libicuuc.so.99",
        "PySide6/vcruntime999.dll",
    ],
)
def test_an_unknown_file_is_found(file: str) -> None:
    """The build must end with the file's name, or it would be shipped without a notice."""
    known = ["PySide6/Qt/lib/libQt6Core.so.6", "libpython3.11.so.1.0", "_ctypes.pyd"]
    found = list(uncovered_files([*known, file], PACKAGES))
    assert found == [file]


@pytest.mark.parametrize(
    "file",
    [
        "PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/MSVCP140_2.dll",
        "PySide6/QtCore.abi3.so",
        "python3.11/lib-dynload/_json.cpython-311-darwin.so",
        "python311.dll",
        "libffi-8.dll",
        "sqlite3.dll",
        "desktop/_resources/programme.toml",
        "click-8.5.1.dist-info/METADATA",
    ],
)
def test_known_files_of_each_system_are_covered(file: str) -> None:
    """Names differ between systems; a false alarm would end a good build."""
    assert list(uncovered_files([file], PACKAGES)) == []


def test_an_unknown_module_is_found() -> None:
    """A package that PyInstaller picks up by chance would be shipped without its notice."""
    modules = ["desktop.app", "json.decoder", "PySide6", "pyimod02_importers", "numpy.core"]
    assert list(uncovered_modules(modules, PACKAGES)) == ["numpy"]


def test_every_component_can_be_shown() -> None:
    """A missing text or an unknown group would only end the build on one system."""
    for component in components():
        facts = component.facts
        assert {"covers", "comes_with"} & set(facts), facts["name"]
        if facts.get("version_of") != "pyinstaller":
            assert component.notice().text.strip(), facts["name"]


def test_crates_are_found_in_the_wheel() -> None:
    """Vulnerabilities of calamine and quick-xml, which read spreadsheets, are searched by name."""
    found = {crate.name: crate for crate in crates("python-calamine")}
    assert len(found) > 20
    assert "Johann Tuffe" in found["quick-xml"].text
    assert "Apache License" in found["serde"].text
    assert found["calamine"].part_of == "python-calamine"


def test_a_repeated_text_is_rendered_once() -> None:
    """A hundred copies of one licence would hide the other texts."""
    long = "Permission is granted.\n"
    text = render(
        (
            ThirdPartyWork("LinkDue", "1.0", "MIT", "", "ours\n"),
            ThirdPartyWork("one", "1", "X", "https://example.org/one", long),
            ThirdPartyWork("two", "2", "X", "https://example.org/two", long, "Qt"),
        )
    )
    assert text.count(long) == 1
    assert "The text is that of one 1." in text
    assert "- two 2 (in Qt): X" in text
    assert "Source: https://example.org/two" in text
