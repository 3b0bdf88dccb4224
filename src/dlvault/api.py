"""The public road: open a vault, ask for its graph, its findings, its facts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dlvault.options import ReadOptions

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Mapping

    import networkx as nx

    from dlvault.model.finding import Finding
    from dlvault.model.index import VaultIndex
    from dlvault.options import LintOptions
    from dlvault.resources.library import Resource


@dataclass(frozen=True, slots=True)
class Vault:
    """A vault as it was when it was opened. Holds the frozen index and nothing else."""

    index: VaultIndex
    options: ReadOptions

    def graph(self, include: Collection[str] = ()) -> nx.MultiDiGraph[str]:
        """Build the frozen networkx graph; `include` adds `tags`, `resources`, `attachments` or `excluded`.

        Raises:
            UsageError: `include` names something unknown.
        """
        from dlvault.graph.build import build_graph

        return build_graph(self.index, include)

    def lint(self, paths: Collection[str] | None = None, options: LintOptions | None = None) -> tuple[Finding, ...]:
        """Find what is wrong in the vault; `paths` limits what is reported, `options` chooses the rules.

        Raises:
            UsageError: the options name a rule that does not exist.
        """
        from dlvault.lint.run import run

        return run(self.index, options, paths=paths)  # type: ignore[arg-type]

    def resources(self) -> Mapping[str, Resource]:
        """Typed entries of the vault as one library: resources by identity, each with all its places."""
        from dlvault.resources.library import build_library

        return build_library(self.index)

    def inspect(self, note: str | None = None) -> dict[str, Any]:
        """Describe a note by its vault path, or the whole vault, in the schema of the conformance cases.

        Raises:
            KeyError: the vault has no note or canvas at that path.
        """
        from dlvault.load.inspect import inspect_note, inspect_vault

        if note is None:
            return inspect_vault(self.index)
        return inspect_note(self.index, note, self.options)  # type: ignore[arg-type]


def open_vault(path: str | os.PathLike[str], *, options: ReadOptions | None = None) -> Vault:
    """Read the vault in a folder.

    A file that cannot be read is a finding of `lint()`, not an exception.

    Raises:
        NoVaultError: the folder is missing, is a file or cannot be listed.
    """
    from dlvault.load.open import open_index

    options = options or ReadOptions()
    return Vault(open_index(Path(path), options), options)
