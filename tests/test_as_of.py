"""The day whose state is shown: named, given, committed or written, and never today's."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.as_of import default_day
from sitegen.cli import cli
from sitegen.model.problem import SitegenError
from sitegen.model.region import Regions
from sitegen.plumbing import disk, locale, qr
from sitegen.steps.load import load
from sitegen.steps.validate import validate
from tests.project import SITUS, Project, clarification, page

NATION = "content/nasional"
EPOCH = "1707757199"
"""2024-02-12 23.59.59 in Jakarta, the last second of the day."""

with_git = pytest.mark.skipif(shutil.which("git") is None, reason="no git")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let nothing of the machine decide: no variable, no repository above the test's folder."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))


def day_of(project: Project) -> str:
    """Return the day that a build of the project shows by itself."""
    return day_in(project.folder)


def day_in(folder: Path) -> str:
    """Return the day that a build of the project in a folder shows by itself."""
    regions = Regions.parse(disk.package_text("regions.csv"))
    library, problems = validate(load(folder, regions)[0], regions)
    assert problems == []
    return str(default_day(folder, library))


def git(folder: Path, *arguments: str, when: str = "2024-02-01T12:00:00+07:00") -> None:
    identity = ("-c", "user.name=Uji", "-c", "user.email=uji@pemilu.example")
    subprocess.run(
        ["git", "-C", str(folder), *identity, *arguments],
        check=True,
        capture_output=True,
        env=os.environ | {"GIT_AUTHOR_DATE": "2020-01-01T00:00:00Z", "GIT_COMMITTER_DATE": when},
    )


def commit(project: Project, when: str) -> None:
    """Commit everything in the project's folder at a moment."""
    if not (project.folder / ".git").exists():
        git(project.folder, "init", "--quiet")
    git(project.folder, "add", "--all")
    git(project.folder, "commit", "--quiet", "--message", "Uji", when=when)


def shallow(project: Project, folder: Path) -> Path:
    """Clone the newest commit alone."""
    git(folder, "clone", "--quiet", "--depth", "1", project.folder.as_uri(), "dangkal")
    return folder / "dangkal"


@pytest.fixture
def written(project: Project) -> Project:
    """A project whose newest page was written on 2024-01-20."""
    project.file(f"{NATION}/a.md", page("A", tanggal="2024-01-20"))
    return project.file(f"{NATION}/b.md", page("B", diperbarui="2024-01-19"))


# --- the order


