"""Under which letter a title stands."""

import unicodedata

OTHER_LETTERS = "0–9"


def letter_of(title: str) -> str:
    """Return the letter a title stands under: `A` to `Z`, or `0–9` for all others."""
    first = unicodedata.normalize("NFD", title)[:1].upper()
    return first if "A" <= first <= "Z" else OTHER_LETTERS
