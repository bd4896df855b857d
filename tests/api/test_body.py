"""What the reader of bodies and queries takes, and how it refuses the rest."""

import json
import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from milepost.entrypoints.api.body import DEPTH, read_json, read_query
from milepost.kernel.errors import Failure, Fault, Invalid, Malformed
from milepost.kernel.text import is_clean

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
WHOLE = st.integers(-(2**63), 2**63 - 1)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12)
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXT,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXT, inner, max_size=5),
    max_leaves=30,
)


def faults(raw: bytes | str) -> list[Fault]:
    with pytest.raises(Invalid) as refused:
        read_json(raw.encode() if isinstance(raw, str) else raw)
    return list(refused.value.errors)


def only_fault(raw: bytes | str) -> Fault:
    (fault,) = faults(raw)
    return fault


@given(VALUES, st.booleans())
def test_what_json_writes_is_read_back_the_same(value: Any, ascii_only: bool) -> None:
    assert read_json(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


@given(DECIMALS)
def test_a_decimal_keeps_every_digit_that_was_sent(value: Decimal) -> None:
    read = read_json(f'{{"value": {value:f}}}'.encode())
    assert isinstance(read, dict)
    assert str(read["value"]) == str(Decimal(f"{value:f}"))


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
@example(b"[" * 100_000)
@example(b'{"a":' * 100_000)
@example(b"9" * 100_000)
@example(b"-")
@example(b"1e" + b"9" * 5_000)
@example(b'"\\ud800')
def test_any_bytes_are_read_or_refused_in_words(raw: bytes) -> None:
    try:
        read_json(raw)
    except (Malformed, Invalid) as refused:
        assert refused.detail
        for fault in refused.errors:
            assert is_clean(fault.pointer)


@given(VALUES, st.data())
def test_a_body_with_a_bad_piece_spliced_in_is_refused(value: Any, data: st.DataObject) -> None:
    bad = data.draw(
        st.sampled_from(["NaN", "-Infinity", r'"\u0000"', r'"\uDC00x"', "9" * 19, '{"a":1,"a":2}'])
    )
    with pytest.raises(Invalid):
        read_json(f'{{"good": {json.dumps(value)}, "bad": [{bad}]}}'.encode())


@pytest.mark.parametrize(
    ("raw", "detail"),
    [
        (b"", "Line 1, column 1: expecting value."),
        (b"{", "Line 1, column 2: expecting property name enclosed in double quotes."),
        (b'{"a": 1,\n "b" 2}', "Line 2, column 6: expecting ':' delimiter."),
        (b"[1, 2] x", "Line 1, column 8: extra data."),
        (b'["a\nb"]', "Line 1, column 4: invalid control character at."),
        (b"\xef\xbb\xbf{}", "Line 1, column 1: expecting value."),
        ('["é", \n"é'.encode() + b'\xff"]', "Line 2, column 3: not UTF-8."),
        ('{"a": 1}'.encode("utf-16"), "Line 1, column 1: not UTF-8."),
        (b"'a'", "Line 1, column 1: expecting value."),
    ],
)
def test_malformed_json_is_refused_with_line_and_column_and_no_pointer(raw: bytes, detail: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_json(raw)
    assert refused.value.detail == detail
    assert refused.value.errors == ()


def test_a_doubled_key_is_pointed_at_where_it_stands() -> None:
    assert only_fault('{"a": [{"b": 1}, {"c": 1, "c": 1}]}') == Fault("/a/1/c", "must not be given twice")


def test_keys_that_differ_only_in_writing_are_doubled_too() -> None:
    assert only_fault(r'{"a": 1, "\u0061": 2}').pointer == "/a"


@pytest.mark.parametrize("name", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_in_json_is_refused(name: str) -> None:
    assert only_fault(f'{{"value": {name}}}') == Fault("/value", f"must not be {name}")


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**400])
def test_a_whole_number_beyond_64_bits_is_refused(number: int) -> None:
    assert only_fault(f"[{number}]").pointer == "/0"


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63), 0, 10**18])
def test_a_whole_number_of_64_bits_is_read(number: int) -> None:
    assert read_json(f"[{number}]".encode()) == [number]


@pytest.mark.parametrize("number", ["1e401", "1e-401", "1e99999999999999999999", "0." + "1" * 50])
def test_a_decimal_too_large_or_too_long_is_refused(number: str) -> None:
    assert only_fault(f"[{number}]").pointer == "/0"


@pytest.mark.parametrize("escape", [r"\u0000", r"\ud800", r"\uDFFF", r"\ude00\ud83d"])
def test_a_null_character_or_lone_surrogate_is_refused_in_values_and_keys(escape: str) -> None:
    assert only_fault(f'{{"note": ["{escape}"]}}').pointer == "/note/0"
    assert only_fault(f'{{"note": {{"{escape}": 1}}}}').pointer == "/note"


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert read_json(rb'"\ud83d\ude00 \u00e9"') == "😀 é"


def test_a_backslash_before_u0000_is_text_and_no_escape() -> None:
    assert read_json(rb'"\\u0000"') == r"\u0000"


def test_as_many_levels_as_are_allowed_are_read_and_one_more_is_pointed_at() -> None:
    assert read_json(b"[" * DEPTH + b"]" * DEPTH)
    assert read_json(b"[" + b"[]," * 100 + b"[]]") == [[]] * 101
    assert only_fault(b"[" * (DEPTH + 1) + b"]" * (DEPTH + 1)).pointer == "/0" * DEPTH
    assert only_fault(b'{"a":' * DEPTH + b"{}" + b"}" * DEPTH).pointer == "/a" * DEPTH
    assert only_fault(b"[" * 50_000 + b"]" * 50_000).pointer == ""


def test_every_fault_is_named_but_not_without_end() -> None:
    assert [fault.pointer for fault in faults('{"a": NaN, "b": [1e999, "\\u0000"]}')] == [
        "/a",
        "/b/0",
        "/b/1",
    ]
    assert len(faults("[" + ",".join(["NaN"] * 1000) + "]")) == 50


def test_a_pointer_escapes_and_never_grows_without_end() -> None:
    assert only_fault('{"a/b~c": NaN}').pointer == "/a~1b~0c"
    assert only_fault(f'{{"a": {{"{"k" * 1000}": NaN}}}}').pointer == "/a"


def test_no_float_ever_comes_out() -> None:
    read = read_json(b"[0.1, 1E2, -0.0, 5]")
    assert isinstance(read, list)
    assert [type(each) for each in read] == [Decimal, Decimal, Decimal, int]
    assert not any(isinstance(each, float) and math.isfinite(each) for each in read)


def test_a_query_is_read_in_order_with_blanks_and_repeats() -> None:
    assert read_query(b"q=a+b%20%C3%A9&q=&limit") == [("q", "a b é"), ("q", ""), ("limit", "")]
    assert read_query(b"") == []


@pytest.mark.parametrize(
    ("raw", "pointer"),
    [
        (b"q=%00", "/q"),
        (b"%00=1", ""),
        (b"q=%ff", ""),
        (b"q=\xff", ""),
        (b"q=%ED%A0%80", ""),
        (b"&".join([b"a=1"] * 101), ""),
    ],
)
def test_a_query_that_cannot_be_kept_is_refused(raw: bytes, pointer: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_query(raw)
    assert [fault.pointer for fault in refused.value.errors] == [pointer]


@given(st.binary(max_size=40))
def test_any_query_is_read_or_refused_in_words(raw: bytes) -> None:
    try:
        read_query(raw)
    except Failure as refused:
        assert isinstance(refused, Invalid)
