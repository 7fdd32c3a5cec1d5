"""Hostile and sloppy input, a row for each; `table.md` says what is answered to it.

`@` in a path stands for the row's own page, so that all rows that touch no common file can be
put into one project, and all be answered at once.
"""

from __future__ import annotations

import os
import socket
import stat
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.project import FAKTA, LEMBAGA, PNG, SITUS, SUMBER, clarification, page, stage

NATION, PONTIANAK = "content/nasional", "content/61.71-kota-pontianak"
Arrange = Callable[[Path], object]
"""What else is done to a project's folder."""


@dataclass(frozen=True)
class Row:
    """One kind of bad input."""

    name: str
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    arrange: Arrange | None = None
    region: str = "nasional"
    """Code of the region whose mirror is built; `""` for all, where no mirror shows the mistake."""

    @property
    def slug(self) -> str:
        """The name as it may stand in a path."""
        return "-".join("".join(c if c.isalnum() else " " for c in self.name.lower()).split())

    def put(self, folder: Path) -> None:
        """Put the input into a project."""
        for path, data in self.files.items():
            target = folder / self.path(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data if isinstance(data, bytes) else data.encode())
        if self.arrange is not None:
            self.arrange(folder)

    def path(self, path: str) -> str:
        """Return a path from the project's root."""
        return path.replace("@", f"{NATION}/{self.slug}")


def _page(name: str, text: str | bytes) -> Row:
    return Row(name, {"@.md": text})


def _body(name: str, body: str) -> Row:
    return _page(name, page("Judul", body))


def _front(name: str, line: str) -> Row:
    return _page(name, f"---\njudul: Judul\nringkasan: Ringkasan.\n{line}\n---\n\nIsi.\n")


def _stage(name: str, **front: str) -> Row:
    return Row(name, {f"{NATION}/tahapan/{_slug(name)}.md": stage("Judul", **front)})


def _claim(name: str, title: str = "Judul", **front: str) -> Row:
    path = f"{NATION}/klarifikasi/{_slug(name)}.md"
    return Row(name, {path: clarification(title, **front)})


def _clarification(name: str, text: str) -> Row:
    return Row(name, {f"{NATION}/klarifikasi/{_slug(name)}.md": text})


def _settings(name: str, text: str) -> Row:
    return Row(name, {"content/situs.yaml": text})


SOURCE = textwrap.indent(SUMBER, "  ")


def _region(name: str, files: Mapping[str, str | bytes]) -> Row:
    return Row(name, files, region="61.71")


def _slug(name: str) -> str:
    return Row(name).slug


def _fact(name: str, lines: str, source: str = SOURCE) -> Row:
    text = f"{FAKTA}\nbatas:\n{lines}  dasar: PKPU 3/2022\n{source}"
    return Row(name, {f"{NATION}/fakta.yaml": text})


def _fifo(folder: Path) -> None:
    os.mkfifo(folder / NATION / "pipa.md")


