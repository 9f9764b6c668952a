"""Runs Windows programs on Linux, in a Wine prefix below build/wine set up as a Chinese Windows.

Its results mean “runs under Wine”, never “tested on Windows”. Needs a Debian-like system with
64-bit Wine; no 32-bit part is needed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from environments import STAMP, is_stamped
from machine import ensure_tools, install_packages

from pack.layout import ROOT, WORK
from pack.progress import log, run
from pack.screen import Screen

PREFIX = WORK / "wine" / "prefix"
SHIM = Path(__file__).parent / "shim"
SHIMS = {"windows.ui.dll": "uisettings.c", "bcryptprimitives.dll": "bcryptprimitives.c"}
"""Windows libraries that Wine 8 lacks, and the sources of their substitutes. Never shipped."""
COMPILER = "x86_64-w64-mingw32-gcc"
TOOLS = {
    "wine": "wine",
    "/usr/lib/wine/wine64": "wine64",
    COMPILER: "gcc-mingw-w64-x86-64",
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "wmctrl": "wmctrl",
    "xdotool": "xdotool",
    "import": "imagemagick",
    "localedef": "locales",
    "fc-list": "fontconfig",
    "osslsigncode": "osslsigncode",
}
"""The programs that Wine needs, with their Debian packages."""
_FONT, _FONT_PACKAGE = "WenQuanYi Zen Hei", "fonts-wqy-zenhei"
_WINDOWS_FONTS = (
    *("宋体", "新宋体", "微软雅黑", "黑体", "SimSun", "NSimSun", "SimHei"),
    *("Microsoft YaHei", "Microsoft YaHei UI", "Segoe UI", "Tahoma", "MS Shell Dlg"),
    "MS Shell Dlg 2",
)
_LOADER, _SERVER = "/usr/lib/wine/wine64", "/usr/lib/wine/wineserver64"
"""Not in PATH on Debian, whose `wine` command requires the 32-bit part as well."""


def missing_tools() -> list[str]:
    """Install what Wine needs, if possible, and return what is still missing."""
    missing = ensure_tools(TOOLS)
    if not missing and not _has_font():
        install_packages([_FONT_PACKAGE], "a Chinese font for Wine")
    return missing if _has_font() else [*missing, _FONT]


def _has_font() -> bool:
    listed = subprocess.run(["fc-list", _FONT], capture_output=True, check=False)
    return bool(listed.stdout)


def on_windows(path: Path) -> str:
    """Return the path by which Windows programs under Wine know a file of this system."""
    absolute, drive_c = path.resolve(), (PREFIX / "drive_c").resolve()
    on_drive_c = absolute.is_relative_to(drive_c)
    windows_path = f"C:/{absolute.relative_to(drive_c)}" if on_drive_c else f"Z:{absolute}"
    return windows_path.replace("/", "\\")


@dataclass
class Wine:
    """A Wine prefix and the screen that shows its windows."""

    screen: Screen
    prefix: Path = PREFIX
    """The folder that contains drive C."""
    locale: str = "zh_CN.UTF-8"
    """It determines Windows' language and code page: cp936 for this one."""

    @property
    def user(self) -> Path:
        """The home folder of the Windows user."""
        [user] = (p for p in (self.prefix / "drive_c" / "users").iterdir() if p.name != "Public")
        return user

    @property
    def local_programs(self) -> Path:
        """The folder for programs that are installed without administrator rights."""
        return self.user / "AppData" / "Local" / "Programs"

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return the environment of a program that runs in the prefix."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "WINE", "LC_", "QT_")) and name != "LANG"
        }
        return kept | {
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe=",
            "LC_ALL": self.locale,
            "DISPLAY": self.screen.display,
            **(more or {}),
        }

    def run(
        self,
        command: Sequence[str | Path],
        *,
        seconds: int,
        folder: Path = ROOT,
        variables: Mapping[str, str] | None = None,
        encoding: str = "utf-8",
    ) -> subprocess.CompletedProcess[str]:
        """Run a Windows program to its end; return its status and output, including errors.

        The standard handles are pipes because under Wine Windows' Python immediately exits with
        anything else. Raises subprocess.TimeoutExpired after `seconds`.
        """
        with self.start(command, folder=folder, variables=variables) as program:
            try:
                output, _none = program.communicate(b"", timeout=seconds)
            except BaseException:
                program.kill()
                raise
        text = output.decode(encoding, errors="replace").replace("\r\n", "\n")
        return subprocess.CompletedProcess(program.args, program.returncode, text)

    def run_checked(
        self,
        command: Sequence[str | Path],
        *,
        seconds: int,
        variables: Mapping[str, str] | None = None,
    ) -> str:
        """Run a Windows program and return its output; if it fails, print it and end the build."""
        done = self.run(command, seconds=seconds, variables=variables)
        if done.returncode:
            print(done.stdout)
            raise SystemExit(f"{command[0]} ended with status {done.returncode}")
        return done.stdout

    def start(
        self,
        command: Sequence[str | Path],
        *,
        folder: Path = ROOT,
        variables: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start a Windows program and return its process; the caller must wait for it."""
        return subprocess.Popen(
            [_LOADER, *map(str, command)],
            cwd=folder,
            env=self.environment(variables),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def wait_until_ended(self, program: str, seconds: float = 60) -> None:
        """Wait until no process has this program; a window closes before its process ends."""
        self.screen.wait(lambda: not _runs(program), f"{program} to end", seconds)

    @contextmanager
    def showing(self, command: Sequence[str | Path]) -> Iterator[subprocess.Popen[bytes]]:
        """Run a program with a window during the block, then kill it."""
        program = self.start(command)
        try:
            yield program
        finally:
            program.kill()
            for pipe in (program.stdin, program.stdout):
                if pipe is not None:
                    pipe.close()
            program.wait()

    def end(self) -> None:
        """End all programs of this prefix."""
        subprocess.run([_SERVER, "-k"], env=self.environment(), check=False)
        subprocess.run([_SERVER, "-w"], env=self.environment(), check=False)


@contextmanager
def chinese_windows(prefix: Path = PREFIX) -> Iterator[Wine]:
    """Provide a Wine prefix on a new screen; all its programs are ended afterwards."""
    with Screen() as screen:
        wine = Wine(screen, prefix)
        try:
            _prepare(wine)
            yield wine
        finally:
            wine.end()


def _runs(program: str) -> bool:
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has just ended
            first, _nul, _rest = command.read_bytes().partition(b"\0")
            if first.endswith(program.encode()):
                return True
    return False


def _prepare(wine: Wine) -> None:
    """Make the prefix, unless it is up to date."""
    stamp = wine.prefix / STAMP
    fingerprint = _fingerprint()
    if is_stamped(stamp, fingerprint):
        return
    log("making a Wine prefix")
    shutil.rmtree(wine.prefix, ignore_errors=True)
    wine.prefix.mkdir(parents=True)
    _make_locale(wine.locale)
    wine.run_checked(["wineboot", "-i"], seconds=300)
    wine.run_checked(["winecfg", "/v", "win10"], seconds=120)
    fonts = wine.prefix / "fonts.reg"
    fonts.write_bytes(b"\xff\xfe" + _font_replacements().encode("utf-16-le"))
    wine.run_checked(["regedit", on_windows(fonts)], seconds=60)
    for library, source in SHIMS.items():
        built = wine.prefix / "drive_c" / "windows" / "system32" / library
        built.unlink(missing_ok=True)
        run((COMPILER, "-O2", "-shared", "-s", "-o", built, SHIM / source, "-ladvapi32"))
    wine.run_checked(["regedit", on_windows(SHIM / "uisettings.reg")], seconds=60)
    stamp.write_text(fingerprint, encoding="utf-8")


def _fingerprint() -> str:
    """Return a hash of everything that the prefix depends on."""
    parts = [Path(__file__), *sorted(SHIM.iterdir())]
    version = subprocess.run([_LOADER, "--version"], capture_output=True, check=True).stdout
    return hashlib.sha256(version + b"".join(p.read_bytes() for p in parts)).hexdigest()


def _make_locale(name: str) -> None:
    """Generate a locale on this system, if it is missing: Wine uses the C library's locales."""
    language, _dot, charset = name.partition(".")
    known = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=True).stdout
    if f"{language}.{charset.lower().replace('-', '')}" not in known.split():
        subprocess.run(["localedef", "-i", language, "-f", charset, name], check=True)


def _font_replacements() -> str:
    """Return a registry file that replaces Windows' fonts by an installed one."""
    lines = [f'"{name}"="{_FONT}"' for name in _WINDOWS_FONTS]
    key = r"[HKEY_CURRENT_USER\Software\Wine\Fonts\Replacements]"
    return "\r\n".join(["Windows Registry Editor Version 5.00", "", key, *lines, ""])
