"""The corpus as a project of Eleventy."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from corpus import FACT, HOME, HOME_TEXT, SECTIONS, Page
from generator import ASSETS, SITE, Generator, write_matter
from measure import Command

TEMPLATES = Path(__file__).parent / "eleventy"
"""Eleventy's configuration and templates for this corpus."""

VARIABLE = '<span class="fakta">{{ situs.fakta.jam_tutup }}</span>'
"""How a page of Eleventy shows the fact."""


class Eleventy(Generator):
    """Eleventy: pages are Markdown, templates Nunjucks."""

    name: ClassVar[str] = "eleventy"

    def write_project(self, project: Path, pages: Sequence[Page]) -> None:
        """Write `pages` as a project in the new folder `project`."""
        shutil.copytree(TEMPLATES, project)
        shutil.copytree(ASSETS, project / "static")
        (project / "situs.json").write_text(json.dumps({"situs": SITE}), encoding="utf-8")
        content = project / "content"
        for section, (title, _) in SECTIONS.items():
            (content / section).mkdir()
            data = {"layout": "halaman.njk", "bagian": section, "namaBagian": title}
            path = content / section / f"{section}.11tydata.cjs"
            address = f"({{ page }}) => `/{section}/${{page.fileSlug}}.html`"
            path.write_text(
                f"module.exports = {{ ...{json.dumps(data)}, permalink: {address} }};\n",
                encoding="utf-8",
            )
        matter = {"title": HOME[0], "description": HOME[1], "layout": "beranda.njk"}
        write_matter(content / "index.md", matter, HOME_TEXT)
        for page in pages:
            self.write_page(project, page)

    def write_page(self, project: Path, page: Page) -> None:
        """Write the source of one page; only those with the fact are templates as well."""
        matter: dict[str, object] = {
            "title": page.title,
            "description": page.summary,
            "date": str(page.day),
            "tag": page.tags,
        }
        if FACT in page.body:
            matter["templateEngineOverride"] = "njk,md"
        body = page.body.replace(FACT, VARIABLE).replace(".md)", ".html)")
        write_matter(self.page_file(project, page), matter, body)

    def page_file(self, project: Path, page: Page) -> Path:
        """Return where the source of `page` lies."""
        return project / "content" / page.section / f"{page.slug}.md"

    def build(self, project: Path, output: Path, *, again: bool) -> Command:  # noqa: ARG002
        """Return the command that builds `project`; it always builds everything."""
        arguments = (str(self.program), "--config=eleventy.config.cjs", f"--output={output}")
        return Command((*arguments, "--quiet"), project, {})
