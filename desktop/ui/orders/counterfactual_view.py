"""What would have had to be different, and what can still be done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.counterfactual import Remark, RemarkKind
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.wording.verdicts import counterfactuals


class CounterfactualView(QWidget):
    """The remarks under their two headings."""

    def __init__(
        self, remarks: Sequence[Remark], now: datetime, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for kind in RemarkKind:
            said = [remark for remark in remarks if remark.kind is kind]
            if said:
                column.addWidget(PlainLabel(counterfactuals.heading(kind), Role.STRONG))
            for remark in said:
                column.addWidget(PlainLabel(counterfactuals.sentence(remark, now), selectable=True))
