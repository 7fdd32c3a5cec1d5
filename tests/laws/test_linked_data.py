"""What pages tell search engines is JSON, agrees with the page, and judges a claim once."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.laws.real import FEW, Fleet

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)"')


def things(html: str) -> list[dict[str, Any]]:
    """Return everything a page describes."""
    found = []
    for text in SCRIPT.findall(html):
        thing = json.loads(text)
        assert thing["@context"] == "https://schema.org"
        found += thing.get("@graph", [thing])
    return found


def pages(fleet: Fleet, code: str) -> dict[str, str]:
    """Return the HTML of every page of a mirror by its path."""
    folder = fleet.mirror(code)
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*.html")
        if path.name != "404.html"
    }


@pytest.mark.parametrize("code", FEW)
def test_every_page_says_who_answers_for_it_and_where_it_stands(fleet: Fleet, code: str) -> None:
    address = fleet.address(fleet.regions[code])
    for path, html in pages(fleet, code).items():
        found = {thing["@type"]: thing for thing in things(html)}
        organization = found["GovernmentOrganization"]
        assert organization["@id"] == f"{address}#pengelola", path
        assert organization["name"]
        if path == "index.html":
            assert found["WebSite"]["url"] == address
            continue
        canonical = CANONICAL.search(html)
        assert canonical is not None
        steps = found["BreadcrumbList"]["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
        assert steps[0]["item"] == f"{address}index.html"
        assert steps[-1]["item"] == canonical[1], path


@pytest.mark.parametrize("code", FEW)
def test_a_claim_is_reviewed_once_on_its_original_page(fleet: Fleet, code: str) -> None:
    address = fleet.address(fleet.regions[code])
    for path, html in pages(fleet, code).items():
        reviews = [thing for thing in things(html) if thing["@type"] == "ClaimReview"]
        canonical = CANONICAL.search(html)
        assert canonical is not None
        original = canonical[1] == address + path
        wanted = original and path.startswith("klarifikasi/")
        assert len(reviews) == (1 if wanted else 0), path
        for review in reviews:
            assert review["url"] == canonical[1]
            assert review["author"]["@id"] == f"{address}#pengelola"


def test_a_stage_with_dates_is_an_event(fleet: Fleet) -> None:
    html = pages(fleet, "61.71")["tahapan/masa-tenang.html"]
    (event,) = [thing for thing in things(html) if thing["@type"] == "Event"]
    assert (event["startDate"], event["endDate"]) == ("2024-02-11", "2024-02-13")
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
