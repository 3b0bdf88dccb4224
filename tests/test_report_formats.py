"""The formats of `dlvault lint`: golden reports, readers of each format, and hostile notes in all of them.

DLVAULT_UPDATE=1 writes `golden/reports/` anew; read what came out before you keep it.
"""

from __future__ import annotations

import json
import os
import re
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from markdown_it import MarkdownIt

from dlvault import registry
from dlvault.cli.commands.lint import FORMATS
from dlvault.lint.pages import rule_pages
from dlvault.model.finding import Edit, Finding, Fix, RulePage, Safety, Severity, Tally
from dlvault.model.note import NotePath
from dlvault.model.text import LineIndex, Position, Span
from dlvault.report import formats
from dlvault.report.places import slashed, uri
from dlvault.report.reporter import Report, Reporter, fingerprint
from dlvault.syntax.parse import parse
from tests.conftest import TESTS, Ran

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

GOLDEN = TESTS / "golden" / "reports"
BROKEN = TESTS / "fixtures" / "broken-vault"
ENDINGS = {"json": "json", "jsonl": "jsonl", "sarif": "json", "gitlab": "json", "junit": "xml", "md": "md"}
LINT_SCHEMA = json.loads((TESTS.parent / "docs" / "schemas" / "lint.schema.json").read_text(encoding="utf-8"))
ROW_SCHEMA = LINT_SCHEMA["properties"]["findings"]["items"]
SARIF_SCHEMA = json.loads((TESTS / "schemas" / "sarif-part.schema.json").read_text(encoding="utf-8"))
PEOPLE = ("text", "concise", "md")
DRIVES = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)

NOTES = {
    "Home.md": "# Home\nSee [[Shrub]], [[Shrub|again]] and [[Plants/Old trees#old-oaks]].\n[[open\nlink]]\n",
    "Plants/Old trees.md": "# Plants\n### Old oaks\n#Tree and #tree 🌳 [[a|b]]\n",
}
RULES = (
    RulePage(
        code="L101",
        name="broken-link",
        severity=Severity.ERROR,
        summary="A link to a note that does not exist.",
        text="A link to a note that does not exist.\n\n## What it does\nReports links\nfor which there is no note.\n\n"
        "## Why it matters\nIt leads nowhere.",
    ),
    RulePage(code="T201", name="tag-variants", severity=Severity.INFO, summary="One tag.", text="One tag.\n\nNo more."),
)


def finding(rule: str, message: str, path: str, span: str | None, **more: Any) -> Finding:
    """A finding at the first place of a text in a note."""
    start, end = Position(1, 1), None
    if span is not None:
        at = NOTES[path].index(span)
        lines = LineIndex.of(NOTES[path])
        start, end = lines.position(at), lines.position(at + len(span))
    code, name, level = rule.split()
    values = {"start": start, "end": end, "subject": message, **more}
    return Finding(
        code=code, name=name, severity=Severity[level.upper()], message=message, path=NotePath(path), **values
    )


def edit(path: str, old: str, new: str) -> Edit:
    at = NOTES[path].index(old)
    return Edit(path=NotePath(path), span=Span(at, at + len(old)), text=new)


