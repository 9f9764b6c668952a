"""The bundle's Info.plist, and the oldest macOS that its libraries run on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from desktop.base.storage import CARD_FILE_ENDING, TRANSFER_FILE_ENDING
from pack.layout import version

OWN_ENDINGS = (TRANSFER_FILE_ENDING, CARD_FILE_ENDING)
"""The endings of files that the program opens on a double click."""
MINIMUM_SYSTEM = "12.0"
"""The oldest macOS that the bundle's libraries run on; a test and the build check it."""
IDENTITY_VARIABLE = "LINKDUE_CODESIGN_IDENTITY"
"""Environment variable with the certificate's keychain name: “Developer ID Application: …”."""
_MACH_O = {
    b"\xcf\xfa\xed\xfe",  # one architecture
    b"\xca\xfe\xba\xbe",  # several architectures
}


def info_plist() -> dict[str, object]:
    """Return the entries of Info.plist; PyInstaller adds name, icon and executable."""
    return {
        "CFBundleShortVersionString": version(),
        "CFBundleVersion": version(),
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": ["en", "zh-Hans"],
        "CFBundleDisplayName": "LinkDue",
        "CFBundleDocumentTypes": [_document(ending) for ending in OWN_ENDINGS],
        "LSApplicationCategoryType": "public.app-category.business",
        "LSMinimumSystemVersion": MINIMUM_SYSTEM,
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "Copyright © 2026 LinkDue contributors. MIT License.",
        "NSRequiresAquaSystemAppearance": False,
    }


def _document(ending: str) -> dict[str, object]:
    """Return the entry that makes the program the owner of files with this ending."""
    return {
        "CFBundleTypeName": f"LinkDue {ending}",
        "CFBundleTypeExtensions": [ending.removeprefix(".")],
        "CFBundleTypeRole": "Viewer",
        "LSHandlerRank": "Owner",
    }


def identity() -> str | None:
    """Return the name of the certificate to sign with; None if there is none.

    PyInstaller signs under the hardened runtime, without entitlements. Without a certificate it
    signs for this machine only, and other Macs ask before they open the program.
    """
    return os.environ.get(IDENTITY_VARIABLE) or None


def too_new(folder: Path) -> list[str]:
    """Return the libraries below a folder that require a newer macOS than `MINIMUM_SYSTEM`."""
    supported = numbers(MINIMUM_SYSTEM)
    return [
        f"{file.relative_to(folder)}: macOS {'.'.join(map(str, required))}"
        for file in sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink())
        for required in minimum_systems(file)
        if required > supported
    ]


def minimum_systems(file: Path) -> Iterator[tuple[int, ...]]:
    """Yield the oldest macOS for each architecture of a Mach-O file; nothing for other files."""
    from macholib import mach_o
    from macholib.MachO import MachO

    with file.open("rb") as content:
        if content.read(4) not in _MACH_O:
            return
    for header in MachO(str(file)).headers:
        for kind, command, _data in header.commands:
            if kind.cmd == mach_o.LC_BUILD_VERSION:
                yield _major_and_minor(command.minos)
            elif kind.cmd == mach_o.LC_VERSION_MIN_MACOSX:
                yield _major_and_minor(command.version)


def _major_and_minor(packed: int) -> tuple[int, int]:
    return packed >> 16, packed >> 8 & 0xFF


def numbers(text: str) -> tuple[int, ...]:
    """Return a macOS version as numbers, to compare it."""
    return tuple(int(part) for part in text.split("."))
