"""The corpus both programs build: invented Indonesian-looking pages, the same on every run.

A page is about 3 KB of Markdown: headings, lists, a table, links to other pages, emphasis, now and
then a code block. One page in ten shows a fact. Nothing here is information about an election.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SEED = 2024
"""Start of every random choice: the same number gives the same corpus."""

NEWEST = date(2024, 1, 31)
"""Date of the newest page; the others lie before it, a few hours apart."""

AS_OF = 1_707_696_000
"""The moment both programs take for now, in Unix seconds (12 February 2024)."""

PAGE_BYTES = 3000
"""How many bytes of Markdown a page's body has, about."""

FACT = "{{ fakta.jam_tutup }}"
"""How a page of sitegen shows the fact."""

CLOSING = "13.00"
"""The fact: when polling stations close, local time."""

SECTIONS = {
    "berita": ("Berita", "Kabar terbaru untuk warga dari seluruh daerah"),
    "panduan": ("Panduan", "Petunjuk langkah demi langkah untuk warga"),
}
"""Folder of a section: its title and summary."""

HOME = ("Uji kecepatan", "Halaman depan untuk mengukur lama pembangunan situs")
"""Title and summary of the home page."""

HOME_TEXT = (
    "Naskah situs ini dibuat oleh program untuk mengukur kecepatan dan bukan keterangan resmi.\n"
)
"""Text of the home page, in Markdown."""

TAGS = (
    "layanan",
    "jadwal",
    "warga",
    "pemilih",
    "dokumen",
    "petugas",
    "aksesibilitas",
    "logistik",
    "pelatihan",
    "pengawasan",
    "keamanan",
    "pengumuman",
)


def _words(text: str) -> tuple[str, ...]:
    """Return the words of `text`."""
    return tuple(text.split())


SUBJECTS = _words(
    """petugas warga panitia keluarga pemerintah masyarakat pendamping relawan penyelenggara
pemuda pengurus perangkat kelompok tetangga pengawas perwakilan penyandang perempuan"""
)

VERBS = _words(
    """menyiapkan memeriksa membaca menjelaskan membawa menerima mencatat mengumumkan
memastikan menyampaikan membagikan mengatur membantu mendatangi mengisi menyimpan merapikan
menghubungi mempelajari menunjukkan"""
)

NOUNS = _words(
    """daftar dokumen alamat ruangan jadwal berkas salinan keterangan kartu formulir papan
informasi naskah catatan layanan peralatan meja antrean pengeras lampu denah tanda kotak bilik
surat kegiatan laporan tanggapan pertanyaan jawaban nomor halaman brosur poster undangan"""
)

QUALITIES = _words(
    """lengkap terbaru setempat resmi terbuka jelas singkat teratur aman mudah rapi tertulis
umum bersama sederhana penting utama lama baru khusus"""
)

PLACES = _words(
    """kelurahan kecamatan balai kantor desa kampung sekolah lapangan gedung pasar terminal
dermaga puskesmas perpustakaan alun-alun"""
)

JOINTS = _words("""sebelum sesudah ketika sehingga agar karena supaya selama apabila sementara""")


@dataclass(frozen=True)
class Page:
    """One page of the corpus; `body` is Markdown as sitegen reads it."""

    section: str
    slug: str
    title: str
    summary: str
    day: date
    tags: tuple[str, ...]
    body: str


@dataclass(frozen=True)
class Stub:
    """What one page must know of another to link to it."""

    section: str
    slug: str
    title: str


def make_pages(count: int) -> list[Page]:
    """Return `count` pages, newest first, split between the sections."""
    random_source = random.Random(SEED)
    stubs = [_stub(random_source, number) for number in range(count)]
    return [_page(random_source, number, stubs) for number in range(count)]


def _stub(random_source: random.Random, number: int) -> Stub:
    """Return section, slug and title of page `number`; the number keeps slugs apart."""
    section = tuple(SECTIONS)[number % len(SECTIONS)]
    words = [
        random_source.choice(VERBS),
        random_source.choice(NOUNS),
        random_source.choice(QUALITIES),
        random_source.choice(PLACES),
    ]
    return Stub(section, f"{'-'.join(words)}-{number}", f"{' '.join(words)} {number}".capitalize())


