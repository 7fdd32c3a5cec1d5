"""Load and validate a project without rendering it, so that many rows are quick."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sitegen.model.problem import Problem
from sitegen.model.region import Regions
from sitegen.plumbing import disk
from sitegen.steps.load import load
from sitegen.steps.validate import validate
from tests.project import Project

REGIONS = Regions.parse(disk.package_text("regions.csv"))
FILE = "content/nasional/"

Mistakes = Callable[[str, str], list[str]]


@pytest.fixture
def mistakes(project: Project) -> Mistakes:
    """Write one file of the nation's layer, and return `line:column code` of its problems."""

    def found(inside: str, text: str) -> list[str]:
        project.file(FILE + inside, text)
        tree, problems = load(project.folder, REGIONS)
        problems += validate(tree, REGIONS)[1]
        assert {problem.place.path for problem in problems} <= {FILE + inside}
        problems.sort(key=Problem.sort_key)
        return [f"{p.place.line}:{p.place.column} {p.kind.code}" for p in problems]

    return found
