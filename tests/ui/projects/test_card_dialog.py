"""A partner's card in the window: shown in full, recorded by its button only, undone by a click."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.model import RateEntry
from desktop.services.workspace import Workspace
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.projects.card_dialog import CardDialog
from desktop.ui.projects.page import ProjectsPage
from desktop.ui.shared.context import Context
from desktop.ui.shell.file_open_filter import FileOpenFilter
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.wizard.request_form import RequestForm
from tests.builders import make_partner


def write(path: Path, **fields: Any) -> Path:
    """Write a card with these fields."""
    card = {"format": "linkdue-partner-card", "version": 1, "name": "示例伙伴"}
    path.write_text(json.dumps(card | fields, ensure_ascii=False), encoding="utf-8")
    return path


def shown(qtbot: QtBot, context: Context, path: Path) -> CardDialog:
    """Open a card and wait until it is read."""
    dialog = CardDialog(context, path)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.notice.title.text().startswith("Reading"))
    return dialog


def texts(dialog: CardDialog) -> list[str]:
    """Return every text of the card's fields."""
    return [label.text() for label in dialog.fields.findChildren(PlainLabel)]


def test_a_card_is_shown_in_full_and_recorded_by_its_button(
    qtbot: QtBot, context: Context, workspace: Workspace, tmp_path: Path
) -> None:
    """Everything recorded was visible before, and can be undone."""
    path = write(
        tmp_path / "a.linkduecard",
        contact="微信 a",
        wants="UID\n公司",
        rates=[{"rate": "0.05"}, {"rate": "0.08", "product": "ecs", "from": "2026-10-01"}],
        excluded_products=["domain"],
    )
    dialog = shown(qtbot, context, path)
    text = "\n".join(texts(dialog))
    for part in ("示例伙伴", "微信 a", "UID\n公司", "cashback 5%", "8% from 2026-10-01", "Domain"):
        assert part in text
    assert workspace.book().partners == ()
    dialog.save_button.click()
    [partner] = workspace.book().partners
    assert partner.rates == (
        RateEntry(rate=Decimal("0.05")),
        RateEntry(rate=Decimal("0.08"), product="ecs", since=partner.rates[1].since),
    )
    assert partner.wants == "UID\n公司"
    assert partner.excluded_products == frozenset({"domain"})
    context.run_action("", workspace.undo)
    assert workspace.book().partners == ()


def test_a_known_partner_is_shown_beside_the_card_and_keeps_what_it_leaves_out(
    qtbot: QtBot, context: Context, workspace: Workspace, tmp_path: Path
) -> None:
    """Otherwise a card with a partner's name could change the contact unnoticed."""
    kept = workspace.save_partner(
        make_partner(name="示例 伙伴", contact="old", wants="UID", note="mine")
    )
    dialog = shown(qtbot, context, write(tmp_path / "a.linkduecard", contact="new"))
    assert "new (changes)" in texts(dialog)
    assert "old" in texts(dialog)
    assert "(not on the card)" in texts(dialog)
    dialog.save_button.click()
    assert workspace.book().partners == (replace(kept, contact="new"),)
    again = shown(qtbot, context, write(tmp_path / "b.linkduecard", contact="new"))
    assert not again.save_button.isEnabled()


def test_a_partner_changed_meanwhile_is_not_written_over(
    qtbot: QtBot, context: Context, workspace: Workspace, tmp_path: Path
) -> None:
    """The partner shown beside the card is not the one that would be replaced."""
    kept = workspace.save_partner(make_partner(name="示例伙伴"))
    dialog = shown(qtbot, context, write(tmp_path / "a.linkduecard", contact="new"))
    workspace.save_partner(replace(kept, contact="by hand"), kept)
    dialog.save_button.click()
    assert "changed elsewhere" in dialog.notice.title.text()
    assert workspace.book().partners[0].contact == "by hand"


def test_a_file_that_is_no_card_is_refused_with_a_message(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    """The button must be disabled, and the reason must name the field."""
    dialog = shown(qtbot, context, write(tmp_path / "a.linkduecard", rates=[{"rate": "5%"}]))
    assert not dialog.save_button.isEnabled()
    assert "rates[0].rate" in dialog.notice.text.text()


def test_a_card_is_opened_by_dropping_it_and_by_its_button(
    qtbot: QtBot,
    context: Context,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Files are dropped on windows; a file from WeChat is looked for with a dialog."""
    path = write(tmp_path / "a.linkduecard")
    window = MainWindow(context)
    qtbot.addWidget(window)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, buttons, keys))
    assert window.card_dialog is not None
    window.card_dialog.reject()
    assert window.card_dialog is None
    page = ProjectsPage(context)
    qtbot.addWidget(page)
    monkeypatch.setattr(
        "desktop.ui.projects.page.QFileDialog.getOpenFileName",
        staticmethod(lambda *_args: (str(path), "")),
    )
    with qtbot.waitSignal(context.card_wanted) as wanted:
        page.card_button.click()
    assert wanted.args == [path]
    assert window.card_dialog is not None
    window.card_dialog.reject()


def test_a_file_that_macos_passes_is_opened(qapp: QApplication, tmp_path: Path) -> None:
    """A double click in the Finder passes no file on the command line."""
    given: list[Path] = []
    files = FileOpenFilter(qapp, given.append)
    path = tmp_path / "a.linkduecard"
    QCoreApplication.sendEvent(qapp, QFileOpenEvent(str(path)))
    qapp.removeEventFilter(files)
    assert given == [path]


def test_the_request_contains_what_the_partner_wants(
    qtbot: QtBot, context: Context, workspace: Workspace
) -> None:
    """A request without what the partner asks for comes back with a question."""
    form = RequestForm(workspace.request_template)
    qtbot.addWidget(form)
    form.offer_partners(["P", "Q"], {"P": "UID, company"})
    form.partner.set_value("P")
    form.partner.edited.emit()
    assert form.partner.hint.text() == "Your partner wants: UID, company"
    form.partner.set_value("Q")
    form.partner.edited.emit()
    assert form.partner.hint.text() == ""
