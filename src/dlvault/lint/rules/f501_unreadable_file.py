"""A note that cannot be read.

## What it does
Reports notes that are not UTF-8, too large, without permission, behind a dead symbolic link, or that vanished
while the vault was read; and folders that cannot be listed.

## Why it matters
Nothing in such a file is checked. It remains a link target, and no heading or block of it is judged.

## Example
`Old.md` saved in Latin-1.

## Instead
Save the file as UTF-8. A larger limit than 16 MiB is the setting `max-note-size`.
"""

from __future__ import annotations

from dlvault.lint.problems import problems_of
from dlvault.lint.rule import Rule, Scope

RULE = Rule("F501", "unreadable-file", Scope.VAULT, problems_of)
