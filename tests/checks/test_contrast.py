"""Colours of a region can be read on the theme's papers (WCAG 2.2, 4.5 to 1)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.checks.contrast import contrast
from tests.project import SITUS, Project

PROVINCE = "content/61-kalimantan-barat/situs.yaml"
colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.478),
        ("#767676", "#ffffff", 4.542),
        ("#ff0000", "#ffffff", 3.998),
        ("#0000ff", "#ffffff", 8.592),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.001)


@given(colours, colours)
@settings(deadline=None, max_examples=50)
def test_contrast_has_no_direction_and_lies_between_1_and_21(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21 + 1e-9


@pytest.mark.parametrize(
    ("colours", "found"),
    [
        ('aksen: "#0b4f8a"', []),
        ('aksen: "#ffff00"', ["1:16 SG403"]),
        ('aksen: "#8ec5ff"', ["1:16 SG403"]),
        ('aksen_gelap: "#8ec5ff"', []),
        ('aksen_gelap: "#0b4f8a"', ["1:22 SG403"]),
        ('aksen: "#ffffff", aksen_gelap: "#000000"', ["1:16 SG403", "1:40 SG403"]),
    ],
)
def test_a_colour_too_close_to_the_paper_is_refused(
    colours: str, found: list[str], project: Project
) -> None:
    project.file(PROVINCE, f"warna: {{{colours}}}\n")
    assert project.problems("nasional", "61") == [f"{PROVINCE}:{problem}" for problem in found]


def test_a_ratio_just_below_the_limit_is_not_rounded_up_to_it(project: Project) -> None:
    project.file("content/situs.yaml", SITUS + "tema: uji\n")
    project.file("themes/uji/theme.yaml", 'extends: dasar\nkertas: "#ffffff"\n')
    project.file(PROVINCE, 'warna:\n  aksen: "#777777"\n').build("61")
    (problem,) = project.report.problems
    assert dict(problem.values) == {"colour": "#777777", "ratio": "4,47", "paper": "#ffffff"}
