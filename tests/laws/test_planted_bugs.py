"""The tests can fail: each of these bugs, planted into the program, is caught by a check."""

# ruff: noqa: ARG005 - what takes the place of a function takes its arguments
from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sitegen import build as build_module
from sitegen import inputs, press, recipe
from sitegen.build import build
from sitegen.model.problem import SitegenError
from sitegen.plumbing import disk, exchange, memo, output_folder, seal, staging, templates
from sitegen.plumbing.output_folder import NEXT, OutputFolder
from sitegen.steps import plan, render
from sitegen.steps import write as write_step
from tests.laws import workshop
from tests.laws.edits import BODIES, Ask, Content, Link, Step, page_at, settings_of, start
from tests.laws.workshop import Workshop, few_regions, follow, order_of, trees_in

pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")

START = Step("start", theme="kecil")
NATION = "content/nasional"
THEME = "themes/kecil"
Patch = pytest.MonkeyPatch


@pytest.fixture(autouse=True)
def small_country() -> Iterator[None]:
    with few_regions():
        workshop._clean.cache_clear()  # what a planted bug made must not be kept
        yield
        workshop._clean.cache_clear()


# The checks. Each is a short form of what tests hold the program against.


def edited(changes: Mapping[str, Content | None], **ask: Any) -> Step:
    """Return the step that changes files and builds."""
    return Step("edit", dict(changes), ask=Ask(**ask))


def after(*steps: Step) -> Callable[[], None]:
    """Check that after each of the steps the output is that of a clean build."""
    return lambda: void(follow([START, *steps]))


def void(_: object) -> None:
    """Return nothing."""


def titled(inside: str, title: str, body: str = "Isi.\n") -> Step:
    """Return the step that gives a page another title."""
    return edited({f"{NATION}/{inside}": page_at(inside, title, body)})


def others(what: str, **ask: Any) -> Step:
    """Return the step in which others do something to the output."""
    return Step("others", meanwhile=(what, 0, 1), ask=Ask(**ask))


@contextmanager
def a_workshop() -> Iterator[Workshop]:
    """Give a workshop in which the start was built."""
    with tempfile.TemporaryDirectory() as name:
        shop = Workshop(Path(name))
        shop.step(START)
        yield shop


def readers_see_one_release() -> None:
    """Check that nothing changes for readers before every mirror lies ready."""
    with a_workshop() as shop:
        for inside in ("profil.md", "berita/a.md", "panduan/a.md"):
            before, seen = trees_in(shop.output), []

            def look(items: Any, total: int, seen: list[object] = seen) -> Iterator[Any]:
                for item in items:
                    seen.append(trees_in(shop.output))
                    yield item

            shop.change(titled(inside, "Kedua"))
            build(replace(order_of(shop.project, shop.output, Ask()), follow=look))
            assert len(seen) == len(workshop.FOLDERS)
            assert all(trees == before for trees in seen)


def a_killed_build_does_no_harm() -> None:
    """Check that whatever a killed build leaves, the next one makes what a clean one does."""
    for number in range(1, 12):
        with a_workshop() as shop:
            first = dict(shop.files)
            shop.step(titled("berita/a.md", "Kedua"))
            shop.change(titled("profil.md", "Ketiga"))
            killed_at(number, shop)
            back = {path: text for path, text in first.items() if path.endswith("profil.md")}
            shop.step(edited(back | titled("berita/a.md", "Keempat").changes))


def killed_at(number: int, shop: Workshop) -> None:
    """Build in a process that ends, without any farewell, before a file is made."""
    child = os.fork()
    if child == 0:
        try:
            create, left = disk.create, [number]

            def last(path: str, data: bytes) -> None:
                if f"/{NEXT}/" in path:
                    left[0] -= 1
                    if not left[0]:
                        os._exit(9)
                create(path, data)

            disk.create = last
            build(order_of(shop.project, shop.output, Ask()))
        finally:
            os._exit(0)
    os.waitpid(child, 0)


