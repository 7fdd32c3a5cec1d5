"""A count written out in a sentence is true on every mirror that shows it."""

from __future__ import annotations

import pytest

from tests.project import EMPAT_SURAT_SUARA, FAKTA, Project, page
from tests.test_facts import fact

NATION, JAKARTA = "content/nasional", "content/31-dki-jakarta"


@pytest.fixture
def capital(project: Project) -> Project:
    """A project whose capital has four ballot papers and not five."""
    return project.file(f"{JAKARTA}/fakta.yaml", EMPAT_SURAT_SUARA)


SENTENCES = [
    ("Anda menerima lima surat suara.", "6:15"),
    ("Anda menerima Lima Surat Suara.", "6:15"),
    ("Anda menerima 5 surat suara.", "6:15"),
    ("Anda menerima lima (5) surat suara.", "6:15"),
    ("Anda menerima lima lembar surat suara.", "6:15"),
    ("Anda menerima lima jenis surat suara.", "6:15"),
    ("Anda menerima lima\nsurat suara.", "6:15"),
    ("Teks.\n\nAda **lima surat suara**.", "8:5"),
    ("- satu\n- lima surat suara", "7:3"),
    ("Anda menerima dua surat suara.", None),
    ("Anda menerima 15 surat suara.", None),
    ("Anda menerima 105 surat suara.", None),
    ("Anda menerima kelima surat suara.", None),
    ("Anda menerima lima surat.", None),
    ("Anda menerima lima surat suaraku.", None),
    ("Anda menerima {{ fakta.surat_suara }} surat suara.", None),
]


def test_a_national_sentence_is_held_against_the_capital(capital: Project) -> None:
    for number, (text, _) in enumerate(SENTENCES, 10):
        capital.file(f"{NATION}/a-{number}.md", page("A", f"{text}\n"))
    assert capital.problems() == [
        f"{NATION}/a-{number}.md:{found} SG138"
        for number, (_, found) in enumerate(SENTENCES, 10)
        if found
    ]


def test_the_problem_names_mirror_count_and_fact(capital: Project) -> None:
    capital.file(f"{NATION}/a.md", page("A", "Anda menerima lima surat suara.\n")).build()
    (problem,) = capital.report.problems
    assert dict(problem.values) == {
        "text": "lima surat suara",
        "region": "DKI Jakarta",
        "count": "4",
        "name": "surat_suara",
        "unit": "surat suara",
    }


def test_a_sentence_of_the_capital_is_held_against_the_capital_only(capital: Project) -> None:
    capital.file(f"{JAKARTA}/a.md", page("A", "Anda menerima empat surat suara.\n"))
    capital.file("content/61-kalimantan-barat/b.md", page("B", "Ada lima surat suara.\n"))
    assert capital.problems("31", "61") == []
    capital.file(f"{JAKARTA}/a.md", page("A", "Anda menerima lima surat suara.\n"))
    assert capital.problems("31", "61") == [f"{JAKARTA}/a.md:6:15 SG138"]


def test_title_and_summary_are_read_too(capital: Project) -> None:
    capital.file(f"{NATION}/a.md", page("A").replace("judul: A", "judul: Lima surat suara"))
    capital.file(f"{NATION}/b.md", page("A").replace("Ringkasan A", "Ada 5 surat suara"))
    assert capital.problems() == [f"{NATION}/a.md:2:8 SG138", f"{NATION}/b.md:3:12 SG138"]


def test_where_all_mirrors_agree_a_count_may_be_written_out(project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A", "Anda menerima lima surat suara.\n"))
    assert project.problems("nasional", "31") == []


def test_a_fact_without_a_unit_is_not_looked_for(project: Project) -> None:
    project.file(f"{NATION}/fakta.yaml", FAKTA + fact("hari", "3", jenis="bilangan"))
    project.file(f"{JAKARTA}/fakta.yaml", fact("hari", "4"))
    project.file(f"{NATION}/a.md", page("A", "Tiga hari.\n"))
    assert project.problems() == []


def test_a_region_answers_for_a_number_the_nation_could_not_foresee(project: Project) -> None:
    text = fact("hari", "3", jenis="bilangan", satuan="hari tenang")
    project.file(f"{NATION}/fakta.yaml", FAKTA + text)
    project.file(f"{JAKARTA}/fakta.yaml", fact("hari", "4"))
    project.file(f"{NATION}/a.md", page("A", "Ada tiga hari tenang.\n"))
    assert project.problems("31") == [f"{JAKARTA}/fakta.yaml:1:1 SG138"]


def test_a_step_of_a_guide_is_read_too(capital: Project) -> None:
    steps = "[{judul: Terima, isi: Anda menerima lima surat suara.}]"
    capital.file(f"{NATION}/panduan/a.md", page("A", langkah=steps))
    assert [problem.rpartition(" ")[2] for problem in capital.problems()] == ["SG138"]


def test_every_wrong_count_has_a_place_of_its_own(capital: Project) -> None:
    capital.file(f"{NATION}/a.md", page("A", "Ada lima surat suara.\n\nYa, lima surat suara.\n"))
    assert capital.problems() == [f"{NATION}/a.md:6:5 SG138", f"{NATION}/a.md:8:5 SG138"]


@pytest.mark.parametrize(("kind", "value"), [("teks", "dua"), ("tanggal", "2024-02-14")])
def test_a_unit_belongs_to_a_count(kind: str, value: str, project: Project) -> None:
    text = fact("petugas", value, jenis=kind, satuan="orang")
    project.file(f"{NATION}/fakta.yaml", FAKTA + text)
    project.file(f"{NATION}/a.md", page("A", "Ada dua orang.\n")).build()


def test_letters_that_fold_into_others_do_no_harm(capital: Project) -> None:
    capital.file(f"{NATION}/a.md", page("A", "Ada ſatu surat suara.\n")).build()
