"""The font of the golden pictures: the package's font with only the most common characters.

`dev.py tour golden --font` makes it. It has a unique name, so that no font of the machine is used
instead and the pictures are the same everywhere.
"""

from __future__ import annotations

import sys

from pack.layout import ROOT
from pack.linux.font import gb2312, licence, own_characters, write_subset

_FOLDER = ROOT / "tests" / "golden"
_RECORDS = ROOT / "build_scripts" / "tour" / "records.py"
"""The records of the tour, with names of companies and orders."""
_COMMON = range(0xB0, 0xD8)
"""The rows of GB 2312's first level, included so that new texts seldom need a new font."""


def main() -> int:
    """Write the font and its licence next to the pictures."""
    texts = {*own_characters(), *gb2312(_COMMON), *_RECORDS.read_text("utf-8")}
    characters = "".join(sorted(c for c in texts if c.isprintable()))
    copyright_ = write_subset(characters, _FOLDER / "LinkDueGolden.otf", "LinkDueGolden")
    licence_file = _FOLDER / "LinkDueGolden-OFL.txt"
    licence_file.write_text(f"{copyright_}\n\n{licence()}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
