"""A mirror as one ZIP file, to be carried where there is no network and opened from disk."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from pathlib import Path

from sitegen.model.manifest import MANIFEST, Manifest
from sitegen.model.problem import N_, Kind, SitegenError
from sitegen.plumbing import disk
from sitegen.plumbing.safe_join import safe_join

NOT_OURS = Kind(
    "SG501",
    N_("the file {file} is in the way: it is no ZIP of a mirror"),
    N_("move it away, or choose another folder with --output"),
)
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a ZIP can hold: the same mirror gives the same file on any day."""
TAIL = 64
"""Bytes of the comment at the end, which is the digest of the manifest that was packed."""

_ours = re.compile(rb"[0-9a-f]{64}")


def pack(_shared: None, live: Path) -> bool:
    """Write `<folder>.zip` beside a mirror, unless it is there for the same manifest.

    Args:
        _shared: nothing; for `workers.each`.
        live: the mirror's folder.

    Returns:
        Whether it was written.

    Raises:
        SitegenError: when another file is in its place.
        OSError: when the disk refuses.
    """
    manifest = disk.read(live / MANIFEST)
    digest = hashlib.sha256(manifest).hexdigest().encode()
    target = live.with_name(f"{live.name}.zip")
    if target.is_symlink() or target.exists():
        comment = _comment(target)
        if comment == digest:
            return False
        if not _ours.fullmatch(comment):
            raise SitegenError(NOT_OURS, 74, file=target.name)
    text = io.BytesIO()
    with zipfile.ZipFile(text, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted((MANIFEST, *Manifest.from_json(manifest).files)):
            entry = zipfile.ZipInfo(f"{live.name}/{path}", EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, disk.read(safe_join(live, path)))
        archive.comment = digest
    disk.replace(str(target), text.getvalue())
    return True


def _comment(file: Path) -> bytes:
    try:
        return disk.read(file)[-TAIL:]
    except disk.NotAFileError:
        return b""
