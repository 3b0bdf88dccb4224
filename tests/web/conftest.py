"""A real Chromium for the page tests, and graphs to draw in it."""

from __future__ import annotations

import os
import random
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from dlvault.export.formats.html import render
from dlvault.graph.view import GraphView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Dialog, Page

    OpenPage = Callable[..., "Opened"]

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass
class Opened:
    """A page in the browser and all that it said or asked for."""

    page: Page
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def ask(self, script: str) -> Any:
        """The value of an expression; `app` is the page's own state."""
        return self.page.evaluate(f"(() => {{ const app = dlvault.app; return {script}; }})()")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = os.environ.get("DLVAULT_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        message = f"no Chromium: set DLVAULT_CHROMIUM or install one of {', '.join(NAMES)}"
        if os.environ.get("DLVAULT_REQUIRE_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[OpenPage]:
    """Writes the page of a graph to a file and opens it there."""
    contexts = []

    def open_it(graph: nx.MultiDiGraph[str], address: str = "", **context: Any) -> Opened:
        options: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
        contexts.append(browser.new_context(**{**options, **context}))
        opened = Opened(contexts[-1].new_page())
        opened.page.on("console", lambda message: opened.console.append(message.text))
        opened.page.on("pageerror", lambda error: opened.console.append(str(error)))
        opened.page.on("request", lambda request: opened.requests.append(request.url))
        opened.page.on("dialog", opened.dismiss)
        file = tmp_path / "graph.html"
        file.write_bytes(render(GraphView(graph, "My vault & más")))
        opened.page.goto(file.as_uri() + address)
        opened.page.wait_for_selector("html[data-ready='1']", state="attached", timeout=30_000)
        return opened

    yield open_it
    for context in contexts:
        context.close()


@pytest.fixture
def small() -> nx.MultiDiGraph[str]:
    """A hub, its neighbours, a far note, an isolated one, a tag, an attachment and an unresolved link."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    notes = {
        "papers/Attention.md": ("transformer paper",),
        "papers/Bert.md": (),
        "concepts/Größe & 100 %?.md": (),
        "concepts/Softmax.md": (),
        "Alone.md": (),
    }
    for number, (path, aliases) in enumerate(notes.items()):
        folder, _, name = path.rpartition("/")
        graph.add_node(
            f"note:{path}",
            kind="note",
            label=name.removesuffix(".md"),
            path=path,
            folder=folder,
            tags=("ml/nlp",) if number < 2 else (),
            aliases=aliases,
            words=100 * number,
            mtime=1_700_000_000.0,
        )
    graph.add_node("unresolved:missing", kind="unresolved", label="Missing")
    graph.add_node("file:figure.png", kind="attachment", label="figure.png", path="figure.png")
    graph.add_node("tag:ml/nlp", kind="tag", label="#ml/nlp")
    links = [
        ("note:papers/Bert.md", "note:papers/Attention.md", "link"),
        ("note:concepts/Größe & 100 %?.md", "note:papers/Attention.md", "link"),
        ("note:papers/Attention.md", "unresolved:missing", "link"),
        ("note:papers/Attention.md", "file:figure.png", "embed"),
        ("note:concepts/Softmax.md", "note:papers/Bert.md", "property:up"),
        ("note:papers/Attention.md", "tag:ml/nlp", "tagged"),
        ("note:papers/Bert.md", "tag:ml/nlp", "tagged"),
    ]
    for source, target, kind in links:
        graph.add_edge(source, target, key=kind, kind=kind, count=1, places=((3, 1),))
    return nx.freeze(graph)


@pytest.fixture
def two_thousand() -> nx.MultiDiGraph[str]:
    """2 000 notes that prefer to link to what is linked already."""
    choose = random.Random(11)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    ends: list[str] = []
    for number in range(2000):
        folder = choose.choice(["papers", "concepts", "people", ""])
        path = f"{folder}/note {number}.md".lstrip("/")
        node = f"note:{path}"
        graph.add_node(
            node, kind="note", label=f"note {number}", path=path, folder=folder, tags=(), aliases=(), words=9
        )
        for _ in range(choose.randint(0, 4) if ends else 0):
            other = choose.choice(ends)
            graph.add_edge(node, other, key="link", kind="link", count=1, places=((1, 1),))
            ends.append(other)
        ends.append(node)
    return nx.freeze(graph)
