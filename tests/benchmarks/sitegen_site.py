"""The corpus as a project of sitegen."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from corpus import AS_OF, CLOSING, HOME, HOME_TEXT, SECTIONS, Page
from generator import ADDRESS, REPOSITORY, Generator
from measure import Command

THEME = REPOSITORY / "themes" / "dasar"
"""The theme that the projects use."""

MIRRORS = 553
"""How many mirrors sitegen builds: the nation, 38 provinces, 514 regencies and cities."""

NATION = ("--region", "nasional")
"""Options that build one site of the fleet."""

TEMPLATE = Path("themes/dasar/pages/berita.html")
"""The page template that is edited: every second page of the corpus is made with it."""


@dataclass(frozen=True)
class Sitegen(Generator):
    """The sitegen of this repository; `program` is the Python to run it with."""

    options: tuple[str, ...] = NATION
    """Options of `sitegen build`."""

    name: ClassVar[str] = "sitegen"
    memory: ClassVar[str] = "what changed"

    def write_project(self, project: Path, pages: Sequence[Page]) -> None:
        """Write `pages` as a project in the new folder `project`."""
        content = project / "content"
        nation = content / "nasional"
        for section in SECTIONS:
            (nation / section).mkdir(parents=True)
        (content / "situs.yaml").write_text(SITE_YAML, encoding="utf-8")
        (content / "lembaga.yaml").write_text(INSTITUTIONS_YAML, encoding="utf-8")
        (nation / "fakta.yaml").write_text(FACTS_YAML, encoding="utf-8")
        (nation / "index.md").write_text(_index(*HOME) + HOME_TEXT, encoding="utf-8")
        for section, (title, summary) in SECTIONS.items():
            (nation / section / "index.md").write_text(_index(title, summary), encoding="utf-8")
        for page in pages:
            self.write_page(project, page)

    def write_page(self, project: Path, page: Page) -> None:
        """Write the source of one page."""
        text = (
            f"---\njudul: {page.title}\nringkasan: {page.summary}\n"
            f"tanggal: {page.day}\ntag: [{', '.join(page.tags)}]\n---\n\n{page.body}"
        )
        self.page_file(project, page).write_text(text, encoding="utf-8")

    def page_file(self, project: Path, page: Page) -> Path:
        """Return where the source of `page` lies."""
        return project / "content" / "nasional" / page.section / f"{page.slug}.md"

    def build(self, project: Path, output: Path, *, again: bool) -> Command:  # noqa: ARG002
        """Return the command that builds `project`; what is remembered lies in its folder."""
        arguments = (str(self.program), "-m", "sitegen", "build", "--output", str(output))
        environment = {
            "PYTHONPATH": str(REPOSITORY),
            "SOURCE_DATE_EPOCH": str(AS_OF),
            "XDG_CACHE_HOME": str(project / "cache"),
        }
        return Command((*arguments, *self.options), project, environment)


def copy_theme(project: Path) -> None:
    """Give `project` a theme of its own, which comes before the one that ships."""
    shutil.copytree(THEME, project / "themes" / THEME.name)


def copy_sources(project: Path, target: Path) -> None:
    """Copy what an author wrote, and nothing that a build left."""
    for folder in ("content", "themes"):
        if (project / folder).is_dir():
            shutil.copytree(project / folder, target / folder)


def edit_template(project: Path, number: int) -> None:
    """Put `number` into the page template of news, below the title."""
    text = (THEME.parent.parent / TEMPLATE).read_text(encoding="utf-8")
    title, end, rest = text.partition("</h1>")
    if not end:
        raise ValueError(f"{TEMPLATE}: no </h1>")
    edited = f'{title}{end}\n<p class="no">Ubahan templat {number}</p>{rest}'
    (project / TEMPLATE).write_text(edited, encoding="utf-8")


def edit_fact(project: Path, number: int) -> None:
    """State another closing time, `number` minutes later; one page in ten shows it."""
    hour, _, minute = CLOSING.partition(".")
    later = divmod(int(hour) * 60 + int(minute) + number, 60)
    text = FACTS_YAML.replace(f'"{CLOSING}"', f'"{later[0]:02}.{later[1]:02}"')
    path = project / "content" / "nasional" / "fakta.yaml"
    path.write_text(text, encoding="utf-8")


SITE_YAML = f"""\
nama: Uji
lembaga: Uji
alamat: {ADDRESS}
pola_alamat: "https://{{slug}}.uji.example/"
tautan: {{izin: [uji.example]}}
tema: dasar
menu:
  - judul: Berita
    isi: [berita/index.md]
  - judul: Panduan
    isi: [panduan/index.md]
"""

INSTITUTIONS_YAML = """\
kpu:
  nama: Komisi Pemilihan Umum
  singkatan: KPU
  peran: Penyelenggara
  situs: https://www.kpu.go.id
  resmi: ya
"""

SOURCE_YAML = """\
  dasar: PKPU 25/2023
  sumber:
    - lembaga: kpu
      judul: PKPU 25/2023
      tanggal: 2023
      url: "https://www.kpu.go.id/"
"""

FACTS_YAML = f"""\
hari_pemungutan:
  jenis: tanggal
  nilai: 2024-02-14
{SOURCE_YAML}
jam_buka:
  jenis: jam
  nilai: "07.00"
  zona: setempat
{SOURCE_YAML}
jam_tutup:
  jenis: jam
  nilai: "{CLOSING}"
  zona: setempat
{SOURCE_YAML}
surat_suara:
  jenis: daftar
  kolom: [nama, warna, memilih]
  nilai:
    - {{nama: Presiden, warna: abu-abu, memilih: Presiden dan Wakil Presiden}}
    - {{nama: DPD, warna: merah, memilih: Dewan Perwakilan Daerah}}
    - {{nama: DPR, warna: kuning, memilih: Dewan Perwakilan Rakyat}}
    - {{nama: DPRD provinsi, warna: biru, memilih: DPRD provinsi}}
    - {{nama: DPRD kabupaten/kota, warna: hijau, memilih: DPRD kabupaten atau kota}}
{SOURCE_YAML}
"""


def _index(title: str, summary: str) -> str:
    """Return the front matter of a section's `index.md`."""
    return f"---\njudul: {title}\nringkasan: {summary}\n---\n\n"
