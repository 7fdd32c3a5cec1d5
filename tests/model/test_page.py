"""Slots, plates and addresses: text is cut at marks and put together again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.model.page import CLOSE, OPEN, BrokenMarkError, Plate, Slot, root_of

few = settings(deadline=None, max_examples=50)
plain = st.text(st.characters(codec="utf-8", exclude_characters=OPEN + CLOSE))
values = st.one_of(plain, st.integers(), st.booleans(), st.none())
slots = st.builds(
    lambda partial, arguments: Slot(partial, tuple(sorted(arguments.items()))),
    plain,
    st.dictionaries(plain, values, max_size=3),
)


@given(slots)
@few
def test_a_slot_is_read_back_from_its_mark(slot: Slot) -> None:
    assert Slot.parse(slot.mark.strip(OPEN + CLOSE)) == slot


@given(slots, plain)
@few
def test_equal_slots_have_equal_marks_and_others_do_not(slot: Slot, other: str) -> None:
    assert Slot(slot.partial, slot.arguments).mark == slot.mark
    assert (Slot(other, slot.arguments).mark == slot.mark) == (other == slot.partial)


@given(st.lists(plain, min_size=1, max_size=5), slots)
@few
def test_a_plate_holds_the_text_around_its_slots(texts: list[str], slot: Slot) -> None:
    plate = Plate.parse(slot.mark.join(texts))
    assert plate.static == tuple(text.encode() for text in texts)
    assert plate.slots == (slot,) * (len(texts) - 1)


@pytest.mark.parametrize(
    "text",
    [
        f"a {OPEN} b",
        f"a {CLOSE} b",
        f"{OPEN}bukan base64!{CLOSE}",
        f"{OPEN}{CLOSE}",
        f"{OPEN}e30={CLOSE}",
        Slot("nama").mark.lower(),
        Slot("nama").mark.upper(),
        Slot("nama").mark[:-3] + CLOSE,
    ],
)
def test_a_damaged_mark_is_refused(text: str) -> None:
    with pytest.raises(BrokenMarkError):
        Plate.parse(text)


@pytest.mark.parametrize(
    ("url", "root"),
    [("index.html", ""), ("tahapan/masa-tenang.html", "../"), ("berita/a/b.html", "../../")],
)
def test_the_root_is_as_many_folders_up_as_the_page_is_down(url: str, root: str) -> None:
    assert root_of(url) == root
