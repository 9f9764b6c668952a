"""The structure of the program: imports point down, and no class name is used twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from structure import Structure

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def program() -> Structure:
    """Return the structure of the checkout."""
    return Structure(ROOT)


def test_no_module_imports_itself_by_way_of_others(program: Structure) -> None:
    """An import cycle makes every later change touch all its modules, and breaks a frozen start."""
    assert program.cycles() == []


def test_every_import_points_down(program: Structure) -> None:
    """A rule that imports the window can no longer be used, or tested, without one."""
    assert program.upward_imports() == []


def test_no_class_name_is_used_twice(program: Structure) -> None:
    """A reader of a traceback must know which class `Difference` is."""
    assert program.repeated_classes() == []


def test_every_violation_in_a_small_program_is_found(tmp_path: Path) -> None:
    """A check that overlooks violations would report that all is well."""
    files = {
        "pyproject.toml": "[[tool.importlinter.contracts]]\ntype = 'layers'\n"
        "containers = ['desktop']\nlayers = ['ui', 'domain']\n",
        "desktop/__init__.py": "",
        "desktop/domain/rules.py": "import desktop.ui.page\nclass Page: ...\n",
        "desktop/ui/page.py": "class Page: ...\ndef f():\n    from desktop.domain import rules\n",
        "tests/test_x.py": "import os\nos._exit\ndef test(page): page._hidden  # noqa\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    structure = Structure(tmp_path)
    assert structure.cycles() == [["desktop.domain.rules", "desktop.ui.page"]]
    assert structure.upward_imports() == ["desktop.domain.rules → desktop.ui.page"]
    assert [line.split(":")[0] for line in structure.repeated_classes()] == ["Page"]
    assert structure.private_accesses() == ["tests/test_x.py:3 page._hidden"]
    assert structure.package_imports() == {"domain": {"ui": 1}, "ui": {"domain": 1}}
    assert (structure.noqa(), structure.local_imports(), len(structure.small_modules())) == (
        1,
        1,
        2,
    )
