"""Flat addresses, and the places of front-matter values."""

from __future__ import annotations

import pytest

from sitegen.model.document import Document, url_of
from sitegen.model.problem import Place


@pytest.mark.parametrize(
    ("inside", "url"),
    [
        ("index.md", "index.html"),
        ("tentang.md", "tentang.html"),
        ("tahapan/index.md", "tahapan.html"),
        ("tahapan/masa-tenang.md", "tahapan/masa-tenang.html"),
        ("tahapan/putaran-dua/index.md", "tahapan/putaran-dua.html"),
        ("tahapan/indeks.md", "tahapan/indeks.html"),
    ],
)
def test_only_the_home_page_is_called_index(inside: str, url: str) -> None:
    assert url_of(inside) == url


def document(inside: str, marks: dict[tuple[str | int, ...], tuple[int, int]]) -> Document:
    return Document(inside, "61", "halaman", None, "", f"content/61/{inside}", 5, marks, "")


def test_a_supplement_belongs_to_the_page_of_the_same_path() -> None:
    added = document("tambahan/tahapan/rekapitulasi.md", {})
    assert added.is_supplement
    assert added.target == "tahapan/rekapitulasi.md"
    assert added.section == "tahapan"
    assert added.url == "tahapan/rekapitulasi.html"


def test_a_page_called_tambahan_is_not_a_supplement() -> None:
    assert not document("tambahan.md", {}).is_supplement


def test_a_value_without_a_place_of_its_own_has_that_of_what_holds_it() -> None:
    page = document("a.md", {(): (2, 1), ("sumber",): (4, 1), ("sumber", 0): (5, 5)})
    assert page.place("sumber", 0, "url") == Place("content/61/a.md", 5, 5)
    assert page.place("sumber", 7) == Place("content/61/a.md", 4, 1)
    assert page.place("judul") == Place("content/61/a.md", 2, 1)
    assert document("a.md", {}).place("judul") == Place("content/61/a.md", 1, 1)
