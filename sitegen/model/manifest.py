"""The list of a mirror's files, so that anyone can verify it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import NamedTuple

from sitegen.model.relative_path import is_proper

MANIFEST = "manifest.json"


class Entry(NamedTuple):
    """One file of a mirror; a tuple, because builds compare 200,000 of them."""

    size: int
    """Bytes."""
    sha256: str
    """Hexadecimal digest of the content."""

    @classmethod
    def of(cls, data: bytes) -> Entry:
        """Describe `data`."""
        return cls(len(data), hashlib.sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class Manifest:
    """Every file of one mirror, by path."""

    region: str
    as_of: str
    """ISO date the site shows the state of."""
    files: dict[str, Entry]

    def to_json(self) -> bytes:
        """Return the canonical bytes: sorted, one file a line, ending in a newline."""
        named = sorted(self.files.items())
        letters = "".join(self.files)
        if letters.isascii() and letters.isprintable() and not {'"', "\\"} & set(letters):
            rows = [f'"{path}": [{size}, "{sha256}"]' for path, (size, sha256) in named]
        else:  # ten times as slow
            rows = [f"{json.dumps(path)}: {json.dumps(entry)}" for path, entry in named]
        body = ",\n  ".join(rows)
        head = json.dumps({"skema": 1, "daerah": self.region, "keadaan_per": self.as_of})[:-1]
        return f'{head}, "berkas": {{\n  {body}\n}}}}\n'.encode()

    @classmethod
    def from_json(cls, data: bytes) -> Manifest:
        """Read back what `to_json` wrote; raises ValueError when it is something else."""
        try:
            raw = json.loads(data)
            files = {path: Entry._make(row) for path, row in raw["berkas"].items()}
            if not all(map(is_proper, files)):
                raise ValueError("a path leads out of the mirror")
            return cls(raw["daerah"], raw["keadaan_per"], files)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("not a manifest") from error
