"""Edits of a small whole project, drawn one after the other, and what others do meanwhile.

Alphabets are tiny, so that edits meet: two titles, three names, five regions.
"""

from __future__ import annotations

import hashlib
import posixpath
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from hypothesis import strategies as st

from tests.project import BERANDA, EMPAT_SURAT_SUARA, FAKTA, LEMBAGA, OTHER_PNG, PNG, SITUS, SUMBER


@dataclass(frozen=True)
class Link:
    """A symbolic link where a file is expected."""

    target: str


Content: TypeAlias = str | bytes | Link
Files: TypeAlias = Mapping[str, Content]
Changes: TypeAlias = dict[str, Content | None]
"""What files become; None removes one."""

FOLDERS = {
    "nasional": "nasional",
    "31": "31-dki-jakarta",
    "61": "61-kalimantan-barat",
    "61.02": "61.02-kabupaten-mempawah",
    "61.71": "61.71-kota-pontianak",
}
LAYERS = ("nasional", "31", "61", "61.71")
"""Regions that write; the others show what stands above them."""


@dataclass(frozen=True)
class Ask:
    """How a build is asked for."""

    regions: tuple[str, ...] = ()
    as_of: date | None = date(2024, 2, 12)
    drafts: bool = False
    jobs: int = 1
    verify: bool = False
    writes: bool = True
    """Whether it is more than a check."""
    keeps_memo: bool = False
    """Whether the memo of the build before is used as it is, as the preview does."""


@dataclass(frozen=True)
class Step:
    """What happens before a build, and the build."""

    name: str
    changes: Changes = field(default_factory=dict)
    theme: str = ""
    """The theme of the project that is begun with, in the first step."""
    times: str = ""
    """What becomes of the times of changed files: `old`, `same`, or all files `touched`."""
    meanwhile: tuple[str, int, int] = ("", 0, 0)
    """What others do to the output or to what is remembered, where, and which one."""
    ask: Ask = Ask()


# The small theme of the project: all that templates can do, without the size of a real one.

