"""The pages are HTML without mistakes, as strict parsers and screen readers want it."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import html5lib
import pytest

from tests.laws.reading import Mirror
from tests.laws.real import FEW, Fleet


def mirror_of(fleet: Fleet, code: str) -> Mirror:
    """Read one mirror."""
    return Mirror(fleet.mirror(code), fleet.address(fleet.regions[code]))


@pytest.mark.parametrize("code", ["nasional", "31", "61.71"])
def test_a_strict_parser_finds_no_mistake_in_any_page(fleet: Fleet, code: str) -> None:
    mistakes = {}
    for path in mirror_of(fleet, code).pages:
        parser = html5lib.HTMLParser()
        parser.parse((fleet.mirror(code) / path).read_text("utf-8"))
        if parser.errors:
            mistakes[path] = [(place, name) for place, name, _ in parser.errors]
    assert mistakes == {}


@pytest.mark.parametrize("code", FEW)
def test_every_id_stands_once_on_a_page(fleet: Fleet, code: str) -> None:
    twice = {
        path: [name for name, count in Counter(page.ids).items() if count > 1 or not name]
        for path, page in mirror_of(fleet, code).pages.items()
    }
    assert {path: names for path, names in twice.items() if names} == {}


@pytest.mark.parametrize("code", FEW)
def test_every_page_has_one_first_heading_and_skips_no_level(fleet: Fleet, code: str) -> None:
    for path, page in mirror_of(fleet, code).pages.items():
        levels = [int(str(node.tag)[1]) for node in page.tree.css("h1, h2, h3, h4, h5, h6")]
        assert levels.count(1) == 1, path
        main = levels[levels.index(1) :]
        jumps = [pair for pair in pairwise(main) if pair[1] > pair[0] + 1]
        assert jumps == [], path


@pytest.mark.parametrize("code", ["nasional", "31", "61.71"])
def test_every_page_has_what_readers_and_machines_look_for(fleet: Fleet, code: str) -> None:
    for path, page in mirror_of(fleet, code).pages.items():
        data = (fleet.mirror(code) / path).read_bytes()
        assert data.lower().startswith(b"<!doctype html>"), path
        assert data.index(b'charset="utf-8"') < 1024, path
        root = page.tree.root
        assert root is not None
        assert root.attributes.get("lang") == "id", path
        for once in ("title", "main", "meta[name=viewport]"):
            assert len(page.tree.css(once)) == 1, (path, once)
        unnamed = page.tree.css("img:not([alt]), nav:not([aria-label]):not([aria-labelledby])")
        assert [node.html for node in unnamed] == [], path


def test_no_two_pages_have_the_same_title(fleet: Fleet) -> None:
    titles = Counter(
        page.tree.css("title")[0].text() for page in mirror_of(fleet, "nasional").pages.values()
    )
    assert [title for title, count in titles.items() if count > 1] == []


@pytest.mark.parametrize("code", ["nasional", "31", "61.71"])
def test_no_page_but_the_search_holds_script_and_none_styles_of_its_own(
    fleet: Fleet, code: str
) -> None:
    for path, page in mirror_of(fleet, code).pages.items():
        scripts = [
            node.html
            for node in page.tree.css("script, iframe, object, embed, form, base, style, [style]")
            if node.attributes.get("type") != "application/ld+json"
        ]
        if path == "cari.html":
            script, form = scripts
            assert script.startswith('<script src="aset/cari-'), script
            assert "></script>" in script
            assert "hidden" in form.partition(">")[0]
        else:
            assert scripts == [], path
        named = [name for node in page.tree.css("*") for name in node.attributes]
        assert [name for name in named if name.startswith("on")] == [], path
