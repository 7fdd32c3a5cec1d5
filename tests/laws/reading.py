"""What a mirror says to those who read it: its links, what it loads, its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

LOADING = {
    ("link", "href"), ("script", "src"), ("img", "src"), ("img", "srcset"), ("source", "src"),
    ("source", "srcset"), ("iframe", "src"), ("object", "data"), ("embed", "src"),
    ("video", "src"), ("video", "poster"), ("audio", "src"), ("track", "src"), ("input", "src"),
    ("use", "href"), ("image", "href"),
}  # fmt: skip
"""Elements and attributes whose address a browser fetches by itself."""
NAMING = {"canonical", "alternate", "license", "author", "me", "next", "prev", "help"}
"""Relations of `link` that name an address without fetching it."""
ADDRESSES = "[href], [src], [srcset], [poster], [data], [action], [formaction], [cite], [ping]"

_css = re.compile(r"url\(\s*(['\"]?)(.*?)\1\s*\)|@import\s+['\"](.*?)['\"]")


@dataclass(frozen=True)
class Link:
    """An address as a page or style sheet gives it."""

    page: str
    address: str
    loads: bool
    """Whether a browser fetches it without being asked."""


@dataclass(frozen=True)
class Page:
    """A parsed HTML page."""

    path: str
    tree: LexborHTMLParser

    @classmethod
    def read(cls, folder: Path, path: str) -> Page:
        """Parse the page at `path` in a mirror."""
        return cls(path, LexborHTMLParser((folder / path).read_bytes()))

    @property
    def text(self) -> str:
        """What a reader sees, spaces folded."""
        body = self.tree.body
        return " ".join(body.text(separator=" ").split()) if body is not None else ""

    @property
    def ids(self) -> list[str]:
        """Every id, in order."""
        return [str(node.attributes["id"]) for node in self.tree.css("[id]")]

    def links(self) -> Iterator[Link]:
        """Yield every address of the page."""
        for node in self.tree.css(ADDRESSES):
            for name, value in node.attributes.items():
                if f"[{name}]" in ADDRESSES:
                    loads = (node.tag, name) in LOADING and not (
                        node.tag == "link" and node.attributes.get("rel") in NAMING
                    )
                    for address in (value or "").split(",") if name == "srcset" else [value or ""]:
                        yield Link(self.path, address.strip().split(" ")[0], loads)
        for node in self.tree.css("style"):
            yield from styles(self.path, node.text())
        for node in self.tree.css("[style]"):
            yield from styles(self.path, node.attributes["style"] or "")


def styles(path: str, text: str) -> Iterator[Link]:
    """Yield every address of a style sheet."""
    for found in _css.finditer(text):
        yield Link(path, found[2] or found[3] or "", loads=True)


class Mirror:
    """The files of one mirror, and what their links lead to."""

    def __init__(self, folder: Path, address: str) -> None:
        """Read the mirror in `folder`; `address` is the absolute one its pages may use."""
        self.folder = folder
        self.address = address
        self.files = frozenset(
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
        )
        self.pages = {
            path: Page.read(folder, path) for path in sorted(self.files) if path.endswith(".html")
        }
        self._ids = {path: frozenset(page.ids) for path, page in self.pages.items()}

    def links(self) -> Iterator[Link]:
        """Yield every address of every page and style sheet."""
        for page in self.pages.values():
            yield from page.links()
        for path in sorted(self.files):
            if path.endswith(".css"):
                yield from styles(path, (self.folder / path).read_text("utf-8"))

    def broken(self, base: str, others: Mapping[str, Path]) -> list[str]:
        """Return what is wrong with the links when the mirror is served at `base`.

        Args:
            base: address at which the folder is served, ending in `/`.
            others: folders of all mirrors by their absolute address.
        """
        return [
            f"{link.page}: {link.address!r} {reason}"
            for link in dict.fromkeys(self.links())
            if (reason := self._wrong(link, base, others))
        ]

    def _wrong(self, link: Link, base: str, others: Mapping[str, Path]) -> str:
        if not link.address:
            return "is empty"
        # 404.html is shown for any address, so its links start at the mirror's own address.
        here = self.address if link.page == "404.html" else base
        address = re.sub("^webcal:", "https:", link.address)  # a calendar to subscribe to
        target = urljoin(here + link.page, address)
        if target.startswith(self.address):
            target = base + target.removeprefix(self.address)
        parts = urlsplit(target)
        if parts.scheme in ("mailto", "tel"):
            return "is fetched" if link.loads else ""
        if parts.scheme not in ("https", "http") or not parts.netloc:
            return "is no address"
        if parts.netloc == urlsplit(base).netloc:
            return self._wrong_inside(target, base)
        if link.loads:
            return "is fetched from elsewhere"
        return self._wrong_elsewhere(target, others)

    def _wrong_inside(self, target: str, base: str) -> str:
        plain, anchor = urldefrag(target)
        if not plain.startswith(base):
            return "leads out of the mirror"
        path = unquote(plain.removeprefix(base).partition("?")[0])
        path += "index.html" if not path or path.endswith("/") else ""
        if path not in self.files:
            return "leads nowhere"
        if anchor and unquote(anchor) not in self._ids.get(path, frozenset()):
            return "names no id of that page"
        return ""

    @staticmethod
    def _wrong_elsewhere(target: str, others: Mapping[str, Path]) -> str:
        parts = urlsplit(target)
        folder = others.get(f"{parts.scheme}://{parts.netloc}/")
        if folder is None:
            return "" if parts.scheme == "https" else "is not secure"
        path = unquote(parts.path).removeprefix("/") or "index.html"
        return "" if (folder / path).is_file() else "leads nowhere on another mirror"
