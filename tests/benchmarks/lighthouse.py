"""Ask Lighthouse about five layouts of a built mirror, on a phone with slow 4G.

    python tests/benchmarks/lighthouse.py MIRROR [--runs 3] [--lighthouse PATH] [--json FILE]

MIRROR is the folder of a mirror (`output/61.71-kota-pontianak`). A real nginx serves it with the
file it brings (`_server/nginx.conf`: headers, types, gzip). The exit code is 0 when every score is
at least 98 and the first paint comes within 1.5 s, 1 when one is not or Lighthouse gives up, 2 when
the machine lacks something. README.md says how to read the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import table
from workspace import positive, say

LAYOUTS = (
    "index.html",
    "tahapan.html",
    "pemungutan-suara.html",
    "klarifikasi/surat-pemberitahuan.html",
    "panduan/apa-yang-dibawa.html",
)
CATEGORIES = {
    "performance": "performance",
    "accessibility": "accessibility",
    "best-practices": "best practices",
    "seo": "SEO",
}
GOAL, FIRST_PAINT = 98, 1.5
"""The least score of each kind, and the seconds in which something must be seen."""
TRIES = 3
"""On a busy machine the browser at times gives no trace (NO_NAVSTART)."""
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
CONF = """
daemon off; master_process off; pid {work}/pid; error_log {work}/error.log;
events {{}}
http {{
  include /etc/nginx/mime.types; access_log off;
  client_body_temp_path {work}/b; proxy_temp_path {work}/p; fastcgi_temp_path {work}/f;
  uwsgi_temp_path {work}/u; scgi_temp_path {work}/s;
  server {{ listen 127.0.0.1:{port}; root {mirror}; include {mirror}/_server/nginx.conf; }}
}}
"""


@dataclass(frozen=True)
class Visit:
    """What Lighthouse said of a page once."""

    page: str
    scores: Mapping[str, int]
    first_paint: float
    """Seconds until something is seen, with its simulated slow 4G."""
    requests: int
    size: int
    """Bytes on the wire."""
    lost: Sequence[str]
    """Names of the audits that cost points."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and return its exit code."""
    options = _options(arguments)
    chromium = os.environ.get("SITEGEN_CHROMIUM") or shutil.which("chromium") or ""
    missing = [
        hint
        for there, hint in (
            (NGINX, "nginx: apt-get install nginx-light"),
            (shutil.which(options.lighthouse), "lighthouse: npm install lighthouse@12.8.2"),
            (chromium, "chromium, or its path in SITEGEN_CHROMIUM"),
            ((options.mirror / "_server/nginx.conf").is_file(), f"a mirror in {options.mirror}"),
        )
        if not there
    ]
    if missing:
        print("\n".join(f"missing: {hint}" for hint in missing), file=sys.stderr)
        return 2
    visits = []
    try:
        with tempfile.TemporaryDirectory() as work, served(options.mirror, Path(work)) as address:
            for number in range(options.runs):
                for page in LAYOUTS:
                    say(f"{page}, run {number + 1} of {options.runs}")
                    visits.append(visit(options.lighthouse, chromium, address, page, Path(work)))
    except subprocess.CalledProcessError as failure:
        print(f"Lighthouse gave up: {failure.stderr or failure}", file=sys.stderr)
        return 1
    print(text(visits))
    if options.json:
        figures = [asdict(one) for one in visits]
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return int(any(falls_short(of(visits, page)) for page in LAYOUTS))


@contextmanager
def served(mirror: Path, work: Path) -> Iterator[str]:
    """Serve the mirror with nginx, and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    conf = work / "nginx.conf"
    conf.write_text(CONF.format(work=work, mirror=mirror.resolve(), port=port), encoding="utf-8")
    with subprocess.Popen([str(NGINX), "-c", conf, "-p", work], stderr=subprocess.DEVNULL) as nginx:
        try:
            for _ in range(100):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}/"
        finally:
            nginx.terminate()


def visit(lighthouse: str, chromium: str, address: str, page: str, work: Path) -> Visit:
    """Let Lighthouse look at a page; its usual settings are a phone and simulated slow 4G."""
    found = work / "report.json"
    command = [
        lighthouse,
        address + page,
        "--quiet",
        "--output=json",
        f"--output-path={found}",
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless=new --no-sandbox",
    ]
    environment = {**os.environ, "CHROME_PATH": chromium}
    for tries_left in reversed(range(TRIES)):
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        if done.returncode == 0 or not tries_left:
            break
    done.check_returncode()
    return read(page, json.loads(found.read_text("utf-8")))


def read(page: str, report: Mapping[str, Any]) -> Visit:
    """Return what counts of a report of Lighthouse."""
    audits, kinds = report["audits"], report["categories"]
    requests = audits["network-requests"]["details"]["items"]
    refs = [ref for kind in kinds.values() for ref in kind["auditRefs"] if ref["weight"]]
    lost = {ref["id"] for ref in refs if (audits[ref["id"]]["score"] or 0) < 0.9}
    applies = {name for name, one in audits.items() if one["scoreDisplayMode"] != "notApplicable"}
    return Visit(
        page=page,
        scores={kind: round(100 * kinds[kind]["score"]) for kind in CATEGORIES},
        first_paint=audits["first-contentful-paint"]["numericValue"] / 1000,
        requests=len(requests),
        size=sum(one["transferSize"] for one in requests),
        lost=sorted(lost & applies),
    )


def of(visits: Sequence[Visit], page: str) -> list[Visit]:
    """Return the visits of one page."""
    return [one for one in visits if one.page == page]


def falls_short(visits: Sequence[Visit]) -> bool:
    """Say whether a page is below the goals in the middle of its visits."""
    paint = statistics.median(one.first_paint for one in visits)
    return paint >= FIRST_PAINT or any(score(visits, kind) < GOAL for kind in CATEGORIES)


def score(visits: Sequence[Visit], kind: str) -> float:
    """Return the median score of one kind."""
    return statistics.median(one.scores[kind] for one in visits)


def text(visits: Sequence[Visit]) -> str:
    """Return the table: medians, and the spread of the first paint."""
    head = f"  {'':<38}" + "".join(f"{name:>15}" for name in CATEGORIES.values())
    lines = [head + f"{'first paint s':>20}{'requests':>10}{'KB':>7}"]
    for page in LAYOUTS:
        ours = of(visits, page)
        paint = table.spread([one.first_paint for one in ours], 2)
        scores = "".join(f"{score(ours, kind):>15.0f}" for kind in CATEGORIES)
        size = max(one.size for one in ours) / 1024
        requests = max(one.requests for one in ours)
        lines.append(f"  {page:<38}{scores}{paint:>20}{requests:>10}{size:>7.1f}")
        lost = sorted({name for one in ours for name in one.lost})
        lines += [f"    below 90: {', '.join(lost)}"] if lost else []
    return "\n".join(lines)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Ask Lighthouse about five layouts of a mirror.")
    parser.add_argument("mirror", type=Path, help="folder of a built mirror")
    parser.add_argument("--runs", type=positive, default=3, help="visits of each page")
    parser.add_argument("--lighthouse", default="lighthouse", help="the program, if not on PATH")
    parser.add_argument("--json", type=Path, help="write every figure to this file as well")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
