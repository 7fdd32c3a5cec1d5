"""Every layout on every screen, by day and by night, with and without JavaScript, for everyone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

LAYOUTS = (
    "index.html",
    "pemungutan-suara.html",
    "tahapan.html",
    "tahapan/masa-tenang.html",
    "klarifikasi.html",
    "klarifikasi/kolom-rt-rw.html",
    "klarifikasi-menurut-topik.html",
    "klarifikasi-menurut-putusan.html",
    "koreksi.html",
    "lembaga.html",
    "panduan.html",
    "panduan/apa-yang-dibawa.html",
    "istilah.html",
    "istilah/dpt.html",
    "berita.html",
    "topik.html",
    "tentang.html",
    "404.html",
)
WIDTHS, SCHEMES = (360, 768, 1280), ("light", "dark")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
TOO_WIDE = """[document.documentElement.scrollWidth - innerWidth,
    ...[...document.querySelectorAll("body *")].filter(e => e.checkVisibility()
        && e.getBoundingClientRect().right > innerWidth + 1 && !e.closest("pre, table"))
    .map(e => e.outerHTML.slice(0, 80))].filter(found => found != 0)"""
LARGE_TEXT = "document.documentElement.style.fontSize = '225%'"
"""Twice the size that the theme sets."""


class Screen:
    """A page of the browser that notes what it complains about."""

    def __init__(self, context: BrowserContext, folder: Path) -> None:
        """Open a page in `context` for files of `folder`."""
        self.context, self.folder = context, folder
        self.page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", lambda request: self.complaints.append(request.url))

    def open(self, path: str) -> Page:
        """Open a page as its own server would show it: `404.html` has absolute addresses."""
        file = self.folder / path
        if path == "404.html":
            base = f'<base href="{self.folder.as_uri()}/">'
            text = file.read_text("utf-8").replace("<head>", f"<head>{base}", 1)
            file = self.folder / "404-dibuka.html"
            file.write_text(text.replace('="/', '="'), "utf-8")
        self.page.goto(file.as_uri())
        return self.page


@pytest.fixture(scope="module", params=["light", "dark"])
def screen(request: pytest.FixtureRequest, browser: Browser, mirror: Path) -> Iterator[Screen]:
    """A telephone by day and by night."""
    yield from shown(browser, mirror, 360, str(request.param), script=True)


def shown(
    browser: Browser, mirror: Path, width: int, scheme: str, *, script: bool
) -> Iterator[Screen]:
    """Yield a screen, and close it."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        java_script_enabled=script,
        locale="id-ID",
    )
    yield Screen(context, mirror)
    context.close()


def wrong(screen: Screen, path: str) -> list[Any]:
    """Return what no layout may do on any screen."""
    page = screen.open(path)
    found: list[Any] = page.evaluate(TOO_WIDE)
    headings = page.locator("h1").count()
    found += [] if headings == 1 else [f"{headings} h1"]
    found += screen.complaints
    screen.complaints.clear()
    return found


def violations(page: Page) -> list[str]:
    """Return what axe-core finds, one line per rule and element."""
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {node['html'][:100]}" for rule in found for node in rule["nodes"]]


def test_layouts_hold_on_a_telephone_by_day_and_by_night(screen: Screen) -> None:
    assert {path: found for path in LAYOUTS if (found := wrong(screen, path))} == {}


def test_axe_finds_nothing(screen: Screen) -> None:
    found = {path: violations(screen.open(path)) for path in LAYOUTS}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_axe_finds_what_is_there(screen: Screen) -> None:
    page = screen.open("index.html")
    page.evaluate("document.querySelector('h1').innerHTML = '<img src=x><a href=x></a>'")
    assert {line.partition(":")[0] for line in violations(page)} >= {"image-alt", "link-name"}
    screen.complaints.clear()


def test_layouts_hold_at_320_pixels_and_with_text_of_twice_the_size(
    browser: Browser, mirror: Path
) -> None:
    for narrow in shown(browser, mirror, 320, "light", script=True):
        found = {}
        for path in LAYOUTS:
            page = narrow.open(path)
            plain = page.evaluate(TOO_WIDE)
            page.evaluate(LARGE_TEXT)
            if lines := plain + page.evaluate(TOO_WIDE):
                found[path] = lines
        assert found == {}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["klarifikasi/kolom-rt-rw.html", "tahapan.html"])
def test_the_keyboard_reaches_every_link_in_order_and_shows_where_it_is(
    browser: Browser, mirror: Path, path: str, width: int
) -> None:
    for screen in shown(browser, mirror, width, "light", script=False):
        page = screen.open(path)
        wanted = page.evaluate(
            "[...document.querySelectorAll('a[href], summary')].filter(e => e.checkVisibility())"
            ".map((e, i) => { e.dataset.i = i; return e.innerText })"
        )
        assert wanted[0] == "Langsung ke isi"
        reached = []
        for _ in wanted:
            page.keyboard.press("Tab")
            number, outline, box = page.evaluate(
                """(e => { const s = getComputedStyle(e), b = e.getBoundingClientRect();
                    return [Number(e.dataset.i), s.outlineStyle + s.outlineWidth,
                        b.width > 1 && b.left > -1 && b.right < innerWidth + 1
                        && b.top > -1 && b.bottom < innerHeight + 1]; })(document.activeElement)"""
            )
            assert outline == "solid3px", wanted[number]
            assert box, wanted[number]
            reached.append(number)
        assert reached == list(range(len(wanted)))


@pytest.mark.long
@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize(("width", "scheme"), list(product(WIDTHS, SCHEMES)))
def test_layouts_hold_on_every_screen(
    browser: Browser, mirror: Path, width: int, scheme: str, script: bool
) -> None:
    for screen in shown(browser, mirror, width, scheme, script=script):
        found = {path: lines for path in LAYOUTS if (lines := wrong(screen, path))}
        if script:
            found |= {path: lines for path in LAYOUTS if (lines := violations(screen.open(path)))}
        assert found == {}


@pytest.mark.long
def test_every_page_passes_axe(browser: Browser, mirror: Path) -> None:
    pages = sorted(p.relative_to(mirror).as_posix() for p in mirror.rglob("*.html"))
    for screen in shown(browser, mirror, 360, "light", script=True):
        found = {path: lines for path in pages if (lines := violations(screen.open(path)))}
        assert found == {}
