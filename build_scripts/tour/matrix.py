"""Take every screen in every look: language, theme, scale, screen size and amount of records.

    dev.py tour matrix                 every combination, about an hour
    dev.py tour matrix --quick         every value of each dimension, but not every combination

Pictures go to build/tour/matrix/, one contact sheet for each combination; report.txt lists each
text that is cut off or overlaps another and each window that does not fit its screen. The status is
1 if there are any.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, product
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop.app import make_application
from desktop.forms.wizard_steps import Step
from desktop.self_check.dialogs import dialogs as self_check_dialogs
from desktop.self_check.fixture import Fixture
from desktop.self_check.screens import PAGES
from desktop.self_check.standalone_windows import standalone_windows
from desktop.services.workspace import Workspace
from desktop.ui.backups.restore_dialog import RestoreDialog
from desktop.ui.compare.dialog import CompareDialog
from desktop.ui.imports.import_dialog import ImportDialog
from desktop.ui.kit.dialogs import BodyAndFoot
from desktop.ui.kit.ticker import Ticker
from desktop.ui.orders.associate_guide import AssociateGuide
from desktop.ui.orders.order_dialog import OrderDialog
from desktop.ui.shared.context import Context
from desktop.ui.shell.history_dialog import HistoryDialog
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.theme.theme import Scheme, Theme
from desktop.ui.wizard.wizard import JourneyWizard
from desktop.wording import i18n
from tour import pseudo_language
from tour.camera import OUT, ROOT, close_and_delete, settle, wait_for
from tour.layout_audit import Finding, findings
from tour.records import ACCOUNT, NOW, ORDER, console_lists, fill, fill_crowded, list_of_orders
from tour.virtual_screen import platform

FOLDER = OUT / "matrix"
LANGUAGES = ("zh_CN", "en", "pseudo")
SCHEMES = ("light", "dark", "contrast")
SCALES = (100, 150, 200)
SCREENS = ((1024, 640), (1366, 768), (1920, 1080))
AMOUNTS = ("empty", "typical", "crowded")
_SHEET_COLUMNS = 4
_THUMBNAIL_WIDTH = 480
_CAPTION = 24


@dataclass(frozen=True, slots=True)
class Look:
    """One combination. `scale` is in per cent, `width` × `height` the screen's device pixels."""

    language: str
    scheme: str
    scale: int
    width: int
    height: int
    amount: str

    @property
    def name(self) -> str:
        """The combination as a file name."""
        size = f"{self.width}x{self.height}"
        return f"{self.language}-{self.scheme}-{self.scale}-{size}-{self.amount}"


def main(arguments: list[str]) -> int:
    """Take all pictures, write the report, and return 1 if there are findings or failures."""
    parser = argparse.ArgumentParser(prog="dev.py tour matrix")
    parser.add_argument("--quick", action="store_true", help="every value, not every combination")
    parser.add_argument("--look", help=argparse.SUPPRESS)
    call = parser.parse_args(arguments)
    if call.look is not None:
        return _take(Look(**json.loads(call.look)))
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    chosen = list(quick_looks() if call.quick else all_looks())
    failed = [look.name for look in chosen if _run_look(look)]
    lines = [line for look in chosen for line in _findings_of(look)]
    (FOLDER / "report.txt").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"{len(chosen)} looks, {len(lines)} findings in {FOLDER.relative_to(ROOT)}/report.txt")
    for name in failed:
        print(f"{name} could not be taken")
    return 1 if lines or failed else 0


def all_looks() -> Iterator[Look]:
    """Yield every combination."""
    for language, scheme, scale, (width, height), amount in product(
        LANGUAGES, SCHEMES, SCALES, SCREENS, AMOUNTS
    ):
        yield Look(language, scheme, scale, width, height, amount)


def quick_looks() -> Iterator[Look]:
    """Yield looks in which every language meets every scale, screen and amount once."""
    for (at, language), scale in product(enumerate(LANGUAGES), range(len(SCALES))):
        shift = (at + scale) % 3
        width, height = SCREENS[shift]
        yield Look(language, SCHEMES[scale], SCALES[scale], width, height, AMOUNTS[(shift + 1) % 3])


