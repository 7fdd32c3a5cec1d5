"""Which addresses may be published, and what each fault is called."""

from __future__ import annotations

import timeit

import ada_url
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.model.linked_hosts import FOR_ANYBODY, LOOKS_OFFICIAL, LinkedHosts, fault_in_entry
from sitegen.model.web_address import Fault, fault_in, host_of
from tests.model.addresses import ALLOWED, FAULTY, GOOD

HOSTS = LinkedHosts("content/61-kalimantan-barat/situs.yaml", frozenset(ALLOWED))


def judged(address: str) -> Fault | None:
    """Judge an address as a link in a page is judged."""
    fault = fault_in(address)
    if fault is None or not fault.kind.blocks:
        return HOSTS.fault_in(address) or fault
    return fault


@pytest.mark.parametrize("address", GOOD)
def test_an_address_that_is_right_passes(address: str) -> None:
    assert judged(address) is None


@pytest.mark.parametrize(("address", "code"), FAULTY.items())
def test_an_address_with_a_fault_is_refused_by_its_code(address: str, code: str) -> None:
    fault = judged(address)
    assert fault is not None
    assert fault.kind.code == code
    said = fault.kind.message.format(**fault.values) + fault.kind.hint.format(**fault.values)
    assert said.isprintable()


def test_the_table_is_long_enough_to_be_trusted() -> None:
    assert len(GOOD) >= 45
    assert len(FAULTY) >= 230


@pytest.mark.parametrize(
    ("address", "values"),
    [
        ("https://кpu.go.id", {"character": "к", "name": "CYRILLIC SMALL LETTER KA"}),
        ("https://kpu.go.id/a\u202eb", {"character": "U+202E"}),
        ("https://kpu.go.id@evil.com/", {"host": "evil.com"}),
        ("https://kpu.go.id:8443/", {"port": "8443"}),
        ("https://kpu.go.id/a.%61pk?x", {"ending": "apk"}),
        ("https://kpu.go.id./", {"host": "kpu.go.id."}),
        (
            "https://www.evil.com/x",
            {"host": "www.evil.com", "line": "evil.com", "file": HOSTS.file},
        ),
    ],
)
def test_a_fault_names_what_is_odd(address: str, values: dict[str, str]) -> None:
    fault = judged(address)
    assert fault is not None
    assert fault.values | values == fault.values


@pytest.mark.parametrize(
    "host",
    "kpu.go.id.evil.com kpu.go.id-evil.com kpugo.id kpu-go.id go.id.me kpu-go-id.com".split(),
)
def test_a_name_that_looks_official_is_not_offered_for_the_list(host: str) -> None:
    assert HOSTS.fault_in(f"https://{host}") == Fault(LOOKS_OFFICIAL, {"host": host})


# --- a second parser, which follows the WHATWG standard, agrees

PIECES = [
    *"https http HTTPS javascript data mailto tel ftp x".split(),
    *": / // \\ @ . .. ? # % & = ; , - _ [ ] %2e %40 %2f %00 :443 :80 <".split(),
    *"kpu.go.id go.id kompas.com evil.com kpu www xn-- xn--pu-tlc".split(),
    *"127.0.0.1 0x7f 1 2130706433".split(),
    *"к ｋ 。 ß ı ／ ℀ é".split(),
    *"\t \n \r \0 \x1f \x7f \u00ad \u200d \u202e \u2060".split(" "),
    " ",
    *"a.apk humas +62561123456".split(),
]
addresses = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=9).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=7).map(lambda parts: "https://" + "".join(parts)),
    st.sampled_from([*GOOD, *FAULTY]).flatmap(
        lambda address: st.tuples(
            st.just(address), st.integers(0, len(address)), st.sampled_from(PIECES)
        ).map(lambda t: t[0][: t[1]] + t[2] + t[0][t[1] :])
    ),
    st.text(max_size=40).map(lambda text: "https://" + text),
)


def reads_otherwise(address: str) -> str:
    """Say how the second parser's reading of an address that passed breaks the policy."""
    try:
        seen = ada_url.URL(address)
    except ValueError:
        return "no address"
    if seen.protocol not in {"https:", "http:", "mailto:", "tel:"}:
        return f"scheme {seen.protocol}"
    if seen.protocol in {"mailto:", "tel:"}:
        return "host" * bool(seen.hostname) + "fields" * bool(seen.search)
    host = seen.hostname
    if "//" not in address:
        return "no slashes"
    if not any(f".{host}".endswith(f".{name}") for name in ("go.id", *ALLOWED)):
        return f"host {host}"
    if host != host_of(address):
        return f"we read {host_of(address)}, it reads {host}"
    return "port" * bool(seen.port) + "user" * bool(seen.username or seen.password)


@settings(max_examples=1500, deadline=None)
@given(addresses)
@example("https://kpu.go.id/..\\@evil.com")
def test_what_passes_is_read_alike_by_a_second_parser(address: str) -> None:
    fault = judged(address)
    if fault is None or not fault.kind.blocks:
        assert reads_otherwise(address) == ""


@pytest.mark.parametrize("address", GOOD)
def test_the_second_parser_reads_what_is_right(address: str) -> None:
    assert reads_otherwise(address) == ""


def test_the_second_parser_would_find_a_hole() -> None:
    harmful = [a for a, code in FAULTY.items() if code in {"SG220", "SG221", "SG222", "SG223"}]
    found = [address for address in harmful if reads_otherwise(address)]
    assert len(found) > 0.6 * len(harmful)


# --- the list


@pytest.mark.parametrize("host", ["bit.ly", "maps.app.goo.gl", *sorted(FOR_ANYBODY)])
def test_what_opens_the_door_to_everybody_cannot_be_allowed(host: str) -> None:
    assert fault_in_entry(host) is not None


@pytest.mark.parametrize("host", ["kompas.com", "kota.go.id", "kontan.co.id", "blog.my.id"])
def test_one_site_can_be_allowed(host: str) -> None:
    assert fault_in_entry(host) is None


def test_judging_an_address_takes_microseconds() -> None:
    taken = min(timeit.repeat(lambda: judged("https://kompas.com/a/b-c?d=e"), number=200, repeat=5))
    assert taken / 200 < 0.0005
