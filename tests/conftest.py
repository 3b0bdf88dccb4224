"""Shared fixtures: vaults written from a mapping, and a command line run in this process."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from dlvault.cli.console import Console
from dlvault.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

settings.register_profile("dlvault", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("dlvault")

TESTS = Path(__file__).parent


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
        code = main([str(word) for word in argv], Console(out, err, environ={}))
        return Ran(code, out.getvalue(), err.getvalue())

    return run