SMALL_THEME = {
    "theme.yaml": 'aksen: "#0b4f8a"\naksen_gelap: "#8ec5ff"\n',
    "assets/kecil.css": "body{margin:0}\n",
    "assets/lambang.svg": "<svg></svg>\n",
    "pages/base.html": (
        '<!doctype html><html lang="id"><title>{{ page.title }} · {{ mirror("nama") }}</title>\n'
        '<link rel="stylesheet" href="{{ page.root }}{{ asset("kecil.css") }}">\n'
        '{{ mirror("gaya", root=page.root) }}{{ mirror("kepala", root=page.root) }}\n'
        '<p>{% for c in page.crumbs %}<a href="{{ page.root }}{{ c.url|tautan }}">{{ c.title }}</a>'
        "{% endfor %}\n{% block isi %}{% endblock %}\n"
        '{% include "pages/_kaki.html" %}\n{{ page.canonical }}</html>\n'
    ),
    "pages/_kaki.html": '<footer>{{ page.as_of|tanggal }} {{ mirror("pengelola") }}</footer>\n',
    "pages/_kartu.html": (
        '{% macro kartu(k, page) %}<li><a href="{{ page.root }}{{ k.url|tautan }}">'
        "{{ k.fields.title }}</a> {{ k.fields.summary }}{% endmacro %}\n"
    ),
    "pages/halaman.html": (
        '{% extends "pages/base.html" %}{% from "pages/_kartu.html" import kartu %}'
        "{% block isi %}<h1>{{ page.title }}</h1><p>{{ page.summary }}</p>\n{{ isi }}\n"
        "{% if page.kind == 'tahapan' %}{{ doc.state(page.as_of).value }}{% endif %}"
        "{% for t in page.tags %}<i>{{ t.title }}</i>{% endfor %}\n"
        "{% for s in doc.sources %}<b>{{ lembaga[s.institution].name }}</b>{% endfor %}\n"
        "{% for t, html in tambahan %}<h2>{{ t.fields.title }}</h2>{{ html }}{% endfor %}\n"
        "{% if page.previous %}{{ kartu(page.previous, page) }}{% endif %}"
        "{% if page.next %}{{ kartu(page.next, page) }}{% endif %}{% endblock %}\n"
    ),
    "pages/daftar.html": (
        '{% extends "pages/base.html" %}{% from "pages/_kartu.html" import kartu %}'
        "{% block isi %}<h1>{{ page.title }}</h1>{{ page.summary }}{{ isi }}\n"
        "{% for k in page.items %}{{ kartu(k, page) }}{% endfor %}"
        "{% for t, html in tambahan %}<h2>{{ t.fields.title }}</h2>{{ html }}{% endfor %}"
        "{% endblock %}\n"
    ),
    "pages/beranda.html": (
        '{% extends "pages/base.html" %}{% from "pages/_kartu.html" import kartu %}'
        "{% block isi %}{{ isi }}{% for k in page.items %}{{ kartu(k, page) }}{% endfor %}\n"
        "{% for nama, isinya in page.groups %}<h2>{{ nama }}</h2>"
        "{% for k in isinya %}{{ kartu(k, page) }}{% endfor %}{% endfor %}\n"
        "{% for t in doc.questions %}<h2>{{ t.question }}</h2>{{ md(t.answer) }}{% endfor %}"
        "{% endblock %}\n"
    ),
    "pages/topik.html": (
        '{% extends "pages/base.html" %}{% block isi %}{% for t in page.tags %}'
        '<a href="{{ page.root }}{{ t.url|tautan }}">{{ t.title }}</a>{% endfor %}{% endblock %}\n'
    ),
    "pages/404.html": '{% extends "pages/base.html" %}{% block isi %}Tidak ada.{% endblock %}\n',
    "directives/catatan.html": (
        "<aside><b>{{ judul }}</b>{{ isi }}{% include 'directives/_kaki.html' %}</aside>\n"
    ),
    "directives/_kaki.html": "<small>catatan</small>\n",
    "mirror/nama.html": "{{ mirror.name }} {{ mirror.region.usual_name }}",
    "mirror/pengelola.html": "{{ mirror.agency }} {{ mirror.contact.email }}",
    "mirror/alamat.html": "{{ mirror.address }}",
    "mirror/fakta.html": "{{ mirror.facts[nama].forms[bentuk] }}",
    "mirror/gaya.html": (
        "{% if mirror.palette %}"
        '<link rel="stylesheet" href="{{ root }}{{ mirror.palette|tautan }}">{% endif %}'
    ),
    "mirror/kepala.html": (
        "{% include 'mirror/_menu.html' %}{{ mirror.as_of }}"
        "{% if 'profil.html' in mirror.pages %}"
        '<a href="{{ root }}profil.html">Profil</a>{% endif %}'
    ),
    "mirror/_menu.html": (
        "{% for g in mirror.menu %}{{ g.title }}{% for l in g.links %}"
        '<a href="{{ root }}{{ l.url|tautan }}">{{ l.title }}</a>{% endfor %}{% endfor %}'
    ),
    "mirror/warna.css": ":root{--aksen:{{ aksen }};--gelap:{{ aksen_gelap }}}",
}
HEIR = {
    "theme.yaml": "extends: dasar\n",
    "pages/_sumber.html": "{% if doc and doc.sources %}<p>Ada sumbernya.</p>{% endif %}\n",
    "mirror/pengelola.html": "oleh {{ mirror.agency }}",
    "assets/lambang.svg": "<svg></svg>\n",
}
THEMES = {
    "kecil": {f"themes/kecil/{path}": text for path, text in SMALL_THEME.items()},
    "waris": {f"themes/waris/{path}": text for path, text in HEIR.items()},
    "dasar": {},
}

