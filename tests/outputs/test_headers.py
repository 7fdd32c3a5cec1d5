"""What web servers say and refuse, asked of a real nginx; and that four servers say the same."""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from sitegen.model.policy import HEADERS, META_POLICY
from tests.project import Project, page

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
CONF = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{}}
http {{
  types {{ text/html html; text/css css; text/plain txt; application/json json; }}
  access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port}; {where} include {mirror}/_server/nginx.conf; }}
}}
"""


WHERE = {
    "alone": ("", "root {mirror};"),
    "in a folder": ("pemilu/", "root {mirror}/..;"),
    "elsewhere": ("pemilu/", "location /pemilu/ {{ alias {mirror}/; }}"),
}
"""Base of a mirror, and how nginx is told where it lies."""


@pytest.fixture(params=WHERE)
def server(request: pytest.FixtureRequest, project: Project, tmp_path: Path) -> Iterator[str]:
    """Serve a mirror with nginx and the file it is given; the value is its base."""
    if NGINX is None:
        pytest.skip("no nginx: sudo apt-get install nginx-light")
    base, where = WHERE[request.param]
    project.file(
        "content/31-dki-jakarta/situs.yaml", f"alamat: https://pemilu.jakarta.example/{base}\n"
    )
    mirror = project.file("content/nasional/a.md", page()).build("31").mirror("31")
    target = tmp_path / "www" / "pemilu"
    target.parent.mkdir()
    shutil.copytree(mirror, target)
    (target / "jahat.php").write_text("<?php system($_GET['c']); ?>")
    (target / "gambar.php.png").write_text("x")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    conf = tmp_path / "nginx.conf"
    where = where.format(mirror=target)
    conf.write_text(CONF.format(folder=tmp_path, port=port, where=where, mirror=target))
    with subprocess.Popen([NGINX, "-c", str(conf), "-p", str(tmp_path)]) as process:
        try:
            wait_for(port, process)
            yield f"127.0.0.1:{port}/{base}"
        finally:
            process.terminate()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert process.poll() is None, "nginx refuses its configuration"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    pytest.fail("nginx does not answer")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


def get(server: str, path: str) -> Answer:
    host, _, base = server.partition("/")
    with closing(http.client.HTTPConnection(host, timeout=20)) as connection:
        connection.request("GET", f"/{base}{path}")
        answer = connection.getresponse()
        return Answer(answer.status, dict(answer.getheaders()), answer.read().decode())


def test_nginx_sends_every_header_with_every_page(server: str, project: Project) -> None:
    style = next(name for name in project.files("31") if name.endswith(".css"))
    for path, status in (("index.html", 200), ("", 200), ("tak-ada.html", 404), (style, 200)):
        answer = get(server, path)
        assert answer.status == status, path
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        age = 31536000 if path == style else 300
        if status == 200:
            assert answer.headers["Cache-Control"] == f"max-age={age}"
    assert "Halaman tidak ditemukan" in get(server, "tak/ada/di-sini.html").text


@pytest.mark.parametrize(
    "path",
    ["jahat.php", "gambar.php.png", "jahat.PHP", "jahat.php/x", ".htaccess", "_headers",
     "_server/nginx.conf", ".sitegen/lock"],
)  # fmt: skip
def test_nginx_hands_out_no_program_and_no_configuration(server: str, path: str) -> None:
    assert get(server, path).status == 404


def test_nginx_shows_whom_to_tell(server: str) -> None:
    answer = get(server, ".well-known/security.txt")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    text = answer.text
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
