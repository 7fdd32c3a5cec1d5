"""Markdown as the words a reader sees, without converting it: for search."""

from __future__ import annotations

import html
import re

_RULES = tuple(
    (re.compile(pattern, re.MULTILINE), text)
    for pattern, text in (
        (r"[^\S\n]+", " "),
        (r"^ ?:::+[^\n]{0,200}?\bjudul=\"([^\"\n]{0,200})\"[^\n]*$", r"\1:"),  # a block: its title
        (r"^ ?:::+[^\n]*$|^\[[^\]\[\n]{1,99}\]:(?! ?[^\n]* )[^\n]*$", " "),
        (r"\[\^[^\]\[\n]{1,99}\]:?", " "),  # a footnote's number
        (r"^(?=[^\n]*---)[ >|:-]+$", " "),  # rules, and the line below a table's head
        (r" ?\{[:#.][^{}\n]{1,99}\}$", ""),
        (r"^#{1,6} ([^\n]*)$", r"\1:"),
        (r"([?!.:]):$", r"\1"),
        (r"^[ >]*(?:[-*+•]|\d{1,9}[.)]) ", " "),
        (r"^ ?>", " "),
        (r"!?\[([^\]\[\n]{0,500})\](?:\([^()\n]{0,999}\)|\[[^\]\[\n]{0,99}\])", r"\1"),
        (r"<(?:https?://|mailto:)?([^ <>\n]{1,500})>", r"\1"),
        (r"^ ?\||\| ?$", " "),
        (r" ?\| ?", ", "),
        (r"\{\{ ?fakta\.([a-z0-9_.]{1,99}) ?\}\}", r"{{\1}}"),
        (r"(?<![*\\])(\*{1,3})(?=[^\s*])([^*\n]{0,300}[^\s*])\1", r"\2"),
        (r"(?<![`\\])(`{1,3})([^`\n]{1,300})\1", r"\2"),
        (r"(?<![\w{.\\])_(?=\S)([^_\n]{1,300})_(?![\w}])", r"\1"),
        (r"\\([\\`*_{}\[\]()#+.!|>-])", r"\1"),
        (r"\s+", " "),
    )
)


def plain(text: str) -> str:
    """Return the words of a text on one line; a fact is left as `{{name.form}}`.

    What it does not know stays as it is: a sign too many in a search is no harm.
    """
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return html.unescape(text).strip()
