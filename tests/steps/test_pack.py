"""`build --zip`: a mirror as one file that opens where there is no network."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest

from sitegen.model.problem import SitegenError
from tests.project import Project, page

A = "content/nasional/a.md"


def built(project: Project, *regions: str) -> Project:
    return project.build(*regions, zipped=True)


def mirror(project: Project, region: str) -> Path:
    (found,) = (f for f in project.output.glob(f"{region}-*") if f.is_dir())
    return found


def test_a_zip_holds_the_files_of_the_manifest_below_one_folder(project: Project) -> None:
    built(project.file(A, page("Awal")), "61", "61.71")
    assert project.report.packed == 2
    for region in ("61", "61.71"):
        folder = mirror(project, region)
        with zipfile.ZipFile(f"{folder}.zip") as archive:
            files = {
                f"{folder.name}/{path.relative_to(folder).as_posix()}": path.read_bytes()
                for path in folder.rglob("*")
                if path.is_file()
            }
            assert {name: archive.read(name) for name in archive.namelist()} == files
            assert archive.testzip() is None
            manifest = (folder / "manifest.json").read_bytes()
            assert archive.comment.decode() == hashlib.sha256(manifest).hexdigest()


def test_only_a_changed_mirror_is_packed_again(project: Project) -> None:
    built(project.file(A, page("Awal")), "61", "31")
    built(project, "61", "31")
    assert project.report.packed == 0
    project.file("content/61-kalimantan-barat/b.md", page("Baru"))
    built(project, "61", "31")
    assert project.report.packed == 1
    with zipfile.ZipFile(f"{mirror(project, '61')}.zip") as archive:
        assert f"{mirror(project, '61').name}/b.html" in archive.namelist()


def test_the_same_mirror_gives_the_same_zip(project: Project) -> None:
    built(project, "31")
    before = Path(f"{mirror(project, '31')}.zip").read_bytes()
    Path(f"{mirror(project, '31')}.zip").unlink()
    built(project, "31")
    assert Path(f"{mirror(project, '31')}.zip").read_bytes() == before


def test_a_file_of_others_is_not_written_over(project: Project) -> None:
    built(project, "31")
    target = Path(f"{mirror(project, '31')}.zip")
    for other in (b"", b"arsip lama", b"x" * 200):
        target.write_bytes(other)
        with pytest.raises(SitegenError) as caught:
            built(project, "31")
        assert caught.value.exit_code == 74
        assert caught.value.kind.code == "SG501"
        assert target.read_bytes() == other


def test_a_link_is_not_written_through(project: Project, tmp_path: Path) -> None:
    built(project, "31")
    target = Path(f"{mirror(project, '31')}.zip")
    outside = tmp_path / "luar.zip"
    target.rename(outside)
    target.symlink_to(outside)
    before = outside.read_bytes()
    project.file(A, page("Baru"))
    with pytest.raises(SitegenError):
        built(project, "31")
    assert outside.read_bytes() == before


def test_without_the_option_nothing_is_packed(project: Project) -> None:
    project.build("31")
    assert list(project.output.glob("*.zip")) == []