TITLES = ("Satu", "Dua & <tiga>")
BODIES = (
    "Isi.\n", "Isi yang lain, lebih panjang.\n", "## Bagian\n\nKPU dan TPS.\n",
    "Sampai {{ fakta.jam_tutup }}.\n", "{{ fakta.surat_suara }} surat suara\n",
    '::: catatan judul="x"\nTPS\n:::\n', "[a](/panduan/a.md)\n", "[b](/berita/b.md#bagian)\n",
    "[t](/tahapan/a.md) dan [i](/istilah/kpu.md)\n", "![](/gambar/a.png)\n",
)  # fmt: skip
MISTAKES = ("{{ fakta.tak_ada }}\n", "[x](/tak-ada.md)\n", "lima surat suara\n", "#### Dalam\n")
LINES = (
    "draf: ya\n", "terbit: 2024-02-13\n", "tag: [pemilih]\n", "tag: [A & B, pemilih]\n",
    "urutan: 3\n", "diperbarui: 2024-02-05\n", SUMBER, "boleh_ditimpa: ya\n",
)  # fmt: skip
WRONG_LINES = ("tanggal: 2024-13-01\n", "tak_dikenal: x\n", "tipe: x\n")
NAMES = ("a", "b", "c")
SECTIONS = ("tahapan", "klarifikasi", "berita", "istilah", "panduan")


def paths_of(layer: str) -> list[str]:
    """Return the paths at which pages of a layer come and go."""
    pages = [f"{section}/{name}.md" for section in SECTIONS for name in NAMES]
    if layer == "nasional":
        return [*pages, "profil.md", "istilah/kpu.md", "panduan/index.md", "tahapan/index.md"]
    own = layer.replace(".", "-")
    added = [f"tambahan/{path}" for path in ("panduan/a.md", "tahapan/a.md", "profil.md")]
    return [f"berita/{own}.md", f"panduan/{own}.md", "panduan/a.md", "istilah/kpu.md", *added]


def page_at(
    inside: str, title: str = "Satu", body: str = "Isi.\n", lines: str = "", over: str = ""
) -> str:
    """Return a right page of the type that its path asks for."""
    section, _, name = inside.removeprefix("tambahan/").rpartition("/")
    front = f"judul: {title}\nringkasan: Ringkasan {title}.\n"
    if inside.startswith("tambahan/"):
        front = f"judul: {title}\n"
    elif name == "index.md":
        pass
    elif section == "tahapan":
        front += "mulai: 2024-02-11\nselesai: 2024-02-13\ndasar_hukum: [PKPU 3/2022]\n"
        lines = lines if "sumber:" in lines else lines + SUMBER
    elif section == "klarifikasi":
        front += (
            f'nomor: "00{len(name)}"\nklaim: Pemilih tidak menerima surat\nputusan: salah\n'
            "jenis: konten palsu\nberedar: [{di: WhatsApp, tanggal: 2024-02}]\n"
            "diperiksa: 2024-02-10\n"
        )
        lines = lines if "sumber:" in lines else lines + SUMBER
    elif section == "berita":
        front += "tanggal: 2024-02-01\n"
    elif section == "panduan" and not over:
        front += "langkah:\n  - {judul: Buka, isi: Lihat **TPS**.}\n"
    return f"---\n{front}{lines}{over}---\n\n{linked(body, inside)}"


def linked(body: str, inside: str) -> str:
    """Turn the addresses of a body, which count from the layer, into relative ones."""
    here = posixpath.dirname(inside.removeprefix("tambahan/")) or "."
    return re.sub(r"\]\(/([^)#]+)", lambda match: f"]({posixpath.relpath(match[1], here)}", body)


def settings_of(layer: str, theme: str, pick: int) -> str:
    """Return one of a few `situs.yaml`."""
    own = (
        "", "lembaga: KPU Daerah\n", "warna:\n  aksen: '#123456'\n", "nama: Pemilu Kita\n",
        "kontak:\n  surel: a@b.go.id\n", "alamat: https://daerah.go.id/a/\n",
        "warna:\n  aksen: '#0b4f8a'\n", "logo: gambar/a.png\n", "sembunyikan: [panduan/b.md]\n",
        "a: b\n", "warna:\n  aksen: '#eeeeee'\n",
    )  # fmt: skip
    if layer != "nasional":
        return own[pick % len(own)]
    base = SITUS if pick % 4 else SITUS.replace("pola_alamat", "# pola_alamat")
    menus = (
        "", "menu:\n  - {judul: Utama, isi: [panduan/a.md, tahapan/index.md, berita/index.md]}\n",
        "menu:\n  - {judul: Lain, isi: [profil.md]}\n",
    )  # fmt: skip
    extra = own[pick % len(own)]
    if extra.partition(":")[0] in ("lembaga", "nama", "alamat", "sembunyikan"):
        extra = ""
    return f"{base}tema: {theme}\n{menus[pick % 3]}{extra}"


