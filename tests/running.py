"""A preview that runs in this process, and a browser of the simplest sort to ask it."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sitegen.build import Order
from sitegen.preview.server import Server
from sitegen.serve import preview

AS_OF = date(2024, 2, 12)
PATIENCE = 30
"""Seconds after which a machine is not slow but something is wrong."""


@dataclass(frozen=True)
class Answer:
    """An answer of the server."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass(frozen=True)
class Running:
    """A running preview."""

    server: Server
    said: list[str]
    """What the command printed."""

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server.address.rpartition(":")[2].rstrip("/"))

    @property
    def output(self) -> Path:
        """Its own folder of mirrors."""
        assert self.server.mirrors.order.output is not None
        return self.server.mirrors.order.output

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path just as it is; `sec_fetch_site="x"` is a header."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as ask:
            ask.putrequest(method, path, skip_host="host" in names)
            for name, value in names.items():
                ask.putheader(name, value)
            ask.endheaders()
            answer = ask.getresponse()
            return Answer(answer.status, answer.headers, answer.read())

    @contextmanager
    def events(self, mirror: str = "nasional") -> Iterator[Iterator[dict[str, Any]]]:
        """Listen to a mirror: gives its states, one after the other."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as ask:
            ask.request("GET", f"/_preview/events?mirror={mirror}")
            with ask.getresponse() as answer:
                assert answer.status == 200
                assert answer.headers["Content-Type"] == "text/event-stream; charset=utf-8"
                yield (json.loads(line[6:]) for line in answer if line.startswith(b"data: "))


@contextmanager
def running(
    project: Path,
    region: str = "nasional",
    *,
    drafts: bool = False,
    poll: bool = False,
    say: Callable[[str], None] | None = None,
) -> Iterator[Running]:
    """Run a preview of a project on a free port."""
    said: list[str] = []
    order = Order(project.resolve(), None, (region,), AS_OF, drafts=drafts, seconds=None)
    with preview(order, 0, poll=poll, say=say or said.append) as server:
        thread = threading.Thread(target=server.serve_until_interrupted)
        thread.start()
        try:
            yield Running(server, said)
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
            assert not thread.is_alive()
