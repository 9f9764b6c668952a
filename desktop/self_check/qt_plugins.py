"""The plugins of Qt that the program needs: a package contains these and no others.

A separate module, because the build reads it without loading the program.
"""

from __future__ import annotations

QT_PLUGINS: dict[str, dict[str, frozenset[str]]] = {
    "linux": {
        "platforms": frozenset({"xcb", "wayland-generic", "offscreen"}),
        "platforminputcontexts": frozenset(
            {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"}
        ),
        "platformthemes": frozenset({"xdgdesktopportal"}),
        "wayland-shell-integration": frozenset({"xdg-shell"}),
        "wayland-decoration-client": frozenset({"adwaita", "bradient"}),
        "imageformats": frozenset({"svg", "jpeg", "webp"}),
        "iconengines": frozenset({"svgicon"}),
    },
    "win32": {
        "platforms": frozenset({"windows", "offscreen"}),
        "imageformats": frozenset({"svg", "jpeg", "webp"}),
        "iconengines": frozenset({"svgicon"}),
    },
    "darwin": {
        "platforms": frozenset({"cocoa", "offscreen"}),
        "imageformats": frozenset({"svg", "jpeg", "webp"}),
        "iconengines": frozenset({"svgicon"}),
    },
}
"""By `sys.platform` and folder; names without prefix and suffix, like `svg` of `libqsvg.so`."""
