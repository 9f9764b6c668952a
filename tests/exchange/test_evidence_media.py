"""The type of an evidence file is detected from its bytes, and its size limited before decoding."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.evidence import SIZE_LIMIT, EvidenceRefused
from desktop.domain.evidence_records import MediaType
from desktop.exchange.evidence_media import check, picture_sizes
from tests.pictures import PDF, jpeg_of, make_png, png_of, webp_of

SOUND = {
    MediaType.PNG: make_png(),
    MediaType.JPEG: jpeg_of(30, 20),
    MediaType.WEBP: webp_of(30, 20),
    MediaType.PDF: PDF,
}


def code_of(content: bytes, name: str = "") -> str:
    """Return the code of a file's refusal; empty if it is accepted."""
    try:
        check(content, name)
    except EvidenceRefused as refused:
        return refused.code
    return ""


@pytest.mark.parametrize("kind", MediaType)
def test_the_four_kinds_are_known_by_their_bytes(kind: MediaType) -> None:
    """A screenshot from the clipboard has no file name."""
    assert check(SOUND[kind]) is kind
    assert check(SOUND[kind], f"页面{kind.ending.upper()}") is kind


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.png", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", "kind"),
        (b"GIF89a\1\0\1\0", "a.gif", "kind"),
        (b"BM" + bytes(60), "a.png", "kind"),
        (b"MZ" + bytes(60), "invoice.pdf", "kind"),
        (b"\n%PDF-1.7", "a.pdf", "kind"),
        (make_png(), "a.pdf", "ending"),
        (make_png(), "a.jpg", "ending"),
        (make_png(), "a.exe", "ending"),
        (make_png(), "a.png.svg", "ending"),
        (PDF, "scan.png", "ending"),
        (b"\x89PNG\r\n\x1a\n", "a.png", "broken"),
        (b"\x89PNG\r\n\x1a\n" + bytes(30), "a.png", "broken"),
        (b"\xff\xd8\xff\xd9", "a.jpg", "broken"),
        (b"\xff\xd8\xff" + b"\xff" * 40, "a.jpg", "broken"),
        (b"RIFF\4\0\0\0WEBP", "a.webp", "broken"),
        (png_of(0, 5, b""), "a.png", "broken"),
    ],
)
def test_files_that_are_no_pictures_are_refused(content: bytes, name: str, code: str) -> None:
    """Qt would open an SVG that is called .png, and the files that it links to."""
    assert code_of(content, name) == code


@pytest.mark.parametrize(
    "content",
    [
        png_of(100_000, 100_000, b"x"),
        png_of(0xFFFFFFFF, 1, b"x"),
        png_of(8000, 6000, b"x"),
        jpeg_of(65_535, 65_535),
        jpeg_of(60_000, 60_000, marker=0xC2),
        webp_of(1 << 24, 1 << 24),
        webp_of(16_384, 16_384, "VP8L"),
        webp_of(16_383, 16_383, "VP8 "),
        webp_of(20, 20, inner=(16_384, 16_384)),
        jpeg_of(20, 20)[:-6] + jpeg_of(60_000, 60_000)[2:],
    ],
)
def test_a_decompression_bomb_is_refused_by_the_size_in_its_header(content: bytes) -> None:
    """A few bytes that unpack to gigabytes would fill the computer's memory."""
    assert code_of(content) == "too-many-pixels"


def test_a_file_is_bounded_in_bytes() -> None:
    """A film called .png would fill the disk, and every backup."""
    assert code_of(make_png() + bytes(SIZE_LIMIT)) == "too-large"


@settings(max_examples=200)
@given(st.integers(1, 9000), st.integers(1, 9000), st.sampled_from(["png", "jpeg", "VP8X", "VP8L"]))
def test_the_size_that_is_read_is_the_one_that_was_written(
    width: int, height: int, kind: str
) -> None:
    """A misread header would let a decompression bomb through."""
    made = {"png": lambda: png_of(width, height, b""), "jpeg": lambda: jpeg_of(width, height)}
    content = made.get(kind, lambda: webp_of(width, height, kind))()
    media = {"png": MediaType.PNG, "jpeg": MediaType.JPEG}.get(kind, MediaType.WEBP)
    assert picture_sizes(content, media) == [(width, height)]


@settings(max_examples=300)
@given(st.data())
def test_whatever_the_bytes_are_there_is_an_answer(data: st.DataObject) -> None:
    """A truncated or scrambled file would end in an exception instead of a message."""
    content = bytearray(data.draw(st.sampled_from(list(SOUND.values()))))
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=6)):
        content[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    assert code_of(bytes(content[:cut])) in {
        "", "empty", "kind", "broken", "too-many-pixels",
    }  # fmt: skip
