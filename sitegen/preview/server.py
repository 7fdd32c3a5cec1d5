"""The server of the preview: uvicorn on a socket of ours, ending at once when it is told to."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import uvicorn

from sitegen.preview.app import make_app
from sitegen.preview.mirrors import Mirrors


class Server(uvicorn.Server):
    """Serves mirrors until it is interrupted, or `should_exit` is set."""

    def __init__(self, mirrors: Mirrors, start: str, listener: socket.socket) -> None:
        """Prepare to serve at `listener`; `/` leads to the mirror of the code `start`."""
        port = listener.getsockname()[1]
        super().__init__(
            uvicorn.Config(
                make_app(mirrors, start, port),
                access_log=False,
                lifespan="off",
                log_level="error",
                proxy_headers=False,  # nobody stands between the browser and us
                server_header=False,
                timeout_graceful_shutdown=1,
                ws="none",
            )
        )
        self.address = f"http://127.0.0.1:{port}/"
        self.mirrors, self._listener = mirrors, listener

    def serve_until_interrupted(self) -> None:
        """Serve; return when Ctrl-C is pressed or the system asks to end."""
        with suppress(KeyboardInterrupt):  # uvicorn passes the signal on when it is done
            self.run(sockets=[self._listener])

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Let a closed terminal end the server as Ctrl-C does."""
        with super().capture_signals():
            if threading.current_thread() is threading.main_thread() and hasattr(signal, "SIGHUP"):
                signal.signal(signal.SIGHUP, self.handle_exit)
            yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the event streams first: uvicorn waits for answers that are not finished."""
        self.mirrors.close()
        await super().shutdown(sockets)
