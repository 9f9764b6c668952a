"""A minimal Debian system in a folder, for installing and starting a package."""

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
    """A Debian system with the required packages and apt only (debootstrap's minbase)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def make(cls, folder: Path) -> Chroot:
        """Create the system with debootstrap; skip the test if that is not possible."""
        if os.geteuid() != 0:
            pytest.skip("only root can create a system in a folder")
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
            pytest.skip(f"debootstrap could not create a system: {done.stdout[-300:]}")
        system = cls(folder)
        system.run("apt-get", "update", "-qq")
        return system

    def install(self, *packages: str | Path) -> None:
        """Install packages, by name or from a file, without recommended ones."""
        names = []
        for package in packages:
            if isinstance(package, Path):
                shutil.copy2(package, self.folder / package.name)
                names.append(f"/{package.name}")
            else:
                names.append(package)
        self.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *names)

    def command(self, *words: str) -> tuple[str, ...]:
        """Return the command line that runs `words` in the system, in its own process namespace."""
        namespaces = ("unshare", "--mount", "--pid", "--fork", "--kill-child")
        return (
            *namespaces,
            f"--mount-proc={self.folder / 'proc'}",
            "chroot",
            str(self.folder),
            *words,
        )

    def run(self, *words: str, check: bool = True, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the system and wait for it; fail if `check` and its status is not 0."""
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
