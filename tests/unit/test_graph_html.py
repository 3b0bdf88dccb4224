"""The graph page as bytes: one safe file that loads nothing and does not change for the same input."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import dlvault.export
from dlvault.export.formats.html import EXPORTER, render
from dlvault.graph.view import GraphView

STATIC = Path(dlvault.export.__file__).parent / "static"
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">href</a>',
    "\"quotes\" 'and' `ticks` {{ 7 * 7 }} {% raw %}",
    "<!-- <script>",
    "מדריך ערבית العربية",
    "\U0001f9e0 emoji \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "x" * 300,
    "two\nlines\u2028and\u2029more",
    "lone \ud800 surrogate \udfff",
    "tab\tnull\x00bell\x07",
]


def vault_graph(labels: list[str]) -> nx.MultiDiGraph[str]:
    """Notes in a chain, each with its label in every field, a tag, an attachment and an unresolved link."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number, label in enumerate(labels):
        path = f"{label}/{number}.md"
        graph.add_node(
            f"note:{path}",
            kind="note",
            label=label,
            path=path,
            folder=label,
            tags=(label,),
            aliases=(label,),
            words=number,
            mtime=1_700_000_000.5 + number,
        )
    names = list(graph)
    for one, two in pairwise(names):
        graph.add_edge(one, two, key="link", kind="link", count=1, places=((1, 1),))
    for kind, prefix in (("tag", "tag"), ("attachment", "file"), ("unresolved", "unresolved")):
        for label in labels:
            node = f"{prefix}:{label}"
            graph.add_node(node, kind=kind, label=label)
            edge = "tagged" if kind == "tag" else "link"
            graph.add_edge(names[0], node, key=edge, kind=edge, count=2, places=((1, 1), (2, 1)))
    return nx.freeze(graph)


def page_of(labels: list[str], vault: str = "My vault", focus: str | None = None) -> str:
    return render(GraphView(vault_graph(labels), vault, focus)).decode("utf-8")


