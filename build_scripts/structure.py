"""Show the imports between the program's packages and count structural problems.

    dev.py structure [--base REVISION]

A package is a folder below `desktop/`; a module directly in `desktop/` counts as a package. With
`--base`, a revision from git is counted as well. The source is parsed and never imported, so this
works for any revision.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SMALL = 40
"""Lines; a shorter module needs a reason to exist."""
_SCRIPTS = "build_scripts"
_NOQA = re.compile(r"#\s*noqa\b")

Import = tuple[str, str]
"""The importing and the imported module."""


@dataclass(frozen=True)
class Module:
    """A Python file: its dotted name, its path below the checkout, and its content."""

    name: str
    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text)

    @property
    def package(self) -> str:
        """The module's folder below `desktop/`; for a module directly in it, the module's name."""
        parts = self.path.split("/")
        return "/".join(parts[1:-1]) or parts[-1].removesuffix(".py")


class Structure:
    """The modules of a checkout, of any revision."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.program = _modules(root, "desktop", "desktop.")
        self.scripts = _modules(root, _SCRIPTS, "")
        self.tests = _modules(root, "tests", "tests.")

    @cached_property
    def imports(self) -> Counter[Import]:
        """The imports between the program's modules, with the number of statements for each."""
        return _imports(self.program)

    def package_imports(self) -> dict[str, Counter[str]]:
        """Count, for every package, the imports from each other package."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for (source, target), count in self.imports.items():
            here, there = self.program[source].package, self.program[target].package
            if here != there:
                found[here][there] += count
        return dict(found)

    def cycles(self) -> list[list[str]]:
        """Return the groups of modules that import each other, directly or indirectly."""
        return _cycles(self.imports) + _cycles(_imports(self.scripts))

    def upward_imports(self) -> list[str]:
        """Return the imports that point upwards.

        That is against the layers in pyproject.toml, or in the rarer direction between two packages
        that import each other. A folder and its subfolder are not compared: the outer one holds
        both what the inner one needs and what uses it; only the layers can tell these apart.
        """
        layers, packages = _layers(self.root), self.package_imports()

        def points_up(source: str, target: str) -> bool:
            if any(_is_above(target, source, heights) for heights in layers):
                return True
            here, there = self.program[source].package, self.program[target].package
            if f"{here}/".startswith(f"{there}/") or f"{there}/".startswith(f"{here}/"):
                return False
            forward, back = packages[here][there], packages.get(there, Counter())[here]
            return bool(back) and (forward, here) < (back, there)

        return [f"{one} → {other}" for one, other in sorted(self.imports) if points_up(one, other)]

    def small_modules(self) -> list[str]:
        """Return the modules with fewer than `SMALL` lines; `__init__.py` does not count."""
        return sorted(
            f"{module.path} ({module.text.count(chr(10))})"
            for module in self.program.values()
            if not module.path.endswith("__init__.py") and module.text.count("\n") < SMALL
        )

    def repeated_classes(self) -> list[str]:
        """Return the class names that are used more than once, with their modules."""
        places: dict[str, list[str]] = defaultdict(list)
        for module in self.program.values():
            for node in module.tree.body:
                if isinstance(node, ast.ClassDef):
                    places[node.name].append(module.path)
        return [
            f"{name}: {', '.join(found)}" for name, found in sorted(places.items()) if found[1:]
        ]

    def private_accesses(self) -> list[str]:
        """Return the lines of the tests that use a private name of the program."""
        return sorted({line for module in self.tests.values() for line in _private(module)})

    def noqa(self) -> int:
        """Count the comments that silence a linter."""
        every = (*self.program.values(), *self.scripts.values(), *self.tests.values())
        return sum(len(_NOQA.findall(module.text)) for module in every)

    def local_imports(self) -> int:
        """Count the program's imports inside functions."""
        return sum(
            isinstance(node, ast.Import | ast.ImportFrom)
            for module in self.program.values()
            for function in _functions(module.tree)
            for node in ast.walk(function)
        )

    def not_imperative(self) -> int:
        """Count the docstrings whose first line is not imperative, by ruff's rule D401."""
        command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "D401"]
        command += ["--config", 'lint.pydocstyle.convention="pep257"']
        command += ["--output-format", "concise", "--target-version", "py311"]
        folders = [name for name in ("desktop", _SCRIPTS, "tests") if (self.root / name).is_dir()]
        done = subprocess.run(
            [*command, *folders], cwd=self.root, capture_output=True, text=True, check=False
        )
        return sum(" D401 " in line for line in done.stdout.splitlines())

    def counts(self) -> dict[str, int]:
        """Return every figure by its name."""
        return {
            "modules": len(self.program),
            f"modules under {SMALL} lines": len(self.small_modules()),
            "packages": len({module.package for module in self.program.values()}),
            "imports between packages": sum(map(len, self.package_imports().values())),
            "import cycles": len(self.cycles()),
            "upward imports": len(self.upward_imports()),
            "class names used twice": len(self.repeated_classes()),
            "private accesses in tests": len(self.private_accesses()),
            "noqa": self.noqa(),
            "docstrings not imperative": self.not_imperative(),
            "local imports": self.local_imports(),
        }


