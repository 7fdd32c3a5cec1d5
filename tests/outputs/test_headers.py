"""What web servers say and refuse, asked of real ones; and that four servers say the same."""

from __future__ import annotations

import gzip
import http.client
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import ANY

import pytest

from sitegen.model.policy import HEADERS, META_POLICY
from tests.outputs.servers import SERVERS
from tests.project import Project, page, stage

PLACES = [
    pytest.param((name, where), id=f"{name} {where}")
    for name, server in SERVERS.items()
    for where in server.where
]
REFUSED = (403, 404)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        return self.headers["Content-Type"].replace(" ", "").lower()


@dataclass(frozen=True)
class Site:
    """A mirror that a real server serves below `base`."""

    port: int
    base: str
    mirror: Path

    def get(self, path: str, **headers: str) -> Answer:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.request("GET", f"/{self.base}{path}", headers=headers)
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())

    def one(self, pattern: str) -> str:
        """Return the path of a file of the mirror."""
        return next(self.mirror.glob(pattern)).relative_to(self.mirror).as_posix()


@pytest.fixture(scope="module", params=PLACES)
def places(request: pytest.FixtureRequest) -> tuple[str, str]:
    name, where = request.param
    SERVERS[name].found()
    return name, where


@pytest.fixture(scope="module")
def site(places: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    name, where = places
    base = "" if where == "alone" else "pemilu/"
    project = Project(tmp_path_factory.mktemp("project"))
    project.file(
        "content/31-dki-jakarta/situs.yaml", f"alamat: https://pemilu.jakarta.example/{base}\n"
    )
    project.file("content/nasional/tahapan/a.md", stage())
    mirror = project.file("content/nasional/a.md", page()).build("31").mirror("31")
    with SERVERS[name].serving(mirror, where) as port:
        yield Site(port, base, mirror)


def test_every_answer_carries_every_header(site: Site) -> None:
    style = site.one("aset/*.css")
    paths = {
        "": 200, "index.html": 200, style: 200, "umpan.atom": 200, "robots.txt": 200,
        site.one("kartu/*.png"): 200, "tak-ada.html": 404, "tak/ada/di-sini.html": 404,
        "aset": ANY, "jahat.php": ANY,
    }  # fmt: skip
    for path, status in paths.items():
        answer = site.get(path)
        assert answer.status == status, path
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, path


def test_files_named_after_their_digest_are_kept_for_a_year_and_pages_for_minutes(
    site: Site,
) -> None:
    ages = {site.one("aset/*.css"): 31536000, "index.html": 300, "umpan.json": 300}
    for path, age in ages.items():
        assert f"max-age={age}" in site.get(path).headers["Cache-Control"], path
        assert site.get(path).headers["Cache-Control"].count("max-age") == 1, path


def test_the_error_page_is_the_sites_own(site: Site) -> None:
    answer = site.get("tak/ada/di-sini.html")
    assert answer.status == 404
    assert answer.body == (site.mirror / "404.html").read_bytes()


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [
        ("index.html", "text/html;charset=utf-8"),
        ("umpan.atom", "application/atom+xml"),
        ("kalender.ics", "text/calendar;charset=utf-8"),
        (".well-known/security.txt", "text/plain;charset=utf-8"),
        ("aset/*.css", "text/css;charset=utf-8"),
        ("umpan.json", "application/json"),
        ("kartu/*.png", "image/png"),
        ("qr.svg", "image/svg+xml"),
    ],
)  # fmt: skip
def test_files_come_with_their_type(site: Site, pattern: str, kind: str) -> None:
    answer = site.get(site.one(pattern))
    assert answer.status == 200
    assert answer.kind.startswith(kind)


@pytest.mark.parametrize("pattern", ["index.html", "aset/*.css", "manifest.json"])
def test_text_travels_compressed(site: Site, pattern: str) -> None:
    path = site.one(pattern)
    answer = site.get(path, **{"Accept-Encoding": "gzip"})
    assert answer.headers.get("Content-Encoding") == "gzip"
    assert gzip.decompress(answer.body) == (site.mirror / path).read_bytes()


@pytest.mark.parametrize(
    "path",
    ["jahat.php", "gambar.php.png", "jahat.PHP", "jahat.php/x", ".htaccess", "_headers",
     "_server/nginx.conf", "_server/Caddyfile", ".sitegen/lock"],
)  # fmt: skip
def test_no_program_and_no_configuration_is_handed_out(site: Site, path: str) -> None:
    answer = site.get(path)
    assert answer.status in REFUSED
    assert b"system(" not in answer.body


def test_a_folder_is_not_listed(site: Site) -> None:
    answer = site.get("aset/")
    page404 = (site.mirror / "404.html").read_bytes()
    assert answer.status in REFUSED
    assert site.one("aset/*.css").encode() not in answer.body or answer.body == page404


def test_whom_to_tell_is_shown(site: Site) -> None:
    text = site.get(".well-known/security.txt").body.decode()
    assert re.search(r"^Contact: (mailto:|https://)", text, re.MULTILINE)
    assert "Expires: 2025-02-10T00:00:00Z\n" in text


def test_every_server_is_told_the_same(project: Project) -> None:
    project.build("31")
    for name in ("_headers", ".htaccess", "_server/nginx.conf", "_server/Caddyfile"):
        text = project.read(name, "31")
        for header, value in HEADERS.items():
            assert re.search(f'{header}:? "?{re.escape(value)}"?', text), (name, header)


def test_pages_carry_the_policy_before_anything_it_rules(project: Project) -> None:
    html = project.build("31").read("index.html", "31")
    policy = f'<meta http-equiv="Content-Security-Policy" content="{META_POLICY}">'
    escaped = policy.replace("'", "&#39;")
    assert escaped in html
    assert html.index(escaped) < html.index("<link")
