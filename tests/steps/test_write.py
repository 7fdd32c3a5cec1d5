"""Writing a mirror: only what changed, nothing of others, and a manifest that is true."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from sitegen.model.ledger import Ledger, Release, folders_of
from sitegen.model.manifest import MANIFEST
from sitegen.model.problem import SitegenError
from sitegen.model.report import Written
from sitegen.plumbing.output_folder import MARKER, claimed
from sitegen.steps.write import Wanted, examine, publish, stage, stamps_of
from tests.project import PNG, Project, page

NATION, DAY = "content/nasional", "2024-02-12"


def write(folder: Path, files: dict[str, bytes]) -> Written:
    """Do what a build does for one mirror, by the steps it takes."""
    with claimed(folder.parent, folder.parent.parent / "proyek") as out:
        last = out.ledger().releases.get(folder.name)
        watched = folders_of([*files, *(last.foreign if last else ())])
        before = examine(folder, last, watched)
        wanted = Wanted("61", folder.name, DAY, list(files))
        staged = stage(out, wanted, before, last, files.items())
        publish(out, [staged])
        release = Release(
            "", "", "", DAY, staged.manifest,
            stamps_of(folder, folders_of([*files, *staged.foreign])), len(files), 0,
            foreign=staged.foreign, spare=staged.spare, stale=staged.stale,
        )  # fmt: skip
        out.keep(Ledger({folder.name: release}))
    return staged.done


def beside(folder: Path) -> list[str]:
    """Return the names of what readers see beside and including a mirror."""
    return [path.name for path in folder.parent.iterdir() if path.name != MARKER]


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_a_new_mirror_holds_exactly_its_files(tmp_path: Path) -> None:
    files = {"index.html": b"a", "tahapan/a.html": b"bc", "aset/x/y.css": b""}
    assert write(tmp_path / "output/61", files) == Written(3, 0, 0, 3)
    assert contents(tmp_path / "output/61") == files
    assert beside(tmp_path / "output/61") == ["61"]


def test_a_second_writing_changes_only_what_changed(tmp_path: Path) -> None:
    folder = tmp_path / "output/61"
    write(folder, {"a.html": b"a", "b.html": b"b", "c/d.html": b"d"})
    times = {path: path.stat().st_mtime_ns for path in folder.rglob("*.html")}
    done = write(folder, {"a.html": b"a", "b.html": b"B!", "e/f.html": b"f"})
    assert done == Written(written=2, unchanged=1, removed=1, size=4)
    assert contents(folder) == {"a.html": b"a", "b.html": b"B!", "e/f.html": b"f"}
    assert (folder / "a.html").stat().st_mtime_ns == times[folder / "a.html"]
    assert not (folder / "c").exists()


def test_a_third_writing_of_the_same_touches_not_even_the_manifest(tmp_path: Path) -> None:
    folder = tmp_path / "output/61"
    write(folder, {"a.html": b"a"})
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert write(folder, {"a.html": b"a"}) == Written(0, 1, 0, 1)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "output/61"
    write(folder, {"a.html": b"a", "b/c.html": b"c"})
    (folder / ".well-known").mkdir()
    (folder / ".well-known/security.txt").write_bytes(b"x")
    (folder / "b/lain.txt").write_bytes(b"y")
    write(folder, {"a.html": b"A"})
    assert contents(folder) == {
        "a.html": b"A",
        ".well-known/security.txt": b"x",
        "b/lain.txt": b"y",
    }


def test_what_others_put_into_their_own_folder_later_stays_too(tmp_path: Path) -> None:
    folder = tmp_path / "output/61"
    write(folder, {"a.html": b"a"})
    (folder / ".well-known/acme").mkdir(parents=True)
    (folder / ".well-known/acme/one").write_bytes(b"1")
    write(folder, {"a.html": b"A"})
    (folder / ".well-known/acme/two").write_bytes(b"2")
    for text in (b"a", b"A", b"a"):
        write(folder, {"a.html": text})
        assert contents(folder) == {
            "a.html": text,
            ".well-known/acme/one": b"1",
            ".well-known/acme/two": b"2",
        }


def test_links_of_others_stay_links(tmp_path: Path) -> None:
    folder = tmp_path / "output/61"
    write(folder, {"a.html": b"a"})
    (folder / "unduhan").symlink_to("/tidak/ada")
    for text in (b"A", b"a", b"A"):
        write(folder, {"a.html": text})
        assert (folder / "unduhan").readlink() == Path("/tidak/ada")


def test_a_file_that_was_changed_or_lost_is_written_again(tmp_path: Path) -> None:
    folder = tmp_path / "output/61"
    files = {"a.html": b"a", "b.html": b"b"}
    write(folder, files)
    (folder / "a.html").write_bytes(b"diubah")
    (folder / "b.html").unlink()
    assert write(folder, files) == Written(2, 0, 0, 2)
    assert contents(folder) == files


@pytest.mark.parametrize("manifest", [b"", b"{}", b"rusak", b"[]"])
def test_a_mirror_without_a_sound_manifest_is_written_over(manifest: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "output/61"
    write(folder, {"a.html": b"a", "lama.html": b"l"})
    (folder / MANIFEST).write_bytes(manifest)
    write(folder, {"a.html": b"A"})
    assert contents(folder) == {"a.html": b"A", "lama.html": b"l"}
    assert json.loads((folder / MANIFEST).read_bytes())["berkas"].keys() == {"a.html"}


def test_a_folder_of_somebody_else_is_not_written_into(tmp_path: Path) -> None:
    folder = tmp_path / "output/61"
    write(folder.with_name("31"), {"a.html": b"a"})
    folder.mkdir()
    (folder / "skripsi.docx").write_bytes(b"x")
    with pytest.raises(SitegenError) as caught:
        write(folder, {"a.html": b"a"})
    assert (caught.value.kind.code, caught.value.exit_code) == ("SG501", 74)
    assert contents(folder) == {"skripsi.docx": b"x"}
    (folder / "skripsi.docx").unlink()
    write(folder, {"a.html": b"a"})
    assert contents(folder) == {"a.html": b"a"}


def test_a_mirror_is_not_written_through_a_link(tmp_path: Path) -> None:
    folder, outside = tmp_path / "output/61", tmp_path / "luar"
    outside.mkdir()
    write(folder, {"a.html": b"a"})
    (folder / "tahapan").symlink_to(outside)
    with pytest.raises(SitegenError):
        write(folder, {"a.html": b"a", "tahapan/b.html": b"b"})
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("path", ["../luar.txt", "/{root}/luar.txt", "a/../../luar.txt"])
def test_a_forged_manifest_removes_nothing_outside(path: str, tmp_path: Path) -> None:
    outside = tmp_path / "luar.txt"
    outside.write_text("x")
    folder = tmp_path / "output/61"
    write(folder, {"a.html": b"a"})
    forged = {"daerah": "61", "keadaan_per": "2024-02-12"}
    forged["berkas"] = {path.replace("/{root}", str(tmp_path)): [1, "x"]}  # type: ignore[assignment]
    (folder / MANIFEST).write_text(json.dumps(forged))
    write(folder, {"a.html": b"a"})
    assert outside.read_text() == "x"


def test_leftovers_of_an_interrupted_writing_do_no_harm(tmp_path: Path) -> None:
    left = tmp_path / "output" / MARKER / "next/61/c/d.html"
    temporary = tmp_path / "output" / MARKER / ".new-ledger"
    for text in (b"a", b"A"):
        left.parent.mkdir(parents=True)
        left.write_text("lama")
        temporary.write_text("lama")
        (temporary.parent / "lock").write_text("PID 1, somebody\n")
        write(tmp_path / "output/61", {"a.html": text})
        assert contents(tmp_path / "output/61") == {"a.html": text}
        assert not left.exists()
        assert not temporary.exists()
    assert beside(tmp_path / "output/61") == ["61"]


def test_the_manifest_names_every_file_with_its_size_and_digest(project: Project) -> None:
    project.file("content/61-kalimantan-barat/gambar/peta.png", PNG)
    project.file("content/61-kalimantan-barat/situs.yaml", "warna: {aksen: '#7a1010'}\n")
    project.file(f"{NATION}/panduan/cek.md", page()).build("61")
    folder = project.mirror("61")
    manifest = json.loads((folder / MANIFEST).read_bytes())
    assert {key: manifest[key] for key in ("skema", "daerah", "keadaan_per")} == {
        "skema": 1,
        "daerah": "61",
        "keadaan_per": "2024-02-12",
    }
    assert manifest["berkas"] == {
        path: [len(data), hashlib.sha256(data).hexdigest()]
        for path, data in contents(folder).items()
    }
    assert {"index.html", "404.html", "robots.txt", "gambar/peta.png"} <= set(manifest["berkas"])


def test_a_rebuild_touches_only_pages_that_changed(project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A")).file(f"{NATION}/b.md", page("B")).build()
    before = {path: path.stat().st_mtime_ns for path in project.mirror().rglob("*")}
    project.build()
    assert project.report.done.written == 0
    assert {path: path.stat().st_mtime_ns for path in project.mirror().rglob("*")} == before
    project.file(f"{NATION}/a.md", page("A", "Isi baru.\n")).build()
    changed = {
        path.name
        for path in project.mirror().rglob("*")
        if path.is_file() and before.get(path) != path.stat().st_mtime_ns
    }
    assert changed == {"a.html", "nasional.json", MANIFEST}


def test_a_page_that_is_gone_is_removed_and_foreign_files_stay(project: Project) -> None:
    project.file(f"{NATION}/panduan/cek.md", page()).build()
    (project.mirror() / "google-site.html").write_text("x")
    (project.folder / NATION / "panduan/cek.md").unlink()
    project.build()
    assert project.report.done.removed == 2
    assert not (project.mirror() / "panduan").exists()
    assert "google-site.html" in project.files()


def test_mirrors_that_were_not_asked_for_stay(project: Project) -> None:
    project.build("31", "61")
    times = {path: path.stat().st_mtime_ns for path in project.mirror("61").rglob("*")}
    project.file(f"{NATION}/a.md", page()).build("31")
    assert "a.html" in project.files("31")
    assert {path: path.stat().st_mtime_ns for path in project.mirror("61").rglob("*")} == times


def rebuilt(project: Project, title: str) -> Project:
    """Build after a change, so that a new release takes the place of the last one."""
    return project.file(f"{NATION}/a.md", page(title)).build()


def test_files_of_others_in_folders_of_others_may_come_and_go(project: Project) -> None:
    known = rebuilt(project, "Satu").mirror() / ".well-known"
    for number, name in enumerate(("apple-app.txt", "assetlinks.json", "lain/dalam.txt")):
        (known / name).parent.mkdir(exist_ok=True)
        (known / name).write_text("x")
        rebuilt(project, f"Ke-{number}")
        assert f".well-known/{name}" in project.files()
    (known / "apple-app.txt").unlink()
    rebuilt(project, "Tanpa")
    found = {path.removeprefix(".well-known/") for path in project.files() if ".well" in path}
    assert found == {"security.txt", "assetlinks.json", "lain/dalam.txt"}


def test_a_file_that_is_put_into_an_empty_folder_stays(project: Project) -> None:
    folder = rebuilt(project, "Satu").mirror() / "unduh/dalam"
    folder.mkdir(parents=True)
    project.build()
    (folder / "a.bin").write_text("x")
    rebuilt(rebuilt(project, "Dua"), "Tiga")
    assert (folder / "a.bin").read_text() == "x"


def test_an_empty_folder_of_others_stays(project: Project) -> None:
    (rebuilt(project, "Satu").mirror() / "unduh").mkdir()
    rebuilt(rebuilt(project, "Dua"), "Tiga")
    assert (project.mirror() / "unduh").is_dir()


def test_links_of_others_stay_and_are_not_followed(project: Project, tmp_path: Path) -> None:
    mirror = rebuilt(project, "Satu").mirror()
    (tmp_path / "luar").mkdir()
    (tmp_path / "luar/a.txt").write_text("x")
    (mirror / "unduh").symlink_to(tmp_path / "luar")
    (mirror / "putus").symlink_to("tak-ada")
    rebuilt(rebuilt(project, "Dua"), "Tiga")
    assert (mirror / "unduh").readlink() == tmp_path / "luar"
    assert (mirror / "putus").readlink() == Path("tak-ada")
    assert [path.name for path in (tmp_path / "luar").iterdir()] == ["a.txt"]


def test_a_page_in_whose_place_a_link_was_put_is_a_page_again(project: Project) -> None:
    file = rebuilt(project, "Satu").mirror() / "a.html"
    file.unlink()
    file.symlink_to("/etc/hostname")
    project.build()
    assert not file.is_symlink()
    assert "Satu" in file.read_text("utf-8")
