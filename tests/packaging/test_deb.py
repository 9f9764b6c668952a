"""The Debian package: whole, tidy, and enough by itself on an empty system."""

from __future__ import annotations

import configparser
import io
import json
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pack.linux.man_page import verbs_of
from pack.screen import Screen

from desktop import __version__
from desktop.cli.arguments import make_parser
from tests.packaging.chroot import Chroot
from tests.packaging.conftest import PICTURES, tool

pytestmark = [
    pytest.mark.packaging,
    pytest.mark.skipif(sys.platform != "linux", reason="a Debian package is made on Linux"),
]

MENU_ENTRY = "usr/share/applications/linkdue.desktop"
MOST_MB = 60
DATA = "root/.local/share/LinkDue/linkdue.sqlite3"


@pytest.fixture(scope="module")
def unpacked(deb: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what the package would put on a system."""
    folder = tmp_path_factory.mktemp("deb")
    subprocess.run(["dpkg-deb", "--extract", deb, folder], check=True)
    return folder


@pytest.fixture(scope="module")
def system(deb: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chroot]:
    """Set up an empty system with the package and what it depends on."""
    system = Chroot.make(tmp_path_factory.mktemp("system"))
    system.install(deb)
    yield system
    subprocess.run(["rm", "-rf", "--one-file-system", system.folder], check=True)


def field(deb: Path, name: str) -> str:
    """Return what the package says of itself."""
    answer = subprocess.run(
        ["dpkg-deb", "--field", deb, name], capture_output=True, text=True, check=True
    )
    return answer.stdout.strip()


def test_its_name_and_size(deb: Path) -> None:
    """A download is judged by its name; and by its size, on a slow line."""
    assert deb.name == f"linkdue_{__version__}_{field(deb, 'Architecture')}.deb"
    print(f"package: {deb.stat().st_size / 1e6:.1f} MB")
    assert deb.stat().st_size < MOST_MB * 1e6


def test_files_belong_to_root_and_nobody_else_may_write_them(deb: Path) -> None:
    """Files of the builder's account, or open to all, would be a hole."""
    listing = subprocess.run(
        ["dpkg-deb", "--contents", deb], capture_output=True, text=True, check=True
    )
    for line in listing.stdout.splitlines():
        rights, owner = line.split()[:2]
        assert owner == "root/root"
        assert rights[0] == "l" or rights[5] == rights[8] == "-", line


def test_it_runs_nothing_of_its_own_when_installed_or_removed(deb: Path) -> None:
    """What users registered is theirs: a timer stopped by a script would lose their reminders."""
    listed = subprocess.run(
        ["dpkg-deb", "--ctrl-tarfile", deb], capture_output=True, check=True
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(listed)) as control:
        names = {Path(name).name for name in control.getnames()} - {"", "."}
    assert names == {"control", "md5sums"}


def test_the_menu_entry_and_the_metainfo_are_valid(unpacked: Path) -> None:
    """A menu leaves out what it cannot read; so does a software centre."""
    subprocess.run([tool("desktop-file-validate"), unpacked / MENU_ENTRY], check=True)
    [metainfo] = (unpacked / "usr/share/metainfo").iterdir()
    subprocess.run([tool("appstreamcli"), "validate", "--no-net", metainfo], check=True)
    assert f'version="{__version__}"' in metainfo.read_text("utf-8")


def test_the_menu_entry_names_what_is_there(unpacked: Path) -> None:
    """Else the click does nothing, or there is no icon."""
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(unpacked / MENU_ENTRY, encoding="utf-8")
    facts = entry["Desktop Entry"]
    command = unpacked / "usr" / "bin" / facts["Exec"].split()[0]
    assert command.is_symlink()
    assert command.resolve().is_file()
    icons = unpacked / "usr/share/icons/hicolor"
    assert (icons / "scalable/apps" / f"{facts['Icon']}.svg").is_file()
    assert len(list(icons.glob(f"*/apps/{facts['Icon']}.png"))) >= 8


def test_the_manual_names_every_verb_and_option(unpacked: Path) -> None:
    """A verb or option missing in the rendered manual would never be found."""
    page = unpacked / "usr/share/man/man1/linkdue.1.gz"
    done = subprocess.run(
        [tool("man"), "--warnings", "--encoding=UTF-8", "--local-file", page],
        capture_output=True,
        encoding="utf-8",
        env={"MANWIDTH": "100", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        check=True,
    )
    assert done.stderr == ""
    text = re.sub(".\x08", "", done.stdout)
    for verb, grammar in verbs_of(make_parser()).items():
        assert re.search(rf"^ +{verb}\b", text, re.MULTILINE), verb
        for option in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", grammar.format_help()):
            assert option in text, (verb, option)


def test_what_it_depends_on_is_enough(system: Chroot) -> None:
    """Every library, every plugin, and Chinese without a font of the system's."""
    done = system.run("linkdue", "smoke", check=False)
    report = json.loads(done.stdout)
    assert report["failed"] == {}
    assert done.returncode == 0
    assert not list((system.folder / "usr/share/fonts").rglob("*CJK*"))


def test_it_starts_from_the_menu_and_its_data_stays_when_it_is_removed(
    system: Chroot, screen: Screen
) -> None:
    """By the launcher that desktops use, on the user's own data folder, which a purge leaves."""
    system.install("libglib2.0-bin")
    stay = "sleep 600"  # the launcher leaves at once, and the system ends with its first process
    with screen.showing(*system.command("sh", "-c", f"gio launch /{MENU_ENTRY}; {stay}")):
        screen.window("LinkDue")
        screen.picture(PICTURES / "from-the-menu.png")
    assert (system.folder / DATA).is_file()
    system.run("dpkg", "--purge", "linkdue")
    assert (system.folder / DATA).is_file()
    assert not (system.folder / "usr/lib/linkdue").exists()
    assert not (system.folder / MENU_ENTRY).exists()
