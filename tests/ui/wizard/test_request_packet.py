"""The request as a packet: written, copied, scanned, sent, and the reply compared with it."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
import zxingcpp
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QColor, QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from desktop.domain.model import ProjectStatus
from desktop.domain.request_state import RequestState, request_progress
from desktop.exchange.formats.qr_code import BORDER
from desktop.forms.check_phrase import find_phrase, make_phrase
from desktop.forms.wizard_steps import Step
from desktop.services.workspace import Workspace
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.projects.page import ProjectsPage
from desktop.ui.shared.context import Context
from desktop.ui.theme.theme import Scheme, Theme
from desktop.wording.i18n import set_language
from tests.builders import OTHER_UID, UID
from tests.conftest import FakeClock
from tests.programs import delete
from tests.ui.wizard.wizard_user import NUMBER, Open, WizardUser, record_account, record_project

FITS = {"en": "check phrase fits", "zh_CN": "暗语一致"}
DIFFERS = {"en": "isn't the one", "zh_CN": "对不上"}


def scanned(widget: QWidget) -> str:
    """Return what a phone reads from the screen."""
    QApplication.processEvents()
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    width, height = picture.width(), picture.height()
    rows = b"".join(bytes(picture.scanLine(row))[:width] for row in range(height))
    pixels = memoryview(rows).cast("B", (height, width))
    [found] = zxingcpp.read_barcodes(pixels, formats=zxingcpp.BarcodeFormat.QRCode)
    return str(found.text)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_from_the_request_to_the_project(
    open_wizard: Open, context: Context, workspace: Workspace, clock: FakeClock, language: str
) -> None:
    """Composed, copied, scanned, sent, answered: each with its date, and the reply compared."""
    set_language(language)
    record_account(context)
    user = open_wizard()
    user.fill_request()
    shown = user.form.preview.toPlainText()
    phrase = find_phrase(shown)
    user.click_commit()
    assert QGuiApplication.clipboard().text() == shown
    assert scanned(user.form.code.view) == user.form.qr_code().text
    (copied,) = workspace.book().projects
    assert (copied.status, copied.copied_at) == (ProjectStatus.DRAFT, clock())
    assert (copied.requested_at, copied.request_text) == (None, shown)
    clock.advance(minutes=5)
    user.click_commit()
    (sent,) = workspace.book().projects
    assert (sent.key, sent.copied_at, sent.requested_at) == (copied.key, copied.copied_at, clock())
    clock.advance(days=2)
    progress = request_progress(sent, clock())
    assert progress is not None
    assert progress.state is RequestState.NO_ANSWER
    assert user.at(Step.NUMBER)
    reply = f"{NUMBER}，创建时间 2026-09-11 10:21，返现 5%，暗语："
    other = make_phrase(OTHER_UID, shown, language)
    user.form.reply.paste(f"项目编号：{reply}{other}")
    assert DIFFERS[language] in user.form.reply.field.hint.text()
    user.form.reply.paste(f"项目编号：{reply}{phrase}")
    assert FITS[language] in user.form.reply.field.hint.text()
    user.click_commit()
    assert user.at(Step.GATE)
    (received,) = workspace.book().projects
    assert (received.key, received.number, received.usable) == (copied.key, NUMBER, True)
    assert received.answered_at == clock()


def test_the_code_is_whole_pixels_on_white_in_every_theme(
    open_wizard: Open, context: Context, qapp: QApplication
) -> None:
    """Blurred, or without its white border on a dark page, no phone finds it."""
    record_account(context)
    for scheme in (Scheme.LIGHT, Scheme.DARK, Scheme.CONTRAST):
        look = Theme(qapp, scheme)
        user = open_wizard(UID, Step.REQUEST)
        user.fill_request()
        user.click_commit()
        view = user.form.code.view
        picture = view.grab().toImage()
        side = user.form.qr_code().side
        module = view.module()
        assert module >= 2
        assert picture.width() == picture.height() == module * side
        colours = {
            QColor(picture.pixel(x, y)).name()
            for x in range(0, picture.width(), module)
            for y in range(0, picture.height(), module)
        }
        assert colours == {"#000000", "#ffffff"}
        border = module * BORDER
        assert all(
            QColor(picture.pixel(x, y)).name() == "#ffffff"
            for x in range(picture.width())
            for y in (0, border - 1, picture.height() - border, picture.height() - 1)
        )
        user.wizard.reject()
        delete(look)
    Theme(qapp, Scheme.LIGHT)


def test_a_long_message_is_shortened_for_the_code_and_this_is_shown(
    open_wizard: Open, context: Context
) -> None:
    """The partner would miss the end and not know it."""
    record_account(context)
    user = open_wizard()
    user.fill_request()
    user.type(user.form.products.line, "ECS " * 160)
    user.click_commit()
    assert "short version" in user.form.code.hint.text()
    text = scanned(user.form.code.view)
    assert UID in text
    assert user.form.phrase() in text


def test_a_message_longer_than_its_code_is_shown_completely(
    open_wizard: Open, context: Context, workspace: Workspace
) -> None:
    """Its end, with the check phrase, would be cut off below the card."""
    lines = "\n".join(str(number) for number in range(20))
    workspace.copy_of_request_template("en").write_text(
        f"{{company}} {{uid}} {{purpose}} {{products}}\n{lines}\n{{phrase}}", "utf-8"
    )
    record_account(context)
    user = open_wizard()
    user.fill_request()
    user.click_commit()
    preview = user.form.preview
    user.qtbot.waitUntil(lambda: preview.geometry().bottom() < preview.parentWidget().height())
    assert preview.height() > user.form.code.view.height()


def test_a_copied_request_waits_until_it_is_sent(
    open_wizard: Open, context: Context, workspace: Workspace, clock: FakeClock
) -> None:
    """Closed after copying, the wizard must show the next day that it was not sent yet."""
    record_account(context)
    user = open_wizard()
    user.fill_request()
    user.click_commit()
    user.later()
    clock.advance(hours=1)
    again = open_wizard()
    assert again.at(Step.REQUEST)
    assert again.commit.text() == "I have sent it"
    assert "Copied" in again.page.sent.title.text()
    assert "12:00" in again.page.sent.title.text()
    again.click_commit()
    (project,) = workspace.book().projects
    assert project.requested_at == clock()


def test_copying_again_is_one_entry_of_the_history(
    open_wizard: Open, context: Context, workspace: Workspace
) -> None:
    """Pressed ten times, it would bury other actions."""
    record_account(context)
    user = open_wizard()
    user.fill_request()
    user.click_commit()
    before = workspace.last_entry()
    links = user.page.sent.findChildren(LinkButton)
    user.click(next(link for link in links if link.text() == "Copy again"))
    assert workspace.last_entry() == before


def test_an_edited_message_is_copied_again(
    open_wizard: Open, context: Context, workspace: Workspace, clock: FakeClock
) -> None:
    """The recorded message must be the one that the partner got."""
    record_account(context)
    user = open_wizard()
    user.fill_request()
    user.click_commit()
    user.click(user.form.edit_button)
    user.type(user.form.purpose.line, "backup")
    clock.advance(minutes=1)
    user.click_commit()
    (project,) = workspace.book().projects
    assert (project.title, project.copied_at) == ("backup", clock())
    assert "backup" in project.request_text


def test_a_number_may_come_before_the_request_is_marked_as_sent(
    open_wizard: Open, context: Context, workspace: Workspace
) -> None:
    """Sent from the phone and answered immediately: no second project beside the copied one."""
    record_account(context)
    user = open_wizard()
    user.fill_request()
    user.click_commit()
    user.wizard.go_to(Step.NUMBER)
    user.fill_number()
    user.click_commit()
    (project,) = workspace.book().projects
    assert project.usable
    assert project.answered_at == workspace.clock()


def save(user: WizardUser, path: Path, monkeypatch: pytest.MonkeyPatch, kind: str = "") -> None:
    """Save the request as a user does who types this file name."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(path), kind))
    QApplication.processEvents()
    user.click(user.page.save_file)


