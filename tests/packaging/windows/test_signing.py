"""Signing with a throw-away authority, as a release does with a real key."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from machine import ensure_tools
from pack.windows.installer import make_installer
from pack.windows.signing import CERTIFICATE_VARIABLE, KEY_VARIABLE, can_sign, sign

pytestmark = pytest.mark.packaging

_EXTENSIONS = """\
basicConstraints=CA:FALSE
keyUsage=digitalSignature
extendedKeyUsage=codeSigning
"""


@dataclass(frozen=True)
class Authority:
    """A certificate authority, and the certificate and key of a publisher that it signed."""

    root: Path
    certificate: Path
    key: Path


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """Create an authority that no system trusts."""
    if ensure_tools({"osslsigncode": "osslsigncode", "openssl": "openssl"}):
        pytest.skip("osslsigncode or openssl is not available")
    root, root_key = tmp_path / "root.pem", tmp_path / "root.key"
    certificate, key = tmp_path / "publisher.pem", tmp_path / "publisher.key"
    request, extensions = tmp_path / "request.pem", tmp_path / "extensions.txt"
    extensions.write_text(_EXTENSIONS, encoding="ascii")
    new = ("req", "-newkey", "rsa:2048", "-nodes", "-subj")
    openssl(*new, "/CN=Throw-away authority", "-x509", "-keyout", root_key, "-out", root)
    openssl(*new, "/CN=LinkDue test", "-keyout", key, "-out", request)
    issuer = ("-CA", root, "-CAkey", root_key, "-extfile", extensions)
    openssl("x509", "-req", "-in", request, *issuer, "-out", certificate)
    return Authority(root, certificate, key)


def openssl(*words: str | Path) -> None:
    """Run openssl; fail if it fails."""
    subprocess.run(("openssl", *words), check=True, capture_output=True)


def is_valid(file: Path, authority: Authority) -> bool:
    """Return whether a file has a valid signature by a publisher of the authority."""
    command = ("osslsigncode", "verify", "-CAfile", authority.root, "-in", file)
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_program_and_installer_are_signed(
    authority: Authority,
    windows_tree: Path,
    installer: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The signatures are valid, and a changed file's is not."""
    assert not can_sign()
    assert not is_valid(installer, authority)
    small = tmp_path / "LinkDue"
    (small / "_internal").mkdir(parents=True)
    programs = [small / "LinkDue.exe", small / "linkdue-cli.exe"]
    for program in programs:
        shutil.copy(windows_tree / program.name, program)
    monkeypatch.setenv(CERTIFICATE_VARIABLE, str(authority.certificate))
    monkeypatch.setenv(KEY_VARIABLE, str(authority.key))
    assert sign(*programs)
    made = make_installer(small, tmp_path / "signed.exe")
    assert sign(made)
    for file in (*programs, made):
        assert is_valid(file, authority), file.name
    damaged = tmp_path / "damaged.exe"
    content = bytearray(programs[0].read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    assert not is_valid(damaged, authority)


def test_nothing_is_signed_without_a_key(tmp_path: Path) -> None:
    """A fork's build, which has no key, must not fail or change the files."""
    file = tmp_path / "LinkDue.exe"
    file.write_bytes(b"MZ")
    assert not sign(file)
    assert file.read_bytes() == b"MZ"
