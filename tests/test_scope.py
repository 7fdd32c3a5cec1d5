"""`check --scope`: a change stays within the folders of those who made it, and cannot hide."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen.cli import cli
from sitegen.model.problem import SitegenError
from sitegen.model.region import Regions
from sitegen.plumbing import disk
from sitegen.scope import check, inside_layer
from tests.project import Project, page

REGIONS = Regions.parse(disk.package_text("regions.csv"))
OWN, OTHER = "content/61.71-kota-pontianak", "content/61.72-kota-singkawang"
NATION, PROVINCE = "content/nasional", "content/61-kalimantan-barat"
NAMES = {"name": "Uji", "email": "uji@contoh.go.id"}


def git(folder: Path, *arguments: str, **options: str) -> bytes:
    own = {
        f"GIT_{who}_{what.upper()}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in NAMES.items()
    }
    return subprocess.run(
        ["git", "-C", str(folder), *arguments], check=True, capture_output=True,
        env=os.environ | own | options,
    ).stdout  # fmt: skip


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "ubah")


@pytest.fixture
def shared(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A repository with a branch `pusat`, and on it a branch of a city's people."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.folder.parent))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for path in (f"{OWN}/kantor.md", f"{OTHER}/kantor.md", f"{PROVINCE}/dinas.md"):
        project.file(path, page("Kantor"))
    project.file(f"{NATION}/profil.md", page("Profil"))
    project.file("themes/uji/theme.yaml", "extends: dasar\n")
    git(project.folder, "init", "--quiet", "--initial-branch=pusat")
    commit(project.folder)
    git(project.folder, "checkout", "--quiet", "-b", "kota")
    return project


def told(project: Project, *codes: str, base: str = "pusat") -> list[str]:
    problems = check(project.folder, codes or ("61.71",), base, REGIONS)
    return [f"{p.place.path} {p.kind.code}" for p in problems]


def run(project: Project, *arguments: str) -> tuple[int, str]:
    options = ["--project", str(project.folder), "--region", "61.71", "--jobs", "1"]
    done = CliRunner().invoke(cli, ["check", *options, "--as-of", "2024-02-12", *arguments])
    if isinstance(done.exception, SitegenError):
        return done.exception.exit_code, str(done.exception)
    return done.exit_code, done.output


def test_a_change_of_ones_own_folder_is_right(shared: Project) -> None:
    shared.file(f"{OWN}/kantor.md", page("Baru")).file(f"{OWN}/a/b.md", page("B"))
    (shared.folder / OWN / "kosong").mkdir()
    shared.file(f"{OWN}/gambar/.gitkeep", "")
    assert told(shared) == []
    commit(shared.folder)
    assert told(shared) == []


def test_every_path_elsewhere_is_named_once_and_the_command_fails(shared: Project) -> None:
    shared.file(f"{OTHER}/kantor.md", page("X")).file(f"{OWN}/kantor.md", page("Y"))
    commit(shared.folder)
    shared.file(f"{OTHER}/kantor.md", page("Z")).file("content/situs.yaml", "nama: x\n")
    (shared.folder / PROVINCE / "dinas.md").unlink()
    shared.file(f"{NATION}/baru.md", page()).file("themes/uji/a.css", "").file("lain.txt", "")
    status, said = run(shared, "--scope", "61.71", "--base", "pusat")
    lines = [line for line in said.splitlines() if "SG310" in line]
    sentence = "galat SG310: perubahan ini di luar folder Kota Pontianak (61.71)"
    assert status == 1
    assert lines == [
        f"{path}:1:1: {sentence}"
        for path in (
            f"{PROVINCE}/dinas.md", f"{OTHER}/kantor.md", f"{NATION}/baru.md",
            "content/situs.yaml", "themes/uji/a.css",
        )
    ]  # fmt: skip
    assert not shared.output.exists()


def test_without_a_problem_the_command_succeeds(shared: Project) -> None:
    shared.file(f"{OWN}/kantor.md", page("Baru"))
    status, said = run(shared, "--scope", "Pontianak", "--base", "pusat")
    assert (status, "SG310" in said) == (0, False)


def test_what_a_commit_changed_is_told_though_the_disk_is_as_before(shared: Project) -> None:
    shared.file(f"{OTHER}/kantor.md", page("X"))
    commit(shared.folder)
    shared.file(f"{OTHER}/kantor.md", page("Kantor"))
    assert told(shared) == [f"{OTHER}/kantor.md SG310"]


def test_what_others_have_done_meanwhile_is_not_ones_own(shared: Project) -> None:
    git(shared.folder, "checkout", "--quiet", "pusat")
    shared.file(f"{OTHER}/kantor.md", page("Dari pusat"))
    commit(shared.folder)
    git(shared.folder, "checkout", "--quiet", "kota")
    shared.file(f"{OWN}/kantor.md", page("Baru"))
    commit(shared.folder)
    assert told(shared) == []


def test_a_province_answers_for_its_own_folder_and_for_those_it_names(shared: Project) -> None:
    shared.file(f"{OWN}/a.md", page()).file(f"{PROVINCE}/a.md", page())
    assert told(shared, "61") == [f"{OWN}/a.md SG310"]
    assert told(shared, "61", "61.71") == []
    assert told(shared, "nasional") == [f"{PROVINCE}/a.md SG310", f"{OWN}/a.md SG310"]


@pytest.mark.parametrize(("one", "other"), [(OWN, OTHER), (OTHER, OWN)])
def test_a_file_that_moves_in_or_out_is_told_where_it_is_not_ones_own(
    one: str, other: str, shared: Project
) -> None:
    (shared.folder / one / "kantor.md").rename(shared.folder / other / "pindah.md")
    commit(shared.folder)
    path = "pindah.md" if other == OTHER else "kantor.md"
    assert told(shared) == [f"{OTHER}/{path} SG310"]


def test_a_change_of_case_is_one_file_gone_and_another_new(shared: Project) -> None:
    git(shared.folder, "mv", OTHER, OTHER.replace("kota", "Kota"))
    commit(shared.folder)
    assert told(shared) == [
        f"{OTHER.replace('kota', 'Kota')}/kantor.md SG310", f"{OTHER}/kantor.md SG310",
    ]  # fmt: skip


def test_a_change_of_rights_alone_is_a_change(shared: Project) -> None:
    for layer in (OWN, OTHER):
        (shared.folder / layer / "kantor.md").chmod(0o755)
    assert told(shared) == [f"{OWN}/kantor.md SG310", f"{OTHER}/kantor.md SG310"]


def test_a_link_in_ones_own_folder_is_refused(shared: Project) -> None:
    (shared.folder / OWN / "kantor.md").unlink()
    (shared.folder / OWN / "kantor.md").symlink_to("../nasional/profil.md")
    commit(shared.folder)
    (problem,) = check(shared.folder, ("61.71",), "pusat", REGIONS)
    assert (problem.kind.code, dict(problem.values)) == ("SG310", {"mode": "120000"})


def test_a_repository_within_is_refused_whatever_gitmodules_says(shared: Project) -> None:
    shared.file(".gitmodules", f'[submodule "x"]\n path = {OTHER}/x\n url = ./x\n ignore = all\n')
    head = git(shared.folder, "rev-parse", "HEAD").decode().strip()
    for layer in (OWN, OTHER):
        git(shared.folder, "update-index", "--add", "--cacheinfo", f"160000,{head},{layer}/x")
    git(shared.folder, "add", ".gitmodules")
    git(shared.folder, "commit", "--quiet", "--message", "x")
    assert told(shared) == [".gitmodules SG310", f"{OWN}/x SG310", f"{OTHER}/x SG310"]


@pytest.mark.parametrize("name", [".gitattributes", ".htaccess", "a/.git-x/b.md", ".DS_Store"])
def test_names_that_no_reader_sees_are_no_content(name: str, shared: Project) -> None:
    shared.file(f"{OWN}/{name}", "x")
    commit(shared.folder)
    assert told(shared) == [f"{OWN}/{name} SG310"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"a\nb.md", r"a\nb.md"), (b'a"b.md', 'a"b.md'), (b"a\xffb.md", r"a\xffb.md"),
        (b" -- x", " -- x"), (b"a\tb", r"a\tb"), (b":(top)x", ":(top)x"),
        ("ü🗳.md".encode(), "ü🗳.md"),
    ],
)  # fmt: skip
def test_a_name_of_any_kind_is_told_on_one_line(name: bytes, shown: str, shared: Project) -> None:
    path = os.fsencode(shared.folder / OTHER) + b"/" + name
    Path(os.fsdecode(path)).write_text("x")
    assert told(shared) == [f"{OTHER}/{shown} SG310"]
    commit(shared.folder)
    assert told(shared) == [f"{OTHER}/{shown} SG310"]


def test_a_project_may_lie_within_a_larger_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: Project
) -> None:
    top = shared.folder.parent / "besar"
    top.mkdir()
    (shared.folder / ".git").rename(top / ".git")
    shared.folder.rename(top / "situs")
    project = Project.__new__(Project)
    project.folder, project.output = top / "situs", top / "situs/output"
    commit(top)
    git(top, "branch", "--force", "pusat", "kota")
    project.file(f"{OWN}/a.md", page()).file("content/situs.yaml", "nama: x\n")
    (top / "ci.yml").write_text("x")
    commit(top)
    assert told(project) == ["../ci.yml SG310", "content/situs.yaml SG310"]


@pytest.mark.parametrize(
    "base",
    ["tidak-ada", "-h", "--help", "--output=x", "", "pusat..kota", "a b", "HEAD:content", "\0",
     "pusat\n--x", "^pusat", "-cpusat"],
)  # fmt: skip
def test_a_base_that_is_no_commit_is_one_sentence(base: str, shared: Project) -> None:
    with pytest.raises(SitegenError) as caught:
        check(shared.folder, ("61.71",), base, REGIONS)
    assert (caught.value.kind.code, caught.value.exit_code) == ("SG509", 2)
    assert [file.name for file in shared.folder.iterdir() if file.name == "x"] == []


def test_a_history_without_anything_in_common_is_one_sentence(shared: Project) -> None:
    git(shared.folder, "checkout", "--quiet", "--orphan", "lain")
    shared.file("lain.txt", "x")
    commit(shared.folder)
    with pytest.raises(SitegenError, match="no commit in common"):
        check(shared.folder, ("61.71",), "pusat", REGIONS)


def test_without_a_repository_or_git_nothing_is_compared(
    shared: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SitegenError, match="no git repository"):
        check(tmp_path, ("61.71",), "pusat", REGIONS)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SitegenError, match="git is not installed") as caught:
        check(shared.folder, ("61.71",), "pusat", REGIONS)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--scope", "61.71"), "--scope dan --base dipakai bersama"),
        (("--base", "pusat"), "--scope dan --base dipakai bersama"),
        (("--scope", "Atlantis", "--base", "pusat"), "Tidak ada daerah bernama “Atlantis”"),
    ],
)
def test_options_that_make_no_sense_are_refused(
    arguments: tuple[str, ...], sentence: str, shared: Project
) -> None:
    status, said = run(shared, *arguments)
    assert (status, sentence in " ".join(said.split())) == (2, True), said


PROGRAM = """#!/bin/sh
touch {trace}
cat
"""


def test_programs_that_a_repository_names_are_never_run(shared: Project, tmp_path: Path) -> None:
    trace, program = tmp_path / "jejak", tmp_path / "program"
    program.write_text(PROGRAM.format(trace=trace))
    program.chmod(0o755)
    folder = shared.folder
    shared.file(".gitattributes", "*.md filter=jahat diff=jahat\n")
    commit(folder)
    git(folder, "branch", "--force", "pusat")
    for name in ("core.fsmonitor", "diff.external", "diff.jahat.textconv", "diff.jahat.command",
                 "filter.jahat.clean", "filter.jahat.smudge", "filter.jahat.process",
                 "core.pager", "core.sshCommand", "gpg.program"):  # fmt: skip
        git(folder, "config", name, str(program))
    git(folder, "config", "filter.jahat.required", "true")
    git(folder, "config", "log.showSignature", "true")
    for name in ("post-index-change", "pre-auto-gc", "reference-transaction", "fsmonitor-watchman"):
        hook = folder / ".git/hooks" / name
        hook.write_text(PROGRAM.format(trace=trace))
        hook.chmod(0o755)
    shared.file(f"{OTHER}/kantor.md", page("Lain")).file(f"{OWN}/kantor.md", page("Baru"))
    os.utime(folder / NATION / "profil.md", (1, 1))
    assert told(shared) == [f"{OTHER}/kantor.md SG310"]
    assert not trace.exists()
    subprocess.run(["git", "-C", str(folder), "diff"], capture_output=True, check=False)
    assert trace.exists(), "the trap does not work"


def test_objects_in_place_of_others_are_not_seen(shared: Project) -> None:
    shared.file(f"{OTHER}/kantor.md", page("X"))
    commit(shared.folder)
    git(shared.folder, "replace", "HEAD", "pusat")
    assert f"{OTHER}/kantor.md SG310" in told(shared)


def test_the_folder_of_every_region_is_its_own_and_nobody_elses() -> None:
    regions = list(REGIONS)
    assert len(regions) == 553
    own = {r.code: f"content/{r.folder}/kantor.md" for r in regions}
    for code in own:
        inside = [other for other, path in own.items() if inside_layer(path, (code,)) is not None]
        assert inside == [code]


@given(st.text(), st.sampled_from(["61", "61.71", "nasional"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_only_what_lies_below_a_folder_of_the_region_is_inside(text: str, code: str) -> None:
    for path in (text, f"content/{text}", f"content/61-x{text}", f"content/61.71-x/{text}"):
        folder = path.split("/")[1] if path.startswith("content/") else ""
        inside = inside_layer(path, (code,)) is not None
        assert not inside or folder == code or folder.startswith(f"{code}-")


def test_words_of_gambling_sites_are_told_and_do_not_fail(shared: Project) -> None:
    shared.file(f"{OWN}/kantor.md", page("Kantor", "Isi.\n\nMain s l o t gacor\n"))
    commit(shared.folder)
    status, said = run(shared, "--scope", "61.71", "--base", "pusat")
    lines = [line for line in said.splitlines() if "SG270" in line]
    assert lines == [
        f"{OWN}/kantor.md:8:6: peringatan SG270: “s l o t” adalah kata situs judi",
        f"{OWN}/kantor.md:8:14: peringatan SG270: “gacor” adalah kata situs judi",
    ]
    assert status == 0
