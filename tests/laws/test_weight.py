"""A page with its style sheets fits into the first round trip of a slow connection."""

from __future__ import annotations

import gzip

import pytest

from tests.laws.reading import Page
from tests.laws.real import FEW, Fleet

LIMIT, LIMIT_OF_SHEET, LIMIT_OF_SEARCH = 14 * 1024, 5 * 1024, 4 * 1024


def packed(data: bytes) -> int:
    """Return how many bytes a server sends for `data`."""
    return len(gzip.compress(data, 6))


@pytest.mark.parametrize("code", FEW)
def test_no_page_with_its_style_sheets_weighs_more_than_14_kb(fleet: Fleet, code: str) -> None:
    folder = fleet.mirror(code)
    sheets = {
        path.relative_to(folder).as_posix(): packed(path.read_bytes())
        for path in folder.glob("aset/*.css")
    }
    assert max(sheets.values()) <= LIMIT_OF_SHEET
    heavy = {}
    for file in folder.rglob("*.html"):
        page = Page.read(folder, file.relative_to(folder).as_posix())
        named = {
            str(node.attributes["href"]).lstrip("./")
            for node in page.tree.css("link[rel=stylesheet]")
        }
        weight = packed(file.read_bytes()) + sum(sheets[name] for name in named)
        if weight > LIMIT:
            heavy[page.path] = weight
    assert heavy == {}


def test_the_only_script_weighs_no_more_than_4_kb(fleet: Fleet) -> None:
    (script,) = fleet.mirror("nasional").rglob("*.js")
    assert packed(script.read_bytes()) <= LIMIT_OF_SEARCH
