"""Evidence is pasted and dropped, checked off the window's thread, and voided with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from desktop.base.storage import EVIDENCE_FOLDER
from desktop.domain.evidence import FileState, subject_of_order, subject_of_project
from desktop.domain.evidence_records import Evidence, MediaType
from desktop.domain.money_records import Receipt
from desktop.ui.cashback.lists import ReceiptsDialog
from desktop.ui.evidence import sources
from desktop.ui.evidence.dialog import EvidenceDialog
from desktop.ui.evidence.edit_dialogs import DescribeDialog, VoidDialog
from desktop.ui.evidence.panel import EvidencePanel
from desktop.ui.evidence.pictures import as_png, thumbnail
from desktop.ui.projects.page import ProjectsPage
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from tests.pictures import PDF, jpeg_of, make_png, png_of, webp_of
from tests.ui.conftest import LogOrder

Add = Callable[[object], None]


def picture(width: int = 320, height: int = 200) -> QImage:
    """Return a green picture."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("green"))
    return image


@pytest.fixture
def panel(context: Context, log_order: LogOrder, qtbot: QtBot) -> Iterator[EvidencePanel]:
    """Show the evidence for an order."""
    order = log_order()
    panel = EvidencePanel(context)
    panel.set_subject(subject_of_order(order.account, order.number))
    qtbot.addWidget(panel)
    panel.show()
    yield panel
    panel.close_down()


@pytest.fixture
def settled(panel: EvidencePanel, qtbot: QtBot) -> Callable[[], None]:
    """Return a function that waits until all evidence is stored and checked."""
    return lambda: qtbot.waitUntil(
        lambda: not panel.saving.busy and all(tile.check is not None for tile in panel.tiles)
    )


def put_on_clipboard(image: QImage | None = None, text: str = "") -> None:
    """Copy a picture, a text, or both, as a spreadsheet does."""
    data = QMimeData()
    if image is not None:
        data.setImageData(image)
    if text:
        data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)


def test_a_picture_that_is_pasted_is_shown_unchanged(
    panel: EvidencePanel, settled: Callable[[], None]
) -> None:
    """Nobody keeps a screenshot that has to be saved as a file first."""
    put_on_clipboard(picture())
    panel.paste()
    settled()
    [tile] = panel.tiles
    assert tile.piece.media_type is MediaType.PNG
    assert tile.piece.name.startswith("Screenshot 2026-09-10 12:00")
    assert tile.accessibleName().endswith("Unchanged")
    assert tile.check is not None
    assert tile.check.picture.pixelColor(5, 5) == QColor("green")
    panel.paste()
    settled()
    assert len(panel.tiles) == 1
    assert panel.problem.text() == "This file is already kept here."


def test_pasting_without_a_picture_is_reported(panel: EvidencePanel) -> None:
    """A Ctrl+V without any effect looks as if it had worked."""
    put_on_clipboard(text="236414227150001")
    panel.paste()
    assert panel.problem.text() == "There is no picture or PDF on the clipboard"


def test_a_drawing_on_the_clipboard_is_no_picture() -> None:
    """Qt would draw an SVG together with files of this computer that it links to."""
    data = QMimeData()
    data.setImageData(picture())
    data.setData("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert not sources.is_offered(data)
    assert sources.offered(data) == []


def test_files_are_dropped_and_a_bad_one_is_named_with_its_reason(
    panel: EvidencePanel, settled: Callable[[], None], tmp_path: Path
) -> None:
    """A file that is silently left out is missed on the day it is needed."""
    (tmp_path / "reply.pdf").write_bytes(PDF)
    (tmp_path / "page.png").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in sorted(tmp_path.iterdir())])
    panel.zone.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    settled()
    assert [piece.name for piece in panel.pieces] == ["reply"]
    assert panel.problem.text().startswith("page.png: LinkDue keeps PNG")


def test_more_files_than_anyone_means_are_refused(
    panel: EvidencePanel, settled: Callable[[], None]
) -> None:
    """A folder dropped by mistake would be stored whole."""
    panel.add([make_png(shade=shade) for shade in range(21)])
    settled()
    assert panel.pieces == ()
    assert "at most 20" in panel.problem.text()


