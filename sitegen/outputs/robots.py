"""`robots.txt`: everything may be indexed, and where the sitemap is (RFC 9309)."""

from collections.abc import Iterable

from sitegen.model.page import Slot
from sitegen.outputs.view import OutputView


def emit(view: OutputView) -> Iterable[tuple[str, str]]:
    """Yield `robots.txt`; it names the sitemap where the mirror has an address."""
    lines = ["User-agent: *", "Allow: /"]
    if view.has_address:
        lines.append(f"Sitemap: {Slot('alamat').mark}sitemap.xml")
    yield "robots.txt", "\n".join(lines) + "\n"
