"""The manifest is canonical text that is read back as it was."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.model.manifest import Entry, Manifest
from sitegen.model.relative_path import is_proper

names = (st.text() | st.text('ab/-."')).filter(is_proper)
files = st.dictionaries(names, st.binary().map(Entry.of), max_size=5)


def test_an_entry_describes_bytes() -> None:
    assert Entry.of(b"abc") == Entry(3, hashlib.sha256(b"abc").hexdigest())


@given(files)
@settings(deadline=None, max_examples=50)
def test_a_manifest_is_read_back_as_it_was(entries: dict[str, Entry]) -> None:
    manifest = Manifest("61.71", "2024-02-14", entries)
    assert Manifest.from_json(manifest.to_json()) == manifest


def test_the_order_of_files_does_not_change_a_byte() -> None:
    one = {"a.html": Entry.of(b"a"), "b.html": Entry.of(b"b")}
    other = dict(reversed(one.items()))
    written = Manifest("61", "2024-02-14", one).to_json()
    assert written == Manifest("61", "2024-02-14", other).to_json()
    assert written.endswith(b"\n")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b"null",
        b'{"berkas": {}}',
        b'{"berkas": 1}',
        b'{"berkas": {"a": 1}}',
    ],
)
def test_something_else_is_not_a_manifest(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whichever kind, the caller asks for the class
        Manifest.from_json(data)