TREES = "Plants/Old trees.md"
FINDINGS = (
    finding("L101 broken-link error", 'No note named "Shrub"', "Home.md", "[[Shrub]]", hint="create the note"),
    finding(
        "L101 broken-link error",
        'No note named "Shrub"',
        "Home.md",
        "[[Shrub|again]]",
        hint="create the note",
        fix=Fix(title="unlink", edits=(edit("Home.md", "[[Shrub|again]]", "again"),), safety=Safety.UNSAFE),
    ),
    finding(
        "L108 slug-heading warning",
        '"old-oaks" is a web slug',
        "Home.md",
        "[[Plants/Old trees#old-oaks]]",
        hint='write "Old oaks"',
        fix=Fix(title='write "Old oaks"', edits=(edit("Home.md", "old-oaks", "Old oaks"),), safety=Safety.SAFE),
    ),
    finding("L111 malformed-link warning", "The link spans two lines", "Home.md", "[[open\nlink]]"),
    finding(
        "F501 unreadable-file error",
        "The file is not UTF-8",
        "Plants/Latin.md",
        None,
        hint="save it as UTF-8",
    ),
    finding(
        "H401 heading-jump info",
        "A level 3 heading follows one of level 1",
        TREES,
        "### Old oaks",
        fix=Fix(title="make it a level 2 heading", edits=(edit(TREES, "###", "##"),), safety=Safety.SHOW),
    ),
    finding(
        "T201 tag-variants info",
        "#Tree and #tree are one tag",
        TREES,
        "#tree",
        fix=Fix(
            title="write #tree everywhere",
            edits=(edit(TREES, "#Tree", "#tree"), edit("Home.md", "# Home", "# Home #tree"), edit(TREES, "🌳", "🌳\n")),
            safety=Safety.SAFE,
        ),
    ),
)


def report_of(findings: Sequence[Finding], notes: Mapping[str, str] = NOTES, **more: Any) -> Report:
    values: dict[str, Any] = {
        "findings": findings,
        "notes": len(notes) + 1,
        "line": lambda finding: dict(enumerate(notes.get(finding.path, "").split("\n"), 1)).get(finding.start.line),
        "tally": Tally.of(findings),
        "shown": lambda path: path,
        "style": lambda text, _style: text,
        "width": 80,
        "rules": lambda: RULES,
        "position": lambda path, offset: LineIndex.of(notes[path]).position(offset),
        "least": Severity.WARNING,
    }
    return Report(**{**values, **more})


def rendered(form: str, report: Report) -> str:
    return "".join(registry.load(formats, form, "REPORTER", Reporter).render(report))


# Golden reports


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_comes_out_as_it_is_stored(form: str) -> None:
    report = report_of(FINDINGS, shown=lambda path: f"my notes/{path}")
    seen = rendered(form, report).replace(f'"version": "{version("dlvault")}"', '"version": "<version>"')
    file = GOLDEN / f"lint-{form}.{ENDINGS.get(form, 'txt')}"
    if os.environ.get("DLVAULT_UPDATE"):
        file.write_text(seen, encoding="utf-8", newline="\n")
    assert seen == file.read_text(encoding="utf-8")


def test_every_format_is_on_the_command_line_and_every_golden_file_is_read() -> None:
    assert set(registry.names(formats)) == set(FORMATS)
    assert {reporter.name for reporter in registry.collect(formats, "REPORTER", Reporter)} == set(FORMATS)
    assert {file.name for file in GOLDEN.iterdir()} == {f"lint-{form}.{ENDINGS.get(form, 'txt')}" for form in FORMATS}


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_findings_give_the_same_bytes_from_one_working_directory_only(form: str) -> None:
    here, there = (report_of(FINDINGS, shown=lambda path, at=at: at + path) for at in ("", "../vault/"))
    assert rendered(form, here) == rendered(form, here)
    assert (rendered(form, here) == rendered(form, there)) is (form in {"json", "jsonl"})


# Which findings, and how many


@pytest.mark.parametrize("form", FORMATS)
def test_people_see_what_they_asked_for_and_machines_everything(form: str) -> None:
    for least in Severity:
        report = report_of(FINDINGS, least=least)
        seen = rendered(form, report)
        for item in FINDINGS:
            words = max(item.message.split('"'), key=len)
            words = words.replace("#", "\\#") if form == "md" else words
            assert (words in seen) is (form not in PEOPLE or item.severity >= least), (item.code, least)
        if form in PEOPLE:
            assert "3 errors, 2 warnings, 2 info in 3 of 3 notes; 2 fixable with" in seen


