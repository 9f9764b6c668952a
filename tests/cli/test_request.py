"""The verb `request`: the message for a partner from a script."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
import zxingcpp
from PySide6.QtGui import QImage

from desktop.forms.check_phrase import find_phrase
from desktop.forms.wizard_steps import Request
from desktop.services.workspace import Workspace
from desktop.wording.records.request import compose
from tests.builders import OTHER_UID, UID, make_account, make_project
from tests.cli.conftest import Run

FACTS = ("--company", "Example Ltd", "--purpose", "web shop")
TEXT = compose(Request(UID, "Example Ltd", "web shop"), "en")


@pytest.fixture
def request_(run: Run, workspace: Workspace) -> Run:
    """Return a call of the verb on a folder with an account."""
    workspace.save_account(make_account())

    def call(*arguments: object) -> object:
        return run("request", *arguments, folder=workspace.folder)

    return call  # type: ignore[return-value]


def test_the_message_is_printed(request_: Run) -> None:
    """It is pasted from the terminal into a mail."""
    answer = request_(UID, *FACTS, "--lang", "en")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out == TEXT + "\n"


def test_json_says_everything(request_: Run) -> None:
    """Another program compares the phrase itself."""
    [data] = request_(UID, *FACTS, "--lang", "en", "--json").data
    assert data == {
        "account": UID,
        "language": "en",
        "text": TEXT,
        "phrase": find_phrase(TEXT),
        "state": None,
        "since": None,
        "file": None,
        "shortened": False,
    }


def test_the_language_of_the_message_can_be_chosen(request_: Run) -> None:
    """The partner's language may differ from the user's."""
    answer = request_(UID, *FACTS, "--lang", "zh_CN")
    assert answer.out.startswith("您好")


def test_each_format_holds_the_message(request_: Run, tmp_path: Path) -> None:
    """The saved message equals the printed one."""
    files = {ending: tmp_path / f"请求.{ending}" for ending in ("txt", "pdf", "png")}
    for file in files.values():
        answer = request_(UID, *FACTS, "--lang", "en", "--to", file)
        assert (answer.status, answer.err) == (0, "")
        assert str(file) in answer.out
    assert files["txt"].read_text("utf-8") == TEXT + "\n"
    [page] = pypdf.PdfReader(io.BytesIO(files["pdf"].read_bytes())).pages
    assert UID in page.extract_text()
    picture = QImage(str(files["png"])).convertToFormat(QImage.Format.Format_Grayscale8)
    side = picture.width()
    rows = b"".join(bytes(picture.scanLine(row))[:side] for row in range(side))
    pixels = memoryview(rows).cast("B", (side, side))
    [code] = zxingcpp.read_barcodes(pixels, formats=zxingcpp.BarcodeFormat.QRCode)
    assert code.text == TEXT


def test_a_request_on_record_is_printed_as_it_was_sent(request_: Run, workspace: Workspace) -> None:
    """A second copy must equal the first, whatever the template is today."""
    project = workspace.copy_request(make_project(), "as it was")
    [data] = request_(UID, "--json").data
    assert (data["text"], data["state"], data["phrase"]) == ("as it was", "copied", None)
    workspace.send_request(project, "as it was", project)
    [data] = request_(UID, "--json").data
    assert data["state"] in ("sent", "no_answer")
    assert data["since"] == "2026-09-10T04:00:00Z"


def test_what_was_typed_last_is_used_again(request_: Run, workspace: Workspace) -> None:
    """A renewal every three months needs no typing."""
    workspace.keep_request_facts(UID, {"company": "Example Ltd", "purpose": "web shop"})
    assert request_(UID, "--lang", "en").out == TEXT + "\n"
    assert "backup" in request_(UID, "--lang", "en", "--purpose", "backup").out


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ((OTHER_UID, *FACTS), 1, "isn't in LinkDue"),
        ((UID, "--company", "Example"), 1, "--purpose TEXT"),
        ((UID,), 1, "--company TEXT"),
        ((UID, *FACTS, "--to", "/no/such/folder/x.txt"), 1, "No such file or folder"),
        ((UID, *FACTS, "--to", "x.doc"), 2, ".txt or .pdf or .png"),
        (("me",), 2, "expected 5 to 20 digits"),
    ],
)
def test_impossible_calls_are_reported(
    arguments: tuple[str, ...], status: int, message: str, request_: Run
) -> None:
    """One line with the remedy; a script must be able to tell usage from data."""
    answer = request_(*arguments)
    assert (answer.status, answer.out) == (status, "")
    assert message in answer.err


def test_a_wrong_copy_of_the_text_is_named(request_: Run, workspace: Workspace) -> None:
    """The message is printed all the same, with the program's own template."""
    workspace.copy_of_request_template("en").write_text("Hello {company}", "utf-8")
    answer = request_(UID, *FACTS, "--lang", "en")
    assert answer.out == TEXT + "\n"
    assert "request.en.txt lacks {uid}" in answer.err
