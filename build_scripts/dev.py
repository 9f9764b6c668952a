#!/usr/bin/env python3
"""Everything a developer types: set up, run, test, check, measure and build.

Needs nothing but Python 3.11 to 3.13, started by itself or found beside the one that was; each verb
does the set-up it needs. The first call makes the virtual environment `.venv` from the locked
versions and ensures what Qt needs from the system; later calls find the stamp of that work and
start at once.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import IO

from environments import BUILD, DEVELOPMENT, LOCKS, ROOT, Environment
from interpreters import hand_over, is_supported
from machine import ensure_libraries, ensure_tools, has_screen

MAKING_TOOLS = {
    "dpkg-deb": "dpkg",
    "dpkg-shlibdeps": "dpkg-dev",
    "git": "git",
    "objcopy": "binutils",
    "objdump": "binutils",
    "strip": "binutils",
}
"""What `build` uses on Linux, and the Debian package that has it."""
TRYING_TOOLS = {
    "Xvfb": "xvfb",
    "import": "imagemagick",
    "openbox": "openbox",
    "wmctrl": "wmctrl",
    "xdotool": "xdotool",
    "debootstrap": "debootstrap",
    "desktop-file-validate": "desktop-file-utils",
    "appstreamcli": "appstream",
    "man": "man-db",
}
"""What `build verify` uses on Linux, and the Debian package that has it."""


_ROOM_FOR_TESTS = 6 * 1024**3
"""Bytes that the tests' files take at most, with room to spare."""


def main(arguments: Sequence[str]) -> int:
    """Carry out one verb and return the exit status."""
    if not is_supported(sys.version_info[:2]):
        return hand_over(__file__, arguments)
    verb, rest = (arguments[0], list(arguments[1:])) if arguments else ("", [])
    if verb not in VERBS:
        print("usage: python3 build_scripts/dev.py " + "|".join(VERBS) + " [arguments …]")
        return 2
    return VERBS[verb](rest)


# Verbs


def set_up(_rest: Sequence[str] = ()) -> int:
    """Make the machine ready; at once where it is."""
    ensure(DEVELOPMENT)
    return 0


def run(rest: Sequence[str]) -> int:
    """Start the program; without a screen, the tour."""
    set_up()
    if not rest and not has_screen(sys.platform, os.environ):
        print("There is no screen here, so the window cannot be shown: taking the tour instead.")
        return tour([])
    return python("-m", "desktop", *rest)


def test(rest: Sequence[str]) -> int:
    """Run the tests, unless told otherwise by one more worker than processors: some only wait."""
    set_up()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    workers = str((os.cpu_count() or 1) + 1)
    with memory_folder() as folder:
        if folder is not None:
            os.environ["TMPDIR"] = folder
        return python("-m", "pytest", *(rest or ["-n", workers, "--dist", "worksteal", "-q"]))


def tour(rest: Sequence[str]) -> int:
    """Drive the program through the whole journey and keep pictures of it in build/tour/."""
    set_up()
    if rest[:1] == ["golden"] and "--font" in rest:
        ensure(BUILD)
        if status := python("-m", "pack.linux.golden_font", environment=BUILD):
            return status
        rest = [word for word in rest if word != "--font"]
    return python("-m", "tour", *rest)


def lint(_rest: Sequence[str]) -> int:
    """Run every check that is not a test, all of them, so that all findings are seen at once."""
    set_up()
    checks = (
        ("-m", "ruff", "check"),
        ("-m", "ruff", "format", "--check"),
        ("-m", "mypy"),
        ("-c", "from importlinter.cli import lint_imports_command as main; main()"),
        ("build_scripts/i18n.py", "check"),
        ("build_scripts/check_wheel.py",),
        ("build_scripts/check_workflows.py",),
    )
    failed = [check for check in checks if python(*check)]
    for check in failed:
        print("failed:", " ".join(check))
    return 1 if failed else 0


def build(rest: Sequence[str]) -> int:
    """Make what users install, for this system; see `build_scripts/pack/`. `verify` tests it."""
    verbs = [word for word in rest if word != "verify"]
    if verbs or "verify" not in rest:
        ensure(BUILD)
        lacking = ensure_tools(MAKING_TOOLS) if sys.platform.startswith("linux") else []
        if lacking:
            print("Not to be had here, but needed: " + ", ".join(lacking))
            return 1
        status = python("-m", "pack", *verbs, environment=BUILD)
        if status:
            return status
    return verify() if "verify" in rest else 0


