"""Which of the programs under comparison this machine has."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import hugo_site
from eleventy_site import Eleventy
from generator import Generator
from hugo_site import Hugo
from mkdocs_site import MkDocs
from pelican_site import Pelican
from sitegen_site import Sitegen

PEERS: tuple[Callable[[Path], Generator], ...] = (Hugo, Eleventy, MkDocs, Pelican)
"""Every program that sitegen is compared with."""


@dataclass(frozen=True)
class Field:
    """The programs that run, sitegen first, and the names of those that are not installed."""

    runners: tuple[Generator, ...]
    missing: tuple[str, ...]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add an option for each peer that says where its program is."""
    for peer in PEERS:
        parser.add_argument(
            f"--{peer.name}", type=_program, help=f"{peer.name}'s program [default: on PATH]"
        )
    names = ",".join(peer.name for peer in PEERS)
    parser.add_argument("--peers", default=names, help="only these [default: %(default)s]")


def find(options: Mapping[str, object]) -> Field:
    """Return who takes part: the peers that are wanted by `options` and installed."""
    wanted = str(options["peers"]).split(",")
    runners: list[Generator] = [Sitegen(Path(sys.executable))]
    missing = []
    for peer in PEERS:
        if peer.name not in wanted:
            continue
        program = options[peer.name] or _installed(peer.name)
        if program is None:
            missing.append(peer.name)
        else:
            runners.append(peer(Path(str(program))))
    return Field(tuple(runners), tuple(missing))


def _installed(name: str) -> Path | None:
    """Return the program called `name`."""
    if name == Hugo.name:
        return hugo_site.find_hugo()
    found = shutil.which(name)
    return Path(found) if found else None


def _program(text: str) -> Path:
    """Return the program that `text` names."""
    found = shutil.which(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text} is no program")
    return Path(found).absolute()
