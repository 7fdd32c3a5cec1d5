r"""Which addresses may be published: one strict form, of which every program reads the same.

Browsers forgive much when they read an address (https://url.spec.whatwg.org/): they drop tabs
and line breaks, take `\` for `/`, read `https:host` and `//host`, and turn look-alike letters,
percent signs and numbers into hosts. What is allowed here is what needs no forgiving, so there
is nothing for two programs to disagree about. Whether a host may be linked at all is another
question: `model.linked_hosts`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

from sitegen.model.problem import N_, Kind, Severity

BAD_SCHEME = Kind(
    "SG220", N_("the address “{target}” is not allowed"), N_("use https://, mailto: or tel:")
)
NOT_AN_ADDRESS_OF_MAIL = Kind(
    "SG220",
    N_("“{target}” is not an e-mail address"),
    N_("write one address and nothing after it, for example mailto:humas@kota.go.id"),
)
NOT_A_PHONE = Kind(
    "SG220",
    N_("“{target}” is not a telephone number"),
    N_("write +62 in place of the first 0, as in tel:+62561…; the number of a service as tel:112"),
)
INSECURE = Kind(
    "SG226",
    N_("the address “{target}” is not secure"),
    N_("write https:// if the site offers it"),
    Severity.WARNING,
)
UNSEEN = Kind(
    "SG222",
    N_("the address “{target}” holds a space or an invisible character ({character})"),
    N_("type the address again without it; %20 stands for a space in a path"),
)
BAD_SIGN = Kind(
    "SG222",
    N_("the address “{target}” holds the sign {character}"),
    N_("type / for \\, and leave out <, > and quotation marks"),
)
NO_SLASHES = Kind(
    "SG222",
    N_("“{target}” is not a complete address"),
    N_("write it with https:// in front, for example https://kpu.go.id"),
)
USER_IN_FRONT = Kind(
    "SG222",
    N_("the address “{target}” leads to “{host}”: what stands before @ is no site"),
    N_("remove what stands between https:// and @, and the @, if “{host}” is meant"),
)
A_NUMBER = Kind(
    "SG222",
    N_("the address “{target}” names a computer by its number"),
    N_("write the name of the site, for example https://kpu.go.id"),
)
A_PORT = Kind(
    "SG222",
    N_("the address “{target}” holds a port (“:{port}”)"),
    N_("remove “:{port}”; if it does not open then, the address is not meant for readers"),
)
NOT_A_HOST = Kind(
    "SG222",
    N_("“{host}” in the address “{target}” is not the name of a site"),
    N_("write the whole name, for example kpu.go.id"),
)
ODD_LETTER = Kind(
    "SG223",
    N_("the name “{host}” holds “{character}” ({name}), which only looks familiar"),
    N_("type the name again by hand: a to z, 0 to 9, - and . only"),
)
IN_DISGUISE = Kind(
    "SG223",
    N_("the name “{host}” hides other letters behind “xn--”"),
    N_("use the official site, whose name is written with a to z"),
)
A_PROGRAM = Kind(
    "SG224",
    N_("the address “{target}” leads to a program file (.{ending})"),
    N_("link to the official page about it: false election applications go round as such files"),
)

PROGRAMS = (
    "aab apk apkm apks app appx appxbundle bat bin chm cmd cpl deb dll dmg docm exe gadget hta "
    "inf ipa iso jar jnlp js jse lnk mjs msc msi msix msp mst pif pkg potm ppam pptm ps1 psm1 reg "
    "run rpm scf scr sh vb vbe vbs ws wsf wsh xapk xlam xlsm xltm xpi"
).split()
"""Endings of files that run when they are opened, on telephones and on desktops."""

SHOWN = 80
"""As much of an address as a message shows."""

_scheme = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_bad_sign = re.compile(r"[\\<>\"`]")
_authority = re.compile(r"[^/?#]*")
_name = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_number = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?")
"""WHATWG's “ends in a number”: a browser reads such a host as an IPv4 address."""
_mail = re.compile(r"[a-zA-Z0-9_+-]+(?:\.[a-zA-Z0-9_+-]+)*@([^@?&;,%]+)")
_phone = re.compile(r"\+[1-9](?:[-.]?[0-9]){6,14}|[1-9][0-9]{2,6}")
"""E.164 with the separators of RFC 3966, or the short number of a service."""
_program = re.compile(rf"\.({'|'.join(PROGRAMS)})(?=[.\s\0]*(?:$|[/?#&;,:]))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an address: a kind of problem and its fields."""

    kind: Kind
    values: dict[str, str]


def scheme_of(written: str) -> str:
    """Return the scheme of an address in lower case, or `""` for a path."""
    found = _scheme.match(written)
    return found[1].lower() if found else ""


def host_of(address: str) -> str:
    """Return the host of an address that is right, in lower case; `""` for mail and telephone."""
    if scheme_of(address) not in {"https", "http"}:
        return ""
    return _authority_of(address).partition(":")[0].lower()


def leads_elsewhere(written: str) -> bool:
    """Tell whether what is written may lead a browser off the site, or is no clean path."""
    return (
        bool(_scheme.match(written))
        or written.startswith("//")
        or not written.isprintable()
        or "\\" in written
    )


def fault_in(written: str) -> Fault | None:
    """Judge an address with a scheme, or one that a browser would read as another site's.

    Args:
        written: as a browser sees it: Markdown's escapes and character references are decoded.

    Returns:
        What is wrong, or None; a fault that only warns is `INSECURE`.
    """
    scheme = scheme_of(written)
    fault = _unclean(written)
    if fault:
        return _fault(BAD_SCHEME, written) if _is_forbidden(written) else fault
    if not scheme:
        return _fault(NO_SLASHES, written)
    if scheme == "mailto":
        return _fault_of_mail(written)
    if scheme == "tel":
        return None if _phone.fullmatch(written[4:]) else _fault(NOT_A_PHONE, written)
    if scheme not in {"https", "http"}:
        return _fault(BAD_SCHEME, written)
    if not written.startswith("//", len(scheme) + 1):
        return _fault(NO_SLASHES, written)
    return (
        _fault_of_authority(written, scheme)
        or _fault_of_file(written)
        or (_fault(INSECURE, written) if scheme == "http" else None)
    )


def _fault(kind: Kind, written: str, **values: str) -> Fault:
    return Fault(kind, {"target": shown(written), **values})


def shown(written: str) -> str:
    """Return the start of an address, what cannot be seen in it replaced by `�`."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in written[:SHOWN])


def _unclean(written: str) -> Fault | None:
    if not written.isprintable() or " " in written:
        odd = next(c for c in written if c == " " or not c.isprintable())
        return _fault(UNSEEN, written, character=f"U+{ord(odd):04X}")
    sign = _bad_sign.search(written)
    return _fault(BAD_SIGN, written, character=sign[0]) if sign else None


def _is_forbidden(written: str) -> bool:
    """Tell whether a browser, which drops what is unseen, finds a scheme we never allow."""
    bare = "".join(c for c in written if c.isprintable() and c != " ")
    return scheme_of(bare) not in {"", "https", "http", "mailto", "tel"}


def _authority_of(address: str) -> str:
    found = _authority.match(address, address.index("//") + 2)
    return found[0] if found else ""


def _fault_of_authority(written: str, scheme: str) -> Fault | None:
    authority = _authority_of(written)
    _, user, authority = authority.rpartition("@")
    if user:
        return _fault(USER_IN_FRONT, written, host=authority)
    if authority.startswith("["):
        return _fault(A_NUMBER, written)
    host, colon, port = authority.partition(":")
    fault = fault_of_host(host, written)
    if fault is None and colon and not (port == "443" and scheme == "https"):
        return _fault(A_PORT, written, port=port)
    return fault


def fault_of_host(host: str, written: str) -> Fault | None:
    """Judge the name of a site.

    Args:
        host: the name.
        written: the address it stands in, for the message.
    """
    for character in host if not host.isascii() else "":
        if not character.isascii():
            name = unicodedata.name(character, f"U+{ord(character):04X}")
            return _fault(ODD_LETTER, written, host=host, character=character, name=name)
    host = host.lower()
    if any(label.startswith("xn--") for label in host.split(".")):
        return _fault(IN_DISGUISE, written, host=host)
    if _number.fullmatch(host):
        return _fault(A_NUMBER, written)
    if not _name.fullmatch(host) or len(host) > 253:
        return _fault(NOT_A_HOST, written, host=host)
    return None


def _fault_of_mail(written: str) -> Fault | None:
    """Judge `mailto:`; header fields (`?cc=…&body=…`, RFC 6068) are refused.

    They would let a page write in a reader's name, and to others than the reader sees.
    """
    found = _mail.fullmatch(written[len("mailto:") :])
    if found is None or len(written) > len("mailto:") + 254:
        return _fault(NOT_AN_ADDRESS_OF_MAIL, written)
    return fault_of_host(found[1], written)


def _fault_of_file(written: str) -> Fault | None:
    start = written.index("//") + 2 + len(_authority_of(written))
    path = written[start:].partition("#")[0]
    while "%" in path and (decoded := unquote(path)) != path:
        path = decoded
    found = _program.search(path)
    return _fault(A_PROGRAM, written, ending=found[1].lower()) if found else None