def _socket(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as end:
        before = Path.cwd()
        os.chdir(folder / NATION)  # a socket's path is short
        try:
            end.bind("soket.md")
        finally:
            os.chdir(before)


def _link(target: str, name: str) -> Arrange:
    def arrange(folder: Path) -> None:
        (folder / NATION / name).symlink_to(target)

    return arrange


def _device(folder: Path) -> None:
    os.mknod(folder / NATION / "nol.md", 0o600 | stat.S_IFCHR, os.makedev(1, 3))


def _also_elsewhere(folder: Path) -> None:
    (folder / "luar.md").write_text(page("Judul"))
    (folder / NATION / "ganda.md").hardlink_to(folder / "luar.md")


def _named(name: str, *names: str | bytes) -> Row:
    """Return a row of pages with these names in the nation's folder."""

    def arrange(folder: Path) -> None:
        for path in names:
            target = Path(os.fsdecode(os.fsencode(folder / NATION) + b"/" + os.fsencode(path)))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(page("Judul"))

    return Row(name, arrange=arrange)


def _deep(levels: int) -> str:
    return "kunci:\n" + "".join("  " * level + "a:\n" for level in range(1, levels)) + "x"


LATIN = "---\njudul: Judul\nringkasan: Ringkasan.\n---\n\nPemilu “serentak”.\n".encode("cp1252")
WORD = page(
    "Judul", "• Datang ke TPS\n• Tunjukkan KTP-el\n\n1.\tBuka situs KPU\n2.\tPeriksa nama\n"
)
CHANGE = "[{tanggal: 2024-02-11, perubahan: x}]"
WHATSAPP = page("Judul", "*PENTING* \u200e\u2068Sebarkan\u2069 ke grup lain\n")
NEWS = page("Kabar", tanggal="2024-02-01")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

ROWS = (
    # Bytes and characters
    _page("bytes of Windows-1252", LATIN),
    _page("UTF-16 file", page("Judul").encode("utf-16")),
    _page("byte order mark in the middle", page("Judul", "Satu.\n\n\ufeffDua.\n")),
    _body("NUL character", "Satu\x00dua.\n"),
    _body("C1 control character", "Satu\x85dua.\n"),
    _body("bidirectional override", "Pemilu \u202etidak\u202c ditunda.\n"),
    _body("zero-width space", "Pe\u200bmilu.\n"),
    _body("zero-width space as a character reference", "Pe&#x200b;milu.\n"),
    _body("soft hyphen", "Pe\u00admilu.\n"),
    _body("tag characters", "Pemilu\U000e0041\U000e0042.\n"),
    _page("text from WhatsApp with invisible marks", WHATSAPP),
    _page("list pasted from Word", WORD),
    _body("file above 512 KiB", "Isi panjang. " * 45_000),
    _page("half a merge", page("Judul", "<<<<<<< HEAD\nSatu.\n=======\nDua.\n>>>>>>> cabang\n")),
    # The shape of a page
    _page("empty file", ""),
    _page("file with blanks only", "\n\n  \n"),
    _page("text without front matter", "# Judul\n\nIsi.\n"),
    _page("front matter that does not end", "---\njudul: Judul\nringkasan: R.\n\nIsi.\n"),
    _page("file that was saved by half", '---\njudul: Judul\nringkasan: "Ringk'),
    _page("front matter with four dashes", "----\njudul: Judul\n----\n\nIsi.\n"),
    _page("front matter as a list", "---\n- judul\n- ringkasan\n---\n\nIsi.\n"),
    _page("front matter as a text", "---\njudul\n---\n\nIsi.\n"),
    _front("second document in the front matter", "--- dua"),
    # YAML
    _front("colon in a value", "tag: [a]\nsingkatan: Hoaks: apa itu?"),
    _front("tab as indentation", "sumber:\n\t- lembaga: kpu"),
    _front("line that starts too far to the right", "  tag: [a]"),
    _front("bracket that is not closed", "tag: [a, b"),
    _front("quotation mark that is not closed", 'penulis: "Humas'),
    _front("text after a closing quote", 'penulis: "Humas" Kota'),
    _front("number sign in a value", "penulis: Humas #Pemilu"),
    _front("value that starts with a percent sign", "penulis: %50"),
    _front("duplicate key", "judul: Judul lain"),
    _front("anchor and alias", "tag: &a [x]\nalias: *a"),
    _front("merge key", "<<: {judul: x}"),
    _front("alias bomb", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]"),
    _front("Python tag", "tag: !!python/object/apply:os.system [ls]"),
    _front("binary tag", "tag: !!binary aGFsbw=="),
    _front("60,000 open brackets", "tag: " + "[" * 60_000),
    _front("nested too deeply", _deep(12)),
    _front("2,001 values", "tag: [" + ", ".join(f"t{n}" for n in range(2_001)) + "]"),
    _front("10,000 tags", "tag: [" + ", ".join(["hoaks"] * 10_000) + "]"),
    # Keys and values
    _page("misspelt key", "---\njudull: Judul\nringkasan: Ringkasan.\n---\n\nIsi.\n"),
    _front("key that nobody knows", "warna_latar: hijau"),
    _page("title is missing", "---\nringkasan: Ringkasan.\n---\n\nIsi.\n"),
    _page("title is empty", '---\njudul: ""\nringkasan: Ringkasan.\n---\n\nIsi.\n'),
    _page("title of 200 characters", page("Judul " * 34)),
    _page("title of signs only", page("'!!! ???'")),
    _page("title that is a list", page("[a, b]")),
    _front("tag that is a group", "tag: {a: b}"),
    _front("yes for a date", "terbit: ya"),
    _front("date that does not exist", "diperbarui: 2023-02-29"),
    _front("date as people write it", "diperbarui: 14 Februari 2024"),
    _front("year 0001", "diperbarui: 0001-01-01"),
    _front("year 9999", "terbit: 9999-12-31"),
    _front("type that is no content type", "tipe: artikel"),
    _front("fact in a title", "penulis: x\nurutan: '{{ fakta.jam_buka }}'"),
    _stage("stage that ends before it starts", mulai="2024-02-13", selesai="2024-02-11"),
    _stage("stage without a date", mulai="", selesai=""),
    _stage("stage on a day that does not exist", mulai="2024-02-30"),
    # Text
    _body("script", "<script>alert(1)</script>\n"),
    _body("picture with an event", "<img src=x onerror=alert(1)>\n"),
    _body("frame", '<iframe src="https://contoh.example/"></iframe>\n'),
    _body("form", '<form action="/x"><input name="nik"></form>\n'),
    _body("HTML comment", "Satu.\n\n<!-- rahasia -->\n"),
    _body("HTML from Word", '<p class="MsoNormal"><o:p></o:p></p>\n'),
    _body("line break as HTML", "Satu<br>dua.\n"),
    _body("first-level heading", "# Judul\n\nIsi.\n"),
    _body("heading that skips a level", "## Dua\n\n#### Empat\n"),
    _body("list below a line of text", "Bawa:\n- KTP-el\n- surat pemberitahuan\n"),
    _body("space within a link", "Lihat [panduan] (index.md).\n"),
    _body("javascript address", "[klik](javascript:alert(1))\n"),
    _body("javascript address as entities", "[klik](&#106;avascript:alert(1))\n"),
    _body("data address", "[klik](data:text/html;base64,PHNjcmlwdD4=)\n"),
    _body("vbscript address", "[klik](vbscript:msgbox)\n"),
    _body("link to a page that is missing", "[panduan](panduan/tidak-ada.md)\n"),
    _body("link to a heading that is missing", "[atas](index.md#tidak-ada)\n"),
    _body("link to an html file", "[beranda](index.html)\n"),
    _body("link that leaves the content", "[rahasia](../../../etc/passwd)\n"),
    _body("address without https://", "[KPU](kpu.go.id)\n"),
    _body("address without slashes", "[KPU](https:kpu.go.id)\n"),
    _body("address with a backslash", "[KPU](https://kpu.go.id\\\\@undian.top/)\n"),
    _body("address that starts with two slashes", "[KPU](//kpu.go.id)\n"),
    _body("somebody before the host", "[KPU](https://kpu.go.id@undian.top/)\n"),
    _body("host that is a number", "[KPU](https://2130706433/)\n"),
    _body("host with a port", "[KPU](https://kpu.go.id:8443/)\n"),
    _body("host of one word", "[KPU](https://kpu/)\n"),
    _body("blank in an address", "[KPU](<https://kpu.go.id/daftar pemilih>)\n"),
    _body("letter that looks like k", "[KPU](https://\u043apu.go.id/)\n"),
    _body("host in disguise", "[KPU](https://xn--pu-tlc.go.id/)\n"),
    _body("application", "[PPS](https://kpu.go.id/pps%2eapk?unduh)\n"),
    _body("shortened address", "[formulir](https://s.id/cek-dpt)\n"),
    _body("site that is not in the list", "[hadiah](https://www.undian.top/)\n"),
    _body("site that looks official", "[KPU](https://www.kpu.go.id.undian.top/)\n"),
    _region("site not in a region's list", {
        f"{PONTIANAK}/situs.yaml": "media_sosial: [{nama: a, url: https://undian.top/}]\n"
    }),
    _body("mail with a copy to others", "[humas](mailto:humas@kpu.go.id?cc=a@undian.top)\n"),
    _body("telephone that starts with 0", "[KPU](tel:0561123456)\n"),
    _body("insecure address", "[KPU](http://www.kpu.go.id/)\n"),
    _body("picture without a description", "![](gambar/peta.png)\n"),
    _body("picture that is missing", "![Peta](gambar/tidak-ada.png)\n"),
    _body("picture from another site", "![Peta](https://contoh.example/peta.png)\n"),
    _body("block that nobody knows", "::: peringatan\n\nIsi.\n\n:::\n"),
    _body("argument that nobody knows", '::: catatan warna="merah"\n\nIsi.\n\n:::\n'),
    _body("block that is not closed", "::: catatan\n\nIsi.\n"),
    _body("block that was not opened", "Isi.\n\n:::\n"),
    _body("element of ours, imitated", '<sg-block data-n="0"></sg-block>\n'),
    _body("fact that nobody knows", "Buka {{ fakta.jam_bukaa }}.\n"),
    _body("template code", "{{ config.items() }}\n"),
    _body("fact in an address", "[x](https://www.kpu.go.id/{{ fakta.jam_buka }})\n"),
    # Clarifications
    _clarification(
        "clarification without a source", clarification().replace(SUMBER, "sumber: []\n")
    ),
    _clarification(
        "source that is no institution", clarification().replace("lembaga: kpu", "lembaga: kpk")
    ),
    _clarification(
        "source that is not official", clarification().replace("lembaga: kpu", "lembaga: koran")
    ),
    _claim("title that repeats the hoax", title="Pemilih tidak lagi menerima surat apa pun"),
    _claim("verdict that is no verdict", putusan="bohong"),
    _claim("number as a number", nomor="1"),
    Row("two clarifications of one number", {
        f"{NATION}/klarifikasi/satu.md": clarification(nomor='"777"'),
        f"{NATION}/klarifikasi/dua.md": clarification(nomor='"777"'),
    }),
    _claim("withdrawn without a reason", status="ditarik"),
    _claim("replaced by nothing", status="digantikan", riwayat=CHANGE),
    # Names, places and files
    Row("page name with a blank", {f"{NATION}/Masa Tenang.md": page()}),
    Row("page name with an emoji", {f"{NATION}/pemilu-🗳.md": page()}),
    Row("page outside the layers", {"content/halaman.md": page()}, region=""),
    Row("document of Word", {f"{NATION}/siaran-pers.docx": b"PK\3\4"}),
    Row("program", {f"{NATION}/gambar/unduh.php": b"<?php system($_GET[0]); ?>"}),
    Row("folder of no region", {"content/6171-kota-pontianak/a.md": page()}, region=""),
    Row("region under another region's code", {
        "content/61.02-kota-pontianak/a.md": page()
    }, region=""),
    Row("picture with script", {f"{NATION}/gambar/logo.svg": SVG}),
    Row("picture that is none", {f"{NATION}/gambar/foto.png": b"<html>"}),
    Row("picture under another ending", {f"{NATION}/gambar/foto.jpg": PNG}),
    Row("symbolic link to a file", arrange=_link("/etc/passwd", "sandi.md")),
    Row("symbolic link to a folder", arrange=_link("/etc", "etc")),
    Row("symbolic link to nothing", arrange=_link("tidak-ada", "hilang.md")),
    Row("symbolic link to itself", arrange=_link("putar.md", "putar.md")),
    Row("pipe", arrange=_fifo),
    Row("socket", arrange=_socket),
    _front("address above the site", "slug: ../../x"),
    _front("address from the root of the disk", "permalink: /etc"),
    _front("address on a drive", "url: C:\\\\x"),
    _front("old address outside the region", "aliases: [/61.72/kantor.html]"),
    Row("rules for the server", {f"{NATION}/.htaccess": "AddType application/x-php .png\n"}),
    Row("rules for search engines", {f"{NATION}/robots.txt": "User-agent: *\nDisallow: /\n"}),
    Row("headers for the server", {f"{PONTIANAK}/_headers": "/*\n  X: y\n"}, region="61.71"),
    Row("device", arrange=_device),
    Row("hard link to a file elsewhere", arrange=_also_elsewhere),
    _named("name of a device of Windows", "aux.md"),
    _named("folder with the name of a device", "con/a.md", "con/b.md"),
    _named("name with a colon", "a:b.md"),
    _named("name with a question mark", "Apa itu TPS?.md"),
    _named("name with a backslash", "tahapan\\x.md"),
    _named("name that ends in a full stop", "tahapan.md."),
    _named("folder that ends in a space", "tahapan /a.md"),
    _named("two names that differ in case", "TPS.md", "tps.md"),
    _named("two names that differ in their composition", "caf\u00e9.md", "cafe\u0301.md"),
    _named("name that is not composed", "cafe\u0301.md"),
    _named("Cyrillic letter in a name", "m\u0430sa-tenang.md"),
    _named("zero-width space in a name", "masa\u200btenang.md"),
    _named("name that reads backwards", "a\u202edm.md"),
    _named("line end in a name", "a\nb.md"),
    _named("name that is not UTF-8", b"a\xffb.md"),
    _named("percent signs in a name", "%2e%2e.md"),
    _named("path of 230 characters", "/".join(["a" * 70] * 3) + "/halaman.md"),
    _named("20 folders in each other", "a/" * 20 + "halaman.md"),
    # Settings, institutions and facts
    _settings("no settings", ""),
    _settings("settings with a misspelt key", SITUS + "temaa: dasar\n"),
    _settings("address without https", SITUS.replace("https://pemilu", "pemilu")),
    _settings("pattern without a slug", SITUS.replace("{slug}", "kota")),
    _settings("theme that does not exist", SITUS + "tema: kerajaan\n"),
    _settings("theme outside its folder", SITUS + "tema: ../../etc\n"),
    _settings("colour that is none", SITUS + "warna: {aksen: merah}\n"),
    _settings("colour that cannot be read", SITUS + 'warna: {aksen: "#ffff00"}\n'),
    _settings("logo that is missing", SITUS + "logo: gambar/logo.png\n"),
    _settings("e-mail address that is none", SITUS + "kontak: {surel: humas}\n"),
    Row("institution without a name", {"content/lembaga.yaml": LEMBAGA + "bawaslu:\n  peran: x\n"}),
    _fact("fact without a kind", "  nilai: 2024-02-01\n"),
    _fact("fact that is not of its kind", "  jenis: tanggal\n  nilai: besok\n"),
    _fact("fact of a kind that nobody knows", "  jenis: hari\n  nilai: Rabu\n"),
    _fact("fact without a source", "  jenis: tanggal\n  nilai: 2024-02-01\n", ""),
    # Regions
    _region("region that changes voting day", {
        f"{PONTIANAK}/fakta.yaml": f"hari_pemungutan:\n  nilai: 2024-02-15\n  dasar: x\n{SOURCE}"
    }),
    _region("region that replaces a page of the nation", {
        f"{NATION}/berita/a.md": NEWS, f"{PONTIANAK}/berita/a.md": NEWS,
    }),
    _region("region that replaces without saying what", {
        f"{NATION}/panduan/a.md": page(), f"{PONTIANAK}/panduan/a.md": page("Lain"),
    }),
    _region("region that replaces what has changed", {
        f"{NATION}/panduan/a.md": page(),
        f"{PONTIANAK}/panduan/a.md": page("Lain", menimpa="sha256:0123456789abcdef"),
    }),
    _region("region that adds to no page", {f"{PONTIANAK}/tambahan/tidak-ada.md": page()}),
    _region("region that hides a clarification", {
        f"{NATION}/klarifikasi/a.md": clarification(),
        f"{PONTIANAK}/situs.yaml": "sembunyikan: [klarifikasi/a.md]\n",
    }),
    _region("settings of another region", {
        f"{PONTIANAK}/situs.yaml": "daerah: 61.02\nlembaga: Diskominfo Mempawah\n"
    }),
    _region("region that sets the menu", {
        f"{PONTIANAK}/situs.yaml": "menu: [{judul: X, isi: [index.md]}]\n"
    }),
    Row("two regions with one address", {
        f"{PONTIANAK}/situs.yaml": "alamat: https://kota.pemilu.example/\n",
        "content/61.72-kota-singkawang/situs.yaml": "alamat: https://kota.pemilu.example/\n",
    }, region="61.72"),
)  # fmt: skip
