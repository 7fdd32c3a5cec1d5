"""Text that a page template may print and do nothing else with.

A slot's text is not known while a page is rendered, nor is that of a body that holds slots:
a filter, test or comparison would act on marks instead of the mirror's words. Each of them
is an error that says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from jinja2.exceptions import TemplateError
from markupsafe import Markup

from sitegen.model.page import OPEN


class Printable:
    """HTML that holds slot marks; `printed` lets it into a page, every other use is refused."""

    def __init__(self, html: str, name: str) -> None:
        """Stand for `html`, which templates call `name`."""
        self._html = html
        self._name = name

    def _refuse(self, *_: object) -> NoReturn:
        raise TemplateError(
            f"{self._name} can only be printed: its text is known when a mirror is stamped; "
            "put filters and conditions into a partial"
        )

    __str__ = __repr__ = __len__ = __iter__ = __eq__ = __lt__ = __add__ = __mod__ = _refuse
    __getitem__ = __contains__ = __hash__ = __int__ = __float__ = __format__ = _refuse

    def __bool__(self) -> bool:
        """Tell whether there is anything to print; of a slot alone nobody knows."""
        if self._html.startswith(OPEN):
            self._refuse()
        return bool(self._html)


def printed(value: Any) -> Any:
    """Return what Jinja prints for `value` (`Environment.finalize`)."""
    return Markup(value._html) if isinstance(value, Printable) else value


def printable(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return `values` with each HTML text made printable."""
    return {
        name: Printable(value, name) if isinstance(value, Markup) else value
        for name, value in values.items()
    }
