"""Texts as writers type them, right and nearly right, from small grammars."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.project import clarification, page, stage

WORDS = (
    "pemilu",
    "TPS",
    "surat suara",
    "Anda",
    "KPPS",
    "13.00",
    "é",
    "🗳️",
    "👩🏽‍🦱",
    "صوت",
    "עברית",
    "\u0301",
    "n\u0303",
    "ไทย",
    "𝔗",
    "&amp;",
    "&#x202e;",
    "<b>",
    "“kutip”",
    "—",
    "…",
    "a_b*c",
    "\\",
    "`",
    "|",
    "{{ fakta.jam_tutup }}",
    "{{",
    "[x]",
    "](",
    "![",
    "::: ",
    "---",
    "#",
    "- ",
    "1. ",
    "> ",
    "[^1]",
    "\t",
)
"""Indonesian, emoji, right to left, combining marks, and signs that mean something."""
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
lines = words.map(lambda text: text.replace("\n", " "))


def indented(block: str, first: str, rest: str) -> str:
    return "\n".join((rest if n else first) + line for n, line in enumerate(block.split("\n")))


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return blocks that hold blocks."""
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("\n\n".join),
        inner.map(lambda b: indented(b, "> ", "> ")),
        inner.map(lambda b: indented(b, "- ", "    ")),
        inner.map(lambda b: indented(b, "1. ", "    ")),
        inner.map(lambda b: f"::: catatan\n{b}\n:::"),
        inner.map(lambda b: f"a[^1]\n\n[^1]: {indented(b, '', '    ')}"),
        inner.map(lambda b: indented(b, "istilah\n: ", "    ")),
    )


blocks = st.one_of(
    lines,
    lines.map(lambda t: f"## {t}"),
    lines.map(lambda t: f"```\n{t}\n```"),
    lines.map(lambda t: f"```\n{t}"),
    lines.map(lambda t: f"**{t}"),
    lines.map(lambda t: f"_{t}_ ~~{t}~~ `{t}`"),
    st.tuples(lines, lines).map(lambda t: f"| a | b |\n|---|:-:|\n| {t[0]} | {t[1]} |"),
    st.tuples(lines, lines).map(lambda t: f"| a | b\n|---|\n{t[0]} | {t[1]} | c |"),
    st.tuples(lines, lines).map(lambda t: f"[{t[0]}](a.md '{t[1]}') ![{t[0]}](gambar/b.png)"),
    st.tuples(lines, lines).map(lambda t: f"[{t[0]}][c]\n\n[c]: https://a.example '{t[1]}'"),
    lines.map(lambda t: f"*[KPU]: {t}\n\nKPU dan TPS"),
    lines.map(lambda t: f'::: catatan judul="{t}" jenis=penting\nx\n:::'),
)
bodies = st.recursive(blocks, nested, max_leaves=6)
"""Markdown."""

scalars = st.one_of(
    words,
    words.map(lambda t: "'" + t.replace("'", "''") + "'"),
    words.map(repr),
    st.sampled_from(
        (
            "no",
            "1:1",
            "2029-02-30",
            "2024-02",
            "~",
            "[",
            "{a: b",
            "&a x",
            "*a",
            "!!str x",
            "|\n  a\n  b",
            ">-\n  a",
            "[a, b]",
            "{di: a}",
            "0x1F",
            "' ",
            '"\\ud800"',
        )
    ),
)
KEYS = (
    "judul",
    "ringkasan",
    "tag",
    "tanggal",
    "tipe",
    "slug",
    "draf",
    "terbit",
    "sumber",
    "nomor",
    "klaim",
    "putusan",
    "jenis",
    "beredar",
    "riwayat",
    "mulai",
    "selesai",
    "batas",
    "langkah",
    "alias",
    "title",
    "judull",
    "é",
    "? x",
    "<<",
    "- a",
    "status",
)
fields = st.dictionaries(st.sampled_from(KEYS), scalars, max_size=4)


def stated(extra: dict[str, str]) -> str:
    return "".join(f"{key}: {value}\n" for key, value in extra.items())


valid = st.one_of(
    st.builds(lambda b: page("A", b + "\n", tag="[a, b]"), bodies),
    st.builds(lambda b: stage("A", b + "\n"), bodies),
    st.builds(lambda b: clarification("A").replace("Isi.\n", b + "\n"), bodies),
    st.builds(lambda b: page("A", b + "\n", tanggal="2024-02-01"), bodies),
)
"""Pages whose front matter is right."""


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Return a page whose front matter was typed in haste."""
    text = draw(valid)
    head, fence, body = text[4:].partition("---\n")
    rows = head.split("\n")[:-1] + [stated(draw(fields)).rstrip("\n")] * draw(st.booleans())
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(rows) - 1))
        match draw(st.sampled_from(("cut", "double", "tab", "sign", "swap", "indent", "join"))):
            case "cut":
                rows[at] = rows[at][: draw(st.integers(0, len(rows[at])))]
            case "double":
                rows.insert(at, rows[at])
            case "tab":
                rows[at] = "\t" + rows[at]
            case "sign":
                where = draw(st.integers(0, len(rows[at])))
                sign = draw(
                    st.sampled_from(("'", '"', ":", "#", "- ", "{", "]", "|", "&a ", "%", "@", "🗳"))
                )
                rows[at] = rows[at][:where] + sign + rows[at][where:]
            case "swap":
                rows[at], rows[-1] = rows[-1], rows[at]
            case "indent":
                rows[at] = "  " + rows[at]
            case "join":
                rows[at] += " " + rows[-1]
    fence = draw(st.sampled_from((fence, fence, "--- \n", "...\n", "")))
    return "---\n" + "\n".join(rows) + "\n" + fence + body


PARTS = (
    "a",
    "b-c",
    "tahapan",
    "berita",
    "index",
    "..",
    ".",
    "con",
    "aux",
    "A",
    "é",
    "e\u0301",
    "а",
    "ﬁ",
    "%2e%2e",
    "a b",
    "a.",
    "-a",
    "a" * 90,
    "\u202e",
    "🗳",
    "a:b",
    "a\\b",
    "~",
    ".htaccess",
    "gambar",
    "tambahan",
    "nasional",
    "61-kalimantan-barat",
    "\u200b",
    "a\nb",
    "a\tb",
    "’",
    "_",
    "404",
    "cari",
    "ａ",
)
names = st.lists(st.sampled_from(PARTS), min_size=1, max_size=3).map("".join)
paths = st.builds(
    lambda folders, name, ending: "/".join((*folders, name + ending)),
    st.lists(names, max_size=3),
    names,
    st.sampled_from((".md", ".MD", ".md.md", "", ".html", ".png", ".yaml", ". md")),
)
"""Paths, of which most are refused."""
