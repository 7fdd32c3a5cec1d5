"""Fuzz one harness with atheris: `python tests/fuzz/run.py markdown 600` (seconds).

A find is written to `crash-…` in this folder's `finds/`; run it again with
`python tests/fuzz/run.py markdown finds/crash-…`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[2]))
with atheris.instrument_imports(include=["sitegen", "markdown", "jinja2", "yaml"]):
    from tests.fuzz.harnesses import HARNESSES, SEEDS


def main(name: str, what: str) -> None:
    """Fuzz for so many seconds, or run one input again."""
    again = Path(what)
    if again.is_file():
        HARNESSES[name](again.read_bytes())
        return
    finds = Path(__file__).parent / "finds"
    finds.mkdir(exist_ok=True)
    corpus = tempfile.mkdtemp(prefix=f"sitegen-fuzz-{name}-")
    shutil.copytree(SEEDS / name, corpus, dirs_exist_ok=True)
    options = [f"-max_total_time={what}", "-timeout=20", "-max_len=4096", "-rss_limit_mb=1500"]
    words = Path(__file__).parent / f"{name}.dict"
    options += [f"-dict={words}"] if words.is_file() else []
    atheris.Setup(
        [sys.argv[0], *options, f"-artifact_prefix={finds}/{name}-", corpus], HARNESSES[name]
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
