"""One output folder that is built again and again, and what must stand in it each time.

What must stand there is worked out from clean builds alone: a mirror that was asked for and
not held back is the clean one and the files of others; every other one stays as it was.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import pytest

from sitegen.build import Order, Report, build
from sitegen.inputs import program_version
from sitegen.model.problem import Problem
from sitegen.plumbing import disk
from sitegen.plumbing.memo import FILE, FOLDER, Memo
from sitegen.plumbing.output_folder import LEDGER, MARKER, NEXT
from tests.laws.edits import FOLDERS, Ask, Changes, Content, Link, Step, start

Trees = dict[str, dict[str, bytes]]
"""Bytes of every file of every mirror, by its folder."""
MANIFEST = "manifest.json"
FOREIGN = (
    "google.html", ".well-known/lain.txt", "tahapan/lain.txt", "unduh/dalam/a.bin",
    ".well-known/assetlinks.json",
)  # fmt: skip
OWN = ("lose a file", "replace a file", "overwrite a file", "link a file", "lose a folder")
FOREIGN_FOLDERS = ("unduh", "unduh/dalam", ".well-known")


@contextmanager
def few_regions() -> Iterator[None]:
    """Let the country have the regions of `FOLDERS` alone, so that all mirrors are few."""
    read = disk.package_text
    codes = tuple(f"{code}," for code in FOLDERS)

    def few(name: str) -> str:
        head, *rows = read(name).splitlines(keepends=True)
        return head + "".join(row for row in rows if row.startswith(codes))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, "package_text", few)
        yield


@dataclass(frozen=True)
class Clean:
    """What a build that knows nothing of builds before makes."""

    facts: tuple[object, ...]
    trees: Trees


def facts_of(report: Report) -> tuple[object, ...]:
    """Return what a report says of the content, whatever the build before was."""
    return (
        [problem for problem in report.problems if problem.kind.code != "SG504"],
        [region.code for region in report.held_back],
        report.elsewhere,
        report.as_of,
        (report.mirrors, report.plates, report.stamped),
        (report.done.written + report.done.unchanged, report.done.size),
    )


def warnings_of(report: Report) -> list[Problem]:
    """Return what a report says of what is remembered."""
    return [problem for problem in report.problems if problem.kind.code == "SG504"]


def write(path: Path, content: Content) -> None:
    """Put a file or a link in place, whatever was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink() or path.exists():
        path.unlink()
    if isinstance(content, Link):
        path.symlink_to(content.target)
    else:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def order_of(project: Path, output: Path, ask: Ask) -> Order:
    """Return the order for a build."""
    return Order(
        project,
        output if ask.writes else None,
        ask.regions,
        ask.as_of,
        drafts=ask.drafts,
        jobs=ask.jobs,
        verify=ask.verify,
        durable=False,
        seconds=None,
    )


@cache
def version() -> str:
    """Return the version of the program, which stays the same while tests run."""
    return program_version()


def memo_of(project: Path) -> Memo:
    """Return what a project remembers, read back from the disk."""
    return Memo.open(project, version())


def clean(files: Mapping[str, Content], ask: Ask) -> Clean:
    """Build a fresh copy of a project into a fresh folder."""
    plain = Ask(ask.regions, ask.as_of, ask.drafts, writes=ask.writes)
    return _clean(tuple(sorted(files.items())), plain)


@lru_cache(maxsize=64)
def _clean(files: tuple[tuple[str, Content], ...], ask: Ask) -> Clean:
    with tempfile.TemporaryDirectory() as name:
        project, output = Path(name) / "proyek", Path(name) / "keluaran"
        for path, content in files:
            write(project / path, content)
        report = build(order_of(project, output, ask), memo_of(project))
        assert warnings_of(report) == []
        return Clean(facts_of(report), trees_in(output))


def trees_in(output: Path) -> Trees:
    """Return every file of every mirror; a link by where it leads."""
    if not output.is_dir():
        return {}
    return {f.name: tree_of(f) for f in sorted(output.iterdir()) if f.name != MARKER}


