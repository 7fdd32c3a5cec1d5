"""What web servers are to say and to refuse, from one table (`model.policy`).

`.htaccess` (Apache, LiteSpeed) and `_headers` (Netlify, Cloudflare) work where they lie; for
nginx and Caddy there are files in `_server/` to include.
"""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.model.page import Slot
from sitegen.model.policy import ASSET_AGE, ASSETS, HEADERS, NEVER_RUN, PAGE_AGE
from sitegen.outputs.view import OutputView

ENDINGS = "|".join(NEVER_RUN)
TYPES = {
    "text/html": "html",
    "text/css": "css",
    "text/javascript": "js",
    "text/plain": "txt",
    "text/calendar": "ics",
    "text/xml": "xml",
    "application/json": "json",
    "application/atom+xml": "atom",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/jpeg": "jpg jpeg",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/avif": "avif",
}
"""Types of what a site holds, by ending: the list that comes with nginx knows no calendars."""
PACKED = tuple(kind for kind in TYPES if kind.startswith("text/") or kind[-4:] in ("json", "+xml"))
"""Types that travel compressed: a page's weight is counted so (`checks.weight`)."""


def emit(view: OutputView) -> Iterable[tuple[str, str]]:  # noqa: ARG001 - the same for all
    """Yield the files for four kinds of servers; paths are below the mirror's own base."""
    base = Slot("dasar.txt").mark
    yield "_headers", _netlify(base)
    yield ".htaccess", _apache(base)
    yield "_server/nginx.conf", _nginx(base)
    yield "_server/Caddyfile", _caddy(base)


def _netlify(base: str) -> str:
    lines = [f"{base}*", *(f"  {name}: {value}" for name, value in HEADERS.items())]
    lines += [f"  Cache-Control: public, max-age={PAGE_AGE}", f"{base}{ASSETS}*"]
    lines += ["  ! Cache-Control", f"  Cache-Control: public, max-age={ASSET_AGE}, immutable"]
    return "\n".join(lines) + "\n"


def _apache(base: str) -> str:
    always = "\n".join(f'  Header always set {n} "{value}"' for n, value in HEADERS.items())
    return f"""\
Options -Indexes -ExecCGI
AddDefaultCharset utf-8
ErrorDocument 404 {base}404.html
RemoveHandler .{" .".join(NEVER_RUN)}
<IfModule mod_headers.c>
{always}
  Header set Cache-Control "public, max-age={PAGE_AGE}"
  <If "%{{REQUEST_URI}} =~ m#/{ASSETS}#">
    Header set Cache-Control "public, max-age={ASSET_AGE}, immutable"
  </If>
</IfModule>
<IfModule mod_mime.c>
  AddType application/atom+xml .atom
  AddType text/calendar .ics
  AddCharset utf-8 .css .ics .js
</IfModule>
<IfModule mod_deflate.c>
  <IfModule mod_filter.c>
    AddOutputFilterByType DEFLATE {" ".join(PACKED)}
  </IfModule>
</IfModule>
<IfModule mod_php.c>
  php_flag engine off
</IfModule>
<FilesMatch "(?i)\\.({ENDINGS})([0-9]*|\\..*)$">
  Require all denied
</FilesMatch>
<FilesMatch "^(\\.ht.*|_headers|nginx\\.conf|Caddyfile)$">
  Require all denied
</FilesMatch>
<IfModule mod_alias.c>
  RedirectMatch 404 "/(\\.(?!well-known/)|_server/)"
</IfModule>
"""


def _nginx(base: str) -> str:
    types = " ".join(f"{kind} {endings};" for kind, endings in TYPES.items())
    text = " ".join(PACKED[1:])  # nginx adds HTML by itself, and warns when it is named
    always = "\n".join(f'add_header {name} "{value}" always;' for name, value in HEADERS.items())
    return f"""\
# server {{ root …; include …/_server/nginx.conf; }}
index index.html;
error_page 404 {base}404.html;
autoindex off;
charset utf-8;
types {{ {types} }}
charset_types {text};
gzip on;
gzip_types {text};
set $umur {PAGE_AGE}s;
if ($uri ~ "^{base}{ASSETS}") {{ set $umur {ASSET_AGE}s; }}
expires $umur;
{always}
location ~* \\.({ENDINGS})[0-9]*($|[/.]) {{ return 404; }}
location ~ /(\\.(?!well-known/)|_headers$|_server/) {{ return 404; }}
"""


def _caddy(base: str) -> str:
    always = "\n".join(f'\t{name} "{value}"' for name, value in HEADERS.items())
    return f"""\
# contoh.go.id {{ root * …; import …/_server/Caddyfile; file_server; }}
encode gzip
header {{
{always}
}}
@tetap path {base}{ASSETS}*
@berubah not path {base}{ASSETS}*
header @tetap Cache-Control "public, max-age={ASSET_AGE}, immutable"
header @berubah Cache-Control "public, max-age={PAGE_AGE}"
@program path_regexp (?i)\\.({ENDINGS})[0-9]*($|[/.])
respond @program 404
@tersembunyi path {base}_headers {base}_server/* */.ht* */.sitegen/*
respond @tersembunyi 404
handle_errors {{
\trewrite * {base}404.html
\tfile_server
}}
"""