def _page(random_source: random.Random, number: int, stubs: Sequence[Stub]) -> Page:
    """Return page `number`, whose body may link to any of `stubs`."""
    stub = stubs[number]
    return Page(
        section=stub.section,
        slug=stub.slug,
        title=stub.title,
        summary=_sentence(random_source).rstrip("."),
        day=NEWEST - timedelta(days=number // 4),
        tags=tuple(sorted(random_source.sample(TAGS, random_source.randint(1, 3)))),
        body=_body(random_source, number, stubs),
    )


def _body(random_source: random.Random, number: int, stubs: Sequence[Stub]) -> str:
    """Return the Markdown of page `number`: fixed furniture first, then text up to the size."""
    link = _link(random_source, stubs)
    parts = [
        _paragraph(random_source, 3),
        _heading(random_source, "Yang disiapkan", 2),
        _paragraph(random_source, 2) + f" Baca juga {link}.",
        _list(random_source, "- "),
        _heading(random_source, "Langkah", 2),
        _list(random_source, "1. "),
        _heading(random_source, "Ikhtisar", 3),
        _table(random_source),
    ]
    if number % 10 == 0:
        parts.append(f"Tempat layanan tutup pukul {FACT}. {_paragraph(random_source, 1)}")
    if number % 25 == 0:
        parts.append("```\nnama: contoh\nalamat: balai desa\n```")
    parts.append(_heading(random_source, "Keterangan lain", 2))
    while len("\n\n".join(parts)) < PAGE_BYTES:
        parts.append(f"{_paragraph(random_source, 3)} Lihat {_link(random_source, stubs)}.")
    return "\n\n".join(parts) + "\n"


def _link(random_source: random.Random, stubs: Sequence[Stub]) -> str:
    """Return a Markdown link to a random page, by the path of its source."""
    target = random_source.choice(stubs)
    return f"[{target.title}](../{target.section}/{target.slug}.md)"


def _heading(random_source: random.Random, start: str, level: int) -> str:
    """Return a heading that begins with `start`."""
    return f"{'#' * level} {start} {random_source.choice(NOUNS)} {random_source.choice(QUALITIES)}"


def _paragraph(random_source: random.Random, sentences: int) -> str:
    """Return one paragraph; one word in its first sentence is emphasised."""
    texts = [_sentence(random_source) for _ in range(sentences)]
    first, *rest = texts[0].split(" ")
    mark = random_source.choice(("*", "**"))
    position = random_source.randrange(len(rest) - 1)
    rest[position] = f"{mark}{rest[position]}{mark}"
    return " ".join([first, *rest, *texts[1:]])


def _sentence(random_source: random.Random) -> str:
    """Return a sentence of eight to thirteen words."""
    words = _clause(random_source)
    if random_source.random() < 0.5:
        words += [random_source.choice(JOINTS), *_clause(random_source)]
    else:
        words += ["di", random_source.choice(PLACES), random_source.choice(QUALITIES)]
    return " ".join(words).capitalize() + "."


def _clause(random_source: random.Random) -> list[str]:
    """Return subject, verb and object, with a quality here and there."""
    return [
        random_source.choice(SUBJECTS),
        random_source.choice(QUALITIES),
        random_source.choice(VERBS),
        random_source.choice(NOUNS),
        random_source.choice(QUALITIES),
    ]


def _list(random_source: random.Random, bullet: str) -> str:
    """Return a list of four items."""
    return "\n".join(bullet + _sentence(random_source) for _ in range(4))


def _table(random_source: random.Random) -> str:
    """Return a table of three columns and five rows."""
    rows = ["| Kegiatan | Tempat | Keterangan |", "| --- | --- | --- |"]
    rows += [
        f"| {random_source.choice(VERBS)} {random_source.choice(NOUNS)} "
        f"| {random_source.choice(PLACES)} {random_source.choice(QUALITIES)} "
        f"| {random_source.choice(NOUNS)} {random_source.choice(QUALITIES)} |"
        for _ in range(5)
    ]
    return "\n".join(rows)
