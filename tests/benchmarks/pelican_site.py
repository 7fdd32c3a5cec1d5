"""The corpus as a project of Pelican."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from corpus import FACT, HOME, HOME_TEXT, SECTIONS, Page
from generator import ADDRESS, ASSETS, FACT_HTML, SITE, Generator
from measure import Command

TEMPLATES = Path(__file__).parent / "pelican"
"""Pelican's settings and theme for this corpus."""

CACHE = ("--extra-settings", "CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true")
"""Options that keep what a page's Markdown became, and use it again while the file is as old."""


class Pelican(Generator):
    """Pelican: sections are categories, pages are articles."""

    name: ClassVar[str] = "pelican"
    memory: ClassVar[str] = "everything again, but for Markdown from its cache"

    def write_project(self, project: Path, pages: Sequence[Page]) -> None:
        """Write `pages` as a project in the new folder `project`."""
        shutil.copytree(TEMPLATES, project)
        shutil.copytree(ASSETS, project / "theme" / "static")
        (project / "situs.json").write_text(json.dumps({"situs": SITE}), encoding="utf-8")
        content = project / "content"
        for folder in ("pages", *SECTIONS):
            (content / folder).mkdir(parents=True)
        robots = f"User-agent: *\nAllow: /\nSitemap: {ADDRESS}sitemap.xml\n"
        (content / "robots.txt").write_text(robots, encoding="utf-8")
        home = (
            f"Title: {HOME[0]}\nSummary: {HOME[1]}\nTemplate: beranda\n"
            f"Save_as: index.html\nURL: index.html\n\n{HOME_TEXT}"
        )
        (content / "pages" / "beranda.md").write_text(home, encoding="utf-8")
        for page in pages:
            self.write_page(project, page)

    def write_page(self, project: Path, page: Page) -> None:
        """Write the source of one page."""
        body = page.body.replace(FACT, FACT_HTML).replace("](../", "]({filename}/")
        text = (
            f"Title: {page.title}\nSlug: {page.slug}\nSummary: {page.summary}\n"
            f"Date: {page.day}\nTags: {', '.join(page.tags)}\n\n{body}"
        )
        self.page_file(project, page).write_text(text, encoding="utf-8")

    def page_file(self, project: Path, page: Page) -> Path:
        """Return where the source of `page` lies."""
        return project / "content" / page.section / f"{page.slug}.md"

    def build(self, project: Path, output: Path, *, again: bool) -> Command:
        """Return the command that builds `project`."""
        arguments = (str(self.program), "--settings=pelicanconf.py", f"--output={output}")
        quiet = ("--quiet", "--fatal=errors")
        return Command((*arguments, *quiet, *(CACHE if again else ())), project, {})
