"""What can be known about the macOS program without a Mac. None of it was ever run on one."""

from __future__ import annotations

import json
import plistlib
import struct
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from environments import BUILD, LOCKS
from pack import prune
from pack.layout import IDENTIFIER, ROOT, WORK, version
from pack.mac import bundle, signing

pytestmark = pytest.mark.packaging

ICNS = WORK / "icons" / "linkdue.icns"
SIZES = {16 * 2, 32 * 2, 128, 128 * 2, 256, 256 * 2, 512, 512 * 2}
"""Pixels that the Finder and the Dock ask for; 16 and 32 are drawn from these."""


@pytest.fixture(scope="module", params=["darwin", "linux"])
def system(request: pytest.FixtureRequest) -> str:
    """Return a system that the spec is run for."""
    return str(request.param)


@pytest.fixture(scope="module")
def calls(system: str) -> dict[str, list[dict[str, Any]]]:
    """Return what the spec asks of PyInstaller on that system, by building block."""
    command = [BUILD.python, Path(__file__).with_name("spec_probe.py"), system]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[dict[str, Any]]] = {}
    for call in json.loads(done.stdout):
        found.setdefault(call["block"], []).append(call)
    return found


def test_a_bundle_is_made_on_macos_only(system: str, calls: dict[str, Any]) -> None:
    """The one spec of all systems would make a Mac's bundle on Linux or Windows."""
    assert ("BUNDLE" in calls) is (system == "darwin")
    assert [call["named"]["console"] for call in calls["EXE"]] == [False, True]
    if system == "darwin":
        [made] = calls["BUNDLE"]
        assert made["named"]["name"] == "LinkDue.app"
        assert made["named"]["bundle_identifier"] == IDENTIFIER
        assert made["named"]["icon"].endswith("linkdue.icns")
        assert made["named"]["info_plist"] == json.loads(json.dumps(bundle.info_plist()))


def test_what_is_not_used_is_left_out_of_the_bundle(system: str, calls: dict[str, Any]) -> None:
    """On macOS, Qt's libraries are frameworks and named otherwise."""
    [collect] = calls["COLLECT"]
    found = str(collect["given"])
    assert "Core" in found
    assert "Qml" not in found
    assert "tiff" not in found
    assert "notices.json" in found
    assert "NOTICES.txt" in found
    if system == "darwin":
        assert "libqcocoa" in found


def test_the_plist_is_valid_and_complete() -> None:
    """Both languages, sharp text, the dark look, a category, and versions as text."""
    plist = plistlib.loads(plistlib.dumps(bundle.info_plist()))
    assert plist["CFBundleLocalizations"] == ["en", "zh-Hans"]
    assert plist["CFBundleDevelopmentRegion"] == "en"
    endings = [kind["CFBundleTypeExtensions"] for kind in plist["CFBundleDocumentTypes"]]
    assert endings == [["linkdue"], ["linkduecard"]]
    assert plist["CFBundleShortVersionString"] == plist["CFBundleVersion"] == version()
    assert plist["NSHighResolutionCapable"] is True
    assert plist["NSRequiresAquaSystemAppearance"] is False
    assert plist["LSApplicationCategoryType"] == "public.app-category.business"
    assert plist["LSMinimumSystemVersion"] == bundle.MINIMUM_SYSTEM
    assert not any(key.endswith("UsageDescription") for key in plist)


def test_the_icon_holds_all_sizes() -> None:
    """A size that lacks is drawn from another, and blurred."""
    data = ICNS.read_bytes()
    assert data[:4] == b"icns"
    assert struct.unpack(">I", data[4:8])[0] == len(data)
    widths, at = set(), 8
    while at < len(data):
        kind, length = struct.unpack(">4sI", data[at : at + 8])
        picture = data[at + 8 : at + length]
        if picture.startswith(b"\x89PNG"):
            width, height = struct.unpack(">II", picture[16:24])
            assert width == height, kind
            widths.add(width)
        at += length
    assert widths >= SIZES


@pytest.fixture(scope="module")
def libraries() -> Path:
    """Unpack the libraries for both processors that the lock names and that are not pruned."""
    wheels, unpacked = WORK / "mac-wheels", WORK / "mac-libraries"
    for processor in ("arm64", "x86_64"):
        _download(wheels / processor, processor)
        for wheel in sorted((wheels / processor).glob("*.whl")):
            with zipfile.ZipFile(wheel) as archive:
                for name in archive.namelist():
                    is_code = name.endswith((".so", ".dylib")) or ".framework/Versions/" in name
                    if is_code and not name.endswith("/") and prune.is_kept(name):
                        archive.extract(name, unpacked / processor)
    return unpacked


def _download(folder: Path, processor: str) -> None:
    """Fetch the wheels that pip would choose on a Mac with this processor."""
    if any(folder.glob("pyside6*.whl")) and any(folder.glob("python_calamine*.whl")):
        return
    tags = [
        f"macosx_{system}_{kind}"
        for system in ("10_12", "11_0", "12_0")
        for kind in (processor, "universal2")
    ]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    command += ["--only-binary=:all:", "--implementation", "cp", "--python-version", "3.11"]
    for tag in tags:
        command += ["--platform", tag]
    subprocess.run([*command, "-r", LOCKS / "run.txt", "-d", folder], check=True)


