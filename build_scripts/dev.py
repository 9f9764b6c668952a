#!/usr/bin/env python3
"""Everything a developer types: set-up, run, test, tour, lint, lock, i18n.

Needs nothing but Python 3.11 to 3.13; each verb does the set-up it needs. The first call makes the
virtual environment `.venv` from the locked versions and sees to what Qt needs from the system; later
calls find the stamp of that work and start at once.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = ROOT / "build_scripts" / "locks"
DEV_LOCK = LOCKS / "dev.txt"
STAMP = VENV / "linkdue-setup"
SUPPORTED = ((3, 11), (3, 13))


def main(arguments: Sequence[str]) -> int:
    """Carry out one verb; the exit status."""
    if not SUPPORTED[0] <= sys.version_info[:2] <= SUPPORTED[1]:
        print(f"LinkDue needs Python 3.11 to 3.13; this is {sys.version.split()[0]}.")
        return 2
    verb, rest = (arguments[0], list(arguments[1:])) if arguments else ("", [])
    if verb not in VERBS:
        print("usage: python3 build_scripts/dev.py " + "|".join(VERBS) + " [arguments …]")
        return 2
    return VERBS[verb](rest)


# Verbs


def set_up(_rest: Sequence[str] = ()) -> int:
    """Make the machine ready; at once where it is."""
    wanted = stamp_text(DEV_LOCK.read_bytes(), sys.version_info[:3])
    if not is_stamped(STAMP, wanted):
        see_to_system()
        make_environment()
        STAMP.write_text(wanted, encoding="utf-8")
    compile_translations()
    return 0


def run(rest: Sequence[str]) -> int:
    """Start the program; without a screen, the tour."""
    set_up()
    if not rest and not has_screen(sys.platform, os.environ):
        print("There is no screen here, so the window cannot be shown: taking the tour instead.")
        return tour([])
    return python("-m", "desktop", *rest)


def test(rest: Sequence[str]) -> int:
    """Run the tests, on all processors unless told otherwise."""
    set_up()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return python("-m", "pytest", *(rest or ["-n", "auto", "-q"]))


def tour(rest: Sequence[str]) -> int:
    """Drive the program through the whole journey and keep pictures of it in build/tour/."""
    set_up()
    return python("build_scripts/tour.py", *rest)


def lint(_rest: Sequence[str]) -> int:
    """Every check that is not a test: all are run, so that all findings are seen at once."""
    set_up()
    checks = (
        ("-m", "ruff", "check"),
        ("-m", "ruff", "format", "--check"),
        ("-m", "mypy"),
        ("-c", "from importlinter.cli import lint_imports_command as main; main()"),
        ("build_scripts/i18n.py", "check"),
        ("build_scripts/check_wheel.py",),
    )
    failed = [check for check in checks if python(*check)]
    for check in failed:
        print("failed:", " ".join(check))
    return 1 if failed else 0


def lock(_rest: Sequence[str]) -> int:
    """Choose the newest versions that fit pyproject.toml, for every system, and write their hashes."""
    set_up()
    common: tuple[str, ...] = (
        "-m",
        "uv",
        "pip",
        "compile",
        "--universal",
        "--generate-hashes",
        "--no-header",
    )
    common += (
        "--no-annotate",
        "--no-emit-index-url",
        "--python-version",
        "3.11",
        "--upgrade",
        "-q",
    )
    run_lock, dev_lock = str(LOCKS / "run.txt"), str(DEV_LOCK)
    status = python(*common, "pyproject.toml", "-o", run_lock)
    extra = ("--extra", "dev", "-c", run_lock)
    return status or python(*common, *extra, "pyproject.toml", "-o", dev_lock)


def i18n(rest: Sequence[str]) -> int:
    """Keep the Chinese catalogue: update, compile or check."""
    set_up()
    return python("build_scripts/i18n.py", *rest)


def bench(rest: Sequence[str]) -> int:
    """Measure, as ratios taken in one run."""
    set_up()
    return python("build_scripts/bench.py", *rest)


def fuzz(rest: Sequence[str]) -> int:
    """Feed the readers of files with what nobody thought of (Linux and macOS, Python 3.11 and 3.12)."""
    set_up()
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes")
    return python(*pip, "-r", str(LOCKS / "fuzz.txt")) or python("build_scripts/fuzz.py", *rest)


VERBS: dict[str, Callable[[Sequence[str]], int]] = {
    "setup": set_up,
    "run": run,
    "test": test,
    "tour": tour,
    "lint": lint,
    "lock": lock,
    "i18n": i18n,
    "bench": bench,
    "fuzz": fuzz,
}


# The virtual environment


def stamp_text(lock_file: bytes, version: tuple[int, ...]) -> str:
    """What a finished set-up leaves behind: it changes with the lock and with Python."""
    return f"{hashlib.sha256(lock_file).hexdigest()} {'.'.join(map(str, version))}"


def is_stamped(stamp: Path, wanted: str) -> bool:
    """Whether the set-up was finished for this lock and this Python."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted


