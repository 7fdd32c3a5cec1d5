"""Pelican's settings for the corpus; what they share with the other programs is in situs.json."""

import json
from pathlib import Path

FOLDER = Path(__file__).parent
SITUS = json.loads((FOLDER / "situs.json").read_text(encoding="utf-8"))["situs"]

SITENAME = SITUS["judul"]
SITEURL = SITUS["alamat"]
BAGIAN = {section["path"]: section for section in SITUS["bagian"]}
TIMEZONE = "Asia/Jakarta"
DEFAULT_LANG = "id"

PATH = "content"
PAGE_PATHS = ["pages"]
THEME = str(FOLDER / "theme")
THEME_STATIC_DIR = "."
STATIC_PATHS = ["robots.txt"]
EXTRA_PATH_METADATA = {}

ARTICLE_URL = ARTICLE_SAVE_AS = "{category}/{slug}.html"
CATEGORY_URL = CATEGORY_SAVE_AS = "{slug}/index.html"
TAG_URL = TAG_SAVE_AS = "tag/{slug}/index.html"
TAGS_SAVE_AS = "tag/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
AUTHOR_SAVE_AS = ""
DIRECT_TEMPLATES = ["tags", "404", "sitemap"]
PAGINATED_TEMPLATES = {"tag": 20, "category": 20}
PAGINATION_PATTERNS = [
    (1, "{base_name}/index.html", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}.html", "{base_name}/page/{number}.html"),
]

FEED_ALL_ATOM = "atom.xml"
FEED_MAX_ITEMS = 20
CATEGORY_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None

FORMATTED_FIELDS = []
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.meta": {},
        "markdown.extensions.fenced_code": {},
        "markdown.extensions.tables": {},
        "markdown.extensions.toc": {},
    },
    "output_format": "html5",
}
