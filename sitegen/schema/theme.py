"""`theme.yaml`: what a theme extends and which papers its colours stand on."""

from __future__ import annotations

from pydantic import Field

from sitegen.model.problem import Problem
from sitegen.schema import yaml_events
from sitegen.schema.typed import Fields, validate
from sitegen.schema.values import Colour, Text


class ThemeSettings(Fields):
    """`theme.yaml`."""

    extends: Text | None = Field(None, alias="extends", description="tema yang dilanjutkan")
    accent: Colour = Field("#0b4f8a", alias="aksen", description="warna bawaan di latar terang")
    accent_dark: Colour = Field("#8ec5ff", alias="aksen_gelap")
    paper: Colour = Field("#ffffff", alias="kertas", description="latar terang")
    paper_dark: Colour = Field("#14171a", alias="kertas_gelap", description="latar gelap")


def read_theme(text: str, path: str) -> tuple[ThemeSettings | None, list[Problem]]:
    """Read a `theme.yaml`."""
    read = yaml_events.read(text, path)
    if read.problems:
        return None, read.problems
    return validate(ThemeSettings, read.value, read.marks, path)
