"""The folder a benchmark works in, and what its command line has in common with the others'."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BYTES_PER_FILE = 16 * 1024
"""Disk space that one page of one mirror may take, blocks and all, generously."""


def add_options(parser: argparse.ArgumentParser, runs: int) -> None:
    """Add the options that every benchmark has; `runs` is the usual number of runs."""
    parser.add_argument("--runs", type=positive, default=runs, help="how often everything is timed")
    parser.add_argument(
        "--keep", type=_new_folder, help="work in this new folder and keep all of it"
    )
    parser.add_argument("--json", type=Path, help="write every figure to this file as well")


def positive(text: str) -> int:
    """Return the positive number that `text` spells."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def sizes(text: str) -> tuple[int, ...]:
    """Return the positive numbers that `text` lists, with commas between them."""
    return tuple(positive(part) for part in text.split(","))


@contextmanager
def workspace(keep: Path | None) -> Iterator[Path]:
    """Give a new folder to work in; it is removed at the very end, unless it was asked for."""
    if keep is not None:
        keep.mkdir(parents=True)
        yield keep
        return
    work = Path(tempfile.mkdtemp(prefix="sitegen-benchmark-"))
    try:
        yield work
    finally:
        shutil.rmtree(work)


def lacking_space(work: Path, files: int) -> str:
    """Return what to say when the disk is too small for `files` more files, else nothing."""
    needed = files * BYTES_PER_FILE
    free = shutil.disk_usage(work).free
    if free >= needed:
        return ""
    return f"{work}: {free / 1e9:.0f} GB free, {needed / 1e9:.0f} GB needed; use --keep or --runs"


def say(step: str) -> None:
    """Tell on the terminal what is being done, apart from the figures."""
    print(f"… {step}", file=sys.stderr, flush=True)


def _new_folder(text: str) -> Path:
    """Return the path that `text` spells; nothing may be there yet."""
    folder = Path(text).resolve()
    if folder.exists():
        raise argparse.ArgumentTypeError(f"{folder} is there already")
    return folder
