"""Checks of the macOS build that need no Mac. The program was never run on one."""

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
"""Widths in pixels that Finder and Dock use; they scale 16 and 32 from these."""


@pytest.fixture(scope="module", params=["darwin", "linux"])
def system(request: pytest.FixtureRequest) -> str:
    """Return the system that the spec is run for."""
    return str(request.param)


@pytest.fixture(scope="module")
def calls(system: str) -> dict[str, list[dict[str, Any]]]:
    """Return the calls that the spec makes on that system, by PyInstaller's building block."""
    command = [BUILD.python, Path(__file__).with_name("spec_probe.py"), system]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[dict[str, Any]]] = {}
    for call in json.loads(done.stdout):
        found.setdefault(call["block"], []).append(call)
    return found


def test_only_macos_gets_a_bundle(system: str, calls: dict[str, Any]) -> None:
    """All systems share one spec."""
    assert ("BUNDLE" in calls) is (system == "darwin")
    assert [call["named"]["console"] for call in calls["EXE"]] == [False, True]
    if system == "darwin":
        [bundle_call] = calls["BUNDLE"]
        assert bundle_call["named"]["name"] == "LinkDue.app"
        assert bundle_call["named"]["bundle_identifier"] == IDENTIFIER
        assert bundle_call["named"]["icon"].endswith("linkdue.icns")
        assert bundle_call["named"]["info_plist"] == json.loads(json.dumps(bundle.info_plist()))


def test_unused_libraries_are_left_out_of_the_bundle(system: str, calls: dict[str, Any]) -> None:
    """On macOS, Qt's libraries are frameworks with other names."""
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
    """It states languages, file types, versions, high resolution, dark mode and a category."""
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


def test_the_icon_contains_all_sizes() -> None:
    """MacOS scales a missing size from another one, which blurs it."""
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
    """Unpack the libraries of the locked wheels that are not pruned, for both processors."""
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
    """Download the wheels that pip would choose on a Mac with this processor."""
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


def test_the_minimum_system_matches_the_libraries(libraries: Path) -> None:
    """No library needs a newer macOS than the plist states, and one needs exactly that."""
    assert bundle.too_new(libraries) == []
    wanted = {w for f in libraries.rglob("*") if f.is_file() for w in bundle.minimum_systems(f)}
    assert max(wanted) == bundle.numbers(bundle.MINIMUM_SYSTEM)
    kinds = {f.name for f in libraries.rglob("*") if f.is_file()}
    assert {"QtCore", "QtCore.abi3.so", "libqcocoa.dylib"} <= kinds
    assert any(name.startswith("_python_calamine") for name in kinds)


def test_a_library_for_a_newer_system_is_found(
    libraries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This ends the build on a Mac whose Python or wheels need a newer macOS."""
    monkeypatch.setattr(bundle, "MINIMUM_SYSTEM", "11.0")
    assert any("QtCore" in line and "macOS 12.0" in line for line in bundle.too_new(libraries))


def test_a_bundle_can_be_signed_without_entitlements(tmp_path: Path) -> None:
    """A program with an unreadable signature would not start on a Mac."""
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


def test_nothing_is_signed_or_submitted_without_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build without secrets makes an unsigned image instead of failing."""
    image = Path("LinkDue.dmg")
    for name in (bundle.IDENTITY_VARIABLE, *signing.NOTARY_VARIABLES):
        monkeypatch.delenv(name, raising=False)
    assert bundle.identity() is None
    assert not signing.sign(image)
    assert not signing.notarize(image)


def test_the_image_is_submitted_with_the_keys_and_waited_for() -> None:
    """Macs refuse an image that is not notarized."""
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


def test_the_image_shows_the_app_next_to_the_applications_folder(tmp_path: Path) -> None:
    """Every file must have a position in the window; the background is drawn in both sizes."""
    code = (
        "import json, sys; from pathlib import Path; from pack.mac import dmg;"
        "background = dmg.draw_backgrounds(Path(sys.argv[1]));"
        "print(json.dumps([dmg.settings(Path(sys.argv[2]), background), dmg.image_name('arm64')]))"
    )
    command = [BUILD.python, "-c", code, tmp_path / "background", tmp_path / "LinkDue.app"]
    path = {"PYTHONPATH": f"{ROOT}:{ROOT / 'build_scripts'}", "QT_QPA_PLATFORM": "offscreen"}
    answer = subprocess.run(command, capture_output=True, text=True, check=True, env=path)
    settings, name = json.loads(answer.stdout)
    assert name == f"LinkDue-{version()}-macos-apple-silicon.dmg"
    assert settings["symlinks"] == {"Applications": "/Applications"}
    for _path, shown in settings["files"]:
        assert shown in settings["icon_locations"]
    assert {p.name for p in (tmp_path / "background").iterdir()} == {
        "background.png",
        "background@2x.png",
    }
    width, height = settings["window_rect"][1]
    for x, y in settings["icon_locations"].values():
        assert settings["icon_size"] / 2 <= x <= width - settings["icon_size"] / 2
        assert y <= height - settings["icon_size"] / 2
