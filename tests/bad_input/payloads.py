"""Documents that try to run script: techniques × events × encodings × places a writer can write.

Written by us from what is known of the techniques (OWASP XSS Filter Evasion Cheat Sheet, WHATWG
HTML 13.2, CommonMark's and Python-Markdown's constructs). Each payload calls `tanda(<its number>)`.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator

from tests.project import clarification, page, stage

TAGS = (
    "img src=x", "svg", "body", "video src=x", "audio src=x", "input autofocus", "details open",
    "marquee", "iframe src=x", "object data=x", "select autofocus", "textarea autofocus",
    "a href=x", "form", "style", "math", "table background=x", "p", "div",
    "link href=x rel=stylesheet",
    "embed src=x", "button", "isindex", "keygen autofocus", "xss contenteditable", "image src=x",
)  # fmt: skip
EVENTS = (
    "onerror", "onload", "onclick", "onfocus", "onmouseover", "ontoggle", "onstart", "onpageshow",
    "onanimationstart", "onpointerenter", "onbegin", "oncontentvisibilityautostatechange",
)  # fmt: skip


def elements(call: str) -> Iterator[str]:
    """Yield elements that run `call`, in the ways that filters have missed."""
    for number, tag in enumerate(TAGS):
        for event in EVENTS[number % 3 :: 3]:
            yield f"<{tag} {event}={call}>"
        yield f"<{tag.upper()}/{EVENTS[number % 12].upper()}='{call}'>"
        yield f'<{tag}\n{EVENTS[number % 12]}\n=\n"{call}">'
        yield f"<{tag.split()[0]}\x0c{EVENTS[number % 12]}={call} {tag.partition(' ')[2]}"
    script = f"<script>{call}</script>"
    yield from (
        script,
        f"<ScRiPt>{call}</sCrIpT>",
        f"<script\n>{call}</script\n>",
        f"<script/x>{call}</script>",
        f"<<script>{call}//<</script>",
        f"<scr<script>ipt>{call}</scr</script>ipt>",
        f"</title>{script}",
        f"</textarea>{script}",
        f"</style>{script}",
        f"</script>{script}",
        f"--><!--{script}-->",
        f"<!--><img src=x onerror={call}>-->",
        f"<![CDATA[{script}]]>",
        f"<?xml ?>{script}",
        f"<!DOCTYPE x [<!ENTITY y '{script}'>]>&y;",
        f"<svg><script>{call}</script>",
        f"<svg><animate onbegin={call} attributeName=x>",
        f"<svg><a xlink:href='javascript:{call}'><rect>",
        f"<math><mtext><table><mglyph><style><img src=x onerror={call}>",
        f"<noscript>{script}</noscript>",
        f"<template>{script}</template>",
        f"<iframe srcdoc='{script}'>",
        f"<base href='javascript:{call}//'>",
        f"<meta http-equiv=refresh content='0;url=javascript:{call}'>",
        f"<form action='javascript:{call}'><button autofocus>x",
        f"<button formaction='javascript:{call}'>x",
        f"<object data='javascript:{call}'>",
        f"<iframe src='javascript:{call}'>",
        f"<embed src='javascript:{call}'>",
        f"<link rel=stylesheet href='javascript:{call}'>",
        f"<style>@import 'javascript:{call}';</style>",
        f"<p style='background:url(javascript:{call})'>",
        f"<a href='javascript:{call}'>x</a>",
        f"<img src='javascript:{call}'>",
        f"<sg-block data-n='0'>{script}</sg-block>",
        f'<sg-block data-n="0" onclick={call}>',
        f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={call}>",
        f'<svg></p><style><a id="</style><img src=1 onerror={call}>">',
        f"<math></br><title><a id='</title><img src onerror={call}>'>",
        f"<plaintext>{script}",
        f"<xmp>{script}</xmp>",
        f"<listing>&lt;img src=x onerror={call}&gt;</listing>",
    )


def addresses(call: str) -> Iterator[str]:
    """Yield addresses that run `call`."""
    plain = f"javascript:{call}"
    data = base64.b64encode(f"<script>parent.{call}</script>".encode()).decode()
    yield from (
        plain,
        plain.upper().replace("TANDA", "tanda"),
        f"JaVaScRiPt:{call}",
        f" {plain}",
        f"\t{plain}",
        plain.replace("s", "s\t", 1),
        plain.replace("v", "&#9;v", 1),
        plain.replace("v", "&Tab;v", 1),
        plain.replace("v", "&NewLine;v", 1),
        plain.replace(":", "&colon;"),
        plain.replace(":", "&#58;"),
        plain.replace(":", "&#x3a;"),
        plain.replace(":", "&#0000058"),
        plain.replace("j", "&#106;"),
        plain.replace("j", "&#x6A;"),
        plain.replace("j", "%6A"),
        plain.replace(":", "%3A"),
        "".join(f"&#{ord(c)};" for c in plain),
        "".join(f"&#x{ord(c):x};" for c in plain),
        f"\x01{plain}",
        f"\u00a0{plain}",
        f"\u2028{plain}",
        f"\ufeff{plain}",
        f"java\u00adscript:{call}",
        f"vbscript:{call}",
        f"data:text/html,<script>{call}</script>",
        f"data:text/html;base64,{data}",
        f"data:image/svg+xml;base64,{data}",
        f"DATA:text/html;base64,{data}",
        f"blob:{plain}",
        f"view-source:{plain}",
        f"feed:{plain}",
        f"jar:{plain}!/",
        f"livescript:{call}",
        f"mocha:{call}",
        f"{plain}//a.md",
        f"{plain}#a.md",
        f"{plain}?https://kpu.go.id",
        f"//a.example/{plain}",
        f"\\\\a.example\\{plain}",
        f"https://kpu.go.id@a.example/{plain}",
        f'a.md" onmouseover="{call}',
        f"a.md' onmouseover='{call}",
        f"a.md onmouseover={call}",
        f"javascript\\:{call}",
        f"ｊavascript:{call}",
        f"javascript://%0a{call}",
        f"javascript:/*--></title>*/{call}",
        f"x:{plain}",
        f"./{plain}",
        f"gambar/{plain}.png",
        f'a.md#"><img src=x onerror={call}>',
        f'tel:"onclick={call}',
        f"mailto:{plain}",
    )


def texts(call: str) -> Iterator[str]:
    """Yield what breaks out of an attribute, a text, a script or a template."""
    image = f"<img src=x onerror={call}>"
    for quote in ('"', "'", "`", "&quot;", "&#34;", "&#x22", '\\"', "\u201c", "%22", '"""'):
        yield f"{quote}>{image}"
        yield f"{quote} onfocus={call} autofocus x={quote}"
    yield from (
        image.replace("<", "&lt;"),
        image.replace("<", "&#60;"),
        image.replace("<", "&#x3c"),
        image.replace("<", "&LT;"),
        image.replace("<", "\\u003c"),
        image.replace("<", "\\x3c"),
        image.replace("<", "%3C"),
        image.replace("<", "＜"),
        image.replace("<", "&amp;lt;"),
        image.replace("<", "\\<"),
        image.replace("<", "+ADw-"),
        image.replace("<", "¼"),
    )
    yield from (
        image,
        f"</script><script>{call}</script>",
        f"\\u003c/script>{image}",
        f"]]>{image}",
        f"-->{image}",
        f"*/{call}/*",
        f"';{call}//",
        f'");{call}//',
        f"${{{call}}}",
        f"{{%{call}%}}",
        f"#{{{call}}}",
        f"</textarea>{image}",
        f"</title>{image}",
        f"</noscript>{image}",
        f"\u2028{call}\u2029",
        f"<!--{image}",
    )


