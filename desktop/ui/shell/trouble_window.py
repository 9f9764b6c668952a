"""What is shown instead of the window when the data cannot be opened: the cause, and what can be done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.desk import DatabaseProblem
from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.surfaces import Notice
from desktop.ui.theme.icon import app_icon
from desktop.ui.theme.tokens import Tone
from desktop.wording import problems
from desktop.wording.language import _


class TroubleWindow(QWidget):
    """The file is untouched. `again` is called to try once more, `elsewhere` to choose a folder."""

    def __init__(
        self,
        problem: DatabaseProblem,
        again: Callable[[], None],
        elsewhere: Callable[[], None],
    ) -> None:
        super().__init__()
        self._folder = problem.path.parent
        self.setWindowTitle(_("LinkDue"))
        self.setWindowIcon(app_icon())
        self.setMinimumWidth(620)
        column = QVBoxLayout(self)
        column.setContentsMargins(30, 26, 30, 22)
        column.setSpacing(14)
        column.addWidget(PlainLabel(_("The data cannot be opened"), Role.TITLE))
        cause, cure = problems.database(problem)
        column.addWidget(Notice(Tone.BAD, cause, cure, glyph=Glyph.EXCLAMATION))
        column.addWidget(PlainLabel(_("Nothing was changed: the file is as it was."), Role.STRONG))
        column.addWidget(PlainLabel(problem.detail, Role.SMALL, selectable=True))
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(LinkButton(_("Quit"), self.close))
        row.addStretch(1)
        row.addWidget(PlainButton(_("Open the folder"), self._open_folder))
        row.addWidget(PlainButton(_("Choose another folder…"), elsewhere))
        self.again_button = PrimaryButton(_("Try again"), again)
        row.addWidget(self.again_button)
        column.addLayout(row)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
