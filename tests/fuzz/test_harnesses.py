"""The harnesses hold for their seeds and for what was found once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.harnesses import HARNESSES, SEEDS, inside
from tests.fuzz.harnesses import template as lint

CASES = [(path.parent.name, path) for path in sorted(SEEDS.glob("*/*"))]


@pytest.mark.parametrize(("name", "path"), CASES, ids=lambda value: getattr(value, "name", value))
def test_a_seed_breaks_no_promise(name: str, path: Path) -> None:
    HARNESSES[name](path.read_bytes())


def test_every_harness_has_seeds() -> None:
    assert {name for name, _ in CASES} == set(HARNESSES)


def test_a_harness_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.harnesses.Templates.problems", lambda _: ())
    with pytest.raises(AssertionError):
        lint(b"<p title={{ x }}>")


def test_a_place_outside_of_the_file_is_seen() -> None:
    from sitegen.model.problem import Place
    from sitegen.steps.load_theme import NO_THEME

    with pytest.raises(AssertionError):
        inside([NO_THEME.at(Place("a", 3), name="a", known="b")], "satu\ndua")
