"""Real web servers on this machine's own address, with the files that a mirror brings for them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

PATHS = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/bin"))
APACHE_MODULES = Path("/usr/lib/apache2/modules")
LOADED = (
    "mpm_event", "authz_core", "dir", "mime", "headers", "filter", "deflate", "alias",
)  # fmt: skip

NGINX = """
daemon off; master_process off; pid {work}/pid; error_log {work}/error.log;
events {{}}
http {{
  include /etc/nginx/mime.types; access_log off;
  client_body_temp_path {work}/b; proxy_temp_path {work}/p; fastcgi_temp_path {work}/f;
  uwsgi_temp_path {work}/u; scgi_temp_path {work}/s;
  server {{ listen 127.0.0.1:{port}; {where} include {mirror}/_server/nginx.conf; }}
}}
"""
APACHE = """
ServerRoot {work}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {work}/pid
ErrorLog {work}/error.log
{modules}
User nobody
Group nogroup
TypesConfig /etc/mime.types
DirectoryIndex index.html
{where}
<Directory {mirror}>
  AllowOverride All
  Require all granted
</Directory>
"""
CADDY = """
{{
	admin off
	auto_https off
	storage file_system {work}
}}
http://127.0.0.1:{port} {{
	{where}
	import {mirror}/_server/Caddyfile
	file_server
}}
"""


@dataclass(frozen=True)
class Server:
    """A web server: its program, the Debian package, its settings, how it is checked and run."""

    program: str
    package: str
    settings: str
    check: Callable[[str, Path, Path], list[str]]
    run: Callable[[str, Path, Path], list[str]]
    where: Mapping[str, str]
    """How it is told where the mirror lies: alone, in a folder, or elsewhere."""

    def found(self) -> str:
        """Return the program's path; skip the test, with its name, where it is missing."""
        path = shutil.which(self.program, path=PATHS)
        return path or pytest.skip(f"no {self.program}: sudo apt-get install {self.package}")

    @contextmanager
    def serving(self, mirror: Path, where: str) -> Iterator[int]:
        """Serve a copy of the mirror, to which an intruder added programs; give the port."""
        program = self.found()
        work = Path(tempfile.mkdtemp(prefix="sitegen-server-"))
        work.chmod(0o755)  # Apache serves as nobody
        try:
            target = work / "www" / "pemilu"
            shutil.copytree(mirror, target)
            intrude(target)
            port = free_port()
            conf = work / "settings"
            place = self.where[where].format(mirror=target, above=target.parent)
            modules = [f"LoadModule {n}_module {APACHE_MODULES}/mod_{n}.so" for n in LOADED]
            conf.write_text(
                self.settings.format(
                    work=work, port=port, where=place, mirror=target, modules="\n".join(modules)
                )
            )
            checked = subprocess.run(
                self.check(program, conf, work), capture_output=True, text=True, env=at_home(work)
            )
            assert checked.returncode == 0, checked.stderr
            with subprocess.Popen(self.run(program, conf, work), env=at_home(work)) as process:
                try:
                    wait_for(port, process)
                    yield port
                finally:
                    process.terminate()
        finally:
            shutil.rmtree(work)


def intrude(mirror: Path) -> None:
    """Lay programs into the mirror, as someone does who found a way in."""
    (mirror / "jahat.php").write_text("<?php system($_GET['c']); ?>")
    (mirror / "gambar.php.png").write_text("x")
    (mirror / ".sitegen").mkdir(exist_ok=True)
    (mirror / ".sitegen" / "lock").write_text("x")


def at_home(work: Path) -> dict[str, str]:
    """Return the environment of a server that keeps what it notes in its own folder."""
    return {**os.environ, "HOME": str(work), "XDG_DATA_HOME": str(work), "TMPDIR": str(work)}


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(500):
        assert process.poll() is None, "the server refuses its settings"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    pytest.fail("the server does not answer")


SERVERS = {
    "nginx": Server(
        program="nginx",
        package="nginx-light",
        settings=NGINX,
        check=lambda program, conf, work: [program, "-t", "-c", str(conf), "-p", str(work)],
        run=lambda program, conf, work: [program, "-c", str(conf), "-p", str(work)],
        where={
            "alone": "root {mirror};",
            "in a folder": "root {above};",
            "elsewhere": "location /pemilu/ {{ alias {mirror}/; }}",
        },
    ),
    "Apache": Server(
        program="apache2",
        package="apache2",
        settings=APACHE,
        check=lambda program, conf, _: [program, "-t", "-f", str(conf)],
        run=lambda program, conf, _: [program, "-DFOREGROUND", "-f", str(conf)],
        where={
            "alone": "DocumentRoot {mirror}",
            "in a folder": "DocumentRoot {above}",
            "elsewhere": "DocumentRoot {mirror}/kartu\nAlias /pemilu {mirror}",
        },
    ),
    "Caddy": Server(
        program="caddy",
        package="caddy",
        settings=CADDY,
        check=lambda program, conf, _: [
            program, "validate", "--adapter", "caddyfile", "--config", str(conf),
        ],
        run=lambda program, conf, _: [
            program, "run", "--adapter", "caddyfile", "--config", str(conf),
        ],
        where={"alone": "root * {mirror}", "in a folder": "root * {above}"},
    ),
}  # fmt: skip
