#!/usr/bin/env python3
"""The developer's commands: set up, run, test, check, measure and build.

Needs only Python 3.11 to 3.13; started with another version, it looks for one of these. Each verb
does the set-up it needs. The first call makes the virtual environment `.venv` from the locked
versions and installs the system libraries that Qt needs; later calls find the stamp of that
set-up and start immediately.
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
from interpreters import is_supported, run_with_supported
from machine import ensure_libraries, ensure_tools, has_screen

BUILD_TOOLS = {
    "dpkg-deb": "dpkg",
    "dpkg-shlibdeps": "dpkg-dev",
    "git": "git",
    "objcopy": "binutils",
    "objdump": "binutils",
    "strip": "binutils",
}
"""The programs that `build` uses on Linux, with their Debian packages."""
VERIFY_TOOLS = {
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
"""The programs that `build verify` uses on Linux, with their Debian packages."""
_SPACE_FOR_TESTS = 6 * 1024**3
"""Bytes, more than the tests' files ever need."""


def main(arguments: Sequence[str]) -> int:
    """Run one verb and return the exit status."""
    if not is_supported(sys.version_info[:2]):
        return run_with_supported(__file__, arguments)
    verb, rest = (arguments[0], list(arguments[1:])) if arguments else ("", [])
    if verb not in VERBS:
        print("usage: python3 build_scripts/dev.py " + "|".join(VERBS) + " [arguments …]")
        return 2
    return VERBS[verb](rest)


# Verbs


def set_up(_rest: Sequence[str] = ()) -> int:
    """Set up the development environment, unless that was done before."""
    ensure(DEVELOPMENT)
    return 0


def run(rest: Sequence[str]) -> int:
    """Start the program, or the tour if there is no screen."""
    set_up()
    if not rest and not has_screen(sys.platform, os.environ):
        print("There is no screen, so the window cannot be shown: running the tour instead.")
        return tour([])
    return python("-m", "desktop", *rest)


def test(rest: Sequence[str]) -> int:
    """Run the tests; by default with one worker more than processors, since some only wait."""
    set_up()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    workers = str((os.cpu_count() or 1) + 1)
    with memory_folder() as folder:
        if folder is not None:
            os.environ["TMPDIR"] = folder
        return python("-m", "pytest", *(rest or ["-n", workers, "--dist", "worksteal", "-q"]))


def tour(rest: Sequence[str]) -> int:
    """Save screenshots of every screen to build/tour/."""
    set_up()
    if rest[:1] == ["golden"] and "--font" in rest:
        ensure(BUILD)
        if status := python("-m", "pack.linux.golden_font", environment=BUILD):
            return status
        rest = [word for word in rest if word != "--font"]
    return python("-m", "tour", *rest)


def lint(_rest: Sequence[str]) -> int:
    """Run every check that is not a test; a failure does not stop the others."""
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
    """Build this system's packages (see `build_scripts/pack/`); `verify` tests them."""
    verbs = [word for word in rest if word != "verify"]
    if verbs or "verify" not in rest:
        ensure(BUILD)
        missing = ensure_tools(BUILD_TOOLS) if sys.platform.startswith("linux") else []
        if missing:
            print("Needed, but could not be installed: " + ", ".join(missing))
            return 1
        status = python("-m", "pack", *verbs, environment=BUILD)
        if status:
            return status
    return verify() if "verify" in rest else 0


def verify() -> int:
    """Test the packages that `build` made, as their users would use them."""
    set_up()
    ensure_libraries()
    if sys.platform.startswith("linux"):
        for tool in ensure_tools(VERIFY_TOOLS):
            print(f"{tool} could not be installed: tests that need it are skipped.")
    common = ("-m", "pytest", "-m", "packaging", "-ra", "-q")
    rebuild = "tests/packaging/test_same_each_time.py"  # builds again, which uses a processor
    windows = "tests/packaging/windows"  # one process: these tests share one Wine prefix
    suites = f"{windows}/test_suites.py"  # has its own prefix
    lanes: tuple[tuple[tuple[str, ...], ...], ...] = (  # in parallel; within a lane, in sequence
        ((suites,),),
        ((f"--ignore={suites}", windows),),
        ((f"--ignore={rebuild}", f"--ignore={windows}", "tests/packaging"), (rebuild,)),
    )

    def run_lane(lane: tuple[tuple[str, ...], ...]) -> list[int]:
        return [_python_buffered(*common, *step) for step in lane]

    with ThreadPoolExecutor(len(lanes)) as executor:
        statuses = chain.from_iterable(executor.map(run_lane, lanes))
        return next(filter(None, statuses), 0)


def _python_buffered(*arguments: str) -> int:
    """Run Python, print its output in one piece when it has ended, and return its exit status."""
    with tempfile.TemporaryFile("w+") as output:
        status = python(*arguments, output=output)
        output.seek(0)
        print(output.read(), flush=True)
    return status


def lock(_rest: Sequence[str]) -> int:
    """Lock the newest versions that pyproject.toml allows, for every system, with hashes."""
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
        options = ("--extra", extra, "-c", run_lock, "pyproject.toml", "-o", str(environment.lock))
        status = status or python(*common, *options)
    return status


def i18n(rest: Sequence[str]) -> int:
    """Update, compile or check the Chinese catalogue."""
    set_up()
    return python("build_scripts/i18n.py", *rest)


def bench(rest: Sequence[str]) -> int:
    """Measure speed and memory, as ratios to a floor measured in the same run."""
    set_up()
    return python("-m", "bench", *rest)


def structure(rest: Sequence[str]) -> int:
    """Show the imports between packages and count structural problems."""
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
    """Ensure the environment, Qt's system libraries, and the compiled catalogue."""
    if not environment.is_ready():
        ensure_libraries()
        environment.make()
    compile_translations(environment)


def python(
    *arguments: str, environment: Environment = DEVELOPMENT, output: IO[str] | None = None
) -> int:
    """Run an environment's Python in the checkout and return its exit status.

    Its output and errors go to `output` if given.
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
    """Provide a temporary folder in memory; None if the system has none with enough space.

    Every saved change waits for the disk, and the tests save thousands.
    """
    memory = Path("/dev/shm")  # noqa: S108 - a new folder is made in it
    if not memory.is_dir() or shutil.disk_usage(memory).free < _SPACE_FOR_TESTS:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="ld-", dir=memory, ignore_cleanup_errors=True) as own:
        yield own


def compile_translations(environment: Environment) -> None:
    """Compile the Chinese catalogue if its source is newer."""
    source = ROOT / "resources" / "i18n" / "zh_CN.po"
    target = source.parent / "zh_CN" / "LC_MESSAGES" / "linkdue.mo"
    if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
        command = [str(environment.python), "build_scripts/i18n.py", "compile"]
        subprocess.run(command, cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