@pytest.mark.parametrize("form", PEOPLE)
@pytest.mark.parametrize(
    ("findings", "notes", "words"),
    [
        ((), {"a": ""}, "No findings in 2 notes."),
        ((), {}, "No findings in 1 note."),
        (FINDINGS[:1], {}, "1 error in 1 of 1 note."),
        (FINDINGS[6:], NOTES, "1 info in 1 of 3 notes; 1 fixable with --fix."),
    ],
)
def test_the_summary_is_a_sentence(
    form: str, findings: Sequence[Finding], notes: Mapping[str, str], words: str
) -> None:
    seen = rendered(form, report_of(findings, notes))
    assert (seen.split("\n")[0 if form == "md" else -2]).replace("`", "") == words
    assert words not in rendered(form, report_of(findings, notes, quiet=True)).replace("`", "")


def test_without_findings_every_machine_form_is_a_whole_document() -> None:
    report = report_of(())
    assert json.loads(rendered("json", report))["findings"] == []
    assert rendered("jsonl", report) == rendered("github", report) == ""
    assert json.loads(rendered("gitlab", report)) == []
    assert json.loads(rendered("sarif", report))["runs"][0]["results"] == []
    root = ET.fromstring(rendered("junit", report).encode())
    assert [case.get("name") for case in root.iter("testcase")] == ["No findings in 3 notes."]
    assert root.find(".//failure") is None
    assert (root.get("tests"), root.get("failures")) == ("1", "0")


@pytest.mark.parametrize("form", ["text", "md", "github", "junit"])
def test_a_fix_that_repeats_the_hint_is_told_once_and_says_how_it_is_applied(form: str) -> None:
    seen = rendered(form, report_of(FINDINGS, least=Severity.INFO)).replace("\\", "").replace("&quot;", '"')
    assert seen.count('help: write "Old oaks"') == 1
    assert 'help: write "Old oaks" (fixable with --fix)' in seen
    assert "help: create the note (--unsafe-fixes)" in seen
    assert re.search("help: make it a level 2 heading(?! [(])", seen), "a fix that is only shown is not offered"


# Machine forms


def check_json(seen: str, findings: Sequence[Finding]) -> None:
    document = json.loads(seen)
    jsonschema.validate(document, LINT_SCHEMA)
    check_rows(document["findings"], findings)


def check_jsonl(seen: str, findings: Sequence[Finding]) -> None:
    *lines, last = seen.split("\n")
    assert last == ""
    check_rows([json.loads(line) for line in lines], findings)


def check_rows(rows: list[dict[str, Any]], findings: Sequence[Finding]) -> None:
    assert [(row["code"], row["message"], row["path"], row["fingerprint"]) for row in rows] == [
        (item.code, item.message, item.path, fingerprint(item)) for item in findings
    ]
    for row, item in zip(rows, findings, strict=True):
        jsonschema.validate(row, ROW_SCHEMA)
        assert (row["fix"] is None) == (item.fix is None)
        if item.fix is not None:
            assert row["fix"]["title"] == item.fix.title
            assert [edit["text"] for edit in row["fix"]["edits"]] == [edit.text for edit in item.fix.edits]


