"""Preprocessors that look before they rewrite the whole text."""

from __future__ import annotations

from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.preprocessors import NormalizeWhitespace

UNTIDY = ("\x02", "\x03", "\r", "\t", " \n")
"""What `NormalizeWhitespace` takes out or changes; without it the text gets two empty lines."""
FENCES = ("```", "~~~")


class GuardedWhitespace(NormalizeWhitespace):
    """Tidies a text that needs it."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines as the stock step does."""
        text = "\n".join((*lines, ""))
        if any(sign in text for sign in UNTIDY):
            return super().run(lines)
        return [*lines, "", ""]


class GuardedFences(FencedBlockPreprocessor):
    """Looks for fenced code in a text that holds a fence."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines as the stock step does."""
        text = "\n".join(lines)
        return super().run(lines) if any(fence in text for fence in FENCES) else lines