def verify() -> int:
    """Try what `build` made, as its users would."""
    set_up()
    ensure_libraries()
    if sys.platform.startswith("linux"):
        for tool in ensure_tools(TRYING_TOOLS):
            print(f"{tool} could not be had: what needs it is skipped.")
    common = ("-m", "pytest", "-m", "packaging", "-ra", "-q")
    twice = "tests/packaging/test_same_each_time.py"  # builds again, and takes a processor for it
    windows = "tests/packaging/windows"  # all in one process: they share one Wine prefix
    suites = f"{windows}/test_suites.py"  # but these, which have their own
    lines: tuple[tuple[tuple[str, ...], ...], ...] = (  # beside each other; their parts in turn
        ((suites,),),
        ((f"--ignore={suites}", windows),),
        ((f"--ignore={twice}", f"--ignore={windows}", "tests/packaging"), (twice,)),
    )

    def go_through(line: tuple[tuple[str, ...], ...]) -> list[int]:
        return [_said_at_its_end(*common, *part) for part in line]

    with ThreadPoolExecutor(len(lines)) as beside:
        statuses = chain.from_iterable(beside.map(go_through, lines))
        return next(filter(None, statuses), 0)


def _said_at_its_end(*arguments: str) -> int:
    """Run Python beside others: what it says is shown in one piece. Return its exit status."""
    with tempfile.TemporaryFile("w+") as said:
        status = python(*arguments, output=said)
        said.seek(0)
        print(said.read(), flush=True)
    return status


def lock(_rest: Sequence[str]) -> int:
    """Lock the newest versions that fit pyproject.toml, for every system, with their hashes."""
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
    run_lock = str(LOCKS / "run.txt")
    status = python(*common, "pyproject.toml", "-o", run_lock)
    for environment, extra in ((DEVELOPMENT, "dev"), (BUILD, "build")):
        wanted = ("--extra", extra, "-c", run_lock, "pyproject.toml", "-o", str(environment.lock))
        status = status or python(*common, *wanted)
    return status


def i18n(rest: Sequence[str]) -> int:
    """Keep the Chinese catalogue: update, compile or check."""
    set_up()
    return python("build_scripts/i18n.py", *rest)


def bench(rest: Sequence[str]) -> int:
    """Measure, as ratios taken in one run."""
    set_up()
    return python("-m", "bench", *rest)


def structure(rest: Sequence[str]) -> int:
    """Show how the program is built, and count what shows disorder; `--base REVISION` compares."""
    set_up()
    return python("build_scripts/structure.py", *rest)


def fuzz(rest: Sequence[str]) -> int:
    """Feed the readers of files with random input (Linux and macOS, Python 3.11 and 3.12)."""
    set_up()
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes")
    return python(*pip, "-r", str(LOCKS / "fuzz.txt")) or python("build_scripts/fuzz.py", *rest)


VERBS: dict[str, Callable[[Sequence[str]], int]] = {
    "setup": set_up,
    "run": run,
    "test": test,
    "tour": tour,
    "lint": lint,
    "build": build,
    "lock": lock,
    "i18n": i18n,
    "bench": bench,
    "structure": structure,
    "fuzz": fuzz,
}


# The environments


def ensure(environment: Environment) -> None:
    """Ensure the environment, what Qt needs from the system, and the compiled catalogue."""
    if not environment.is_ready():
        ensure_libraries()
        environment.make()
    compile_translations(environment)


def python(
    *arguments: str, environment: Environment = DEVELOPMENT, output: IO[str] | None = None
) -> int:
    """Run an environment's Python in the checkout and return its exit status.

    `output` takes what it says, errors as well.
    """
    try:
        command = [str(environment.python), *arguments]
        path = os.pathsep.join((str(ROOT), str(ROOT / "build_scripts")))
        variables = os.environ | {"PYTHONPATH": path}
        variables.pop("PYTHONDONTWRITEBYTECODE", None)  # tests start the program hundreds of times
        errors = None if output is None else subprocess.STDOUT
        return subprocess.run(
            command, cwd=ROOT, env=variables, stdout=output, stderr=errors, check=False
        ).returncode
    except KeyboardInterrupt:
        return 130


@contextmanager
def memory_folder() -> Iterator[str | None]:
    """Give a folder in memory while the tests run, where the system has one with enough room.

    Every saved change waits for the disk, and the tests save thousands.
    """
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    if not memory.is_dir() or shutil.disk_usage(memory).free < _ROOM_FOR_TESTS:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="ld-", dir=memory, ignore_cleanup_errors=True) as own:
        yield own


def compile_translations(environment: Environment) -> None:
    """Compile the Chinese catalogue where it changed since."""
    source = ROOT / "resources" / "i18n" / "zh_CN.po"
    target = source.parent / "zh_CN" / "LC_MESSAGES" / "linkdue.mo"
    if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
        command = [str(environment.python), "build_scripts/i18n.py", "compile"]
        subprocess.run(command, cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