class Page(HTMLParser):
    """Collects the elements of a page with their attributes and the text of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        tag, attributes = self.elements[-1] if self.elements else ("", {})
        if tag in {"script", "style"}:
            self.blocks.append((tag, attributes, data))
            self.elements.append(("", {}))

    def data(self) -> dict[str, Any]:
        (text,) = [text for _, attributes, text in self.blocks if attributes.get("id") == "graph-data"]
        result: dict[str, Any] = json.loads(text)
        return result

    def policy(self) -> str:
        policies = [
            attributes["content"]
            for tag, attributes in self.elements
            if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
        ]
        assert len(policies) == 1
        return policies[0] or ""


def test_exporter() -> None:
    assert (EXPORTER.name, EXPORTER.suffix) == ("html", ".html")


def test_nothing_is_loaded() -> None:
    page = Page(page_of(["A", "B"]))
    for tag, attributes in page.elements:
        assert "src" not in attributes, tag
        if tag == "link":
            assert (attributes["href"] or "").startswith("data:")
    styles = "".join(text for tag, _, text in page.blocks if tag == "style")
    assert "url(" not in styles
    assert "@import" not in styles
    assert not any("sourceMappingURL" in text for _, _, text in page.blocks)


def test_policy_allows_exactly_the_scripts_and_styles_of_the_page() -> None:
    page = Page(page_of(["A", "B"]))
    policy = dict(part.strip().split(" ", 1) for part in page.policy().split(";"))
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in page.policy()
    for tag, directive in (("script", "script-src"), ("style", "style-src")):
        hashes = {
            "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
            for name, attributes, text in page.blocks
            if name == tag and attributes.get("type") != "application/json"
        }
        assert hashes == set(policy[directive].split())
    assert "\r" not in page_of(["A"])


def test_no_markup_has_inline_handlers_or_styles() -> None:
    for _, attributes in Page(page_of(HOSTILE)).elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]


def test_policy_stands_before_everything_it_guards() -> None:
    page = Page(page_of(["A"]))
    names = [tag for tag, _ in page.elements if tag]
    first = next(index for index, (_, a) in enumerate(page.elements) if a.get("http-equiv"))
    assert "script" not in [tag for tag, _ in page.elements[:first]]
    assert names[:3] == ["html", "head", "meta"]


@pytest.mark.parametrize("label", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_data(label: str) -> None:
    plain, hostile = Page(page_of(["A", "B"], "V")), Page(page_of([label, "B"], label))
    assert [tag for tag, _ in hostile.elements] == [tag for tag, _ in plain.elements]
    data = hostile.data()
    expected = re.sub("[\ud800-\udfff]", "\ufffd", label)
    assert data["page"]["vault"] == expected
    (node,) = [node for node in data["nodes"] if node.get("label") == expected and "kind" not in node]
    assert node["tags"] == node["aliases"] == [expected]


def test_data_block_holds_no_character_that_ends_it() -> None:
    (text,) = re.findall(r'id="graph-data">(.*?)</script>', page_of(HOSTILE), re.DOTALL)
    assert not set("<>&\u2028\u2029") & set(text)


def test_nodes_never_have_titles() -> None:
    assert not any("title" in node for node in Page(page_of(HOSTILE)).data()["nodes"])


def test_same_bytes_twice_and_in_any_order() -> None:
    graph = vault_graph(HOSTILE)
    other: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    other.add_nodes_from(reversed(list(graph.nodes(data=True))))
    other.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    first = render(GraphView(graph, "v"))
    assert first == render(GraphView(graph, "v"))
    assert first == render(GraphView(other, "v"))


def test_nothing_is_written_or_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    render(GraphView(vault_graph(["A", "B"]), "v"))
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")


def test_graph_is_left_alone() -> None:
    graph = vault_graph(["A", "B"])
    before = (dict(graph.nodes(data=True)), list(graph.edges(keys=True, data=True)))
    render(GraphView(graph, "v"))
    assert (dict(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))) == before


def test_header_counts_notes_links_and_unresolved() -> None:
    text = re.sub(r"<[^>]*>", "", page_of(["A", "B", "C"]))
    assert re.search(r"3 notes\s+·\s+8 links\s+·\s+3 unresolved", text)


def test_data_is_compact_and_complete() -> None:
    data = Page(page_of(["A", "B"], focus="note:A/0.md")).data()
    assert data["page"]["focus"] == "note:A/0.md"
    kinds = [node.get("kind", "note") for node in data["nodes"]]
    assert sorted(set(kinds)) == ["attachment", "note", "tag", "unresolved"]
    assert [node["id"] for node in data["nodes"]] == list(range(len(kinds)))
    assert {"from": 0, "to": 1} in data["edges"]
    assert {edge.get("kind", "link") for edge in data["edges"]} == {"link", "tagged"}
    options = data["options"]
    assert options["physics"] == {"enabled": False}
    assert options["edges"]["smooth"] is False
    assert options["layout"]["improvedLayout"] is False
    assert options["interaction"]["hideEdgesOnDrag"] is False


def test_empty_graph_says_what_would_fill_it() -> None:
    text = render(GraphView(nx.freeze(nx.MultiDiGraph()), "v")).decode()
    assert "Nothing to draw yet" in text
    assert "Nothing to draw yet" not in page_of(["A"])


def test_table_without_scripts_lists_the_biggest_notes() -> None:
    table = page_of(["A", "B"]).partition("<noscript>")[2].partition("</noscript>")[0]
    assert table.count("<tr>") == 3
    assert '<td dir="auto">A</td>' in table


def test_vendored_files_are_what_they_claim() -> None:
    folder = STATIC / "vendor"
    files = json.loads((folder / "vendor.json").read_text(encoding="utf-8"))["files"]
    named = {"README.md", "vendor.json"}
    for entry in files:
        data = (folder / entry["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"]
        assert f"@version {entry['version']}".encode() in data
        named |= {entry["file"], *entry["license_files"]}
    assert {path.name for path in folder.iterdir()} == named


def test_dark_tokens_are_the_same_by_choice_and_by_system() -> None:
    text = (STATIC / "tokens.css").read_text(encoding="utf-8")
    blocks = [dict(re.findall(r"(--[\w-]+): ([^;]+);", block)) for block in re.findall(r"{([^{}]*)}", text)]
    light, chosen, system = blocks
    assert chosen == system
    assert set(chosen) == {name for name, value in light.items() if value.startswith("#")}


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_tokens_have_enough_contrast(theme: int) -> None:
    text = (STATIC / "tokens.css").read_text(encoding="utf-8")
    tokens = dict(re.findall(r"(--[\w-]+): (#\w+);", re.findall(r"{([^{}]*)}", text)[theme]))
    for ground in ("--bg", "--surface"):
        for name in ("--text", "--muted", "--accent", "--error", "--warning", "--info", "--ok"):
            assert contrast(tokens[name], tokens[ground]) >= 4.5, (name, ground)
    assert contrast(tokens["--accent"], tokens["--accent-weak"]) >= 4.5
    for name, value in tokens.items():
        if name.startswith(("--kind-", "--series-")):
            assert contrast(value, tokens["--bg"]) >= 3, name
