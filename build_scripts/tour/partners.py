"""Pictures of dated rates, the effects of a correction, a partner's card and a receipt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from desktop.ui.cashback.receipt_dialog import ReceiptDialog
from desktop.ui.projects.card_dialog import CardDialog
from desktop.ui.projects.effects_dialog import EffectsDialog
from desktop.ui.projects.page import ProjectsPage
from desktop.ui.projects.project_form import ProjectForm
from desktop.ui.projects.rates_entry import ALL_PRODUCTS
from desktop.ui.shell.main_window import MainWindow
from tour.camera import Camera, close_and_delete, settle, wait_for
from tour.records import PROJECT


def partner_pictures(window: MainWindow, folder: Path, camera: Camera) -> Iterator[Path]:
    """Save a corrected rate with its effects, and the cards of a new and of a known partner."""
    context = window.context
    book = context.workspace.book()
    page = ProjectsPage(context, window)
    page.correct_project(next(one for one in book.projects if one.number == PROJECT))
    dialog = page.dialog
    form = None if dialog is None else dialog.findChild(ProjectForm)
    if dialog is None or form is None:
        raise TypeError("no form of a project")
    form.more_button.click()
    form.product_rates.add_button.click()
    row = form.product_rates.rows[0]
    row.product.set_value(ALL_PRODUCTS)
    row.rate.set_text("6")
    row.since.set_text("2026-11-20")
    form.product_rates.excluded.set_text("cas")
    dialog.show()
    dialog.show_effect()
    settle()
    dialog.resize(dialog.width(), 1200)
    yield camera.take(dialog, "project-form-rates")
    yield camera.show(EffectsDialog(dialog.found, dialog), "project-effects")
    close_and_delete(dialog)
    [receipt, *_others] = context.workspace.cashback.receipts()
    yield camera.show(ReceiptDialog(context, receipt, window), "cashback-receipt")
    yield from _cards(window, folder, camera)


def _cards(window: MainWindow, folder: Path, camera: Camera) -> Iterator[Path]:
    context = window.context
    path = folder / "partner.linkduecard"
    for name, partner in (("known", "示例伙伴"), ("new", "另一家示例伙伴")):
        card = {
            "format": "linkdue-partner-card",
            "version": 1,
            "name": partner,
            "contact": "微信 shili-huoban",
            "wants": "公司全称、阿里云账号 UID、采购用途",
            "rates": [{"rate": "0.05"}, {"product": "ecs", "rate": "0.08", "from": "2027-01-01"}],
            "excluded_products": ["cas"],
        }
        path.write_text(json.dumps(card), encoding="utf-8")
        dialog = CardDialog(context, path, window)
        dialog.show()
        wait_for(lambda dialog=dialog: dialog.offer is not None)  # type: ignore[misc]
        settle()
        yield camera.take(dialog, f"card-{name}")
        close_and_delete(dialog)
