"""The system libraries, fonts and tools that are needed besides Python, and their installation."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
"""The libraries that Qt needs on Linux, with their Debian packages."""
CHINESE_FONT = "fonts-noto-cjk"


def ensure_libraries() -> None:
    """On Linux, install Qt's system libraries and a Chinese font, or print how to get them."""
    if not sys.platform.startswith("linux"):
        return
    missing = missing_packages()
    if missing:
        install_packages(missing, "what Qt needs")


def ensure_tools(tools: Mapping[str, str]) -> list[str]:
    """Install missing tools (program → Debian package) and return those that are still missing."""
    packages = sorted({package for tool, package in tools.items() if not find_tool(tool)})
    if packages:
        install_packages(packages, "tools")
    return [tool for tool in tools if not find_tool(tool)]


def find_tool(name: str) -> str | None:
    """Return a program's path; root's folders count, though not every user has them in PATH."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")


def missing_packages() -> list[str]:
    """Return the Debian packages of missing libraries, and of a Chinese font if there is none."""
    import ctypes

    missing = []
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing if has_chinese_font() else [*missing, CHINESE_FONT]


def has_chinese_font() -> bool:
    """Return whether the system has a font with Chinese characters."""
    try:
        answer = subprocess.run(
            ["fc-list", ":lang=zh", "file"], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
        names = ("*CJK*", "*NotoSansSC*", "*SourceHan*", "wqy*")
        return any(next(f.rglob(name), None) for f in folders if f.is_dir() for name in names)
    return bool(answer.stdout.strip())


def install_packages(packages: Sequence[str], purpose: str) -> None:
    """Install packages as root on a Debian-like system; otherwise print how to install them."""
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    if not is_debian():
        print("Please install, with your system's package manager: " + " ".join(packages))
        return
    if os.geteuid() != 0:
        print("Please run this once, then start again:\n  sudo " + " ".join(command))
        return
    print(f"Installing {purpose}: " + " ".join(packages), flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"env": environment, "stdout": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
    done = subprocess.run(command, check=False, **quiet)  # type: ignore[call-overload]
    if done.returncode:
        print("That did not work. Please run it yourself:\n  " + " ".join(command))


def is_debian() -> bool:
    """Return whether this system installs packages with apt-get."""
    return Path("/usr/bin/apt-get").exists()


def has_screen(platform: str, environment: Mapping[str, str]) -> bool:
    """Return whether a window can be shown: on Linux that needs a display server."""
    if not platform.startswith("linux"):
        return True
    if environment.get("QT_QPA_PLATFORM"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
