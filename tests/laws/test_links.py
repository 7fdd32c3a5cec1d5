"""No link of any mirror is broken, wherever it is served, and nothing comes from elsewhere."""

from __future__ import annotations

import http.server
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.laws.reading import Mirror, Page, styles
from tests.laws.real import FEW, Fleet

BASES = ("https://situs.example/", "https://situs.example/a/b/")


def mirror_of(fleet: Fleet, code: str) -> Mirror:
    """Read one mirror."""
    return Mirror(fleet.mirror(code), fleet.address(fleet.regions[code]))


def folders(fleet: Fleet) -> dict[str, Path]:
    """Return the folder of every mirror by its absolute address."""
    return {fleet.address(region): fleet.mirror(region.code) for region in fleet.regions}


@pytest.mark.parametrize("code", FEW)
def test_every_link_of_a_mirror_leads_somewhere(fleet: Fleet, code: str) -> None:
    mirror = mirror_of(fleet, code)
    found = list(mirror.links())
    assert len(found) > 1000
    assert [wrong for base in BASES for wrong in mirror.broken(base, folders(fleet))] == []


@pytest.mark.long
@pytest.mark.parametrize("part", range(8))
def test_every_link_of_every_mirror_leads_somewhere(fleet: Fleet, part: int) -> None:
    others = folders(fleet)
    wrong = []
    for region in list(fleet.regions)[part::8]:
        mirror = mirror_of(fleet, region.code)
        wrong += [(region.code, w) for base in BASES for w in mirror.broken(base, others)]
    assert wrong == []


def test_the_check_of_links_finds_what_is_broken(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "index.html").write_text('<p id=x><a href="a/b.html#y">')
    (tmp_path / "a" / "b.html").write_text(
        '<p id=y><a href="../index.html#x"><a href="../index.html#z"><a href="c.html"><a href="">'
        '<a href="../../index.html"><a href="/index.html"><a href="http://x.id/">'
        '<img src="//x.id/y">'
        '<a href="https://lain.example/ada"><a href="https://lain.example/tak">'
        '<a href="javascript:x"><a href="https://sini.example/a/b.html#y">'
        '<link rel=stylesheet href="https://x.id/a.css"><link rel=canonical href="https://x.id/">'
    )
    (tmp_path / "gaya.css").write_text(
        'a{background:url("https://x.id/i.png")}b{c:url(index.html)}'
    )
    (tmp_path / "ada").write_text("")
    mirror = Mirror(tmp_path, "https://sini.example/")
    broken = mirror.broken(BASES[1], {"https://lain.example/": tmp_path})
    assert broken == [
        "a/b.html: '../index.html#z' names no id of that page",
        "a/b.html: 'c.html' leads nowhere",
        "a/b.html: '' is empty",
        "a/b.html: '../../index.html' leads out of the mirror",
        "a/b.html: '/index.html' leads out of the mirror",
        "a/b.html: 'http://x.id/' is not secure",
        "a/b.html: '//x.id/y' is fetched from elsewhere",
        "a/b.html: 'https://lain.example/tak' leads nowhere on another mirror",
        "a/b.html: 'javascript:x' is no address",
        "a/b.html: 'https://x.id/a.css' is fetched from elsewhere",
        "gaya.css: 'https://x.id/i.png' is fetched from elsewhere",
    ]


def test_no_page_loads_anything_from_elsewhere(fleet: Fleet) -> None:
    loaded = set()
    for region in fleet.regions:
        home = Page.read(fleet.mirror(region.code), "index.html")
        loaded |= {link.address for link in home.links() if link.loads}
        for sheet in fleet.mirror(region.code).glob("aset/*.css"):
            loaded |= {link.address for link in styles(sheet.name, sheet.read_text("utf-8"))}
    assert sorted(address for address in loaded if ":" in address or address.startswith("//")) == []
    assert any(address.endswith(".css") for address in loaded)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve `folder` on the loopback interface and yield its address."""
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Quiet, directory=folder)
    ) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def crawl(base: str) -> tuple[set[str], list[str]]:
    """Follow every link from `base` on that stays below the server; return reached and failed."""
    host = "/".join(base.split("/")[:3]) + "/"
    waiting, reached, failed = [base], {base}, []
    while waiting:
        address = waiting.pop()
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                data, kind = answer.read(), answer.headers.get_content_type()
        except urllib.error.HTTPError as error:
            with error:
                failed.append(f"{error.code} {address}")
            continue
        if kind == "text/html":
            found = _addresses(address, data)
        else:
            found = [link.address for link in styles(address, data.decode("utf-8", "replace"))]
        for target in found:
            plain = urldefrag(urljoin(address, target))[0]
            if plain.startswith(host) and plain not in reached:
                reached.add(plain)
                waiting.append(plain)
    return reached, failed


def _addresses(address: str, data: bytes) -> list[str]:
    return [link.address for link in Page(address, LexborHTMLParser(data)).links()]


@pytest.mark.parametrize("code", ["nasional", "61.71"])
@pytest.mark.parametrize("place", ["", "a/b/"])
def test_a_reader_reaches_every_page_from_the_home_page(
    fleet: Fleet, code: str, place: str, tmp_path: Path
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").symlink_to(fleet.mirror(code))
    with served(tmp_path if place else fleet.mirror(code)) as host:
        reached, failed = crawl(host + place)
    assert failed == []
    below = {address.removeprefix(host + place) or "index.html" for address in reached}
    assert sorted(path for path in below if path.startswith("http")) == []
    pages = {path for path in mirror_of(fleet, code).pages if path != "404.html"}
    assert sorted(pages - below) == []
