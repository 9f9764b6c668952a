"""What PySide loads in the place of its own module of this name: `desktop.system.qt_signatures`."""

import sys

from desktop.system import qt_signatures

sys.modules["shibokensupport.signature.mapping"] = sys.modules[__name__] = qt_signatures
