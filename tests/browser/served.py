"""A mirror on a web server of this machine, with the headers a careful webmaster sets."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


class _Handler(SimpleHTTPRequestHandler):
    base = "/"

    def translate_path(self, path: str) -> str:
        if not path.startswith(self.base):
            return "/nowhere"
        return super().translate_path("/" + path.removeprefix(self.base))

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def served(folder: Path, base: str = "/") -> Iterator[str]:
    """Serve a folder below `base`, and give the address of its root."""
    handler = type("Handler", (_Handler,), {"base": base})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{base}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
