"""Words of gambling sites and hidden text are found in what a change adds, however disguised."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sitegen.checks.additions import NEW_SITE, check
from sitegen.plumbing import locale

PATH = "content/61.71-kota-pontianak/a.md"


def told(after: str, before: str = "x\n", path: str = PATH) -> list[str]:
    return [f"{p.place.line}:{p.place.column} {dict(p.values)}" for p in check(path, before, after)]


@pytest.mark.parametrize(
    "text",
    [
        "slot", "SLOT", "slot88", "sl0t", "5l0t", "s1ot", "s l o t", "s.l.o.t",
        "s-l-o-t", "s  l  o  t", "sl**o**t", "slooot", "𝗌𝗅𝗈𝗍", "ｓｌｏｔ", "ѕlоt",
        "s\u0336l\u0336o\u0336t",
        "s\u200cl\u200do\u200dt", "ⓢⓛⓞⓣ", "şlôt", "S_L_O_T", "GACOR", "g4c0r", "tog3l",
        "judi online", "JUDI-ONLINE", "judi  onl1ne", "bandar judi", "maxw1n", "jackp0t",
        "toto macau",
    ],
)  # fmt: skip
def test_a_word_is_found_in_every_disguise(text: str) -> None:
    found = told(f"Datang ke {text} hari ini\n")
    assert [line for line in found if line.startswith("1:11 ")] != []


@pytest.mark.parametrize(
    "text",
    [
        "slotong", "Islot", "5107", "2024", "1 0 7", "Bandar Lampung", "Toto Suharto", "taruhan",
        "deposit", "bonus", "perjudian", "judi", "polis lot", "kotak suara", "TPS 70", "to gel",
        "s l o", "solusi total", "pokerface", "log el", "lot", "toko", "togelan", "5 1 0 7",
    ],
)  # fmt: skip
def test_other_words_are_let_be(text: str) -> None:
    assert told(f"Datang ke {text} hari ini\n") == []


def test_the_sentences_say_what_to_do() -> None:
    (problem,) = check(PATH, "x", "Main s1ot\n")
    assert locale.shown(problem) == (
        f"{PATH}:1:6: peringatan SG270: “s1ot” adalah kata situs judi\n"
        "    saran: hapus bila tidak disengaja; bila tidak ada dari Anda yang menulisnya, "
        "ganti kata sandi Anda"
    )
    (problem,) = check(PATH, "x", "<p style='display:none'>\n")
    assert locale.message_of(problem) == "“display:none” menyembunyikan teks dari pembaca"
    (problem,) = check(PATH, "x", "a" + "\n" * 12 + "b\n")
    assert (
        locale.message_of(problem) == "11 baris kosong di atas teks ini membuatnya tidak terlihat"
    )


def test_only_lines_that_were_added_are_told() -> None:
    before = "slot\nsatu\nslot\n"
    assert told(before, before) == []
    assert told("satu\nslot\n", before) == []
    assert told("slot\nsatu\nslot\nslot\n", before) == ["4:1 {'text': 'slot'}"]


def test_the_name_of_a_new_file_counts() -> None:
    path = PATH.replace("a.md", "situs-slot-gacor.md")
    assert told("x\n", "", path) == ["1:7 {'text': 'slot'}", "1:12 {'text': 'gacor'}"]
    assert told("x\n", "x\n", path) == []


@pytest.mark.parametrize(
    "line",
    [
        "display: none", "visibility:hidden", "opacity:0", "font-size: 0px", "text-indent:-9999px",
        "position:absolute;left:-9999px", "color:#fff", "color: transparent", "kata\u3164kunci",
        "kata\u200dkunci", "a\u2800b",
    ],
)  # fmt: skip
def test_tricks_that_hide_text_are_told(line: str) -> None:
    assert len(told(f"{line}\n")) == 1


@pytest.mark.parametrize(
    "line",
    [
        "background-color: #fff",
        "opacity: 0.9",
        "👨\u200d👩\u200d👧 keluarga",
        "❤\ufe0f",
        "left: 10px",
    ],
)
def test_what_looks_like_a_trick_and_is_none_is_let_be(line: str) -> None:
    assert told(f"{line}\n") == []


@pytest.mark.parametrize("filler", ["", "&nbsp;", "\\", " \u3164"])
def test_text_far_below_is_told(filler: str) -> None:
    gap = f"{filler}\n" * 10
    assert [line for line in told(f"x\n{gap}bawah\n") if "count" in line] == [
        "12:1 {'count': '10'}"
    ]
    assert told("x\n" + f"{filler}\n" * 9 + "bawah\n") == []


def test_the_content_of_this_repository_is_not_suspicious(repository: Path) -> None:
    files = [*repository.glob("content/**/*.md"), *repository.glob("content/**/*.yaml")]
    assert len(files) > 50
    for file in files:
        found = check(str(file), "", file.read_text("utf-8"))
        assert [problem for problem in found if problem.kind is not NEW_SITE] == [], file


def test_a_long_line_costs_no_time() -> None:
    for line in ("s l o " * 4000, "s" * 20000, "judi " * 4000, "*" * 20000, "s*" * 10000):
        before = time.process_time()
        told(line)
        assert time.process_time() - before < 3, line[:10]


def test_a_site_that_links_may_newly_lead_to_is_told() -> None:
    path = "content/61.71-kota-pontianak/situs.yaml"
    before = "tautan:\n  izin:\n    - kabar.example\n"
    assert told(before + "    - judi.example\n", before, path) == ["4:7 {'host': 'judi.example'}"]
    assert told("tautan: {izin: [a.example]}\n", "", path) == ["1:17 {'host': 'a.example'}"]
    assert told(before, before, path) == []
    assert told("tautan: [\n", before, path) == []
    assert told("tautan: kpu.go.id\n", before, path) == []