def two_builds_do_not_mix() -> None:
    """Check that a build is refused while another writes to the same folder."""
    with a_workshop() as shop:
        order = order_of(shop.project, shop.output, Ask())
        codes = []

        def meanwhile(items: Any, total: int) -> Iterator[Any]:
            try:
                build(order)
                codes.append(0)
            except SitegenError as error:
                codes.append(error.exit_code)
            yield from items

        shop.change(titled("profil.md", "Kedua"))
        build(replace(order, follow=meanwhile))
        assert codes == [75]


def all_is_on_the_disk_before_it_is_shown() -> None:
    """Check that the disk is brought up to date before the first mirror is exchanged."""
    done: list[str] = []
    sync, swap = exchange.sync, exchange.exchange

    def syncing(folder: Path) -> None:
        done.append("sync")
        sync(folder)

    def swapping(one: Path, other: Path) -> bool:
        done.append("exchange")
        return swap(one, other)

    with a_workshop() as shop, Patch.context() as patch:
        patch.setattr(exchange, "sync", syncing)
        patch.setattr(exchange, "exchange", swapping)
        shop.change(titled("profil.md", "Kedua"))
        build(replace(order_of(shop.project, shop.output, Ask()), durable=True))
    assert done == ["sync", *["exchange"] * len(workshop.FOLDERS)]


def no_link_leads_out() -> None:
    """Check that a link is named, and what it leads to shown nowhere."""
    for path in ("profil.md", "gambar/a.png"):
        with a_workshop() as shop:
            secret = page_at("profil.md", "Rahasia", "Sangat rahasia.\n")
            (shop.folder / "rahasia").write_text(secret)
            shop.change(edited({f"{NATION}/{path}": Link(str(shop.folder / "rahasia"))}))
            report = build(order_of(shop.project, shop.folder / "lain", Ask()))
            found = {f"{p.place.path} {p.kind.code}" for p in report.problems}
            assert f"{NATION}/{path} SG307" in found
            trees = trees_in(shop.folder / "lain")
            assert not any(b"ahasia" in data for tree in trees.values() for data in tree.values())


def the_output_is_beside_the_content() -> None:
    """Check that mirrors are never written into the content, and may be written beside it."""
    with a_workshop() as shop:
        (shop.folder / "pintas").symlink_to(shop.project / "content")
        for folder in (shop.project / "content/jadi", shop.folder / "pintas/jadi"):
            assert is_refused(shop, folder)
        assert not is_refused(shop, shop.project / "content-jadi")


def is_refused(shop: Workshop, folder: Path) -> bool:
    """Tell whether mirrors may not be written to a folder."""
    try:
        build(order_of(shop.project, folder, Ask()))
    except SitegenError:
        return not folder.exists()
    return False


def what_others_remember_is_not_unpacked() -> None:
    """Check that a memo that somebody made runs none of their code."""
    with a_workshop() as shop:
        file = shop.project / memo.FOLDER / memo.FILE
        ran = shop.folder / "dijalankan"
        payload = f"cposix\nsystem\n(S'touch {ran}'\ntR.".encode()
        with sqlite3.connect(file) as database:
            database.execute("UPDATE thing SET value = ?", (bytes(seal.SEAL_SIZE) + payload,))
        database.close()
        shop.warned = True
        with suppress(TypeError):  # what the code gives back is no document
            shop.step(titled("profil.md", "Kedua"))
        assert not ran.exists()


def what_another_version_made_is_not_used() -> None:
    """Check that things of another version of the program are made again."""
    with a_workshop() as shop:
        shutil.rmtree(shop.project / memo.FOLDER)
        order = order_of(shop.project, shop.folder / "lain", Ask())
        with Patch.context() as patch:
            instead(render, "_plate", of_old)(patch)
            build(order, memo.Memo.open(shop.project, "an older version"))
        shop.warned = True
        shop.step(titled("profil.md", "Kedua"))


