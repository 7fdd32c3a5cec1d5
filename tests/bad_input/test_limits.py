"""A text that would take too long is refused where it does, with what to do about it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.project import Project, page

PATH = "content/nasional/a.md"
BODY = 6
"""Line of the file at which the body of a `page` starts."""
DIVIDE = "bagi menjadi beberapa halaman"

# What repeats, how often it may, the line (from the first of the body) at which it is too
# much, the sentence and the hint.
LIMITS: dict[str, tuple[Callable[[int], str], int, int, str, str]] = {
    "headings": (
        lambda n: "## A\n\n" * n, 500, 1000,
        "teks ini memuat 501 judul bagian dan garis pemisah; paling banyak 500", DIVIDE,
    ),
    "underlined headings": (
        lambda n: "A\n-\n\n" * n, 500, 1501,
        "teks ini memuat 501 judul bagian dan garis pemisah; paling banyak 500", DIVIDE,
    ),
    "rules": (
        lambda n: "* * *\n" * n, 500, 500,
        "teks ini memuat 501 judul bagian dan garis pemisah; paling banyak 500", DIVIDE,
    ),
    "footnotes": (
        lambda n: "".join(f"A[^{i}]\n\n[^{i}]: b\n\n" for i in range(n // 2)) + "A[^0]\n" * (n % 2),
        600, 1200,
        "teks ini memuat 601 tanda catatan kaki “[^”; paling banyak 600", DIVIDE,
    ),
    "abbreviations": (
        lambda n: "".join(f"*[A{i}]: b\n" for i in range(n)), 300, 300,
        "teks ini menjelaskan 301 singkatan; paling banyak 300", DIVIDE,
    ),
    "references": (
        lambda n: "".join(f"[{i}]: a.md\n" for i in range(n)), 1000, 1000,
        "teks ini memuat 1001 baris alamat “[…]: …”; paling banyak 1000", DIVIDE,
    ),
    "blocks": (
        lambda n: "::: catatan\n:::\n" * (n // 2) + ":::\n" * (n % 2), 500, 500,
        "teks ini memuat 501 baris “:::”; paling banyak 500", DIVIDE,
    ),
    "cells": (
        lambda n: "a|b\n-|-\n" + "c|d\n" * (n - 2), 20_000, 20_000,
        "tabel di teks ini memuat 20001 tanda “|”; paling banyak 20000", DIVIDE,
    ),
    "signs of tags": (
        lambda n: "a < b\n\n" * n, 2000, 4000,
        "teks ini memuat 2001 tanda “<”; paling banyak 2000",
        "tulis &lt; bila yang dimaksud tandanya; HTML tidak diizinkan",
    ),
    "quotes": (
        lambda n: "A\n\n" + "> " * n + "b\n", 12, 2,
        "daftar, kutipan, atau blok bertingkat 13; paling banyak 12 tingkat",
        "kurangi tingkatnya",
    ),
    "lists": (
        lambda n: "".join("    " * depth + "- a\n" for depth in range(n)), 12, 12,
        "daftar, kutipan, atau blok bertingkat 13; paling banyak 12 tingkat",
        "kurangi tingkatnya",
    ),
    "blocks in blocks": (
        lambda n: "::: catatan\n" * n + "\nA\n\n" + ":::\n" * n, 12, 12,
        "daftar, kutipan, atau blok bertingkat 13; paling banyak 12 tingkat",
        "kurangi tingkatnya",
    ),
    "a long paragraph": (
        lambda n: "A" * (n % 1000) + ("\n" + "b" * 999) * (n // 1000), 20_000, 0,
        "satu paragraf memuat 20001 karakter; paling banyak 20000",
        "beri baris kosong di antara bagian-bagiannya",
    ),
    "brackets": (
        lambda n: "A\n\nb " + "[" * n + "\n", 100, 2,
        "satu paragraf memuat 101 tanda “[” yang tidak ditutup; paling banyak 100",
        "hapus tanda itu, atau tutup setiap tandanya",
    ),
    "closed brackets": (
        lambda n: "A\n\n" + "[" * n + "b" + "]" * n + "\n", 100, 2,
        "satu paragraf memuat 101 tanda “[” yang tidak ditutup; paling banyak 100",
        "hapus tanda itu, atau tutup setiap tandanya",
    ),
    "links": (
        lambda n: "A\n\n" + "[b](" * n + "\n", 100, 2,
        "satu paragraf memuat 101 tanda “(” yang tidak ditutup; paling banyak 100",
        "hapus tanda itu, atau tutup setiap tandanya",
    ),
    "emphasis": (
        lambda n: "A\n\n" + "_b_ " * (n // 2) + "*" * (n % 2) + "\n", 500, 2,
        "satu paragraf memuat 501 kelompok “*” dan “_”; paling banyak 500",
        "kurangi huruf tebal dan miring, atau bagi paragrafnya",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LIMITS)
def test_what_is_too_much_is_refused_where_it_is_and_nothing_is_written(
    name: str, project: Project
) -> None:
    text, most, line, sentence, hint = LIMITS[name]
    project.file(PATH, page("A", text(most + 1)))
    found = [m for m in project.messages() if "SG250" in m]
    assert [m.partition(": ")[0] for m in found] == [f"{PATH}:{BODY + line}:1"]
    assert sentence in found[0]
    assert hint in found[0]
    assert project.report.held_back
    assert not (project.output / "nasional").exists()


@pytest.mark.parametrize("name", LIMITS)
def test_as_much_as_is_allowed_is_converted(name: str, project: Project) -> None:
    text, most, *_ = LIMITS[name]
    found = project.file(PATH, page("A", text(most))).problems()
    assert [problem for problem in found if problem.endswith("SG250")] == []


def test_a_line_that_is_too_long_is_named(project: Project) -> None:
    project.file(PATH, page("A", "b\n" + "c" * 20_001 + "\n"))
    assert project.messages()[0].splitlines()[0].startswith(f"{PATH}:7:1: ")
    assert "baris ini memuat 20001 karakter; paling banyak 20000" in project.messages()[0]


def test_front_matter_that_is_too_large_is_refused(project: Project) -> None:
    project.file(PATH, page("A", ringkas="\n" + "  b\n" * 40_000))
    (message,) = project.messages()
    assert message.startswith(f"{PATH}:2:1: ")
    assert "data halaman ini berukuran 156 KB; paling besar 64 KB" in message


def test_every_limit_that_a_page_exceeds_is_told_at_once(project: Project) -> None:
    body = "## A\n\n" * 501 + "*[B]: c\n" * 301
    found = project.file(PATH, page("A", body)).problems()
    assert found == [f"{PATH}:1006:1 SG250", f"{PATH}:1308:1 SG250"]


def test_signs_in_an_ordinary_table_list_and_form_are_no_problem(project: Project) -> None:
    table = "|Daerah|Alamat|\n|-|-|\n" + "|**Kota** _A_|[a](a.md)|\n" * 552
    form = "Nama: " + "_" * 400 + "\n\n"
    letter = " " * 60 + "Jakarta, 1 Januari 2024\n\n"
    items = "- **A**: [a](a.md) (b)\n" * 600
    body = f"{table}\n{form}{letter}{items}\n* * * * * * * * * * * * * * *\n"
    assert project.file(PATH, page("A", body)).problems() == []


def test_a_text_that_cannot_be_parsed_spoils_no_other(project: Project) -> None:
    for name in ("a", "c"):
        project.file(f"content/nasional/{name}.md", page(name, "a\n: b\n" * 3000))
    found = project.file("content/nasional/b.md", page("B", "- *a*\n\n[a](a.md)\n")).problems()
    assert [p for p in found if "SG250" in p] == [
        f"content/nasional/{name}.md:{BODY - 1}:1 SG250" for name in ("a", "c")
    ]
    assert "b.md" not in "".join(p for p in found if "SG225" not in p)
