"""The second layer takes out what the first let pass, and says so; nothing of ours is forged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sitegen.model.page import Slot
from sitegen.plumbing import sanitize
from sitegen.plumbing.markdown.links import Links
from tests.project import PNG, Project, page

NATION = "content/nasional"
A = f"{NATION}/a.md"
TEXTS = Path(__file__).parent / "texts"


@pytest.mark.parametrize(
    ("before", "lost"),
    [
        ("<p>a</p>", ""),
        ("<p>a &quot;b&quot; &copy; <br /></p>", ""),
        ('<p title="a &amp; b">x</p>', ""),
        ('<p dir="rtl">x</p>', '<p dir="rtl">'),
        ('<div class="footnote"><p>a</p></div>', ""),
        ('<pre><code class="language-python">a\n</code></pre>', ""),
        ('<table><tbody><tr><td style="text-align: left;">a</td></tr></tbody></table>', ""),
        ("<script>alert(1)</script>", "<script>"),
        ('<p><a href="javascript:alert(1)">a</a></p>', '<a href="javascript:alert(1)">'),
        ('<p onclick="x">a</p>', '<p onclick="x">'),
        ('<p><a href="https://a" style="x">a</a></p>', '<a href="https://a" style="x">'),
        ("<p>a<!-- b --></p>", "<!-- b -->"),
        ("<p><b>a</b></p>", "<b>"),
    ],
)
def test_what_is_taken_out_is_named(before: str, lost: str) -> None:
    assert sanitize.taken_out(before, sanitize.clean(before)) == lost


def test_what_only_the_second_layer_stops_is_called_our_mistake(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Links, "run", lambda _self, _root: None)
    project.file(A, page("A", "Satu.\n\n[x](javascript:alert(1))\n"))
    (message,) = project.messages()
    assert message.startswith(f'{A}:5:1: galat SG299: “<a href="javascript:alert(1)">” dibuang')
    assert "ini kesalahan sitegen, bukan kesalahan Anda" in message
    assert not project.output.exists() or not list(project.output.glob("nasional*"))


def test_the_second_layer_finds_nothing_in_texts_of_others(project: Project) -> None:
    spec = json.loads((TEXTS / "commonmark/spec.json").read_text("utf-8"))
    for number, text in enumerate(spec):
        project.file(f"{NATION}/n-{number}.md", page("A", text["markdown"]))
    project.build()
    codes = {problem.kind.code for problem in project.report.problems}
    assert "SG299" not in codes
    assert "SG201" in codes


# --- placeholders

BLOCK = '<sg-block data-n="0"></sg-block>'
MARK = Slot("fakta", (("bentuk", ""), ("nama", "jam_tutup"))).mark
FORMS = {
    "text": "{}\n",
    "code": "`{}`\n",
    "fence": "```\n{}\n```\n",
    "title of a link": "[x](a.md '{}')\n",
    "text of a link": "[{}](a.md)\n",
    "address": "[x](<a.md#{}>)\n",
    "alternative": "![{}](gambar/a.png)\n",
    "heading": "## {}\n",
    "reference": "[x]\n\n[x]: a.md '{}'\n",
    "abbreviation": "*[KPU]: {}\n\nKPU\n",
    "footnote": "a[^1]\n\n[^1]: {}\n",
    "cell": "| a |\n|---|\n| {} |\n",
    "argument": '::: catatan judul="{}"\nIsi.\n:::\n',
}
BLOCKS = "::: catatan\nSatu.\n:::\n\n"
ELEMENTS = [BLOCK, BLOCK.replace('"', ""), BLOCK.replace("<", "&lt;"), BLOCK.replace('"', "&quot;")]
SIGNS = "\ufdd0 \ufdd2 \ufdd3 &#xfdd0; &#64976; &#xFDD2; %EF%B7%90 \\ufdd0".split()


def test_the_element_of_a_block_cannot_be_typed(project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A", "Satu.\n")).file(f"{NATION}/gambar/a.png", PNG)
    forms = {
        f"p-{number}-{kind}": form.format(element)
        for number, element in enumerate(ELEMENTS)
        for kind, form in enumerate(FORMS.values())
    }
    for name, text in forms.items():
        project.file(f"{NATION}/{name}.md", page("A", BLOCKS + text))
    project.build()
    refused = {problem.place.path for problem in project.report.problems if problem.blocks}
    for name in forms:
        if f"{NATION}/{name}.md" in refused:
            (project.folder / f"{NATION}/{name}.md").unlink()
    project.build()
    assert not project.report.failed
    shown = [name for name in forms if f"{NATION}/{name}.md" not in refused]
    assert len(shown) > len(FORMS)
    for name in shown:
        html = project.read(f"{name}.html")
        own = 2 if forms[name].startswith(":::") else 1
        assert html.count('<aside class="catatan">') == own, forms[name]
        assert "<sg-block" not in html, forms[name]


def test_the_sign_of_a_placeholder_is_refused_wherever_it_is_typed(project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A", "Satu.\n")).file(f"{NATION}/gambar/a.png", PNG)
    texts = [form.format(sign) for sign in (*SIGNS, MARK) for form in FORMS.values()]
    for number, text in enumerate(texts, 100):
        project.file(f"{NATION}/p-{number}.md", page("A", text))
    found = [
        (problem.rpartition(":")[0].rpartition(":")[0], problem[-5:])
        for problem in project.problems()
    ]
    assert found == [(f"{NATION}/p-{number}.md", "SG103") for number, _ in enumerate(texts, 100)]