def test_the_request_is_saved_as_a_page_or_a_picture(
    open_wizard: Open, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A partner's form takes an attachment; a name without an extension gets one."""
    record_account(context)
    user = open_wizard()
    user.fill_request()
    save(user, tmp_path / "request", monkeypatch)
    [page] = pypdf.PdfReader(io.BytesIO((tmp_path / "request.pdf").read_bytes())).pages
    assert UID in page.extract_text()
    save(user, tmp_path / "code", monkeypatch, "QR code (*.png)")
    assert not QImage(str(tmp_path / "code.png")).isNull()
    assert "code.png" in user.page.sent.title.text()


class Editor(QObject):
    """Stands in for the system's editor and remembers the files."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def open(self, address: QUrl) -> None:
        """Remember a file instead of opening it."""
        self.opened.append(Path(address.toLocalFile()))


def test_the_wording_can_be_changed(
    open_wizard: Open, context: Context, workspace: Workspace
) -> None:
    """A partner wants another line in every request."""
    editor = Editor()
    QDesktopServices.setUrlHandler("file", editor, "open")
    record_account(context)
    user = open_wizard()
    user.fill_request()
    user.click(user.page.edit_template)
    QDesktopServices.unsetUrlHandler("file")
    [path] = editor.opened
    assert path == workspace.folder / "templates" / "request.en.txt"
    path.write_text("{company} {uid} {purpose} {products} {phrase} Bye", "utf-8")
    user.click_commit()
    assert QGuiApplication.clipboard().text().endswith("Bye")
    path.write_text("{company}", "utf-8")
    again = open_wizard(UID, Step.REQUEST)
    again.click(again.form.edit_button)
    again.type(again.form.purpose.line, "backup")
    again.click_commit()
    assert "request.en.txt lacks {uid}" in again.form.template_note.text()
    assert QGuiApplication.clipboard().text().startswith("Hello")


def test_the_page_of_projects_continues_a_copied_request(
    open_wizard: Open, context: Context, workspace: Workspace, clock: FakeClock
) -> None:
    """The page shows the request's state and its date, and the next step."""
    record_account(context)
    record_project(context)
    user = open_wizard(UID, Step.REQUEST)
    user.fill_request()
    user.click_commit()
    user.later()
    page = ProjectsPage(context)
    user.qtbot.addWidget(page)
    page.show()
    [row] = [row for row in page.cards[0].rows if row.project.number is None]
    assert row.pill.text() == "copied"
    assert "Copied today 12:00" in row.time.text()
    with user.qtbot.waitSignal(context.wizard_wanted) as wanted:
        row.resume_wanted.emit(row.project)
    assert wanted.args == [UID, Step.REQUEST]
    again = open_wizard(UID, Step.REQUEST)
    assert again.commit.text() == "I have sent it"
    again.click_commit()
    clock.advance(days=3)
    page.refresh()
    [row] = [row for row in page.cards[0].rows if row.project.number is None]
    assert row.pill.text() == "no answer yet"
    assert "no answer for 3 days" in row.time.text()
    assert row.next_change(clock()) is not None
