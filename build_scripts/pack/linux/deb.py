"""Builds the .deb package for Debian and derivatives, with its menu entry and manual."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from pack.icons import DRAWING, PNG_SIZES, png_file
from pack.layout import (
    DIST,
    IDENTIFIER,
    PLACE,
    WINDOW_PROGRAM,
    WORK,
    Job,
    epoch,
    tree,
    version,
)
from pack.linux.depends import depends
from pack.linux.man_page import man_page
from pack.notices import notices_text_file
from pack.progress import log, run, size_mb
from pack.pyinstaller import steady_environment, touch

_SOURCES = Path(__file__).parent
_ROOT = WORK / "deb" / "linkdue"
_PROGRAM = _ROOT / "usr" / "lib" / "linkdue"
_SHARE = _ROOT / "usr" / "share"
_SMALLEST = ("-Zxz", "-z9")
_FASTEST = ("-Zzstd", "-z3")
_CONTROL = """\
Package: linkdue
Version: {version}
Architecture: {architecture}
Maintainer: LinkDue contributors <maintainers@linkdue.invalid>
Installed-Size: {kilobytes}
Depends: {depends}
Recommends: xdg-utils
Section: misc
Priority: optional
Description: link every Alibaba Cloud order before it is due
 If you buy on Alibaba Cloud through a partner, you get cashback only if a
 project number was requested before the order, and the order is associated
 with it in time. LinkDue says what is next, how long you have, and why. The
 records stay on this computer, also when the package is removed.
"""


def make(job: Job) -> None:
    """Build the package from the frozen tree."""
    shutil.rmtree(_ROOT.parent, ignore_errors=True)
    shutil.copytree(tree("linux"), _PROGRAM, symlinks=True)
    lay_out()
    log("menu entry, metainfo, icons and manual laid out")
    write_control()
    log("dependencies read from the libraries")
    touch(_ROOT)
    package = deb_file()
    compression = _SMALLEST if job.release else _FASTEST
    command = ("dpkg-deb", "--root-owner-group", *compression, "--build", _ROOT, package)
    run(command, environment=steady_environment())
    log(f"packed: {size_mb(package):.1f} MB in {package.relative_to(PLACE)}")


def deb_file() -> Path:
    """Return the path of the package."""
    return DIST / f"linkdue_{version()}_{architecture()}.deb"


def architecture() -> str:
    """Return Debian's name of this machine's processor architecture."""
    answer = subprocess.run(
        ["dpkg", "--print-architecture"], capture_output=True, text=True, check=True
    )
    return answer.stdout.strip()


def lay_out() -> None:
    """Write menu entry, metainfo, icons, manual and copyright to their standard places."""
    facts = {
        "VERSION": version(),
        "DATE": f"{datetime.fromtimestamp(epoch(), UTC):%Y-%m-%d}",
        "IDENTIFIER": IDENTIFIER,
    }
    metainfo = (_SOURCES / "metainfo.xml").read_text(encoding="utf-8")
    for name, text in facts.items():
        metainfo = metainfo.replace(f"@{name}@", text)
    page = man_page((_SOURCES / "linkdue.1").read_text(encoding="utf-8"), facts)
    icons = _SHARE / "icons" / "hicolor"
    _copy(_SOURCES / "linkdue.desktop", _SHARE / "applications" / "linkdue.desktop")
    _copy(_SOURCES / "mime.xml", _SHARE / "mime" / "packages" / "linkdue.xml")
    _write(_SHARE / "metainfo" / f"{IDENTIFIER}.metainfo.xml", metainfo.encode())
    _write(_SHARE / "man" / "man1" / "linkdue.1.gz", gzip.compress(page.encode(), mtime=0))
    _copy(DRAWING, icons / "scalable" / "apps" / "linkdue.svg")
    for size in PNG_SIZES:
        _copy(png_file(size), icons / f"{size}x{size}" / "apps" / "linkdue.png")
    notices = notices_text_file(_PROGRAM)
    if notices is None:
        raise SystemExit("The frozen tree contains no notices: freeze it again.")
    _copy(notices, _SHARE / "doc" / "linkdue" / "copyright")
    command = _ROOT / "usr" / "bin" / "linkdue"
    command.parent.mkdir(parents=True)
    command.symlink_to(Path("..", "lib", "linkdue", WINDOW_PROGRAM))


def write_control() -> None:
    """Write the control file with the dependencies, the checksums, and the file modes."""
    kilobytes = round(size_mb(_ROOT) * 1000)
    metadata = _ROOT / "DEBIAN"
    metadata.mkdir()
    source_control = WORK / "deb" / "debian" / "control"  # dpkg-shlibdeps requires one
    _write(source_control, b"Source: linkdue\n\nPackage: linkdue\nArchitecture: any\n")
    control = _CONTROL.format(
        version=version(),
        architecture=architecture(),
        kilobytes=kilobytes,
        depends=depends(_ROOT, _PROGRAM),
    )
    _write(metadata / "control", control.encode())
    files = sorted(f for f in (_ROOT / "usr").rglob("*") if f.is_file() and not f.is_symlink())
    sums = (f"{_md5(file)}  {file.relative_to(_ROOT)}\n" for file in files)
    _write(metadata / "md5sums", "".join(sums).encode())
    for path in (_ROOT, *_ROOT.rglob("*")):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)


def _md5(file: Path) -> str:
    """Return the checksum that dpkg uses to detect damage."""
    return hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()


def _copy(source: Path, target: Path) -> None:
    _write(target, source.read_bytes())


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
