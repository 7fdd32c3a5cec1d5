"""The command: its languages, its answers, its exit codes, and how fast it answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.cli import cli
from sitegen.plumbing import locale
from tests.project import EMPAT_SURAT_SUARA, Project, page, stage

ROOT = Path(__file__).resolve().parents[1]
NATION, PROVINCE = "content/nasional", "content/61-kalimantan-barat"
JAKARTA = "content/31-dki-jakarta"


def sitegen(
    *arguments: str, english: bool = True, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    language = ["--bahasa", "en"] if english else []
    return subprocess.run(
        [sys.executable, "-m", "sitegen", *language, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **variables},
    )


def answer(*arguments: str) -> str:
    """Run the command in this process, which is quicker, and return what it prints."""
    locale.install("en")
    done = CliRunner().invoke(cli, arguments, prog_name="sitegen")
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


def test_help_is_english_when_asked_for() -> None:
    text = sitegen("--help").stdout
    assert text.startswith("Usage: ")
    assert "One content tree becomes 553 mirrors" in text
    for command in ("build", "check", "explain", "next-change", "regions", "schema", "serve"):
        assert f"\n  {command} " in text


def test_help_is_indonesian_by_itself_whatever_the_environment() -> None:
    done = sitegen("--help", english=False, LANG="de_DE.UTF-8", LANGUAGE="de")
    assert done.returncode == 0
    assert done.stdout.startswith("Pemakaian: ")
    assert "553 situs cermin" in done.stdout
    assert "Bangun situs-situs cermin." in done.stdout
    assert "Usage" not in done.stdout


def test_an_argument_error_is_indonesian_by_itself() -> None:
    done = sitegen("regions", "Atlantis", english=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Galat: Tidak ada daerah bernama “Atlantis”.")


def test_help_loads_no_heavy_library() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "sitegen", "--help"],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "click" in loaded
    heavy = {"jinja2", "markdown", "pydantic", "yaml", "babel", "nh3", "rich", "watchdog"}
    heavy |= {"starlette", "uvicorn", "icalendar", "sqlite3"}
    assert loaded & heavy == set()


def test_the_version_is_told() -> None:
    from sitegen import __version__

    assert answer("--version") == f"sitegen {__version__}\n"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("pontianak", ["61.71"]),
        ("kediri", ["35.06", "35.71"]),
        ("Kepri", ["21"]),
        ("61.7", ["61.71", "61.72"]),
        ("tanjung pinang", ["21.72"]),
    ],
)
def test_regions_are_found_by_code_and_name(text: str, codes: list[str]) -> None:
    assert [line.split()[0] for line in answer("regions", text).splitlines()] == codes


def test_a_region_is_listed_with_zone_and_other_names() -> None:
    line = " ".join(answer("regions", "Daerah Khusus Jakarta").split())
    assert line.startswith("31 DKI Jakarta WIB Asia/Jakarta")
    assert line.endswith("Jakarta, Daerah Khusus Jakarta")


def test_all_regions_are_listed() -> None:
    lines = answer("regions").splitlines()
    assert len(lines) == 553
    assert lines[0].split()[:2] == ["nasional", "Indonesia"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["regions", "Pontiank"], 1, "Error: No region is called “Pontiank”."),
        (["build", "--region", "Kota Pontiana"], 2, "Did you mean Kota Pontianak (61.71)?"),
        (
            ["build", "--region", "Kediri"],
            2,
            "Did you mean Kabupaten Kediri (35.06) or Kota Kediri (35.71)?",
        ),
        (["build", "--region", "61.99"], 2, "No region is called “61.99”."),
        (["explain", "Kalimantan Brat"], 2, "Did you mean Kalimantan Barat (61)?"),
        (["schema", "tahap"], 2, "There is no schema “tahap”. Known: "),
        (["build", "--as-of", "14-02-2024"], 2, "Invalid value for '--as-of'"),
        (["build", "--as-of", "2024-02-30"], 2, "Invalid value for '--as-of'"),
        (["build", "--jobs", "0"], 2, "Invalid value for '--jobs'"),
        (["terbit"], 2, "No such command 'terbit'"),
        (["check", "--project", "README.md"], 2, "is a file"),
    ],
)
def test_a_wrong_argument_ends_in_one_message(arguments: list[str], code: int, said: str) -> None:
    done = sitegen(*arguments)
    assert done.returncode == code
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_folder_without_content_is_reported(tmp_path: Path) -> None:
    for command in (["build", "--output", str(tmp_path / "o")], ["check"], ["explain", "61"]):
        done = sitegen(*command, "--project", str(tmp_path))
        assert done.returncode == 2
        assert done.stderr.startswith(f"SG500: there is no folder content/ in {tmp_path.name}\n")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_refuses_ends_in_one_line(project: Project) -> None:
    project.build("61").file("output/31-dki-jakarta", "berkas, bukan folder")
    done = sitegen(
        "build", "--project", str(project.folder), "--output", str(project.output),
        "--region", "31", "--as-of", "2024-02-12", "--jobs", "1",
    )  # fmt: skip
    assert done.returncode == 74
    assert done.stderr.startswith("SG503: the disk or system refused: ")
    assert "Traceback" not in done.stderr


def test_a_build_says_what_it_did(project: Project) -> None:
    project.file(f"{NATION}/a.md", page())
    arguments = (
        "build", "--project", str(project.folder), "--output", str(project.output),
        "--region", "Kota Pontianak", "--region", "31", "--region", "DKI Jakarta",
        "--as-of", "2024-02-12", "--jobs", "1",
    )  # fmt: skip
    lines = answer(*arguments).splitlines()
    assert lines[0] == "2 mirrors, state of 2024-02-12"
    assert lines[3] == "0 problems, 0 mirrors held back"
    assert {path.name for path in project.output.iterdir()} == {
        ".sitegen",
        "31-dki-jakarta",
        "61.71-kota-pontianak",
    }
    assert ", 0 removed, " in answer(*arguments).splitlines()[2]
    assert answer(*arguments).splitlines()[2].startswith("0 files written, ")


@pytest.mark.parametrize(
    ("epoch", "day"),
    [
        ("1707757200", "2024-02-13"),  # 2024-02-12 17.00 UTC is the next day in Jakarta
        ("1707757199", "2024-02-12"),
        ("", "2024-02-10"),
    ],
)
def test_the_day_is_that_of_the_source_date_or_the_newest_in_the_content(
    epoch: str, day: str, project: Project
) -> None:
    project.file(f"{NATION}/a.md", page("A", tanggal="2024-02-10"))
    project.file(f"{NATION}/b.md", page("B", diperbarui="2024-02-09"))
    arguments = ("build", "--project", str(project.folder), "--output", str(project.output))
    done = sitegen(*arguments, "--region", "31", "--jobs", "1", SOURCE_DATE_EPOCH=epoch)
    assert done.returncode == 0
    assert done.stdout.startswith(f"1 mirrors, state of {day}\n")


def test_a_source_date_that_is_no_time_ends_in_one_message(project: Project) -> None:
    done = sitegen("check", "--project", str(project.folder), SOURCE_DATE_EPOCH="kemarin")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("SG511: SOURCE_DATE_EPOCH is “kemarin”, which is not a number")
    assert "Traceback" not in done.stderr


# --- explain


@pytest.fixture
def told(project: Project) -> Project:
    """A project with something of each layer."""
    project.file(f"{NATION}/tahapan/a.md", stage()).file(f"{NATION}/lapor.md", page("Lapor"))
    project.file(f"{PROVINCE}/kantor.md", page("Kantor"))
    project.file(f"{PROVINCE}/tambahan/tahapan/a.md", page("Kalbar"))
    project.file(f"{PROVINCE}/situs.yaml", "nama: Pemilu Kalbar\nsembunyikan: [lapor.md]\n")
    return project.file(f"{JAKARTA}/fakta.yaml", EMPAT_SURAT_SUARA)


def explained(project: Project, *arguments: str) -> str:
    return answer("explain", *arguments, "--project", str(project.folder))


def test_explain_tells_where_everything_of_a_region_comes_from(told: Project) -> None:
    text = explained(told, "Kota Pontianak")
    assert text.startswith(
        "Kota Pontianak (61.71), WIB\n"
        "Kota Pontianak ▸ Kalimantan Barat ▸ Indonesia\n"
        "address: https://kota-pontianak.pemilu.example/\n"
    )
    assert "\n  nama: Pemilu Kalbar  ← 61  content/61-kalimantan-barat/situs.yaml:1:7\n" in text
    assert "\n  lembaga: Kementerian Uji  ← nasional  content/situs.yaml:2:10\n" in text
    assert "\n  surat_suara: lima  ← nasional  content/nasional/fakta.yaml:" in text
    assert ", locked\n" in text
    assert "\n  page kantor.md  ← 61  content/61-kalimantan-barat/kantor.md\n" in text
    assert "\n  adds to tahapan/a.md  ← 61  " in text
    assert "\n  hides lapor.md  content/61-kalimantan-barat/situs.yaml:2:15\n" in text


@pytest.mark.parametrize("subject", ["surat_suara", "fakta.surat_suara"])
def test_explain_tells_about_a_fact(subject: str, told: Project) -> None:
    lines = explained(told, "31.71", subject).splitlines()
    assert lines[0].startswith("surat_suara: empat  ← 31  content/31-dki-jakarta/fakta.yaml:1:1")
    assert "  - DPD, merah, anggota DPD" in lines
    assert "  basis: PKPU 14/2023" in lines
    assert "  source: KPU, PKPU 3 Tahun 2022, 2022-06-10, https://www.kpu.go.id/pkpu-3" in lines
    assert lines[-1].startswith("  overridden: surat_suara: lima  ← nasional  ")


def test_explain_tells_about_a_page(told: Project) -> None:
    lines = explained(told, "61", "tahapan/a.md").splitlines()
    assert lines[:3] == [
        "tahapan/a.md → tahapan/a.html",
        "  ← nasional  content/nasional/tahapan/a.md",
        "  content type: tahapan",
    ]
    assert lines[3].startswith("  digest: sha256:")
    assert lines[4] == "  supplement: content/61-kalimantan-barat/tambahan/tahapan/a.md"


def test_the_digest_that_explain_prints_lets_a_page_be_replaced(told: Project) -> None:
    told.file(f"{PROVINCE}/situs.yaml", "nama: Pemilu Kalbar\n")
    digest = explained(told, "61", "lapor.md").partition("digest: ")[2].split()[0]
    told.file(f"{PROVINCE}/lapor.md", page("Kalbar", menimpa=digest))
    assert told.problems("61") == []
    replaces = f"  replaces: content/nasional/lapor.md, {digest}"
    assert replaces in explained(told, "61", "lapor.md").splitlines()


def test_explain_tells_about_a_setting(told: Project) -> None:
    assert explained(told, "61", "nama") == (
        "nama: Pemilu Kalbar  ← 61  content/61-kalimantan-barat/situs.yaml:1:7\n"
    )


@pytest.mark.parametrize(
    ("subject", "nearest"),
    [("surat_suar", "surat_suara"), ("tahapan/b.md", "tahapan/a.md"), ("namaa", "nama")],
)
def test_explain_offers_the_nearest_for_what_it_does_not_know(
    subject: str, nearest: str, told: Project
) -> None:
    done = sitegen("explain", "61", subject, "--project", str(told.folder))
    assert done.returncode == 2
    assert done.stderr.startswith(
        f"SG510: Kalimantan Barat shows no page, fact or setting “{subject}”"
    )
    assert f"“{nearest}”" in done.stderr


# --- schema


def test_every_schema_is_valid_json() -> None:
    from sitegen.explain import schemas

    names = answer("schema").splitlines()
    assert names == list(schemas())
    assert {"tahapan", "klarifikasi", "situs.yaml", "fakta.yaml", "lembaga.yaml"} <= set(names)
    for schema in schemas().values():
        assert json.loads(json.dumps(schema))["type"] == "object"


def test_a_schema_names_the_keys_writers_type() -> None:
    schema = json.loads(answer("schema", "klarifikasi"))
    assert {"judul", "ringkasan", "nomor", "klaim", "putusan", "beredar"} <= set(
        schema["properties"]
    )
    assert set(schema["required"]) == {
        "judul", "ringkasan", "nomor", "klaim", "putusan", "jenis", "beredar", "diperiksa",
    }  # fmt: skip
    assert schema["additionalProperties"] is False
