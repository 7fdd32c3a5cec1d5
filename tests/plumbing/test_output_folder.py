"""Mirrors are written to a folder that is ours or empty, and to no other."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.model.problem import SitegenError
from sitegen.plumbing import locale
from sitegen.plumbing.output_folder import MARKER
from tests.laws.sites import names
from tests.project import BERANDA, Project


def everything(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Return inode, time and bytes of everything below a folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        about = path.lstat()
        data = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        found[path.relative_to(folder).as_posix()] = (about.st_ino, about.st_mtime_ns, data)
    return found


def refused(project: Project, output: Path) -> str:
    """Build into a folder that cannot be ours; return what is said."""
    locale.install("en")
    before = everything(project.folder.parent)
    with pytest.raises(SitegenError) as caught:
        project.build("31", output=output)
    assert (caught.value.kind.code, caught.value.exit_code) == ("SG502", 2)
    assert everything(project.folder.parent) == before
    return str(caught.value)


@pytest.mark.parametrize("linked", [False, True], ids=["itself", "by a link"])
@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("proyek", "the folder of the project"),
        ("proyek/content", "part of its content"),
        ("proyek/content/nasional", "part of its content"),
        ("proyek/content/baru", "part of its content"),
        ("proyek/themes", "part of its content or themes"),
        ("proyek/themes/saya", "part of its content or themes"),
        ("", "the project lies in"),
        ("asing", "not empty"),
        ("proyek-lain", "not empty"),
        ("berkas", "not a folder"),
    ],
)
def test_a_folder_of_something_else_is_refused_and_left_alone(
    output: str, reason: str, linked: bool, project: Project, tmp_path: Path
) -> None:
    (tmp_path / "asing").mkdir()
    (tmp_path / "asing/skripsi.docx").write_text("x")
    (tmp_path / "berkas").write_text("x")
    Project(tmp_path / "proyek-lain").build("31")
    assert (tmp_path / "proyek-lain" / MARKER).is_dir()
    target = tmp_path / output
    if linked:
        link = tmp_path / "tautan"
        link.symlink_to(target)
        target = link
    assert reason in refused(project, target)


def test_the_parent_of_the_project_is_refused_even_when_mirrors_are_in_it(
    project: Project, tmp_path: Path
) -> None:
    above = tmp_path / "atas"
    Project(above / ".proyek").build("31", output=tmp_path / "lain")
    shutil.copytree(tmp_path / "lain", above, dirs_exist_ok=True)
    hidden = Project(above / ".proyek")
    assert "the project lies in" in refused(hidden, above)


@pytest.mark.parametrize("linked", [False, True], ids=["itself", "by a link"])
@pytest.mark.parametrize("name", ["/", "$HOME"])
def test_the_root_of_the_disk_and_the_home_are_refused(
    name: str, linked: bool, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "rumah"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    output = Path(os.path.expandvars(name))
    if linked:
        (tmp_path / "tautan").symlink_to(output)
        output = tmp_path / "tautan"
    reason = "the root of the disk" if name == "/" else "your home folder"
    before = names(Path("/"))
    assert reason in refused(project, output)
    assert names(Path("/")) == before


@pytest.mark.parametrize("part", ["", "/next", "/aside"])
def test_what_a_link_leads_to_is_not_taken_for_ours(
    part: str, project: Project, tmp_path: Path
) -> None:
    project.build("31")
    valued = tmp_path / "berharga/naskah"
    valued.mkdir(parents=True)
    (valued / "skripsi.docx").write_text("x")
    (valued.parent / "lock").write_text("PID 1, somebody\n")
    (project.output / MARKER / "lock").write_text("PID 1, somebody\n")
    place = project.output / f"{MARKER}{part}"
    if place.exists():
        shutil.rmtree(place)
    place.symlink_to(valued.parent)
    assert "a symbolic link" in refused(project, project.output)


def test_the_command_says_why_and_how_to_choose_another(project: Project) -> None:
    arguments = ["build", "--project", project.folder, "--output", project.folder]
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", "--bahasa", "en", *map(str, arguments)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("SG502: mirrors cannot be written to ")
    assert "--output output" in done.stderr


def test_the_reason_is_said_in_the_language_of_the_rest(project: Project) -> None:
    with pytest.raises(SitegenError, match="folder proyek, atau bagian"):
        project.build("31", output=project.folder)


@pytest.mark.parametrize("output", ["output", "a/b/output", "."])
def test_an_empty_or_new_folder_becomes_ours(output: str, tmp_path: Path) -> None:
    target = tmp_path / "baru" / output
    target.mkdir(parents=True, exist_ok=output == ".")
    (target / ".nojekyll").write_text("")
    Project(tmp_path / "proyek").build("31", output=target)
    assert names(target) == {MARKER, ".nojekyll", "31-dki-jakarta"}


def test_mirrors_of_an_older_program_are_taken_over(project: Project) -> None:
    project.build("31", "61")
    shutil.rmtree(project.output / MARKER)
    before = everything(project.output)
    project.build("31")
    assert project.report.done.written == 0
    after = everything(project.output)
    assert {path: found for path, found in after.items() if not path.startswith(MARKER)} == before


def test_a_build_that_makes_no_mirror_leaves_no_folder(project: Project) -> None:
    project.file("content/nasional/salah.md", "---\njudul: [\n---\n")
    project.build("31", output=project.folder / "a/b/output")
    assert [region.code for region in project.report.held_back] == ["31"]
    assert not (project.folder / "a").exists()
    (project.folder / "kosong").mkdir()
    project.build("31", output=project.folder / "kosong")
    assert names(project.folder / "kosong") == set()


@pytest.mark.parametrize("umask", [0o000, 0o077, 0o027])
def test_a_web_server_may_read_every_mirror_whatever_the_umask(
    umask: int, project: Project
) -> None:
    before = os.umask(umask)
    try:
        project.build("31").build("31")
        assert os.umask(umask) == umask
    finally:
        os.umask(before)
    for path in (project.output, project.mirror("31"), *project.mirror("31").rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path


def test_a_pipe_among_the_releases_to_come_is_removed_and_not_waited_for(project: Project) -> None:
    project.build()
    place = project.output / MARKER / "next/asing"
    place.mkdir(parents=True)
    os.mkfifo(place / "manifest.json")
    project.file("content/nasional/index.md", BERANDA.replace("datang", "kembali")).build()
    assert "kembali" in project.read("index.html")
    assert not place.exists()
