"""Tiny whole sites for tests: write files, build, look at what came out."""

from __future__ import annotations

import base64
import io
import random
import textwrap
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from sitegen.build import Order, Report, build
from sitegen.plumbing import locale

HOSTS = (
    "pemilu.example a.example lain.example kalbar.example kpu.example pontianak.example "
    "jakarta.example koran.example situs.example sini.example arsip.example x.example "
    "uji.example a.id b.id e.id f.id g.id x.id instagram.com"
).split()
"""Sites that the project's texts may link, beside those of `go.id`."""
SITUS = f"""\
nama: Literasi Pemilu
lembaga: Kementerian Uji
tautan: {{izin: [{", ".join(HOSTS)}]}}
alamat: https://pemilu.example/
pola_alamat: https://{{slug}}.pemilu.example/
"""
LEMBAGA = """\
kpu:
  nama: Komisi Pemilihan Umum
  singkatan: KPU
  peran: Menyelenggarakan pemilu.
  situs: https://www.kpu.go.id
  resmi: ya
koran:
  nama: Koran Uji
  peran: Menulis berita.
  resmi: tidak
"""
SUMBER = """\
sumber:
  - lembaga: kpu
    judul: PKPU 3 Tahun 2022
    tanggal: 2022-06-10
    url: https://www.kpu.go.id/pkpu-3
"""
_INDENTED = textwrap.indent(SUMBER, "  ")
FAKTA = f"""\
hari_pemungutan:
  jenis: tanggal
  nilai: 2024-02-14
  dasar: PKPU 3/2022
{_INDENTED}
  terkunci: ya
jam_buka:
  jenis: jam
  nilai: "07.00"
  zona: setempat
  dasar: PKPU 25/2023
{_INDENTED}
jam_tutup:
  jenis: jam
  nilai: "13.00"
  zona: setempat
  dasar: PKPU 25/2023
{_INDENTED}
surat_suara:
  jenis: daftar
  kolom: [nama, warna, memilih]
  satuan: surat suara
  nilai:
    - {{nama: Presiden, warna: abu-abu, memilih: Presiden dan Wakil Presiden}}
    - {{nama: DPD, warna: merah, memilih: anggota DPD}}
    - {{nama: DPR, warna: kuning, memilih: anggota DPR}}
    - {{nama: DPRD provinsi, warna: biru, memilih: anggota DPRD provinsi}}
    - {{nama: DPRD kabupaten/kota, warna: hijau, memilih: anggota DPRD kabupaten/kota}}
  dasar: PKPU 14/2023
{_INDENTED}
  terkunci: ya
  kecuali: ["31"]
"""
EMPAT_SURAT_SUARA = f"""\
surat_suara:
  nilai:
    - {{nama: Presiden, warna: abu-abu, memilih: Presiden dan Wakil Presiden}}
    - {{nama: DPD, warna: merah, memilih: anggota DPD}}
    - {{nama: DPR, warna: kuning, memilih: anggota DPR}}
    - {{nama: DPRD provinsi, warna: biru, memilih: anggota DPRD provinsi}}
  dasar: PKPU 14/2023
{_INDENTED}
"""
BERANDA = "---\njudul: Pemilu 2024\nringkasan: Jawaban untuk pemilih.\n---\n\nSelamat datang.\n"


def page(title: str = "Halaman", body: str = "Isi.\n", **front: str) -> str:
    """Return a Markdown page; `front` adds lines `key: value` to its front matter."""
    lines = "".join(f"{key}: {value}\n" for key, value in front.items())
    return f"---\njudul: {title}\nringkasan: Ringkasan {title}.\n{lines}---\n\n{body}"


