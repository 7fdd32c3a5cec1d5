"""The preview: a mirror in the browser, built again and shown again whenever a file is saved."""

from __future__ import annotations

import errno
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from sitegen.build import Order
from sitegen.model.problem import N_, Kind, SitegenError
from sitegen.model.region import Region, Regions
from sitegen.plumbing import disk
from sitegen.plumbing.locale import gettext as _
from sitegen.steps.load import NO_CONTENT

if TYPE_CHECKING:
    from sitegen.preview.mirrors import State
    from sitegen.preview.server import Server

NOT_INSTALLED = Kind(
    "SG520",
    N_("the preview needs the package {package}, which is not installed"),
    N_("type: pip install 'pemilu-sitegen[serve]'"),
)
PORT_TAKEN = Kind(
    "SG521",
    N_("port {port} is used by another program, perhaps by another preview"),
    N_("end that program, or choose another port: --port {other}"),
)
PORT_REFUSED = Kind(
    "SG521",
    N_("the system does not let port {port} be used: {reason}"),
    N_("choose another port: --port {other}"),
)

HOST = "127.0.0.1"
"""Nobody else on the network may look: drafts are not published yet."""
WATCHED = ("content", "themes")
USAGE, IO_FAILED = 2, 74
SUGGESTED_PORT = 8080


def serve(order: Order, port: int, *, poll: bool, say: Callable[[str], None]) -> None:
    """Serve until Ctrl-C, then leave nothing behind.

    Args:
        order: what to build; `regions` names the mirror to begin with, `output` is not used.
        port: where to serve; 0 for any that is free.
        poll: look for changes again and again, where the system reports none.
        say: prints a line.

    Raises:
        SitegenError: when there is no content, a package is missing, or the port is taken.
    """
    with (
        suppress(KeyboardInterrupt),
        _signals_interrupt(),
        preview(order, port, poll=poll, say=say) as server,
    ):
        say(_("Preview: {address}").format(address=server.address))
        say(_("Press Ctrl-C to end it."))
        server.serve_until_interrupted()


@contextmanager
def preview(order: Order, port: int, *, poll: bool, say: Callable[[str], None]) -> Iterator[Server]:
    """Give a server that is ready to run, and clear up after it; see `serve`."""
    if not (order.project / "content").is_dir():
        raise SitegenError(NO_CONTENT, USAGE, folder=order.project.name or "/")
    try:
        from sitegen.preview.mirrors import Mirrors
        from sitegen.preview.server import Server
        from sitegen.watch import Watch
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        raise SitegenError(NOT_INSTALLED, USAGE, package=package) from error

    regions = Regions.parse(disk.package_text("regions.csv"))
    with (
        _listener(port) as listener,
        tempfile.TemporaryDirectory(prefix="sitegen-") as folder,  # nobody else may read it
        closing(
            Mirrors(replace(order, output=Path(folder).resolve()), regions, _teller(say))
        ) as mirrors,
        Watch(order.project, WATCHED, mirrors.changed, poll=poll),
    ):
        yield Server(mirrors, order.regions[0], listener)


def _listener(port: int) -> socket.socket:
    """Return a socket that listens on this machine only."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except OSError as error:
        listener.close()
        other = SUGGESTED_PORT if port != SUGGESTED_PORT else SUGGESTED_PORT + 1
        taken = error.errno == errno.EADDRINUSE
        raise SitegenError(
            PORT_TAKEN if taken else PORT_REFUSED,
            IO_FAILED,
            port=port,
            reason=error.strerror or "",
            other=other,
        ) from error
    return listener


def _teller(say: Callable[[str], None]) -> Callable[[Region, State], None]:
    def tell(region: Region, state: State) -> None:
        from sitegen.preview.messages import summary

        say(f"{region.usual_name} ({region.code}): {summary(state)}")

    return tell


@contextmanager
def _signals_interrupt() -> Iterator[None]:
    """Let the wish of the system to end do what Ctrl-C does, so that the folder is removed."""
    wishes = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {wish: signal.signal(wish, _interrupt) for wish in wishes}
    try:
        yield
    finally:
        for wish, handler in before.items():
            signal.signal(wish, handler)


def _interrupt(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt
