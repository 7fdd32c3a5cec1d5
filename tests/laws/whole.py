"""The other way to make a page: rendered in whole by Jinja, for one mirror, without slots."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from markupsafe import Markup

from sitegen import recipe
from sitegen.build import Order, build
from sitegen.model.page import MARK, Plate, Slot
from sitegen.model.site import Site
from sitegen.plumbing.memo import Memo
from sitegen.plumbing.printable import Printable, printed
from sitegen.plumbing.templates import MIRROR_FOLDER, PAGE_FOLDER, Templates
from sitegen.press import Press
from sitegen.steps.stamp import Stamper, stamp


class WholePages(Templates):
    """Templates that remember what each plate was rendered from, and render it again in whole."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._whole_made: dict[int, tuple[Plate, tuple[str, ...], Mapping[str, Any]]] = {}

    def page(self, names: tuple[str, ...], values: Mapping[str, Any], url: str) -> Plate:
        plate = super().page(names, values, url)
        self._whole_made[id(plate)] = plate, names, values
        return plate

    def knows(self, plate: Plate) -> bool:
        """Tell whether the plate is a page, not an output such as the feed."""
        return id(plate) in self._whole_made

    def whole(self, plate: Plate, mirror: object) -> bytes:
        """Render the page of `plate` for `mirror`, each `mirror(…)` in its place."""
        _, names, values = self._whole_made[id(plate)]
        template = self._environment.select_template(
            [f"{PAGE_FOLDER}/{name}.html" for name in names]
        )
        return template.render(
            self._with_marks_filled(values, mirror), mirror=self._partial_for(mirror)
        ).encode()

    def _partial_for(self, mirror: object) -> Callable[..., Markup]:
        def render(partial: str, **arguments: Any) -> Markup:
            name = partial if "." in partial else partial + ".html"
            template = self._environment.get_template(f"{MIRROR_FOLDER}/{name}")
            return Markup(template.render(arguments, mirror=mirror))

        return render

    def _with_marks_filled(self, value: Any, mirror: object) -> Any:
        """Put the rendered partial where a writer's text left a slot."""
        if isinstance(value, Printable):
            return self._with_marks_filled(printed(value), mirror)
        if isinstance(value, str):
            text = MARK.sub(lambda mark: self._filled_in(mark[1], mirror), value)
            return type(value)(text) if isinstance(value, Markup) else text
        if isinstance(value, tuple | list) and type(value) in (tuple, list):
            return type(value)(self._with_marks_filled(item, mirror) for item in value)
        if type(value) is dict:
            return {key: self._with_marks_filled(item, mirror) for key, item in value.items()}
        if callable(value) and getattr(value, "__name__", "") == "<lambda>":
            return lambda *arguments: self._with_marks_filled(value(*arguments), mirror)
        return value

    def _filled_in(self, mark: str, mirror: object) -> str:
        slot = Slot.parse(mark)
        return str(self._partial_for(mirror)(slot.partial, **dict(slot.arguments)))


def watched(order: Order) -> Press:
    """Run the real recipe in this process and return its press, with `WholePages` in it."""
    presses: list[Press] = []

    class WatchedPress(Press):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            presses.append(self)

    with pytest.MonkeyPatch.context() as watch:
        watch.setattr(recipe, "Templates", WholePages)
        watch.setattr(recipe, "Press", WatchedPress)
        report = build(replace(order, jobs=1), Memo())
    assert report.problems == []
    return presses[0]


def stamped_and_whole(press: Press, site: Site) -> Iterator[tuple[str, bytes, bytes]]:
    """Yield path, stamped bytes and bytes rendered in whole of every HTML page of a site."""
    templates = press.templates
    assert isinstance(templates, WholePages)
    stamper = press.stamper(site)
    mirror = stamper.mirror
    for path, plate in press.groups[press.group(site)].plates.items():
        if templates.knows(plate):
            yield path, stamped(stamper, plate), templates.whole(plate, mirror)


def stamped(stamper: Stamper, plate: Plate) -> bytes:
    """Return the file that a plate becomes for the stamper's mirror."""
    return stamp(plate, {mark: stamper.fill(mark) for mark in plate.marks})