def stage(title: str = "Masa tenang", body: str = "Isi.\n", **front: str) -> str:
    """Return a page of the type `tahapan` that is right, but for what `front` changes."""
    lines = {"mulai": "2024-02-11", "selesai": "2024-02-13", "dasar_hukum": "[PKPU 3/2022]"}
    text = "".join(f"{key}: {value}\n" for key, value in (lines | front).items() if value)
    return f"---\njudul: {title}\nringkasan: Ringkasan.\n{text}{SUMBER}---\n\n{body}"


def clarification(title: str = "Surat pemberitahuan diantar KPPS", **front: str) -> str:
    """Return a page of the type `klarifikasi` that is right, but for what `front` changes."""
    lines = {
        "nomor": '"001"',
        "klaim": "Pemilih tidak lagi menerima surat apa pun",
        "putusan": "salah",
        "jenis": "konten palsu",
        "beredar": "[{di: WhatsApp, tanggal: 2024-02}]",
        "diperiksa": "2024-02-10",
    }
    text = "".join(f"{key}: {value}\n" for key, value in (lines | front).items() if value)
    return f"---\njudul: {title}\nringkasan: Ringkasan.\n{text}{SUMBER}---\n\nIsi.\n"


def picture(form: str = "PNG", width: int = 2, height: int = 1, **options: Any) -> bytes:
    """Return a picture file; a large one is as hard to compress as a photograph is."""
    from PIL import Image

    size = (max(1, width // 4), max(1, height // 4))
    noise = Image.frombytes("L", size, random.Random(7).randbytes(size[0] * size[1]))
    out = io.BytesIO()
    noise.resize((width, height), Image.Resampling.BICUBIC).convert("RGB").save(
        out, form, **options
    )
    return out.getvalue()


PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
OTHER_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="
)
"""Two pictures of one pixel."""


class Project:
    """A project in a temporary folder: national settings, facts and home page, and yours."""

    def __init__(self, folder: Path) -> None:
        """Write what every site needs."""
        self.folder = folder
        self.output = folder / "output"
        self.report = Report()
        self.file("content/situs.yaml", SITUS)
        self.file("content/lembaga.yaml", LEMBAGA)
        self.file("content/nasional/fakta.yaml", FAKTA)
        self.file("content/nasional/index.md", BERANDA)

    def file(self, path: str, text: str | bytes) -> Project:
        """Write a file, and return the project."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self

    def build(
        self,
        *regions: str,
        as_of: str = "2024-02-12",
        output: Path | None = None,
        drafts: bool = False,
        jobs: int = 1,
        zipped: bool = False,
        seconds: float | None = None,
    ) -> Project:
        """Build the mirrors of `regions` (default: the nation) and keep the report."""
        order = Order(
            self.folder,
            output or self.output,
            regions or ("nasional",),
            date.fromisoformat(as_of),
            drafts=drafts,
            jobs=jobs,
            seconds=seconds,
            zip=zipped,
        )
        self.report = build(order)
        return self

    def problems(self, *regions: str, **options: Any) -> list[str]:
        """Build, and return every problem as `path:line:column CODE` in reading order."""
        self.build(*regions, **options)
        return [f"{p.place} {p.kind.code}" for p in self.report.problems]

    def messages(self, *regions: str, **options: Any) -> list[str]:
        """Build, and return every problem as it is shown, hint included."""
        self.build(*regions, **options)
        return [locale.shown(problem) for problem in self.report.problems]

    def read(self, path: str, region: str = "nasional") -> str:
        """Return the text of a file of a mirror; `region` is a code."""
        return (self.mirror(region) / path).read_text("utf-8")

    def mirror(self, region: str = "nasional") -> Path:
        """Return the folder of a mirror."""
        named = [f for f in self.output.iterdir() if f.name.split("-")[0] == region]
        found = [f for f in named if f.is_dir()]
        assert len(found) == 1, f"no mirror {region} in {sorted(self.output.iterdir())}"
        return found[0]

    def files(self, region: str = "nasional") -> set[str]:
        """Return the paths of the files of a mirror."""
        folder = self.mirror(region)
        return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


ProjectMaker = Callable[[], Project]