@with_git
def test_a_named_day_is_preferred_to_all_others(
    written: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(written, "2024-02-01T12:00:00+07:00")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    locale.install("en")
    arguments = ("next-change", "--project", str(written.folder), "--as-of")
    said = CliRunner().invoke(cli, [*arguments, "2024-03-01"]).stdout
    assert said == "Nothing changes by itself after 2024-03-01.\n"
    assert written.build(as_of="2024-03-01").report.as_of == date(2024, 3, 1)


@with_git
def test_the_source_date_is_preferred_to_the_newest_commit(
    written: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(written, "2024-02-20T12:00:00+07:00")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    assert day_of(written) == "2024-02-12"


@with_git
def test_the_newest_commit_is_preferred_to_the_newest_day_in_the_content(written: Project) -> None:
    commit(written, "2024-01-10T12:00:00+07:00")
    assert day_of(written) == "2024-01-10"


def test_without_a_repository_it_is_the_newest_day_in_the_content(written: Project) -> None:
    assert day_of(written) == "2024-01-20"


@with_git
def test_without_git_it_is_the_newest_day_in_the_content(
    written: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(written, "2024-02-01T12:00:00+07:00")
    monkeypatch.setenv("PATH", str(written.folder))
    assert day_of(written) == "2024-01-20"


@with_git
def test_a_repository_without_a_commit_says_nothing(written: Project) -> None:
    git(written.folder, "init", "--quiet")
    assert day_of(written) == "2024-01-20"


@with_git
def test_a_repository_that_does_not_hold_the_content_says_nothing(
    written: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "lain.txt").write_text("lain")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "lain.txt")
    git(tmp_path, "commit", "--quiet", "--message", "Uji", when="2024-02-01T12:00:00+07:00")
    assert day_of(written) == "2024-01-20"


def test_a_content_without_days_is_shown_as_of_the_first_day_of_computers(project: Project) -> None:
    assert day_of(project) == "1970-01-01"


# --- SOURCE_DATE_EPOCH


@pytest.fixture
def zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """Let the machine stand in a time zone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()


@pytest.mark.parametrize(
    ("epoch", "day"),
    [
        ("0", "1970-01-01"),
        (EPOCH, "2024-02-12"),
        ("1707757200", "2024-02-13"),  # one second later; 17.00 of the 12th in Greenwich
        ("", "2024-01-20"),  # as good as not set
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "Asia/Jayapura", "America/Los_Angeles"], indirect=True)
def test_the_source_date_is_a_day_in_jakarta_wherever_the_machine_stands(
    epoch: str, day: str, zone: str, written: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert day_of(written) == day


@pytest.mark.parametrize(
    "epoch",
    ["bukan angka", "2024-02-12", "-1", "+1", "1707757199.5", "1_7", " 1", "²", "9" * 12, "9" * 30,
     "9" * 5000],
)  # fmt: skip
def test_a_source_date_that_is_no_time_is_refused(
    epoch: str, written: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(SitegenError) as refused:
        day_of(written)
    assert (refused.value.kind.code, refused.value.exit_code) == ("SG511", 2)


# --- the newest commit


@with_git
@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("2024-02-12T16:59:59+00:00", "2024-02-12"),
        ("2024-02-12T17:00:00+00:00", "2024-02-13"),
        ("2024-02-13T01:59:59+09:00", "2024-02-12"),
    ],
)
def test_a_commit_counts_for_the_day_in_jakarta(when: str, day: str, written: Project) -> None:
    commit(written, when)
    assert day_of(written) == day


@with_git
def test_a_commit_to_neither_content_nor_themes_counts_as_well(written: Project) -> None:
    commit(written, "2024-02-01T12:00:00+07:00")
    written.file("catatan.txt", "lain")
    commit(written, "2024-02-02T12:00:00+07:00")
    assert day_of(written) == "2024-02-02"


@with_git
def test_a_clone_without_history_gives_the_same_day(written: Project, tmp_path: Path) -> None:
    commit(written, "2024-02-01T12:00:00+07:00")
    written.file("catatan.txt", "lain")
    commit(written, "2024-02-02T12:00:00+07:00")
    assert day_in(shallow(written, tmp_path)) == day_of(written) == "2024-02-02"


# --- the newest day in the content


def test_the_day_of_a_clarification_is_that_of_its_check(written: Project) -> None:
    written.file(f"{NATION}/klarifikasi/a.md", clarification(diperiksa="2024-02-10"))
    assert day_of(written) == "2024-02-10"


def test_a_rough_day_does_not_count(written: Project) -> None:
    written.file(f"{NATION}/c.md", page("C", tanggal="2024-02"))
    assert day_of(written) == "2024-01-20"


@pytest.mark.parametrize("waits", [{"draf": "ya"}, {"terbit": "2024-02-14"}])
def test_a_page_that_waits_does_not_bring_about_its_day(
    waits: dict[str, str], written: Project
) -> None:
    written.file(f"{NATION}/c.md", page("C", tanggal="2024-02-14", **waits))
    assert day_of(written) == "2024-01-20"


def test_a_new_day_draws_no_code_for_paper_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.file("content/nasional/panduan/a.md", page()).build()
    monkeypatch.setattr(qr, "matrix", lambda text: pytest.fail(f"drawn again: {text}"))
    project.build(as_of="2024-02-13")
    assert "13 Februari 2024" in project.read("index.html")
    shown = {
        (thing.name, thing.inputs) for thing in project.report.redone if thing.shelf == "fills"
    }
    assert shown == {("nasional @", ("as-of",))}


@pytest.mark.parametrize(
    "partial",
    [
        "{{ mirror.as_of }}",
        "{% set cermin = mirror %}{{ cermin.as_of }}",
        "{{ mirror['as' ~ '_of'] }}",
        "{% include 'mirror/hari-ini.html' %}",
        "{{ mirror . as_of }}",
    ],
)
def test_a_new_day_is_shown_however_a_theme_asks_for_it(project: Project, partial: str) -> None:
    project.file("themes/uji/theme.yaml", "extends: dasar\n")
    project.file("themes/uji/mirror/hari-ini.html", "{{ mirror.as_of }}")
    project.file("themes/uji/mirror/hari.html", partial)
    project.file("themes/uji/pages/halaman.html", '<p>{{ mirror("hari") }}</p>')
    project.file("content/situs.yaml", SITUS + "tema: uji\n").file("content/nasional/a.md", page())
    for day in ("2024-02-12", "2024-02-13"):
        assert f"<p>{day}</p>" in project.build(as_of=day).read("a.html")
