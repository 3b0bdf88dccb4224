"""The layers of the architecture: imports point downwards only, and some names and habits are banned."""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import TESTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOURCE = TESTS.parent / "src" / "dlvault"
FILES = sorted(SOURCE.rglob("*.py"))
LAYERS = {
    0: ("model", "options", "errors", "registry", "config", "settings", "version"),
    1: ("resources",),
    2: ("syntax", "vault", "graph", "lint"),
    3: ("load", "export", "report"),
    5: ("api", "fixing"),
    6: ("cli", "__init__"),
    7: ("__main__",),
}
LAYER_OF = {part: layer for layer, parts in LAYERS.items() for part in parts}
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "handler", "service", "base"}


def part_of(file: Path) -> str:
    return file.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports(tree: ast.Module) -> Iterator[str]:
    """The parts of dlvault that a module imports, for the types only or inside a function too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            assert node.level == 0, "relative imports hide their layer"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            if name.split(".")[0] == "dlvault":
                yield next(part for part in [*name.split(".")[1:2], "__init__"] if part in LAYER_OF)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(SOURCE).as_posix())
def test_imports_point_downwards_and_files_keep_the_house_rules(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    tree, part = ast.parse(text), part_of(file)
    for other in imports(tree):
        ground = LAYER_OF[other] == LAYER_OF[part] == 0  # plain values, which may hold each other
        assert other == part or ground or LAYER_OF[other] < LAYER_OF[part], f"{part} must not import {other}"
    calls = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert part == "cli" or "print" not in calls
    assert file.stem not in VAGUE
    assert len(text.splitlines()) < 450
    assert (ast.get_docstring(tree) or "").partition("\n")[0].endswith((".", ":", "`", "?")), "a docstring of one line"


def test_every_part_has_its_layer() -> None:
    assert {part_of(file) for file in FILES} == set(LAYER_OF)


def test_the_lowest_layer_needs_the_standard_library_only() -> None:
    for file in FILES:
        if LAYER_OF[part_of(file)] == 0:
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                assert {name.partition(".")[0] for name in names} <= {*sys.stdlib_module_names, "dlvault"}, file
