"""Which files of Qt, Python and the system go into the tree; everything else is left out.

So a new file of a dependency is noticed. Names are those of PyInstaller's lists: paths in the tree,
which differ from system to system.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from desktop.self_check.qt_plugins import QT_PLUGINS as BY_SYSTEM

QT_LIBRARIES = frozenset(
    {"Core", "Gui", "Widgets", "Network", "Svg", "DBus", "XcbQpa", "WaylandClient"}
)
"""Network is used only for the local socket by which a second start raises the window."""
QT_PLUGINS = {
    kind: frozenset().union(*(system.get(kind, ()) for system in BY_SYSTEM.values()))
    for kind in {kind for system in BY_SYSTEM.values() for kind in system}
}
QT_BINDINGS = frozenset({"QtCore", "QtGui", "QtWidgets", "QtNetwork", "QtSvg"})
QT_TRANSLATIONS = frozenset({"qtbase_zh_CN.qm", "qtbase_en.qm"})
OWN_LIBRARIES = ("libpython", "libsqlite3", "libffi", "libexpat", "liblzma", "libbz2", "libuuid")
"""Linux: the libraries that Python needs; they ship, since their versions differ between systems.
All others – for windows, fonts, sound – must be the system's own; the package depends on them."""
UNUSED_MODULES = (
    "PIL", "_hashlib", "_multiprocessing", "_ssl", "asyncio", "babel", "bdb", "cmd", "code",
    "curses", "distutils", "doctest", "ensurepip", "fontTools", "ftplib", "idlelib", "lib2to3",
    "multiprocessing", "pdb", "pip", "pydoc", "pydoc_data", "readline", "setuptools",
    "sqlite_utils.cli", "ssl", "test", "tkinter", "turtle", "unittest", "xmlrpc",
)  # fmt: skip
"""Modules that the program never loads. It needs no `ssl`, since it opens no connection; without
`_hashlib` Python computes checksums itself."""
NEEDED_ON = {"win32": ("asyncio",)}
"""The exceptions: the bindings for Windows' notifications load `asyncio`."""
_UNUSED_CODECS = re.compile(r"_codecs_(?:jp|kr|iso2022)\b")
_SHARED = re.compile(r"\.(?:so|dylib|dll|pyd)\b")
_QT_LIBRARY = re.compile(r"^(?:lib)?Qt6?([A-Za-z0-9]+?)(?:\.so[.\d]*|\.dll|\.dylib|\.framework)?$")


def unused_modules(system: str) -> list[str]:
    """Return the modules that are left out on a system (a value of `sys.platform`)."""
    return [name for name in UNUSED_MODULES if name not in NEEDED_ON.get(system, ())]


def is_kept(name: str) -> bool:
    """Return whether a file of PyInstaller's lists goes into the tree."""
    path = PurePosixPath(name.replace("\\", "/"))
    parts = path.parts
    if "translations" in parts and parts[0] == "PySide6":
        return path.name in QT_TRANSLATIONS
    if "plugins" in parts and parts[0] == "PySide6":
        kind = parts[parts.index("plugins") + 1]
        return _plugin(path.name) in QT_PLUGINS.get(kind, frozenset())
    if _UNUSED_CODECS.search(path.name):
        return False
    if library := _qt_library(path):
        return library in QT_LIBRARIES
    if parts[0] == "PySide6" and (binding := re.match(r"Qt[A-Z]\w*(?=\.)", path.name)):
        return binding[0] in QT_BINDINGS
    if path.name.lower().startswith(("opengl32sw", "d3dcompiler")):
        return False
    return not _is_linux_library(path) or path.name.startswith(OWN_LIBRARIES)


def _plugin(file: str) -> str:
    """Return a plugin's name without prefix and suffix: `xcb` for libqxcb.so."""
    return re.sub(r"^(?:lib)?q?", "", _SHARED.split(file)[0])


def _qt_library(path: PurePosixPath) -> str:
    """Return the Qt library that a file is or belongs to; empty for other files."""
    for part in path.parts:
        if part.endswith(".framework") or re.match(r"(?:lib)?Qt6", part):
            match = _QT_LIBRARY.match(part)
            return match[1] if match else ""
    return ""


def _is_linux_library(path: PurePosixPath) -> bool:
    """Return whether PyInstaller copied a library from the Linux system, to the top level."""
    return (
        len(path.parts) == 1
        and ".so" in path.name
        and not path.name.startswith(("libQt6", "libicu", "libpyside6", "libshiboken6"))
    )
