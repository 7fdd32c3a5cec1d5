"""What the preview adds to a page while serving it; the files of a mirror stay as built."""

from __future__ import annotations

import html
import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
RESERVED = "/_preview/"
"""Where everything of the preview's own is served; no mirror has such a code."""

_policy_tag = re.compile(r"<meta\s[^>]*content-security-policy[^>]*>", re.IGNORECASE)
_policy_text = re.compile(r'(?<=content=")[^"]*', re.IGNORECASE)
_style_sheet = re.compile(r'<link rel="stylesheet" href="([^"]*)aset/')


def with_bar(text: str, origin: str, **values: str) -> str:
    """Return a page with the bar of the preview.

    Args:
        text: the HTML of the mirror's page, or of `empty.html`.
        origin: scheme, host and port that the browser asked.
        values: what the script must know: `mirror`, `page` and `version`.
    """
    snippet = (FOLDER / "snippet.html").read_text("utf-8")
    snippet = snippet.format(**{name: html.escape(value) for name, value in values.items()})
    text = _policy_tag.sub(lambda tag: _allowing(tag[0], origin + RESERVED), text)
    before, end, after = text.rpartition("</body>")
    return before + snippet + end + after if end else text + snippet


def at_home(page: str, root: str) -> str:
    """Return an error page whose absolute addresses lead into the preview, below `root`.

    On a real server the page is shown at any depth, so its links name the site's address.
    """
    style = _style_sheet.search(page)
    if style is None or not style[1]:
        return page
    base = re.escape(style[1])
    return re.sub(rf'((?:href|src)="){base}', rf"\g<1>{root}", page)


def _allowing(tag: str, source: str) -> str:
    """Return a content security policy that also allows the preview's own script and style."""
    return _policy_text.sub(
        lambda text: html.escape(_policy(html.unescape(text[0]), source), quote=True), tag
    )


def _policy(policy: str, source: str) -> str:
    parts = [part.split() for part in policy.split(";") if part.strip()]
    directives = {name.lower(): sources for name, *sources in parts}
    directives.pop("upgrade-insecure-requests", None)  # there is no https on this machine
    for name in ("script-src", "script-src-elem", "style-src", "style-src-elem", "connect-src"):
        inherited = None if name.endswith("-elem") else directives.get("default-src")
        sources = directives.get(name, inherited)
        if sources is not None:
            directives[name] = [*(s for s in sources if s.lower() != "'none'"), source]
    return "; ".join(" ".join((name, *sources)) for name, sources in directives.items())
