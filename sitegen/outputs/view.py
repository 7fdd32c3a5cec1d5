"""What an output may look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sitegen.model.document import Document
from sitegen.model.page import Page
from sitegen.model.site import Edition

Make = Callable[[], bytes]
Kept = Callable[[str, dict[str, str], Make], bytes]
"""Returns the file of a name, made by the function unless it is known as made from the same
inputs: names of what it is made from (keys of `model.report.WORDS`) and their digests."""


@dataclass(frozen=True, slots=True)
class OutputView:
    """The pages of one edition, for a site of its nearest layer or of one below.

    Attributes are shared by all mirrors of the group; what differs by mirror is left as a
    slot, as in page templates.
    """

    pages: tuple[Page, ...]
    own: str
    """Code of the layer whose pages have their original address here, or `""`."""
    documents: Mapping[str, Document]
    as_of: date
    addresses: Mapping[str, str]
    """Absolute address of each layer's own site."""
    has_address: bool
    """Whether the mirrors have absolute addresses."""
    agencies: Mapping[str, str]
    """Agency that answers for each layer's pages, by the layer's code."""
    edition: Edition
    """The documents with their layers and supplements."""
    nation: Mapping[str, Document]
    """What the nation's own site shows, whatever this one replaces or hides."""
    kept: Kept
    """For files that take long to make."""
