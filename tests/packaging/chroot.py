"""An empty Debian system in a folder, in which a package can be installed and started."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.packaging.conftest import tool

_QUIET = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"


class Chroot:
    """A minimal system: the packages that Debian calls required, and apt."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def make(cls, folder: Path) -> Chroot:
        """Fetch and unpack it; skipped where that is not possible."""
        if os.geteuid() != 0:
            pytest.skip("only root can make a system in a folder")
        for name in ("unshare", "chroot"):
            tool(name)
        suite = platform.freedesktop_os_release().get("VERSION_CODENAME", "stable")
        done = subprocess.run(
            [tool("debootstrap"), "--variant=minbase", suite, folder],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            pytest.skip(f"debootstrap could not make a system: {done.stdout[-300:]}")
        made = cls(folder)
        made.run("apt-get", "update", "-qq")
        return made

    def install(self, *packages: str | Path) -> None:
        """Install packages by name, or a file, with what they depend on and nothing more."""
        names = []
        for package in packages:
            if isinstance(package, Path):
                shutil.copy2(package, self.folder / package.name)
                names.append(f"/{package.name}")
            else:
                names.append(package)
        self.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *names)

    def command(self, *words: str) -> tuple[str, ...]:
        """Run a command in the system, with processes and a /proc of its own."""
        own = ("unshare", "--mount", "--pid", "--fork", "--kill-child")
        return (*own, f"--mount-proc={self.folder / 'proc'}", "chroot", str(self.folder), *words)

    def run(self, *words: str, check: bool = True, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        environment = {"PATH": _PATH, "HOME": "/root"} | _QUIET | more
        done = subprocess.run(
            self.command(*words),
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done
