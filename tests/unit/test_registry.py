"""Plug-ins by constant: found by file name, loaded alone, from a folder or from an archive."""

from __future__ import annotations

import importlib
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from dlvault import registry

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

MODULES = {"__init__": "", "b_two": "VALUE = 2", "a_one": "VALUE = 1", "_hidden.txt": "no module"}


@pytest.fixture(params=["folder", "archive"])
def package(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    name = f"plugins_in_{request.param}"
    files = {f"{name}/{module}" + ("" if "." in module else ".py"): text for module, text in MODULES.items()}
    place = tmp_path / request.param
    if request.param == "archive":
        with zipfile.ZipFile(place, "w") as archive:
            for path, text in files.items():
                archive.writestr(path, text)
    else:
        for path, text in files.items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_text(text)
    monkeypatch.syspath_prepend(str(place))
    module = importlib.import_module(name)
    for loaded in [loaded for loaded in sys.modules if loaded.startswith(f"{name}.")]:
        monkeypatch.delitem(sys.modules, loaded)
    return module


def test_names_are_sorted_and_nothing_is_imported_for_them(package: ModuleType) -> None:
    assert registry.names(package) == ("a_one", "b_two")
    assert not [name for name in sys.modules if name.startswith(f"{package.__name__}.")]


def test_one_constant_of_each_module_is_collected_in_order(package: ModuleType) -> None:
    assert registry.collect(package, "VALUE", int) == (1, 2)


@pytest.mark.parametrize(("constant", "kind"), [("VALUE", str), ("MISSING", int)])
def test_a_module_that_keeps_no_promise_is_our_bug(package: ModuleType, constant: str, kind: type[object]) -> None:
    with pytest.raises(TypeError, match=f"a_one.{constant} is not a {kind.__name__}"):
        registry.load(package, "a_one", constant, kind)