def _modules(root: Path, folder: str, prefix: str) -> dict[str, Module]:
    found = {}
    for file in sorted((root / folder).rglob("*.py")):
        inside = file.relative_to(root / folder).with_suffix("").parts
        name = (prefix + ".".join(p for p in inside if p != "__init__")).rstrip(".")
        path = file.relative_to(root).as_posix()
        found[name] = Module(name, path, file.read_text(encoding="utf-8"))
    return found


def _imports(modules: Mapping[str, Module]) -> Counter[Import]:
    return Counter(
        (module.name, target)
        for module in modules.values()
        for node in ast.walk(module.tree)
        for target in _targets(node, modules)
        if target != module.name
    )


def _targets(node: ast.AST, modules: Mapping[str, Module]) -> Iterator[str]:
    """Yield the modules that a statement imports; of a package, the submodules it names."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in modules)
    elif isinstance(node, ast.ImportFrom) and node.module is not None and not node.level:
        parts = {f"{node.module}.{alias.name}" for alias in node.names} & set(modules)
        yield from parts
        if node.module in modules and len(parts) < len(node.names):
            yield node.module


def _cycles(imports: Mapping[Import, int]) -> list[list[str]]:
    """Return the strongly connected components of more than one module (Tarjan's algorithm)."""
    after: dict[str, list[str]] = defaultdict(list)
    for source, target in sorted(imports):
        after[source].append(target)
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []
    found = []

    def visit(name: str) -> None:
        number[name] = lowest[name] = len(number)
        path.append(name)
        for other in after[name]:
            if other not in number:
                visit(other)
                lowest[name] = min(lowest[name], lowest[other])
            elif other in path:
                lowest[name] = min(lowest[name], number[other])
        if lowest[name] == number[name]:
            start = path.index(name)
            group = path[start:]
            del path[start:]
            if len(group) > 1:
                found.append(sorted(group))

    for name in list(after):
        if name not in number:
            visit(name)
    return found


def _layers(root: Path) -> list[dict[str, int]]:
    """Return the height of each name in each layered contract of pyproject.toml."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return [
        {
            f"{container}.{name.strip()}": height
            for height, layer in enumerate(reversed(contract["layers"]))
            for name in layer.split("|")
        }
        for contract in project["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
        for container in contract.get("containers", ["desktop"])
    ]


def _is_above(one: str, other: str, heights: Mapping[str, int]) -> bool:
    """Return whether `one` is in a higher layer than `other`; false if one is in no layer."""
    first, second = _height(one, heights), _height(other, heights)
    return first is not None and second is not None and first > second


def _height(name: str, heights: Mapping[str, int]) -> int | None:
    parts = name.split(".")
    names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((heights[name] for name in names if name in heights), None)


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the functions that are not inside another function."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        for node in ast.iter_child_nodes(waiting.pop()):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node
            else:
                waiting.append(node)


def _private(module: Module) -> Iterator[str]:
    """Yield the uses of private names that neither an import nor the test module itself defines."""
    foreign = {
        alias.asname or alias.name.partition(".")[0]
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    own = {
        node.attr
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    }
    own |= {node.name for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef)}
    for node in ast.walk(module.tree):
        match node:
            case ast.Attribute(value=value, attr=name) if _is_private(name) and name not in own:
                if not (isinstance(value, ast.Name) and value.id in {"self", "cls", *foreign}):
                    yield f"{module.path}:{node.lineno} {ast.unparse(node)}"
            case ast.ImportFrom(module=str(source), names=names) if source.startswith("desktop"):
                for alias in names:
                    if _is_private(alias.name):
                        yield f"{module.path}:{node.lineno} {alias.name}"
            case ast.Call(
                func=ast.Attribute(attr="setattr"), args=[_, ast.Constant(value=str(name)), *_]
            ) if _is_private(name):
                yield f"{module.path}:{node.lineno} {name}"


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name != "_"


def structure_of_revision(revision: str, folder: Path) -> Structure:
    """Extract a git revision into a folder and return its structure."""
    command = ["git", "archive", "--format=tar", revision]
    packed = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return Structure(folder)


def _table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if not place else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def _show(now: Structure, before: Structure | None, revision: str) -> None:
    print("Imports between packages, with their number:\n")
    for package, targets in sorted(now.package_imports().items()):
        print(f"{package} → " + ", ".join(f"{name} {n}" for name, n in sorted(targets.items())))
    lists = {
        "Import cycles": [" ↔ ".join(group) for group in now.cycles()],
        "Upward imports": now.upward_imports(),
        "Class names used twice": now.repeated_classes(),
        "Private accesses in tests": now.private_accesses(),
        f"Modules under {SMALL} lines": now.small_modules(),
    }
    for title, lines in lists.items():
        print(f"\n{title}: {len(lines)}")
        for line in lines:
            print(f"  {line}")
    counts = now.counts()
    old = None if before is None else before.counts()
    head = ["", *([] if old is None else [revision]), "now"]
    rows = [
        [name, *([] if old is None else [str(old[name])]), str(counts[name])] for name in counts
    ]
    print("\n" + _table([head, *rows]))


def main(arguments: Sequence[str]) -> int:
    """Print the structure and return the exit status."""
    parser = argparse.ArgumentParser(prog="dev.py structure", description=__doc__)
    parser.add_argument("--base", metavar="REVISION", help="a git revision to compare with")
    revision = parser.parse_args(arguments).base
    if revision is None:
        _show(Structure(ROOT), None, "")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        _show(Structure(ROOT), structure_of_revision(revision, Path(folder)), revision)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
