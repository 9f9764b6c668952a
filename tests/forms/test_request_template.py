"""The template of a request: the program's own, and the user's copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.forms.request_template import (
    GAPS,
    TEMPLATE_LIMIT,
    TemplateProblem,
    built_in,
    file_name,
    read_template,
)
from desktop.forms.wizard_steps import Request
from desktop.services.workspace import Workspace
from desktop.wording.records.request import compose, template_problem
from tests.builders import UID

LANGUAGES = ("zh_CN", "en")
WHOLE = "你好 {company} {uid} {purpose} {products} {phrase}"
REQUEST = Request(UID, "Example {uid}", "shop {0.__class__}", "2 ECS")


def wrong_copies() -> dict[str, tuple[bytes, TemplateProblem]]:
    """Return copies with each possible mistake."""
    lacking = {
        f"no {gap}": (WHOLE.replace(f"{{{gap}}}", "").encode(), TemplateProblem.MISSING)
        for gap in GAPS
    }
    return lacking | {
        "empty": (b"", TemplateProblem.MISSING),
        "unknown": (f"{WHOLE} {{phone}}".encode(), TemplateProblem.UNKNOWN),
        "misspelt": (WHOLE.replace("{uid}", "{uid} {UID}").encode(), TemplateProblem.UNKNOWN),
        "large": (WHOLE.encode() + b" " * TEMPLATE_LIMIT, TemplateProblem.TOO_LARGE),
        "gb18030": (WHOLE.encode("gb18030"), TemplateProblem.NOT_UTF8),
        "utf-16": (WHOLE.encode("utf-16"), TemplateProblem.NOT_UTF8),
        "binary": (bytes(range(256)), TemplateProblem.NOT_UTF8),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_copy_the_text_is_the_programs_own(language: str, tmp_path: Path) -> None:
    """A new user has none."""
    template = read_template(tmp_path / "none", language)
    assert template == built_in(language)
    assert all(f"{{{gap}}}" in template.text for gap in GAPS)
    assert template_problem(template) == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a byte order mark"])
def test_a_copy_is_used_word_for_word(language: str, mark: bytes, tmp_path: Path) -> None:
    """Some partners want another form of address, or a line more; editors add a byte order mark."""
    text = WHOLE.replace(" ", "\r\n")
    (tmp_path / file_name(language)).write_bytes(mark + text.encode())
    written = compose(REQUEST, language, read_template(tmp_path, language))
    lines = written.split("\n")
    assert lines[:5] == ["你好", "Example {uid}", UID, "shop {0.__class__}", "2 ECS"]
    assert len(lines[5].split()) == 4


@pytest.mark.parametrize("case", wrong_copies())
def test_a_wrong_copy_is_named_and_passed_over(case: str, tmp_path: Path) -> None:
    """A request without the account's UID would come back with nothing, weeks later."""
    content, problem = wrong_copies()[case]
    (tmp_path / file_name("en")).write_bytes(content)
    template = read_template(tmp_path, "en")
    assert template.problem is problem
    assert template.text == built_in("en").text
    message = template_problem(template)
    assert file_name("en") in message
    assert "uses its own text" in message
    if template.gap:
        assert template.gap in message


def test_a_folder_or_a_link_to_a_device_is_passed_over(tmp_path: Path) -> None:
    """Reading a device never ends."""
    (tmp_path / file_name("en")).mkdir()
    assert read_template(tmp_path, "en").problem is TemplateProblem.UNREADABLE
    (tmp_path / file_name("zh_CN")).symlink_to("/dev/zero")
    assert read_template(tmp_path, "zh_CN").problem is TemplateProblem.UNREADABLE


def test_the_copy_is_made_once_and_kept(workspace: Workspace) -> None:
    """A user who opens it again must find their own words."""
    path = workspace.copy_of_request_template("en")
    assert path.read_text("utf-8") == built_in("en").text
    assert path.is_relative_to(workspace.folder)
    path.write_text(WHOLE, "utf-8")
    assert workspace.copy_of_request_template("en") == path
    assert workspace.request_template("en").text == WHOLE
    assert workspace.request_template("zh_CN") == built_in("zh_CN")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_of_products_that_are_not_known_is_left_out(language: str) -> None:
    """An empty line of products looks like a mistake of the sender's."""
    without = compose(Request(UID, "Example", "shop"), language)
    assert len(without.split("\n")) == len(compose(REQUEST, language).split("\n")) - 1


def test_half_a_sign_becomes_a_question_mark() -> None:
    """A lone surrogate from a broken paste cannot be written to any file."""
    text = compose(Request(UID, "Ex\ud83dample", "shop"), "en")
    assert "Ex?ample" in text
    text.encode("utf-8")
