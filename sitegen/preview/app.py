"""The addresses of the preview: `/61.71/tahapan.html` is a page, `/_preview/…` is ours."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import PurePosixPath

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import (
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route
from starlette.types import ASGIApp

from sitegen.preview import messages
from sitegen.preview.guard import Guard
from sitegen.preview.mirrors import ClosedError, Mirrors, State
from sitegen.preview.pages import FOLDER, RESERVED, at_home, with_bar

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".atom": "application/atom+xml",
    ".ics": "text/calendar; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
    ".ico": "image/vnd.microsoft.icon",
    ".woff2": "font/woff2",
}
"""By ending. Not the system's own table, which differs from machine to machine."""

HOME, NOT_FOUND = "index.html", "404.html"
OWN_FILES = ("bar.js", "bar.css")


def make_app(mirrors: Mirrors, start: str, port: int) -> ASGIApp:
    """Return the application.

    Args:
        mirrors: what it serves.
        start: code of the mirror that `/` leads to.
        port: where it is served; requests that name another host are refused.
    """
    preview = _Preview(mirrors, start)
    routes = [
        Route("/", preview.home),
        Route(RESERVED + "bar.json", preview.bar),
        Route(RESERVED + "events", preview.events),
        Route(RESERVED + "open", preview.open),
        *(Route(RESERVED + name, preview.own_file) for name in OWN_FILES),
        Route("/{code}", preview.mirror),
        Route("/{code}/{path:path}", preview.file),
    ]
    app = Starlette(routes=routes, exception_handlers={ClosedError: _closed})
    app.router.redirect_slashes = False
    return Guard(app, port)


class _Preview:
    def __init__(self, mirrors: Mirrors, start: str) -> None:
        self.mirrors, self.start = mirrors, start
        self.regions = mirrors.regions

    async def home(self, _request: Request) -> Response:
        return RedirectResponse(f"/{self.start}/")

    async def mirror(self, request: Request) -> Response:
        code = request.path_params["code"]
        return RedirectResponse(f"/{code}/") if code in self.regions else _nothing()

    async def file(self, request: Request) -> Response:
        """Answer with a file of a mirror, which is built first if need be."""
        code, path = request.path_params["code"], request.path_params["path"] or HOME
        if code not in self.regions:
            return _nothing()
        state = await self.mirrors.fresh(code)
        data, status = self.mirrors.read(code, path), 200
        if data is None:
            page, status = self._missing(code, state)
        elif path.endswith(".html"):
            page = data.decode()
        else:
            kind = TYPES.get(PurePosixPath(path).suffix, "application/octet-stream")
            return Response(data, headers={"Content-Type": kind})
        origin = f"http://{request.headers['host']}"
        page = with_bar(page, origin, mirror=code, page=path, version=state.version)
        return Response(page, status, {"Content-Type": TYPES[".html"]})

    def _missing(self, code: str, state: State) -> tuple[str, int]:
        """Return the page, and its status, where there is no file."""
        data = self.mirrors.read(code, NOT_FOUND)
        if data is not None:
            return at_home(data.decode(), f"/{code}/"), 404
        empty = (FOLDER / "empty.html").read_text("utf-8")
        return empty, 404 if state.version else 503

    async def bar(self, _request: Request) -> Response:
        return JSONResponse(messages.bar(self.regions))

    async def own_file(self, request: Request) -> Response:
        name = PurePosixPath(request.url.path).name
        data = (FOLDER / name).read_bytes()
        return Response(data, headers={"Content-Type": TYPES[PurePosixPath(name).suffix]})

    async def open(self, request: Request) -> Response:
        """Lead to the same page of another mirror, or to its home where it has no such page."""
        code, page = request.query_params.get("mirror", ""), request.query_params.get("page", "")
        if code not in self.regions:
            return _nothing()
        state = await self.mirrors.fresh(code)
        return RedirectResponse(f"/{code}/{page if page in state.files else ''}")

    async def events(self, request: Request) -> Response:
        """Tell the state of a mirror, now and after every build, for as long as one listens."""
        code = request.query_params.get("mirror", "")
        if code not in self.regions:
            return _nothing()
        headers = {"Content-Type": "text/event-stream; charset=utf-8"}
        if request.method == "HEAD":
            return Response(headers=headers)
        return StreamingResponse(self._states(code), headers=headers)

    async def _states(self, code: str) -> AsyncIterator[str]:
        yield "retry: 1000\n\n"
        region, drafts = self.regions[code], self.mirrors.order.drafts
        with self.mirrors.listening(code) as news:
            while not self.mirrors.closed:
                try:
                    state = await self.mirrors.fresh(code)
                except ClosedError:
                    return
                news.clear()
                told = messages.news(region, state, drafts=drafts)
                yield f"data: {json.dumps(told, ensure_ascii=False)}\n\n"
                await news.wait()


def _nothing() -> Response:
    return PlainTextResponse("404\n", 404)


def _closed(_request: Request, _error: Exception) -> Response:
    return PlainTextResponse("503\n", 503)
