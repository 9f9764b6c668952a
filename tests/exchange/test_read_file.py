"""Files from other people's computers: recognised by content, refused with codes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.exchange.document import encoding as file_encoding
from desktop.exchange.document import strict_json
from desktop.exchange.snapshot import ImportRefused, Snapshot
from tests.builders import UID
from tests.exchange.formats.test_linkdue_json import SAMPLE
from tests.exchange.reading import read_file

SAMPLES = Path(__file__).with_name("samples")
OWN = json.dumps(SAMPLE, ensure_ascii=False)


def _read(tmp_path: Path, content: str | bytes, account: str | None = UID) -> Snapshot:
    path = tmp_path / "orders.dat"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return read_file(path, account)


def _refusal(tmp_path: Path, content: str | bytes) -> ImportRefused:
    with pytest.raises(ImportRefused) as caught:
        _read(tmp_path, content)
    return caught.value


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.name)
def test_every_sample(path: Path) -> None:
    """A documented answer could not be imported."""
    assert read_file(path, UID).problems == ()


def test_own_json_needs_no_account(tmp_path: Path) -> None:
    """Restoring an export would ask for something that is in it."""
    assert _read(tmp_path, OWN, None).accounts[0].name == "示例科技"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]
)
def test_encodings(tmp_path: Path, encoding: str) -> None:
    """A file saved by an editor on Windows would show garbled names."""
    assert _read(tmp_path, OWN.encode(encoding)).accounts[0].name == "示例科技"


def test_one_body_a_line(tmp_path: Path) -> None:
    """Of several answers in one file, only the first would be read."""
    body = json.loads((SAMPLES / "query_orders_pager.json").read_text("utf-8"))
    rows = body["OrderList"]["Order"]
    lines = "\r\n".join(json.dumps({"OrderList": {"Order": [row]}}) for row in rows) + "\r\n\r\n"
    assert len(_read(tmp_path, lines).orders) == 5
    pretty = "\n".join(json.dumps({"OrderList": {"Order": [row]}}, indent=2) for row in rows)
    assert len(_read(tmp_path, pretty).orders) == 5


_TABLES = [
    "OrderId | CreateTime\n------- | ----------\n236414227150001 | 2026-08-31T15:40:00Z\n",
    "+-----+-----+\n| a | b |\n",
    "┌────┬────┐\n│ a │ b │\n",
]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "empty-file"),
        (" \r\n\t", "empty-file"),
        (b"\xef\xbb\xbf", "empty-file"),
        (b"\xff\xfe", "empty-file"),
        ("<!DOCTYPE html><html></html>", "html"),
        ("  <html>", "html"),
        *((table, "text-table") for table in _TABLES),
        ("hello", "no-header"),
        ("null", "no-header"),
        ("236414227150001", "no-rows"),
        ("{", "broken-json"),
        ('{"a": 1,}', "broken-json"),
        ("[1] rest", "broken-json"),
        (OWN[:-1], "broken-json"),
        (OWN + "x", "broken-json"),
        (OWN.replace('""', "''", 1), "broken-json"),
        ("{}", "not-known-json"),
        ("[]", "no-rows"),
        ("[[],[]]", "no-rows"),
        (OWN + "\n" + OWN, "schema"),
        ('{"format": "linkdue"}', "schema"),
        ('{"orders": []}', "schema"),
        (b"PK\x03\x04\x00\x00", "spreadsheet-broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "spreadsheet-broken"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no-header"),
        (b'{"a": "\xff\xff"}', "not-text"),
    ],
)
def test_unsuitable_files_are_refused(tmp_path: Path, content: str | bytes, code: str) -> None:
    """The user would not learn what kind of file was chosen, and so not what to do."""
    assert _refusal(tmp_path, content).code == code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('[{"OrderId": NaN}]', "odd-number"),
        ('[{"OrderId": -Infinity}]', "odd-number"),
        ('[{"OrderId": 1e999}]', "odd-number"),
        ('[{"OrderId": 1e99999999999999999999}]', "odd-number"),
        ('[{"OrderId": ' + "9" * 10_000 + "}]", "odd-number"),
        ('[{"OrderId": 0.' + "9" * 10_000 + "}]", "odd-number"),
        ('[{"OrderId": "1", "OrderId": "2"}]', "duplicate-key"),
        (OWN.replace('"version": 1', '"version": 1, "version": 1'), "duplicate-key"),
        (OWN.replace("示例", r"\ud800"), "odd-text"),
        (OWN.replace("示例", r"\udc00\ud800"), "odd-text"),
        (OWN.replace("示例", r"\u0000"), "odd-text"),
        (OWN.replace('"ecs": ', r'"\u0000": '), "odd-text"),
        (OWN.replace("示例", "\0"), "broken-json"),
        ("[" * 201 + "]" * 201, "too-deep"),
        ("[" * 100_000, "too-deep"),
        ('{"a":' * 100_000, "too-deep"),
        ("[" * 100_000 + "]" * 100_000, "too-deep"),
    ],
)
def test_hostile_json(tmp_path: Path, content: str, code: str) -> None:
    """A crafted file would crash the program, or be read differently from other programs."""
    found = _refusal(tmp_path, content).code
    assert found == code or "\0" in content


def test_escaped_pairs_are_characters(tmp_path: Path) -> None:
    """A name with an emoji, escaped as most programs do it, would be refused."""
    found = _read(tmp_path, OWN.replace("示例", r"\ud83d\ude00"))
    assert found.accounts[0].name == "\U0001f600科技"


def test_depth_up_to_the_limit(tmp_path: Path) -> None:
    """The limit would differ from the documented one."""
    assert _refusal(tmp_path, "[" * 200 + "]" * 200).code == "no-rows"


def test_the_place_of_a_slip(tmp_path: Path) -> None:
    """Someone who edited a file by hand would not find the missing comma."""
    assert _refusal(tmp_path, '{\n "a": 1\n "b": 2}').facts == {"line": 3, "column": 2}


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A mistyped path would end in a traceback."""
    file = tmp_path / "orders.json"
    file.write_text("[]", "utf-8")
    for path in (tmp_path / "nowhere.json", file / "inside.json", tmp_path / "a\0b"):
        with pytest.raises(ImportRefused) as caught:
            read_file(path, UID)
        assert caught.value.code == "file-missing"


