"""What stands in an output folder and what it was made from, kept between builds.

A file of a mirror is made from a part that many mirrors share (a plate, an asset) and from
the mirror's own fills. So the ledger has a row for each part of each group of mirrors, and
one for each mirror: never a row for each of 200,000 files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field

Parts = Mapping[str, str]
"""Digest of what each file of a group of mirrors is made from, by its path."""


def folders_of(paths: Iterable[str]) -> tuple[str, ...]:
    """Return every folder that holds one of `paths`, the mirror's own as `.`."""
    found = {"."}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Release:
    """One mirror as the last build left it."""

    made_from: str
    """Digest of all inputs of the build that last saw it right."""
    group: str
    """Digest of its parts."""
    fills: str
    """Digest of what the mirror puts into its slots."""
    as_of: str
    manifest: str
    """Digest of its manifest file."""
    folders: str
    """Digest of when its folders last changed, to see whether someone else was there."""
    files: int
    size: int
    """Bytes of all files."""
    foreign: tuple[str, ...] = ()
    """Files and empty folders (`unduh/`) that no build made."""
    beside: tuple[str, ...] = ()
    """Further folders that are looked at: those of its colour sheet and of foreign files."""
    spare: str = ""
    """Digest of the manifest of the release before, which waits to become the next one."""
    stale: tuple[str, ...] = ()
    """The files in which that differs from this one."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """All mirrors of an output folder."""

    releases: Mapping[str, Release] = field(default_factory=dict)
    """By region code."""
    groups: Mapping[str, Parts] = field(default_factory=dict)
    """Parts by their digest."""

    def without(self, codes: Iterable[str]) -> Ledger:
        """Return the ledger as if nothing were known of some mirrors."""
        gone = set(codes)
        known = {code: row for code, row in self.releases.items() if code not in gone}
        return Ledger(known, self.groups)

    def to_json(self) -> bytes:
        """Return the ledger as JSON.

        Each distinct part is written once,
        and so is each set of stale files, which most mirrors share.
        """
        used = {release.group for release in self.releases.values()}
        table: dict[tuple[str, str], int] = {}
        groups = {
            name: [table.setdefault(part, len(table)) for part in sorted(parts.items())]
            for name, parts in sorted(self.groups.items())
            if name in used
        }
        stale: dict[tuple[str, ...], int] = {}
        releases = {
            code: {**asdict(release), "stale": stale.setdefault(release.stale, len(stale))}
            for code, release in sorted(self.releases.items())
        }
        whole = {"parts": list(table), "groups": groups, "stale": list(stale), "mirrors": releases}
        return json.dumps(whole).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Ledger:
        """Read back what `to_json` wrote; raises ValueError when it is something else."""
        try:
            raw = json.loads(data)
            table = [(path, digest) for path, digest in raw["parts"]]
            groups = {
                name: dict(table[number] for number in numbers)
                for name, numbers in raw["groups"].items()
            }
            stale = [tuple(paths) for paths in raw["stale"]]
            releases = {
                code: Release(
                    **row
                    | {
                        "foreign": tuple(row["foreign"]),
                        "beside": tuple(row["beside"]),
                        "stale": stale[row["stale"]],
                    }
                )
                for code, row in raw["mirrors"].items()
            }
        except (KeyError, IndexError, TypeError, AttributeError) as error:
            raise ValueError("not a ledger") from error
        return cls(releases, groups)
