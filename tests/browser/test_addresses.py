"""Chromium reads each address as we do: `new URL` has the last word on what a browser sees."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from sitegen.model.web_address import fault_in, host_of, scheme_of
from tests.model.addresses import ALLOWED, FAULTY, GOOD

pytestmark = pytest.mark.browser

READ = """addresses => addresses.map(address => {
    try {
        const url = new URL(address, "https://sendiri.example/a/b.html");
        return [url.protocol, url.hostname, url.username + url.password, url.port, url.origin];
    } catch { return null; }
})"""


@pytest.fixture(scope="module")
def seen(browser: Any) -> dict[str, list[str] | None]:
    """What the browser reads in every address of the table."""
    context = browser.new_context()
    page: Page = context.new_page()
    addresses = [*GOOD, *FAULTY]
    found = page.evaluate(READ, addresses)
    context.close()
    return dict(zip(addresses, found, strict=True))


@pytest.mark.parametrize("address", GOOD)
def test_a_browser_reads_a_right_address_as_we_do(
    address: str, seen: dict[str, list[str] | None]
) -> None:
    read = seen[address]
    assert read is not None
    protocol, host, user, port, _ = read
    assert (protocol, host, user, port) == (f"{scheme_of(address)}:", host_of(address), "", "")


def test_what_we_let_pass_leads_nowhere_else(seen: dict[str, list[str] | None]) -> None:
    passed = [a for a in seen if (fault := fault_in(a)) is None or not fault.kind.blocks]
    for address in passed:
        read = seen[address]
        assert read is not None, address
        assert read[0] in {"https:", "http:", "mailto:", "tel:"}, address
        assert read[1] == host_of(address), address


def test_the_table_holds_what_a_browser_reads_otherwise_than_it_looks(
    seen: dict[str, list[str] | None],
) -> None:
    hosts = ("go.id", *ALLOWED)
    refused = {a: seen[a] for a in FAULTY if seen[a] is not None}
    elsewhere = {
        address
        for address, read in refused.items()
        if read and read[1] and not any(f".{read[1]}".endswith(f".{host}") for host in hosts)
    }
    scripts = {address for address, read in refused.items() if read and read[0] == "javascript:"}
    assert {"java\tscript:alert(1)", "\x01javascript:alert(1)"} <= scripts
    assert {"/\t/evil.com", "https://kpu.go.id@evil.com/", "https://2130706433"} <= elsewhere
    assert len(elsewhere) > 40