def facts_of(layer: str, pick: int) -> str:
    """Return one of a few `fakta.yaml`."""
    later = 'jam_tutup:\n  nilai: "14.00"\n  dasar: PKPU 25/2023\n' + re.sub(
        "^", "  ", SUMBER, flags=re.MULTILINE
    ).rstrip(" ")
    wrong = "hari_pemungutan:\n  nilai: 2024-02-15\n"
    if layer == "31":
        return (EMPAT_SURAT_SUARA, "", EMPAT_SURAT_SUARA + later, wrong)[pick % 4]
    if layer != "nasional":
        return (later, "", later.replace("14.00", "15.00"), wrong)[pick % 4]
    return (
        FAKTA, FAKTA.replace('"13.00"', '"13.30"'), FAKTA.replace("warna: merah", "warna: biru"),
        FAKTA.replace("14/2023", "15/2023"), FAKTA.replace("2024-02-14", "2024-02-13"),
        FAKTA.replace("jam_buka", "jam_mulai"), FAKTA.replace("zona: setempat", "zona: x"),
    )[pick % 7]  # fmt: skip


def start(theme: str) -> dict[str, Content]:
    """Return the files of a project in which every sort of thing is there once."""
    nation = "content/nasional"
    files: dict[str, Content] = {
        "content/situs.yaml": settings_of("nasional", theme, 1),
        "content/lembaga.yaml": LEMBAGA,
        f"{nation}/fakta.yaml": FAKTA,
        f"{nation}/index.md": BERANDA,
        f"{nation}/gambar/a.png": PNG,
        "content/31-dki-jakarta/fakta.yaml": EMPAT_SURAT_SUARA,
        "content/61-kalimantan-barat/situs.yaml": settings_of("61", theme, 2),
        **THEMES[theme],
    }
    pages = {
        "nasional": {
            "tahapan/a.md": "Isi.\n", "tahapan/b.md": BODIES[3], "klarifikasi/a.md": BODIES[4],
            "berita/a.md": BODIES[2], "istilah/kpu.md": "Komisi.\n", "panduan/a.md": BODIES[5],
            "profil.md": BODIES[6],
        },
        "61": {"tambahan/panduan/a.md": BODIES[2]},
        "61.71": {"berita/61-71.md": BODIES[3]},
    }  # fmt: skip
    for layer, texts in pages.items():
        for inside, body in texts.items():
            title = "KPU" if inside == "istilah/kpu.md" else "Satu"
            files[f"content/{FOLDERS[layer]}/{inside}"] = page_at(inside, title, body)
    return files


# The edits. Each draws what it changes, given the files as they are.

Edit: TypeAlias = Callable[[st.DrawFn, Files], Changes]
bodies = st.sampled_from(BODIES)
titles = st.sampled_from(TITLES)


def pages_in(files: Files) -> list[str]:
    """Return the paths of the Markdown files that are ordinary ones."""
    return [path for path, text in files.items() if path.endswith(".md") and isinstance(text, str)]


def layer_and_inside(path: str) -> tuple[str, str]:
    """Take the path of a file of the content apart."""
    _, folder, inside = path.split("/", 2)
    return next(code for code, name in FOLDERS.items() if name == folder), inside


def put_page(draw: st.DrawFn, files: Files) -> Changes:
    layer = draw(st.sampled_from(LAYERS))
    inside = draw(st.sampled_from(paths_of(layer)))
    over = ""
    above = files.get(f"content/nasional/{inside}")
    if layer != "nasional" and isinstance(above, str):
        digest = hashlib.sha256(above.encode()).hexdigest()[:16]
        over = f"menimpa: sha256:{digest}\n"
    lines = draw(st.sampled_from(["", "", *LINES]))
    text = page_at(inside, draw(titles), draw(bodies), lines, over)
    return {f"content/{FOLDERS[layer]}/{inside}": text}