def tree_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder; a link by where it leads."""
    found = {}
    for at, folders, names in os.walk(folder):
        for name in (*names, *(f for f in folders if Path(at, f).is_symlink())):
            path = Path(at, name)
            link = path.is_symlink()
            data = b"-> " + os.readlink(path).encode() if link else path.read_bytes()  # noqa: PTH115
            found[path.relative_to(folder).as_posix()] = data
    return found


def empty_folders(folder: Path) -> list[str]:
    """Return the folders below a folder in which nothing is."""
    return [at for at, folders, names in os.walk(folder) if not folders and not names]


class Workshop:
    """A project, its output, and what must stand there."""

    def __init__(self, folder: Path) -> None:
        """Begin with an empty project in `folder`."""
        self.folder = folder
        self.project, self.output = folder / "proyek", folder / "keluaran"
        self.files: dict[str, Content] = {}
        self.standing: Trees = {}
        self.foreign: dict[str, set[str]] = {}
        self.unseen: set[str] = set()
        """Mirrors in which a file was written over in place, which only --verify looks for."""
        self.made: set[str] = set()
        """Mirrors that the last build saw right."""
        self.memo: Memo | None = None
        self.warned = False
        """Whether the next build may say that what was remembered cannot be used."""
        self.old: dict[str, bytes] = {}
        self.tally: Counter[str] = Counter()
        self.things = 0
        """How many things a build made at most."""

    # What happens before a build

    def change(self, step: Step) -> None:
        """Change files of the project, and their times."""
        changes: Changes = dict(start(step.theme)) if step.theme else step.changes
        for path, content in changes.items():
            file = self.project / path
            before = file.lstat().st_mtime_ns if os.path.lexists(file) else None
            if content is None:
                self.files.pop(path, None)
                if before is not None:
                    file.unlink()
                continue
            self.files[path] = content
            write(file, content)
            self.set_time(file, step.times, before)
        if step.times == "touched":
            for path in self.files:
                self.set_time(self.project / path, "old", None)

    def set_time(self, file: Path, times: str, before: int | None) -> None:
        """Give a file an old time, or that of the file that it replaces."""
        at = 1_000_000_000_000_000_000 if times == "old" else before if times == "same" else None
        if at is not None:
            os.utime(file, ns=(at, at), follow_symlinks=False)

    def meanwhile(self, what: str, where: int, which: int) -> None:
        """Do to the output, or to what is remembered, what others may do."""
        if not what:
            return
        time.sleep(0.01)  # longer than a tick of the clock that stamps folders
        action = getattr(self, what.replace(" ", "_"), None)
        folders = sorted(self.standing)
        if action is not None:
            action(where, which)
        elif folders:
            self.at_mirror(what, folders[where % len(folders)], which)

    def at_mirror(self, what: str, folder: str, which: int) -> None:
        """Do something to one mirror."""
        tree, foreign = self.standing[folder], self.foreign.setdefault(folder, set())
        own = sorted(tree.keys() - foreign - {MANIFEST})
        if what == "lose a mirror":
            shutil.rmtree(self.output / folder)
            del self.standing[folder], self.foreign[folder]
        elif what == "copy a mirror":
            shutil.copytree(self.output / folder, self.folder / "salinan", symlinks=True)
            shutil.rmtree(self.output / folder)
            (self.folder / "salinan").rename(self.output / folder)
        elif what == "spoil a manifest":
            write(self.output / folder / MANIFEST, b"rusak")
            tree[MANIFEST] = b"rusak"
            foreign |= tree.keys() - {MANIFEST}
        elif what in OWN:
            if own:
                self.at_own_file(what, folder, own[which % len(own)])
        else:
            self.at_foreign_file(what, folder, which)

    def at_own_file(self, what: str, folder: str, path: str) -> None:
        """Do something to a file that a build wrote."""
        tree, mirror = self.standing[folder], self.output / folder
        match what:
            case "lose a file":
                (mirror / path).unlink()
                del tree[path]
            case "replace a file":
                write(mirror / path, b"diganti")
                tree[path] = b"diganti"
            case "overwrite a file":
                (mirror / path).write_bytes(b"ditimpa")
                self.unseen.add(folder)
                tree[path] = b"ditimpa"
            case "link a file":
                write(mirror / path, Link("/dev/null"))
                tree[path] = b"-> /dev/null"
            case "lose a folder" if "/" in path:
                gone = path.partition("/")[0]
                shutil.rmtree(mirror / gone)
                for lost in [other for other in tree if other.startswith(gone + "/")]:
                    del tree[lost]
                    self.foreign[folder].discard(lost)

    def at_foreign_file(self, what: str, folder: str, which: int) -> None:
        """Do something to a file that no build wrote."""
        tree, foreign, mirror = self.standing[folder], self.foreign[folder], self.output / folder
        name = FOREIGN[which % len(FOREIGN)]
        match what:
            case "add a file" | "change a foreign file":
                data = f"milik orang lain {which}".encode()
                if name in foreign:
                    (mirror / name).write_bytes(data)
                    tree[name] = data
                elif what == "add a file" and name not in tree:
                    write(mirror / name, data)
                    tree[name] = data
                    foreign.add(name)
            case "drop a foreign file" if foreign:
                dropped = sorted(foreign)[which % len(foreign)]
                (mirror / dropped).unlink()
                del tree[dropped]
                foreign.discard(dropped)
            case "add a link":
                write(mirror / "tautan", Link("/dev/null"))
                tree["tautan"] = b"-> /dev/null"
                foreign.add("tautan")
            case "add a folder":
                new = FOREIGN_FOLDERS[which % len(FOREIGN_FOLDERS)]
                (mirror / new).mkdir(parents=True, exist_ok=True)

    def lose_the_output(self, _where: int, _which: int) -> None:
        if self.output.exists():
            shutil.rmtree(self.output)
        self.standing, self.foreign, self.unseen = {}, {}, set()

    def forget_the_output(self, _where: int, _which: int) -> None:
        shutil.rmtree(self.output / MARKER, ignore_errors=True)

    def forget_the_project(self, _where: int, _which: int) -> None:
        shutil.rmtree(self.project / FOLDER, ignore_errors=True)

    def cut_the_memo(self, where: int, which: int) -> None:
        self.cut(self.project / FOLDER / FILE, where * 211 + which)

    def flip_the_memo(self, where: int, which: int) -> None:
        self.flip(self.project / FOLDER / FILE, where * 211 + which)

    def cut_the_ledger(self, where: int, which: int) -> None:
        self.cut(self.output / MARKER / LEDGER, where * 211 + which)

    def flip_the_ledger(self, where: int, which: int) -> None:
        self.flip(self.output / MARKER / LEDGER, where * 211 + which)

    def cut(self, file: Path, seed: int) -> None:
        """Cut off the end of a file."""
        if file.exists():
            data = file.read_bytes()
            file.write_bytes(data[: random.Random(seed).randrange(len(data) or 1)])
            self.warned = True

    def flip(self, file: Path, seed: int) -> None:
        """Change some bytes of a file."""
        if file.exists() and (data := bytearray(file.read_bytes())):
            chance = random.Random(seed)
            for _ in range(chance.choice([1, 1, 20])):
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            file.write_bytes(data)
            self.warned = True

    def swap_the_memo(self, _where: int, _which: int) -> None:
        """Put the memo of another project, with other content, in place of this one's."""
        with tempfile.TemporaryDirectory() as name:
            other = Workshop(Path(name))
            changed = {
                path: text.replace("Satu", "Asing").replace("13.00", "12.00")
                for path, text in self.files.items()
                if isinstance(text, str) and (path.endswith((".md", "fakta.yaml")))
            }
            other.change(Step("other", {**self.files, **changed}))
            build(order_of(other.project, other.output, Ask()), memo_of(other.project))
            self.put_memo((other.project / FOLDER / FILE).read_bytes())

    def put_memo(self, data: bytes) -> None:
        (self.project / FOLDER).mkdir(exist_ok=True)
        (self.project / FOLDER / FILE).write_bytes(data)

    def old_memo(self, _where: int, _which: int) -> None:
        if "memo" in self.old:
            self.put_memo(self.old["memo"])

    def old_ledger(self, _where: int, _which: int) -> None:
        if "ledger" in self.old and (self.output / MARKER).is_dir():
            (self.output / MARKER / LEDGER).write_bytes(self.old["ledger"])

    def other_version(self, _where: int, _which: int) -> None:
        """Let another version of the program leave its memo."""
        shutil.rmtree(self.project / FOLDER, ignore_errors=True)
        memo = Memo.open(self.project, "another version")
        build(order_of(self.project, self.folder / "lain", Ask()), memo)
        self.warned = True

    def leave_litter(self, where: int, which: int) -> None:
        """Leave what a build that was killed leaves."""
        folder = sorted(FOLDERS.values())[where % len(FOLDERS)]
        if (self.output / MARKER / NEXT).is_dir():
            place = self.output / MARKER / NEXT / folder
            (place / MANIFEST).unlink(missing_ok=True)  # what a build begins with
            write(place / "sampah.html", b"sampah")
            shutil.rmtree(place) if which % 2 else None

    # The build, and what must come of it

    def step(self, step: Step) -> Report:
        """Do what a step says, build, and compare."""
        before = {folder: dict(tree) for folder, tree in self.standing.items()}
        for name, file in self.remembered():
            if file.exists() and (name not in self.old or step.times == "old"):
                self.old[name] = file.read_bytes()
        self.change(step)
        self.meanwhile(*step.meanwhile)
        wanted = [FOLDERS[code] for code in step.ask.regions or FOLDERS]
        ask = step.ask
        if self.unseen & set(wanted):
            ask = Ask(**{**vars(ask), "verify": True})  # type: ignore[arg-type]
        expected = clean(self.files, ask)
        if ask.writes:
            self.expect(expected, wanted)
        report = self.build(ask)
        assert facts_of(report) == expected.facts
        assert len(warnings_of(report)) <= (1 if self.warned else 0), warnings_of(report)
        self.compare()
        self.find_empty_folders(wanted if ask.writes else ())
        # Damage may wait to be read; a check, which writes nothing, leaves it there, and so
        # does a memo that was opened before.
        mended = warnings_of(report) and ask.writes and not ask.keeps_memo
        self.warned = self.warned and not mended
        self.count(step, before, report)
        return report

    def remembered(self) -> Iterable[tuple[str, Path]]:
        """Return the files in which something is remembered."""
        yield "memo", self.project / FOLDER / FILE
        yield "ledger", self.output / MARKER / LEDGER

    def expect(self, expected: Clean, wanted: list[str]) -> None:
        """Work out what must stand after a build of the mirrors in `wanted`."""
        self.made = set()
        for folder in wanted:
            if folder not in expected.trees:
                continue  # held back
            there, foreign = self.standing.get(folder, {}), self.foreign.get(folder, set())
            tree = dict(expected.trees[folder])
            kept = {path for path in foreign if path in there and path not in tree}
            self.made.add(folder)
            self.standing[folder] = tree | {path: there[path] for path in kept}
            self.foreign[folder] = kept
            self.unseen.discard(folder)

    def build(self, ask: Ask) -> Report:
        """Build with what is remembered, from the disk or from the build before."""
        if self.memo is None or not ask.keeps_memo:
            self.memo = memo_of(self.project)
        return build(order_of(self.project, self.output, ask), self.memo)

    def compare(self) -> None:
        """Compare what stands there with what must."""
        found = trees_in(self.output)
        assert found.keys() == self.standing.keys()
        for folder, tree in self.standing.items():
            assert sorted(found[folder]) == sorted(tree), folder
            different = [path for path, data in tree.items() if found[folder][path] != data]
            for path in different[:1]:
                assert found[folder][path].decode() == tree[path].decode(), (folder, path)
            assert different == [], folder

    def find_empty_folders(self, folders: Iterable[str]) -> None:
        """Check that no build leaves a folder behind in which nothing is."""
        for folder in folders:
            if folder in self.made:
                mirror = self.output / folder
                left = {str(Path(empty).relative_to(mirror)) for empty in empty_folders(mirror)}
                assert left <= {*FOREIGN_FOLDERS, "tahapan"}, left

    def count(self, step: Step, before: Trees, report: Report) -> None:
        """Note what kind of step it was, to see that steps are worth taking."""
        if step.theme:
            return
        found = [f"edit: {step.name}"] + ["edits"] * bool(step.changes)
        if step.meanwhile[0]:
            found += [f"meanwhile: {step.meanwhile[0]}", "steps of others"]
        if before != self.standing:
            found += [f"{each}, output changed" for each in found]
        held = bool(report.held_back)
        found += ["steps", *["some mirror held back"] * held]
        found += ["part of it made again"] * (0 < len(report.redone) < self.things)
        self.things = max(self.things, len(report.redone))
        self.tally.update(found)


def follow(steps: Iterable[Step]) -> Counter[str]:
    """Take the steps in a fresh folder and compare after each; return what was done."""
    with tempfile.TemporaryDirectory() as name:
        workshop = Workshop(Path(name))
        for step in steps:
            workshop.step(step)
        return workshop.tally
