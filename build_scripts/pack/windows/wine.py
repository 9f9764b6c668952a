"""Windows programs on Linux: a Wine prefix below build/wine with a Chinese Windows in it.

What it shows is “runs under Wine”, never “tested on Windows”. Needs a Debian-like system with Wine
for 64 bits; no part of Wine for 32 bits is asked for.
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
from pack.progress import run, say
from pack.screen import Screen

PREFIX = WORK / "wine" / "prefix"
SHIM = Path(__file__).parent / "shim"
SHIMS = {"windows.ui.dll": "uisettings.c", "bcryptprimitives.dll": "bcryptprimitives.c"}
"""Libraries of Windows that Wine 8 lacks, and what stands in for them here. Never shipped."""
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
"""Programs, and the Debian packages that bring them."""
_FONT, _FONT_PACKAGE = "WenQuanYi Zen Hei", "fonts-wqy-zenhei"
_WINDOWS_FONTS = (
    *("宋体", "新宋体", "微软雅黑", "黑体", "SimSun", "NSimSun", "SimHei"),
    *("Microsoft YaHei", "Microsoft YaHei UI", "Segoe UI", "Tahoma", "MS Shell Dlg"),
    "MS Shell Dlg 2",
)
_LOADER, _SERVER = "/usr/lib/wine/wine64", "/usr/lib/wine/wineserver64"
"""Debian keeps them out of the search path; its own `wine` asks for 32 bits as well."""


def lacking() -> list[str]:
    """List what Wine needs and cannot be had here; install it where that is possible."""
    missing = ensure_tools(TOOLS)
    if not missing and not _has_font():
        install_packages([_FONT_PACKAGE], "a Chinese font for Wine")
    return missing if _has_font() else [*missing, _FONT]


def _has_font() -> bool:
    listed = subprocess.run(["fc-list", _FONT], capture_output=True, check=False)
    return bool(listed.stdout)


def on_windows(path: Path) -> str:
    """Return how Windows programs under Wine name a file of this system."""
    whole, drive_c = path.resolve(), (PREFIX / "drive_c").resolve()
    inside = whole.is_relative_to(drive_c)
    place = f"C:/{whole.relative_to(drive_c)}" if inside else f"Z:{whole}"
    return place.replace("/", "\\")


@dataclass
class Wine:
    """One Wine prefix and the screen that its windows are on."""

    screen: Screen
    prefix: Path = PREFIX
    """Where the drive C lies."""
    locale: str = "zh_CN.UTF-8"
    """Wine takes Windows' language and code page from it: cp936 for this one."""

    @property
    def user(self) -> Path:
        """The folder of Windows' user."""
        [user] = (p for p in (self.prefix / "drive_c" / "users").iterdir() if p.name != "Public")
        return user

    @property
    def local_programs(self) -> Path:
        """The folder that a program is installed into without an administrator."""
        return self.user / "AppData" / "Local" / "Programs"

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return the variables of a program that runs in the prefix."""
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
        """Run a Windows program to its end; return its status and all that it printed.

        The standard handles are pipes because Windows' Python ends at once on anything else under
        Wine. Raises subprocess.TimeoutExpired if it takes longer than `seconds`.
        """
        with self.start(command, folder=folder, variables=variables) as program:
            try:
                output, _none = program.communicate(b"", timeout=seconds)
            except BaseException:
                program.kill()
                raise
        text = output.decode(encoding, errors="replace").replace("\r\n", "\n")
        return subprocess.CompletedProcess(program.args, program.returncode, text)

    def must(
        self,
        command: Sequence[str | Path],
        *,
        seconds: int,
        variables: Mapping[str, str] | None = None,
    ) -> str:
        """Run a Windows program that has to succeed; what it printed."""
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
        """Start a Windows program; the caller waits for it."""
        return subprocess.Popen(
            [_LOADER, *map(str, command)],
            cwd=folder,
            env=self.environment(variables),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def wait_until_ended(self, program: str, seconds: float = 60) -> None:
        """Wait until nothing with this name runs: a window is gone before its process is."""
        self.screen.wait(lambda: not _runs(program), f"{program} to end", seconds)

    @contextmanager
    def showing(self, command: Sequence[str | Path]) -> Iterator[subprocess.Popen[bytes]]:
        """Run a program with a window that does not outlive the block, however that ends."""
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
        """End every program of this prefix."""
        subprocess.run([_SERVER, "-k"], env=self.environment(), check=False)
        subprocess.run([_SERVER, "-w"], env=self.environment(), check=False)


@contextmanager
def chinese_windows(prefix: Path = PREFIX) -> Iterator[Wine]:
    """Provide a Wine prefix on a screen of its own; everything in it is ended afterwards."""
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
    """Make the prefix, unless it is there as this script would make it."""
    stamp = wine.prefix / STAMP
    wanted = _fingerprint()
    if is_stamped(stamp, wanted):
        return
    say("making a Wine prefix")
    shutil.rmtree(wine.prefix, ignore_errors=True)
    wine.prefix.mkdir(parents=True)
    _make_locale(wine.locale)
    wine.must(["wineboot", "-i"], seconds=300)
    wine.must(["winecfg", "/v", "win10"], seconds=120)
    fonts = wine.prefix / "fonts.reg"
    fonts.write_bytes(b"\xff\xfe" + _font_replacements().encode("utf-16-le"))
    wine.must(["regedit", on_windows(fonts)], seconds=60)
    for library, source in SHIMS.items():
        built = wine.prefix / "drive_c" / "windows" / "system32" / library
        built.unlink(missing_ok=True)
        run((COMPILER, "-O2", "-shared", "-s", "-o", built, SHIM / source, "-ladvapi32"))
    wine.must(["regedit", on_windows(SHIM / "uisettings.reg")], seconds=60)
    stamp.write_text(wanted, encoding="utf-8")


def _fingerprint() -> str:
    """Return what the prefix depends on."""
    parts = [Path(__file__), *sorted(SHIM.iterdir())]
    version = subprocess.run([_LOADER, "--version"], capture_output=True, check=True).stdout
    return hashlib.sha256(version + b"".join(p.read_bytes() for p in parts)).hexdigest()


def _make_locale(name: str) -> None:
    """Have the Chinese locale on this system: Wine asks the C library for it."""
    language, _dot, charset = name.partition(".")
    known = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=True).stdout
    if f"{language}.{charset.lower().replace('-', '')}" not in known.split():
        subprocess.run(["localedef", "-i", language, "-f", charset, name], check=True)


def _font_replacements() -> str:
    """Return a registry file that gives Windows' Chinese fonts a face that is there."""
    lines = [f'"{name}"="{_FONT}"' for name in _WINDOWS_FONTS]
    key = r"[HKEY_CURRENT_USER\Software\Wine\Fonts\Replacements]"
    return "\r\n".join(["Windows Registry Editor Version 5.00", "", key, *lines, ""])
