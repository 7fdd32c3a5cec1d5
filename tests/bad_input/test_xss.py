"""No document runs script: thousands of attempts, judged by html5lib and by a real Chromium."""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from sitegen.model.policy import META_POLICY
from tests.bad_input.judge import harm
from tests.bad_input.payloads import EVENTS, addresses, documents, elements
from tests.fuzz.harnesses import convert
from tests.project import Project

NATION = "content/nasional"
SAMPLE = 11
"""The suite takes each eleventh document; `--long` takes all."""
PER_SITE = 450


@dataclass(frozen=True)
class Corpus:
    """What became of the documents."""

    documents: list[tuple[str, str]]
    pages: dict[str, str]
    """Finished pages of those that were accepted, by their path in the mirror."""
    texts: list[str]
    """HTML of every body, of those that were refused too."""


def pressed(folder: Path, chosen: list[tuple[str, str]]) -> Corpus:
    """Build the documents, some hundred to a site: the list of all pages has a weight to keep."""
    parts = [
        _pressed(folder / str(at), chosen[at : at + PER_SITE])
        for at in range(0, len(chosen), PER_SITE)
    ]
    pages = {
        f"{n}/{path}": page for n, part in enumerate(parts) for path, page in part.pages.items()
    }
    return Corpus(chosen, pages, [text for part in parts for text in part.texts])


