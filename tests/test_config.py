"""Settings: every key right and wrong, where they are looked for, and what `lint` makes of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dlvault import open_vault
from dlvault.config import DEFAULT, Config, load
from dlvault.errors import UsageError
from dlvault.options import DEFAULT_MAX_NOTE_SIZE, MAX_NOTE_SIZE, LintOptions, PropertySchema
from dlvault.settings import SETTINGS
from tests.conftest import Ran, write_vault

if TYPE_CHECKING:
    from collections.abc import Callable

RIGHT: list[tuple[str, str, Any]] = [
    ("vault", '"notes"', "notes"),
    ("vault", '""', ""),
    ("max-note-size", "1", 1),
    ("max-note-size", "1_000_000", 1_000_000),
    ("max-note-size", "0x400", 1024),
    ("max-note-size", str(MAX_NOTE_SIZE), MAX_NOTE_SIZE),
    ("types", '["paper", "DataSet"]', ("PAPER", "DATASET")),
    ("types", "[]", ()),
    ("infer-types", "false", False),
    ("select", '["L1", "P301", "broken-link"]', ("L1", "P301", "broken-link")),
    ("select", "[]", ()),
    ("ignore", '["L105"]', ("L105",)),
    ("severity", '{ L101 = "warning", broken-embed = "off" }', {"L101": "warning", "broken-embed": "off"}),
    ("severity", "{}", {}),
    ("per-path-ignores", '{ "Old/" = ["L1"], "*.md" = [] }', (("Old/", ("L1",)), ("*.md", ()))),
    ("exclude", '["Drafts/", "**/x.md"]', ("Drafts/", "**/x.md")),
    ("fail-on", '"info"', "info"),
    ("fail-on", '"error"', "error"),
    ("show", '"info"', "info"),
    ("baseline", '"known.json"', "known.json"),
    ("property-schema", "[]", ()),
    ("property-schema", "[{}]", (PropertySchema(),)),
    (
        "property-schema",
        '[{ path = "P/", tag = "#a/b", required = ["y"], types = { y = "number" }, values = { s = [1, "x"] } }]',
        (PropertySchema("P/", "a/b", ("y",), {"y": "number"}, {"s": (1, "x")}),),
    ),
]
WRONG = [
    ("vault", "5", "text in quotes"),
    ("vault", '["notes"]', "text in quotes"),
    ("vault", '"a\\u0000b"', "a path, which cannot hold a zero byte"),
    ("max-note-size", '"16"', "a whole number"),
    ("max-note-size", "1.5", "a whole number"),
    ("max-note-size", "true", "a whole number"),
    ("max-note-size", "0", f"from 1 to {MAX_NOTE_SIZE} bytes"),
    ("max-note-size", "-1", f"from 1 to {MAX_NOTE_SIZE} bytes"),
    ("max-note-size", str(MAX_NOTE_SIZE + 1), f"from 1 to {MAX_NOTE_SIZE} bytes"),
    ("types", '"PAPER"', "a list of texts in quotes"),
    ("types", '["#PAPER"]', "a list of tags without # and without /, and '#PAPER' is none"),
    ("types", '["THESIS/PHD"]', "a list of tags without # and without /, and 'THESIS/PHD' is none"),
    ("types", '["2024"]', "a list of tags without # and without /, and '2024' is none"),
    ("infer-types", '"yes"', "true or false"),
    ("infer-types", "1", "true or false"),
    ("select", '"L101"', "a list of texts in quotes"),
    ("select", "[101]", "a list of texts in quotes"),
    ("select", '[["L101"]]', "a list of texts in quotes"),
    ("ignore", '{ L101 = "off" }', "a list of texts in quotes"),
    ("severity", '["L101"]', "a table of rules and severities"),
    ("severity", '{ L101 = "fatal" }', "one of error, warning, info, off"),
    ("severity", '{ L101 = "Error" }', "one of error, warning, info, off"),
    ("severity", "{ L101 = 1 }", "one of error, warning, info, off"),
    ("per-path-ignores", '["Old/"]', "a table of paths and lists of rules"),
    ("per-path-ignores", '{ "Old/" = "L1" }', "a list of texts in quotes"),
    ("exclude", '"Drafts/"', "a list of texts in quotes"),
    ("fail-on", '"off"', "one of error, warning, info"),
    ("fail-on", "true", "one of error, warning, info"),
    ("show", '"all"', "one of error, warning, info"),
    ("show", "[]", "one of error, warning, info"),
    ("baseline", "true", "text in quotes"),
    ("baseline", '"\\u0000"', "a path, which cannot hold a zero byte"),
    ("property-schema", "{}", "a list of tables, each begun with [[property-schema]]"),
    ("property-schema", '["P/"]', "a list of tables, each begun with [[property-schema]]"),
    (
        "property-schema",
        '[{ folder = "P/" }]',
        "a table of path, tag, required, types, values, but it has 'folder'",
    ),
    ("property-schema", '[{ required = "y" }]', "a list of texts in quotes"),
    ("property-schema", '[{ types = ["y"] }]', "a table whose types and values are tables of their own"),
    ("property-schema", '[{ types = { y = "integer" } }]', "one of text, number, list, checkbox, date, link"),
    ("property-schema", '[{ values = { y = "x" } }]', "a table whose values are lists of what is allowed"),
]


@pytest.mark.parametrize(("key", "text", "value"), RIGHT)
@pytest.mark.parametrize("place", ["dlvault.toml", "pyproject.toml"])
def test_a_setting_is_read_from_either_file(place: str, key: str, text: str, value: object, tmp_path: Path) -> None:
    head = "" if place == "dlvault.toml" else '[project]\nname = "x"\n[tool.other]\nx = 1\n[tool.dlvault]\n'
    write_vault(tmp_path, {place: f"{head}{key} = {text}\n"})
    config = load(tmp_path)
    assert config.get(key) == value
    assert config.source(key) == str(tmp_path / place)
    others = [other for other in SETTINGS if other != key]
    assert {config.source(other) for other in others} == {DEFAULT}
    assert [config.get(other) for other in others] == [SETTINGS[other].default for other in others]


@pytest.mark.parametrize(("key", "text", "must"), WRONG)
def test_a_value_of_another_type_is_an_error_that_says_what_it_must_be(
    key: str, text: str, must: str, tmp_path: Path, dlvault: Callable[..., Ran]
) -> None:
    file = write_vault(tmp_path, {"dlvault.toml": f"{key} = {text}\n", "a.md": "x"}) / "dlvault.toml"
    ran = dlvault("lint")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"dlvault: {file}: the setting '{key}' must be {must}\n  help: correct it in dlvault.toml\n"


def test_every_setting_is_tried_right_and_wrong() -> None:
    assert {key for key, _, _ in RIGHT} == {key for key, _, _ in WRONG} == set(SETTINGS)


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("selct", "did you mean 'select'?"),
        ("ignores", "did you mean 'ignore'?"),
        ("max_note_sise", "did you mean 'max-note-size'?"),
        ("per-file-ignores", "did you mean 'per-path-ignores'?"),
        ("Select", "did you mean 'select'?"),
        ("fail_in", "did you mean 'fail-on'?"),
        ("zzz", f"known are {', '.join(SETTINGS)}"),
    ],
)
@pytest.mark.parametrize("place", ["dlvault.toml", "pyproject.toml"])
def test_an_unknown_key_is_an_error_with_the_nearest_one(place: str, key: str, hint: str, tmp_path: Path) -> None:
    head = "" if place == "dlvault.toml" else "[tool.dlvault]\n"
    write_vault(tmp_path, {place: f"{head}{key} = true\n"})
    with pytest.raises(UsageError) as caught:
        load(tmp_path)
    assert caught.value.message == f"{tmp_path / place} has an unknown setting {key!r}"
    assert caught.value.hint == hint


def test_a_key_may_have_underscores_but_stands_once(tmp_path: Path) -> None:
    write_vault(tmp_path, {"dlvault.toml": "infer_types = false\nmax_note_size = 5\n"})
    config = load(tmp_path)
    assert (config.get("infer-types"), config.get("max-note-size")) == (False, 5)
    write_vault(tmp_path, {"dlvault.toml": "infer_types = false\ninfer-types = true\n"})
    with pytest.raises(UsageError) as caught:
        load(tmp_path)
    assert caught.value.message == f"{tmp_path / 'dlvault.toml'} holds the setting 'infer-types' twice"


def test_paths_of_the_settings_are_written_from_their_file(tmp_path: Path) -> None:
    write_vault(tmp_path, {"dlvault.toml": 'vault = "notes"\nbaseline = "../known.json"\n', "in/x": ""})
    config = load(tmp_path / "in")
    assert (config.path("vault"), config.path("baseline")) == (tmp_path / "notes", tmp_path / "../known.json")
    assert Config().path("vault") is None


# -- where they are looked for -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "source"),
    [
        ({"dlvault.toml": 'show = "info"', "a/b/x": ""}, "dlvault.toml"),
        ({"dlvault.toml": "", "a/dlvault.toml": 'show = "info"', "a/b/x": ""}, "a/dlvault.toml"),
        ({"dlvault.toml": 'show = "info"', "a/b/dlvault.toml": ""}, "a/b/dlvault.toml"),
        ({"a/b/pyproject.toml": "[tool.dlvault]", "a/dlvault.toml": 'show = "info"'}, "a/b/pyproject.toml"),
        ({"a/b/pyproject.toml": "[project]", "a/dlvault.toml": 'show = "info"'}, "a/dlvault.toml"),
        ({"a/b/pyproject.toml": "[tool.black]", "pyproject.toml": "[tool.dlvault]"}, "pyproject.toml"),
        ({"a/b/pyproject.toml": "tool = 5", "a/dlvault.toml": ""}, "a/dlvault.toml"),
        ({"a/b/pyproject.toml": "[project]", "a/b/dlvault.toml": ""}, "a/b/dlvault.toml"),
        ({"a/b/dlvault.toml/x": "", "dlvault.toml": ""}, "dlvault.toml"),
    ],
)
def test_the_nearest_settings_upwards_count_alone(files: dict[str, str], source: str, tmp_path: Path) -> None:
    write_vault(tmp_path, files)
    (tmp_path / "a" / "b").mkdir(parents=True, exist_ok=True)
    config = load(tmp_path / "a" / "b")
    assert config.file == tmp_path / source
    assert config.get("show") == ("info" if "info" in files[source] else "warning")


def test_two_files_in_one_folder_are_an_error(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    write_vault(tmp_path, {"dlvault.toml": "", "pyproject.toml": "[tool.dlvault]\n"})
    ran = dlvault("lint")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"dlvault: both {tmp_path / 'dlvault.toml'} and [tool.dlvault] in {tmp_path / 'pyproject.toml'} hold settings\n"
        "  help: keep one of them\n"
    )


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("dlvault.toml", "select = [", "is no valid TOML: "),
        ("dlvault.toml", "a = 1\na = 2", "is no valid TOML: "),
        ("dlvault.toml", b"# caf\xe9", "is not UTF-8"),
        ("pyproject.toml", "[tool.dlvault", "is no valid TOML: "),
        ("dlvault.toml", "select = " + "[" * 5000, "is no valid TOML: "),
        ("pyproject.toml", "[tool]\ndlvault = 5", "is no table"),
        ("pyproject.toml", "[[tool.dlvault]]\nselect = []", "is no table"),
    ],
)
def test_a_file_that_is_no_settings_is_an_error(
    file: str, content: str | bytes, message: str, tmp_path: Path, dlvault: Callable[..., Ran]
) -> None:
    write_vault(tmp_path, {file: content})
    ran = dlvault("lint")
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert "\n  help: " in ran.err


def test_reading_and_linting_get_what_is_set(tmp_path: Path) -> None:
    write_vault(tmp_path, {"dlvault.toml": 'max-note-size = 5\nselect = ["L1"]\nexclude = ["x"]\n'})
    config = load(tmp_path)
    assert config.read.max_note_size == 5
    assert (config.lint.select, config.lint.exclude, config.lint.ignore) == (("L1",), ("x",), ())
    assert Config().read.max_note_size == DEFAULT_MAX_NOTE_SIZE
    assert Config().lint == LintOptions()


# -- the command -------------------------------------------------------------------------------------------

NOTES = {
    "a.md": "[[Lost]] [[c]]",
    "Drafts/b.md": "[[Gone]]",
    "Templates/t.md": "[[Nowhere]] [[{{title}}]] [t](<% tp.file.title %>.md) ![[{{cover}}]] [[a#{{part}}]] [[{{]]",
    "c.md": "[[Drafts/b]] [[t]] [[{{date}}]] [[x{{y}}z#{{h}}]] [[<% tp.date.now() %>]]",
    "p.png": "",
    "Drafts/q.png": "",
}


def findings(ran: Ran) -> list[tuple[str, str]]:
    return [(row["code"], row["path"]) for row in json.loads(ran.out)["findings"]]


@pytest.fixture
def links(tmp_path: Path, dlvault: Callable[..., Ran]) -> Callable[..., list[str]]:
    """Paths of the broken links that `lint` reports with a configuration."""
    write_vault(tmp_path, NOTES)

    def run(config: str, *words: str, select: str = "L101") -> list[str]:
        write_vault(tmp_path, {"dlvault.toml": config})
        ran = dlvault("lint", "--format", "json", "--select", select, *words)
        return [path for _, path in findings(ran)]

    return run


def test_excluded_notes_are_link_targets_but_not_linted(links: Callable[..., list[str]]) -> None:
    assert links("") == ["Drafts/b.md", "Templates/t.md", "Templates/t.md", "a.md"]
    assert links('exclude = ["Drafts/", "**/t.md"]') == ["a.md"]
    assert links('exclude = ["*"]') == []
    assert links('exclude = ["Drafts/"]', select="F504") == ["p.png"]


def test_excluded_notes_are_linted_when_they_are_named(links: Callable[..., list[str]]) -> None:
    config = 'exclude = ["Drafts/"]'
    assert links(config, "Drafts/b.md") == ["Drafts/b.md"]
    assert links(config, "Drafts") == ["Drafts/b.md"]
    assert "Drafts/b.md" not in links(config, ".")


def test_the_template_folder_is_not_linted(links: Callable[..., list[str]], tmp_path: Path) -> None:
    write_vault(tmp_path, {".obsidian/templates.json": '{"folder": "/Templates/"}'})
    assert links("") == ["Drafts/b.md", "a.md"]
    assert links("", "Templates/t.md") == ["Templates/t.md", "Templates/t.md"]
    assert "Templates/t.md" not in links("", ".")


@pytest.mark.parametrize("text", ["", "{", '{"folder": 5}', '{"folder": ""}', "[]", '{"folder": "Else"}'])
def test_settings_of_templates_that_say_nothing_hide_nothing(
    text: str, links: Callable[..., list[str]], tmp_path: Path
) -> None:
    write_vault(tmp_path, {".obsidian/templates.json": text})
    assert "Templates/t.md" in links("")


def test_placeholders_are_no_broken_links(tmp_path: Path) -> None:
    targets = ["{{title}}", "x {{date:YYYY}} y", "<% tp.file.title %>", "a#{{h}}", "a#<% h %>", "{{a}}#{{b}}|{{c}}"]
    write_vault(tmp_path, {"a.md": "\n".join(f"[[{target}]] ![[{target}]]" for target in targets)})
    write_vault(tmp_path, {"b.md": "[t]({{url}}) [t](<{{a b}}.md>) ![t](<% x %>) [t](<<% tp.x %>>)"})
    assert [row for row in open_vault(tmp_path).lint() if row.code.startswith("L")] == []
    write_vault(tmp_path, {"a.md": "[[{{title]] [[title}}]] [[<% x]] [[%>]]", "b.md": ""})
    assert [row.code for row in open_vault(tmp_path).lint() if row.code.startswith("L")] == ["L101"] * 4


def test_flags_win_over_the_configuration(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    write_vault(tmp_path, {"a.md": "---\ntags: a, b\n---\n[[Gone]]"})
    write_vault(tmp_path, {"dlvault.toml": 'select = ["L101"]\nignore = ["P304"]\nfail-on = "warning"\n'})

    def codes(*words: str) -> tuple[int, list[str]]:
        ran = dlvault("lint", "--format", "json", *words)
        return ran.code, [code for code, _ in findings(ran)]

    assert codes() == (1, ["L101"])
    assert codes("--select", "P3,L1") == (0 + 1, ["L101"]), "ignore of the configuration stays"
    assert codes("--select", "P304", "--ignore", "F") == (1, ["P304"])
    assert codes("--select", "P304", "--ignore", "F", "--fail-on", "error") == (0, ["P304"])
    assert codes("--select", "L101", "--select", "P304", "--ignore", "L102") == (1, ["P304", "L101"])
    assert codes("--ignore", "L101") == (0, [])
    assert codes("--exit-zero") == (0, ["L101"])


@pytest.mark.parametrize(
    ("config", "words", "result"),
    [
        ("", (), (0, ["P304"])),
        ('fail-on = "warning"', (), (1, ["P304"])),
        ('fail-on = "info"', (), (1, ["P304", "L107"])),
        ('show = "info"', (), (0, ["P304", "L107"])),
        ('show = "error"', (), (0, [])),
        ('show = "error"\nfail-on = "warning"', (), (1, ["P304"])),
        ('show = "info"', ("--show", "error"), (0, [])),
        ('fail-on = "info"', ("--fail-on", "error"), (0, ["P304"])),
        ('severity = { P304 = "error" }', (), (1, ["P304"])),
        ('severity = { P304 = "info", L107 = "warning" }', (), (0, ["L107"])),
        ('severity = { P304 = "off" }', (), (0, [])),
        ("", ("--select", "L107"), (0, ["L107"])),
    ],
)
def test_what_fails_and_what_is_shown(
    config: str, words: tuple[str, ...], result: tuple[int, list[str]], tmp_path: Path, dlvault: Callable[..., Ran]
) -> None:
    write_vault(tmp_path, {"a.md": "---\ntags: a, b\n---\n[[B]]", "b.md": "[[a]]", "dlvault.toml": config})
    ran = dlvault("lint", "--format", "concise", *words)
    lines = [line for line in ran.out.split("\n") if line.startswith("a.md:")]
    assert (ran.code, [line.split(" ")[1] for line in lines]) == result


def test_a_selector_of_the_configuration_that_names_no_rule_is_an_error(
    tmp_path: Path, dlvault: Callable[..., Ran]
) -> None:
    write_vault(tmp_path, {"a.md": "x", "dlvault.toml": 'ignore = ["broken-lnk"]'})
    ran = dlvault("lint")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "dlvault: no rule is called 'broken-lnk'\n  help: did you mean broken-link?\n"


def test_config_tells_the_source_of_each_value(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    write_vault(tmp_path, {"dlvault.toml": 'show = "info"\n', "in/x.md": ""})
    rows = {
        row["key"]: row
        for row in json.loads(dlvault("config", "--format", "json", cwd=tmp_path / "in").out)["settings"]
    }
    assert list(rows) == list(SETTINGS)
    assert (rows["show"]["value"], Path(rows["show"]["source"])) == ("info", Path("../dlvault.toml"))
    assert {row["source"] for key, row in rows.items() if key != "show"} == {DEFAULT}
