"""The language of problems: Indonesian unless English is asked for, and complete."""

from __future__ import annotations

import gettext
import re
import string
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import sitegen
from sitegen.model.problem import Kind, Place, Severity
from sitegen.plumbing import locale


def kinds() -> list[Kind]:
    """Return every kind of problem that any module declares."""
    found = {}
    for module in walk_packages(sitegen.__path__, "sitegen."):
        if not module.name.endswith("__main__"):
            for value in vars(import_module(module.name)).values():
                if isinstance(value, Kind):
                    found[value.code, value.message] = value
    return list(found.values())


KINDS = kinds()
CATALOGUE = gettext.translation("sitegen", locale.FOLDER, ["id"])


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        ([], "id"),
        (["build"], "id"),
        (["--bahasa", "en", "build"], "en"),
        (["--bahasa=en"], "en"),
        (["check", "--bahasa", "en"], "en"),
        (["--bahasa", "id"], "id"),
        (["--bahasa", "fr"], "id"),
        (["--bahasa"], "id"),
        (["--bahasa="], "id"),
    ],
)
def test_the_language_is_read_from_the_arguments(arguments: list[str], language: str) -> None:
    assert locale.chosen(arguments) == language


def test_there_are_kinds_of_problems() -> None:
    assert len(KINDS) > 60


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.code} {kind.message[:30]}")
def test_every_problem_speaks_indonesian_with_the_same_fields(kind: Kind) -> None:
    for text in filter(None, (kind.message, kind.hint)):
        translated = CATALOGUE.gettext(text)
        assert translated != text
        assert fields(translated) <= fields(kind.message) | fields(kind.hint)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.code} {kind.message[:30]}")
def test_every_problem_can_be_shown(kind: Kind) -> None:
    values = dict.fromkeys(fields(kind.message) | fields(kind.hint), "x")
    for language in locale.LANGUAGES:
        locale.install(language)
        shown = locale.shown(kind.at(Place("a.md", 3, 4), **values))
        assert re.match(rf"a\.md:3:4: \w+ {kind.code}: .", shown)


def test_codes_have_one_form() -> None:
    assert {kind.code for kind in KINDS if not re.fullmatch(r"SG[1-5]\d\d", kind.code)} == set()


def test_a_problem_is_shown_with_its_hint_below() -> None:
    kind = Kind("SG117", "“{key}” is not a known key here", "did you mean “{nearest}”?")
    problem = kind.at(Place("a.md", 3, 4), key="judu", nearest="judul")
    locale.install("en")
    assert locale.shown(problem) == (
        "a.md:3:4: error SG117: “judu” is not a known key here\n    hint: did you mean “judul”?"
    )
    locale.install("id")
    assert locale.shown(problem).startswith("a.md:3:4: galat SG117: ")


def test_a_warning_is_called_one() -> None:
    locale.install("en")
    kind = Kind("SG314", "x", severity=Severity.WARNING)
    assert locale.shown(kind.at(Place("a.md"))) == "a.md:1:1: warning SG314: x"


def test_the_compiled_catalogue_is_that_of_its_source() -> None:
    from babel.messages.pofile import read_po

    folder = Path(locale.FOLDER) / "id/LC_MESSAGES"
    with (folder / "sitegen.po").open("rb") as file:
        source = read_po(file)
    for message in source:
        if message.id and isinstance(message.id, str) and message.string:
            assert CATALOGUE.gettext(message.id) == message.string
