"""A dialog with every third-party work in the program and the full text of its licence."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QListWidget, QPlainTextEdit, QSplitter, QWidget

from desktop.about.third_party import ThirdPartyWork, notices
from desktop.ui.kit.buttons import PlainButton
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.wording import about
from desktop.wording.i18n import _

_SIZE = QSize(900, 640)


class LicencesDialog(DialogFrame):
    """A list of works, and beside it the licence of the selected one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Licences"), _SIZE, _("Licences"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.notices = notices()
        hint = _("LinkDue and the third-party software that comes with it, each with its licence.")
        self.body.addWidget(PlainLabel(hint, Role.MUTED))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Software"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.addItems([_entry(notice) for notice in self.notices])
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName(_("Licence text"))
        self.text.setTabChangesFocus(True)
        self.text.setFont(_fixed_font(self.text))
        self.list.currentRowChanged.connect(self._show)
        self.body.addWidget(self._split(), 1)
        self.add_buttons([], [PlainButton(_("Close"), self.reject)])
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def _split(self) -> QSplitter:
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(12)
        splitter.addWidget(self.list)
        splitter.addWidget(self.text)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 5)
        return splitter

    def _show(self, row: int) -> None:
        self.text.setPlainText(_page(self.notices[row]))


def _entry(notice: ThirdPartyWork) -> str:
    head = about.licence_head(notice.name, notice.version, notice.part_of)
    return f"{head}\n{notice.licence}"


def _page(notice: ThirdPartyWork) -> str:
    """Return the text shown for one work."""
    head = "\n".join(filter(None, (_entry(notice), notice.source)))
    return f"{head}\n\n{notice.text}"


def _fixed_font(widget: QWidget) -> QFont:
    """Return a monospaced font, which licence texts need, as large as the font of `widget`."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(widget.font().pointSizeF())
    return font