def edit_body(draw: st.DrawFn, files: Files) -> Changes:
    path = draw(st.sampled_from(pages_in(files)))
    head, mark, _ = str(files[path]).rpartition("\n---\n")
    return {path: f"{head}{mark}\n{linked(draw(bodies), layer_and_inside(path)[1])}"}


def edit_title(draw: st.DrawFn, files: Files) -> Changes:
    path = draw(st.sampled_from(pages_in(files)))
    title = draw(st.sampled_from([*TITLES, "KPU", "TPS"]))
    return {path: re.sub("^judul: .*$", f"judul: {title}", str(files[path]), flags=re.MULTILINE)}


def toggle_line(draw: st.DrawFn, files: Files, lines: tuple[str, ...] = LINES) -> Changes:
    path = draw(st.sampled_from(pages_in(files)))
    line, text = draw(st.sampled_from(lines)), str(files[path])
    if line in text:
        return {path: text.replace(line, "", 1)}
    key = line.partition(":")[0]
    text = re.sub(rf"^{key}: .*\n", "", text, flags=re.MULTILINE)
    return {path: text.replace("\n---\n", f"\n{line}---\n", 1)}


def toggle_draft(draw: st.DrawFn, files: Files) -> Changes:
    return toggle_line(draw, files, LINES[:1])


def schedule(draw: st.DrawFn, files: Files) -> Changes:
    return toggle_line(draw, files, LINES[1:2])


def make_mistake(draw: st.DrawFn, files: Files) -> Changes:
    if draw(st.booleans()):
        return toggle_line(draw, files, WRONG_LINES)
    path = draw(st.sampled_from(pages_in(files)))
    return {path: str(files[path]) + "\n" + draw(st.sampled_from(MISTAKES))}


def delete_page(draw: st.DrawFn, files: Files) -> Changes:
    return {draw(st.sampled_from(pages_in(files))): None}


def rename_page(draw: st.DrawFn, files: Files) -> Changes:
    path = draw(st.sampled_from(pages_in(files)))
    return {path: None, f"{posixpath.dirname(path)}/{draw(st.sampled_from(NAMES))}.md": files[path]}


def change_case(draw: st.DrawFn, files: Files) -> Changes:
    path = draw(st.sampled_from([p for p in files if isinstance(files[p], str)]))
    folder, name = posixpath.split(path)
    other = name.capitalize() if name != name.capitalize() else name.lower()
    return {path: None, f"{folder}/{other}": files[path]}


def move_page(draw: st.DrawFn, files: Files) -> Changes:
    path = draw(st.sampled_from(pages_in(files)))
    layer, inside = layer_and_inside(path)
    other = draw(st.sampled_from([code for code in LAYERS if code != layer]))
    return {path: None, f"content/{FOLDERS[other]}/{inside}": files[path]}


def change_settings(draw: st.DrawFn, files: Files) -> Changes:
    layer, pick = draw(st.sampled_from(LAYERS)), draw(st.integers(0, 11))
    if layer == "nasional":
        return {"content/situs.yaml": settings_of(layer, theme_of(files), pick)}
    return {f"content/{FOLDERS[layer]}/situs.yaml": settings_of(layer, "", pick)}


def change_facts(draw: st.DrawFn, files: Files) -> Changes:
    layer, pick = draw(st.sampled_from(LAYERS)), draw(st.integers(0, 7))
    return {f"content/{FOLDERS[layer]}/fakta.yaml": facts_of(layer, pick)}


def change_institutions(draw: st.DrawFn, files: Files) -> Changes:
    texts = [LEMBAGA, LEMBAGA.replace("Komisi Pemilihan Umum", "KPU RI"), LEMBAGA + "x: y\n"]
    return {"content/lembaga.yaml": draw(st.sampled_from(texts))}


def change_picture(draw: st.DrawFn, files: Files) -> Changes:
    layer = draw(st.sampled_from(("nasional", "61")))
    data = draw(st.sampled_from([PNG, OTHER_PNG, b"", None]))
    name = draw(st.sampled_from(["a.png", "b.png"]))
    return {f"content/{FOLDERS[layer]}/gambar/{name}": data}


def theme_of(files: Files) -> str:
    """Return the name of the theme that the settings ask for."""
    found = re.search("^tema: (.*)$", str(files["content/situs.yaml"]), flags=re.MULTILINE)
    return found[1] if found else "dasar"


