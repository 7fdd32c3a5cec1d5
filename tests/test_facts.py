"""Facts: inherited nation ▸ province ▸ regency, lockable, typed, and shown in their forms."""

from __future__ import annotations

import re

import pytest

from sitegen.model.region import Regions
from sitegen.plumbing import disk
from sitegen.steps.load import load
from sitegen.steps.validate import validate
from tests.project import EMPAT_SURAT_SUARA, FAKTA, Project, page

NATION = "content/nasional"
PROVINCE, CITY = "content/61-kalimantan-barat", "content/61.71-kota-pontianak"
JAKARTA = "content/31-dki-jakarta"
REGIONS = Regions.parse(disk.package_text("regions.csv"))
LINES = FAKTA.count("\n")
BASIS = "  dasar: PKPU 1/2023\n  sumber: [{lembaga: kpu, judul: PKPU 1, tanggal: 2023}]\n"


def fact(name: str, value: str, **front: str) -> str:
    """Return a fact as it stands in a `fakta.yaml`, its value in the second line."""
    lines = "".join(f"  {key}: {part}\n" for key, part in front.items())
    return f"{name}:\n  nilai: {value}\n{lines}{BASIS}"


def shown(project: Project, region: str = "nasional") -> str:
    """Return the text of the paragraph of page `a` that starts with `Ada`."""
    found = re.search(r"<p>Ada (.*)</p>", project.read("a.html", region))
    assert found is not None
    return found[1]