def test_a_changed_file_is_reported_and_only_the_original_repairs_it(
    panel: EvidencePanel,
    settled: Callable[[], None],
    context: Context,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Modified evidence would be shown to the partner as sound."""
    piece = added(panel, settled)
    path = context.workspace.folder / EVIDENCE_FOLDER / piece.file_name
    original = path.read_bytes()
    path.write_bytes(original[:-1] + b"x")
    subject = piece.subject
    panel.set_subject(None)
    panel.set_subject(subject)
    settled()
    [tile] = panel.tiles
    assert tile.check is not None
    assert tile.check.state is FileState.CHANGED
    tile.click()
    chosen = tmp_path / "other.png"
    monkeypatch.setattr(sources, "original", lambda _parent: chosen)
    chosen.write_bytes(make_png(shade=77))
    panel.details.restore_button.click()
    settled()
    assert "fingerprint differs" in panel.problem.text()
    chosen.write_bytes(original)
    panel.details.restore_button.click()
    settled()
    assert panel.problem.isHidden()
    assert context.workspace.evidence.read(piece) == original


def added(panel: EvidencePanel, settled: Callable[[], None]) -> Evidence:
    """Add a picture to the panel and return its record."""
    panel.add([make_png()])
    settled()
    return panel.pieces[-1]


def test_a_piece_is_renamed_and_voided_and_stays_listed(
    panel: EvidencePanel, settled: Callable[[], None], context: Context
) -> None:
    """A picture that shows a card number must be removed, and the reason be kept."""
    piece = added(panel, settled)
    panel.ask_name(piece)
    assert isinstance(panel.dialog, DescribeDialog)
    panel.dialog.name.set_text("  ")
    panel.dialog.commit()
    assert panel.dialog.name.has_error(), "a tile without a name can't be told apart"
    panel.dialog.name.set_text("关联成功页")
    panel.dialog.commit()
    assert panel.pieces[0].name == "关联成功页"
    panel.ask_reason(panel.pieces[0])
    assert isinstance(panel.dialog, VoidDialog)
    panel.dialog.commit()
    assert panel.pieces[0].voided_at is None, "a reason is missing"
    panel.dialog.reason.set_text("Card number")
    panel.dialog.commit()
    [tile] = panel.tiles
    assert "Card number" in tile.accessibleName()
    context.workspace.undo()
    context.changed.emit()
    assert panel.pieces[0].voided_at is None


def test_opened_and_saved_evidence_is_a_copy(
    panel: EvidencePanel,
    settled: Callable[[], None],
    context: Context,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A viewer that rotates a picture would change the proof."""
    opened: list[QUrl] = []
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", opened.append)
    piece = added(panel, settled)
    assert opened == []
    panel.open(piece)
    settled()
    [url] = opened
    copy = Path(url.toLocalFile())
    assert copy.read_bytes() == make_png()
    assert copy.parent != context.workspace.folder / EVIDENCE_FOLDER
    target = tmp_path / "saved.png"
    monkeypatch.setattr(
        "PySide6.QtWidgets.QFileDialog.getSaveFileName", lambda *_given: (str(target), "")
    )
    panel.save(piece)
    settled()
    assert target.read_bytes() == make_png()


def test_ctrl_v_on_the_card_keeps_a_picture_and_pastes_orders_otherwise(
    context: Context, log_order: LogOrder, qtbot: QtBot
) -> None:
    """A screenshot would be refused as an order, or rows of orders be stored as a picture."""
    order = log_order()
    window = MainWindow(context)
    window.resize(1300, 800)
    qtbot.addWidget(window)
    window.show()
    window.show_page("orders")
    pane = window.pages["orders"].pane  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: pane.assessment is not None)
    messages: list[str] = []
    context.message.connect(messages.append)
    wanted: list[object] = []
    context.import_wanted.connect(wanted.append)
    put_on_clipboard(picture())
    pane.more.setFocus()
    qtbot.keyClick(pane.more, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    subject = subject_of_order(order.account, order.number)
    qtbot.waitUntil(lambda: bool(context.workspace.evidence.of(subject)))
    assert pane.evidence.fold.unfolded
    assert messages == []
    assert wanted == []
    put_on_clipboard(picture(), "订单号\t类型\n236414227150001\t新购\n236414227150002\t新购")
    qtbot.keyClick(pane.more, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(wanted) == 1
    assert len(context.workspace.evidence.of(subject)) == 1
    window.close()


def test_projects_and_receipts_lead_to_their_evidence(
    context: Context, log_order: LogOrder, qtbot: QtBot
) -> None:
    """A partner's letter and a bank's slip belong to them, not to one order."""
    log_order()
    workspace = context.workspace
    page = ProjectsPage(context)
    qtbot.addWidget(page)
    project = workspace.book().projects[0]
    page.cards[0].show_evidence.emit(project)
    put_on_clipboard(picture())
    qtbot.keyClick(page.evidence, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    subject = subject_of_project(project.key or 0)
    qtbot.waitUntil(lambda: bool(workspace.evidence.of(subject)))
    page.evidence.accept()
    workspace.cashback.enter(Receipt(received_at=workspace.clock(), amount=100), [])
    dialog = ReceiptsDialog(context)
    qtbot.addWidget(dialog)
    dialog.show_evidence()
    assert isinstance(dialog.evidence, EvidenceDialog)
    dialog.evidence.panel.add([PDF])
    qtbot.waitUntil(lambda: len(dialog.evidence.panel.pieces) == 1)
    assert workspace.evidence.of_receipt(workspace.cashback.receipts()[0])
    dialog.evidence.accept()


# Pictures


@pytest.mark.parametrize(
    ("kind", "name"), [(MediaType.JPEG, "JPEG"), (MediaType.WEBP, "WEBP"), (MediaType.PNG, "PNG")]
)
def test_each_kind_of_picture_is_decoded_small(kind: MediaType, name: str, tmp_path: Path) -> None:
    """A package without a decoder would show grey tiles."""
    path = tmp_path / "picture"
    assert picture(3000, 9000).save(str(path), name)
    small = thumbnail(path.read_bytes(), kind, QSize(200, 80))
    assert small.size() == QSize(200, 80)
    assert abs(small.pixelColor(9, 9).green() - 128) < 4


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", MediaType.PNG),
        (as_png(picture()), MediaType.JPEG),
        (png_of(100_000, 100_000, b""), MediaType.PNG),
        (png_of(9, 9, b"not zlib"), MediaType.PNG),
        (jpeg_of(60_000, 60_000), MediaType.JPEG),
        (webp_of(16_000, 16_000), MediaType.WEBP),
        (PDF, MediaType.PDF),
    ],
)
def test_only_the_detected_kind_is_decoded(content: bytes, kind: MediaType) -> None:
    """Qt guesses the format: it would open an SVG called .png, or a decompression bomb."""
    assert thumbnail(content, kind, QSize(200, 80)).isNull()
