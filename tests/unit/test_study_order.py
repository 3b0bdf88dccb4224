"""The study order of a note: prerequisites first, the easiest first of equals, circles broken and named."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlvault.model.index import MissingReason
from dlvault.model.note import Attachment, Note, NoteKind, NotePath
from dlvault.model.prerequisites import requirements
from dlvault.syntax.canvas import parse_canvas
from dlvault.syntax.parse import parse
from dlvault.vault.build import build_index
from dlvault.vault.study import circles, study_order

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dlvault.model.index import VaultIndex
    from tests.conftest import Ran


def vault(texts: Mapping[str, str], *, files: Sequence[str] = (), excluded: Sequence[str] = ()) -> VaultIndex:
    """An index in memory of notes and canvases in the order given."""
    notes = [
        Note(NotePath(path), NoteKind.CANVAS, parse_canvas(text), 0, 0)
        if path.endswith(".canvas")
        else Note(NotePath(path), NoteKind.NOTE, parse(text), 0, 0)
        for path, text in texts.items()
    ]
    attachments = [Attachment(NotePath(path), 0, 0) for path in files]
    hidden = frozenset(map(NotePath, excluded))
    return build_index(Path(), notes, attachments, excluded=hidden, problems=())


def note(*requires: str, difficulty: object = None) -> str:
    """A note with prerequisites by name."""
    level = "" if difficulty is None else f"difficulty: {difficulty}\n"
    names = ", ".join(f'"[[{name}]]"' for name in requires)
    return f"---\n{level}requires: [{names}]\n---\n"


def study(index: VaultIndex, path: str) -> list[str]:
    return [step.path.removesuffix(".md") for step in study_order(index, NotePath(path)).steps]


# -- laws --------------------------------------------------------------------------------------------------

NAMES = [f"n{number}" for number in range(8)]


@st.composite
def vaults(draw: st.DrawFn) -> dict[str, str]:
    """Notes that require each other at will, in any order, some of a difficulty."""
    names = draw(st.permutations(NAMES))
    difficulty = st.sampled_from([None, 1, 2, 3, 5, "easy", 1.5, "true"])
    some = st.lists(st.sampled_from([*NAMES, "gone"]), max_size=3)
    return {f"{name}.md": note(*draw(some), difficulty=draw(difficulty)) for name in names}


@given(vaults())
def test_every_prerequisite_comes_before_what_needs_it_unless_in_a_circle(texts: dict[str, str]) -> None:
    index = vault(texts)
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(texts)
    for path, edges in requirements(index).items():
        graph.add_edges_from((path, edge.target) for edge in edges if edge.target is not None)
    knot = {path: frozenset(knot) for knot in nx.strongly_connected_components(graph) for path in knot}
    order = study_order(index, NotePath("n0.md"))
    paths = [step.path for step in order.steps]
    assert set(paths) == {"n0.md", *nx.descendants(graph, "n0.md")}
    assert len(set(paths)) == len(paths), "each note once"
    assert paths[-1] == "n0.md"
    for at, step in enumerate(order.steps):
        assert set(step.requires) == set(graph.successors(step.path))
        assert set(step.needed_by) == set(graph.predecessors(step.path)) & set(paths)
        assert list(step.requires) == sorted(step.requires, key=paths.index)
        assert list(step.needed_by) == sorted(step.needed_by, key=paths.index)
        for path in step.requires:
            assert path in paths[:at] or knot[path] == knot[step.path]
    turns = {path for path in paths if len(knot[path]) > 1 or graph.has_edge(path, path)}
    shown = list(circles(index, order))
    assert bool(shown) == bool(order.broken) == bool(turns)
    assert {knot[circle[0]] for circle in shown} == {knot[path] for path in turns}, "no knot is passed over"
    for circle in shown:
        assert circle[0] == circle[-1]
        assert len(set(circle)) == len(circle) - 1
        assert all(graph.has_edge(one, two) for one, two in pairwise(circle))


@given(vaults(), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_that_of_the_files(texts: dict[str, str], random: Any) -> None:
    items = list(texts.items())
    random.shuffle(items)
    for path in map(NotePath, texts):
        one, other = vault(texts), vault(dict(items))
        assert study_order(one, path) == study_order(other, path)
        assert list(circles(one, study_order(one, path))) == list(circles(other, study_order(other, path)))


# -- what counts as a prerequisite -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        '"[[a]]"',
        '["[[a]]"]',
        '[["[[a]]"], []]',
        '\n  - "[[a]]"\n  - - "[[A#Part]]"\n    - "[[a#^id|the first one]]"',
        '["[[a]]", "[[a]]", plain text, 3, null]',
        '"[[a|b]]"',
        '"[[./a.md]]"',
    ],
)
def test_requires_is_a_text_or_a_list_of_any_depth(value: str) -> None:
    index = vault({"a.md": "", "b.md": "", "c.md": f"---\nrequires: {value}\n---\n"})
    order = study_order(index, NotePath("c.md"))
    assert [step.path for step in order.steps] == ["a.md", "c.md"]
    assert order.steps[0].needed_by == ("c.md",)
    assert order.steps[1].requires == ("a.md",)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[[a]]",
        "---\nrequires: a\n---\n",
        "---\nrequires: [[a]]\n---\n",
        "---\nrequires: 'see [[a]]'\n---\n",
        "---\nrequires: {more: '[[a]]'}\n---\n",
        "---\nup: '[[a]]'\n---\n",
        "---\nrequires: []\n---\n",
    ],
)
def test_other_links_and_texts_are_no_prerequisites(text: str) -> None:
    order = study_order(vault({"a.md": "", "c.md": text}), NotePath("c.md"))
    assert ([step.path for step in order.steps], order.unknown, order.broken) == (["c.md"], (), ())


def test_the_key_may_be_written_in_any_case() -> None:
    index = vault({"a.md": "", "c.md": "---\nRequires: '[[a]]'\nDifficulty: 2\nTITLE: The C\n---\n"})
    (_, last) = study_order(index, NotePath("c.md")).steps
    assert (last.name, last.difficulty, last.requires) == ("The C", 2, ("a.md",))


def test_of_several_files_that_fit_the_one_that_obsidian_opens_counts() -> None:
    index = vault({"x/a.md": "", "a long way/a.md": "", "y/c.md": note("a")})
    assert study(index, "y/c.md") == ["x/a", "y/c"]


def test_excluded_notes_canvases_and_attachments_are_prerequisites_too() -> None:
    texts = {"Old/a.md": note("board.canvas"), "board.canvas": '{"nodes": []}', "c.md": note("a", "book.pdf")}
    order = study_order(vault(texts, files=["book.pdf"], excluded=["Old/a.md"]), NotePath("c.md"))
    assert [step.path for step in order.steps] == ["board.canvas", "Old/a.md", "book.pdf", "c.md"]
    assert [step.name for step in order.steps] == ["board.canvas", "a", "book.pdf", "c"]
    assert study(vault(texts), "board.canvas") == ["board.canvas"]


def test_the_cards_of_a_canvas_are_no_prerequisites() -> None:
    board = '{"nodes": [{"type": "file", "file": "a.md"}]}'
    assert study(vault({"a.md": "", "board.canvas": board}), "board.canvas") == ["board.canvas"]


def test_a_link_to_a_missing_heading_is_one_to_its_note() -> None:
    assert study(vault({"a.md": "", "c.md": note("a#Gone")}), "c.md") == ["a", "c"]


def test_what_has_no_file_is_named_once_with_all_that_need_it() -> None:
    texts = {"a.md": note("Gone", "book.pdf"), "b.md": note("gone.md#Part", "x/Lost"), "c.md": note("b", "a", "b")}
    order = study_order(vault(texts), NotePath("c.md"))
    assert [step.path for step in order.steps] == ["a.md", "b.md", "c.md"]
    assert order.unknown == (
        ("book.pdf", MissingReason.NO_FILE, ("a.md",)),
        ("Gone", MissingReason.NO_NOTE, ("a.md", "b.md")),
        ("x/Lost", MissingReason.NO_NOTE, ("b.md",)),
    )


# -- the order ---------------------------------------------------------------------------------------------


def test_of_what_could_come_next_the_easiest_does_then_the_first_path() -> None:
    texts = {
        "three.md": note(difficulty=3),
        "two.md": note(difficulty=2.0),
        "none b.md": note(),
        "none a.md": note(difficulty="easy"),
        "one behind three.md": note("three", difficulty=1),
        "one.md": note(difficulty=1),
        "off.md": note(difficulty=5),
    }
    goal = {"goal.md": note(*(path.removesuffix(".md") for path in texts), difficulty=1)}
    order = ["one", "two", "three", "one behind three", "none a", "none b", "off", "goal"]
    assert study(vault({**texts, **goal}), "goal.md") == order


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2", 2),
        ("1.5", 1.5),
        ("5", 5),
        ("-1", -1),
        ("easy", "easy"),
        ('"2"', "2"),
        ("true", "true"),
        ("", None),
        ("null", None),
        (".nan", "nan"),
        (".inf", "inf"),
        ("[1, hard, null]", "1, hard, "),
        ("{of: [1, true]}", "of: 1, true"),
        ("9007199254740992", "9007199254740992"),
        (f"0x{'f' * 5000}", f"0x{'f' * 5000}"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_a_difficulty_is_shown_as_written(written: str, shown: object) -> None:
    (step,) = study_order(vault({"a.md": f"---\ndifficulty: {written}\n---\n"}), NotePath("a.md")).steps
    assert (step.difficulty, type(step.difficulty)) == (shown, type(shown))


@pytest.mark.parametrize("written", ["0", "4", "0.99", "true", '"1"', ".nan", "[1]"])
def test_a_difficulty_off_the_scale_orders_nothing(written: str) -> None:
    texts = {"a.md": note(difficulty=written), "b.md": note(difficulty=3), "c.md": note(), "d.md": note("a", "b", "c")}
    assert study(vault(texts), "d.md") == ["b", "a", "c", "d"]


def test_the_title_is_that_of_the_properties_or_the_name_of_the_file() -> None:
    titles = {"a.md": "A  long\\n title", "b.md": " ", "c.md": "", "x/d e.md": ""}
    texts = {path: f'---\ntitle: "{title}"\n---\n' if title else "" for path, title in titles.items()}
    names = [study_order(vault(texts), NotePath(path)).steps[0].name for path in texts]
    assert names == ["A long title", "b", "c", "d e"]


# -- circles -----------------------------------------------------------------------------------------------


def test_a_circle_is_broken_at_the_note_asked_for() -> None:
    index = vault({"a.md": note("b"), "b.md": note("c"), "c.md": note("a")})
    for goal, order in {"a": ["c", "b", "a"], "b": ["a", "c", "b"], "c": ["b", "a", "c"]}.items():
        found = study_order(index, NotePath(f"{goal}.md"))
        assert [step.path for step in found.steps] == [f"{name}.md" for name in order]
        assert found.broken == (f"{goal}.md",)
        assert list(circles(index, found)) == [tuple(f"{name}.md" for name in [goal, *order[1::-1], goal])]


def test_a_circle_further_down_is_broken_where_the_way_enters_it() -> None:
    index = vault({"goal.md": note("b"), "b.md": note("c"), "c.md": note("d"), "d.md": note("b")})
    order = study_order(index, NotePath("goal.md"))
    assert [step.path for step in order.steps] == ["d.md", "c.md", "b.md", "goal.md"]
    assert list(circles(index, order)) == [("b.md", "c.md", "d.md", "b.md")]


def test_of_two_that_need_each_other_the_easier_comes_first() -> None:
    texts = {"a.md": note("b", difficulty=3), "b.md": note("a", difficulty=1), "goal.md": note("a", "b")}
    assert study(vault(texts), "goal.md") == ["b", "a", "goal"]


def test_a_note_that_requires_itself_is_a_circle_of_one() -> None:
    index = vault({"a.md": note("a", "#Part")})
    order = study_order(index, NotePath("a.md"))
    assert (len(order.steps), order.steps[0].requires, order.steps[0].needed_by) == (1, ("a.md",), ("a.md",))
    assert list(circles(index, order)) == [("a.md", "a.md")]


def test_circles_beside_each_other_are_all_named() -> None:
    texts = {
        "goal.md": note("a", "c", "goal"),
        "a.md": note("b"),
        "b.md": note("a"),
        "c.md": note("d"),
        "d.md": note("c"),
    }
    index = vault(texts)
    found = list(circles(index, study_order(index, NotePath("goal.md"))))
    assert [set(circle) for circle in found] == [{"goal.md"}, {"b.md", "a.md"}, {"d.md", "c.md"}]


# -- size --------------------------------------------------------------------------------------------------

MANY = 10_000


def test_a_chain_of_ten_thousand_notes_is_ordered() -> None:
    index = vault({f"{number:05}.md": note(f"{number + 1:05}") for number in range(MANY)})
    order = study_order(index, NotePath("00000.md"))
    assert [step.path for step in order.steps] == [f"{number:05}.md" for number in reversed(range(MANY))]
    assert [one.name for one in order.unknown] == [f"{MANY:05}"]


def test_a_circle_of_ten_thousand_notes_is_broken_and_named() -> None:
    index = vault({f"{number:05}.md": note(f"{(number + 1) % MANY:05}") for number in range(MANY)})
    order = study_order(index, NotePath("00000.md"))
    assert order.broken == ("00000.md",)
    ((*circle,),) = circles(index, order)
    assert (len(circle), circle[0], circle[-2]) == (MANY + 1, "00000.md", f"{MANY - 1:05}.md")


def test_long_circles_and_many_users_are_cut_in_what_is_printed(
    make_vault: Callable[[Mapping[str, str]], Path], dlvault: Callable[..., Ran]
) -> None:
    ring = {f"R{number:02}.md": note(f"R{(number + 1) % 40:02}", "base") for number in range(40)}
    pairs = {f"{side}{number}.md": note(f"{'ba'[side == 'b']}{number}") for number in range(7) for side in "ab"}
    goal = {"goal.md": note("R00", *(f"a{number}" for number in range(7)))}
    ran = dlvault("--vault", make_vault({"base.md": "", **ring, **pairs, **goal}), "learn", "goal")
    assert ran.code == 1
    assert "base.md  needed by R39, R38, R37, R36, R35 and 35 more\n" in ran.out
    lines = ran.err.splitlines()
    assert len(lines) == 6
    assert lines[0].endswith(": R00 -> R01 -> R02 -> R03 -> R04 -> R05 -> (33 more) -> R39 -> R00")
    assert lines[-1].endswith("; `dlvault lint --select F507` lists every circle")
    assert max(map(len, lines)) < 130