def test_a_region_shows_the_fact_of_the_nearest_layer(project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A", "Ada {{ fakta.jumlah_tps }} TPS\n"))
    project.file(f"{NATION}/fakta.yaml", FAKTA + fact("jumlah_tps", "823236", jenis="bilangan"))
    project.file(f"{PROVINCE}/fakta.yaml", fact("jumlah_tps", "17626"))
    project.file(f"{CITY}/fakta.yaml", fact("jumlah_tps", "1948"))
    project.build("nasional", "61", "61.71", "61.72", "31")
    assert project.report.problems == []
    assert {code: shown(project, code) for code in ("nasional", "61", "61.71", "61.72", "31")} == {
        "nasional": "823.236 TPS",
        "61": "17.626 TPS",
        "61.71": "1.948 TPS",
        "61.72": "17.626 TPS",
        "31": "823.236 TPS",
    }


def test_a_city_may_set_what_its_province_leaves_alone(project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A", "Ada {{ fakta.jumlah_tps }} TPS\n"))
    project.file(f"{NATION}/fakta.yaml", FAKTA + fact("jumlah_tps", "5", jenis="bilangan"))
    project.file(f"{CITY}/fakta.yaml", fact("jumlah_tps", "7")).build("61", "61.71")
    assert (shown(project, "61"), shown(project, "61.71")) == ("5 TPS", "7 TPS")


def test_a_fact_of_a_region_is_known_below_it_only(project: Project) -> None:
    project.file(f"{PROVINCE}/fakta.yaml", fact("kantor", "Jalan Ahmad Yani", jenis="teks"))
    project.file(f"{CITY}/kantor.md", page("Kantor", "Di {{ fakta.kantor }}.\n"))
    project.file(f"{JAKARTA}/kantor.md", page("Kantor", "Di {{ fakta.kantor }}.\n"))
    assert project.problems("61.71", "31") == [f"{JAKARTA}/kantor.md:6:4 SG136"]
    assert "Di Jalan Ahmad Yani." in project.read("kantor.html", "61.71")


def test_a_region_may_not_move_a_national_date(project: Project) -> None:
    project.file(f"{CITY}/fakta.yaml", "# uji\n" + fact("hari_pemungutan", "2024-02-15"))
    assert project.problems("61", "61.71") == [f"{CITY}/fakta.yaml:2:1 SG133"]
    (problem,) = project.report.problems
    assert dict(problem.values) == {
        "name": "hari_pemungutan",
        "owner": "nasional",
        "where": f"{NATION}/fakta.yaml:1:1",
    }
    assert [region.code for region in project.report.held_back] == ["61.71"]


def test_an_exception_may_set_a_locked_fact_and_locks_it_for_those_below(project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A", "Ada {{ fakta.surat_suara }} surat suara\n"))
    project.file(f"{JAKARTA}/fakta.yaml", EMPAT_SURAT_SUARA)
    project.build("nasional", "31", "31.71", "61")
    assert project.report.problems == []
    assert {code: shown(project, code) for code in ("nasional", "31", "31.71", "61")} == {
        "nasional": "lima surat suara",
        "31": "empat surat suara",
        "31.71": "empat surat suara",
        "61": "lima surat suara",
    }
    child = "content/31.71-kota-administrasi-jakarta-pusat/fakta.yaml"
    project.file(child, EMPAT_SURAT_SUARA)
    name = project.problems("31.71")
    assert name == [f"{child}:1:1 SG133"]
    assert dict(project.report.problems[0].values)["owner"] == "31"


def test_a_region_that_is_no_exception_is_refused(project: Project) -> None:
    project.file(f"{PROVINCE}/fakta.yaml", EMPAT_SURAT_SUARA)
    assert project.problems("61") == [f"{PROVINCE}/fakta.yaml:1:1 SG133"]


def test_a_province_may_lock_its_own_value(project: Project) -> None:
    project.file(f"{PROVINCE}/fakta.yaml", fact("jam_tutup", '"14.00"', terkunci="ya"))
    project.file(f"{CITY}/fakta.yaml", fact("jam_tutup", '"15.00"'))
    assert project.problems("61", "61.71") == [f"{CITY}/fakta.yaml:1:1 SG133"]


def test_a_province_may_make_an_exception_of_its_own_lock(project: Project) -> None:
    lock = {"terkunci": "ya", "kecuali": '["61.71"]'}
    project.file(f"{PROVINCE}/fakta.yaml", fact("jam_tutup", '"14.00"', **lock))
    project.file(f"{CITY}/fakta.yaml", fact("jam_tutup", '"15.00"'))
    assert project.problems("61", "61.71") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (fact("a", "b", jenis="teks"), []),
        (fact("a", "b"), ["1:1 SG131"]),
        (fact("a", "b", jenis="tulisan"), ["3:10 SG118"]),
        (fact("a", "14 Februari", jenis="tanggal"), ["2:10 SG118"]),
        (fact("a", "2024-02-30", jenis="tanggal"), ["2:10 SG118"]),
        (fact("a", "[2024-02-14]", jenis="tanggal"), ["2:10 SG118"]),
        (fact("a", '"24.00"', jenis="jam"), ["2:10 SG118"]),
        (fact("a", '"7.00"', jenis="jam"), ["2:10 SG118"]),
        (fact("a", "07.60", jenis="jam"), ["2:10 SG118"]),
        (fact("a", "lima", jenis="bilangan"), ["2:10 SG118"]),
        (fact("a", "204.807.222", jenis="bilangan"), ["2:10 SG118"]),
        (fact("a", "1.5", jenis="bilangan"), ["2:10 SG118"]),
        (fact("a", "{b: c}", jenis="teks"), ["2:10 SG118"]),
        (fact("a", "b", jenis="daftar", kolom="[b]"), ["2:10 SG118"]),
        (fact("a", "[]", jenis="daftar", kolom="[b]"), ["2:10 SG118"]),
        (fact("a", "[b]", jenis="daftar", kolom="[b]"), ["2:11 SG134"]),
        (fact("a", "[{c: d}]", jenis="daftar", kolom="[b]"), ["2:11 SG134"]),
        (fact("a", "[{b: c}, {b: c, d: e}]", jenis="daftar", kolom="[b]"), ["2:19 SG134"]),
        (fact("a", "[{b: ''}]", jenis="daftar", kolom="[b]"), ["2:11 SG134"]),
        (fact("a", "[{b: [c]}]", jenis="daftar", kolom="[b]"), ["2:11 SG134"]),
        (fact("a", "b", jenis="teks", zona="WIB"), ["4:9 SG118"]),
        (fact("a", "b", jenis="teks", terkunci="iya"), ["4:13 SG118"]),
        (fact("a", "b", jenis="teks", kecuali='["99"]'), ["4:13 SG120"]),
        (fact("a", "b", jenis="teks", kunci="ya"), ["4:3 SG117"]),
        ("a:\n  jenis: teks\n  dasar: x\n", ["2:3 SG118", "2:3 SG118"]),
        (fact("a", "b", jenis="teks").replace("kpu", "koran"), ["5:11 SG142"]),
        (fact("a", "b", jenis="teks").replace("kpu", "kpuu"), ["5:22 SG141"]),
        ("Jam Buka: {}\n", ["1:1 SG130"]),
        ("jam-buka: {}\n", ["1:1 SG130"]),
        ("Jam: {}\n", ["1:1 SG130"]),
        ("a: b\n", ["1:1 SG118"]),
        ("a: b\na: c\n", ["2:1 SG112"]),
    ],
)
def test_a_wrong_fact_is_named_with_its_place(
    text: str, found: list[str], project: Project
) -> None:
    path = f"{PROVINCE}/fakta.yaml"
    tree, problems = load(project.file(path, text).folder, REGIONS)
    problems += validate(tree, REGIONS)[1]
    assert [f"{p.place} {p.kind.code}" for p in problems] == [f"{path}:{row}" for row in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (fact("jam_tutup", "2024-02-14", jenis="tanggal"), ["3:10 SG132"]),
        (fact("jam_tutup", "siang", jenis="jam"), ["2:10 SG118"]),
        (fact("jam_tutup", "siang"), ["2:10 SG118"]),
        (fact("jam_tutup", '"13.30"', jenis="jam"), []),
        (fact("jam_tutup", '"13.30"'), []),
        (fact("jam_tutup", '"13:30"'), []),
    ],
)
def test_a_region_keeps_the_kind_of_the_fact_above(
    text: str, found: list[str], project: Project
) -> None:
    path = f"{PROVINCE}/fakta.yaml"
    assert project.file(path, text).problems("61") == [f"{path}:{problem}" for problem in found]


