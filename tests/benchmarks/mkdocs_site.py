"""The corpus as a project of MkDocs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from corpus import FACT, HOME, HOME_TEXT, SECTIONS, TAGS, Page
from generator import ADDRESS, ASSETS, FACT_HTML, SITE, Generator, write_matter
from measure import Command

TEMPLATES = Path(__file__).parent / "mkdocs"
"""A theme of MkDocs for this corpus."""

CONFIG = {
    "site_name": SITE["judul"],
    "site_url": ADDRESS,
    "use_directory_urls": False,
    "theme": {"name": None, "custom_dir": "theme", "static_templates": ["404.html", "robots.txt"]},
    "plugins": [],
    "markdown_extensions": ["fenced_code", "tables", "toc"],
    "extra": SITE,
}
"""The settings; no plugin, not even the search that is on by default."""


class MkDocs(Generator):
    """MkDocs with a theme of its own."""

    name: ClassVar[str] = "mkdocs"
    memory: ClassVar[str] = (
        "--dirty: only files that changed, so that lists and neighbours go stale"
    )

    def write_project(self, project: Path, pages: Sequence[Page]) -> None:
        """Write `pages` as a project in the new folder `project`."""
        docs = project / "docs"
        shutil.copytree(TEMPLATES, project / "theme")
        shutil.copytree(ASSETS, docs)
        (project / "mkdocs.yml").write_text(json.dumps(CONFIG), encoding="utf-8")
        matter = {"title": HOME[0], "description": HOME[1], "template": "beranda.html"}
        write_matter(docs / "index.md", matter, HOME_TEXT)
        for section, (title, summary) in SECTIONS.items():
            (docs / section).mkdir()
            matter = {"title": title, "description": summary, "template": "bagian.html"}
            write_matter(docs / section / "index.md", matter, "")
        (docs / "tag").mkdir()
        write_matter(docs / "tag" / "index.md", {"title": "Tag", "template": "daftar-tag.html"}, "")
        for tag in TAGS:
            write_matter(docs / "tag" / f"{tag}.md", {"title": tag, "template": "tag.html"}, "")
        for page in pages:
            self.write_page(project, page)

    def write_page(self, project: Path, page: Page) -> None:
        """Write the source of one page; the day without quotes is a date."""
        matter = {"title": page.title, "description": page.summary, "tag": page.tags}
        path = self.page_file(project, page)
        write_matter(path, matter, page.body.replace(FACT, FACT_HTML))
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("---\n", f"---\ndate: {page.day}\n", 1), encoding="utf-8")

    def page_file(self, project: Path, page: Page) -> Path:
        """Return where the source of `page` lies."""
        return project / "docs" / page.section / f"{page.slug}.md"

    def build(self, project: Path, output: Path, *, again: bool) -> Command:
        """Return the command that builds `project`."""
        arguments = (str(self.program), "build", "--quiet", "--site-dir", str(output))
        return Command((*arguments, *(("--dirty",) if again else ())), project, {})