def test_the_minimum_system_is_true(libraries: Path) -> None:
    """No library wants a newer macOS than the plist says, and one wants just that."""
    assert bundle.too_new(libraries) == []
    wanted = {w for f in libraries.rglob("*") if f.is_file() for w in bundle.minimum_systems(f)}
    assert max(wanted) == bundle.numbers(bundle.MINIMUM_SYSTEM)
    kinds = {f.name for f in libraries.rglob("*") if f.is_file()}
    assert {"QtCore", "QtCore.abi3.so", "libqcocoa.dylib"} <= kinds
    assert any(name.startswith("_python_calamine") for name in kinds)


def test_a_library_for_a_newer_system_is_found(
    libraries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What ends the build on a Mac whose Python or wheels want more."""
    monkeypatch.setattr(bundle, "MINIMUM_SYSTEM", "11.0")
    assert any("QtCore" in line and "macOS 12.0" in line for line in bundle.too_new(libraries))


def test_a_bundle_can_be_signed_without_entitlements(tmp_path: Path) -> None:
    """A program whose signature cannot be read back would not start on a Mac."""
    ap = pytest.importorskip("apple_platform", reason="there is no wheel for this system")
    app = tmp_path / "LinkDue.app"
    program = app / "Contents" / "MacOS" / "LinkDue"
    library = app / "Contents" / "Frameworks" / "libqcocoa.dylib"
    for file, kind in ((program, "executable"), (library, "dylib")):
        file.parent.mkdir(parents=True)
        file.write_bytes(ap.macho.create_synthetic("aarch64", kind))
    plist = bundle.info_plist() | {
        "CFBundleExecutable": "LinkDue",
        "CFBundleIdentifier": IDENTIFIER,
        "CFBundlePackageType": "APPL",
    }
    (app / "Contents" / "Info.plist").write_bytes(plistlib.dumps(plist))
    certificate = ap.certificates.generate_self_signed("Throw-away", team_id="LINKDUE000")
    pem = certificate.write_pem_bundle(tmp_path / "key.pem")
    signer = ap.Signer(pem=ap.PemKey(files=[str(pem)]))
    ap.sign(app, signer=signer, code_signature_flags=["runtime"], timestamp_url="none")
    found = {entity["path"]: entity["entity"] for entity in ap.read_signature(app)}
    [signature] = [
        value["mach_o"]["signature"]
        for path, value in found.items()
        if path.endswith("MacOS/LinkDue") and "mach_o" in value
    ]
    directory = signature["code_directory"]
    assert directory["identifier"] == IDENTIFIER
    assert "RUNTIME" in str(directory["flags"])
    assert signature["cms"]
    assert not signature.get("entitlements_plist")
    assert (app / "Contents" / "_CodeSignature" / "CodeResources").is_file()
    assert ap.verify_macho(program) == []


def test_without_keys_nothing_is_submitted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build without secrets makes an unsigned image and says so, instead of failing."""
    image = Path("LinkDue.dmg")
    for name in (bundle.IDENTITY_VARIABLE, *signing.NOTARY_VARIABLES):
        monkeypatch.delenv(name, raising=False)
    assert bundle.identity() is None
    assert not signing.sign(image)
    assert not signing.notarize(image)


def test_with_keys_the_image_is_submitted_and_waited_for() -> None:
    """An image that is not notarized would be refused by every Mac."""
    image = Path("LinkDue.dmg")
    keys = dict(zip(signing.NOTARY_VARIABLES, ("key.p8", "K1", "I1"), strict=True))
    command = signing.submission(image, keys)
    assert command is not None
    assert command[:4] == ("xcrun", "notarytool", "submit", "LinkDue.dmg")
    assert "--wait" in command
    for name, value in (("--key", "key.p8"), ("--key-id", "K1"), ("--issuer", "I1")):
        assert command[command.index(name) + 1] == value
    del keys[signing.NOTARY_VARIABLES[1]]
    assert signing.submission(image, keys) is None


def test_the_image_leads_to_the_folder_of_programs(tmp_path: Path) -> None:
    """Drawn by the build's own Python: every file has its place, and the ground has both sizes."""
    code = (
        "import json, sys; from pathlib import Path; from pack.mac import dmg;"
        "ground = dmg.draw_backgrounds(Path(sys.argv[1]));"
        "print(json.dumps([dmg.settings(Path(sys.argv[2]), ground), dmg.image_name('arm64')]))"
    )
    command = [BUILD.python, "-c", code, tmp_path / "ground", tmp_path / "LinkDue.app"]
    path = {"PYTHONPATH": f"{ROOT}:{ROOT / 'build_scripts'}", "QT_QPA_PLATFORM": "offscreen"}
    answer = subprocess.run(command, capture_output=True, text=True, check=True, env=path)
    settings, name = json.loads(answer.stdout)
    assert name == f"LinkDue-{version()}-macos-apple-silicon.dmg"
    assert settings["symlinks"] == {"Applications": "/Applications"}
    for _path, shown in settings["files"]:
        assert shown in settings["icon_locations"]
    assert {p.name for p in (tmp_path / "ground").iterdir()} == {
        "background.png",
        "background@2x.png",
    }
    width, height = settings["window_rect"][1]
    for x, y in settings["icon_locations"].values():
        assert settings["icon_size"] / 2 <= x <= width - settings["icon_size"] / 2
        assert y <= height - settings["icon_size"] / 2
