"""What is remembered saves time and changes nothing, whatever happens to it."""

from __future__ import annotations

import os
import pickle
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.build import Order, Report, build
from sitegen.plumbing.memo import FILE, FOLDER, Memo
from sitegen.plumbing.seal import SEAL_SIZE
from tests.laws.edits import FOLDERS, start
from tests.laws.real import AS_OF
from tests.laws.workshop import few_regions, trees_in, version, write
from tests.project import page

REPOSITORY = Path(__file__).resolve().parents[2]
PROFILE = "content/nasional/profil.md"
DAMAGES = 200


@pytest.fixture(autouse=True, scope="module")
def small_country() -> Iterator[None]:
    with few_regions():
        yield


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small project that was built once into `keluaran/`."""
    for path, content in start("kecil").items():
        write(tmp_path / "proyek" / path, content)
    press(tmp_path / "proyek")
    return tmp_path / "proyek"


def press(project: Path, output: str = "keluaran", memo: Memo | None = None) -> Report:
    order = Order(project, project.parent / output, (), AS_OF, durable=False)
    return build(order, memo or Memo.open(project, version()))


def memo_of(project: Path) -> Path:
    return project / FOLDER / FILE


def warnings_of(report: Report) -> list[str]:
    return [f"{p.place.path} {p.kind.code}" for p in report.problems if not p.blocks]


def clean(project: Path, name: str = "bersih") -> dict[str, dict[str, bytes]]:
    """Return what a clean build of a copy makes."""
    copy = project.with_name(name)
    shutil.copytree(project, copy, ignore=shutil.ignore_patterns(FOLDER))
    press(copy, f"keluaran-{name}")
    trees = trees_in(copy.parent / f"keluaran-{name}")
    shutil.rmtree(copy)
    return trees


def thing(memo: Memo, name: str, value: object, **inputs: str) -> None:
    memo.keep("rak", name, inputs, value)
    memo.recall("rak", name, inputs)


# --- things


def test_a_thing_is_known_as_long_as_its_inputs_are_the_same(tmp_path: Path) -> None:
    memo = Memo.open(tmp_path, "1")
    thing(memo, "a", ("nilai",), teks="x", hari="y")
    memo.save()
    again = Memo.open(tmp_path, "1")
    assert again.recall("rak", "a", {"teks": "x", "hari": "y"}) == (True, ("nilai",))
    assert again.recall("rak", "a", {"teks": "x", "hari": "z"}) == (False, None)
    assert again.recall("rak", "b", {"teks": "x"}) == (False, None)
    assert [(thing.name, thing.inputs) for thing in again.redone] == [("a", ("hari",)), ("b", ())]


def test_a_thing_with_other_names_of_inputs_is_not_known(tmp_path: Path) -> None:
    memo = Memo.open(tmp_path, "1")
    thing(memo, "a", 1, teks="x", hari="y")
    assert memo.recall("rak", "a", {"teks": "x"})[0] is False
    assert memo.recall("rak", "a", {"teks": "x", "hari": "y", "tema": ""})[0] is False


def test_only_what_has_changed_is_made_and_the_order_stays() -> None:
    memo, made = Memo(), []

    def make(items: object) -> Iterator[str]:
        for item in items:  # type: ignore[attr-defined]
            made.append(item)
            yield item.upper()

    def about(item: str) -> tuple[str, dict[str, str]]:
        return item[0], {"teks": item}

    assert memo.each("rak", ["a1", "b1", "c1"], about, make) == ["A1", "B1", "C1"]
    assert memo.each("rak", ["c1", "b2", "a1"], about, make) == ["C1", "B2", "A1"]
    assert made == ["a1", "b1", "c1", "b2"]


def test_a_whole_build_forgets_what_it_did_not_ask_for(tmp_path: Path) -> None:
    memo = Memo.open(tmp_path, "1")
    thing(memo, "a", 1, x="1")
    thing(memo, "b", 2, x="1")
    memo.save()
    memo.begin()
    memo.recall("rak", "b", {"x": "1"})
    memo.save(whole=True)
    again = Memo.open(tmp_path, "1")
    assert again.recall("rak", "a", {"x": "1"}) == (False, None)
    assert again.recall("rak", "b", {"x": "1"}) == (True, 2)


def test_a_record_that_was_moved_to_another_name_is_not_believed(tmp_path: Path) -> None:
    memo = Memo.open(tmp_path, "1")
    thing(memo, "a", "nilai a", x="1")
    thing(memo, "b", "nilai b", x="1")
    memo.save()
    with sqlite3.connect(memo_of(tmp_path)) as database:
        value = database.execute("SELECT value FROM thing WHERE name = 'a'").fetchone()
        database.execute("UPDATE thing SET value = ? WHERE name = 'b'", value)
    database.close()
    again = Memo.open(tmp_path, "1")
    assert again.recall("rak", "b", {"x": "1"}) == (False, None)
    assert [problem.kind.code for problem in again.told()] == ["SG504"]
    assert again.told() == []


# --- damage


def damaged(data: bytes, number: int) -> bytes:
    """Return the bytes cut or with some bits changed; each number damages in its own way."""
    chance = random.Random(number)
    if number % 2:
        return data[: chance.randrange(len(data))]
    changed = bytearray(data)
    for _ in range(chance.choice([1, 8, 200])):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


@pytest.mark.parametrize(
    "part", [pytest.param(n, marks=[pytest.mark.long] if n else []) for n in range(4)]
)
def test_a_damaged_memo_costs_time_and_one_warning_alone(small: Path, part: int) -> None:
    """One of the places in a memo that nobody looks at may be damaged unseen."""
    right = memo_of(small).read_bytes()
    write(small / PROFILE, page("Baru", "Teks baru.\n"))
    expected = clean(small)
    warned = 0
    for number in range(part, DAMAGES, 4):
        memo_of(small).write_bytes(damaged(right, number))
        report = press(small)
        assert trees_in(small.parent / "keluaran") == expected
        found = warnings_of(report)
        assert found in ([], [f"{FOLDER}/{FILE} SG504"]), (number, found)
        assert [p for p in report.problems if p.blocks] == []
        warned += len(found)
    assert warned > DAMAGES / 4 * 0.5


@pytest.mark.parametrize(
    "data", [b"SQLite format 3\0", b"x" * 5000, b"SQLite format 3\0" + bytes(5000)]
)
def test_a_memo_that_is_no_database_is_begun_anew(small: Path, data: bytes) -> None:
    memo_of(small).write_bytes(data)
    write(small / PROFILE, page("Baru"))
    assert warnings_of(press(small)) == [f"{FOLDER}/{FILE} SG504"]
    assert trees_in(small.parent / "keluaran") == clean(small)
    assert warnings_of(press(small)) == []


def test_an_empty_memo_is_filled_without_a_word(small: Path) -> None:
    memo_of(small).write_bytes(b"")
    write(small / PROFILE, page("Baru"))
    assert warnings_of(press(small)) == []
    assert trees_in(small.parent / "keluaran") == clean(small)


class Trap:
    """Unpacking it makes a file."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.file),)


