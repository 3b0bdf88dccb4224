"""The graph page in a real Chromium: it opens from a file, draws, and answers pointer and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import networkx as nx
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Graph: TypeAlias = nx.MultiDiGraph[str]
    OpenPage: TypeAlias = Callable[..., Any]

pytestmark = pytest.mark.browser

ATTENTION = "note:papers/Attention.md"
GENEROUS = 10_000  # milliseconds; the budget itself is watched by the benchmarks
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">href</a>',
    "two\nlines",
    "\u202emoc.elpmaxe",
    "x" * 300,
    "lone \ud800 surrogate",
]


def select(opened: Any, name: str) -> None:
    opened.page.evaluate("name => dlvault.app.select(dlvault.app.graph.byName.get(name))", name)


def visible(opened: Any) -> list[str]:
    names: list[str] = opened.ask("app.graph.nodes.filter((node) => node.visible).map((node) => node.name)")
    return sorted(names)


def test_opens_from_a_file_without_errors_or_requests(open_page: OpenPage, small: Graph) -> None:
    opened = open_page(small)
    assert opened.console == []
    assert [url.split(":")[0] for url in opened.requests] == ["file"]
    assert opened.page.title() == "My vault & más - graph"
    assert opened.ask("document.querySelectorAll('link[rel=stylesheet], style:not(head style)').length") == 0


def test_first_picture_of_two_thousand_notes(open_page: OpenPage, two_thousand: Graph) -> None:
    opened = open_page(two_thousand)
    assert float(opened.page.get_attribute("html", "data-ready-ms")) < GENEROUS
    assert opened.console == []
    painted = opened.page.evaluate(
        """() => {
            const { width, height } = dlvault.app.scene.canvas;
            const { data } = dlvault.app.scene.canvas.getContext("2d").getImageData(0, 0, width, height);
            return data.filter((value, index) => index % 4 === 3 && value > 0).length / (width * height);
        }"""
    )
    assert 0.02 < painted < 0.9


def test_whole_map_is_in_view_at_first(open_page: OpenPage, two_thousand: Graph) -> None:
    opened = open_page(two_thousand)
    inside = opened.page.evaluate(
        """() => {
            const { area, toScreen } = dlvault.app.scene.camera();
            return dlvault.app.graph.nodes.filter((node) => node.visible).map(toScreen).every(({ x, y }) =>
                x >= area.left && x <= area.right && y >= 0 && y <= area.bottom);
        }"""
    )
    assert inside


def test_nothing_moves_after_the_first_picture(open_page: OpenPage, small: Graph) -> None:
    opened = open_page(small)
    first = opened.page.screenshot()
    opened.page.wait_for_timeout(700)
    assert opened.page.screenshot() == first


@pytest.mark.parametrize("label", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_titles_are_text(open_page: OpenPage, label: str) -> None:
    graph: Graph = nx.MultiDiGraph()
    for number in range(2):
        path = f"{label}/{number} {label}.md"
        graph.add_node(
            f"note:{path}", kind="note", label=label, path=path, folder=label, tags=(label,), aliases=(label,)
        )
    one, two = graph
    graph.add_edge(one, two, key="link", kind=f"property:{label}", count=2, places=((1, 1),))
    opened = open_page(nx.freeze(graph))
    opened.page.evaluate("dlvault.app.select(dlvault.app.graph.nodes[0])")
    opened.page.fill("#search", label[:20])
    opened.page.wait_for_timeout(100)
    assert opened.dialogs == []
    assert opened.console == []
    assert opened.page.locator("img, iframe, main script, #panel a:not(.open)").count() == 0
    shown = " ".join(label.split()).replace("\ud800", "\ufffd")
    assert opened.page.locator("#panel h2").text_content() == shown


def test_search_finds_title_alias_path_and_tag(open_page: OpenPage, small: Graph) -> None:
    opened = open_page(small)
    for query, first in (
        ("atten", "Attention"),
        ("transformer", "Attention"),
        ("concepts/soft", "Softmax"),
        ("#ml", "Attention"),
        ("grosse", None),
        ("große", None),
        ("GRÖSSE", None),
        ("größe", "Größe & 100 %?"),
        ("groß", "Größe & 100 %?"),
    ):
        opened.page.fill("#search", query)
        found = opened.ask("app.state.matches.map((node) => node.label)")
        if first:
            assert found[0] == first, query


def test_search_by_keys(open_page: OpenPage, small: Graph) -> None:
    opened = open_page(small)
    keyboard = opened.page.keyboard
    keyboard.press("/")
    keyboard.type("e")
    options = opened.page.locator("#results [role=option]")
    assert options.count() >= 2
    assert options.nth(0).get_attribute("aria-selected") == "true"
    assert opened.ask("app.bright.size") == opened.ask("app.state.matches.length")
    keyboard.press("ArrowDown")
    assert options.nth(1).get_attribute("aria-selected") == "true"
    second = opened.ask("app.state.matches[1].name")
    keyboard.press("Enter")
    assert opened.ask("app.state.selected.name") == second
    assert not opened.page.locator("#results").is_visible()
    keyboard.press("/")
    keyboard.press("Escape")
    assert opened.page.input_value("#search") == ""
    keyboard.press("Escape")
    assert opened.ask("document.activeElement.id") == "stage"


def test_search_without_a_match_says_so(open_page: OpenPage, small: Graph) -> None:
    opened = open_page(small)
    opened.page.fill("#search", "zzz")
    assert "No note" in (opened.page.text_content("#results") or "")
    assert opened.page.text_content("#status") == "No match"


def test_panel_tells_what_is_known(open_page: OpenPage, small: Graph) -> None:
    opened = open_page(small)
    select(opened, ATTENTION)
    panel = opened.page.locator("#panel")
    text = panel.inner_text()
    for part in (
        "Attention",
        "papers/Attention.md",
        "#ml/nlp",
        "transformer paper",
        "2023-11-1",
        "Bert",
        "embed",
    ):
        assert part in text, part
    assert panel.locator(".unresolved").inner_text().split("\n")[0] == "Missing"
    panel.get_by_role("button", name="Bert").click()
    assert opened.ask("app.state.selected.label") == "Bert"
    assert "up" in panel.inner_text()
    opened.page.keyboard.press("Escape")
    assert not panel.is_visible()


def test_obsidian_link_encodes_every_part(open_page: OpenPage, small: Graph) -> None:
    opened = open_page(small)
    select(opened, "note:concepts/Größe & 100 %?.md")
    assert opened.page.get_attribute("#panel a.open", "href") == (
        "obsidian://open?vault=My%20vault%20%26%20m%C3%A1s&file=concepts%2FGr%C3%B6%C3%9Fe%20%26%20100%20%25%3F.md"
    )
    select(opened, "unresolved:missing")
    assert opened.page.locator("#panel a.open").count() == 0


def test_click_selects_and_hover_shows_neighbours(open_page: OpenPage, small: Graph) -> None:
    opened = open_page(small)
    place = opened.ask(f"app.scene.camera().toScreen(app.graph.byName.get('{ATTENTION}'))")
    box = opened.page.locator("#stage").bounding_box()
    x, y = place["x"] + box["x"], place["y"] + box["y"]
    opened.page.mouse.move(x - 3, y)
    opened.page.mouse.move(x, y)
    opened.page.wait_for_function("dlvault.app.state.hovered?.label === 'Attention'")
    assert {"Attention", "Bert", "Missing"} <= set(opened.ask("[...app.bright].map((node) => node.label)"))
    assert "Softmax" not in opened.ask("[...app.bright].map((node) => node.label)")
    opened.page.mouse.click(x, y)
    opened.page.wait_for_function("dlvault.app.state.selected?.label === 'Attention'")


def test_local_graph_by_depth(open_page: OpenPage, small: Graph) -> None:
    opened = open_page(small)
    assert opened.page.locator("[data-depth='1']").is_disabled()
    select(opened, "note:concepts/Softmax.md")
    opened.page.click("[data-depth='1']")
    assert visible(opened) == ["note:concepts/Softmax.md", "note:papers/Bert.md"]
    opened.page.keyboard.press("l")
    assert ATTENTION in visible(opened)
    assert "unresolved:missing" not in visible(opened)
    opened.page.click("[data-depth='3']")
    assert "unresolved:missing" in visible(opened)
    opened.page.click("[data-depth='0']")
    assert "note:Alone.md" in visible(opened)
    homes = opened.ask("app.graph.nodes.every((node) => node.x === node.home.x && node.y === node.home.y)")
    assert homes


def test_filters(open_page: OpenPage, small: Graph) -> None:
    opened = open_page(small)
    assert not [name for name in visible(opened) if name.startswith(("tag:", "file:"))]
    opened.page.click("[data-row=Tags]")
    assert "tag:ml/nlp" in visible(opened)
    opened.page.click("[data-row=Unresolved]")
    assert "unresolved:missing" not in visible(opened)
    opened.page.click("[data-row='Isolated notes']")
    assert "note:Alone.md" not in visible(opened)
    opened.page.click("[data-row=papers]")
    assert ATTENTION not in visible(opened)
    opened.page.click("[data-row=Tags]")
    opened.page.click("[data-row=Notes]")
    assert opened.page.locator("#all-hidden").is_visible()
    opened.page.click("#show-all")
    assert ATTENTION in visible(opened)


def test_tab_walks_through_notes_and_escape_leaves(open_page: OpenPage, small: Graph) -> None:
    opened = open_page(small)
    keyboard = opened.page.keyboard
    opened.page.focus("#stage")
    keyboard.press("Tab")
    assert opened.ask("app.state.hovered.name") == ATTENTION
    assert "Attention: 2 links in" in (opened.page.text_content("#status") or "")
    keyboard.press("Tab")
    assert opened.ask("app.state.hovered.label") == "Bert"
    keyboard.press("Shift+Tab")
    keyboard.press("Enter")
    assert opened.ask("app.state.selected.name") == ATTENTION
    assert opened.ask("document.activeElement.textContent") == "Attention"
    keyboard.press("Escape")
    assert opened.ask("document.activeElement.id") == "stage"
    keyboard.press("Tab")
    assert opened.ask("app.state.hovered.name") == ATTENTION
    keyboard.press("Escape")
    keyboard.press("Tab")
    assert opened.ask("document.activeElement.id") != "stage"


def test_zoom_fit_pan_and_keys_dialog(open_page: OpenPage, small: Graph) -> None:
    opened = open_page(small)
    keyboard = opened.page.keyboard
    fitted = opened.ask("app.scene.camera().view")
    keyboard.press("+")
    assert opened.ask("app.scene.camera().scale") != 0
    opened.page.wait_for_timeout(50)
    nearer = opened.ask("app.scene.camera().view")
    assert nearer["right"] - nearer["left"] < fitted["right"] - fitted["left"]
    keyboard.press("ArrowRight")
    opened.page.wait_for_timeout(50)
    assert opened.ask("app.scene.camera().view")["left"] > nearer["left"]
    keyboard.press("f")
    opened.page.wait_for_timeout(50)
    assert opened.ask("app.scene.camera().view") == pytest.approx(fitted)
    keyboard.press("?")
    assert opened.page.locator("#help").is_visible()
    keyboard.press("Escape")
    assert not opened.page.locator("#help").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_dark_and_light(open_page: OpenPage, small: Graph, scheme: str) -> None:
    grounds = {"light": "rgb(255, 255, 255)", "dark": "rgb(22, 24, 29)"}
    opened = open_page(small, color_scheme=scheme)
    ground = "getComputedStyle(document.body).backgroundColor"
    assert opened.ask(ground) == grounds[scheme]
    opened.page.click("#theme")
    other = "dark" if scheme == "light" else "light"
    assert opened.ask(ground) == grounds[other]
    assert opened.ask("app.scene.theme().dark") == (other == "dark")


def test_address_remembers_and_restores(open_page: OpenPage, small: Graph) -> None:
    opened = open_page(small)
    select(opened, ATTENTION)
    opened.page.click("[data-depth='2']")
    opened.page.fill("#search", "bert")
    address = opened.ask("location.hash")
    again = open_page(small, address)
    assert again.ask("app.state.selected.name") == ATTENTION
    assert again.ask("app.state.depth") == 2
    assert again.page.input_value("#search") == "bert"
    assert again.page.locator("#panel").is_visible()
    assert again.console == []


def test_back_returns_to_the_note_before(open_page: OpenPage, small: Graph) -> None:
    opened = open_page(small)
    select(opened, ATTENTION)
    select(opened, "note:papers/Bert.md")
    opened.page.go_back()
    opened.page.wait_for_function("dlvault.app.state.selected?.label === 'Attention'")
    opened.page.go_back()
    opened.page.wait_for_function("dlvault.app.state.selected === null")


def test_unknown_address_is_harmless(open_page: OpenPage, small: Graph) -> None:
    opened = open_page(small, "#note=nobody&depth=99&q=%3Cimg%3E")
    assert opened.console == []
    assert opened.ask("app.state.selected") is None
    assert opened.ask("app.state.depth") == 0


def test_picture_is_saved(open_page: OpenPage, small: Graph) -> None:
    opened = open_page(small)
    with opened.page.expect_download() as download:
        opened.page.click("#save")
    assert download.value.suggested_filename.endswith(".png")
    assert opened.console == []


def test_narrow_window_has_one_column(open_page: OpenPage, small: Graph) -> None:
    opened = open_page(small, viewport={"width": 390, "height": 800}, has_touch=True)
    assert opened.ask("document.documentElement.scrollWidth") == 390
    select(opened, ATTENTION)
    opened.page.click("#filters")
    sizes = opened.page.evaluate(
        "[...document.querySelectorAll('button, input, a')].filter((e) => e.checkVisibility())"
        ".map((e) => [e.id || e.textContent, e.getBoundingClientRect().width, e.getBoundingClientRect().height])"
    )
    assert len(sizes) > 10
    assert not [size for size in sizes if min(size[1:]) < 44]
    assert opened.ask("document.documentElement.scrollWidth") == 390
    assert opened.console == []


def test_empty_graph_draws_a_kind_word(open_page: OpenPage) -> None:
    opened = open_page(nx.freeze(nx.MultiDiGraph()))
    assert opened.page.locator(".empty").first.is_visible()
    assert opened.console == []
    opened.page.keyboard.press("f")
    opened.page.fill("#search", "a")
    assert opened.console == []


def test_picture_has_a_name_and_focus_is_visible(open_page: OpenPage, small: Graph) -> None:
    opened = open_page(small)
    canvas = opened.page.locator("#stage canvas")
    assert canvas.get_attribute("role") == "img"
    assert "My vault" in (canvas.get_attribute("aria-label") or "")
    for _ in range(6):
        opened.page.keyboard.press("Tab")
        outline = opened.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"


def test_without_scripts_a_table_stands_in(open_page: OpenPage, small: Graph, browser: Any) -> None:
    address = open_page(small).page.url
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("noscript tbody tr").count() == 5
    assert page.locator("noscript p").is_visible()
    context.close()


def test_dragged_note_stays_where_it_was_put(open_page: OpenPage, small: Graph) -> None:
    opened = open_page(small)
    note = f"app.graph.byName.get('{ATTENTION}')"
    place, box = opened.ask(f"app.scene.camera().toScreen({note})"), opened.page.locator("#stage").bounding_box()
    before = opened.ask(f"{note}.x")
    mouse = opened.page.mouse
    mouse.move(place["x"] + box["x"], place["y"] + box["y"])
    mouse.down()
    mouse.move(place["x"] + box["x"] + 60, place["y"] + box["y"], steps=6)
    mouse.up()
    after = opened.ask(f"{note}.x")
    assert after > before + 10
    opened.page.click("[data-row=Tags]")
    assert opened.ask(f"{note}.x") == after


@pytest.mark.parametrize("width", [320, 700, 820, 1000, 1280])
def test_nothing_overflows(open_page: OpenPage, small: Graph, width: int) -> None:
    opened = open_page(small, viewport={"width": width, "height": 700})
    select(opened, ATTENTION)
    assert opened.ask("document.documentElement.scrollWidth") <= width
    header = opened.page.locator(".bar").bounding_box()
    for button in opened.page.locator(".tools button").all():
        box = button.bounding_box()
        assert box is None or box["x"] + box["width"] <= header["width"] + 1
