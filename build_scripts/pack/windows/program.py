"""The version resource of the Windows programs.

Their manifest is PyInstaller's: `asInvoker`, long paths.
"""

from __future__ import annotations

import re
from typing import Any

from pack.layout import NAME, version

CHINESE_AND_ENGLISH = ("080404B0", "040904B0")
"""The languages of the resource, Simplified Chinese and English, each with Unicode's code page."""
DESCRIPTIONS = ("关联管家", "LinkDue")


def version_resource(name: str) -> Any:
    """Return the facts that Explorer and the Task Manager show. Needs pefile, so Windows."""
    from PyInstaller.utils.win32 import versioninfo as parts

    number = version_numbers(version())
    tables = [
        parts.StringTable(
            language,
            [
                parts.StringStruct(key, value)
                for key, value in string_facts(name, description).items()
            ],
        )
        for language, description in zip(CHINESE_AND_ENGLISH, DESCRIPTIONS, strict=True)
    ]
    translations = [code for language in CHINESE_AND_ENGLISH for code in _codes(language)]
    return parts.VSVersionInfo(
        ffi=parts.FixedFileInfo(
            filevers=number,
            prodvers=number,
            mask=0x3F,
            flags=0,
            OS=0x40004,
            fileType=1,
            subtype=0,
            date=(0, 0),
        ),
        kids=[
            parts.StringFileInfo(tables),
            parts.VarFileInfo([parts.VarStruct("Translation", translations)]),
        ],
    )


def string_facts(name: str, description: str) -> dict[str, str]:
    """Return the texts of the resource for one executable."""
    return {
        "CompanyName": "LinkDue contributors",
        "FileDescription": description,
        "FileVersion": version(),
        "InternalName": name,
        "LegalCopyright": "MIT License",
        "OriginalFilename": f"{name}.exe",
        "ProductName": NAME,
        "ProductVersion": version(),
    }


def version_numbers(text: str) -> tuple[int, int, int, int]:
    """Return the four numbers that Windows compares; 1.2.3rc1 counts as 1.2.3.

    Raises ValueError if the text does not start with three numbers.
    """
    match = re.match(r"(\d+)\.(\d+)\.(\d+)", text)
    if match is None:
        raise ValueError(f"not a version of three numbers: {text}")
    major, minor, patch = map(int, match.groups())
    return major, minor, patch, 0


def _codes(language: str) -> tuple[int, int]:
    return int(language[:4], 16), int(language[4:], 16)
