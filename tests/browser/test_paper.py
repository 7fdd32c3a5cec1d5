"""What comes out of the printer: sheets of A4, counted in real PDFs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.plumbing.test_qr import drawn, read

pytestmark = pytest.mark.browser

HOME = "https://kota-pontianak.literasi-pemilu.example/"
POSTERS = "pemungutan-suara.html", "panduan/*.html"
TWO_SHEETS = "tahapan/*.html", "klarifikasi/*.html"
FEW = (
    "tahapan/rekapitulasi.html", "tahapan/putaran-kedua.html", "klarifikasi/ktp-el-dan-tps.html",
)  # fmt: skip
"""The longest ones."""
A4 = 595.3, 841.9


@pytest.fixture(scope="module")
def sheet(browser: Browser) -> Iterator[Page]:
    """A page of the browser that is printed."""
    context = browser.new_context(java_script_enabled=True, locale="id-ID")
    yield context.new_page()
    context.close()


def printed(sheet: Page, file: Path) -> bytes:
    """Return the PDF that Chromium makes of a page."""
    sheet.goto(file.as_uri())
    return sheet.pdf(prefer_css_page_size=True)


def sheets(pdf: bytes) -> int:
    """Count the sheets of a PDF: the objects of the type Page, which stand uncompressed."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def seen(sheet: Page, script: str) -> Any:
    """Ask the page as it is printed."""
    sheet.emulate_media(media="print")
    try:
        return sheet.evaluate(script)
    finally:
        sheet.emulate_media(media="null")


def files(mirror: Path, patterns: tuple[str, ...]) -> list[Path]:
    """Return the pages of a mirror that patterns name."""
    found = [path for pattern in patterns for path in sorted(mirror.glob(pattern))]
    assert found
    return found


def test_what_hangs_on_a_wall_is_one_sheet_of_a4(sheet: Page, mirror: Path) -> None:
    for file in files(mirror, POSTERS):
        pdf = printed(sheet, file)
        assert sheets(pdf) == 1, file.name
        box = re.search(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", pdf)
        assert box is not None
        assert [float(side) for side in box.groups()] == pytest.approx(A4, abs=1), file.name


def test_the_longest_stages_and_clarifications_are_two_sheets_at_most(
    sheet: Page, mirror: Path
) -> None:
    assert {file: sheets(printed(sheet, mirror / file)) <= 2 for file in FEW} == dict.fromkeys(
        FEW, True
    )


@pytest.mark.long
def test_no_stage_and_no_clarification_is_more_than_two_sheets(sheet: Page, mirror: Path) -> None:
    counted = {file.name: sheets(printed(sheet, file)) for file in files(mirror, TWO_SHEETS)}
    assert {name: count for name, count in counted.items() if count > 2} == {}


@pytest.mark.parametrize("path", [*FEW, "pemungutan-suara.html", "panduan/cek-terdaftar.html"])
def test_nothing_on_paper_is_smaller_than_nine_and_a_half_points(
    sheet: Page, mirror: Path, path: str
) -> None:
    sheet.goto((mirror / path).as_uri())
    small = seen(
        sheet,
        """[...document.querySelectorAll("body *")].filter(e =>
            e.checkVisibility() && [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim())
            && parseFloat(getComputedStyle(e).fontSize) < 9.5 * 96 / 72 - .01
        ).map(e => e.outerHTML.slice(0, 80))""",
    )
    assert small == []


@pytest.mark.parametrize("path", ["index.html", "tahapan/kampanye.html", "panduan/melaporkan.html"])
def test_no_menu_no_jump_and_no_way_on_is_printed(sheet: Page, mirror: Path, path: str) -> None:
    sheet.goto((mirror / path).as_uri())
    shown = "[...document.querySelectorAll('nav, summary, .lompat, .bagikan')]"
    assert seen(sheet, f"{shown}.filter(e => e.checkVisibility()).map(e => e.outerHTML)") == []


def test_the_ballots_are_boxes_with_their_names(sheet: Page, mirror: Path) -> None:
    sheet.goto((mirror / "index.html").as_uri())
    boxes = seen(
        sheet,
        """[...document.querySelector("[aria-hidden]").children].map(e => {
            const s = getComputedStyle(e);
            return [getComputedStyle(e, "::after").content, s.borderTopStyle, s.backgroundColor];
        })""",
    )
    assert [name for name, _, _ in boxes][:2] == ['"Presiden"', '"DPD"']
    assert {tuple(rest) for _, *rest in boxes} == {("solid", "rgba(0, 0, 0, 0)")}


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("path", ["index.html", "tahapan/kampanye.html"])
def test_at_the_foot_stand_address_day_and_a_code_that_leads_home(
    browser: Browser, mirror: Path, path: str, script: bool
) -> None:
    with browser.new_context(java_script_enabled=script) as context:
        sheet = context.new_page()
        asked: list[str] = []
        sheet.on("request", lambda request: asked.append(Path(request.url).name))
        sheet.goto((mirror / path).as_uri())
        sheet.wait_for_load_state("networkidle")
        if script:  # without, browsers load lazy pictures at once
            assert "qr.svg" not in asked
        foot = seen(sheet, "document.body.lastElementChild.innerText")
        assert HOME + ("" if path == "index.html" else path) in foot
        assert "Keadaan per 12 Februari 2024" in foot
        sheet.pdf()
        assert "qr.svg" in asked
    assert leads_to((mirror / "qr.svg").read_text("utf-8")) == HOME


@pytest.mark.parametrize("path", ["pemungutan-suara.html", "panduan/melaporkan.html"])
def test_a_poster_has_a_code_that_leads_to_its_own_page(
    sheet: Page, mirror: Path, path: str
) -> None:
    sheet.goto((mirror / path).as_uri())
    code = sheet.locator("svg[role=img]")
    assert code.count() == 1
    assert not code.is_visible()
    box = seen(sheet, "document.querySelector('svg').getBoundingClientRect().toJSON()")
    assert box["width"] >= 20 / 25.4 * 96
    assert leads_to(code.evaluate("e => e.outerHTML")) == HOME + path


def leads_to(svg: str) -> str:
    """Return what a scanner reads in a picture of a code."""
    squares = drawn(svg)
    return read([row[4:-4] for row in squares[4:-4]])
