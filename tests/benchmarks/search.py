"""What search costs a mirror: our index beside Pagefind's, for the pages of a built mirror.

  python -m tests.benchmarks.search output/nasional [--times 4]

`--times` takes every page so many times over, as in a larger site. Needs `pagefind[bin]`.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import re
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

UNUSED = re.compile(r"ui|highlight|component|unknown|modular")
"""Files of Pagefind that a site with an interface of its own can do without."""
WHOLE = re.compile(r"\.js$|\.pagefind$|\.pf_meta$|entry\.json$")
"""Files of Pagefind that every search needs; a piece of the index and the results come on top."""


def main() -> None:
    """Print files, bytes, seconds and the transfer of a first search."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mirror", type=Path)
    parser.add_argument("--times", type=int, default=1)
    asked = parser.parse_args()
    print(f"{'':9} {'files':>6} {'bytes':>9} {'first search':>13} {'seconds':>8}")
    ours = [*(asked.mirror / "cari").glob("*.json")]
    scripts = [*(asked.mirror / "aset").glob("cari-*")]
    size = sum(len(path.read_bytes()) for path in ours)
    row("ours", len(ours), size * asked.times, packed([*ours, *scripts]), None)
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        asyncio.run(index(asked.mirror, Path(folder), asked.times))
        seconds = time.perf_counter() - start
        kept = [p for p in Path(folder).rglob("*") if p.is_file() and not UNUSED.search(p.name)]
        first = [p for p in kept if WHOLE.search(p.name)]
        pieces = sorted(
            (p for p in kept if p.suffix == ".pf_index"), key=lambda p: -p.stat().st_size
        )
        size = sum(path.stat().st_size for path in kept)
        row("Pagefind", len(kept), size, packed([*first, *pieces[:1]]), seconds)


def row(name: str, files: int, size: int, first: int, seconds: float | None) -> None:
    """Print one line of the table."""
    took = "" if seconds is None else f"{seconds:.1f}"
    print(f"{name:9} {files:6} {size:9} {first:13} {took:>8}")


def packed(paths: Iterable[Path]) -> int:
    """Return the bytes of files as a server sends them."""
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


async def index(mirror: Path, folder: Path, times: int) -> None:
    """Let Pagefind index every page that the mirror lists."""
    from pagefind.index import IndexConfig, PagefindIndex

    listed = (mirror / "cari.html").read_text("utf-8").partition('id="abjad"')[2]
    pages = sorted(set(re.findall(r'<li><a href="([^"]+)"', listed.partition("b-topik")[0])))
    async with PagefindIndex(config=IndexConfig(output_path=str(folder))) as made:
        for number in range(times):
            for page in pages:
                text = (mirror / page).read_text("utf-8")
                article = re.findall(r"<article.*?</article>", text, re.DOTALL)[0]
                await made.add_custom_record(
                    url=f"{number}/{page}",
                    content=" ".join(re.sub(r"<[^>]*>", " ", article).split()),
                    language="id",
                    meta={"title": page},
                )


if __name__ == "__main__":
    main()
