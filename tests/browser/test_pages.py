"""What a reader on a small telephone, on paper, or with a keyboard alone gets of a mirror."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import WIDTH, Reader

pytestmark = pytest.mark.browser

PAGES = (
    "index.html",
    "pemungutan-suara.html",
    "tahapan.html",
    "tahapan/kampanye.html",
    "klarifikasi.html",
    "klarifikasi/kolom-rt-rw.html",
    "panduan/cek-terdaftar.html",
    "istilah.html",
    "berita.html",
    "cari.html",
)
FOCUSED = "document.activeElement"


def focused(page: Page) -> str:
    """Return the text of what the keyboard is on."""
    return str(page.evaluate(f"{FOCUSED}.innerText || ''")).strip()


def press_until(page: Page, what: str, presses: int = 15) -> None:
    """Press Tab until the keyboard is on an element that says `what`."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        if what in focused(page):
            return
    pytest.fail(f"Tab does not reach “{what}”")


def box(page: Page, script: str) -> dict[str, Any]:
    """Return where an element is on the screen."""
    found: dict[str, Any] = page.evaluate(f"({script}).getBoundingClientRect().toJSON()")
    return found


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_the_screen(reader: Reader, path: str) -> None:
    page = reader.open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    wide = page.evaluate(
        f"""[...document.querySelectorAll("body *")].filter(e => {{
            const box = e.getBoundingClientRect();
            return box.width && box.right > {WIDTH} + 1 && !e.closest("pre, table")
                && getComputedStyle(e).position != "absolute";
        }}).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert wide == []


@pytest.mark.parametrize("path", PAGES)
def test_the_browser_complains_of_nothing_and_asks_for_nothing_elsewhere(
    reader: Reader, path: str
) -> None:
    reader.open(path).wait_for_load_state("networkidle")
    inside = reader.folder.as_uri() + "/"
    assert [address for address in reader.requests if not address.startswith(inside)] == []
    assert reader.complaints == []


def test_the_menu_opens_by_keyboard(reader: Reader) -> None:
    page = reader.open("index.html")
    link = page.get_by_role("navigation").get_by_role("link", name="Tahapan", exact=True).first
    if not link.is_visible():
        press_until(page, "Menu")
        page.keyboard.press("Enter")
    link.wait_for(state="visible", timeout=2000)
    press_until(page, "Tahapan", 25)
    page.keyboard.press("Enter")
    page.wait_for_url("**/tahapan.html")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Tahapan")


@pytest.mark.parametrize("path", ["index.html", "tahapan/kampanye.html"])
def test_the_first_tab_leads_to_the_text_itself(reader: Reader, path: str) -> None:
    page = reader.open(path)
    page.keyboard.press("Tab")
    skip = box(page, FOCUSED)
    assert page.evaluate(f"{FOCUSED}.getAttribute('href')").startswith("#")
    assert skip["width"] > 1
    assert skip["height"] > 1
    assert 0 <= skip["left"] < WIDTH
    page.keyboard.press("Enter")
    page.wait_for_url("**#*")
    target = page.url.partition("#")[2]
    assert page.evaluate(f"document.getElementById({target!r}).tagName") == "MAIN"
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.closest('main') !== null")


def test_whatever_the_keyboard_is_on_can_be_seen(reader: Reader) -> None:
    page = reader.open("index.html")
    unseen = []
    for _ in range(25):
        page.keyboard.press("Tab")
        style = page.evaluate(
            f"(s => [s.outlineStyle, s.outlineWidth, s.boxShadow, s.visibility])"
            f"(getComputedStyle({FOCUSED}))"
        )
        where = box(page, FOCUSED)
        if (style[0] == "none" and style[2] == "none") or where["width"] < 1:
            unseen.append(focused(page))
    assert unseen == []


def test_every_link_of_the_home_page_leads_to_a_page_that_opens(reader: Reader) -> None:
    page = reader.open("index.html")
    addresses = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.href)")
    inside = [a.partition("#")[0] for a in addresses if a.startswith("file:")]
    assert len(set(inside)) > 10
    for address in dict.fromkeys(inside):
        assert Path(unquote(urlsplit(address).path)).is_file(), address
        page.goto(address)
        assert page.get_by_role("heading", level=1).count() == 1, address
    assert reader.complaints == []


@pytest.mark.parametrize("path", PAGES)
def test_paper_shows_the_text_and_no_menu(reader: Reader, path: str) -> None:
    page = reader.open(path)
    page.emulate_media(media="print")
    shown = page.evaluate(
        "[...document.querySelectorAll('header nav, summary')].filter(e => e.offsetParent)"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    assert shown == []
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.locator("main").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["index.html", "klarifikasi/kolom-rt-rw.html"])
def test_text_stands_out_from_its_paper_by_day_and_by_night(
    reader: Reader, path: str, scheme: str
) -> None:
    reader.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page = reader.open(path)
    pale = page.evaluate(CONTRAST)
    assert pale == []


CONTRAST = """(() => {
    const parts = c => (c.match(/[\\d.]+/g) || []).map(Number);
    const channel = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
    const behind = e => {
        for (; e; e = e.parentElement) {
            const colour = parts(getComputedStyle(e).backgroundColor);
            if (colour.length == 3 || colour[3] == 1) return colour;
        }
        return [255, 255, 255];
    };
    const found = [];
    for (const e of document.querySelectorAll("body *")) {
        const text = [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim());
        if (!text || !e.offsetParent || e.getBoundingClientRect().width < 2) continue;
        const style = getComputedStyle(e);
        const [a, b] = [light(parts(style.color)), light(behind(e))].sort((x, y) => y - x);
        const size = parseFloat(style.fontSize);
        const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        const ratio = (a + 0.05) / (b + 0.05);
        if (ratio < (large ? 3 : 4.5)) found.push(`${ratio} ${e.outerHTML.slice(0, 80)}`);
    }
    return found;
})()"""
"""Finds text whose contrast is below WCAG 2.2 AA (1.4.3)."""


def test_links_outside_running_text_are_large_enough_to_touch(reader: Reader) -> None:
    page = reader.open("index.html")
    small = page.evaluate(
        """[...document.querySelectorAll("summary, nav a")].filter(e => e.offsetParent).map(e => {
            const box = e.getBoundingClientRect();
            return box.height < 24 ? `${box.height} ${e.outerHTML.slice(0, 80)}` : "";
        }).filter(Boolean)"""
    )
    assert small == []
