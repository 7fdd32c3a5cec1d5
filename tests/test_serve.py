"""The preview: what it serves, to whom, and what happens when a file is saved."""

from __future__ import annotations

import html
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from sitegen.build import Order, Report, build
from sitegen.plumbing.memo import Memo
from sitegen.plumbing.output_folder import MARKER
from sitegen.preview import mirrors
from sitegen.preview.pages import at_home, with_bar
from tests.project import Project, page, picture
from tests.running import PATIENCE, Running, running

ROOT = Path(__file__).resolve().parents[1]
NATION, CITY = "content/nasional", "content/61.71-kota-pontianak"
BAR = '<script src="/_preview/bar.js"'
SECRET = "ini rahasia"


def fill(project: Project) -> Project:
    """Give a project a page for all and one for a city alone, and a file of most types."""
    project.file(f"{NATION}/a.md", page("Halaman A", "Isi pertama.\n"))
    project.file(f"{NATION}/berita/a.md", page("Berita", tanggal="2024-02-10"))
    project.file(f"{NATION}/gambar/peta.webp", picture("WEBP"))
    project.file(f"{NATION}/gambar/surat.pdf", b"%PDF-1.7")
    return project.file(f"{CITY}/kota.md", page("Hanya di kota"))


@pytest.fixture
def preview(project: Project) -> Iterator[Running]:
    """A preview of a project that a test may change."""
    with running(fill(project).folder) as preview:
        yield preview


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A preview that all tests ask, and none changes."""
    with running(fill(Project(tmp_path_factory.mktemp("proyek"))).folder) as preview:
        yield preview


def until(states: Iterator[dict[str, Any]], wanted: Callable[[dict[str, Any]], Any]) -> Any:
    """Listen until a state comes that is wanted."""
    return next(state for state in states if wanted(state))


# --- what is served


def test_the_address_leads_to_the_mirror_that_was_asked_for(project: Project) -> None:
    with running(project.folder, "61.71") as preview:
        answer = preview.ask("/")
        assert (answer.status, answer.headers["Location"]) == (307, "/61.71/")
        assert "Kota Pontianak" in preview.ask("/61.71/").text
        assert preview.ask("/61.71").headers["Location"] == "/61.71/"


def test_a_page_has_the_bar_and_the_built_file_has_not(still: Running) -> None:
    text = still.ask("/nasional/a.html").text
    assert "Isi pertama." in text
    assert BAR in text
    for file in still.output.rglob("*.html"):
        assert "_preview" not in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/nasional/", "text/html; charset=utf-8"),
        ("/nasional/a.html", "text/html; charset=utf-8"),
        ("/nasional/sitemap.xml", "application/xml"),
        ("/nasional/umpan.atom", "application/atom+xml"),
        ("/nasional/robots.txt", "text/plain; charset=utf-8"),
        ("/nasional/manifest.json", "application/json"),
        ("/nasional/gambar/peta.webp", "image/webp"),
        ("/nasional/gambar/surat.pdf", "application/pdf"),
        ("/_preview/bar.js", "text/javascript; charset=utf-8"),
        ("/_preview/bar.css", "text/css; charset=utf-8"),
        ("/_preview/bar.json", "application/json"),
    ],
)
def test_a_file_is_served_with_its_type_and_never_kept(
    path: str, kind: str, still: Running
) -> None:
    answer, head = still.ask(path), still.ask(path, "HEAD")
    assert answer.status == 200
    assert answer.body
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not any(name.startswith("Access-Control") for name in answer.headers)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == answer.headers["Content-Length"]


def test_a_page_that_is_not_there_is_the_error_page_of_the_mirror(still: Running) -> None:
    answer = still.ask("/61.71/tidak/ada.html")
    assert answer.status == 404
    assert "Halaman tidak ditemukan" in answer.text
    assert 'href="/61.71/aset/dasar-' in answer.text
    assert 'href="/61.71/index.html"' in answer.text
    assert "https://kota-pontianak.pemilu.example/" not in answer.text
    assert BAR in answer.text


@pytest.mark.parametrize("path", ["/61.99/", "/61.99", "/favicon.ico", "/_preview/", "/a/b"])
def test_what_is_of_no_mirror_is_not_found(path: str, still: Running) -> None:
    assert still.ask(path).status == 404


def test_a_mirror_is_built_when_somebody_opens_it(preview: Running) -> None:
    preview.ask("/nasional/")
    assert {folder.name for folder in preview.output.iterdir()} == {"nasional", MARKER}
    assert "Hanya di kota" in preview.ask("/61.71/kota.html").text
    assert preview.ask("/61.72/kota.html").status == 404
    assert {folder.name.partition("-")[0] for folder in preview.output.iterdir()} == {
        "nasional",
        "61.71",
        "61.72",
        MARKER,
    }


@pytest.mark.parametrize(
    ("mirror", "asked", "opened"),
    [
        ("61.72", "a.html", "/61.72/a.html"),
        ("61.71", "kota.html", "/61.71/kota.html"),
        ("nasional", "kota.html", "/nasional/"),
        ("nasional", "//lain.example/", "/nasional/"),
        ("nasional", "../61.71/kota.html", "/nasional/"),
        ("nasional", "a.html%0d%0aX: y", "/nasional/"),
    ],
)
def test_the_switcher_opens_the_same_page_or_the_home_page(
    mirror: str, asked: str, opened: str, still: Running
) -> None:
    answer = still.ask(f"/_preview/open?mirror={mirror}&page={asked.replace(' ', '%20')}")
    assert (answer.status, answer.headers["Location"]) == (307, opened)


def test_the_switcher_offers_every_mirror(still: Running) -> None:
    offered = json.loads(still.ask("/_preview/bar.json").body)
    assert len(offered["mirrors"]) == 553
    assert ["61.71", "Kota Pontianak"] in offered["mirrors"]
    assert offered["labels"]["hide"] == "Sembunyikan"
    assert still.ask("/_preview/open?mirror=61.99&page=a.html").status == 404
    assert still.ask("/_preview/events?mirror=61.99").status == 404
    assert still.ask("/_preview/events?mirror=61.71", "HEAD").status == 200


@pytest.mark.parametrize("drafts", [False, True])
def test_drafts_are_shown_when_asked_for_and_the_bar_says_so(
    drafts: bool, project: Project
) -> None:
    project.file(f"{NATION}/draf.md", page("Belum jadi", draf="ya"))
    with running(project.folder, drafts=drafts) as preview:
        assert preview.ask("/nasional/draf.html").status == (200 if drafts else 404)
        with preview.events() as states:
            state = next(states)
    assert state["drafts"] == ("Draf ditampilkan" if drafts else "Tanpa draf")
    assert state["day"] == "Keadaan per 12 Februari 2024"
    assert state["mirror"] == "Indonesia (nasional)"


# --- when a file is saved


@pytest.mark.parametrize("poll", [False, True], ids=["events", "poll"])
def test_a_saved_page_is_built_again_and_told(poll: bool, project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A", "Isi pertama.\n"))
    with running(project.folder, poll=poll) as preview, preview.events() as states:
        before = next(states)["version"]
        project.file(f"{NATION}/a.md", page("A", "Isi kedua.\n"))
        after = until(states, lambda state: state["version"] != before)
        text = preview.ask("/nasional/a.html").text
    assert "Isi kedua." in text
    assert f'data-version="{after["version"]}"' in text


def test_a_mirror_nobody_looks_at_is_built_when_it_is_opened_again(
    preview: Running, project: Project
) -> None:
    preview.ask("/61.71/a.html")
    with preview.events() as states:
        before = next(states)["version"]
        project.file(f"{NATION}/a.md", page("A", "Isi kedua.\n"))
        until(states, lambda state: state["version"] != before)
        built = preview.output / "61.71-kota-pontianak/a.html"
        assert "Isi pertama." in built.read_text("utf-8")
        assert "Isi kedua." in preview.ask("/61.71/a.html").text


def test_the_terminal_tells_how_the_sources_are_while_no_browser_is_open(project: Project) -> None:
    said: Queue[str] = Queue()
    with running(project.folder, say=said.put):
        assert said.get(timeout=PATIENCE) == "Indonesia (nasional): 0 galat, 0 peringatan"
        project.file(f"{NATION}/a.md", page("A", judull="salah"))
        assert said.get(timeout=PATIENCE) == "Indonesia (nasional): 1 galat, 0 peringatan"


def test_problems_are_told_while_the_last_good_pages_stay(
    preview: Running, project: Project
) -> None:
    with preview.events() as states:
        good = next(states)
        assert (good["problems"], good["heading"], good["summary"]) == ([], "", "")
        project.file(f"{NATION}/a.md", page("A", "Isi kedua.\n", judull="salah"))
        bad = until(states, lambda state: state["problems"])
        assert "Isi pertama." in preview.ask("/nasional/a.html").text
        assert bad["version"] == good["version"]
        assert bad["heading"].startswith("Situs cermin ini ditahan.")
        assert bad["summary"] == "1 galat, 0 peringatan"
        assert bad["problems"] == [
            {
                "severity": "error",
                "name": "galat SG117",
                "place": f"{NATION}/a.md:4:1",
                "message": "“judull” bukan kunci yang dikenal di sini",
                "hint": "saran: maksud Anda “judul”?",
            }
        ]
        project.file(f"{NATION}/a.md", page("A", "Isi kedua.\n"))
        until(states, lambda state: not state["problems"])
        assert "Isi kedua." in preview.ask("/nasional/a.html").text
    assert "Indonesia (nasional): 1 galat, 0 peringatan" in preview.said


def test_problems_of_another_region_are_not_told(preview: Running, project: Project) -> None:
    project.file(f"{CITY}/kota.md", page("Kota", judull="salah"))
    with preview.events("61.72") as here, preview.events("61.71") as there:
        assert next(here)["problems"] == []
        assert len(until(there, lambda state: state["problems"])["problems"]) == 1


def test_a_mirror_that_could_never_be_built_shows_why_until_it_can(project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A", judull="salah"))
    with running(project.folder) as preview, preview.events() as states:
        answer = preview.ask("/nasional/")
        assert answer.status == 503
        assert BAR in answer.text
        assert 'data-version=""' in answer.text
        state = next(states)
        assert state["version"] == ""
        assert state["heading"].startswith("Situs cermin ini belum dapat dibangun.")
        project.file(f"{NATION}/a.md", page("A"))
        until(states, lambda state: state["version"])
        assert preview.ask("/nasional/").status == 200


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            ValueError("aduh"),
            "Kesalahan di sitegen sendiri, bukan di naskah Anda: ValueError: aduh",
        ),
        (OSError(28, "penuh", "/cakram"), "SG503: disk atau sistem menolak: penuh: /cakram"),
    ],
)
def test_a_build_that_crashes_is_told_and_the_next_one_mends_it(
    error: Exception, said: str, preview: Running, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(order: Order, memo: Memo) -> Report:
        raise error

    with preview.events() as states:
        good = next(states)
        monkeypatch.setattr(mirrors, "build", crash)
        project.file(f"{NATION}/a.md", page("A", "Isi kedua.\n"))
        bad = until(states, lambda state: state["problems"])
        assert bad["version"] == good["version"]
        assert [problem["message"] for problem in bad["problems"]] == [said]
        assert bad["summary"] == "pembangunan gagal"
        assert "Isi pertama." in preview.ask("/nasional/a.html").text
        monkeypatch.setattr(mirrors, "build", build)
        project.file(f"{NATION}/a.md", page("A", "Isi ketiga.\n"))
        until(states, lambda state: not state["problems"])
        assert "Isi ketiga." in preview.ask("/nasional/a.html").text


def test_it_goes_on_when_nobody_reads_what_it_prints(project: Project) -> None:
    def silent(_line: str) -> None:
        raise BrokenPipeError

    with running(fill(project).folder, say=silent) as preview:
        assert preview.ask("/nasional/").status == 200
        assert preview.ask("/61.71/").status == 200


# --- who is served


def test_it_listens_on_this_machine_only(still: Running) -> None:
    still.ask("/nasional/")  # it runs
    (listener,) = still.server.servers[0].sockets
    assert listener.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "[::1]:{port}"])
def test_this_machines_names_are_served(host: str, still: Running) -> None:
    assert still.ask("/nasional/", host=host.format(port=still.port)).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "jahat.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost", "127.0.0.1:{port}.example",
        "localhost.jahat.example:{port}", "127.0.0.2:{port}", "0.0.0.0:{port}", "", "[::]:{port}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/nasional/", "/_preview/events?mirror=nasional", "/"])
def test_another_name_is_refused(host: str, path: str, still: Running) -> None:
    answer = still.ask(path, host=host.format(port=still.port))
    assert (answer.status, answer.text) == (403, "403\n")


@pytest.mark.parametrize(
    ("headers", "path", "status"),
    [
        ({"origin": "http://127.0.0.1:{port}"}, "/_preview/bar.json", 200),
        ({"origin": "http://localhost:{port}"}, "/_preview/bar.json", 403),
        ({"origin": "https://jahat.example"}, "/_preview/bar.json", 403),
        ({"origin": "https://jahat.example"}, "/nasional/", 403),
        ({"origin": "null"}, "/nasional/", 403),
        ({"sec_fetch_site": "same-origin"}, "/_preview/bar.json", 200),
        ({"sec_fetch_site": "cross-site"}, "/_preview/events?mirror=nasional", 403),
        ({"sec_fetch_site": "same-site"}, "/_preview/events?mirror=nasional", 403),
        ({"sec_fetch_site": "cross-site", "sec_fetch_mode": "no-cors"}, "/nasional/", 403),
        (
            {
                "sec_fetch_site": "cross-site",
                "sec_fetch_mode": "navigate",
                "sec_fetch_dest": "document",
            },
            "/nasional/",
            200,
        ),
        (
            {
                "sec_fetch_site": "cross-site",
                "sec_fetch_mode": "navigate",
                "sec_fetch_dest": "iframe",
            },
            "/nasional/",
            403,
        ),
        (
            {
                "sec_fetch_site": "cross-site",
                "sec_fetch_mode": "navigate",
                "sec_fetch_dest": "document",
            },
            "/_preview/bar.json",
            403,
        ),
    ],
)
def test_other_sites_may_link_to_a_page_and_no_more(
    headers: dict[str, str], path: str, status: int, still: Running
) -> None:
    given = {name: value.format(port=still.port) for name, value in headers.items()}
    assert still.ask(path, **given).status == status


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "X"])
@pytest.mark.parametrize("path", ["/nasional/", "/_preview/events?mirror=nasional"])
def test_nothing_but_reading_is_allowed(method: str, path: str, still: Running) -> None:
    answer = still.ask(path, method)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


UP = ("..", "%2e%2e", "%2E.", ".%2e", "%252e%252e", "%c0%ae%c0%ae", "..%00", "...", "..;", "%uff0e")
SLASHES = ("/", "%2f", "%5c", "\\", "%252f", "//", "%c0%af")
TARGETS = ("rahasia.txt", "61.71-kota-pontianak/kota.html", ".rahasia")
ESCAPES = [
    *(f"{up}{slash}{target}" for up, slash, target in itertools.product(UP, SLASHES, TARGETS)),
    "%2fetc%2fpasswd", "/etc/passwd", "//etc/passwd", "file:///etc/passwd", "c:%5cwin.ini",
    "a.html%00", "a.html%00.css", "%00a.html", "a.html/", "a.html/.", "./a.html", "aset/../a.html",
    "a.html%20", "a.html.", "A.HTML", "a.html::$DATA", ".git/config", ".env", "%2egit/config",
    ".sitegen-a.html", "tautan.txt", "folder/rahasia.txt", "asing.txt", ".rahasia",
]  # fmt: skip


def test_only_files_that_the_build_wrote_are_served(preview: Running) -> None:
    preview.ask("/nasional/")
    preview.ask("/61.71/")
    mirror = preview.output / "nasional"
    for file in (preview.output / "rahasia.txt", preview.output / ".rahasia", mirror / "asing.txt"):
        file.write_text(SECRET)
    (mirror / ".rahasia").write_text(SECRET)
    (mirror / "tautan.txt").symlink_to(preview.output / "rahasia.txt")
    (mirror / "folder").symlink_to(preview.output)
    assert len(ESCAPES) > 200
    leaks = {}
    for path in ESCAPES:
        answer = preview.ask(f"/nasional/{path}")
        if answer.status != 404 or SECRET in answer.text or "Hanya di kota" in answer.text:
            leaks[path] = answer.status
    assert leaks == {}


@pytest.mark.parametrize("linked", ["a.html", "aset"])
def test_a_link_in_the_place_of_a_file_or_folder_is_not_followed(
    linked: str, preview: Running
) -> None:
    preview.ask("/nasional/")
    mirror = preview.output / "nasional"
    style = next(mirror.glob("aset/dasar-*.css")).name
    (mirror / linked).rename(preview.output / "asli")
    (mirror / linked).symlink_to(preview.output / "asli")
    for path in ("a.html", f"aset/{style}"):
        assert preview.ask(f"/nasional/{path}").status == (404 if path.startswith(linked) else 200)


# --- how a page is changed


@pytest.mark.parametrize(
    ("policy", "shown"),
    [
        (
            "default-src 'none'; img-src 'self'; upgrade-insecure-requests",
            "default-src 'none'; img-src 'self'; script-src http://x/_preview/; "
            "style-src http://x/_preview/; connect-src http://x/_preview/",
        ),
        (
            "script-src 'none'; script-src-elem 'self'",
            "script-src http://x/_preview/; script-src-elem 'self' http://x/_preview/",
        ),
        ("img-src 'self'", "img-src 'self'"),
    ],
)
def test_a_content_security_policy_lets_the_bar_in_and_stays_otherwise(
    policy: str, shown: str
) -> None:
    tag = '<head><meta http-equiv="Content-Security-Policy" content="{}"></head><body></body>'
    text = with_bar(tag.format(policy), "http://x", mirror="61", page="a.html", version="1")
    assert html.unescape(text).startswith(tag.format(shown).removesuffix("</body>"))


def test_the_bar_comes_last_and_its_values_stay_values() -> None:
    text = with_bar("<body>x</body></html>", "http://x", mirror="61", page='"><b>', version="")
    assert text.startswith(f"<body>x{BAR}")
    assert text.endswith("</body></html>")
    assert "<b>" not in text


def test_an_error_page_without_addresses_stays_as_it_is() -> None:
    text = '<link rel="stylesheet" href="aset/a.css"><a href="index.html">'
    assert at_home(text, "/61/") == text


# --- the command


def command(*arguments: str, **variables: str) -> subprocess.Popen[str]:
    """Start the command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "sitegen", "serve", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **variables},
    )


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_at_once_and_leaves_nothing_behind(
    wish: signal.Signals, project: Project, tmp_path: Path
) -> None:
    temporary = tmp_path / "sementara"
    temporary.mkdir()
    arguments = ("--project", str(project.folder), "--port", "0", "--as-of", "2024-02-12")
    with command(*arguments, TMPDIR=str(temporary), PYTHONUNBUFFERED="1") as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        assert first.startswith("Pratinjau: http://127.0.0.1:")
        port = int(first.strip().rpartition(":")[2].rstrip("/"))
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as stream:
            request = f"GET /_preview/events?mirror=nasional HTTP/1.1\r\nHost: localhost:{port}\r\n"
            stream.sendall(f"{request}\r\n".encode())
            heard = b""
            while b'"version": "' not in heard:
                heard += stream.recv(4096)
            assert len(list(temporary.iterdir())) == 1
            start = time.monotonic()
            process.send_signal(wish)
            _, errors = process.communicate(timeout=PATIENCE)
            assert time.monotonic() - start < 5  # at once, on a machine with much else to do
    assert (process.returncode, errors) == (0, "")
    assert list(temporary.iterdir()) == []
    assert not (project.folder / "output").exists()


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Return the exit code of a command that ends by itself, and what it complained about."""
    _, errors = process.communicate(timeout=PATIENCE)
    return process.returncode, errors


def test_a_port_in_use_is_said_clearly(project: Project) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        code, errors = ended(command("--project", str(project.folder), "--port", port))
    assert code == 74
    assert errors.startswith(f"SG521: porta {port} sedang dipakai program lain")
    assert "saran: akhiri program itu, atau pilih porta lain: --port " in errors


def test_a_folder_without_content_is_said_clearly(tmp_path: Path) -> None:
    code, errors = ended(command("--project", str(tmp_path), "--port", "0"))
    assert code == 2
    assert errors.startswith("SG500: ")


@pytest.mark.parametrize("missing", ["uvicorn", "starlette"])
def test_a_missing_package_is_said_clearly(missing: str, project: Project) -> None:
    script = (
        f"import sys; sys.modules['{missing}'] = None; from sitegen.cli import main; "
        f"sys.argv = ['sitegen', 'serve', '--port', '0', '--project', {str(project.folder)!r}]; "
        "main()"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr == (
        f"SG520: pratinjau memerlukan paket {missing}, yang belum terpasang\n"
        "    saran: ketik: pip install 'pemilu-sitegen[serve]'\n"
    )
