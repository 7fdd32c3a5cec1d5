"""The first use of each glossary term in running text becomes a link."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from xml.etree import ElementTree as ET

from sitegen.model.page import root_of
from sitegen.plumbing.markdown.rules import Run

NO_TERMS_IN = frozenset({"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "kbd"})


def link_terms(root: ET.Element, run: Run) -> None:
    """Link, below `root`, the first use of each term that the page has not linked yet."""
    longest_first = sorted(run.rules.terms, key=lambda spelling: (-len(spelling), spelling))
    _link_below(root, _pattern(tuple(longest_first)), run)


@cache
def _pattern(spellings: tuple[str, ...]) -> re.Pattern[str]:
    """Match the spellings as whole words; only ordinary words match in any case."""
    choices = (
        f"(?i:{re.escape(s)})" if s[1:] == s[1:].lower() else re.escape(s) for s in spellings
    )
    return re.compile(rf"(?<![\w-])(?:{'|'.join(choices)})(?![\w-])")


def _link_below(element: ET.Element, pattern: re.Pattern[str], run: Run) -> None:
    if element.tag in NO_TERMS_IN:
        return
    children = list(element)
    if found := _split(element.text, pattern, run):
        element.text, links = found
        _insert(element, 0, links)
    for child in children:
        _link_below(child, pattern, run)
        if found := _split(child.tail, pattern, run):
            child.tail, links = found
            _insert(element, list(element).index(child) + 1, links)


def _insert(element: ET.Element, position: int, links: Iterable[ET.Element]) -> None:
    for offset, link in enumerate(links):
        element.insert(position + offset, link)


def _split(
    text: str | None, pattern: re.Pattern[str], run: Run
) -> tuple[str, list[ET.Element]] | None:
    """Return the text before the first new term, and its links with the text after each."""
    if not text:
        return None
    start, before = 0, ""
    links: list[ET.Element] = []
    for match in pattern.finditer(text):
        url = _address(match[0], run)
        if url is None or url in run.linked or url == run.own_url:
            continue
        run.linked.add(url)
        if links:
            links[-1].tail = text[start : match.start()]
        else:
            before = text[: match.start()]
        links.append(ET.Element("a", {"href": root_of(run.url) + url, "class": "istilah"}))
        links[-1].text = match[0]
        start = match.end()
    if not links:
        return None
    links[-1].tail = text[start:]
    return before, links


def _address(written: str, run: Run) -> str | None:
    """Return the page of a term; None for letters that only `re` takes for the same."""
    terms = run.rules.terms
    if written in terms:
        return terms[written]
    same = (url for spelling, url in terms.items() if spelling.lower() == written.lower())
    return next(same, None)
