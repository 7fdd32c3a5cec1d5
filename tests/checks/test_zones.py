"""A time of a fact with its zone written out is true on every mirror that shows it."""

from __future__ import annotations

from tests.project import Project, page

NATION, BALI = "content/nasional", "content/51-bali"
TIME = "jam_tutup: {nilai: '14.00', dasar: x, sumber: [{lembaga: kpu, judul: x, tanggal: 2024}]}\n"

SENTENCES = [
    ("TPS tutup pukul 13.00 WIB.", 6),
    ("Tutup:\n**13.00** WIT", 7),
    ("TPS tutup pukul 13.00.", None),
    ("Debat mulai 19.00 WIB.", None),
    ("Versi 1.13.00 WIB.", None),
    ("TPS tutup pukul {{ fakta.jam_tutup }}.", None),
]


def test_a_national_time_with_a_zone_is_wrong_somewhere(project: Project) -> None:
    for number, (text, _) in enumerate(SENTENCES):
        project.file(f"{NATION}/a-{number}.md", page("A", f"{text}\n"))
    project.build()
    found = [(p.place.path, p.place.line, p.kind.code) for p in project.report.problems]
    assert found == [
        (f"{NATION}/a-{number}.md", line, "SG139")
        for number, (_, line) in enumerate(SENTENCES)
        if line
    ]


def test_a_region_may_name_its_own_zone(project: Project) -> None:
    project.file(f"{BALI}/a.md", page("A", "TPS tutup pukul 13.00 WITA.\n"))
    assert project.problems("51") == []
    project.file(f"{BALI}/a.md", page("A", "TPS tutup pukul 13.00 WIB.\n"))
    assert project.problems("51") == [f"{BALI}/a.md:6:17 SG139"]


def test_a_time_of_another_value_elsewhere_is_looked_for_too(project: Project) -> None:
    project.file(f"{BALI}/fakta.yaml", TIME)
    project.file(f"{NATION}/a.md", page("A", "TPS tutup pukul 13.00 WIB.\n"))
    assert [problem.rpartition(" ")[2] for problem in project.problems("31")] == ["SG139"]