def test_a_region_keeps_the_columns_of_the_list_above(project: Project) -> None:
    text = EMPAT_SURAT_SUARA.replace("warna: merah, ", "")
    project.file(f"{JAKARTA}/fakta.yaml", text)
    assert project.problems("31") == [f"{JAKARTA}/fakta.yaml:4:7 SG134"]


FORMS = [
    ("hari_pemungutan", "14 Februari 2024"),
    ("hari_pemungutan.hari", "Rabu"),
    ("hari_pemungutan.lengkap", "Rabu, 14 Februari 2024"),
    ("jam_tutup", "13.00 WIB"),
    ("jam_tutup.angka", "13.00"),
    ("surat_suara", "lima"),
    ("surat_suara.angka", "5"),
    ("pemilih", "204.807.222"),
    ("pemilih.huruf", "204.807.222"),
    ("hari_tenang", "3"),
    ("hari_tenang.huruf", "tiga"),
    ("nol", "0"),
    ("nol.huruf", "nol"),
    ("semboyan", "Luber &amp; jurdil &lt;b&gt;"),
]


def test_a_fact_is_shown_in_the_form_that_is_asked_for(project: Project) -> None:
    more = fact("pemilih", "204807222", jenis="bilangan")
    more += fact("hari_tenang", "3", jenis="bilangan") + fact("nol", "0", jenis="bilangan")
    more += fact("semboyan", "Luber & jurdil <b>", jenis="teks")
    project.file(f"{NATION}/fakta.yaml", FAKTA + more)
    body = "".join(f"- {typed} = {{{{ fakta.{typed} }}}}\n" for typed, _ in FORMS)
    project.file(f"{NATION}/a.md", page("A", body)).build("61")
    assert project.report.problems == []
    assert re.findall(r"<li>(\S+) = (.*)</li>", project.read("a.html", "61")) == FORMS


@pytest.mark.parametrize(
    ("region", "seen"),
    [
        ("31", "13.00 WIB"),
        ("61.71", "13.00 WIB"),
        ("64", "13.00 WITA"),
        ("73.71", "13.00 WITA"),
        ("91.71", "13.00 WIT"),
        ("nasional", "13.00 waktu setempat"),
    ],
)
def test_a_local_time_carries_the_zone_of_the_region(
    region: str, seen: str, project: Project
) -> None:
    project.file(f"{NATION}/a.md", page("A", "Ada {{ fakta.jam_tutup }}\n")).build(region)
    assert shown(project, region) == seen


