"""The Nu Html Checker, which the W3C runs, finds no error in any page.

It is a Java program of 32 MB (`npm install vnu-jar`): `SITEGEN_VNU` names its jar.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess

import pytest

from tests.laws.real import Fleet

JAR, JAVA = os.environ.get("SITEGEN_VNU", ""), shutil.which("java")
CODES = ("nasional", "31", "61.71")
"""Mirrors that together show every layout, and pages of every layer."""


@pytest.mark.long
def test_the_checker_of_the_w3c_finds_no_error(fleet: Fleet) -> None:
    if not (JAR and JAVA):
        pytest.skip("no Java, or no vnu.jar in SITEGEN_VNU: npm install vnu-jar")
    folders = [str(fleet.mirror(code)) for code in CODES]
    options = ("--format", "json", "--skip-non-html", "--exit-zero-always")
    done = subprocess.run(
        [JAVA, "-jar", JAR, *options, *folders], capture_output=True, text=True, check=True
    )
    found = json.loads(done.stderr)["messages"]
    assert [one for one in found if one["type"] != "info"] == []
