"""All 553 mirrors of the real content: what each one says, and that it is whole."""

from __future__ import annotations

import hashlib
import json
import re

import pytest

from sitegen.plumbing.indonesian import WORDS
from sitegen.plumbing.output_folder import MARKER
from tests.laws.reading import Page
from tests.laws.real import FEW, JAKARTA, Fleet

VOTING_PAGES = ("index.html", "pemungutan-suara.html")
BALLOTS = re.compile(rf"\b({'|'.join(WORDS)}|\d+) (?:lembar |jenis )?surat suara\b", re.IGNORECASE)
LOCAL = "waktu setempat"
CLOSING = re.compile(r"13[.:]00 (WIB|WITA|WIT|waktu setempat)\b")


@pytest.fixture(scope="module")
def voting_pages(fleet: Fleet) -> dict[tuple[str, str], str]:
    """Text of the home page and of the page on voting of every mirror."""
    return {
        (region.code, path): Page.read(fleet.mirror(region.code), path).text
        for region in fleet.regions
        for path in VOTING_PAGES
    }


def test_there_is_a_mirror_for_every_region_and_nothing_else(fleet: Fleet) -> None:
    folders = {path.name for path in fleet.output.iterdir()} - {MARKER}
    assert {region.folder for region in fleet.regions} == folders
    assert len(folders) == 553


def test_jakarta_and_its_six_regions_say_four_ballots_and_all_others_five(
    fleet: Fleet, voting_pages: dict[tuple[str, str], str]
) -> None:
    assert {region.code for region in fleet.regions.below("31")} == set(JAKARTA)
    said = {key: set(BALLOTS.findall(text)) for key, text in voting_pages.items()}
    expected = {key: {"empat"} if key[0] in JAKARTA else {"lima"} for key in voting_pages}
    assert expected == said


def test_only_jakarta_has_no_green_ballot(
    fleet: Fleet, voting_pages: dict[tuple[str, str], str]
) -> None:
    without = {
        code
        for (code, path), text in voting_pages.items()
        if path == "pemungutan-suara.html" and "hijau" not in text.lower()
    }
    assert set(JAKARTA) == without


def test_polls_close_in_the_zone_of_each_region(
    fleet: Fleet, voting_pages: dict[tuple[str, str], str]
) -> None:
    zones = {region.code: {region.zone} for region in fleet.regions} | {"nasional": set()}
    assert [zones[code] for code in ("61.71", "73.71", "91.71")] == [{"WIB"}, {"WITA"}, {"WIT"}]
    said = {key: set(CLOSING.findall(text)) for key, text in voting_pages.items()}
    assert {key: zones[key[0]] for key in said} == {k: v - {LOCAL} for k, v in said.items()}
    assert {code for code, _ in said if LOCAL in said[code, "index.html"]} == {"nasional"}


def test_every_page_says_whose_mirror_it_is(fleet: Fleet) -> None:
    for code in ("31.01", "61.71", "91.71"):
        name = fleet.regions[code].usual_name
        for path in sorted(fleet.mirror(code).rglob("*.html")):
            page = Page.read(fleet.mirror(code), path.relative_to(fleet.mirror(code)).as_posix())
            title = page.tree.css_first("title")
            assert title is not None
            assert name in title.text(), path
            assert name in page.text, path


def test_every_mirror_holds_the_files_of_its_manifest_and_no_other(fleet: Fleet) -> None:
    for region in fleet.regions:
        folder = fleet.mirror(region.code)
        manifest = json.loads((folder / "manifest.json").read_bytes())
        assert (manifest["daerah"], manifest["keadaan_per"]) == (region.code, "2024-02-12")
        found = {
            path.relative_to(folder).as_posix(): [
                len(data := path.read_bytes()),
                hashlib.sha256(data).hexdigest(),
            ]
            for path in folder.rglob("*")
            if path.is_file() and path.name != "manifest.json"
        }
        assert manifest["berkas"] == found, region.code


NEVER = (
    b"{{", b"{%", b"%}", b"None", b"undefined", b" object at 0x", b'href=""', b'src=""',
    b"\xef\xb7\x90", b"\xef\xb7\x91", b"\xef\xb7\x92", b"\xef\xb7\x93", b"\xef\xbf\xbd",
)  # fmt: skip
"""Template code, missing values, empty addresses, noncharacters, text that was lost."""

UNWANTED = {
    "template code": r"\{\{|\{%|\{#|\}\}|%\}",
    "a value that is missing": r"\b(?:None|undefined|Undefined|NaN|nan)\b",
    "an empty address": r"""\b(?:href|src|content|action)\s*=\s*(?:"\s*"|'\s*'|[\s>])""",
    "an object of the program": r" object at 0x|&lt;sitegen|Markup\(",
    "a noncharacter": "[\ufdd0-\ufdef\ufffe\uffff]|&#(?:[xX]0*[fF][dD]|0*6497|0*6498)",
    "a control character": "[\x00-\x08\x0b-\x1f\x7f-\x9f]",
    "text that was lost": "\ufffd",
    "a path of a machine": r"/(?:home|root|tmp|Users)/|\bfile:",
}
"""What no reader should ever meet, thoroughly."""


LINKED_DATA = re.compile(r'<script type="application/ld\+json">[^<]*</script>')


def texts(fleet: Fleet, code: str) -> dict[str, str]:
    """Return the texts of a mirror by path, without what is for machines."""
    folder = fleet.mirror(code)
    return {
        path.relative_to(folder).as_posix(): LINKED_DATA.sub("", path.read_text("utf-8"))
        for path in folder.rglob("*")
        if path.suffix in {".html", ".xml", ".atom", ".txt", ".ics"}
    }


def unwanted(fleet: Fleet, code: str) -> list[str]:
    """Return where a mirror holds what no reader should meet."""
    patterns = {what: re.compile(pattern) for what, pattern in UNWANTED.items()}
    return [
        f"{path}: {what}: {found[0]!r}"
        for path, text in texts(fleet, code).items()
        for what, pattern in patterns.items()
        if (found := pattern.search(text))
    ]


@pytest.mark.parametrize("code", FEW)
def test_no_text_of_a_mirror_holds_what_no_reader_should_meet(fleet: Fleet, code: str) -> None:
    assert unwanted(fleet, code) == []


@pytest.mark.long
def test_no_text_of_any_mirror_holds_what_no_reader_should_meet(fleet: Fleet) -> None:
    assert [found for region in fleet.regions for found in unwanted(fleet, region.code)] == []


def test_no_page_of_any_mirror_holds_template_code_or_nothing(fleet: Fleet) -> None:
    found = []
    for path in fleet.output.rglob("*.html"):
        data = path.read_bytes()
        found += [(path.parent.name, path.name, never) for never in NEVER if never in data]
    assert found == []
