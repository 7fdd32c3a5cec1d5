"""Time the preview: from saving a page to the browser being told to reload.

    python tests/benchmarks/preview.py [--pages 300 1000] [--runs 10] [--poll] [--json FILE]

Runs `sitegen serve` on the corpus in a process of its own, listens as a browser does, and saves one
page again and again, each time with another sentence. Nothing is asserted: the exit code is 0 when
everything was told, 1 when the preview ended or was silent. README.md says how to read the figures.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import corpus
import measure
import table
from sitegen_site import AS_OF, Sitegen

PATIENCE = 120
"""Seconds after which a preview counts as silent."""

PAUSE = 0.5
"""Seconds between two saves: nobody saves faster, and the process rests in between."""

REPOSITORY = Path(__file__).resolve().parents[2]

State = dict[str, Any]


@dataclass(frozen=True)
class Figures:
    """What was measured on one corpus; all in seconds."""

    pages: int
    start: float
    """From starting the command to the first state of the mirror."""
    saves: Sequence[float]
    """From each save of a page to the new version being told."""
    mistakes: Sequence[float]
    """From each save with a mistake in it to the problem being told."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and return its exit code."""
    parser = argparse.ArgumentParser(description="Time the preview from save to reload.")
    parser.add_argument("--pages", type=int, nargs="+", default=[300, 1000], help="pages of a site")
    parser.add_argument("--runs", type=int, default=10, help="how often a page is saved")
    parser.add_argument("--poll", action="store_true", help="let the preview poll")
    parser.add_argument("--json", type=Path, help="write every figure to this file as well")
    options = parser.parse_args(arguments)
    try:
        figures = [_measured(pages, options.runs, poll=options.poll) for pages in options.pages]
    except (OSError, EOFError, subprocess.SubprocessError) as failure:
        print(f"the preview was silent: {failure!r}", file=sys.stderr)
        return 1
    print(_text(figures))
    if options.json:
        text = json.dumps([asdict(row) for row in figures], indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")
    return 0


class Listener:
    """Listens to the preview as a browser does."""

    def __init__(self, port: int) -> None:
        """Connect, and wait for the first state."""
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._connection.request("GET", "/_preview/events?mirror=nasional")
        self._answer = self._connection.getresponse()
        self.state: State = {}
        self._hear()

    def close(self) -> None:
        """Leave."""
        self._answer.close()
        self._connection.close()

    def time(self, file: Path, text: str, wanted: Callable[[State], bool]) -> float:
        """Save a file and return how long it takes until a state is told that is wanted."""
        time.sleep(PAUSE)
        temporary = file.with_name(f".{file.name}")
        temporary.write_text(text, encoding="utf-8")
        start = time.perf_counter()
        temporary.replace(file)
        self._hear()
        while not wanted(self.state):
            self._hear()
        return time.perf_counter() - start

    def _hear(self) -> None:
        for line in self._answer:
            if line.startswith(b"data: "):
                self.state = json.loads(line.removeprefix(b"data: "))
                return
        raise EOFError("the preview ended")


def _measured(pages: int, runs: int, *, poll: bool) -> Figures:
    """Measure the preview of a corpus of `pages` pages."""
    print(f"… {pages} pages", file=sys.stderr, flush=True)
    work = Path(tempfile.mkdtemp(prefix="sitegen-benchmark-"))
    try:
        page, *others = corpus.make_pages(pages)
        sitegen = Sitegen(Path(sys.executable))
        sitegen.write_project(work / "project", (page, *others))
        file = sitegen.page_file(work / "project", page)
        text = file.read_text("utf-8")
        measure.settle()
        begin = time.perf_counter()
        with _serving(work, poll=poll) as port, closing(Listener(port)) as listener:
            start = time.perf_counter() - begin
            saves, mistakes = [], []
            for run in range(runs):
                wrong = text.replace("ringkasan:", "ringkas:", 1)
                mistakes.append(listener.time(file, wrong, _has_problems))
                right = f"{text}\nPerubahan ke-{run} disimpan.\n"
                saves.append(listener.time(file, right, _has_none))
    finally:
        shutil.rmtree(work)
    return Figures(pages, start, saves, mistakes)


def _has_problems(state: State) -> bool:
    return bool(state["problems"])


def _has_none(state: State) -> bool:
    return not state["problems"]


@contextmanager
def _serving(work: Path, *, poll: bool) -> Iterator[int]:
    """Run the preview of the project in `work`; gives its port."""
    command = [sys.executable, "-m", "sitegen", "serve", "--port", "0", *(["--poll"] * poll)]
    environment = {
        **os.environ,
        "PYTHONPATH": str(REPOSITORY),
        "SOURCE_DATE_EPOCH": str(AS_OF),
        "TMPDIR": str(work),
    }
    with subprocess.Popen(
        command, cwd=work / "project", env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            if not address:
                raise EOFError("the preview did not start")
            yield int(address.rstrip("/").rpartition(":")[2])
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=PATIENCE)


def _text(figures: Sequence[Figures]) -> str:
    """Return the figures as a table."""
    rows = [
        f"  {row.pages:>6,}{row.start:>12.2f}"
        f"{table.spread(row.saves, 2):>26}{table.spread(row.mistakes, 2):>26}"
        for row in figures
    ]
    return "\n".join(
        [
            f"{measure.cores()} cores, {table.processor()}, Python {platform.python_version()}",
            f"preview: seconds, median (min-max) of {len(figures[0].saves)} saves",
            f"  {'pages':>6}{'start':>12}{'save to reload':>26}{'save to problem':>26}",
            *rows,
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
