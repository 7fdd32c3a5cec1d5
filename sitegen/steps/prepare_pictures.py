"""Between steps 2 and 3: measure and strip the pictures, and make smaller versions of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from sitegen.model.library import Library
from sitegen.model.problem import N_, Kind, Place, Problem
from sitegen.model.source import Asset, Picture
from sitegen.plumbing import workers
from sitegen.plumbing.memo import Inputs, Memo
from sitegen.plumbing.pictures.metadata import NotAPictureError, format_of
from sitegen.plumbing.pictures.preparing import (
    MAX_PIXELS,
    WIDTHS,
    Prepared,
    TooManyPixelsError,
    prepare,
)

NOT_READABLE = Kind(
    "SG232",
    N_("this picture cannot be opened"),
    N_("open it in a picture program and save it again as PNG, JPEG or WebP"),
)
WRONG_ENDING = Kind(
    "SG232",
    N_("the file ends in {ending}, but holds a {format} picture"),
    N_("rename it to {name}"),
)
TOO_MANY_PIXELS = Kind(
    "SG233",
    N_("the picture has {width} × {height} pixels; at most {limit} million are allowed"),
    N_("make it smaller; a width of {enough} pixels is enough"),
)

ENDINGS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
NAMES = {"PNG": "PNG", "JPEG": "JPEG", "WEBP": "WebP"}


def prepare_pictures(
    library: Library, jobs: int, memo: Memo, seconds: float | None = workers.MAX_SECONDS
) -> tuple[Library, list[Problem]]:
    """Prepare every picture of the content; those that have not changed are remembered.

    Args:
        library: with the pictures as they were read.
        jobs: how many processes to use.
        memo: what earlier builds prepared.
        seconds: how long one picture may take; None to set no limit.

    Returns:
        The library with pictures that may be published, each followed by its smaller
        versions; and what is wrong with those that may not, which are left empty.
    """
    pictures = [asset for asset in library.assets if PurePosixPath(asset.inside).suffix in ENDINGS]
    made = memo.each(
        "pictures",
        pictures,
        _about,
        lambda changed: _prepared(changed, jobs, seconds),
    )
    results = dict(zip([asset.path for asset in pictures], made, strict=True))
    assets: list[Asset] = []
    problems = []
    for asset in library.assets:
        result = results.get(asset.path)
        if result is None:
            assets.append(asset)
        elif isinstance(result, Problem):
            problems.append(result)
            assets.append(replace(asset, data=b""))
        else:
            assets += _published(asset, result)
    return replace(library, assets=tuple(assets)), problems


def _about(asset: Asset) -> tuple[str, Inputs]:
    return asset.path, {"text": hashlib.sha256(asset.data).hexdigest()}


def _prepared(
    assets: Sequence[Asset], jobs: int, seconds: float | None
) -> Iterator[Prepared | Problem]:
    budget = None
    if seconds is not None:
        budget = workers.Budget(lambda asset: Place(asset.path), seconds)
    return workers.each(_prepare, None, assets, jobs, budget=budget)


def _prepare(_shared: None, asset: Asset) -> Prepared | Problem:
    place, path = Place(asset.path), PurePosixPath(asset.inside)
    found = format_of(asset.data)
    if found and found != ENDINGS[path.suffix]:
        name = path.with_suffix("." + ("jpg" if found == "JPEG" else found.lower())).name
        return WRONG_ENDING.at(place, ending=path.suffix, format=NAMES[found], name=name)
    try:
        return prepare(asset.data)
    except TooManyPixelsError as error:
        width, height = error.args
        limit = MAX_PIXELS // 1_000_000
        return TOO_MANY_PIXELS.at(place, width=width, height=height, limit=limit, enough=WIDTHS[-1])
    except NotAPictureError:
        return NOT_READABLE.at(place)


def _published(asset: Asset, made: Prepared) -> Iterator[Asset]:
    """Yield a picture and its smaller versions, whose names tell what they are made from."""
    stem = asset.inside.rpartition(".")[0]
    smaller = []
    for width, data in made.smaller:
        name = f"{stem}-{width}-{hashlib.sha256(data).hexdigest()[:8]}.webp"
        smaller.append((width, Asset(asset.path, asset.layer, name, data)))
    sources = tuple((width, version.inside) for width, version in smaller)
    picture = Picture(made.width, made.height, sources)
    yield replace(asset, data=made.data, picture=picture)
    for _, version in smaller:
        yield version
