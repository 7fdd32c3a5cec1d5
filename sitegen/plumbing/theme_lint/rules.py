"""What the lint of themes refuses, one sentence a rule."""

from __future__ import annotations

from sitegen.model.problem import N_, Kind

UNESCAPED = Kind(
    "SG402",
    N_("“{what}” would print text without escaping it"),
    N_("leave it out: a page's own HTML is printed as HTML without it"),
)
AS_A_NAME = Kind(
    "SG402",
    N_("“{what}” stands where the name of a tag or attribute belongs"),
    N_("write the name itself, and choose with {{% if %}}: <li{{% if x %}} hidden{{% endif %}}>"),
)
NOT_QUOTED = Kind(
    "SG402",
    N_("the value of “{attribute}” is printed without quotes around it"),
    N_('write {attribute}="{what}"'),
)
IN_A_COMMENT = Kind(
    "SG402",
    N_("“{what}” is printed inside a comment of HTML"),
    N_("write remarks as {{# … #}}, which readers do not get"),
)
IN_A_SCRIPT = Kind(
    "SG402",
    N_("“{what}” is printed inside <script>"),
    N_('give data as JSON: <script type="application/json">{{{{ x|tojson }}}}</script>'),
)
NOT_JSON = Kind(
    "SG402",
    N_("“{what}” is printed into a JSON file without |tojson"),
    N_("write {{{{ x|tojson }}}}"),
)
IN_A_STYLE = Kind(
    "SG402",
    N_("“{what}” is printed into a style sheet"),
    N_("give the element a class; only aksen and aksen_gelap of mirror/warna.css can be printed"),
)
INLINE = Kind(
    "SG402",
    N_("browsers are told to ignore {what} in a page"),
    N_("write it in a file under assets/ and link that with asset(…)"),
)
NO_ELEMENT = Kind(
    "SG402",
    N_("<{name}> has no place on a page that loads nothing from elsewhere"),
    N_("leave it out; link to what it would show"),
)
NOT_AN_ADDRESS = Kind(
    "SG402",
    N_("“{what}” in “{attribute}” does not go through |tautan"),
    N_('write {attribute}="{{{{ page.root }}}}{{{{ x|tautan }}}}"'),
)
BAD_ADDRESS = Kind(
    "SG402",
    N_("“{what}” is not an address that a page may lead to"),
    N_("begin with a file name, #, https://, mailto: or tel:"),
)
ELSEWHERE = Kind(
    "SG402",
    N_("“{what}” would be loaded from another server"),
    N_("put the file under assets/ and link it with asset(…)"),
)
HTML_IN_TEXT = Kind(
    "SG402",
    N_("“{what}” is HTML and stands inside {where}"),
    N_("print it between tags; here only text can stand"),
)
UNEVEN = Kind(
    "SG402",
    N_("“{what}” and what ends it stand at different places of the HTML"),
    N_("close every tag, quote and comment in the branch and the block that opens it"),
)
UNFINISHED = Kind(
    "SG402",
    N_("the template ends inside {where}"),
    N_("close it in the same file"),
)
COMPUTED = Kind(
    "SG402",
    N_("“{what}” computes the name of a template"),
    N_("write the name itself between quotes"),
)
NOT_A_ROOT = Kind(
    "SG402",
    N_("the argument root of “{what}” is not the way to the root"),
    N_("write root=page.root, or root=none where there is none"),
)
OF_THE_MIRROR = Kind(
    "SG402",
    N_("a page template does not see the mirror, and “{what}” asks for it"),
    N_("write {{{{ mirror(…) }}}} and ask in a template under mirror/"),
)
