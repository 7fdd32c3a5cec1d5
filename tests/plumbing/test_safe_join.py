"""A path in text leads into its folder, or nowhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.model.manifest import Manifest
from sitegen.model.relative_path import is_proper
from sitegen.plumbing.safe_join import UnsafePathError, proper, safe_join
from sitegen.plumbing.staging import Staging

PARTS = ["..", ".", "", "a", "tautan", "dalam", "\\", "C:", "\0", "...", ".. ", "a.", "%2e%2e", "~"]
PATHS = (
    st.text() | st.lists(st.sampled_from(PARTS)).map("/".join) | st.binary().map(os.fsdecode)
)  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with links out of it, into it and to themselves."""
    outside = tmp_path_factory.mktemp("luar")
    folder = outside / "situs"
    (folder / "a").mkdir(parents=True)
    (folder / "tautan").symlink_to(outside)
    (folder / "dalam").symlink_to("a")
    (folder / "putar").symlink_to("putar")
    (outside / "situs_rahasia").mkdir()
    return folder


@given(path=PATHS)
def test_whatever_the_text_the_place_is_inside_or_there_is_none(path: str, root: Path) -> None:
    try:
        place = safe_join(root, path)
    except UnsafePathError:
        return
    resolved = Path(os.path.realpath(place))
    assert resolved != root.resolve()
    assert resolved.is_relative_to(root.resolve())
    assert not any(Path(*resolved.parts[:n]).is_symlink() for n in range(1, len(resolved.parts)))
    assert place.relative_to(root.resolve()).as_posix() == path


UNSAFE = [
    "", "/", "/etc/passwd", "//x", "..", "../x", "a/../../x", "a/..", ".", "a/.", "./a", "a//b",
    "a/", "../situs_rahasia/x", "C:\\x", "C:x", "a:b", "\\x", "..\\x", "a\\b", "a\0b", "a\nb",
    "a\x7fb", "a/.. /b", "a/...", "a /b", "\ud800", "a\udcff", "tautan", "tautan/x", "dalam/x",
    "putar", "putar/x", "a/\0/b",
]  # fmt: skip
SAFE = ["a", "b", "a/b.html", "tiada/x/y.html", ".htaccess", "a..b", "..a", "a/.well-known/x",
        "~/x", "%2e%2e/x", "é/x", "a" * 300]  # fmt: skip


@pytest.mark.parametrize("path", UNSAFE, ids=ascii)
def test_a_path_that_leads_out_or_through_a_link_is_refused(path: str, root: Path) -> None:
    with pytest.raises(UnsafePathError):
        safe_join(root, path)


@pytest.mark.parametrize("path", SAFE)
def test_a_path_that_stays_is_joined(path: str, root: Path) -> None:
    assert safe_join(root, path) == root.resolve() / path


def test_a_root_may_be_reached_through_a_link(root: Path, tmp_path: Path) -> None:
    (tmp_path / "r").symlink_to(root)
    assert safe_join(tmp_path / "r", "a/b") == root.resolve() / "a/b"


@given(st.text())
def test_a_path_is_proper_on_windows_too(path: str) -> None:
    from pathlib import PureWindowsPath

    if is_proper(path):
        place = PureWindowsPath("D:/situs") / path
        assert place.is_relative_to("D:/situs")
        assert ".." not in place.parts
        assert proper(path) == path


@pytest.mark.parametrize("path", ["../x", "/x", "a\\b", "C:x", "a/../../x", "", "a\nb"])
def test_a_manifest_with_a_path_that_leads_out_is_none(path: str) -> None:
    written = Manifest("61", "2024-02-14", {path: (1, "a" * 64)}).to_json()  # type: ignore[dict-item]
    with pytest.raises(ValueError, match="leads out"):
        Manifest.from_json(written)


@pytest.mark.parametrize("path", ["../x.html", "/x.html", "luar/x.html"])
def test_a_release_is_never_written_beside_its_folder(path: str, tmp_path: Path) -> None:
    live, place, outside = (tmp_path / name for name in ("live", "next", "tempat"))
    for folder in (live, place, outside):
        folder.mkdir()
    (place / "luar").symlink_to(outside)
    staging = Staging(place, live, ["a.html"], [], [])
    with pytest.raises(UnsafePathError):
        staging.write(path, b"x")
    assert {file.name for file in tmp_path.rglob("*")} == {"live", "next", "tempat", "luar"}
    with pytest.raises(UnsafePathError):
        Staging(place, live, ["a.html"], ["../live"], [])
