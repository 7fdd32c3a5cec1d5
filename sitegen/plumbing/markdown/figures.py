"""What `<img>` gets after nh3: its size, and smaller versions for small screens.

Writers cannot write `<picture>`, and nh3 would not let it pass: it is put in here, from what
was measured.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from sitegen.model.source import Asset, Picture

SIZES = "(min-width: 900px) 860px, 100vw"
"""How wide a theme shows a picture at most, so that the browser can choose."""

_image = re.compile(r'<img((?: [a-z]+="[^"]*")+)>')
"""As nh3 writes it."""
_source = re.compile(r' src="([^"]*)"')


def pictures_in(html: str, url: str, assets: Mapping[str, Asset]) -> dict[str, Picture]:
    """Return the pictures that a text on the page at `url` shows, by their address in it."""
    found: dict[str, Picture] = {}
    for tag in _image.finditer(html) if "<img " in html else ():
        source = _source.search(tag[1])
        if source is None:
            continue
        inside = posixpath.normpath(posixpath.join(posixpath.dirname(url), source[1]))
        asset = assets.get(inside)
        if asset is not None and asset.picture is not None:
            found[source[1]] = asset.picture
    return found


def framed(html: str, pictures: Mapping[str, Picture]) -> str:
    """Return `html` with each of `pictures` sized, loaded when it is near, and in versions."""

    def frame(tag: re.Match[str]) -> str:
        source = _source.search(tag[1])
        picture = pictures.get(source[1]) if source is not None else None
        if source is None or picture is None:
            return tag[0]
        size = f' width="{picture.width}" height="{picture.height}"'
        image = f'<img{tag[1]}{size} loading="lazy" decoding="async">'
        if not picture.smaller:
            return image
        folder = source[1].rpartition("/")[0]
        versions = ", ".join(
            f"{posixpath.join(folder, posixpath.basename(inside))} {width}w"
            for width, inside in picture.smaller
        )
        return (
            f'<picture><source type="image/webp" srcset="{versions}" sizes="{SIZES}">'
            f"{image}</picture>"
        )

    return _image.sub(frame, html) if pictures else html
