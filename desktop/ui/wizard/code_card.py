"""The message as a QR code, large enough for a phone in front of the screen."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.exchange.formats.qr_code import BORDER, QrCode
from desktop.ui.kit.cards import Card
from desktop.ui.kit.labels import Picture, PlainLabel, Role
from desktop.ui.theme.tokens import M, S
from desktop.wording.i18n import _
from desktop.wording.records.request import shortened_code

_MAX_SIDE = 264
"""Pixels along a side, white border included."""
_WHITE, _BLACK = 255, 0


class QrView(Picture):
    """Paints a code with modules of whole device pixels, and a white border in every theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code: QrCode | None = None
        self.setAccessibleName(_("QR code of the message"))

    def show_code(self, code: QrCode) -> None:
        """Show a code; its text is the description for screen readers."""
        self._code = code
        self.setAccessibleDescription(code.text)
        self.setFixedSize(self.sizeHint())
        self.update()

    def module(self) -> int:
        """Return the side of a module in device pixels."""
        if self._code is None:
            return 1
        return max(1, int(_MAX_SIDE * self.devicePixelRatioF()) // self._code.side)

    def sizeHint(self) -> QSize:
        """Return the size of the code with its border."""
        if self._code is None:
            return QSize(0, 0)
        side = math.ceil(self.module() * self._code.side / self.devicePixelRatioF())
        return QSize(side, side)

    def changeEvent(self, event: QEvent) -> None:
        """Resize for the pixel ratio of another screen."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self.setFixedSize(self.sizeHint())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the modules and the border."""
        if self._code is not None:
            QPainter(self).drawImage(0, 0, self._image(self._code))

    def _image(self, code: QrCode) -> QImage:
        image = QImage(code.side, code.side, QImage.Format.Format_Grayscale8)
        image.fill(_WHITE)
        for y, row in enumerate(code.rows, BORDER):
            for x, dark in enumerate(row, BORDER):
                if dark:
                    image.setPixel(x, y, _BLACK)
        side = self.module() * code.side
        large = image.scaled(side, side)  # an integer factor, so nothing is smoothed
        large.setDevicePixelRatio(self.devicePixelRatioF())
        return large


class CodeCard(Card):
    """The code, a hint on its use, and links for other uses of the message."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.setContentsMargins(M, S, M, S)
        self.view = QrView()
        self.body.addWidget(self.view, 0, Qt.AlignmentFlag.AlignHCenter)
        self.hint = PlainLabel("", Role.SMALL)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.body.addWidget(self.hint)
        self.links = QVBoxLayout()
        self.links.setSpacing(S)
        self.body.addLayout(self.links)
        self.body.addStretch(1)

    def show_code(self, code: QrCode) -> None:
        """Show the code of a message; the hint warns if the code holds a shortened message."""
        self.view.show_code(code)
        same = _("Scan it with your phone for the same text")
        self.hint.setText(shortened_code() if code.shortened else same)
        self.hint.set_role(Role.AMBER if code.shortened else Role.SMALL)