def test_a_time_that_is_not_local_carries_no_zone(project: Project) -> None:
    project.file(f"{NATION}/fakta.yaml", FAKTA + fact("siaran", "20.00 WIB", jenis="teks"))
    project.file(f"{PROVINCE}/fakta.yaml", fact("rapat", '"09.00"', jenis="jam"))
    project.file(f"{PROVINCE}/a.md", page("A", "Ada {{ fakta.rapat }}\n")).build("61")
    assert shown(project, "61") == "09.00"


WRONG_USES = [
    ("Ada {{ fakta.tidak_ada }}.\n", "6:5 SG136"),
    ("Ada {{ fakta.jam_tutup.huruf }}.\n", "6:5 SG136"),
    ("Ada {{ fakta.jam_tutup. }}.\n", "6:5 SG136"),
    ("Ada {{ jam_tutup }}.\n", "6:5 SG136"),
    ("Ada {{ fakta }}.\n", "6:5 SG136"),
    ("Ada {{}}.\n", "6:5 SG136"),
    ("Ada {{ fakta.jam_tutup | upper }}.\n", "6:5 SG136"),
    ("Ada {{ 7*7 }}.\n", "6:5 SG136"),
    ("Ada.\n\n- satu\n- {{ fakta.x }}\n", "9:3 SG136"),
    ("## Judul {{ fakta.x }}\n", "6:10 SG136"),
    ("| a |\n|---|\n| {{ fakta.x }} |\n", "8:3 SG136"),
    ("::: catatan\n{{ fakta.x }}\n:::\n", "7:1 SG136"),
]


def test_a_wrong_use_of_a_fact_is_named_with_its_place(project: Project) -> None:
    for number, (body, _) in enumerate(WRONG_USES, 10):
        project.file(f"{NATION}/a-{number}.md", page("A", body))
    assert project.problems() == [
        f"{NATION}/a-{number}.md:{found}" for number, (_, found) in enumerate(WRONG_USES, 10)
    ]


