"""Cursors: opaque, strict, and at the same place whatever happens to other rows."""

from base64 import urlsafe_b64encode
from datetime import date
from typing import NamedTuple
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from milepost.kernel.errors import Invalid
from milepost.kernel.paging import Cursor, page

CURSOR = Cursor("things", seq=int, day=date, id=UUID, key=str)
FIRST = (0, date.min, UUID(int=0), "")
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


class Thing(NamedTuple):
    seq: int
    day: date = date(2027, 1, 31)
    id: UUID = UUID(int=1)
    key: str = "k"
    more: str = "unused"


def refused(cursor: str) -> None:
    with pytest.raises(Invalid) as wrong:
        CURSOR.read(cursor, FIRST)
    assert [fault.pointer for fault in wrong.value.errors] == ["/cursor"]


@given(
    st.integers(-(2**63), 2**63 - 1),
    st.dates(),
    st.uuids(),
    TEXT,
)
def test_a_place_comes_back_as_it_was(seq: int, day: date, row_id: UUID, key: str) -> None:
    assert CURSOR.read(CURSOR.of(Thing(seq, day, row_id, key)), FIRST) == (seq, day, row_id, key)


def test_without_a_cursor_a_list_begins_at_the_beginning() -> None:
    assert CURSOR.read(None, FIRST) is FIRST


@given(st.text(max_size=80))
@example("")
@example("é")
@example("\ud800")
@example("W10")
@example("bnVsbA")
def test_a_text_that_is_no_cursor_is_refused(text: str) -> None:
    refused(text)


@given(st.binary(max_size=60))
@example(b"[" * 50_000)
@example(b'["things",true,"2027-01-31","00000000-0000-0000-0000-000000000001","k"]')
@example(b'["things",1.0,"2027-01-31","00000000-0000-0000-0000-000000000001","k"]')
@example(b'["things",9223372036854775808,"2027-01-31","00000000-0000-0000-0000-000000000001","k"]')
@example(b'["things",1,"20270131","00000000-0000-0000-0000-000000000001","k"]')
@example(b'["things",1,"2027-01-31","{00000000-0000-0000-0000-000000000001}","k"]')
@example(b'["things",1,"2027-01-31",7,"k"]')
@example(rb'["things",1,"2027-01-31","00000000-0000-0000-0000-000000000001","\u0000"]')
@example(rb'["things",1,"2027-01-31","00000000-0000-0000-0000-000000000001","\ud800"]')
@example(b'["things",1,"2027-01-31","00000000-0000-0000-0000-000000000001"]')
@example(b'["others",1,"2027-01-31","00000000-0000-0000-0000-000000000001","k"]')
@example(b'[ "things",1,"2027-01-31","00000000-0000-0000-0000-000000000001","k"]')
def test_a_forged_cursor_is_refused(inside: bytes) -> None:
    refused(urlsafe_b64encode(inside).decode().rstrip("="))


def test_a_cursor_with_something_added_is_refused() -> None:
    cursor = CURSOR.of(Thing(1))
    refused(cursor + "=")
    refused(cursor + "!")
    refused(f" {cursor}")


def test_a_page_has_a_cursor_only_where_more_follows() -> None:
    things = [Thing(seq) for seq in range(3)]
    told = page(things, 2, lambda thing: thing.seq, CURSOR)
    assert told == {"items": [0, 1], "next_cursor": CURSOR.of(things[1])}
    assert page(things, 3, lambda thing: thing.seq, CURSOR) == {"items": [0, 1, 2], "next_cursor": None}
    assert page([], 3, lambda thing: thing, CURSOR) == {"items": [], "next_cursor": None}
