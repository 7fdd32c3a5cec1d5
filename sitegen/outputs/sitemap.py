"""`sitemap.xml`: the pages whose original address is on this mirror (sitemaps.org 0.9).

A page that 553 mirrors share has its canonical address on the national site and is listed
there only; a sitemap that names copies would contradict their canonical links.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from sitegen.model.page import Page, Slot
from sitegen.outputs.view import OutputView


def emit(view: OutputView) -> Iterable[tuple[str, str]]:
    """Yield `sitemap.xml` where the mirror has an address."""
    if not view.has_address:
        return
    address = Slot("alamat").mark
    own = [page for page in view.pages if _is_original(page, view.own)]
    rows = [
        f"<url><loc>{address}{'' if page.url == 'index.html' else escape(page.url)}</loc>"
        + (f"<lastmod>{modified}</lastmod>" if (modified := _modified(page)) else "")
        + "</url>"
        for page in sorted(own, key=lambda page: page.url)
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    yield "sitemap.xml", f'{head}<urlset xmlns="{space}">\n' + "\n".join(rows) + "\n</urlset>\n"


def _is_original(page: Page, own: str) -> bool:
    return page.url == "index.html" or bool(own and page.view.layer == own)


def _modified(page: Page) -> str:
    """Return the day the writer last changed the page, where the front matter says so."""
    document = page.view.document
    return str(document.fields.modified) if document is not None else ""