Place = Callable[[str], tuple[str, str]]
"""Puts a payload somewhere: gives a folder and name of a file, with `{n}`, and its text."""


def _body(form: str) -> Place:
    return lambda payload: ("{n}.md", page("A", form.replace("§", payload) + "\n"))


BODIES = tuple(
    map(
        _body,
        (
            "§", "a § b", "## §", "- §\n- b", "1. §", "> §", "**§**", "`§`", "    §", "```\n§\n```",
            "```§\nx\n```", "a[^1]\n\n[^1]: §", "a[^§]\n\n[^§]: b", "| § |\n|---|\n| b |",
            "| a |\n|---|\n| § |", "§\n: arti", "arti\n: §", "*[HTML]: §\n\nHTML", "*[§]: x\n\n§",
            "::: catatan\n§\n:::", '::: catatan judul="§"\nx\n:::', "::: catatan jenis=§\nx\n:::",
            "[§](b.md)", "![§](gambar/a.png)", "\\§", "§\n===", "{{ fakta.jam_tutup }}§", "{: § }",
            "a\n{: title='§' }", "{{ § }}", "_§_{: §}", "[a]\n\n[a]: b.md '§'",
        ),
    )
)  # fmt: skip
LINKS = tuple(
    map(
        _body,
        (
            "[a](§)", "![a](§)", "<§>", "[a](<§>)", "[a][1]\n\n[1]: §", "![a][1]\n\n[1]: <§>",
            '[a](b.md "§")', "[a](b.md '§')", "[a](b.md (§))", '[a]\n\n[a]: https://a.example "§"',
            "[![a](§)](§)", "[a](\n§\n)", "a [§] b\n\n[§]: §", "[a](b.md#§)", "§",
        ),
    )
)  # fmt: skip