def _pressed(folder: Path, chosen: list[tuple[str, str]]) -> Corpus:
    """Build the documents; those with mistakes are taken out, as the program asks."""
    project = Project(folder / "proyek")
    for name, text in chosen:
        project.file(f"{NATION}/{name}", text)
    for _ in range(4):
        refused = {p.place.path for p in project.build("nasional", "61").report.problems}
        for path in refused:
            (project.folder / path).unlink()
        if not refused:
            break
    assert project.report.problems == []
    paths = [path for path in sorted(project.files()) if path.endswith(".html")]
    bodies = [convert(text.split("---\n", 2)[2])[0] for _, text in chosen]
    return Corpus(chosen, {path: project.read(path) for path in paths}, bodies)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Some of the documents, of every kind."""
    return pressed(tmp_path_factory.mktemp("xss"), documents()[::SAMPLE])


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """All documents."""
    return pressed(tmp_path_factory.mktemp("xss"), documents())


def violations(corpus: Corpus) -> dict[str, list[str]]:
    """Return what html5lib finds, by page or number of the document."""
    found = {path: harm(text, whole=True) for path, text in corpus.pages.items()}
    for number, text in enumerate(corpus.texts):
        # A directive of a text that is refused is not filled: its place is left.
        found[str(number)] = [harms for harms in harm(text) if harms != "<sg-block>"]
    return {where: harms for where, harms in found.items() if harms}


# --- html5lib


def test_there_are_thousands_of_documents_and_no_two_are_alike() -> None:
    texts = [text for _, text in documents()]
    assert len(set(texts)) > 4000


def test_the_judge_sees_what_must_not_be_there() -> None:
    assert len([e for e in elements("tanda(1)") if harm(f"<p>{e}</p>")]) > 150
    blind = [a for a in addresses("tanda(1)") if not harm(f"<a href='{a}'>x</a>")]
    assert len(list(addresses("x"))) - len(blind) > 25


def test_no_document_of_the_sample_becomes_more_than_text(sample: Corpus) -> None:
    assert len(sample.pages) > 100
    assert violations(sample) == {}


@pytest.mark.long
def test_no_document_becomes_more_than_text(whole: Corpus) -> None:
    assert len(whole.pages) > 1000
    assert len(whole.texts) > 4000
    assert violations(whole) == {}


FIELDS = (
    "nama: §\n",
    "lembaga: §\n",
    "kontak: {kantor: §}\n",
    "kontak: {surel: §}\n",
    "kontak: {situs: §}\n",
    "kontak: {telepon: §}\n",
    "kontak: {wa: §}\n",
    "media_sosial: [{nama: §, url: https://a.example/}]\n",
    "media_sosial: [{nama: a, url: §}]\n",
    "alamat: §\n",
    "warna: {utama: §}\n",
    "tema: §\n",
    "logo: §\n",
)


@pytest.mark.parametrize("field", FIELDS)
def test_no_setting_of_a_region_becomes_more_than_text(field: str, project: Project) -> None:
    evil = json.dumps("'\"><img src=x onerror=tanda(1)><script>tanda(2)</script>")
    project.file("content/61-kalimantan-barat/situs.yaml", field.replace("§", evil))
    if "nasional" in {r.code for r in project.build("nasional", "61").report.held_back}:
        pytest.fail("a region holds back the nation")
    for code in ("nasional", "61") if not project.report.problems else ("nasional",):
        for path in sorted(project.files(code)):
            if path.endswith(".html"):
                assert harm(project.read(path, code), whole=True) == []


# --- Chromium

WATCH = "window.tanda = number => { console.log('tanda ' + number); return true }"
POKE = """async events => {
  for (const element of document.querySelectorAll('*')) {
    for (const name of events) element.dispatchEvent(new Event(name.slice(2), {bubbles: false}))
    const leads = element.href || element.action || element.formAction || ''
    if (String(leads.baseVal ?? leads).startsWith('javascript:')) {
      element.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))
    }
  }
  await new Promise(done => setTimeout(done, 50))
}"""
Ran = Callable[[str], set[int]]


@contextmanager
def watched(browser: Browser) -> Iterator[Ran]:
    """Give a function that shows a page and returns the numbers of the payloads that ran."""
    context = browser.new_context(locale="id-ID")
    context.add_init_script(WATCH)
    shown = {"html": ""}

    def answer(route: Route) -> None:
        if route.request.is_navigation_request() and route.request.frame.parent_frame is None:
            route.fulfill(body=shown["html"], content_type="text/html; charset=utf-8")
        else:
            route.abort()

    context.route("**/*", answer)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: (said.append("tanda -1"), dialog.dismiss())[1])
    context.on("page", lambda opened: opened.close())

    def ran(html: str) -> set[int]:
        shown["html"] = html
        said.clear()
        page.goto("https://mirror.example/a.html", wait_until="load")
        page.evaluate(POKE, list(EVENTS))
        return {int(number) for text in said for number in re.findall(r"tanda (-?\d+)", text)}

    yield ran
    context.close()


def without_policy(html: str) -> str:
    """Take the policy out of a page, so that only escaping and sanitising are judged."""
    policy = f'<meta http-equiv="Content-Security-Policy" content="{entities.escape(META_POLICY)}">'
    policy = policy.replace("&#x27;", "&#39;")
    assert policy in html
    return html.replace(policy, "")


def together(corpus: Corpus) -> list[str]:
    """Return a few pages that hold what the pages and texts of the corpus hold."""
    mains = [without_policy(text) for text in corpus.pages.values()]
    parts = [re.sub(r"<!doctype html>|</?(?:html|head|body)[^>]*>", "", text) for text in mains]
    parts += corpus.texts
    size = 100
    return [
        "<!doctype html><meta charset=utf-8><body>" + "\n".join(parts[at : at + size])
        for at in range(0, len(parts), size)
    ]


def controls(browser: Browser, every: int) -> tuple[int, list[str]]:
    """Show payloads as they are; return how many ran, and which of those ran under the policy."""
    raw = [f"<!doctype html><p>{e}" for e in list(elements("tanda(1)"))[::every]]
    links = [f"<!doctype html><a href='{a}'>x</a>" for a in addresses("tanda(1)")]
    policy = f'<!doctype html><meta http-equiv="Content-Security-Policy" content="{META_POLICY}">'
    with watched(browser) as ran:
        control = [page for page in raw + links[::every] if ran(page)]
        return len(control), [page for page in control if ran(policy + page)]


@pytest.mark.browser
def test_chromium_runs_what_is_not_sanitised_unless_the_policy_forbids_it(browser: Browser) -> None:
    ran, under_the_policy = controls(browser, 17)
    assert ran > 5
    assert under_the_policy == []


@pytest.mark.browser
@pytest.mark.long
def test_chromium_runs_much_that_is_not_sanitised(browser: Browser) -> None:
    ran, under_the_policy = controls(browser, 1)
    assert ran > 100
    assert under_the_policy == []


@pytest.mark.browser
def test_chromium_runs_nothing_of_the_sample(sample: Corpus, browser: Browser) -> None:
    with watched(browser) as ran:
        assert [found for page in together(sample) if (found := ran(page))] == []


@pytest.mark.browser
@pytest.mark.long
def test_chromium_runs_nothing_of_any_page(whole: Corpus, browser: Browser) -> None:
    with watched(browser) as ran:
        pages = [without_policy(text) for text in whole.pages.values()]
        assert {n: found for n, page in enumerate(pages) if (found := ran(page))} == {}
        assert [found for page in together(whole) if (found := ran(page))] == []
