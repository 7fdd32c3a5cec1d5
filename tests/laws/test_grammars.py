"""Whatever is typed: problems at places in the file, or pages that hold what they may hold."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from sitegen.model.source import Source
from sitegen.plumbing import sanitize
from sitegen.steps.validate import read_document
from tests.bad_input.judge import harm
from tests.fuzz.harnesses import convert, inside
from tests.laws.grammars import bodies, mutated, paths, valid
from tests.project import Project, page

FOLDERS = ("", "tahapan/", "klarifikasi/", "berita/", "istilah/", "panduan/")
NATION = "content/nasional"


@settings(max_examples=120, deadline=None)
@given(mutated(), st.sampled_from(FOLDERS))
def test_front_matter_is_typed_or_refused_at_a_place_in_the_file(text: str, folder: str) -> None:
    source = Source(f"{NATION}/{folder}a.md", "nasional", f"{folder}a.md", text)
    document, problems = read_document(source)
    event("refused" if problems else "typed")
    assert document is not None or problems
    inside(problems, text)


@settings(max_examples=120, deadline=None)
@given(bodies)
def test_a_body_becomes_html_that_writers_may_write(text: str) -> None:
    html, problems = convert(text)
    event("refused" if problems else "converted")
    inside(problems, text)
    left = ["<sg-block>"] if problems else []
    assert [found for found in harm(html) if found not in left] == []
    assert sanitize.clean(sanitize.clean(html)) == sanitize.clean(html)


@pytest.mark.parametrize("text", ["a\n\n{{ x }}\n", "<b>", "a[^1]\n\n[^2]: <i>"])
def test_the_laws_see_problems(text: str) -> None:
    assert convert(text)[1] != []


def built(files: dict[str, str]) -> Project | None:
    """Build a tiny site with these files; None where the file system refuses a name."""
    folder = Path(tempfile.mkdtemp())
    project = Project(folder / "proyek")
    try:
        for path, text in files.items():
            project.file(path, text)
    except (OSError, ValueError):
        return None
    return project.build("nasional")


def checked(project: Project, texts: dict[str, str]) -> None:
    """Every problem lies in a file, everything written lies inside, every page is harmless."""
    for problem in project.report.problems:
        path = project.folder / problem.place.path
        assert path.exists() or not problem.place.path.startswith("content/x"), problem
        if problem.place.path in texts and "\n" not in problem.place.path:
            inside([problem], texts[problem.place.path])
    outside = {p.name for p in project.folder.parent.iterdir()} - {"proyek"}
    assert outside == set()
    shown = {p.name for p in project.folder.iterdir() if not p.name.startswith(".")}
    assert shown <= {"content", "output"}
    if project.output.exists():
        for found in project.output.rglob("*.html"):
            assert not found.is_symlink()
            if ".sitegen" not in found.parts:
                assert harm(found.read_text("utf-8"), whole=True) == [], found


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.one_of(valid, mutated()), st.sampled_from(FOLDERS)), max_size=4))
def test_any_pages_build_or_are_refused_as_a_whole(given_: list[tuple[str, str]]) -> None:
    texts = {f"{NATION}/{folder}x-{n}.md": text for n, (text, folder) in enumerate(given_)}
    project = built(texts)
    assert project is not None
    event(f"refused: {bool(project.report.problems)}")
    checked(project, texts)
    held = {region.code for region in project.report.held_back}
    assert ("nasional" in held) == any(problem.blocks for problem in project.report.problems)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(paths, min_size=1, max_size=3, unique=True),
    st.sampled_from(("nasional", "61-kalimantan-barat")),
)
def test_no_path_leaves_its_folder(given_: list[str], layer: str) -> None:
    inside_ = [p for p in given_ if ".." not in p.split("/") and not p.startswith("/")]
    assume(inside_)
    texts = {f"content/{layer}/{path}": page("A") for path in inside_}
    project = built(texts)
    assume(project is not None)
    assert project is not None
    event(f"refused: {bool(project.report.problems)}")
    checked(project, texts)
