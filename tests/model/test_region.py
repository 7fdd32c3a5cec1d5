"""553 regions, their names, codes and time zones, and who stands above whom."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.model.region import NATION, Regions, fold, slugify
from sitegen.plumbing import disk

REGIONS = Regions.parse(disk.package_text("regions.csv"))
CODES = [region.code for region in REGIONS]


def test_there_are_553_regions() -> None:
    assert len(REGIONS) == 553
    levels = Counter(region.level for region in REGIONS)
    assert levels == {"nasional": 1, "provinsi": 38, "kabupaten": 416, "kota": 98}


def test_regions_come_in_code_order_with_the_nation_first() -> None:
    assert [NATION, *sorted(CODES[1:])] == CODES


def test_the_chain_of_pontianak_leads_over_its_province_to_the_nation() -> None:
    assert [region.code for region in REGIONS.chain("61.71")] == ["61.71", "61", NATION]
    assert [region.name for region in REGIONS.chain("61.71")] == [
        "Kota Pontianak",
        "Kalimantan Barat",
        "Indonesia",
    ]


def test_the_chain_of_the_nation_is_the_nation() -> None:
    assert [region.code for region in REGIONS.chain(NATION)] == [NATION]


def test_every_regency_and_city_has_a_province_of_its_own_code_above_it() -> None:
    for region in REGIONS:
        if region.level in ("kabupaten", "kota"):
            assert region.parent == region.code[:2]
            assert REGIONS[region.parent].level == "provinsi"
        elif region.level == "provinsi":
            assert region.parent == NATION


def test_below_is_the_other_side_of_the_chain() -> None:
    assert len(REGIONS.below("61")) == 15
    assert [region.code for region in REGIONS.below("61.71")] == ["61.71"]
    assert len(REGIONS.below(NATION)) == 553


@given(st.sampled_from(CODES))
@settings(deadline=None, max_examples=40)
def test_a_region_is_below_each_region_of_its_chain(code: str) -> None:
    for above in REGIONS.chain(code):
        assert REGIONS[code] in REGIONS.below(above.code)


@pytest.mark.parametrize("attribute", ["code", "slug", "folder"])
def test_no_two_regions_share(attribute: str) -> None:
    values = Counter(getattr(region, attribute) for region in REGIONS)
    assert [value for value, count in values.items() if count > 1] == []


def test_kabupaten_kediri_is_not_kota_kediri() -> None:
    assert (REGIONS["35.06"].slug, REGIONS["35.71"].slug) == ("kabupaten-kediri", "kota-kediri")
    assert REGIONS["35.06"].folder == "35.06-kabupaten-kediri"
    assert REGIONS["35.71"].folder == "35.71-kota-kediri"
    assert REGIONS.named("Kediri") is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("61.71", "61.71"),
        ("Kota Pontianak", "61.71"),
        ("kota-pontianak", "61.71"),
        ("KOTA  PONTIANAK", "61.71"),
        ("Kota Tanjungpinang", "21.72"),
        ("Kota Tanjung Pinang", "21.72"),
        ("DKI Jakarta", "31"),
        ("Jakarta", "31"),
        ("Daerah Khusus Ibukota Jakarta", "31"),
        ("Daerah Khusus Jakarta", "31"),
        ("Kepri", "21"),
        ("Kepulauan Riau", "21"),
        ("Kalbar", "61"),
        ("DIY", "34"),
        ("Jogja", "34"),
        ("Yogyakarta", "34"),
        ("Kab. Kediri", "35.06"),
        ("Kab Kediri", "35.06"),
        ("Kabupaten Kediri", "35.06"),
        ("Kepulauan Seribu", "31.01"),
        ("Indonesia", NATION),
        ("nasional", NATION),
        ("Pontianak", "61.71"),
        ("Tanjungpinang", "21.72"),
        ("Jakarta Pusat", "31.71"),
        ("Mempawah", "61.02"),
    ],
)
def test_a_name_or_code_stands_for_one_region(typed: str, code: str) -> None:
    region = REGIONS.named(typed)
    assert region is not None
    assert region.code == code


@pytest.mark.parametrize("typed", ["", " ", "61.7", "Atlantis", "Kota", "61.71 ", "٦١"])
def test_what_names_no_region_or_several_stands_for_none(typed: str) -> None:
    assert REGIONS.named(typed) is None


@given(st.sampled_from(list(REGIONS)))
@settings(deadline=None, max_examples=60)
def test_every_name_of_a_region_leads_to_it(region: object) -> None:
    for name in region.names:  # type: ignore[attr-defined]
        assert REGIONS.named(name) is region
        assert REGIONS.named(name.upper()) is region


@pytest.mark.parametrize(
    ("code", "zone", "timezone"),
    [
        (NATION, "WIB", "Asia/Jakarta"),
        ("11", "WIB", "Asia/Jakarta"),
        ("31", "WIB", "Asia/Jakarta"),
        ("61", "WIB", "Asia/Pontianak"),
        ("61.71", "WIB", "Asia/Pontianak"),
        ("62.71", "WIB", "Asia/Pontianak"),
        ("64.71", "WITA", "Asia/Makassar"),
        ("73.71", "WITA", "Asia/Makassar"),
        ("51.71", "WITA", "Asia/Makassar"),
        ("91.71", "WIT", "Asia/Jayapura"),
        ("81.71", "WIT", "Asia/Jayapura"),
    ],
)
def test_a_region_has_the_zone_of_its_island(code: str, zone: str, timezone: str) -> None:
    assert (REGIONS[code].zone, REGIONS[code].timezone) == (zone, timezone)


def test_a_regency_has_the_zone_of_its_province() -> None:
    strays = [r.code for r in REGIONS if r.parent and r.parent != NATION]
    assert [code for code in strays if REGIONS[code].zone != REGIONS[code[:2]].zone] == []


def test_find_matches_the_start_of_a_code_and_any_part_of_a_name() -> None:
    assert [region.code for region in REGIONS.find("pontianak")] == ["61.71"]
    assert [region.code for region in REGIONS.find("kediri")] == ["35.06", "35.71"]
    assert [region.code for region in REGIONS.find("61.7")] == ["61.71", "61.72"]
    assert [region.code for region in REGIONS.find("kepri")] == ["21"]
    assert REGIONS.find("Atlantis") == ()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Kota Pontiana", "61.71"),
        ("kalimantan brat", "61"),
        ("Kab. Kedirri", "35.06"),
        ("61.710", "61.71"),
    ],
)
def test_the_nearest_region_is_offered_for_a_slip(typed: str, code: str) -> None:
    near = REGIONS.nearest(typed)
    assert near is not None
    assert near.code == code


def test_nothing_is_offered_for_what_resembles_no_region() -> None:
    assert REGIONS.nearest("xyzzy") is None


@given(st.text())
@settings(deadline=None, max_examples=30)
def test_any_text_may_be_looked_up(text: str) -> None:
    named = REGIONS.named(text)
    assert named is None or named in REGIONS.find(text)
    assert set(REGIONS.find(text)) <= set(REGIONS)


@given(st.text())
@settings(deadline=None, max_examples=50)
def test_a_slug_holds_lower_case_words_only(text: str) -> None:
    slug = slugify(text)
    assert slugify(slug) == slug
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert fold(slug) == fold(slug.replace("-", " "))


def test_an_unknown_code_is_an_error_of_the_program() -> None:
    assert "99" not in REGIONS
    with pytest.raises(KeyError):
        REGIONS.chain("99")