def nothing_of_before_is_in_the_way() -> None:
    """Check that a release that is made from the one before the last has its files alone."""
    with a_workshop() as shop:
        for inside in ("profil.md", "tahapan/b.md"):
            shop.step(titled("berita/a.md", inside))
            shop.step(edited({f"{NATION}/{inside}": None}))


# The bugs


def instead(owner: Any, name: str, other: Callable[..., Any]) -> Callable[[Patch], None]:
    """Return the planting of another function, which gets the right one first."""

    def plant(patch: Patch) -> None:
        right = getattr(owner, name)
        patch.setattr(owner, name, lambda *given, **named: other(right, *given, **named))

    return plant


def without(owner: Any, name: str, *keys: str) -> Callable[[Patch], None]:
    """Return the planting of a function whose (name, inputs) lack some inputs."""

    def forgetful(right: Any, *given: Any) -> Any:
        called, made_from = right(*given)
        return called, {key: value for key, value in made_from.items() if key not in keys}

    return instead(owner, name, forgetful)


def all_of(*plants: Callable[[Patch], None]) -> Callable[[Patch], None]:
    """Return the planting of several at once."""

    def plant(patch: Patch) -> None:
        for one in plants:
            one(patch)

    return plant


def inputs_without(*keys: str) -> Callable[[Patch], None]:
    """Return the planting of a reader that forgets an input of the whole build."""

    def forgetful(right: Any, order: Any) -> Any:
        given = right(order)
        kept = {key: value for key, value in given.inputs.items() if key not in keys}
        return replace(given, inputs=kept)

    return instead(build_module, "read", forgetful)


def untitled(right: Any, document: Any) -> Any:
    card = right(document)
    return replace(card, digest="" if card.fields.title else card.digest)


def written_over(right: Any, path: str, data: bytes) -> None:
    Path(path).write_bytes(data)


def of_old(right: Any, renderer: Any, page: Any) -> Any:
    plate, anchors, digest = right(renderer, page)
    return replace(plate, static=(b"versi lama", *plate.static[1:])), anchors, digest + "lama"


def without_colours(right: Any, own: Any, half: tuple[str, bool]) -> Any:
    name, made_from = right(own, half)
    settings = {key: value.value for key, value in own.sites[half[0]].settings.items()}
    return name, {**made_from, "settings": str(settings)}


def shown_at_once(right: Any, out: OutputFolder, *given: Any) -> Any:
    staged = right(out, *given)
    write_step.publish(out, [staged], durable=False)
    return replace(staged, changed=False)


def followed(right: Any, folder: Path, **options: Any) -> Iterator[disk.Found]:
    for found in right(folder, **options):
        yield replace(found, mode=(folder / found.path).stat().st_mode)


def begun_with_its_manifest(right: Any, staging: Any, place: Path, *given: Any) -> None:
    held = (place / "manifest.json").read_bytes() if given[-1] is not None else b""
    right(staging, place, *given)
    if held:
        (place / "manifest.json").write_bytes(held)


def finished_over_its_manifest(right: Any, staging: Any, *given: Any) -> None:
    (staging._place / "manifest.json").unlink(missing_ok=True)
    right(staging, *given)


def of_one_file(right: Any, name: str, refers: Any) -> tuple[str, ...]:
    return (name,)


def lengths(right: Any, tree: Any, problems: Any) -> str:
    return str([(source.path, len(source.text)) for source in tree.sources])


def seen_by_its_start(right: Any, path: Path, other: Path) -> bool:
    return str(path).startswith(str(other))


def stamped_alike(right: Any, *given: Any) -> str:
    return "" if not right(*given) else "same"


@dataclass(frozen=True)
class Bug:
    """A mistake somebody could make, and what finds it."""

    name: str
    plant: Callable[[Patch], None]
    check: Callable[[], None]


