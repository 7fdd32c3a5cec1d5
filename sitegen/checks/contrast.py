"""Colours of a region can be read: WCAG 2.2, criterion 1.4.3, level AA (4.5 to 1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sitegen.model.problem import N_, Kind, Problem
from sitegen.model.site import Setting
from sitegen.model.theme import Theme

TOO_PALE = Kind(
    "SG403",
    N_("the colour {colour} has a contrast of {ratio} to 1 on {paper}; 4.5 is needed"),
    N_("choose a colour that is further from {paper}"),
)
AA = 4.5


def check(
    settings: Mapping[str, Mapping[str, Setting]], themes: Mapping[str, Theme]
) -> Iterable[Problem]:
    """Yield the colours of each layer that are hard to read on the papers of its theme."""
    for code, layer in settings.items():
        theme = themes[code]
        papers = {"warna.aksen": theme.paper, "warna.aksen_gelap": theme.paper_dark}
        for key, paper in papers.items():
            if key in layer:
                colour = str(layer[key].value)
                found = contrast(colour, paper)
                if found < AA:
                    # Rounded down, for 4,49 is not 4,5; written as Indonesian writes it.
                    ratio = f"{int(found * 100) / 100:.2f}".replace(".", ",")
                    yield TOO_PALE.at(layer[key].place, colour=colour, ratio=ratio, paper=paper)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.2 definition)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
