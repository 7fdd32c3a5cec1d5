"""A seal fits what this user sealed, under the name it was sealed for, and nothing else."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from sitegen.plumbing.seal import KEY_SIZE, SEAL_SIZE, Seal

KEY = bytes(range(KEY_SIZE))


@given(st.binary(max_size=200), st.text(max_size=20))
@example(b"", "")
def test_what_was_sealed_is_opened_unchanged(data: bytes, about: str) -> None:
    assert Seal(KEY).opened(Seal(KEY).sealed(data, about), about) == data


@given(st.binary(max_size=80), st.integers(0), st.integers(0, 7))
def test_no_bit_can_be_changed(data: bytes, at: int, bit: int) -> None:
    sealed = bytearray(Seal(KEY).sealed(data, "a"))
    sealed[at % len(sealed)] ^= 1 << bit
    with pytest.raises(ValueError, match="seal"):
        Seal(KEY).opened(bytes(sealed), "a")


@given(st.binary(max_size=80), st.integers(0))
def test_no_end_can_be_cut_off_and_nothing_added(data: bytes, at: int) -> None:
    sealed = Seal(KEY).sealed(data, "a")
    for other in (sealed[: at % len(sealed)], sealed + b"\0", b"\0" + sealed):
        with pytest.raises(ValueError, match="seal"):
            Seal(KEY).opened(other, "a")


@given(st.text(max_size=20), st.text(max_size=20))
def test_what_was_sealed_for_one_name_does_not_open_for_another(one: str, other: str) -> None:
    assume(one != other)
    with pytest.raises(ValueError, match="seal"):
        Seal(KEY).opened(Seal(KEY).sealed(b"x", one), other)


@given(st.binary(min_size=KEY_SIZE, max_size=KEY_SIZE))
def test_another_key_opens_nothing(key: bytes) -> None:
    assume(key != KEY)
    with pytest.raises(ValueError, match="seal"):
        Seal(key).opened(Seal(KEY).sealed(b"x"))


def test_name_and_data_cannot_run_into_each_other() -> None:
    sealed = Seal(KEY).sealed(b"b\0c", "a")
    with pytest.raises(ValueError, match="seal"):
        Seal(KEY).opened(sealed[:SEAL_SIZE] + b"c", "a\0b")


def test_the_key_is_made_once_and_only_its_owner_can_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "baru"))
    before = os.umask(0)
    try:
        sealed = Seal.of_user().sealed(b"x")
    finally:
        os.umask(before)
    assert Seal.of_user().opened(sealed) == b"x"
    file = tmp_path / "baru/sitegen/key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["key"]


@pytest.mark.parametrize("data", [b"", b"pendek", bytes(KEY_SIZE + 1)])
def test_a_damaged_key_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    (tmp_path / "sitegen").mkdir()
    (tmp_path / "sitegen/key").write_bytes(data)
    sealed = Seal.of_user().sealed(b"x")
    assert Seal.of_user().opened(sealed) == b"x"
    assert len((tmp_path / "sitegen/key").read_bytes()) == KEY_SIZE


def test_builds_that_begin_at_once_get_the_same_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another build makes the key between the look and the making of ours."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    read, others = Path.read_bytes, []

    def late(path: Path) -> bytes:
        try:
            return read(path)
        except FileNotFoundError:
            if not others:
                others.append(None)
                others[0] = Seal.of_user().sealed(b"x")  # type: ignore[call-overload]
            raise

    monkeypatch.setattr(Path, "read_bytes", late)
    ours = Seal.of_user()
    assert ours.opened(others[0]) == b"x"  # type: ignore[arg-type]
    assert Seal.of_user().opened(ours.sealed(b"y")) == b"y"