@pytest.mark.parametrize("front", [b"", bytes(SEAL_SIZE), None], ids=["none", "zeros", "its own"])
def test_a_foreign_memo_is_never_unpacked(small: Path, front: bytes | None) -> None:
    trap = small.parent / "terjebak"
    payload = pickle.dumps(Trap(trap))
    with sqlite3.connect(memo_of(small)) as database:
        if front is None:
            database.execute("UPDATE thing SET value = substr(value, 1, 16) || ?", (payload,))
        else:
            database.execute("UPDATE thing SET value = ?", (front + payload,))
    database.close()
    write(small / PROFILE, page("Baru"))
    assert warnings_of(press(small)) == [f"{FOLDER}/{FILE} SG504"]
    assert not trap.exists()
    assert trees_in(small.parent / "keluaran") == clean(small)
    pickle.loads(payload)
    assert trap.exists()  # it would have sprung


def test_a_memo_that_was_sealed_by_another_user_is_not_believed(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(small.parent / "orang-lain"))
    write(small / PROFILE, page("Baru"))
    assert warnings_of(press(small)) == [f"{FOLDER}/{FILE} SG504"]
    assert trees_in(small.parent / "keluaran") == clean(small)


def test_a_memo_of_another_version_is_dropped_with_one_warning(small: Path) -> None:
    shutil.rmtree(small / FOLDER)
    press(small, "lain", Memo.open(small, "another version"))
    report = press(small)
    assert warnings_of(report) == [f"{FOLDER}/{FILE} SG504"]
    assert trees_in(small.parent / "keluaran") == clean(small)
    assert warnings_of(press(small)) == []


