"""The forms of problems that programs read, and the one that people do."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from sitegen import formats
from sitegen.cli import cli
from sitegen.formats.text import shown
from sitegen.model.problem import Kind, Place, Severity
from sitegen.model.region import Region, Regions
from sitegen.model.report import Report
from sitegen.plumbing import disk, locale
from tests.project import Project, page

UNKNOWN = Kind("SG117", "“{key}” is not a known key here", "did you mean “{nearest}”?")
NO_HINT = Kind("SG118", "100%: a, b\r\nc")
WARNING = Kind("SG314", "old", severity=Severity.WARNING)
NOTE = Kind("SG504", "new", severity=Severity.NOTE)
PROBLEMS = [
    UNKNOWN.at(Place("content/nasional/a b,c:d%.md", 3, 5), key="judu", nearest="judul"),
    NO_HINT.at(Place("content/nasional/é.md", 1, 1)),
    WARNING.at(Place("content/nasional/x.md", 2, 1)),
    NOTE.at(Place("content/nasional/y.md", 2, 1)),
]


def region(code: str) -> Region:
    return Regions.parse(disk.package_text("regions.csv"))[code]


@pytest.fixture
def report() -> Report:
    elsewhere = WARNING.at(Place("content/61-kalimantan-barat/z.md"))
    return Report(
        as_of=date(2024, 2, 12),
        problems=[*PROBLEMS, elsewhere],
        elsewhere=[elsewhere],
        held_back=[region("61.71")],
    )


def written(name: str, report: Report) -> str:
    locale.install("en")
    return formats.write(name, report, Path())


def test_json_is_one_object_with_all_that_concerns_the_mirrors(report: Report) -> None:
    assert json.loads(written("json", report)) == {
        "version": 1,
        "language": "en",
        "day": "2024-02-12",
        "errors": 2,
        "warnings": 1,
        "notes": 1,
        "held_back": ["61.71"],
        "problems": [
            {
                "code": "SG117",
                "severity": "error",
                "path": "content/nasional/a b,c:d%.md",
                "line": 3,
                "column": 5,
                "message": "“judu” is not a known key here",
                "hint": "did you mean “judul”?",
            },
            _simple("SG118", "error", "é.md", 1, "100%: a, b\r\nc"),
            _simple("SG314", "warning", "x.md", 2, "old"),
            _simple("SG504", "note", "y.md", 2, "new"),
        ],
    }


def _simple(code: str, severity: str, name: str, line: int, message: str) -> dict[str, Any]:
    found = {"code": code, "severity": severity, "path": f"content/nasional/{name}", "line": line}
    return {**found, "column": 1, "message": message, "hint": ""}


def test_github_commands_escape_what_would_end_them(report: Report) -> None:
    assert written("github", report).split("\n") == [
        "::error file=content/nasional/a b%2Cc%3Ad%25.md,line=3,col=5,title=error SG117"
        "::“judu” is not a known key here%0Ahint: did you mean “judul”?",
        "::error file=content/nasional/é.md,line=1,col=1,title=error SG118::100%25: a, b%0D%0Ac",
        "::warning file=content/nasional/x.md,line=2,col=1,title=warning SG314::old",
        "::notice file=content/nasional/y.md,line=2,col=1,title=note SG504::new",
    ]


def test_sarif_names_rules_results_and_percent_encoded_paths(report: Report) -> None:
    log = json.loads(written("sarif", report))
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["SG117", "SG118", "SG314", "SG504"]
    assert rules[0] == {
        "id": "SG117",
        "shortDescription": {"text": "“‹key›” is not a known key here"},
        "help": {"text": "“‹key›” is not a known key here\ndid you mean “‹nearest›”?"},
        "defaultConfiguration": {"level": "error"},
    }
    assert run["results"][0] == {
        "ruleId": "SG117",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "“judu” is not a known key here\nhint: did you mean “judul”?"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": "content/nasional/a%20b%2Cc%3Ad%25.md",
                        "uriBaseId": "%SRCROOT%",
                    },
                    "region": {"startLine": 3, "startColumn": 5},
                }
            }
        ],
    }
    assert [result["level"] for result in run["results"]] == ["error", "error", "warning", "note"]


SHAPE: dict[str, dict[str, Any]] = {
    "log": {"$schema": str, "version": "2\\.1\\.0", "runs": ["run"]},
    "run": {"tool": "tool", "language": "[a-z]{2}", "columnKind": "unicodeCodePoints",
            "results": ["result"]},
    "tool": {"driver": "driver"},
    "driver": {"name": str, "version": str, "language": "[a-z]{2}", "rules": ["rule"]},
    "rule": {"id": "SG\\d{3}", "shortDescription": "message", "help": "message",
             "defaultConfiguration": "configuration"},
    "configuration": {"level": "none|note|warning|error"},
    "message": {"text": str},
    "result": {"ruleId": "SG\\d{3}", "ruleIndex": int, "level": "none|note|warning|error",
               "message": "message", "locations": ["location"]},
    "location": {"physicalLocation": "physical"},
    "physical": {"artifactLocation": "artifact", "region": "region"},
    "artifact": {"uri": "[A-Za-z0-9._~/-]+(?:%[0-9A-F]{2}[A-Za-z0-9._~/-]*)*",
                 "uriBaseId": "%SRCROOT%"},
    "region": {"startLine": int, "startColumn": int},
}  # fmt: skip
"""The objects of SARIF 2.1.0 (sections 3.13 to 3.30) that are written, and nothing beside them."""


def _fits(value: Any, shape: Any, where: str) -> list[str]:
    """Return where `value` is not of the shape."""
    if isinstance(shape, list):
        assert isinstance(value, list), where
        return [w for n, part in enumerate(value) for w in _fits(part, shape[0], f"{where}.{n}")]
    if shape in (str, int):
        good = type(value) is shape and (value != "" if shape is str else value >= 0)
        return [] if good else [where]
    if shape in SHAPE:
        if not isinstance(value, dict) or set(value) != set(SHAPE[shape]):
            return [where]
        return [
            w
            for key, part in SHAPE[shape].items()
            for w in _fits(value[key], part, f"{where}.{key}")
        ]
    return [] if isinstance(value, str) and re.fullmatch(shape, value) else [where]


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_sarif_holds_what_the_standard_knows_and_nothing_else(
    report: Report, language: str
) -> None:
    locale.install(language)
    for found in (report, Report()):
        log = json.loads(formats.write("sarif", found, Path()))
        assert _fits(log, "log", "log") == []
        for run in log["runs"]:
            rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
            assert len(set(rules)) == len(rules)
            for result in run["results"]:
                assert rules[result["ruleIndex"]] == result["ruleId"]
                area = result["locations"][0]["physicalLocation"]["region"]
                assert min(area.values()) >= 1


def test_the_check_of_the_standard_finds_what_is_not_in_it() -> None:
    assert _fits({"text": "a", "kind": "b"}, "message", "m") == ["m"]
    assert _fits({"text": ""}, "message", "m") == ["m.text"]
    assert _fits({"uri": "a b", "uriBaseId": "%SRCROOT%"}, "artifact", "a") == ["a.uri"]


def test_people_see_the_line_and_where_in_it(project: Project) -> None:
    project.file("a.md", "---\ntangal: 1\n")
    problem = UNKNOWN.at(Place("a.md", 2, 3), key="tangal", nearest="tanggal")
    locale.install("en")
    text = formats.write("text", Report(problems=[problem]), project.folder)
    assert click.unstyle(text).split("\n") == [
        "a.md:2:3: error SG117: “tangal” is not a known key here",
        "    2 | tangal: 1",
        "      |   ^",
        "    hint: did you mean “tanggal”?",
    ]
    assert text != click.unstyle(text)


def test_a_problem_cannot_steer_the_terminal() -> None:
    kind = Kind("SG117", "“{key}”", "“{key}”")
    problem = kind.at(Place("a\x1b[2J.md"), key="\x1b[31m\u202e")
    text = click.unstyle(shown(problem, lambda place: "\x1b]0;x\x07" + place.path))
    assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text) is None


@pytest.fixture
def faulty(project: Project) -> Project:
    return project.file("content/nasional/a.md", page(tangal="2024-02-01"))


def run(*arguments: str, colour: bool = False, **variables: str) -> Any:
    locale.install("id")
    return CliRunner(env={"NO_COLOR": None, **variables}).invoke(cli, arguments, color=colour)


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize("form", ["json", "github", "sarif"])
def test_programs_read_standard_output_and_people_the_other(
    faulty: Project, command: str, form: str
) -> None:
    where = ["--project", str(faulty.folder), "--region", "nasional"]
    where += ["--output", str(faulty.output)] if command == "build" else []
    done = run(command, "--format", form, *where)
    assert done.exit_code == 1
    assert "SG117" in done.stdout
    if form == "github":
        assert all(line.startswith("::error ") for line in done.stdout.splitlines())
    else:
        json.loads(done.stdout)
    assert "Ditahan: Indonesia (nasional)" in done.stderr
    assert "galat SG117" not in done.stderr


@pytest.mark.parametrize("form", ["json", "github", "sarif"])
def test_a_site_without_problems_has_a_valid_form_too(project: Project, form: str) -> None:
    where = ["--project", str(project.folder), "--region", "nasional"]
    done = run("check", "--format", form, *where)
    assert done.exit_code == 0
    assert (done.stdout == "") is (form == "github")
    if form != "github":
        json.loads(done.stdout)


def test_no_form_is_invented(project: Project) -> None:
    done = run("check", "--format", "xml", "--project", str(project.folder))
    assert (done.exit_code, done.stdout) == (2, "")


def test_colours_are_for_a_terminal_whose_reader_wants_them(faulty: Project) -> None:
    where = ["check", "--project", str(faulty.folder), "--region", "nasional"]
    assert "\x1b[" not in run(*where).stderr
    assert "\x1b[" in run(*where, colour=True).stderr
    assert "\x1b[" not in run(*where, colour=True, NO_COLOR="1").stderr