def check_sarif(seen: str, findings: Sequence[Finding]) -> None:
    document = json.loads(seen)
    jsonschema.validate(document, SARIF_SCHEMA)
    run = document["runs"][0]
    assert [result["ruleId"] for result in run["results"]] == [item.code for item in findings]
    names = [result["partialFingerprints"]["dlvault/v1"] for result in run["results"]]
    assert len(set(names)) == len(names)
    for result, item in zip(run["results"], findings, strict=True):
        if "ruleIndex" in result:
            assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == item.code
        path = unquote_to_bytes(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        assert path == item.path.encode("utf-8", "surrogateescape" if "\ud800" not in item.path else "surrogatepass")
        assert "](" not in result["message"]["text"].replace("\\](", "")


def check_github(seen: str, findings: Sequence[Finding]) -> None:
    *lines, last = seen.split("\n")
    assert last == ""
    assert len(lines) == len(findings)
    for line, item in zip(lines, findings, strict=True):
        command, values, message = read_command(line)
        assert command == {"info": "notice"}.get(item.severity.word, item.severity.word)
        assert values["title"] == f"{item.code} {item.name}"
        assert values["line"] == str(item.start.line)
        assert values["file"] == coded(item.path, keep="\r\n")
        assert message.startswith(coded(item.message, keep="\r\n"))


def read_command(line: str) -> tuple[str, dict[str, str], str]:
    """Read a workflow command as GitHub's runner does."""
    head, message = line.removeprefix("::").split("::", 1)
    name, _, listed = head.partition(" ")
    values = dict(pair.split("=", 1) for pair in listed.split(","))
    codes = (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
    for code, mark in codes:
        values = {key: value.replace(code, mark) for key, value in values.items()}
    for code, mark in codes[2:]:
        message = message.replace(code, mark)
    return name, values, message


def check_gitlab(seen: str, findings: Sequence[Finding]) -> None:
    rows = json.loads(seen)
    assert len({row["fingerprint"] for row in rows}) == len(rows) == len(findings)
    for row, item in zip(rows, findings, strict=True):
        assert set(row) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert row["description"] == f"{item.code} {coded(item.message)}"
        assert row["check_name"] == item.name
        assert row["severity"] in {"info", "minor", "major"}
        assert row["location"]["lines"] == {"begin": item.start.line}
        assert row["location"]["path"] == re.sub("[\ud800-\udfff]", code_of, item.path)


def check_junit(seen: str, findings: Sequence[Finding]) -> None:
    root = ET.fromstring(seen.encode("utf-8"))
    cases = list(root.iter("testcase"))
    assert (root.tag, root.get("tests"), root.get("failures")) == ("testsuites", str(len(findings)), str(len(findings)))
    assert sum(int(suite.get("failures", 0)) for suite in root.iter("testsuite")) == len(findings)
    for case, item in zip(cases, findings, strict=True):
        failure = case.find("failure")
        assert failure is not None
        assert case.get("file") == coded(item.path)
        assert case.get("line") == str(item.start.line)
        assert failure.get("message") == coded(item.message)
        assert coded(item.message) in (failure.text or "")


def check_md(seen: str, findings: Sequence[Finding]) -> None:
    """Read the report with a Markdown reader of other people, then with our own that knows Obsidian's marks."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(seen)
    inlines = [token.children or [] for token in tokens if token.type == "inline"]
    allowed = {"text", "text_special", "link_open", "link_close", "strong_open", "strong_close", "code_inline"}
    assert {token.type for children in inlines for token in children} <= allowed
    assert not {"html_block", "table_open", "fence", "code_block", "hr"} & {token.type for token in tokens}
    items = [children for children in inlines if any(token.type == "link_open" for token in children)]
    assert len(items) == len(findings)
    for children, item in zip(items, findings, strict=True):
        text = "".join(token.content for token in children).replace("\u2060", "")
        words = f"{item.path}:{item.start.line} {item.severity.word} {item.code} {item.message}"
        assert text == coded(words).replace("\t", " ").rstrip(" ")
        assert [token.attrs["href"] for token in children if token.type == "link_open"] == [
            f"{uri(item.path)}#L{item.start.line}"
        ]
    parsed = parse(seen)
    assert len(parsed.links) == len(findings), "the places, and nothing that a note says"
    assert not parsed.tags
    assert not parsed.blocks


def check_text(seen: str, findings: Sequence[Finding]) -> None:
    *blocks, last = seen.split("\n\n")
    assert last.count("\n") == 1
    for block, item in zip(blocks, findings, strict=True):
        guard = "./" if item.path.startswith(("::", "##[")) else ""
        head = f"{guard}{coded(item.path)}:{item.start.line}:{item.start.column} {item.code} {coded(item.message)}"
        assert block.split("\n")[0] == head


def check_concise(seen: str, findings: Sequence[Finding]) -> None:
    *lines, _summary, last = seen.split("\n")
    assert last == ""
    for line, item in zip(lines, findings, strict=True):
        guard = "./" if item.path.startswith(("::", "##[")) else ""
        place = f"{guard}{coded(item.path)}:{item.start.line}:{item.start.column}"
        assert line == f"{place}: {item.code} {coded(item.message)}"


CHECKS: dict[str, Callable[[str, Sequence[Finding]], None]] = {
    "text": check_text,
    "concise": check_concise,
    "json": check_json,
    "jsonl": check_jsonl,
    "sarif": check_sarif,
    "github": check_github,
    "gitlab": check_gitlab,
    "junit": check_junit,
    "md": check_md,
}


def coded(text: str, *, keep: str = "") -> str:
    """What a reader sees of a hostile text."""
    return DRIVES.sub(lambda match: match.group() if match.group() in keep else code_of(match), text)


def code_of(match: re.Match[str]) -> str:
    return f"\\x{ord(match.group()):02x}"


@pytest.mark.parametrize("form", FORMATS)
def test_a_reader_of_the_format_finds_every_finding(form: str) -> None:
    CHECKS[form](rendered(form, report_of(FINDINGS, least=Severity.INFO)), FINDINGS)


def test_edits_stand_where_they_belong() -> None:
    rows = json.loads(rendered("json", report_of(FINDINGS)))["findings"]
    assert rows[2]["fix"] == {
        "title": 'write "Old oaks"',
        "safety": "safe",
        "edits": [{"path": "Home.md", "line": 2, "column": 55, "end_line": 2, "end_column": 63, "text": "Old oaks"}],
    }
    assert [edit["line"] for edit in rows[6]["fix"]["edits"]] == [3, 1, 3]
    assert [edit["column"] for edit in rows[6]["fix"]["edits"]] == [1, 1, 17], "columns count code points"


def test_sarif_changes_each_file_once_and_offers_only_what_can_be_applied() -> None:
    results = json.loads(rendered("sarif", report_of(FINDINGS)))["runs"][0]["results"]
    changes = results[6]["fixes"][0]["artifactChanges"]
    assert [change["artifactLocation"]["uri"] for change in changes] == ["Plants/Old%20trees.md", "Home.md"]
    assert [len(change["replacements"]) for change in changes] == [2, 1]
    assert "fixes" not in results[5], "a fix to be shown is no fix to be clicked"
    assert results[5]["message"]["text"].endswith("help: make it a level 2 heading")


def test_the_rules_of_sarif_are_all_rules_with_their_pages(dlvault: Callable[..., Ran]) -> None:
    ran = dlvault("--vault", BROKEN, "lint", "--format", "sarif")
    document = json.loads(ran.out)
    jsonschema.validate(document, SARIF_SCHEMA)
    driver, results = document["runs"][0]["tool"]["driver"], document["runs"][0]["results"]
    assert driver["version"] == version("dlvault")
    assert [rule["id"] for rule in driver["rules"]] == [page.code for page in rule_pages()]
    assert all("\n" not in rule["fullDescription"]["text"] for rule in driver["rules"])
    assert all(rule["fullDescription"] != rule["shortDescription"] for rule in driver["rules"])
    assert all(driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] for result in results)


# Hostile notes

EVIL = {
    "control characters": "a\x00b\x07\x1b[31mred\x1b]0;title\x07\x7f\x85\x9b31m",
    "line ends": "a\r\nb\nc\u2028d\u2029e\x0bf\x0cg\x85h",
    "blank lines": "\n\n# x\n\n---\n- y\n",
    "direction": "\u202egnp\u2066\u200f\u061c",
    "quotes": "\"a\" 'b' `c` \\",
    "XML": "]]> <!-- & --> <script>alert(1)</script> <![CDATA[ &amp; &#0;",
    "workflow command": "::error file=x,line=1::y %0A %25 %3A , : ::stop-commands::t",
    "older workflow command": "##[error]x ##vso[task.x]",
    "pipes": "a|b||c \\| |---|",
    "wikilinks": "[[x]] ![[y]] [[ ]([x](javascript:a) [^1] [a]: b ![i](j) ]( \\](z)",
    "marks": "#tag #12 @user **b** __c__ _d_ ==m== $m$ %%c%% ~~s~~ ^[f] ^block",
    "links": "https://e.x/y www.e.x <https://e.x> mailto:a@b.cd obsidian://open :smile: &amp; &copy;",
    "lists and headings": "- [ ] 1. # x",
    "rules of lines": "+ > * --- ===",
    "surrogates": "\ud800 \udcff",
    "undecodable bytes": "caf\udce9",
    "nonsense characters": "\ufffe\uffff\ufeff",
    "wide": "\U0001f9e0 e\u0301 \u5b57",
    "tab": "a\tb",
    "format": "%s {0} {x} %n $1 \\1 \\g<0>",
    "backticks": "`` ` ``` a `",
    "braces": "{{x}} {% y %} ${z}",
    "long": "x" * 3000,
}


@pytest.mark.parametrize("kind", EVIL)
@pytest.mark.parametrize("form", FORMATS)
def test_no_name_and_no_message_breaks_a_format_or_drives_a_terminal(form: str, kind: str) -> None:
    evil = EVIL[kind]
    path = NotePath(f"{evil}.md")
    notes = {**NOTES, path: f"{evil}\n{evil}"}
    fix = Fix(title=evil, edits=(Edit(path=path, span=Span(0, 1), text=evil),), safety=Safety.SAFE)
    hostile = FINDINGS[0]._replace(message=evil, path=path, hint=evil + "!", subject=evil, fix=fix)
    findings = (FINDINGS[0], hostile, hostile, FINDINGS[2])
    seen = rendered(form, report_of(findings, notes))
    assert not set(DRIVES.findall(seen)) - {"\n"}
    seen.encode("utf-8")
    CHECKS[form](seen, findings)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("path", ["::error::x.md", "##[error]x.md", "a: b.md", "../up/x.md", "a\\b.md", "x#y?z%20.md"])
def test_a_path_is_what_it_was(form: str, path: str) -> None:
    item = FINDINGS[0]._replace(path=NotePath(path))
    seen = rendered(form, report_of((item,), {path: NOTES["Home.md"]}))
    assert not seen.startswith(("::error::", "##["))
    CHECKS[form](seen, (item,))


def test_paths_have_slashes_on_every_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dlvault.report.places.os.sep", "\\")
    assert slashed("a\\b.md") == "a/b.md"
    assert uri("a b\\c.md") == "a%20b/c.md"


# The command


@pytest.mark.parametrize("form", FORMATS)
def test_the_command_writes_each_format(form: str, dlvault: Callable[..., Ran]) -> None:
    first, second = (dlvault("--vault", BROKEN, "lint", "--format", form) for _ in range(2))
    assert first.code == 1
    assert first.err == ""
    assert first.out == second.out
    assert first.out.count("L104") >= 3


def test_a_level_is_shown_when_it_is_asked_for_or_fails_the_run(
    make_vault: Callable[[Mapping[str, Any]], Any], dlvault: Callable[..., Ran]
) -> None:
    root = make_vault({"a/Index.md": "x", "b/Index.md": "x", "Home.md": "[[Index]] [[Gone]]"})
    shown = {}
    for words in ("", "--show error", "--show warning", "--show info", "--show error --fail-on warning"):
        ran = dlvault("--vault", root, "lint", *words.split())
        shown[words] = ["L101" in ran.out, "L105" in ran.out]
        assert "1 error, 1 warning" in ran.out.split("\n")[-2], "what is not printed is counted"
    assert shown == {
        "": [True, True],
        "--show error": [True, False],
        "--show warning": [True, True],
        "--show info": [True, True],
        "--show error --fail-on warning": [True, False],
    }
    machine = dlvault("--vault", root, "lint", "--show", "error", "--format", "jsonl")
    assert {"L101", "L105"} <= {json.loads(line)["code"] for line in machine.out.splitlines()}
