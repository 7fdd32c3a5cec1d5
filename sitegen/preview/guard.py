"""Lets in only this machine's own browser, asking by this machine's own name.

A web page anywhere may make a browser ask any address, and may let its own name stand for
127.0.0.1 (DNS rebinding). The names in the request tell whether that happened.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sitegen.preview.pages import RESERVED

METHODS = ("GET", "HEAD")
NAMES = ("127.0.0.1", "localhost", "[::1]")
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}
"""Stand in every answer. None of them lets another origin read anything."""


class Guard:
    """Refuses what does not come from a page of the preview or from the address line."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        """Guard `app`, which is served at `port`."""
        self._app = app
        self._hosts = {f"{name}:{port}" for name in NAMES} | set(NAMES if port == 80 else ())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 403 or 405; every answer gets the headers above."""
        if scope["type"] != "http":
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        headers = Headers(scope=scope)
        if not self._is_ours(headers, scope["path"]):
            refusal = PlainTextResponse("403\n", 403)
        elif scope["method"] not in METHODS:
            refusal = PlainTextResponse("405\n", 405, {"Allow": ", ".join(METHODS)})
        else:
            await self._app(scope, receive, send_guarded)
            return
        await refusal(scope, receive, send_guarded)

    def _is_ours(self, headers: Headers, path: str) -> bool:
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return False
        if any(origin.lower() != f"http://{hosts[0].lower()}" for origin in origins):
            return False
        if headers.get("sec-fetch-site", "none") in ("same-origin", "none"):
            return True
        # A link from a letter or another site may open a page, but not what is the preview's.
        opens = headers.get("sec-fetch-mode") == "navigate"
        whole = headers.get("sec-fetch-dest") == "document"
        return opens and whole and not path.startswith(RESERVED)