def change_template(draw: st.DrawFn, files: Files) -> Changes:
    """Change, add, break or remove a template, a file of the theme, or its settings."""
    theme = theme_of(files)
    base = f"themes/{theme}"
    there = [p for p in files if p.startswith(base + "/") and isinstance(files[p], str)]
    if not there:
        return {"content/situs.yaml": settings_of("nasional", "waris", 1), **THEMES["waris"]}
    kind = draw(st.integers(0, 9))
    templates = [path for path in there if path.endswith((".html", ".css", ".svg"))]
    path = draw(st.sampled_from(templates or there))
    if kind < 5:
        note = draw(st.sampled_from(["/* a */", "/* lain */"]))
        return {path: str(files[path]).replace(note, "") + note}
    original = THEMES.get(theme, {}).get(path)
    drawn: Changes = {
        5: {path: None if files[path] == original and draw(st.booleans()) else original},
        6: {f"{base}/pages/tahapan.html": "Tahap {{ page.title }} {{ isi }}"},
        7: {f"{base}/assets/Lambang.svg": "<svg/>", f"{base}/assets/lambang.svg": None},
        8: {f"{base}/pages/_kaki.html": "{% include 'assets/lambang.svg' %}"},
        9: {path: draw(st.sampled_from(["{% if %}", "{{ tak_ada }}", "{{ page.title }}"]))},
    }[kind]
    return drawn


def change_theme_settings(draw: st.DrawFn, files: Files) -> Changes:
    """Change the colours that a theme brings along."""
    theme = theme_of(files)
    if theme == "dasar":
        return change_theme(draw, files)
    colour = draw(st.sampled_from(["#0b4f8a", "#123456", "#7a1010"]))
    extends = "extends: dasar\n" if theme == "waris" else ""
    return {f"themes/{theme}/theme.yaml": f'{extends}aksen: "{colour}"\n'}


def change_theme(draw: st.DrawFn, files: Files) -> Changes:
    """Ask for another theme, which may not be there."""
    theme = draw(st.sampled_from(["kecil", "kecil", "waris", "tak-ada"]))
    return {**THEMES.get(theme, {}), "content/situs.yaml": settings_of("nasional", theme, 1)}


def change_face(draw: st.DrawFn, files: Files) -> Changes:
    """Change a face, or let a region choose, drop or misname one."""
    base, layer = "themes/muka", draw(st.sampled_from(["61", "61.71", "31"]))
    settings = f"content/{FOLDERS[layer]}/situs.yaml"
    there = {
        f"{base}/theme.yaml": f'extends: {theme_of(files)}\naksen: "#123456"\n',
        f"{base}/gaya.css": "b{color:red}\n",
    }
    wanted: Changes = {
        "choose": {**there, settings: "tema: muka\n"},
        "restyle": {f"{base}/gaya.css": draw(st.sampled_from(["b{color:blue}\n", "", None]))},
        "recolour": {f"{base}/theme.yaml": there[f"{base}/theme.yaml"].replace("1234", "7a10")},
        "misname": {settings: "tema: tak-ada\n"},
        "drop": {settings: None},
    }[draw(st.sampled_from(["choose", "choose", "restyle", "recolour", "misname", "drop"]))]
    return wanted


def put_link(draw: st.DrawFn, files: Files) -> Changes:
    """Put a link in place of a file, to a file that may be there."""
    path = draw(st.sampled_from(sorted(files)))
    return {path: Link(draw(st.sampled_from(["../../situs.yaml", "tak-ada", "."])))}


def begin_again(draw: st.DrawFn, files: Files) -> Changes:
    """Put everything back as it was in the beginning."""
    theme = theme_of(files)
    wanted = start(theme if theme in THEMES else "kecil")
    return {**dict.fromkeys(files), **wanted}


def nothing(draw: st.DrawFn, files: Files) -> Changes:
    return {}


def edits_of(*kinds: tuple[int, Edit]) -> tuple[Edit, ...]:
    """Return every edit as often as it is to be drawn."""
    return tuple(edit for times, edit in kinds for _ in range(times))


