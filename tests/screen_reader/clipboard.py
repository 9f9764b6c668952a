"""Owner of a text on the clipboard until its input ends: X clipboards live with their owner."""

from __future__ import annotations

import sys

from PySide6.QtCore import QSocketNotifier
from PySide6.QtGui import QGuiApplication

if __name__ == "__main__":
    application = QGuiApplication([])
    application.clipboard().setText(sys.argv[1])
    print("copied", flush=True)
    end = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    end.activated.connect(application.quit)
    application.exec()
