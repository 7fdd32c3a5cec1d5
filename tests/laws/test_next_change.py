"""What `next-change` names is what changes: a mirror turns on those days, and on no others.

Every page prints the day it is as of, so that mirrors of two days always differ. They are
therefore compared under the theme `dasar` with those prints, and nothing else, cut out.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sitegen.build import Order, build
from sitegen.model.page import INDEX_OF_ALL
from sitegen.model.region import NATION as NATION_CODE
from sitegen.next_change import outlook
from tests.content_types.test_other_types import VOTING_DAY
from tests.laws import real
from tests.project import FAKTA, Project, clarification, page, stage

THEME = real.REPOSITORY / "themes" / "dasar"
PRINTED = re.compile(r"\{\{ (?:page|mirror)\.as_of\|tanggal \}\}")
DECIDED = {
    "mirror/hari-h.html": 2,
    "pages/_rupa.html": 1,
    "pages/beranda.html": 1,
    "pages/tahapan.html": 2,
}
"""How often each template asks for the day to decide something: the state of a stage, or of
the voting day. What decides anything else needs a `schedule` in its content type."""

NATION, PROVINCE, CITY = "nasional", "61-kalimantan-barat", "61.71-kota-pontianak"
FIRST = date(2024, 2, 11)
DAYS = [FIRST + timedelta(days=n) for n in range(4)]
REGIONS = ("nasional", "61", "61.71")
Files = Mapping[str, str]


@cache
def timeless() -> dict[str, str]:
    """Return the templates of `dasar` without the prints of the day, by path."""
    files = {p.relative_to(THEME).as_posix(): p for p in sorted(THEME.rglob("*")) if p.is_file()}
    return {path: PRINTED.sub("hari ini", file.read_text("utf-8")) for path, file in files.items()}


SECURITY = ".well-known/security.txt"


def dress(project: Path) -> None:
    """Give a project the theme without days."""
    for path, text in timeless().items():
        target = project / "themes" / "tanpa-hari" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    for file in (project / "content").glob("**/situs.yaml"):
        text = re.sub(r"(?m)^tema: .*\n", "", file.read_text("utf-8"))
        nation = file.parent.name == "content"
        file.write_text("tema: tanpa-hari\n" * nation + text, "utf-8")


def mirrors(project: Path, regions: tuple[str, ...], day: date) -> list[dict[str, bytes]]:
    """Build some mirrors as of a day, and return the files of each without that day."""
    output = project / "output"
    shutil.rmtree(output, ignore_errors=True)
    report = build(Order(project, output, regions, day))
    assert report.held_back == []
    found = []
    for region in regions:
        files = real.tree(output / real.regions()[region].folder)
        manifest = json.loads(files.pop("manifest.json"))
        assert manifest.pop("keadaan_per") == str(day)
        del files[SECURITY], manifest["berkas"][SECURITY]  # it ends a year after the day
        if region != NATION_CODE:  # it holds texts of pages that the region hides
            del files[INDEX_OF_ALL], manifest["berkas"][INDEX_OF_ALL]
        found.append(files | {"manifest.json": json.dumps(manifest).encode()})
    return found


def named(project: Path, region: str, as_of: date) -> set[date]:
    return {moment.day for moment in outlook(project, (region,), as_of).moments}


def test_the_theme_decides_by_the_day_where_it_is_known_to() -> None:
    counts = {path: len(re.findall(r"\bas_of\b", text)) for path, text in timeless().items()}
    assert {path: count for path, count in counts.items() if count} == DECIDED


# --- any small content

days = st.sampled_from([FIRST - timedelta(days=1), *DAYS, DAYS[-1] + timedelta(days=1)])
waits = st.one_of(
    st.just({}), st.just({}), st.just({"draf": "ya"}), days.map(lambda day: {"terbit": str(day)})
)


@st.composite
def stages(draw: st.DrawFn, **more: str) -> str:
    start, end = sorted((draw(days), draw(days)))
    front = {"mulai": str(start), "selesai": draw(st.sampled_from([str(end), ""]))}
    front |= draw(st.sampled_from([{}, {}, {}, {"status": "ditunda"}, {"status": "dibatalkan"}]))
    if draw(st.integers(0, 5)) == 0:
        front |= {"mulai": "", "selesai": "", "batas": "nanti"}
    return stage("Tahapan", **front, **more)


def digest(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()[:16]


@st.composite
def contents(draw: st.DrawFn) -> Files:
    """Draw stages, pages, news and supplements of three layers that come, go and turn."""
    files = {}
    shared = draw(stages(boleh_ditimpa="ya"))
    files[f"{NATION}/tahapan/bersama.md"] = shared
    files[f"{NATION}/lapor.md"] = page("Lapor")
    if draw(st.booleans()):
        other = VOTING_DAY.replace("tanggal: hari_pemungutan", "tanggal: hari_ulang")
        files[f"{NATION}/pemungutan-suara.md"] = draw(st.sampled_from([VOTING_DAY, other]))
    if draw(st.booleans()):
        own = draw(stages(menimpa=digest(shared), **draw(waits)))
        files[f"{PROVINCE}/tahapan/bersama.md"] = own
    if draw(st.booleans()):
        own = page("Lapor Kalbar", menimpa=digest(page("Lapor")), **draw(waits))
        files[f"{PROVINCE}/lapor.md"] = own
    if draw(st.booleans()):
        files[f"{CITY}/situs.yaml"] = "sembunyikan: [lapor.md]\n"
    for layer in draw(st.lists(st.sampled_from([NATION, PROVINCE, CITY]), max_size=3)):
        name = f"{layer.replace('.', '-')}.md"
        one = draw(st.sampled_from(["tahapan/", "", "berita/", "klarifikasi/", "tambahan/"]))
        if one == "tahapan/":
            files[f"{layer}/{one}{name}"] = draw(stages(**draw(waits)))
        elif one == "klarifikasi/":
            files[f"{layer}/{one}{name}"] = clarification(nomor='"002"', **draw(waits))
        elif one == "tambahan/" and layer != NATION:
            target = draw(st.sampled_from(["lapor.md", "tahapan/bersama.md", "index.md"]))
            files[f"{layer}/{one}{target}"] = page("Tambahan", **draw(waits))
        elif one != "tambahan/":
            more = {"tanggal": "2024-02"} if one else {}
            files[f"{layer}/{one}{name}"] = page("Halaman", **more, **draw(waits))
    voting, _, others = FAKTA.replace("  terkunci: ya\n", "", 1).partition("jam_buka")
    first, again, own = (voting.replace("2024-02-14", str(draw(days))) for _ in range(3))
    again = again.replace("hari_pemungutan", "hari_ulang")
    files[f"{NATION}/fakta.yaml"] = f"{first}{again}jam_buka{others}"
    if draw(st.booleans()):
        files[f"{PROVINCE}/fakta.yaml"] = own
    return files


def turns_as_named(files: Files) -> None:
    """Hold the mirrors of successive days against each other, and against what is named."""
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder))
        project.file("content/nasional/klarifikasi/satu.md", clarification())  # a feed with a day
        for path, text in files.items():
            project.file(f"content/{path}", text)
        dress(project.folder)
        shown = [mirrors(project.folder, REGIONS, day) for day in DAYS]
        for number, region in enumerate(REGIONS):
            turns = {
                day
                for index, day in enumerate(DAYS[1:])
                if shown[index][number] != shown[index + 1][number]
            }
            expected = named(project.folder, region, FIRST)
            assert turns == expected & set(DAYS)
            for day in DAYS:  # what is named does not depend on where one stands
                assert named(project.folder, region, day) == {d for d in expected if d > day}


@settings(deadline=None, max_examples=3, suppress_health_check=[HealthCheck.too_slow])
@given(contents())
@example({f"{NATION}/tahapan/a.md": stage(terbit="2024-02-12")})
@example({f"{NATION}/tahapan/a.md": stage(terbit="2024-02-15")})
@example(
    {
        f"{NATION}/lapor.md": page("Lapor"),
        f"{PROVINCE}/tambahan/lapor.md": page("Tambahan", terbit="2024-02-12"),
        f"{CITY}/situs.yaml": "sembunyikan: [lapor.md]\n",
    }
)
def test_a_mirror_turns_on_the_days_that_are_named_and_on_no_others(files: Files) -> None:
    turns_as_named(files)


@pytest.mark.long
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(contents())
def test_many_mirrors_turn_on_the_days_that_are_named_and_on_no_others(files: Files) -> None:
    turns_as_named(files)


# --- the real content


@pytest.mark.long
def test_the_real_content_turns_on_the_days_that_are_named_and_on_no_others(
    content: Path,
) -> None:
    dress(content)
    regions = ("nasional", "31", "61.71")
    first, last = date(2022, 1, 1), date(2025, 12, 31)
    before = dict(zip(regions, mirrors(content, regions, first), strict=True))
    everything = {m.day for m in outlook(content, (), first).moments}
    for day in sorted(everything):
        eve = dict(zip(regions, mirrors(content, regions, day - timedelta(days=1)), strict=True))
        assert eve == before, f"something turned unnamed before {day}"
        before = dict(zip(regions, mirrors(content, regions, day), strict=True))
        turned = {region for region in regions if before[region] != eve[region]}
        assert turned == {r for r in regions if day in named(content, r, first)}, day
    assert dict(zip(regions, mirrors(content, regions, last), strict=True)) == before
