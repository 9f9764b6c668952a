"""The dialog that shows the evidence for a project or a receipt."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.domain.evidence_records import EvidenceSubject
from desktop.domain.receipts import MatchedReceipt
from desktop.ui.evidence.panel import EvidencePanel
from desktop.ui.kit.buttons import PlainButton
from desktop.ui.kit.cards import Notice
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import Tone
from desktop.wording.i18n import _

_SIZE = QSize(736, 640)


class EvidenceDialog(DialogFrame):
    """Shows the evidence for a project or a receipt; Ctrl+V adds the clipboard's content."""

    def __init__(
        self,
        context: Context,
        subject: EvidenceSubject | MatchedReceipt,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        """`name` is the name of the project or the receipt."""
        super().__init__(_("Evidence"), _SIZE, _("Evidence for {name}").format(name=name), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        text = _("It shows how things stood, if your partner has doubts.")
        self.body.addWidget(PlainLabel(text, Role.MUTED))
        self.notice = Notice(Tone.BAD, "", glyph=Glyph.CROSS)
        self.notice.hide()
        self.body.addWidget(self.notice)
        self.panel = EvidencePanel(context)
        self.panel.set_subject(subject)
        self.body.addWidget(self.panel)
        self.body.addStretch(1)
        close = PlainButton(_("Close"), self.accept)
        self.add_buttons([], [close], close)
        context.failed.connect(self._show_problem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add the clipboard's content on Ctrl+V."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.panel.paste()
            return
        super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """Close, and stop the panel's jobs."""
        self.panel.close_down()
        super().done(result)

    def _show_problem(self, cause: str, cure: str) -> None:
        self.notice.set(Tone.BAD, cause, cure, Glyph.CROSS)
        self.notice.show()
