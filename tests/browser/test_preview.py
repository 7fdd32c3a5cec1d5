"""What a writer sees of the preview while writing: the page reloads, problems come and go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.project import Project, page
from tests.running import PATIENCE, Running, running

pytestmark = pytest.mark.browser

A, CITY = "content/nasional/a.md", "content/61.71-kota-pontianak"
LONG = "\n\n".join(f"Paragraf {number}." for number in range(200))
BAR, PROBLEMS = "sitegen-preview .bar", "sitegen-preview #problems"


def text(words: str, **front: str) -> str:
    """Return a page that is longer than any screen."""
    return page("Halaman A", f"{words}\n\n{LONG}\n", **front)


@pytest.fixture
def preview(project: Project) -> Iterator[Running]:
    """A preview of a page for all and one for a city alone."""
    project.file(A, text("Isi pertama.")).file(f"{CITY}/kota.md", page("Hanya di kota"))
    with running(project.folder) as preview:
        yield preview


@pytest.fixture
def tab(browser: Browser, preview: Running) -> Iterator[Page]:
    """A tab that shows the page, with the bar; nothing in it may fail."""
    context = browser.new_context(viewport={"width": 800, "height": 600}, locale="id-ID")
    context.set_default_timeout(PATIENCE * 1000)
    tab, errors = context.new_page(), list[str]()
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    opened(tab, preview, "nasional/a.html")
    yield tab
    context.close()
    assert [error for error in errors if "status of 404" not in error] == []


def opened(tab: Page, preview: Running, path: str) -> None:
    """Open a page and wait for its bar."""
    tab.goto(preview.server.address + path)
    ready(tab)


def ready(tab: Page) -> None:
    """Wait until the bar has heard from the server."""
    sees(tab, f"{BAR} .day", "Keadaan per 12 Februari 2024")


def sees(tab: Page, what: str, words: str) -> None:
    """Wait until an element shows `words`."""
    expect(tab.locator(what)).to_contain_text(words, timeout=PATIENCE * 1000)


def gone(tab: Page, what: str) -> None:
    """Wait until an element is not shown."""
    expect(tab.locator(what)).to_be_hidden(timeout=PATIENCE * 1000)


def test_a_saved_page_appears_by_itself_where_one_was_reading(tab: Page, project: Project) -> None:
    tab.evaluate("scrollTo(0, 1500)")
    project.file(A, text("Isi kedua."))
    sees(tab, "article", "Isi kedua.")
    ready(tab)
    tab.wait_for_function("scrollY === 1500")


def test_a_mistake_lies_over_the_last_good_page_until_it_is_mended(
    tab: Page, project: Project
) -> None:
    project.file(A, text("Isi kedua.", judull="salah"))
    sees(tab, PROBLEMS, f"{A}:4:1")
    sees(tab, PROBLEMS, "“judull” bukan kunci yang dikenal di sini")
    sees(tab, PROBLEMS, "maksud Anda “judul”?")
    sees(tab, PROBLEMS, "Situs cermin ini ditahan.")
    expect(tab.locator("article")).to_contain_text("Isi pertama.")
    tab.locator(PROBLEMS).get_by_role("button", name="Sembunyikan").click()
    gone(tab, PROBLEMS)
    tab.locator(BAR).get_by_role("button", name="1 galat, 0 peringatan").click()
    expect(tab.locator(PROBLEMS)).to_be_visible()
    project.file(A, text("Isi pertama."))  # the same bytes again: nothing to reload
    gone(tab, PROBLEMS)
    gone(tab, f"{BAR} button")
    project.file(A, text("Isi ketiga."))
    sees(tab, "article", "Isi ketiga.")


def test_a_first_build_that_fails_shows_its_problems_and_then_the_page(
    browser: Browser, project: Project
) -> None:
    project.file(A, text("Isi.", judull="salah"))
    tab = browser.new_page()
    with running(project.folder) as preview:
        tab.goto(preview.server.address + "nasional/a.html")
        sees(tab, PROBLEMS, f"{A}:4:1")
        sees(tab, PROBLEMS, "belum dapat dibangun")
        project.file(A, text("Sudah diperbaiki."))
        sees(tab, "article", "Sudah diperbaiki.")
        gone(tab, PROBLEMS)
    tab.close()


def test_warnings_wait_until_they_are_asked_for(tab: Page, project: Project) -> None:
    project.file(A, text("Lihat [situs](http://www.kpu.go.id/)."))
    sees(tab, "article", "Lihat situs.")
    button = tab.locator(BAR).get_by_role("button", name="0 galat, 1 peringatan")
    expect(button).to_be_visible(timeout=PATIENCE * 1000)
    expect(tab.locator(PROBLEMS)).to_be_hidden()
    button.click()
    sees(tab, PROBLEMS, "peringatan SG")


def test_the_same_page_opens_on_another_mirror_or_else_its_home(
    tab: Page, preview: Running
) -> None:
    field = tab.locator(f"{BAR} input")
    expect(field).to_have_value("Indonesia (nasional)")
    assert tab.locator(f"{BAR} option").count() == 553
    field.fill("Kota Pontianak (61.71)")
    tab.wait_for_url("**/61.71/a.html")
    ready(tab)
    expect(field).to_have_value("Kota Pontianak (61.71)")
    opened(tab, preview, "61.71/kota.html")
    field.fill("singkawang")
    field.press("Enter")
    tab.wait_for_url("**/61.72/")
    ready(tab)
    field.fill("kediri")  # a regency and a city
    field.press("Enter")
    assert field.evaluate("field => field.validationMessage").startswith("Tidak ada daerah")
    assert tab.url.endswith("/61.72/")


def test_the_bar_and_the_page_leave_each_others_style_alone(tab: Page, preview: Running) -> None:
    tab.evaluate(
        """() => {
            const style = new CSSStyleSheet();
            style.replaceSync("body > * { display: none !important; color: red; font-size: 40px }");
            document.adoptedStyleSheets = [style];
        }"""
    )
    expect(tab.locator(BAR)).to_be_visible()
    colour = "element => getComputedStyle(element).color"
    assert tab.locator(f"{BAR} .day").evaluate(colour) == "rgb(255, 255, 255)"


@pytest.mark.parametrize(
    "policy",
    [
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
        "form-action 'none'; upgrade-insecure-requests; require-trusted-types-for 'script'",
        "default-src 'self'; script-src 'none'; connect-src 'none'",
    ],
)
def test_the_bar_works_under_a_strict_policy(
    policy: str, browser: Browser, project: Project, repository: Path
) -> None:
    base = (repository / "themes/dasar/pages/base.html").read_text("utf-8")
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    project.file("themes/ketat/theme.yaml", "extends: dasar\n")
    own = '<meta http-equiv="Content-Security-Policy" content="{{ kebijakan }}">'
    assert own in base
    project.file("themes/ketat/pages/base.html", base.replace(own, meta))
    situs = (project.folder / "content/situs.yaml").read_text("utf-8")
    project.file("content/situs.yaml", f"{situs}tema: ketat\n").file(A, text("Isi pertama."))
    tab = browser.new_page()
    with running(project.folder) as preview:
        opened(tab, preview, "nasional/a.html")
        assert tab.locator("meta[http-equiv]").count() == 1
        project.file(A, text("Isi kedua.", judull="salah"))
        sees(tab, PROBLEMS, f"{A}:4:1")
        colour = tab.locator(PROBLEMS).evaluate("e => getComputedStyle(e).backgroundColor")
        assert colour == "rgb(31, 35, 40)"
        project.file(A, text("Isi kedua."))
        sees(tab, "article", "Isi kedua.")
    tab.close()


def test_the_bar_says_when_the_preview_has_ended(browser: Browser, project: Project) -> None:
    project.file(A, text("Isi pertama."))
    tab = browser.new_page()
    with running(project.folder) as preview:
        opened(tab, preview, "nasional/a.html")
        gone(tab, f"{BAR} .offline")
    sees(tab, f"{BAR} .offline", "Pratinjau sudah berhenti")
    tab.close()
