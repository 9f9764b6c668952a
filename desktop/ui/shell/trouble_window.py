"""What is shown instead of the window when the data cannot be opened: the cause, and what can be done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.desk import DatabaseProblem
from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.folding import FoldingRow
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.surfaces import Column, Notice
from desktop.ui.theme.icon import app_icon
from desktop.ui.theme.tokens import Tone
from desktop.wording import problems
from desktop.wording.language import _

_SIZE = QSize(640, 340)
_USUAL_LINE = 20
"""The height of a line of text, in pixels, that this size is made for."""


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
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        column = Column()
        outer.addWidget(column)
        column.body.addWidget(PlainLabel(_("The data cannot be opened"), Role.TITLE))
        cause, cure = problems.database(problem)
        column.body.addWidget(Notice(Tone.BAD, cause, cure, glyph=Glyph.EXCLAMATION))
        column.body.addWidget(
            PlainLabel(_("Nothing was changed: the file is as it was."), Role.STRONG)
        )
        column.body.addWidget(PlainLabel(problem.detail, Role.SMALL, selectable=True))
        column.body.addStretch(1)
        column.body.addWidget(self._buttons(again, elsewhere))
        self.resize(_SIZE * max(1.0, self.fontMetrics().height() / _USUAL_LINE))

    def _buttons(self, again: Callable[[], None], elsewhere: Callable[[], None]) -> FoldingRow:
        left, right = QHBoxLayout(), QHBoxLayout()
        left.addWidget(LinkButton(_("Quit"), self.close))
        left.addStretch(1)
        right.setSpacing(8)
        right.addWidget(PlainButton(_("Open the folder"), self._open_folder))
        right.addWidget(PlainButton(_("Choose another folder…"), elsewhere))
        self.again_button = PrimaryButton(_("Try again"), again)
        right.addWidget(self.again_button)
        return FoldingRow([left, right], 0, comfort=0)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
