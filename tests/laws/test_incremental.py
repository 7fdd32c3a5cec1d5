"""Law 1: after any edit, a build that remembers makes what a clean build makes.

Same files, same bytes, same report, after every one of a sequence of edits. What pages show
is changed by at least a third of the edits, and `--hypothesis-show-statistics` says by which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings

from tests.laws.edits import PAGES, THEME, VALUES, Ask, Edit, Step, page_at, sequences
from tests.laws.edits import settings_of as settings_file
from tests.laws.workshop import few_regions, follow

pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
NATION, THEME_FOLDER = "content/nasional", "themes/kecil"
LARGE = ("waris", "dasar")


@pytest.fixture(autouse=True, scope="module")
def small_country() -> Iterator[None]:
    with few_regions():
        yield


def check(
    number: int,
    edits: tuple[Edit, ...],
    *,
    themes: tuple[str, ...] = ("kecil",),
    meanwhile: int = 0,
    length: int = 3,
) -> Counter[str]:
    """Take `number` sequences of steps, print what they were, and return it."""
    tally: Counter[str] = Counter()

    @settings(
        max_examples=number,
        deadline=None,
        phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(sequences(edits, themes=themes, meanwhile=meanwhile, length=length))
    def run(steps: list[Step]) -> None:
        done = follow(steps)
        tally.update([*done.elements(), "sequences"])
        for name in done:
            event(name)

    run()
    print(*(f"{count:6} {name}" for name, count in sorted(tally.items())), sep="\n")
    return tally


def assert_worth_taking(tally: Counter[str]) -> None:
    """Check that the edits were such as could show a bug."""
    assert tally["edits, output changed"] > tally["edits"] / 4
    assert tally["part of it made again"] > tally["steps"] / 20
    assert 0 < tally["some mirror held back"] < tally["steps"] * 2 / 3


@pytest.mark.parametrize("part", range(3))
def test_after_edits_of_pages_the_output_is_that_of_a_clean_build(part: int) -> None:
    assert_worth_taking(check(34, PAGES))


@pytest.mark.parametrize("part", range(2))
def test_after_edits_of_values_the_output_is_that_of_a_clean_build(part: int) -> None:
    assert_worth_taking(check(32, VALUES))


@pytest.mark.parametrize("part", range(2))
def test_after_edits_of_a_theme_the_output_is_that_of_a_clean_build(part: int) -> None:
    assert_worth_taking(check(24, THEME))


@pytest.mark.parametrize("part", range(2))
def test_whatever_others_do_meanwhile_the_output_is_that_of_a_clean_build(part: int) -> None:
    tally = check(37, PAGES, meanwhile=7)
    assert tally["steps of others"] > tally["steps"] / 4


def test_after_edits_of_a_large_theme_the_output_is_that_of_a_clean_build() -> None:
    check(12, PAGES + VALUES + THEME, themes=LARGE, meanwhile=2)


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_after_any_of_very_many_edits_the_output_is_that_of_a_clean_build(part: int) -> None:
    edits, others = ((PAGES, 0), (VALUES, 1), (THEME, 1), (PAGES + VALUES + THEME, 3), (PAGES, 7))[
        part // 2
    ]
    check(480, edits, meanwhile=others)
    check(20, PAGES + VALUES + THEME, themes=LARGE, meanwhile=2)


# What was found once


def edited(changes: dict[str, str | bytes | None], **ask: object) -> Step:
    return Step("edit", dict(changes), ask=Ask(**ask))  # type: ignore[arg-type]


def page(inside: str, title: str = "Satu", body: str = "Isi.\n") -> dict[str, str]:
    return {f"{NATION}/{inside}": page_at(inside, title, body)}


def others(what: str, which: int, changes: dict[str, str] | None = None) -> Step:
    return Step("edit", dict(changes or {}), meanwhile=(what, 0, which))


BASE = f"{THEME_FOLDER}/pages/_kaki.html"
PLAIN = f"{THEME_FOLDER}/mirror/gaya.html"
COLOURS = f"{THEME_FOLDER}/mirror/warna.css"
FOUND = {
    "a colour that a region takes from the theme": [
        edited({f"{THEME_FOLDER}/theme.yaml": 'aksen_gelap: "#ffffff"\n'}),
        edited({f"{THEME_FOLDER}/theme.yaml": 'aksen: "#123456"\n'}),
    ],
    "a colour sheet that no page names": [
        edited({PLAIN: ""}),
        edited({COLOURS: "{{ aksen }} {{ aksen_gelap }}"}),
    ],
    "a page with a mistake that partials look for, and then no page": [
        edited(page("profil.md", body="{{ fakta.tak_ada }}\n")),
        edited({f"{NATION}/profil.md": None}),
    ],
    "a picture that a template includes": [
        edited({BASE: "{% include 'assets/lambang.svg' %}"}),
        edited({f"{THEME_FOLDER}/assets/lambang.svg": "<svg>lain</svg>"}),
    ],
    "a note that a template includes": [
        edited(
            {BASE: "{% include 'pages/catatan.txt' %}", f"{THEME_FOLDER}/pages/catatan.txt": "a"}
        ),
        edited({f"{THEME_FOLDER}/pages/catatan.txt": "{{ page.title }}"}),
    ],
    "a template that is missing": [edited({f"{THEME_FOLDER}/pages/base.html": None})],
    "files in a folder of others": [
        others("add a file", 1),
        others("add a file", 4, page("profil.md", "Kedua")),
        others("drop a foreign file", 0, page("profil.md", "Ketiga")),
    ],
    "a file in a folder of others that was empty": [
        others("add a folder", 1),
        others("add a file", 3),
        edited(page("profil.md", "Kedua")),
    ],
    "a link of others": [others("add a link", 0), edited(page("profil.md", "Kedua"))],
    "a foreign file where a page comes, which goes again": [
        others("add a file", 2),
        edited(page("tahapan/lain.md")),
        edited({f"{NATION}/tahapan/lain.md": None}),
    ],
    "drafts shown, and hidden again": [
        edited({f"{NATION}/profil.md": page_at("profil.md", lines="draf: ya\n")}),
        edited({}, drafts=True),
        edited({}),
    ],
    "another address of the nation": [
        edited({"content/situs.yaml": settings_file("nasional", "kecil", 4)}),
        edited({"content/situs.yaml": settings_file("nasional", "kecil", 1)}),
    ],
}


@pytest.mark.parametrize("steps", FOUND.values(), ids=FOUND)
def test_what_was_wrong_once_is_that_of_a_clean_build(steps: list[Step]) -> None:
    follow([Step("start", theme="kecil"), *steps])
