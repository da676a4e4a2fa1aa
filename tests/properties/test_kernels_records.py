"""plain_records: compiled is reference, on records of every kind; reference is what json reads."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kernel_strategies import assert_same

from provenance.kernels import compiled, contract, reference
from provenance.kernels.compiled.records import RecordsRoom

NAMES = [b"id", b"text", "título".encode(), b"", b"i"]

characters = st.sampled_from(
    ["a", "é", "雨", "😀", "\x7f", "\xa0", "a" * 63, "b" * 64, "c" * 129, "/"]
)
escapes = st.sampled_from(
    [r"\"", r"\\", r"\/", r"\b\f\n\r\t", r"\u0000", r"\u00e9", r"\u96E8", r"\ud83d\ude00",
     r"\u007f", r"\u07ff\u0800\uffff", r"\uDBFF\uDFFF"]
)  # fmt: skip
wrong = st.sampled_from(
    [r"\ud800", r"\udc00", r"\ud800\ud800", r"\ud83d\n", r"\x", r"\u12g4", r"\u12", "\\", '"', "\t",
     "\x00", "\x1f", r"\U0041", r"\ud83d\ud", "\r"]
)  # fmt: skip
contents = st.lists(characters | escapes, max_size=6).map("".join)
spaces = st.sampled_from(["", "", "", " ", "\t ", " " * 70])
values = st.one_of(contents.map('"{}"'.format), st.just("null"))
names = st.sampled_from([name.decode() for name in NAMES]).map('"{}"'.format)


@st.composite
def records(draw: st.DrawFn) -> str:
    pairs = draw(
        st.lists(
            st.tuples(names, spaces, spaces, values, spaces, spaces),
            max_size=4,
            unique_by=lambda pair: pair[0],
        )
    )
    inner = ",".join(f"{e}{name}{a}:{b}{value}{c}" for name, a, b, value, c, e in pairs)
    return "{" + (inner or draw(spaces)) + "}" + draw(st.sampled_from(["", "", "\r"]))


bits = st.sampled_from(
    [*'{}:,"\\ \t\r\n[]0u', "null", "nul", "nullx", "true", "1", '{"a":1}', '"id"', '"idx"',
     r'"\u0069d"', "\x0b", "\ufeff", "é", "\n\n"]
)  # fmt: skip


@st.composite
def hurt(draw: st.DrawFn) -> bytes:
    """Lines of records with a piece taken out, changed, or put in."""
    text = "".join(f"{one}\n" for one in draw(st.lists(records(), min_size=1, max_size=4)))
    data = text.encode()
    place = draw(st.integers(0, len(data)))
    gone = draw(st.integers(0, 3))
    piece = draw(st.one_of(bits.map(str.encode), wrong.map(str.encode), st.binary(max_size=2)))
    return data[:place] + piece + data[place + gone :]


def both(data: bytes, names: list[bytes] = NAMES) -> contract.Records | None:
    """What compiled gives, which is what reference gives."""
    text = np.frombuffer(data, np.uint8)
    expected = reference.plain_records(text, names)
    found = compiled.plain_records(text, names)
    assert (found is None) == (expected is None)
    if found is not None:
        assert_same(found, expected)
    return found


def texts(found: contract.Records, k: int) -> list[str | None]:
    """The values of a field."""
    whole = found.values[k].tobytes()
    cuts = found.offsets[k].tolist()
    pieces = [whole[a:b].decode() for a, b in pairwise(cuts)]
    return [one if ok else None for one, ok in zip(pieces, found.valid[k], strict=True)]


@settings(max_examples=300)
@given(st.lists(records(), min_size=1, max_size=6))
def test_plain_records_are_what_json_reads(lines: list[str]) -> None:
    found = both("".join(f"{line}\n" for line in lines).encode())
    assert found is not None
    read: list[dict[str, Any]] = [json.loads(line) for line in lines]
    for k, name in enumerate(NAMES):
        assert texts(found, k) == [one.get(name.decode()) for one in read]


@settings(max_examples=600)
@given(hurt())
def test_what_is_not_plain_is_refused_alike(data: bytes) -> None:
    both(data)


@given(st.lists(st.sampled_from([*b'{}:,"\\nul \r\t', 10]), max_size=20).map(bytes))
def test_any_bytes(data: bytes) -> None:
    both(data)


@settings(max_examples=200)
@given(contents, wrong, contents)
def test_texts_that_no_json_has(before: str, piece: str, behind: str) -> None:
    data = f'{{"id":"{before}{piece}{behind}"}}\n'.encode()
    found = both(data)
    try:
        json.loads(data)["id"].encode()
    except (ValueError, KeyError):
        assert found is None


@pytest.mark.parametrize("piece", [r"\"", r"\u00e9", r"\ud83d\ude00", "é", r"\ud83d", "\x01"])
def test_a_piece_at_every_place_of_a_block(piece: str) -> None:
    for before in range(140):
        both(f'{{"id":"{"a" * before}{piece}","text":"b"}}\n'.encode())


def test_each_line_must_end() -> None:
    assert both(b'{"id":"a"}\n{"id":"b"}') is None
    assert both(b"") is None


@pytest.mark.parametrize("name", [b'a"b', b"a\\", b"a\n", b"\x00"])
def test_names_that_need_escapes_are_refused(name: bytes) -> None:
    assert both(b'{"id":"a"}\n', [b"id", name]) is None
    assert both(b'{"' + name + b'":"a"}\n', [b"id", name]) is None


def test_room_is_used_again_and_does_not_change_what_is_read() -> None:
    room = RecordsRoom()
    given: list[np.ndarray] = []
    for n, names in ((9, NAMES), (3, NAMES), (30, NAMES), (5, [*NAMES, b"more"])):
        data = np.frombuffer(b'{"id":"a","text":"\\u00e9"}\n{}\n' * n, np.uint8)
        found = compiled.plain_records(data, names, room)
        expected = reference.plain_records(data, names)
        assert found is not None
        assert expected is not None
        assert_same(found, expected)
        assert np.shares_memory(found.values[0], room.values[0])
        room.give(names.index(b"text"))
        given.append(found.values[names.index(b"text")])
    assert [one.tobytes() for one in given] == [b"\xc3\xa9" * n for n in (9, 3, 30, 5)]
