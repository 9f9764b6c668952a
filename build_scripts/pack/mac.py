"""What macOS is told about the program."""

from __future__ import annotations

from pack.layout import version

MINIMUM_SYSTEM = "12.0"
"""The oldest macOS that the libraries in the bundle run on."""


def info_plist() -> dict[str, object]:
    """The bundle's own lines of Info.plist; PyInstaller adds name, icon and executable."""
    return {
        "CFBundleShortVersionString": version(),
        "CFBundleVersion": version(),
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": ["en", "zh_CN"],
        "LSApplicationCategoryType": "public.app-category.business",
        "LSMinimumSystemVersion": MINIMUM_SYSTEM,
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,
    }
