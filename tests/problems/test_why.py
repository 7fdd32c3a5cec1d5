"""`sitegen why`: every code is explained, and the page of all problems is that of the code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sitegen import why
from sitegen.catalogue import Example, entries
from sitegen.cli import cli
from sitegen.plumbing import locale


def run(*arguments: str, language: str = "id") -> Any:
    locale.install(language)
    return CliRunner().invoke(cli, ["why", *arguments], prog_name="sitegen")


@pytest.mark.parametrize("typed", ["SG117", "sg117", "117", "Sg-117", " SG 117 "])
def test_a_code_is_understood_however_it_is_typed(typed: str) -> None:
    done = run(typed)
    assert done.exit_code == 0
    assert done.stdout == (
        "SG117: galat, menahan situs cermin yang memuat berkas itu\n"
        "\n"
        "“‹kunci›” bukan kunci yang dikenal di sini\n"
        "    saran: kunci yang dikenal: ‹daftar›\n"
        "    contoh, di content/nasional/pleno.md:\n"
        "    salah │ warna_latar: merah\n"
        "    benar │ tag: [rapat pleno]\n"
        "\n"
        "“‹kunci›” bukan kunci yang dikenal di sini\n"
        "    saran: maksud Anda “‹yang terdekat›”?\n"
        "    contoh, di content/nasional/pleno.md:\n"
        "    salah │ tangal: 2024-03-20\n"
        "    benar │ tanggal: 2024-03-20\n"
    )


def test_english_is_spoken_when_asked_for() -> None:
    lines = run("314", language="en").stdout.splitlines()
    assert lines[0] == "SG314: warning, is reported, and holds nothing back"
    assert lines[2] == "‹what stands above› has changed since this page replaced it"


def test_a_name_that_is_wrong_is_shown_beside_the_right_one() -> None:
    assert run("303").stdout.splitlines()[-2:] == [
        "    salah │ content/nasional/Masa Tenang.md",
        "    benar │ content/nasional/masa-tenang.md",
    ]


def test_an_unseen_character_is_seen_in_an_example() -> None:
    assert r"salah │ Rapat\u200b pleno" in run("103").stdout
    assert r"      │ \t- rapat pleno" in run("111").stdout


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("SG999", "berkode “SG999”. Yang terdekat: SG511, SG520, SG521. Ketik `sitegen why`"),
        ("123", "berkode “123”. Yang terdekat: SG120, SG121, SG122. Ketik `sitegen why`"),
        ("halaman", "berkode “halaman”. Ketik `sitegen why` untuk melihat semua kode."),
        ("SG1170", "berkode “SG1170”. Ketik `sitegen why`"),
    ],
)
def test_an_unknown_code_is_told_with_the_nearest(typed: str, words: str) -> None:
    done = run(typed)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr


def test_without_a_code_each_has_one_line() -> None:
    lines = run().stdout.splitlines()
    codes = [line[:5] for line in lines]
    assert codes == sorted({entry.kind.code for entry in entries()})
    assert "SG105  galat       " in "".join(lines)
    assert "SG314  peringatan  ‹yang di atas›" in "\n".join(lines)


def test_every_code_can_be_explained_in_both_languages() -> None:
    for language in locale.LANGUAGES:
        locale.install(language)
        for code, kinds in why.by_code().items():
            text = "\n".join(why.explanation(code))
            assert text.startswith(f"{code}: ")
            for entry in kinds:
                assert locale.unfilled(entry.kind.message) in text


def test_a_code_has_one_severity() -> None:
    several = {
        code: {entry.kind.severity for entry in kinds} for code, kinds in why.by_code().items()
    }
    assert {c: s for c, s in several.items() if len(s) > 1 and c != "SG504"} == {}


def test_a_field_without_a_name_is_three_dots() -> None:
    locale.install("en")
    assert locale.unfilled("“{key}” and {nameless}") == "“‹key›” and ‹…›"
    assert locale.unfilled("") == ""


def test_the_page_of_all_problems_is_up_to_date(repository: Path) -> None:
    locale.install("id")
    page = (repository / "sitegen/problems.md").read_text("utf-8")
    assert page == "\n".join(why.page()) + "\n", "run: python3 dev.py messages"
    assert run("--markdown").stdout == page


def test_the_page_escapes_what_markdown_would_take_for_its_own(repository: Path) -> None:
    from markdown import markdown

    text = (repository / "sitegen/problems.md").read_text("utf-8")
    html = markdown(re.sub(r"~~~~\n.*?\n~~~~\n", "", text, flags=re.DOTALL))
    assert set(re.findall(r"<(/?\w+)", html)) == {
        "h1", "/h1", "h2", "/h2", "p", "/p", "strong", "/strong", "code", "/code",
    }  # fmt: skip


def test_an_example_without_a_path_is_shown_too() -> None:
    example = Example(wrong="sitegen build --output /", right="sitegen build", unproved="x")
    locale.install("en")
    assert list(why._example(example)) == [
        "wrong │ sitegen build --output /",
        "right │ sitegen build",
    ]
    assert list(why._example(None)) == []
