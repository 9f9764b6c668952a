"""What to do in the console, step by step. LinkDue logs in nowhere: the user does it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.domain.assessment import Assessment
from desktop.domain.book import Book
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.wording import glossary
from desktop.wording.i18n import _


class ConsoleSteps(QWidget):
    """Numbered, with the names that the console's menu shows."""

    def __init__(self, assessment: Assessment, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(PlainLabel(_("In the Alibaba Cloud console"), Role.HEADING))
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for number, text in enumerate(console_steps(assessment, book), 1):
            grid.addWidget(
                PlainLabel(_("{number}.").format(number=number), Role.MUTED), number, 0, top
            )
            grid.addWidget(PlainLabel(text, selectable=True), number, 1)
        column.addLayout(grid)


def console_steps(assessment: Assessment, book: Book) -> list[str]:
    """Return the steps for one order, with its account, its number and its project."""
    order = assessment.order
    account = book.accounts.get(order.account)
    name = order.account if account is None else glossary.account(account)
    return [
        _("Sign in to the console with account {account}.").format(account=name),
        _(
            "Open 企业 (Enterprise) › 合作伙伴项目 (Partner projects) › "
            "订单关联项目 (Associate orders)."
        ),
        _("Find order {number} in the list and choose to associate it.").format(
            number=order.number
        ),
        _("Choose or enter project number {project} and confirm.").format(
            project=assessment.project or ""
        ),
        _("When the console shows it as associated, come back and choose “I have associated it”."),
    ]
