"""A property block that is no valid YAML mapping.

## What it does
Reports a block between `---` lines with a YAML error, with a key written twice, or that is no list of
`key: value` lines, at the place where YAML stopped.

## Why it matters
Obsidian shows "invalid properties" and ignores the whole block: tags, aliases and links in it are lost.

## Example
`title: Deep learning: an overview`

## Instead
`title: "Deep learning: an overview"`
"""

from __future__ import annotations

from dlvault.lint.problems import problems_of
from dlvault.lint.rule import Rule, Scope

RULE = Rule("P301", "invalid-properties", Scope.VAULT, problems_of)
