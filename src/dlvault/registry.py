"""Plug-ins of our own packages: one module, one constant."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from types import ModuleType

T = TypeVar("T")


def names(package: ModuleType) -> tuple[str, ...]:
    """Names of the modules of a package, sorted, without importing them."""
    try:
        files = [name for folder in package.__path__ for name in os.listdir(folder)]  # noqa: PTH208 - no pathlib yet
    except OSError:  # not a folder: the package lies in an archive
        import pkgutil

        return tuple(sorted(module.name for module in pkgutil.iter_modules(package.__path__)))
    return tuple(sorted(name[:-3] for name in files if name.endswith(".py") and name != "__init__.py"))


def load(package: ModuleType, name: str, constant: str, kind: type[T]) -> T:
    """Read one constant of one module.

    Raises:
        TypeError: the module lacks the constant or it is of another type (our bug).
    """
    module = import_module(f"{package.__name__}.{name}")
    value = getattr(module, constant, None)
    if not isinstance(value, kind):
        message = f"{module.__name__}.{constant} is not a {kind.__name__}"
        raise TypeError(message)
    return value


def collect(package: ModuleType, constant: str, kind: type[T]) -> tuple[T, ...]:
    """Read one constant of every module of a package, in name order."""
    return tuple(load(package, name, constant, kind) for name in names(package))