def test_the_second_of_two_wrong_uses_has_a_place_of_its_own(project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A", "{{ fakta.x }} dan {{ fakta.x }}\n\n{{ fakta.x }}\n"))
    assert project.problems() == [
        f"{NATION}/a.md:6:1 SG136",
        f"{NATION}/a.md:6:19 SG136",
        f"{NATION}/a.md:8:1 SG136",
    ]


def test_a_use_in_code_does_not_move_the_place_of_a_wrong_one(project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A", "`{{ fakta.x }}` lalu {{ fakta.x }}\n"))
    assert project.problems() == [f"{NATION}/a.md:6:22 SG136"]


@pytest.mark.parametrize(
    "body",
    [
        "Tulis `{{ fakta.jam_tutup }}` di sini.\n",
        "Tulis `` {{ fakta.jam_tutup }} `` di sini.\n",
        "```\n{{ fakta.jam_tutup }}\n```\n",
        "    {{ fakta.jam_tutup }}\n",
        "~~~ yaml\n{{ fakta.jam_tutup }} {{ fakta.x }}\n~~~\n",
    ],
)
def test_a_fact_in_code_stays_as_it_is_written(body: str, project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A", body)).build("61")
    assert project.report.problems == []
    assert "{{ fakta.jam_tutup }}" in project.read("a.html", "61")


@pytest.mark.parametrize(
    "body",
    [
        "[jadwal]({{ fakta.jam_tutup }})\n",
        "[jadwal](https://kpu.example/{{ fakta.jam_tutup }})\n",
        '[jadwal](a.md "Pukul {{ fakta.jam_tutup }}")\n',
        "![Pukul {{ fakta.jam_tutup }}](gambar/a.png)\n",
        "[jadwal][1]\n\n[1]: https://kpu.example/{{fakta.jam_tutup}}\n",
        '[jadwal][1]\n\n[1]: a.md "{{ fakta.jam_tutup }}"\n',
    ],
)
def test_a_fact_cannot_stand_in_an_address_or_title(body: str, project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A", body))
    assert project.problems() != []


def test_a_fact_cannot_stand_in_title_and_summary(project: Project) -> None:
    project.file(f"{NATION}/a.md", page("'Tutup {{ fakta.jam_tutup }}'"))
    assert project.problems() == [f"{NATION}/a.md:2:8 SG118", f"{NATION}/a.md:3:12 SG118"]


def test_spaces_inside_the_braces_do_not_matter(project: Project) -> None:
    body = "Ada {{fakta.jam_tutup}}, {{  fakta.jam_tutup  }}, **{{ fakta.jam_tutup.angka }}**\n"
    project.file(f"{NATION}/a.md", page("A", body)).build("64")
    assert shown(project, "64") == "13.00 WITA, 13.00 WITA, <strong>13.00</strong>"


def test_a_fact_inside_a_heading_leaves_no_trace_in_its_id(project: Project) -> None:
    body = "## Tutup {{ fakta.jam_tutup }} siang\n"
    project.file(f"{NATION}/a.md", page("A", body)).build("64")
    assert '<h2 id="tutup-siang">Tutup 13.00 WITA siang</h2>' in project.read("a.html", "64")


def test_a_list_is_shown_by_a_block(project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A", "::: surat-suara\n:::\n"))
    project.file(f"{JAKARTA}/fakta.yaml", EMPAT_SURAT_SUARA).build("31", "61")
    assert project.read("a.html", "31").count("<li><i class=") == 4
    assert project.read("a.html", "61").count("<li><i class=") == 5


def test_a_page_shared_by_mirrors_with_other_facts_is_rendered_once(project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A", "Ada {{ fakta.surat_suara }}\n"))
    project.file(f"{JAKARTA}/fakta.yaml", EMPAT_SURAT_SUARA).build("nasional")
    alone = project.report.plates
    assert project.build("nasional", "31", "61", "61.71").report.plates == alone


@pytest.mark.xfail(strict=True, reason="one wrong fact of the nation is reported again elsewhere")
def test_a_wrong_fact_above_is_reported_once(project: Project) -> None:
    wrong = fact("jumlah_tps", "banyak", jenis="bilangan")
    project.file(f"{NATION}/fakta.yaml", FAKTA + wrong)
    project.file(f"{PROVINCE}/fakta.yaml", fact("jumlah_tps", "17626"))
    project.file(f"{NATION}/a.md", page("A", "Ada {{ fakta.jumlah_tps }} TPS\n"))
    assert project.problems() == [f"{NATION}/fakta.yaml:{LINES + 2}:10 SG118"]


def test_a_large_number_is_shown_or_refused(project: Project) -> None:
    text = fact("besar", "9" * 40, jenis="bilangan")
    project.file(f"{NATION}/fakta.yaml", FAKTA + text)
    project.file(f"{NATION}/a.md", page("A", "Ada {{ fakta.besar }}\n")).build()


@pytest.mark.parametrize("typed", ["1_000", "٥", "+5", "' 5'"])
def test_a_number_is_written_with_digits_only(typed: str, project: Project) -> None:
    project.file(f"{PROVINCE}/fakta.yaml", fact("a", typed, jenis="bilangan"))
    assert project.problems("61") == [f"{PROVINCE}/fakta.yaml:2:10 SG118"]


def test_a_list_without_columns_is_asked_for_them(project: Project) -> None:
    project.file(f"{PROVINCE}/fakta.yaml", fact("a", "[{b: c}]", jenis="daftar"))
    (message,) = project.messages("61")
    assert "kolom" in message


@pytest.mark.parametrize("address", ["https:kpu.example", "//kpu.example", "http://kpu.example/"])
def test_a_cell_that_becomes_an_address_must_be_one(address: str, project: Project) -> None:
    row = f'[{{nama: a, alamat: "{address}", untuk: c}}]'
    kinds = {"jenis": "daftar", "kolom": "[nama, alamat, untuk]"}
    project.file(f"{PROVINCE}/fakta.yaml", fact("kanal_aduan", row, **kinds))
    assert project.problems("61") == [f"{PROVINCE}/fakta.yaml:2:29 SG222"]
