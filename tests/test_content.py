"""The real content: it builds, says what the law says in short sentences, and takes no side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from sitegen.build import Order, build
from sitegen.model.document import Document
from sitegen.model.library import Library
from sitegen.model.region import NATION, Regions
from sitegen.plumbing import disk, locale
from sitegen.plumbing.memo import Memo
from sitegen.schema import front_matter
from sitegen.schema.typed import Fields
from sitegen.schema.values import MarkdownText
from sitegen.steps.load import load
from sitegen.steps.validate import validate

REPOSITORY = Path(__file__).resolve().parent.parent
CONTENT = REPOSITORY / "content"
ELECTION_DAY = date(2024, 2, 14)
LONGEST_SENTENCE = 25


@cache
def library() -> Library:
    """Return the real content, typed."""
    regions = Regions.parse(disk.package_text("regions.csv"))
    return validate(load(REPOSITORY, regions)[0], regions)[0]


def of_type(name: str) -> dict[str, Document]:
    """Return the national pages of a type by their path."""
    return {d.inside: d for d in library().documents if d.type == name and d.layer == NATION}


@pytest.mark.parametrize("as_of", ["2023-01-01", "2024-02-12", "2024-02-14", "2026-01-01"])
def test_no_layer_has_a_problem_on_any_day(as_of: str) -> None:
    layers = tuple(dict.fromkeys((NATION, *(d.layer for d in library().documents), "31", "61.02")))
    assert len(layers) >= 6
    report = build(Order(REPOSITORY, None, layers, date.fromisoformat(as_of)), Memo())
    assert [locale.shown(problem) for problem in report.problems] == []


def test_every_folder_of_a_region_is_read() -> None:
    folders = {path.name for path in CONTENT.iterdir() if path.is_dir()}
    assert folders == set(library().folders)


def test_the_election_is_on_wednesday_14_february_2024() -> None:
    fact = library().facts[NATION]["hari_pemungutan"]
    assert fact.value == ELECTION_DAY == date(2024, 2, 14)
    assert ELECTION_DAY.isoweekday() == 3
    assert (fact.locked, fact.except_for) == (True, ())


def test_polls_are_open_from_seven_to_one_local_time() -> None:
    facts = library().facts[NATION]
    hours = {name: facts[name].value for name in ("jam_buka", "jam_dpk", "jam_tutup")}
    assert hours == {"jam_buka": "07.00", "jam_dpk": "12.00", "jam_tutup": "13.00"}
    assert all(facts[name].local and facts[name].locked for name in hours)


def test_voters_get_five_ballots_in_five_colours_and_four_in_jakarta() -> None:
    ballots = {"Presiden": "abu-abu", "DPD": "merah", "DPR": "kuning", "DPRD provinsi": "biru"}
    assert colours(NATION) == {**ballots, "DPRD kabupaten/kota": "hijau"}
    assert colours("31") == ballots
    assert library().facts[NATION]["surat_suara"].except_for == ("31",)


def colours(layer: str) -> dict[str, str]:
    """Return the colour of each ballot of a layer."""
    rows = library().facts[layer]["surat_suara"].value
    assert isinstance(rows, tuple)
    return {row["nama"]: row["warna"] for row in rows}


def test_transfers_and_notices_end_when_the_law_says() -> None:
    facts = library().facts[NATION]
    days = {name: facts[name].value for name in facts if name.startswith("batas_")}
    assert days == {
        "batas_pindah_umum": date(2024, 1, 15),  # 30 days before
        "batas_pindah_khusus": date(2024, 2, 7),  # 7 days before
        "batas_pemberitahuan": date(2024, 2, 11),  # 3 days before
    }


STAGES = {
    "perencanaan": (date(2022, 6, 14), date(2024, 6, 14)),
    "penyusunan-peraturan": (date(2022, 6, 14), date(2023, 12, 14)),
    "pendaftaran-peserta": (date(2022, 7, 29), date(2022, 12, 13)),
    "daftar-pemilih": (date(2022, 10, 14), date(2023, 6, 21)),
    "kursi-dan-dapil": (date(2022, 10, 14), date(2023, 2, 9)),
    "pencalonan-dpd": (date(2022, 12, 6), date(2023, 11, 25)),
    "penetapan-peserta": (date(2022, 12, 14), None),
    "pencalonan-dpr-dprd": (date(2023, 4, 24), date(2023, 11, 25)),
    "pencalonan-presiden": (date(2023, 10, 19), date(2023, 11, 25)),
    "pendaftaran-presiden": (date(2023, 10, 19), date(2023, 10, 25)),
    "kampanye": (date(2023, 11, 28), date(2024, 2, 10)),
    "pemungutan-suara-luar-negeri": (date(2024, 2, 5), date(2024, 2, 14)),
    "masa-tenang": (date(2024, 2, 11), date(2024, 2, 13)),
    "pemungutan-suara": (date(2024, 2, 14), None),
    "penghitungan-suara": (date(2024, 2, 14), date(2024, 2, 15)),
    "rekapitulasi": (date(2024, 2, 15), date(2024, 3, 20)),
    "penetapan-hasil": (None, None),
    "sumpah-dprd": (None, None),
    "sumpah-dpr-dpd": (date(2024, 10, 1), None),
    "sumpah-presiden": (date(2024, 10, 20), None),
    "putaran-kedua": (date(2024, 3, 22), date(2024, 7, 20)),
}
"""First and last day of every stage, from PKPU 3/2022 and the regulations that followed it."""


def test_every_stage_is_on_the_days_of_the_regulation() -> None:
    found = {
        Path(inside).stem: (document.fields.start, document.fields.end)
        for inside, document in of_type("tahapan").items()
    }
    assert found == STAGES


def test_the_campaign_lasts_75_days_and_the_quiet_period_the_3_before_the_election() -> None:
    campaign, quiet = STAGES["kampanye"], STAGES["masa-tenang"]
    assert campaign[1] is not None
    assert quiet[1] is not None
    assert campaign[0] is not None
    assert quiet[0] is not None
    assert (campaign[1] - campaign[0]).days + 1 == 75
    assert (quiet[0] - campaign[1]).days == 1
    assert ((quiet[1] - quiet[0]).days + 1, (ELECTION_DAY - quiet[1]).days) == (3, 1)


def test_the_second_round_was_cancelled() -> None:
    fields = of_type("tahapan")["tahapan/putaran-kedua.md"].fields
    assert (fields.round, fields.status) == ("2", "dibatalkan")


def test_stages_with_dates_stand_in_the_order_in_which_they_start() -> None:
    stages = [d.fields for d in of_type("tahapan").values() if d.fields.round == "1"]
    ordered = sorted((f for f in stages if f.start), key=lambda fields: fields.order)
    starts = [fields.start for fields in ordered]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("name", "least"), [("klarifikasi", 6), ("panduan", 5), ("istilah", 20), ("tahapan", 15)]
)
def test_there_is_enough_of_everything(name: str, least: int) -> None:
    assert len(of_type(name)) >= least


def test_the_home_page_answers_six_questions() -> None:
    questions = of_type("beranda")["index.md"].fields.questions
    assert len(questions) >= 6
    assert all(question.question.endswith("?") for question in questions)


def test_clarifications_are_numbered_without_gaps_and_name_official_sources() -> None:
    found = [document.fields for document in of_type("klarifikasi").values()]
    numbers = sorted(int(fields.number) for fields in found)
    assert numbers == list(range(1, len(found) + 1))
    official = {name for name, body in library().institutions.items() if body.official}
    assert [
        f.title for f in found if not any(source.institution in official for source in f.sources)
    ] == []


def test_every_document_and_fact_that_must_be_sourced_is_sourced() -> None:
    unsourced = [
        document.source
        for document in library().documents
        if document.type in {"klarifikasi", "tahapan", "pemungutan-suara", "berita"}
        and not document.fields.sources
    ]
    assert unsourced == []
    facts = [fact for layer in library().facts.values() for fact in layer.values()]
    assert [fact.name for fact in facts if not fact.sources or not fact.basis] == []


def texts() -> Iterator[tuple[str, str]]:
    """Yield path and text of every file of the content."""
    for path in sorted(CONTENT.rglob("*")):
        if path.suffix in {".md", ".yaml"}:
            yield path.relative_to(REPOSITORY).as_posix(), path.read_text("utf-8")


def prose(document: Document) -> Iterator[str]:
    """Yield everything a reader reads of a document: its fields of text and its body."""
    yield from (text for text in _strings(document.fields) if not text.startswith("https://"))
    yield document.body


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, Fields):
        for name in type(value).model_fields:
            yield from _strings(getattr(value, name))
    elif isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _strings(item)


def sentences(markdown: str) -> Iterator[str]:
    """Split the running text of Markdown into sentences; every item and cell stands alone."""
    text = re.sub(
        r"```.*?```|^:::.*$|^\s*\|?[-:| ]+\|$", "", markdown, flags=re.DOTALL | re.MULTILINE
    )
    text = re.sub(r"\]\([^)]*\)", "]", text)
    text = re.sub(r"\{\{.*?\}\}", "FAKTA", text)
    text = re.sub(r"(?<=\d)\.(?=\d)|\b(Rp|No|Jl|dll|dsb|Prov|Kab)\.", "", text)
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*+>|#]|\d+\.)\s)|\|", text):
        for sentence in re.split(r"(?<=[.?!:;])[\s\"”’)\]]+", block):
            yield " ".join(sentence.split())


def test_the_splitter_of_sentences_knows_where_they_end() -> None:
    markdown = (
        "Satu [dua](a.md). Tiga 13.00 empat:\n\n- lima enam\n- tujuh\n\n| a b | c |\n|---|---|\n"
    )
    found = [sentence for sentence in sentences(markdown) if sentence]
    assert found[:2] == ["Satu [dua].", "Tiga 1300 empat:"]
    assert [len(sentence.split()) for sentence in found] == [2, 3, 3, 2, 2, 1]


def test_no_sentence_is_too_long_to_read() -> None:
    long = [
        f"{document.source}: {len(sentence.split())} words: {sentence[:80]}"
        for document in library().documents
        if document.layer == NATION
        for text in (document.body, *_markdown(document.fields))
        for sentence in sentences(text)
        if len(sentence.split()) > LONGEST_SENTENCE
    ]
    assert long == []


def _markdown(value: object) -> Iterator[str]:
    yield from (text for text in _strings(value) if isinstance(text, MarkdownText))


def test_every_address_is_secure() -> None:
    assert [path for path, text in texts() if "http://" in text] == []


PEOPLE = (
    "Anies", "Baswedan", "Muhaimin", "Cak Imin", "Prabowo", "Subianto", "Gibran", "Rakabuming",
    "Ganjar", "Pranowo", "Mahfud", "AMIN", "Jokowi", "Joko Widodo", "Megawati", "Kaesang",
)  # fmt: skip
PARTIES = (
    "PDIP", "PDI-P", "PDI Perjuangan", "Gerindra", "Golkar", "NasDem", "Nasdem", "PKB", "PKS",
    "PAN", "PPP", "PSI", "Perindo", "Hanura", "Gelora", "Garuda", "PBB", "PKN", "Demokrat",
    "Partai Buruh", "Partai Ummat", "Partai Aceh", "Kebangkitan", "Keadilan Sejahtera",
    "Amanat Nasional", "Persatuan Pembangunan", "Solidaritas Indonesia", "Bulan Bintang",
)  # fmt: skip


@pytest.mark.parametrize("name", [*PEOPLE, *PARTIES])
def test_no_candidate_and_no_party_is_named(name: str) -> None:
    pattern = re.compile(rf"(?<![\w/-]){re.escape(name)}(?![\w-])")
    named = [
        document.source
        for document in library().documents
        if any(pattern.search(re.sub(r"https://\S+", "", text)) for text in prose(document))
    ]
    assert named == []


def test_writers_files_hold_nothing_that_has_to_be_cleaned_up() -> None:
    unwanted = re.compile(
        r"lorem ipsum|\bTODO\b|\bXXX\b|\bFIXME\b|[ \t]+$|\t", re.IGNORECASE | re.M
    )
    assert {path: found for path, text in texts() if (found := unwanted.findall(text))} == {}


def test_every_page_that_can_be_cut_is_cut_as_its_writer_sees_it() -> None:
    tree, _ = load(REPOSITORY, Regions.parse(disk.package_text("regions.csv")))
    cuts: Mapping[str, list[object]] = {
        source.path: list(front_matter.split(source)[1])
        for source in tree.sources
        if source.inside.endswith(".md")
    }
    assert {path: problems for path, problems in cuts.items() if problems} == {}
