"""The Debian package: its metadata, its files, and running it on a minimal system."""

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
    """Return a folder with the files that the package installs."""
    folder = tmp_path_factory.mktemp("deb")
    subprocess.run(["dpkg-deb", "--extract", deb, folder], check=True)
    return folder


@pytest.fixture(scope="module")
def system(deb: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chroot]:
    """Set up a minimal system with the package and its dependencies."""
    system = Chroot.make(tmp_path_factory.mktemp("system"))
    system.install(deb)
    yield system
    subprocess.run(["rm", "-rf", "--one-file-system", system.folder], check=True)


def field(deb: Path, name: str) -> str:
    """Return a field of the package's control data."""
    done = subprocess.run(
        ["dpkg-deb", "--field", deb, name], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_the_file_name_and_size(deb: Path) -> None:
    """The name must state version and architecture; a large file is slow to download."""
    assert deb.name == f"linkdue_{__version__}_{field(deb, 'Architecture')}.deb"
    print(f"package: {deb.stat().st_size / 1e6:.1f} MB")
    assert deb.stat().st_size < MOST_MB * 1e6


def test_only_root_owns_and_may_write_the_files(deb: Path) -> None:
    """Files that another account may write are a security hole."""
    listing = subprocess.run(
        ["dpkg-deb", "--contents", deb], capture_output=True, text=True, check=True
    )
    for line in listing.stdout.splitlines():
        rights, owner = line.split()[:2]
        assert owner == "root/root"
        assert rights[0] == "l" or rights[5] == rights[8] == "-", line


def test_there_are_no_maintainer_scripts(deb: Path) -> None:
    """A script that stops timers on removal would lose the reminders users registered."""
    archive = subprocess.run(
        ["dpkg-deb", "--ctrl-tarfile", deb], capture_output=True, check=True
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as control:
        names = {Path(name).name for name in control.getnames()} - {"", "."}
    assert names == {"control", "md5sums"}


def test_the_menu_entry_and_the_metainfo_are_valid(unpacked: Path) -> None:
    """Menus and software centres ignore files that they cannot read."""
    subprocess.run([tool("desktop-file-validate"), unpacked / MENU_ENTRY], check=True)
    [metainfo] = (unpacked / "usr/share/metainfo").iterdir()
    subprocess.run([tool("appstreamcli"), "validate", "--no-net", metainfo], check=True)
    assert f'version="{__version__}"' in metainfo.read_text("utf-8")


def test_the_menu_entry_names_existing_files(unpacked: Path) -> None:
    """Otherwise a click does nothing, or there is no icon."""
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


def test_the_declared_dependencies_suffice(system: Chroot) -> None:
    """Every library and plugin must load, and Chinese be shown without a system font."""
    done = system.run("linkdue", "smoke", check=False)
    report = json.loads(done.stdout)
    assert report["failed"] == {}
    assert done.returncode == 0
    assert not list((system.folder / "usr/share/fonts").rglob("*CJK*"))


def test_it_starts_from_the_menu_and_a_purge_keeps_the_data(system: Chroot, screen: Screen) -> None:
    """It is started by the launcher that desktops use, with the default data folder."""
    system.install("libglib2.0-bin")
    stay = "sleep 600"  # the launcher exits immediately, which would end the namespace
    with screen.showing(*system.command("sh", "-c", f"gio launch /{MENU_ENTRY}; {stay}")):
        screen.window("LinkDue")
        screen.picture(PICTURES / "from-the-menu.png")
    assert (system.folder / DATA).is_file()
    system.run("dpkg", "--purge", "linkdue")
    assert (system.folder / DATA).is_file()
    assert not (system.folder / "usr/lib/linkdue").exists()
    assert not (system.folder / MENU_ENTRY).exists()