PAGES = edits_of(
    (3, put_page), (3, edit_body), (3, edit_title), (3, toggle_line), (2, toggle_draft),
    (2, schedule), (2, delete_page), (2, rename_page), (1, change_case), (2, move_page),
    (2, make_mistake), (1, begin_again), (1, put_link), (1, nothing),
)  # fmt: skip
VALUES = edits_of(
    (4, change_settings),
    (4, change_facts),
    (1, change_institutions),
    (2, change_picture),
    (1, put_page),
    (1, begin_again),
    (1, edit_body),
    (1, nothing),
)
THEME = edits_of(
    (6, change_template), (2, change_theme_settings), (2, change_theme), (3, change_face),
    (1, change_settings),
    (1, begin_again), (1, edit_body), (1, nothing),
)  # fmt: skip
MEANWHILE = (
    "lose a file", "replace a file", "overwrite a file", "link a file", "lose a folder",
    "lose a mirror", "lose the output", "add a file", "add a file", "change a foreign file",
    "drop a foreign file", "add a link", "add a folder", "spoil a manifest", "copy a mirror",
    "forget the output", "forget the project", "cut the memo", "flip the memo", "swap the memo",
    "old memo", "other version", "cut the ledger", "flip the ledger", "old ledger", "leave litter",
)  # fmt: skip


def ask_of(chance: random.Random) -> Ask:
    """Choose how a build is asked for: mostly all mirrors, of the same day."""
    days = [date(2024, 2, 12)] * 6 + [date(2024, 2, 10), date(2024, 2, 14), None]
    regions: list[tuple[str, ...]] = [(), (), (), (), ("61.71",), ("31", "61")]
    return Ask(
        regions=chance.choice([*regions, (), ("61.02", "nasional")]),
        as_of=chance.choice(days),
        drafts=chance.randrange(12) == 0,
        jobs=2 if chance.randrange(30) == 0 else 1,
        verify=chance.randrange(12) == 0,
        writes=chance.randrange(20) != 0,
        keeps_memo=chance.randrange(4) == 0,
    )


@st.composite
def sequences(
    draw: st.DrawFn,
    edits: tuple[Edit, ...],
    *,
    themes: tuple[str, ...] = ("kecil",),
    meanwhile: int = 0,
    length: int = 4,
) -> list[Step]:
    """Draw a first build and some edits with a build after each.

    Args:
        edits: what is drawn from.
        themes: what is drawn from, too.
        meanwhile: in how many of ten steps others do something.
        length: how many edits, at most.
    """
    theme = draw(st.sampled_from(themes))
    files = start(theme)
    steps = [Step("start", theme=theme)]
    past = [dict(files)]
    # Drawn one by one, the same few kinds come again and again: Hypothesis likes to repeat.
    chance = random.Random(draw(st.binary(min_size=8, max_size=8)))
    for _ in range(draw(st.integers(min(2, length), length))):
        edit = chance.choice(edits)
        name = edit.__name__.replace("_", " ")
        if chance.randrange(16) == 0:
            name, old = "go back", draw(st.sampled_from(past))
            changes: Changes = {**dict.fromkeys(files), **old}
        else:
            changes = edit(draw, files)
        changes = {
            path: text
            for path, text in changes.items()
            if files.get(path) != text and not under_a_file(path, files)
        }
        others = ("", 0, 0)
        if chance.randrange(10) < meanwhile:
            number = st.integers(0, 200)
            others = (chance.choice(MEANWHILE), draw(number), draw(number))
            if chance.randrange(3) == 0:
                name, changes = "nothing", {}
        times = draw(st.sampled_from(["", "", "", "old", "same", "touched"]))
        for path, text in changes.items():
            if text is None:
                files.pop(path, None)
            else:
                files[path] = text
        past.append(dict(files))
        steps.append(Step(name, changes, "", times, others, ask_of(chance)))
    return steps


def under_a_file(path: str, files: Files) -> bool:
    """Tell whether a file is where one of the folders of `path` would be."""
    return any(str(parent) in files for parent in posix_parents(path))


def posix_parents(path: str) -> list[str]:
    """Return the folders above a path."""
    found = []
    while path := path.rpartition("/")[0]:
        found.append(path)
    return found
