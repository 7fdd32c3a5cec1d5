"""YAML as plain text: scalars stay what was typed, and every part has its place."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.model.characters import invisible
from sitegen.model.problem import Problem
from sitegen.schema.yaml_events import KEY, MAX_DEPTH, MAX_NODES, read

PATH = "content/nasional/a.md"


def problems(text: str, first_line: int = 1) -> list[str]:
    found = read(text, PATH, first_line).problems
    return [f"{p.place.line}:{p.place.column} {p.kind.code}" for p in found]


def only(text: str) -> Problem:
    (problem,) = read(text, PATH).problems
    return problem


@pytest.mark.parametrize(
    "typed",
    [
        "11.10",
        "no",
        "yes",
        "on",
        "0123",
        "0x1F",
        "1e3",
        "12:30:00",
        "13:30",
        "2024-02-14",
        "true",
        "null",
        "~",
        "1_000",
        "=",
        "<<",
        ".5",
    ],
)
def test_a_scalar_stays_the_text_that_was_typed(typed: str) -> None:
    assert read(f"nilai: {typed}\n", PATH).value == {"nilai": typed}
    assert read(f"nilai: [{typed}]\n", PATH).value == {"nilai": [typed]}


@pytest.mark.parametrize("typed", ["11.10", "no", "0123", "2024-02-14", "null"])
def test_a_key_stays_the_text_that_was_typed(typed: str) -> None:
    assert read(f"{typed}: ya\n", PATH).value == {typed: "ya"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", {}),
        ("# hanya catatan\n", {}),
        ("a:\n", {"a": ""}),
        ("a: ''\n", {"a": ""}),
        ("{a: b}\n", {"a": "b"}),
        ("a: |\n  satu\n  dua\n", {"a": "satu\ndua\n"}),
        ("a: >\n  satu\n  dua\n", {"a": "satu dua\n"}),
        ("a: satu\n  dua\n", {"a": "satu dua"}),
        ('"11.10": [a, {b: c}]\n', {"11.10": ["a", {"b": "c"}]}),
        ("a:\n- b\n- c: d\n  e: f\n", {"a": ["b", {"c": "d", "e": "f"}]}),
        ("a: b\n# catatan\n", {"a": "b"}),
        ("a: 'b #c' # catatan\n", {"a": "b #c"}),
        ("a: b#c\n", {"a": "b#c"}),
        ("a: {}\nb: []\n", {"a": {}, "b": []}),
    ],
)
def test_groups_and_lists_are_read(text: str, value: object) -> None:
    found = read(text, PATH)
    assert (found.value, found.problems) == (value, [])


def test_every_key_and_value_has_its_place() -> None:
    text = "judul: Masa tenang\nsumber:\n  - lembaga: kpu\n    url: x\n  - y\n"
    assert read(text, PATH, first_line=2).marks == {
        (): (2, 1),
        ("judul", KEY): (2, 1),
        ("judul",): (2, 8),
        ("sumber", KEY): (3, 1),
        ("sumber",): (4, 3),
        ("sumber", 0): (4, 5),
        ("sumber", 0, "lembaga", KEY): (4, 5),
        ("sumber", 0, "lembaga"): (4, 14),
        ("sumber", 0, "url", KEY): (5, 5),
        ("sumber", 0, "url"): (5, 10),
        ("sumber", 1): (6, 5),
    }


def test_columns_count_characters_not_bytes() -> None:
    marks = read("{“é”: “ü”, judul: x}\n", PATH).marks
    assert marks["judul", KEY] == (1, 12)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("judul: a\njudul: b\n", ["2:1 SG112"]),
        ("judul: a\njudul: b\njudul: c\n", ["2:1 SG112", "3:1 SG112"]),
        ("sumber:\n  - lembaga: a\n    lembaga: b\n", ["3:5 SG112"]),
        ('judul: a\n"judul": b\n', ["2:1 SG112"]),
        ("a: &x b\nc: *x\n", ["1:4 SG113"]),
        ("a: *x\n", ["1:4 SG113"]),
        ("*x : a\n", ["1:1 SG113"]),
        ("a: &x\n  b: c\nd:\n  <<: *x\n", ["1:4 SG113"]),
        ("a: !!python/object/apply:os.system [ls]\n", ["1:4 SG114"]),
        ("a: !!str 1\n", ["1:4 SG114"]),
        ("a: !x b\n", ["1:4 SG114"]),
        ("!x a: b\n", ["1:1 SG114"]),
        ("- a\n- b\n", ["1:1 SG116"]),
        ("hanya teks\n", ["1:1 SG116"]),
        ("[a]: b\n", ["1:1 SG111"]),
        ("? {a: b}\n: c\n", ["1:3 SG111"]),
        ("a: b\n---\nc: d\n", ["2:1 SG116"]),
        ("--- a: b\n", ["1:5 SG116"]),
        ("judul: Hoaks: KPU\n", ["1:13 SG111"]),
        ("judul: 'tak ditutup\n", ["1:8 SG111"]),
        ("judul: @akun\n", ["1:8 SG111"]),
        ("judul: Ayo #memilih\n", ["1:11 SG111"]),
        ("tag: [a, b] # c\njudul: x #y\n", ["2:9 SG111"]),
        ("judul: `kode`\n", ["1:8 SG111"]),
        ("judul: a\n ringkasan: b\n", ["2:11 SG111"]),
        ("judul: [a\n", ["1:8 SG111"]),
        ("judul: %a\n", ["1:8 SG111"]),
        ("judul:\n\t- a\n", ["2:1 SG111"]),
        ("\tjudul: a\n", ["1:1 SG111"]),
    ],
)
def test_what_is_not_allowed_is_named_with_its_place(text: str, found: list[str]) -> None:
    assert problems(text) == found
    assert read(text, PATH).value is None


def test_places_count_from_the_line_at_which_the_text_starts() -> None:
    assert problems("judul: a\njudul: b\n", first_line=2) == ["3:1 SG112"]


def test_a_colon_in_a_title_gets_a_hint_to_quote() -> None:
    assert "between quotes" in only("judul: Hoaks: KPU\n").kind.hint


def test_a_tab_is_called_a_tab() -> None:
    assert only("judul:\n\t- a\n").kind.message == "the line is indented with a tab"


def test_a_duplicate_names_the_line_of_the_first() -> None:
    assert dict(only("judul: a\ntag: []\njudul: b\n").values) == {"key": "judul", "first": "1"}


def test_nesting_is_limited() -> None:
    good = MAX_DEPTH - 1
    assert read("a: " + "[" * good + "]" * good + "\n", PATH).problems == []
    assert problems("a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH + "\n") == ["1:9 SG115"]


def test_the_number_of_nodes_is_limited() -> None:
    few = f"a: [{', '.join('x' * (MAX_NODES - 3))}]\n"
    many = few.replace("]", ", y]")
    assert read(few, PATH, max_nodes=MAX_NODES).problems == []
    assert [p.kind.code for p in read(many, PATH, max_nodes=MAX_NODES).problems] == ["SG115"]
    assert read(many, PATH).problems == []


@pytest.mark.parametrize("text", ["[" * 60_000, "{" * 60_000, "- " * 60_000, "a: " + "[" * 60_000])
def test_endless_nesting_is_refused_at_once(text: str) -> None:
    assert len(problems(text)) == 1


def test_references_that_multiply_are_refused_at_the_first() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{n}: &{n} [{', '.join([f'*{p}'] * 9)}]" for p, n in zip("abcdefgh", "bcdefghi")]  # noqa: B905
    assert problems("\n".join(lines)) == ["1:4 SG113"]


@given(st.text())
@example("a: \x00")
@example("a: \ud7ff\ufffe")
@example("%YAML 9.9\n---\na: b")
@example("%TAG ! !x\n--- a")
@example("? \n: \n? \n")
@example("\ufeffa: b")
@example("a: b\n...\nc: d")
@example("&a")
@example("? - a\n  - b\n: - c")
@settings(deadline=None, max_examples=200)
def test_any_text_gives_a_value_or_problems(text: str) -> None:
    found = read(text, PATH)
    assert (found.value is None) == bool(found.problems)
    for problem in found.problems:
        assert problem.place.line >= 1
        assert problem.place.column >= 1


yaml_like = st.lists(
    st.sampled_from(["a", "b", ":", ": ", "- ", "\n", "  ", "[", "]", "{", "}", "'", '"', "#", "|",
                     "&", "*", "!", "?", ",", "---", "...", "\t", "%", "@"]),
    max_size=25,
).map("".join)  # fmt: skip


@given(yaml_like)
@settings(deadline=None, max_examples=300)
def test_any_heap_of_yaml_signs_gives_a_value_or_problems(text: str) -> None:
    found = read(text, PATH)
    assert (found.value is None) == bool(found.problems)


keys = st.text("abcdefgh", min_size=1, max_size=4)
tree = st.recursive(
    st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S", "Zs"))).filter(
        lambda text: invisible(text) is None  # `&#0` stands for one, and is refused
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=3)),
    max_leaves=8,
)


def written(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}": {written(part)}' for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return "'" + str(value).replace("'", "''") + "'"


def depth(value: object) -> int:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(depth, parts), default=0) if isinstance(value, list | dict) else 0


@given(st.dictionaries(keys, tree, max_size=3))
@settings(deadline=None, max_examples=100)
def test_quoted_text_is_read_back_as_it_was_written(value: dict[str, object]) -> None:
    found = read(written(value) + "\n", PATH)
    if depth(value) < MAX_DEPTH:
        assert found.value == value
