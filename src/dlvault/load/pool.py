"""Parse many notes in several processes, this one among them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from dlvault.load.codec import decode_facts, encode_facts
from dlvault.load.read import kind_of, parse_text, read_note, unreadable
from dlvault.model.finding import FileProblem
from dlvault.model.note import Note
from dlvault.vault.source import decode, digest_of, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from dlvault.load.memory import Memory
    from dlvault.load.read import FileRow
    from dlvault.options import ReadOptions

_CHUNK = 64
_PR_SET_PDEATHSIG = 1
_AHEAD = 2
"""So many chunks wait for each process."""
_Read: TypeAlias = "list[tuple[str, bytes | FileProblem | None]]"
"""Digest and facts of notes, the facts None where they cannot be written down; or what keeps one from being read."""


def parse_in_processes(  # noqa: C901 - one loop hands out, works and takes in
    root: Path, files: Sequence[FileRow], options: ReadOptions, *, memory: Memory | None, jobs: int
) -> Iterator[Note | FileProblem]:
    """Read notes and canvases as `read_note` does, in any order; should a process die, the rest is read here.

    This process is one of the `jobs`: what it reads itself nobody has to write down and read again.
    """
    # Forking is cheapest, and safe here: this process has one thread and holds no lock. Elsewhere it is not.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    chunks = deque(files[start : start + _CHUNK] for start in range(0, len(files), _CHUNK))
    waiting: deque[tuple[Sequence[FileRow], Future[_Read]]] = deque()
    others = set(multiprocessing.active_children())
    count = min(jobs, len(chunks)) - 1 or 1
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_follow, initargs=(os.getpid(),))
    work = partial(_read_chunk, os.fspath(root), options)
    try:
        while chunks or waiting:
            while chunks and len(waiting) < _AHEAD * jobs:
                chunk = chunks.popleft()
                waiting.append((chunk, pool.submit(work, chunk)))
            if chunks and not waiting[0][1].done():
                for file in chunks.pop():
                    yield from read_note(root, file, options, memory=memory)
                continue
            chunk, future = waiting[0]
            results = future.result()
            waiting.popleft()
            for file, (digest, result) in zip(chunk, results, strict=True):
                yield from _taken(root, file, options, digest, result, memory)
    except (BrokenProcessPool, OSError):
        pass  # what is left is read below
    except BaseException:
        for process in set(multiprocessing.active_children()) - others:
            process.kill()  # nobody wants to wait for what they have under way, nor for threads that wait for them
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown(cancel_futures=True)
    for chunk in (*(chunk for chunk, _ in waiting), *chunks):
        for file in chunk:
            yield from read_note(root, file, options, memory=memory)


def _follow(parent: int) -> None:
    """Leave interrupts to the process that waits, and end with it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it has ended already
            os._exit(1)


def _taken(  # noqa: PLR0913, PLR0917 - a note and what is known of it
    root: Path,
    file: FileRow,
    options: ReadOptions,
    digest: str,
    result: bytes | FileProblem | None,
    memory: Memory | None,
) -> Iterator[Note | FileProblem]:
    if isinstance(result, FileProblem):
        yield result
        yield unreadable(file, digest)
    elif result is None:
        yield from read_note(root, file, options, memory=memory)
    else:
        path, size, modified = file
        kind = kind_of(path)
        if memory is not None:
            memory.learn(digest, kind, result)
        yield Note(path, kind, decode_facts(result), size, modified, digest=digest)


def _read_chunk(root: str, options: ReadOptions, files: Sequence[FileRow]) -> _Read:
    """What a process does: read, parse and write down."""
    found: _Read = []
    for path, _, _ in files:
        data = read_bytes(root, path, options.max_note_size)
        if isinstance(data, FileProblem):
            found.append(("", data))
            continue
        digest = digest_of(data)
        source = decode(path, data, digest)
        if isinstance(source, FileProblem):
            found.append((digest, source))
        else:
            found.append((digest, encode_facts(parse_text(source.text, kind_of(path), options))))
    return found
