"""`lembaga.yaml`: the institutions that sources name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from pydantic import Field

from sitegen.model.linked_hosts import LinkedHosts
from sitegen.model.problem import Place, Problem
from sitegen.model.source import Source
from sitegen.schema import yaml_events
from sitegen.schema.addresses import addresses_not_allowed
from sitegen.schema.typed import NOT_A_GROUP, Fields, validate
from sitegen.schema.values import Https, Text, YesNo
from sitegen.schema.yaml_events import KEY


class Institution(Fields):
    """A body that can be named as a source."""

    name: Text = Field(alias="nama")
    short: Text | None = Field(None, alias="singkatan")
    role: Text = Field(alias="peran", description="satu kalimat")
    website: Https | None = Field(None, alias="situs")
    official: YesNo = Field(alias="resmi", description="badan negara atau pemerintah")

    @property
    def label(self) -> str:
        """The abbreviation if there is one, else the name."""
        return self.short or self.name


Institutions: TypeAlias = Mapping[str, Institution]


def read_institutions(
    source: Source, hosts: LinkedHosts
) -> tuple[dict[str, Institution], list[Problem]]:
    """Read `content/lembaga.yaml`; every problem of the file is returned.

    Args:
        source: the file.
        hosts: the sites that may be linked.
    """
    text = yaml_events.read(source.text, source.path)
    problems = list(text.problems)
    institutions = {}
    for key, value in (text.value or {}).items():
        if not isinstance(value, dict):
            problems.append(NOT_A_GROUP.at(Place(source.path, *text.marks[key, KEY]), key=key))
            continue
        below = {loc[1:]: at for loc, at in text.marks.items() if loc and loc[0] == key}
        institution, found = validate(Institution, value, below, source.path)
        problems += found
        if institution is not None:
            institutions[key] = institution
            places = {loc: Place(source.path, *at) for loc, at in below.items()}
            problems += addresses_not_allowed(institution, hosts, places)
    return institutions, problems