def _run_look(look: Look) -> int:
    """Take one look in a separate process: scale and screen are set before Qt starts."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "QT_QPA_PLATFORM": platform(Path(folder), look.width, look.height),
            "QT_SCALE_FACTOR": str(look.scale / 100),
            "TZ": "Asia/Shanghai",
        }
        call = json.dumps({name: getattr(look, name) for name in Look.__slots__})
        command = [sys.executable, "-m", "tour.matrix", "--look", call]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def _findings_of(look: Look) -> list[str]:
    report = FOLDER / f"{look.name}.txt"
    return report.read_text(encoding="utf-8").splitlines() if report.exists() else []


# In the process for one look


def _take(look: Look) -> int:
    """Save the pictures of one look as a contact sheet, and its findings as a text file."""
    pictures: list[tuple[str, QPixmap]] = []
    lines: list[str] = []
    for name, screen in screens(look):
        lines += [
            f"{look.name} {name}: {one.kind}: {one.widget}: {one.text!r}"
            for one in _lasting_findings(screen)
        ]
        pictures.append((name, screen.grab()))
    _contact_sheet(pictures).save(str(FOLDER / f"{look.name}.png"))
    report = FOLDER / f"{look.name}.txt"
    report.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return 0


def _lasting_findings(screen: QWidget) -> list[Finding]:
    """Return the findings; check twice, since on a busy machine the layout may be unfinished."""
    if isinstance(screen, ImportDialog):
        wait_for(lambda: not screen.importer.busy)
        settle()
    if isinstance(screen, CompareDialog):
        wait_for(lambda: not screen.comparer.busy)
        settle()
    if not findings(screen):
        return []
    settle()
    return findings(screen)


def screens(
    look: Look,
    customize: Callable[[QApplication], object] | None = None,
    only: Container[str] | None = None,
) -> Iterator[tuple[str, QWidget]]:
    """Show each screen in a look and yield it with its name.

    `customize` is called after the theme is applied; `only` selects screens by name.
    """
    application = make_application()
    theme = Theme(application)
    if look.language == pseudo_language.CODE:
        pseudo_language.activate()
    else:
        i18n.set_language(look.language)
    theme.set_language(i18n.language())
    theme.apply(Scheme(look.scheme))
    if customize is not None:
        customize(application)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.open(Path(folder), lambda: NOW)
        chinese = look.language == "zh_CN"
        if look.amount != "empty":
            fill(workspace, chinese=chinese)
        if look.amount == "crowded":
            fill_crowded(workspace)
        context = Context(workspace, Ticker(workspace.clock))
        window = MainWindow(context)
        window.show()
        settle()
        for page in PAGES:
            if only is not None and page not in only:
                continue
            window.show_page(page)
            settle()
            yield page, window
        for name, make in _dialogs(window, chinese=chinese):
            if only is not None and name not in only:
                continue
            screen = make()
            screen.show()
            settle()
            yield name, screen
            close_and_delete(screen)
        close_and_delete(window)
        workspace.close()
        if look.amount == "typical" and only is None:
            yield from _self_check_windows(application, Path(folder) / "self-check")


def _self_check_windows(application: QApplication, folder: Path) -> Iterator[tuple[str, QWidget]]:
    """Show all dialogs and standalone windows of the self-check, each named after its class."""
    fixture = Fixture(application, folder)
    window = MainWindow(Context(fixture.workspace, Ticker(fixture.workspace.clock)))
    window.show()
    settle()
    for make in chain(self_check_dialogs(fixture, window), standalone_windows(fixture)):
        screen = make()
        if isinstance(screen, QDialog | BodyAndFoot):  # not a card, which a page has room for
            screen.show()
            settle()
            yield type(screen).__name__, screen
        close_and_delete(screen)
    close_and_delete(window)
    fixture.close()


def _dialogs(window: MainWindow, *, chinese: bool) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    """Yield the name of each dialog with a function that makes it."""
    context = window.context
    accounts = list(context.workspace.book().accounts)
    uid = accounts[0] if accounts else None
    for step in Step if uid else (Step.ACCOUNT,):
        yield (
            f"wizard-{step.name.lower()}",
            partial(JourneyWizard, context, uid, step, window),
        )
    yield "order-form", partial(OrderDialog, context, parent=window)
    yield "history", partial(HistoryDialog, context, window)
    yield "restore", partial(RestoreDialog.in_window, context, window)
    if uid:
        order = context.workspace.book().orders[ACCOUNT, ORDER]
        yield "guide", partial(AssociateGuide, context, order, window)
        yield "import", partial(ImportDialog, context, list_of_orders(chinese=chinese), window)
        yield "compare-lists", partial(CompareDialog, context, ACCOUNT, window)
        yield "compare", partial(_compared, context, window)


def _compared(context: Context, window: MainWindow) -> QWidget:
    dialog = CompareDialog(context, ACCOUNT, window)
    for listed, text in console_lists().items():
        dialog.boxes[listed].field.area.setPlainText(text)
    dialog.compare()
    return dialog


def _contact_sheet(pictures: list[tuple[str, QPixmap]]) -> QPixmap:
    """Lay the pictures out side by side, each with its name below."""
    small = [
        (name, picture.scaledToWidth(_THUMBNAIL_WIDTH, Qt.TransformationMode.SmoothTransformation))
        for name, picture in pictures
    ]
    height = max(picture.height() for _name, picture in small) + _CAPTION
    rows = -(-len(small) // _SHEET_COLUMNS)
    sheet = QPixmap(_SHEET_COLUMNS * _THUMBNAIL_WIDTH, rows * height)
    sheet.fill(Qt.GlobalColor.gray)
    painter = QPainter(sheet)
    for at, (name, picture) in enumerate(small):
        x, y = at % _SHEET_COLUMNS * _THUMBNAIL_WIDTH, at // _SHEET_COLUMNS * height
        picture.setDevicePixelRatio(1)
        painter.drawPixmap(x, y, picture)
        below = QRect(x, y + height - _CAPTION, _THUMBNAIL_WIDTH, _CAPTION)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, name)
    painter.end()
    return sheet


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
