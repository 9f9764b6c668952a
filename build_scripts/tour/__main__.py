"""Save screenshots of every screen, from the first start to the last dialog.

    dev.py tour [--scale 2]      pictures in build/tour/, in both languages and colour schemes
    dev.py tour --docs           also renews the pictures in the README

It runs offscreen and needs no display. The clock is fixed, on an evening with a deadline, so that
the pictures are the same each time.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.app import make_application
from desktop.domain.model import Account, Project, Window
from desktop.forms.wizard_steps import Request, Step
from desktop.services.workspace import Workspace
from desktop.ui.kit.ticker import Ticker
from desktop.ui.shared.context import Context
from desktop.ui.theme.theme import Scheme, Theme
from desktop.ui.wizard.wizard import JourneyWizard
from desktop.wording.i18n import LANGUAGES, set_language
from desktop.wording.records.request import compose
from tour.camera import OUT, ROOT, Camera, close_and_delete
from tour.gate_states import gate_pictures
from tour.home_states import home_pictures
from tour.lone_windows import lone_window_pictures
from tour.records import ACCOUNT, NOW, ORDER, PROJECT, log, project
from tour.reminders import reminder_pictures
from tour.safety import safety_pictures
from tour.virtual_screen import platform
from tour.window import window_pictures

DOCS = ROOT / "docs" / "pictures"
IN_DOCS = ("home", "orders-all", "import-rows", "restore", "wizard-gate", "wizard-countdown")
SCREEN = 1366, 768
"""A small notebook, the screen that LinkDue is designed for."""
SCHEMES = (Scheme.LIGHT, Scheme.DARK)


def main(arguments: list[str]) -> int:
    """Take the pictures and return the exit status."""
    if arguments[:1] == ["matrix"]:
        from tour import matrix

        return matrix.main(arguments[1:])
    if arguments[:1] == ["golden"]:
        from tour import golden

        return golden.main(arguments[1:])
    parser = argparse.ArgumentParser(prog="dev.py tour")
    parser.add_argument("--scale", default="1", help="device pixel ratio, such as 2")
    parser.add_argument("--font", type=float, default=1.0, help="factor for the size of texts")
    parser.add_argument("--docs", action="store_true", help="also renew the pictures in the README")
    call = parser.parse_args(arguments)
    width, height = (round(side * float(call.scale)) for side in SCREEN)
    os.environ["QT_SCALE_FACTOR"] = call.scale
    os.environ["TZ"] = "Asia/Shanghai"  # the time zone of most users
    if hasattr(time, "tzset"):
        time.tzset()
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["QT_QPA_PLATFORM"] = platform(Path(folder), width, height)
        count = sum(1 for _picture in take_pictures(call.font))
    print(f"{count} pictures in {OUT.relative_to(ROOT).as_posix()}/")
    if call.docs:
        DOCS.mkdir(parents=True, exist_ok=True)
        for name, language, scheme in product(IN_DOCS, LANGUAGES, SCHEMES):
            shutil.copy(OUT / f"{name}-{language}-{scheme.value}.png", DOCS)
    return 0


def take_pictures(font: float) -> Iterator[Path]:
    """Save a picture of every screen in both languages and colour schemes; yield the files."""
    application = make_application()
    theme = Theme(application)
    if font != 1:
        larger = application.font()
        larger.setPointSizeF(larger.pointSizeF() * font)
        application.setFont(larger)
    for language in LANGUAGES:
        set_language(language)
        theme.set_language(language)
        for scheme in SCHEMES:
            theme.apply(scheme)
            with tempfile.TemporaryDirectory() as folder:
                yield from _pictures(Path(folder), Camera(language, scheme.value))


def _pictures(folder: Path, camera: Camera) -> Iterator[Path]:
    """Save all screens in one language and scheme, with data folders below `folder`."""
    yield from _journey(folder / "new", camera)
    workspace = Workspace.open(folder / "full", lambda: NOW)
    yield from window_pictures(Context(workspace, Ticker(workspace.clock)), folder, camera)
    yield from reminder_pictures(Context(workspace, Ticker(workspace.clock)), camera)
    yield from safety_pictures(Context(workspace, Ticker(workspace.clock)), folder, camera)
    workspace.close()
    yield from home_pictures(folder, camera)
    yield from gate_pictures(folder, camera)
    yield from lone_window_pictures(folder, camera)


def _journey(folder: Path, camera: Camera) -> Iterator[Path]:
    """Save each step of the wizard, from an empty data folder to the countdown."""
    workspace = Workspace.open(folder, lambda: NOW)

    def page(step: Step, uid: str | None, state: str = "") -> Path:
        context = Context(workspace, Ticker(workspace.clock))
        wizard = JourneyWizard(context, uid, step, None)
        wizard.show()
        QApplication.processEvents()
        picture = camera.take(wizard, f"wizard-{step.name.lower()}{state and '-'}{state}")
        close_and_delete(wizard)
        context.ticker.set_active(False)
        return picture

    yield page(Step.WELCOME, None)
    yield page(Step.ACCOUNT, None)
    name = "杭州示例科技" if camera.chinese else "Example Trading"
    workspace.save_account(
        Account(uid=ACCOUNT, name=name, window=Window.MONTH, window_checked_at=NOW)
    )
    yield page(Step.REQUEST, ACCOUNT)
    company = "杭州示例科技有限公司" if camera.chinese else "Example Ltd"
    purpose = "网店" if camera.chinese else "web shop"
    facts = {"company": company, "purpose": purpose, "language": camera.language}
    workspace.keep_request_facts(ACCOUNT, facts)
    asked = Request(ACCOUNT, company, purpose)
    text = compose(asked, camera.language)
    copied = workspace.copy_request(Project(account=ACCOUNT, title=purpose), text)
    yield page(Step.REQUEST, ACCOUNT, "copied")
    sent = workspace.send_request(replace(copied, partner="示例伙伴"), text)
    yield page(Step.NUMBER, ACCOUNT)
    workspace.save_project(replace(project(ACCOUNT, PROJECT, days=28), key=sent.key))
    yield page(Step.GATE, ACCOUNT)
    log(workspace, ORDER, "ecs", hours=30)
    yield page(Step.ORDERS, ACCOUNT)
    yield page(Step.COUNTDOWN, ACCOUNT)
    workspace.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