TITLE = after(titled("tahapan/a.md", "Judul baru"), titled("tahapan/b.md", "Judul lain"))
LATER = date(2024, 3, 1)
FACTS = {f"{NATION}/fakta.yaml": str(start("kecil")[f"{NATION}/fakta.yaml"])}
NEW_FACT = {path: text.replace('"13.00"', '"13.30"') for path, text in FACTS.items()}
BUGS = (
    Bug("the digest of a card leaves out the title",
        instead(plan, "card_of", untitled), TITLE),
    Bug("the pages before and after are not among the inputs of a page",
        without(render, "_page_inputs", "neighbours"), TITLE),
    Bug("the list is not among the inputs of a page",
        without(render, "_page_inputs", "list"), TITLE),
    Bug("title and place are not among the inputs of a page",
        without(render, "_page_inputs", "place"),
        after(edited({"content/situs.yaml": settings_of("nasional", "kecil", 1).replace(
            "https://pemilu.example/", "https://lain.example/")}))),
    Bug("the text is not among the inputs of a page",
        without(render, "_page_inputs", "text"), after(titled("profil.md", "Satu", "Lain.\n"))),
    Bug("the institutions are not among the inputs of a page",
        without(render, "_page_inputs", "institutions"),
        after(edited({"content/lembaga.yaml": str(start("kecil")["content/lembaga.yaml"]).replace(
            "Komisi Pemilihan Umum", "KPU RI")}))),
    Bug("the day is not among the inputs of a page",
        without(render, "_page_inputs", "as-of"), after(edited({}, as_of=LATER))),
    Bug("the day is not among the inputs of a mirror",
        without(press.Press, "made_from", "as-of"), after(edited({}, as_of=LATER))),
    Bug("the day is not among the inputs of the build",
        inputs_without("as-of"), after(edited({}, as_of=LATER))),
    Bug("drafts are not among the inputs of the build", inputs_without("drafts"),
        after(edited({f"{NATION}/profil.md": page_at("profil.md", lines="draf: ya\n")}),
              edited({}, regions=("61",)), edited({}, regions=("61",), drafts=True),
              edited({}, regions=("61",)))),
    Bug("the theme is not among the inputs of the build", inputs_without("theme"),
        after(edited({f"{THEME}/pages/404.html": "lain"}))),
    Bug("files are told apart by their length alone", instead(inputs, "_content", lengths),
        after(titled("profil.md", "Stau", BODIES[6]))),
    Bug("what a template includes is not part of its digest",
        instead(templates, "_closure", of_one_file),
        after(edited({f"{THEME}/pages/_kaki.html": "kaki lain"}))),
    Bug("the digest of the facts leaves out their values",
        instead(press.Press, "facts_of", lambda right, own, site: str(sorted(site.facts))),
        after(edited(NEW_FACT))),
    Bug("the settings are not among the inputs of a mirror",
        without(press.Press, "made_from", "settings"),
        after(edited({"content/61-kalimantan-barat/situs.yaml": "lembaga: KPU Kalbar\n"}))),
    Bug("what a mirror fills in is not compared with its last release",
        instead(press, "digest_of", lambda right, fills: ""), after(edited(NEW_FACT))),
    Bug("the parts of a mirror are not compared with those of its last release",
        instead(press.Press, "changed", lambda right, own, code: frozenset()),
        after(titled("profil.md", "Satu", "Lain.\n"))),
    Bug("the group of a mirror is not compared with that of its last release",
        instead(press.Press, "is_right", lambda right, own, code: code in own.ledger.releases),
        after(titled("profil.md", "Satu", "Lain.\n"))),
    Bug("the colours of the theme are not among the inputs of a mirror",
        instead(press.Press, "made_from", without_colours),
        after(edited({f"{THEME}/theme.yaml": 'aksen_gelap: "#ffffff"\n'}))),
    Bug("files that are gone upstream stay",
        instead(staging.Staging, "_remove",
                lambda right, own, paths: right(own, set(paths) & set(own._wanted))),
        nothing_of_before_is_in_the_way),
    Bug("a file with two names is written over",
        all_of(instead(disk, "create", written_over),
               instead(disk, "remove", lambda right, path: None),
               instead(disk, "link", lambda right, source, target: (
                   None if os.path.exists(target) else right(source, target)))),  # noqa: PTH110
        readers_see_one_release),
    Bug("a mirror is exchanged as soon as it is ready",
        instead(press, "stage", shown_at_once), readers_see_one_release),
    Bug("a release has its manifest before its files",
        all_of(instead(staging.Staging, "__init__", begun_with_its_manifest),
               instead(staging.Staging, "finish", finished_over_its_manifest)),
        a_killed_build_does_no_harm),
    Bug("the output folder is not locked",
        instead(output_folder, "locked", lambda right, file: (
            file.parent.mkdir(parents=True, exist_ok=True), nullcontext(False))[1]),
        two_builds_do_not_mix),
    Bug("the disk is not brought up to date before the exchange",
        instead(recipe, "publish", lambda right, out, staged, durable: right(
            out, staged, durable=False)),
        all_is_on_the_disk_before_it_is_shown),
    Bug("the mirrors are exchanged before the disk is up to date",
        instead(recipe, "publish", lambda right, out, staged, durable: (
            right(out, staged, durable=False), exchange.sync(out.root))),
        all_is_on_the_disk_before_it_is_shown),
    Bug("the walker follows links",
        all_of(instead(disk, "entries", followed),
               instead(disk, "read", lambda right, path: path.read_bytes())),
        no_link_leads_out),
    Bug("a path is told to be inside by how it starts",
        instead(Path, "is_relative_to", seen_by_its_start), the_output_is_beside_the_content),
    Bug("a path is looked at without following it to its end",
        instead(Path, "resolve", lambda right, path, **named: path),
        the_output_is_beside_the_content),
    Bug("the seal of what is remembered is not looked at",
        instead(seal.Seal, "opened", lambda right, own, data, about="": data[seal.SEAL_SIZE:]),
        what_others_remember_is_not_unpacked),
    Bug("the version of what is remembered is not looked at",
        all_of(instead(memo, "_number", lambda right, version: 1),
               instead(memo.Memo, "_about", lambda right, own, *names: "\0".join(names))),
        what_another_version_made_is_not_used),
    Bug("things are known by their name alone",
        instead(memo.Memo, "recall", lambda right, own, shelf, name, made_from: right(
            own, shelf, name, row.inputs if (row := own._shelf(shelf).get(name)) else made_from)),
        after(titled("profil.md", "Satu", "Lain.\n"))),
    Bug("the times of folders are not compared",
        all_of(*(instead(owner, "stamps_of", stamped_alike)
                 for owner in (press, write_step, build_module))),
        after(others("lose a file"), titled("profil.md", "Kedua"))),
    Bug("the times of folders of others are not compared",
        instead(press, "folders_of", lambda right, paths: ()),
        after(Step("others", meanwhile=("add a file", 0, 1)),
              Step("others", {f"{NATION}/profil.md": page_at("profil.md", "Kedua")},
                   meanwhile=("add a file", 0, 4)))),
    Bug("--verify reads nothing again",
        instead(recipe, "follow", lambda right, order, *given: right(
            replace(order, verify=False), *given)),
        after(others("overwrite a file"))),
    Bug("files of others are not kept",
        instead(press, "examine", lambda right, *given: replace(right(*given), foreign=())),
        after(others("add a file"), titled("profil.md", "Kedua"))),
)  # fmt: skip
NAMES = [bug.name for bug in BUGS]


@pytest.mark.parametrize("bug", BUGS, ids=NAMES)
def test_a_planted_bug_is_caught(bug: Bug, monkeypatch: Patch) -> None:
    bug.plant(monkeypatch)
    with pytest.raises(AssertionError):
        bug.check()


@pytest.mark.parametrize("check", {bug.check: None for bug in BUGS}, ids=lambda c: c.__name__)
def test_what_catches_bugs_finds_none_where_there_are_none(check: Callable[[], None]) -> None:
    check()