def _front(make: Callable[[str], str], folder: str = "") -> Place:
    return lambda payload: (folder + "{n}.md", make(json.dumps(payload)))


def _sourced(**source: str) -> Callable[[str], str]:
    def make(value: str) -> str:
        fields = {"lembaga": "kpu", "judul": "a", "tanggal": "2024", "url": "https://a.example/"}
        fields |= dict.fromkeys(source, value)
        written = ", ".join(f"{key}: {text}" for key, text in fields.items())
        return page("A", sumber=f"[{{{written}}}]")

    return make


FRONT = (
    _front(lambda v: page(v).replace("ringkasan: Ringkasan " + v + ".", "ringkasan: x")),
    _front(lambda v: page("A").replace("Ringkasan A.", v)),
    _front(lambda v: page("A", tag=f"[{v}]"), "berita/"),
    _front(lambda v: page("A", tanggal="2024", tempat=v), "berita/"),
    _front(lambda v: clarification("A", klaim=v), "klarifikasi/"),
    _front(lambda v: clarification("A", jenis=v), "klarifikasi/"),
    _front(lambda v: clarification("A", beredar=f"[{{di: {v}}}]"), "klarifikasi/"),
    _front(lambda v: clarification("A", beredar=f"[{{di: a, arsip: {v}}}]"), "klarifikasi/"),
    _front(
        lambda v: clarification("A", riwayat=f"[{{tanggal: 2024-02-11, perubahan: {v}}}]"),
        "klarifikasi/",
    ),
    _front(lambda v: stage("A", mulai="", selesai="", batas=v), "tahapan/"),
    _front(lambda v: stage("A", kondisi=v), "tahapan/"),
    _front(lambda v: stage("A", dasar_hukum=f"[{v}]"), "tahapan/"),
    _front(lambda v: page("A", kepanjangan=v, alias=f"[{v}]"), "istilah/"),
    _front(lambda v: page("A", langkah=f"[{{judul: {v}, isi: {v}}}]"), "panduan/"),
    _front(_sourced(judul="x")), _front(_sourced(url="x")), _front(_sourced(dimuat="x")),
    _front(_sourced(lembaga="x")), _front(lambda v: page("A", **{v: "a"})),
    _front(lambda v: page("A", slug=v)), _front(lambda v: page("A", tipe=v)),
)  # fmt: skip


def _named(payload: str) -> tuple[str, str]:
    name = payload.replace("/", "∕").replace("\0", "")
    return name.encode()[:120].decode("utf-8", "ignore") + "{n}.md", page("A")


def documents() -> list[tuple[str, str]]:
    """Return (path in the nation's layer, text) of every document; its number stands in it."""
    made: list[tuple[str, str]] = []
    kinds = ((elements, BODIES, 8), (addresses, LINKS, 11), (texts, BODIES, 10), (texts, FRONT, 12))
    kinds += ((addresses, FRONT, 4), (elements, FRONT, 3), (texts, (_named,), 1))
    for payloads, places, each in kinds:
        count = len(list(payloads("")))
        for which in range(count):
            for step in range(
                each
            ):  # a payload goes to some of the places, and all places are used
                place = places[(which + step * (len(places) // each or 1)) % len(places)]
                number = len(made)
                payload = list(payloads(f"tanda({number})"))[which]
                name, text = place(payload)
                made.append((name.replace("{n}", f"x-{number}"), text))
    return made
