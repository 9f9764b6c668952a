"""The evidence for the order in the card, folded; it is read only when unfolded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.storage import StorageError
from desktop.domain.evidence import not_voided, subject_of_order
from desktop.domain.evidence_records import EvidenceSubject
from desktop.domain.model import Order
from desktop.ui.kit.cards import Hairline
from desktop.ui.orders.fold import Fold
from desktop.ui.shared.context import Context
from desktop.wording.i18n import _

if TYPE_CHECKING:
    from desktop.ui.evidence.panel import EvidencePanel


class EvidenceFold(QWidget):
    """Kept while the selection changes; it stays unfolded for the next order."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._subject: EvidenceSubject | None = None
        self.panel: EvidencePanel | None = None
        """The content, made when it is first unfolded."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Hairline())
        self.fold = Fold(_("Evidence"), "", self._make)
        self.fold.heading.toggled.connect(self._show)
        column.addWidget(self.fold)
        self.hide()

    def show_order(self, order: Order | None) -> None:
        """Show the evidence of the selected order; hide for None."""
        self._subject = None if order is None else subject_of_order(order.account, order.number)
        self.setVisible(order is not None)
        if self._subject is not None:
            try:
                found = self._context.workspace.evidence.of(self._subject)
            except StorageError:
                found = ()  # reported when the order itself is read
            self._count(len(not_voided(found)))
        self._show(self.fold.unfolded)

    # Events that the surrounding card passes on: Ctrl+V, drag and drop

    def takes_paste(self, event: QKeyEvent) -> bool:
        """Return whether the event pastes a picture or a PDF, rather than orders."""
        if self._subject is None or not event.matches(QKeySequence.StandardKey.Paste):
            return False
        from desktop.ui.evidence.sources import is_copied

        return is_copied(beside_text=False)

    def paste(self) -> None:
        """Unfold, and add the clipboard's content."""
        self.fold.unfold()
        if self.panel is not None:
            self.panel.paste()

    def drag_enter(self, event: QDragEnterEvent) -> None:
        """Accept a picture or a PDF; leave anything else to the window."""
        from desktop.ui.evidence.sources import is_offered

        if self._subject is not None and is_offered(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def drop(self, event: QDropEvent) -> None:
        """Unfold, and add the dropped files."""
        from desktop.ui.evidence.sources import offered

        event.acceptProposedAction()
        self.fold.unfold()
        if self.panel is not None:
            self.panel.add(offered(event.mimeData()))

    def _make(self, column: QVBoxLayout) -> None:
        from desktop.ui.evidence.panel import EvidencePanel

        self.panel = EvidencePanel(self._context, narrow=True)
        self.panel.counted.connect(self._count)
        column.addWidget(self.panel)

    def _show(self, unfolded: bool) -> None:
        """Show the order's evidence in the panel; none while folded, so that nothing is read."""
        if self.panel is not None:
            self.panel.set_subject(self._subject if unfolded else None)

    def _count(self, count: int) -> None:
        self.fold.set_summary(str(count) if count else "")
