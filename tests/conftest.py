"""Shared fixtures: vaults written from a mapping, and a command line run in this process."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from dlvault.cli.console import Console
from dlvault.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

settings.register_profile("dlvault", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("dlvault")

TESTS = Path(__file__).parent
_NUMBERS = count()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let one course of the soak be run, and a longer one."""
    group = parser.getgroup("soak")
    group.addoption("--soak-seed", type=int, metavar="N", help="play this course of random edits alone")
    group.addoption("--soak-edits", type=int, metavar="N", help="play so many steps of each course")


def pytest_collection_modifyitems(config: pytest.Config, items: Sequence[pytest.Item]) -> None:
    """Leave the long soak to those who ask for it."""
    if "soak" not in str(config.getoption("markexpr")):
        for item in items:
            if item.get_closest_marker("soak"):
                item.add_marker(pytest.mark.skip(reason="takes long: make soak"))


@pytest.fixture(scope="session")
def _caches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("caches")


@pytest.fixture(autouse=True)
def caches(_caches: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a cache folder of its own, so that none sees what another or the user has cached.

    The folder is not there yet; dlvault makes it.
    """
    folder = _caches / str(next(_NUMBERS))
    monkeypatch.setenv("XDG_CACHE_HOME", os.fspath(folder))
    return folder


def write_vault(root: Path, files: Mapping[str, Any]) -> Path:
    """Write files with exactly the bytes of their strings; `{"binary": True}` stands for any bytes."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else b"\x00")
    return root


@pytest.fixture
def make_vault(tmp_path: Path) -> Callable[[Mapping[str, Any]], Path]:
    """Write a vault below the temporary folder of the test."""

    def make(files: Mapping[str, Any]) -> Path:
        root = tmp_path / "vault"
        root.mkdir(exist_ok=True)
        return write_vault(root, files)

    return make


@dataclass(frozen=True)
class Ran:
    """What one command line did."""

    code: int
    out: str
    err: str


@pytest.fixture
def dlvault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run `dlvault ARGS` in this process, by default from the temporary folder of the test."""

    def run(*argv: str | Path, cwd: Path | None = None) -> Ran:
        monkeypatch.chdir(cwd or tmp_path)
        out, err = io.StringIO(), io.StringIO()
        environ = {"XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"]}
        code = main([str(word) for word in argv], Console(out, err, environ=environ))
        return Ran(code, out.getvalue(), err.getvalue())

    return run