def test_a_folder(tmp_path: Path) -> None:
    """A folder dropped on the window would end in a traceback."""
    with pytest.raises(ImportRefused) as caught:
        file_encoding.read_bytes(tmp_path)
    assert caught.value.code == "file-is-folder"


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    """A pasted text in place of a path would end in a traceback."""
    with pytest.raises(ImportRefused) as caught:
        file_encoding.read_bytes(tmp_path / ("x" * 5000))
    # For such a name, Windows only reports that there is no such file.
    assert caught.value.code == ("file-missing" if os.name == "nt" else "file-unreadable")


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="everything may be read here",
)
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    """Someone else's file would be called missing."""
    path = tmp_path / "orders.json"
    path.write_text("[]", "utf-8")
    path.chmod(0)
    with pytest.raises(ImportRefused) as caught:
        read_file(path, UID)
    assert caught.value.code == "file-forbidden"


def test_a_file_that_the_system_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Like the previous test, for runs as root: the refusal would end in a traceback."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    path = tmp_path / "orders.json"
    path.touch()
    with pytest.raises(ImportRefused) as caught:
        read_file(path, UID)
    assert caught.value.code == "file-forbidden"


def test_too_large_a_file_is_not_even_read(tmp_path: Path) -> None:
    """A film chosen by mistake would fill the memory."""
    path = tmp_path / "orders.json"
    with path.open("wb") as file:
        file.truncate(file_encoding.LARGEST + 1)
    with pytest.raises(ImportRefused) as caught:
        read_file(path, UID)
    assert caught.value.code == "file-too-large"
    assert caught.value.facts == {"largest_mb": 256}


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda t: t.encode("utf-8", "replace")))
def test_any_bytes_are_refused_in_a_code(data: bytes) -> None:
    """Some file would end in a traceback."""
    try:
        strict_json.parse(file_encoding.decode(data)[0])
    except ImportRefused as refusal:
        assert refusal.code


_values = st.recursive(
    st.none()
    | st.booleans()
    | st.text(max_size=8)
    | st.sampled_from(["Success", "236414227150001", "2026-08-31T15:40:00Z", 7, 1.5, -1]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "Data",
                    "OrderList",
                    "Order",
                    "OrderId",
                    "SubOrderId",
                    "Code",
                    "Success",
                    "orders",
                    "TotalCount",
                    "PageNum",
                    "PageSize",
                    "CreateTime",
                    "PretaxAmount",
                    "format",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.lists(_values, min_size=1, max_size=3))
def test_any_json_is_refused_in_a_code(
    tmp_path_factory: pytest.TempPathFactory, values: list[object]
) -> None:
    """Some tool's answer would end in a traceback."""
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_text("\n".join(json.dumps(value) for value in values), "utf-8")
    try:
        read_file(path, UID)
    except ImportRefused as refusal:
        assert refusal.code
        assert all(isinstance(fact, str | int) for fact in refusal.facts.values())
