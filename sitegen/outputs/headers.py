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
</IfModule>
<IfModule mod_php.c>
  php_flag engine off
</IfModule>
<FilesMatch "(?i)\\.({ENDINGS})([0-9]*|\\..*)$">
  Require all denied
</FilesMatch>
<FilesMatch "^(_headers|nginx\\.conf|Caddyfile)$">
  Require all denied
</FilesMatch>
"""


def _nginx(base: str) -> str:
    always = "\n".join(f'add_header {name} "{value}" always;' for name, value in HEADERS.items())
    return f"""\
# server {{ root …; include …/_server/nginx.conf; }}
index index.html;
error_page 404 {base}404.html;
autoindex off;
charset utf-8;
charset_types text/html text/css text/plain text/calendar application/json application/javascript;
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
header {{
{always}
\tCache-Control "public, max-age={PAGE_AGE}"
}}
header {base}{ASSETS}* Cache-Control "public, max-age={ASSET_AGE}, immutable"
@program path_regexp (?i)\\.({ENDINGS})[0-9]*($|[/.])
respond @program 404
@tersembunyi path */_headers */_server/* */.htaccess */.sitegen/*
respond @tersembunyi 404
handle_errors {{
\trewrite * {base}404.html
\tfile_server
}}
"""