def test_a_memo_in_memory_outlives_damage_on_the_disk(small: Path) -> None:
    memo = Memo.open(small, version())
    press(small, memo=memo)
    memo_of(small).write_bytes(b"rusak")
    write(small / PROFILE, page("Baru"))
    report = press(small, memo=memo)
    assert len(warnings_of(report)) <= 1
    assert trees_in(small.parent / "keluaran") == clean(small)


def test_a_damaged_thing_is_dropped_where_nothing_can_be_kept(small: Path) -> None:
    with sqlite3.connect(memo_of(small)) as database:
        database.execute("UPDATE thing SET value = x'00' WHERE shelf = 'plates'")
    database.close()
    memo = Memo.open(small, version())
    memo.last("plates", "")  # read, not opened
    shutil.rmtree(small / FOLDER)
    (small / FOLDER).write_bytes(b"")
    thing(memo, "a", 1)
    memo.save()
    write(small / PROFILE, page("Baru"))
    press(small, memo=memo)
    assert trees_in(small.parent / "keluaran") == clean(small)


# --- places that cannot be written


def test_a_project_that_cannot_be_written_is_built_with_one_warning(small: Path) -> None:
    shutil.rmtree(small / FOLDER)
    (small / FOLDER).write_bytes(b"")  # also root cannot make a folder here
    write(small / PROFILE, page("Baru"))
    for _ in range(2):
        report = press(small)
        assert warnings_of(report) == [f"{FOLDER} SG504"]
        assert report.mirrors == len(FOLDERS)
    (small / FOLDER).unlink()
    assert trees_in(small.parent / "keluaran") == clean(small)


@pytest.mark.parametrize("remembered", [True, False])
def test_a_folder_that_may_only_be_read_is_built_all_the_same(
    small: Path, remembered: bool
) -> None:
    write(small / PROFILE, page("Baru"))
    if not remembered:
        shutil.rmtree(small / FOLDER)
    for folder in (small, *filter(Path.is_dir, [small / FOLDER])):
        folder.chmod(0o500)
    try:
        if os.access(small, os.W_OK):
            pytest.skip("root may write everywhere")
        report = press(small)
    finally:
        for folder in (small, *filter(Path.is_dir, [small / FOLDER])):
            folder.chmod(0o700)
    assert len(warnings_of(report)) == 1
    assert trees_in(small.parent / "keluaran") == clean(small)


@pytest.mark.parametrize("state", ["berkas/di-bawah", "berkas"])
def test_where_there_is_no_place_for_the_key_one_warning_says_so(
    small: Path, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small.parent / "berkas").write_text("bukan folder")
    monkeypatch.setenv("XDG_STATE_HOME", str(small.parent / state))
    write(small / PROFILE, page("Baru"))
    for _ in range(2):
        report = press(small)
        assert warnings_of(report) == [f"{FOLDER} SG504"]
    monkeypatch.undo()
    assert trees_in(small.parent / "keluaran") == clean(small)


# --- two at once


def test_two_builds_of_a_project_to_two_places_at_once_disturb_each_other_not(small: Path) -> None:
    shutil.rmtree(small / FOLDER)
    for number in range(3):
        write(small / PROFILE, page(f"Baru {number}"))
        command = [sys.executable, "-m", "sitegen", "build", "--project", str(small)]
        options = ["--as-of", str(AS_OF), "--quiet", "--region", "61", "--output"]
        running = [
            subprocess.Popen(
                [*command, *options, str(small.parent / f"keluaran-{place}")],
                env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            for place in range(2)
        ]
        said = [process.communicate()[0] for process in running]
        assert [process.returncode for process in running] == [0, 0], said
        assert said == ["", ""]
        one, two = (trees_in(small.parent / f"keluaran-{place}") for place in range(2))
        assert one == two
        assert f"Baru {number}".encode() in one["61-kalimantan-barat"]["profil.html"]
