"""The text of a PDF, read back character by character."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from PySide6.QtCore import QPointF

from desktop.ui.kit.pdf_pages import PdfPages
from desktop.ui.kit.searchable_pdf import paper_font
from tests.font_settings import no_fonts

_HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
_SIGNS = st.sampled_from("户胶扌氵阝讠饣月日长龟–—～／〈〉《》“”·¥×%&-_:;().,0123456789AZaz")
_LINE = st.text(st.one_of(_HAN, _SIGNS), min_size=1, max_size=40)


def painted(lines: list[str]) -> bytes:
    """Paint lines as a report does."""
    with PdfPages("test", 51.0) as pages:
        pages.painter.setFont(paper_font(9))
        for number, line in enumerate(lines):
            pages.painter.drawText(QPointF(60, 60 + 16 * number), line)
    return pages.data()


def squeezed(text: str) -> str:
    """Return a text without blanks, which readers insert between and after runs of a font."""
    return "".join(text.split())


@settings(max_examples=40, deadline=None)
@given(lines=st.lists(_LINE, min_size=1, max_size=8))
def test_any_chinese_text_is_read_out_as_it_was_written(
    lines: list[str],
) -> None:
    """A search for 客户 would find nothing, since the font draws 户 and 戶 alike."""
    [page] = PdfReader(io.BytesIO(painted(lines))).pages
    assert squeezed(page.extract_text()) == squeezed("".join(lines))


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
def test_another_reader_finds_the_same(tmp_path: Path) -> None:
    """A lenient reader would hide a table that others cannot read."""
    lines = ["客户 账户 塑胶 9 月–10 月", "～／〈〉 ¥1,234.56", "讠饣氵扌阝 骨龟长门"]
    path = tmp_path / "paper.pdf"
    path.write_bytes(painted(lines))
    found = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True)
    assert squeezed(found.stdout.decode()) == squeezed("".join(lines))


_PAINT = """
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication
from desktop.ui.kit.pdf_pages import PdfPages
application = QApplication([])
with PdfPages("test", 51.0) as pages:
    pages.painter.drawText(QPointF(60, 60), "客户 12")
    pages.note("客户 12")
print(len(pages.data()))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a font")
def test_without_any_font_a_pdf_has_boxes(tmp_path: Path) -> None:
    """Without any font, Qt crashes when it is asked for the name of a font in use."""
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", _PAINT],
        cwd=Path(__file__).parents[3],
        env=os.environ | {"FONTCONFIG_FILE": no_fonts(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0
