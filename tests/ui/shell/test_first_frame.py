"""The window appears quickly: modules that its first frame does not need are loaded later."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.domain.model import (
    Account,
    Billing,
    Order,
    OrderStatus,
    Project,
    ProjectStatus,
    Window,
)
from desktop.services.workspace import Workspace

LATER = (
    # of the program
    "desktop.about",
    "desktop.cli",
    "desktop.domain.backups",
    "desktop.domain.cashback",
    "desktop.domain.console_records",
    "desktop.domain.evidence_records",
    "desktop.domain.gate",
    "desktop.domain.money_records",
    "desktop.domain.receipts",
    "desktop.domain.record",
    "desktop.domain.remarks",
    "desktop.domain.reminder_sources",
    "desktop.domain.reminders",
    "desktop.domain.request_state",
    "desktop.domain.salvaged",
    "desktop.domain.timeline",
    "desktop.domain.window_advice",
    "desktop.exchange",
    "desktop.forms.find_moments",
    "desktop.forms.order_form",
    "desktop.forms.palette_search",
    "desktop.forms.parsing",
    "desktop.forms.partner_reply",
    "desktop.forms.plain_text",
    "desktop.forms.read_amount",
    "desktop.forms.read_moment",
    "desktop.forms.request_template",
    "desktop.forms.wizard_steps",
    "desktop.records.backups",
    "desktop.records.index.integrity_check",
    "desktop.records.index.money_rows",
    "desktop.records.index.order_index",
    "desktop.records.recovery",
    "desktop.records.tables.other_row_readers",
    "desktop.records.tables.record_rows",
    "desktop.records.tables.transaction",
    "desktop.self_check",
    "desktop.services.backups",
    "desktop.services.cashback",
    "desktop.services.files",
    "desktop.services.order_search",
    "desktop.services.orders",
    "desktop.services.recovery",
    "desktop.services.relocation",
    "desktop.services.reminders",
    "desktop.services.while_closed",
    "desktop.system.autostart",
    "desktop.system.clock_jumps",
    "desktop.system.data_location",
    "desktop.system.notifications",
    "desktop.system.schedules",
    "desktop.system.tray_host",
    "desktop.ui.backups",
    "desktop.ui.cashback",
    "desktop.ui.gate",
    "desktop.ui.help",
    "desktop.ui.imports",
    "desktop.ui.kit.worker",
    "desktop.ui.orders",
    "desktop.ui.palette",
    "desktop.ui.projects",
    "desktop.ui.reminders",
    "desktop.ui.settings",
    "desktop.ui.shared.backup_lookup",
    "desktop.ui.shared.backup_worker",
    "desktop.ui.shared.calendar_worker",
    "desktop.ui.shared.missed_orders",
    "desktop.ui.shared.pausing",
    "desktop.ui.shared.snooze_menu",
    "desktop.ui.shared.registration_worker",
    "desktop.ui.shared.verdict_view",
    "desktop.ui.shell.history_dialog",
    "desktop.ui.shell.reminding",
    "desktop.ui.shell.tray",
    "desktop.ui.shell.window_palette",
    "desktop.ui.wizard",
    "desktop.wording.notifications",
    "desktop.wording.reminders",
    # of Qt
    "PySide6.QtNetwork",
    "PySide6.QtPrintSupport",
    # of others
    "icalendar",
    "jeepney",
    "python_calamine",
    "sqlite_utils",
    "segno",
    "xlsxwriter",
    # of Python
    "asyncio",
    "calendar",
    "email",
    "faulthandler",
    "glob",
    "hmac",
    "http",
    "inspect",
    "logging",
    "multiprocessing",
    "secrets",
    "selectors",
    "shutil",
    "socket",
    "ssl",
    "subprocess",
    "tempfile",
    "urllib.request",
    "xml",
    "zipfile",
)
"""Packages and modules that must not be loaded before the first frame of the home page."""

MOST_MODULES = 125
"""The limit on the program's modules before the first frame: each costs half a millisecond."""
RECORDS = ("Account", "Order", "OrderRow", "Partner", "Project", "RateEntry")
"""The only dataclasses defined before the first frame: each costs most of a millisecond."""

ALL_STYLES, ALL_WIDGETS = "StandardPixmap", "WizardButton"
"""Enumerations of Qt whose presence shows that PySide has built every style or widget type.

Both happen implicitly, when Qt returns a style or a viewport that it has made itself.
"""

SCRIPT = """
import dataclasses, enum, sys
from pathlib import Path
enumerations = []
make_enum = enum.EnumType.__new__
def make(cls, name, *arguments, **named):
    enumerations.append(name)
    return make_enum(cls, name, *arguments, **named)
enum.EnumType.__new__ = make
from desktop.system.qt_signatures import defer_signatures
defer_signatures()
from PySide6.QtCore import QEvent, QObject, QTimer
import PySide6.QtWidgets, sqlite3
before = set(sys.modules)
from desktop.app import make_application
from desktop.services.workspace import Workspace
from desktop.system.single_instance import SingleInstance
from desktop.ui.kit.ticker import Ticker
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.theme.theme import Theme

folder = Path(sys.argv[1])
application = make_application()
instance = SingleInstance(folder)
assert instance.claim()
workspace = Workspace.open(folder)
theme = Theme(application)
window = MainWindow(Context(workspace, Ticker(workspace.clock)))
loaded = []

class FirstFrame(QObject):
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint and not loaded:
            loaded.extend(set(sys.modules) - before)
            loaded.extend(f"Qt.{name}" for name in enumerations)
            loaded.extend(
                f"dataclass.{value.__name__}"
                for name, module in list(sys.modules.items())
                if name.startswith("desktop.")
                for value in vars(module).values()
                if isinstance(value, type) and dataclasses.is_dataclass(value)
            )
            QTimer.singleShot(0, window.close)
        return False

frame = FirstFrame()
window.installEventFilter(frame)
window.show()
application.exec()
assert window.pages["home"].cards
assert list(window.pages) == ["home"]
workspace.close()
print("\\n".join(sorted(loaded)))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a data folder with an account and an open order."""
    workspace = Workspace.open(tmp_path / "data")
    now = workspace.clock()
    workspace.save_account(Account(uid="1000000000000001", name="Example", window=Window.MONTH))
    workspace.save_project(
        Project(
            account="1000000000000001",
            number="202609010001",
            status=ProjectStatus.ACTIVE,
            created_at=now - timedelta(days=3),
        )
    )
    workspace.save_order(
        Order(
            account="1000000000000001",
            number="236414227150001",
            kind="New",
            billing=Billing.PREPAID,
            status=OrderStatus.PAID,
            created_at=now - timedelta(hours=1),
            paid_at=now - timedelta(hours=1),
            product="ecs",
        )
    )
    workspace.close()
    return tmp_path / "data"


def test_nothing_is_loaded_before_the_first_frame_that_it_does_not_show(folder: Path) -> None:
    """A second of waiting at each start adds up from modules that seemed to cost nothing."""
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    loaded = run.stdout.split()
    assert "desktop.ui.home.page" in loaded
    early = [one for one in loaded for late in LATER if f"{one}.".startswith(f"{late}.")]
    assert early == []
    assert len([one for one in loaded if one.startswith("desktop.")]) <= MOST_MODULES
    assert "Qt.AlignmentFlag" in loaded
    made = {one.removeprefix("dataclass.") for one in loaded if one.startswith("dataclass.")}
    assert made == set(RECORDS)
    assert not {f"Qt.{ALL_STYLES}", f"Qt.{ALL_WIDGETS}"} & set(loaded)
