"""Whether git may tell something else than last time, without asking it: the stamps of what it would read."""

from __future__ import annotations

import os
import time

YOUNG_NS = 2_000_000_000
"""What was changed so shortly before may have been changed again in the same tick of a clock."""
_IN_REPOSITORY = ("HEAD", "index", "shallow")
_IN_COMMON = ("packed-refs", "info/exclude", "refs/replace", "reftable/tables.list")
_MOST_TEXT = 4096


def git_stamp(root: str | os.PathLike[str], ignore_files: tuple[str, ...] = ()) -> str:
    """A text that is another one whenever git might answer otherwise; ``""`` where there is no repository.

    `ignore_files` are the `.gitignore` files of the vault with their times. What stands in the notes is not in it.
    """
    folder = os.path.realpath(root)
    above = []
    while True:
        above.append(stamp_of(os.path.join(folder, ".gitignore")))
        marker = os.path.join(folder, ".git")
        above.append(stamp_of(os.path.join(marker, "HEAD")))
        if os.path.isfile(marker) or os.path.exists(os.path.join(marker, "HEAD")):
            break
        parent = os.path.dirname(folder)
        if parent == folder:
            return ""
        folder = parent
    private = _private_folder(marker)
    common = os.path.normpath(os.path.join(private, _text(os.path.join(private, "commondir")) or "."))
    head = _text(os.path.join(private, "HEAD"))
    stamps = [head, *(stamp_of(os.path.join(private, name)) for name in _IN_REPOSITORY)]
    stamps += [stamp_of(os.path.join(common, name)) for name in _IN_COMMON]
    if head.startswith("ref: "):
        stamps.append(_text(os.path.join(common, head[5:])))
    home = os.path.expanduser("~")
    settings = os.path.join(os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config"), "git")
    configs = os.path.join(home, ".gitconfig"), os.path.join(settings, "config"), "/etc/gitconfig"
    stamps += [_stamps_of_config(config, home) for config in (*configs, os.path.join(common, "config"))]
    stamps += [stamp_of(os.path.join(private, "config.worktree")), stamp_of(os.path.join(settings, "ignore"))]
    stamps += [stamp_of(os.path.join(place, "git")) for place in os.get_exec_path()]
    stamps += sorted(f"{name}={value}" for name, value in os.environ.items() if name.startswith("GIT_"))
    return "\n".join((*stamps, *above, *ignore_files))


def _stamps_of_config(file: str, home: str) -> str:
    """Stamps of a file of settings and of the list of ignored files that it names.

    One that includes others equals nothing: which ones it includes depends on too much.
    """
    text = _text(file).lower()
    stamps = [stamp_of(file)]
    if "[include" in text or len(text) >= _MOST_TEXT - 1:
        stamps.append(str(time.time_ns()))
    if "excludesfile" in text:
        for line in _text(file).splitlines():
            key, _, value = line.partition("=")
            if key.strip().lower() == "excludesfile":
                name = value.strip().strip('"')
                stamps.append(stamp_of(os.path.join(home, name[2:]) if name.startswith("~/") else name))
    return " ".join(stamps)


def _private_folder(marker: str) -> str:
    """The folder of git's own files: `.git`, or what such a file names, in a worktree or a submodule."""
    if os.path.isdir(marker):
        return marker
    named = _text(marker).removeprefix("gitdir: ")
    return os.path.normpath(os.path.join(os.path.dirname(marker), named))


def _text(file: str) -> str:
    try:
        with open(file, encoding="utf-8", errors="surrogateescape") as stream:
            return stream.read(_MOST_TEXT).strip()
    except OSError:
        return ""


def stamp_of(file: str, since_ns: int | None = None) -> str:
    """Size, times and number of a file; one that was changed after a time, or just now, equals nothing, nor itself.

    Of a folder whose name ends in a slash only that it is there.
    """
    try:
        status = os.stat(file)
    except (OSError, ValueError):
        return "-"
    if file.endswith(("/", os.sep)):
        return "folder"
    now = time.time_ns()
    young = max(status.st_mtime_ns, status.st_ctime_ns) > (now if since_ns is None else since_ns) - YOUNG_NS
    mark = f" {now}" if young else ""
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}{mark}"