def venv_python(venv: Path = VENV, platform: str = sys.platform) -> Path:
    """The environment's interpreter."""
    return venv / ("Scripts/python.exe" if platform == "win32" else "bin/python")


def make_environment() -> None:
    """Make `.venv` anew from the lock. The stamp comes last, so half a job is done again."""
    print("Setting up .venv (only the first time, or when the lock changes) …", flush=True)
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode:
        if not is_debian():
            sys.exit("Python's venv module does not work here; please repair or reinstall Python.")
        install_packages(["python3-venv"])
        subprocess.run(command, check=True)
    pip = [str(venv_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", str(DEV_LOCK)], check=True)


def python(*arguments: str) -> int:
    """Run the environment's Python in the checkout; its exit status."""
    try:
        command = [str(venv_python()), *arguments]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 130


def compile_translations() -> None:
    """Compile the Chinese catalogue where it changed since."""
    source = ROOT / "resources" / "i18n" / "zh_CN.po"
    target = source.parent / "zh_CN" / "LC_MESSAGES" / "linkdue.mo"
    if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
        subprocess.run(
            [str(venv_python()), "build_scripts/i18n.py", "compile"], cwd=ROOT, check=True
        )


# What Qt needs from a Linux system

LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
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
CHINESE_FONT = "fonts-noto-cjk"


def see_to_system() -> None:
    """Have the shared libraries and a Chinese font that Qt needs on Linux, or say how to get them."""
    if not sys.platform.startswith("linux"):
        return
    wanted = missing_packages()
    if wanted:
        install_packages(wanted)


def missing_packages() -> list[str]:
    """The Debian packages of the libraries that cannot be loaded, and of a Chinese font."""
    import ctypes  # noqa: PLC0415 - only asked on Linux, and once

    wanted = []
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            wanted.append(package)
    return wanted if has_chinese_font() else [*wanted, CHINESE_FONT]


def has_chinese_font() -> bool:
    """Whether the system has a font with Chinese characters."""
    try:
        answer = subprocess.run(
            ["fc-list", ":lang=zh", "file"], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
        names = ("*CJK*", "*NotoSansSC*", "*SourceHan*", "wqy*")
        return any(next(f.rglob(name), None) for f in folders if f.is_dir() for name in names)
    return bool(answer.stdout.strip())


def install_packages(packages: Sequence[str]) -> None:
    """Install them as root on a Debian-like system; elsewhere name the one command and go on."""
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    if not is_debian():
        print("Please install, with your system's package manager: " + " ".join(packages))
        return
    if os.geteuid() != 0:
        print("Please type this once, then start again:\n  sudo " + " ".join(command))
        return
    print("Installing what Qt needs: " + " ".join(packages), flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"env": environment, "stdout": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
    done = subprocess.run(command, check=False, **quiet)  # type: ignore[call-overload]
    if done.returncode:
        print("That did not work. Please type it yourself:\n  " + " ".join(command))


def is_debian() -> bool:
    """Whether packages are installed with apt-get here."""
    return Path("/usr/bin/apt-get").exists()


def has_screen(platform: str, environment: dict[str, str] | os._Environ[str]) -> bool:
    """Whether a window can be shown: on Linux there must be a display server."""
    if not platform.startswith("linux"):
        return True
    if environment.get("QT_QPA_PLATFORM"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
