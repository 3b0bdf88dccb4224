"""Findings that are known and not to be reported again: rule, note and subject, with a count."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from dlvault.errors import UsageError
from dlvault.model.finding import Finding
from dlvault.model.text import Position

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dlvault.lint.rule import Rule
    from dlvault.model.note import NotePath

Key = tuple[str, str, str]


def key_of(finding: Finding) -> Key:
    """What a baseline knows a finding by: never its place, so that edits around it change nothing."""
    return finding.path, finding.code, finding.subject


def render(findings: Iterable[Finding]) -> str:
    """Write a baseline: one row for each kind of finding in a note, sorted, friendly to `git diff`."""
    counts = Counter(key_of(finding) for finding in findings)
    rows = [
        {"path": path, "code": code, "subject": subject, "count": counts[path, code, subject]}
        for path, code, subject in sorted(counts)
    ]
    lines = ",\n".join(f"    {json.dumps(row, ensure_ascii=True)}" for row in rows)
    return '{\n  "version": 1,\n  "findings": [\n' + lines + ("\n" if lines else "") + "  ]\n}\n"


def read(text: str, name: str) -> Counter[Key]:
    """Read a baseline.

    Raises:
        UsageError: the file is no baseline of this version.
    """
    try:
        document = json.loads(text)
        if document["version"] != 1:
            raise UsageError(f"{name} is a baseline of another version", "write it anew with --write-baseline")
        return Counter({_key(row): int(row["count"]) for row in document["findings"]})
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise UsageError(f"{name} is no baseline", "write it anew with --write-baseline") from error


def _key(row: Any) -> Key:  # noqa: ANN401 - any JSON
    return str(row["path"]), str(row["code"]), str(row["subject"])


def subtract(findings: Iterable[Finding], known: Counter[Key]) -> tuple[tuple[Finding, ...], Counter[Key]]:
    """Take known findings away; return what is left, and what of the rows hid nothing, with its count."""
    rest = Counter(known)
    left = []
    for finding in findings:
        key = key_of(finding)
        if rest[key] > 0:
            rest[key] -= 1
        else:
            left.append(finding)
    return tuple(left), +rest


def idle_row(rule: Rule, path: NotePath, code: str, subject: str) -> Finding:
    """Say of a row that it hides nothing."""
    return Finding(
        rule.code,
        rule.name,
        rule.severity,
        f"The baseline hides no finding of {code} here: {' '.join(subject.split())}",
        path,
        Position(1, 1),
        None,
        f"baseline {code} {subject}",
        "write it anew with --write-baseline",
    )
