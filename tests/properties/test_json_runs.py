"""JSON lines read many at a time give what they give one by one, whatever stands in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from provenance.errors import InputError
from provenance.formats import bytestream, jsonruns, open_sources
from provenance.formats.fields import NAMES
from provenance.formats.intake import Intake
from provenance.formats.jsonruns import PlainRuns
from provenance.formats.records import Rejected

words = st.sampled_from(
    [
        "Rain.",
        "Ünï 雨",
        "",
        "  ",
        "\x1c",
        "\u3000",
        "a\u0000b",
        "😀",
        "0",
        "null",
        "\x85 x",
        "\ufeffx",
    ]
)
dates = st.sampled_from(
    ["2026-01-05T08:00:00Z", "2026-01-05", "1066-01-05T08:00:00Z", "2026-02-30T08:00:00Z",
     "5 January 2026", "2026-01-05T08:00:00+02:00", "2026-01-05T24:00:00Z", "soon", ""]
)  # fmt: skip
other = st.one_of(st.none(), st.integers(-3, 3), st.lists(words, max_size=2), st.just({"a": 1}))
records = st.fixed_dictionaries(
    {},
    optional={
        "id": st.integers(0, 99).map("a{}".format) | words | other,
        "text": words | other,
        "title": words | other,
        "date": dates | other,
        "updated": dates,
        "author": words | st.just('["A", "B"]'),
        "rest": words,
    },
)
plain = st.fixed_dictionaries(
    {"id": st.uuids().map(str), "text": st.sampled_from(["Rain.", "Ünï 雨", "a" * 90])},
    optional={
        "title": words,
        "date": st.sampled_from(["2026-01-05T08:00:00Z", "2026-01-05", "5 January 2026"]),
    },
)
BROKEN = [
    b'', b' ', b'{', b'}', b'[1]', b'null', b'{"id":"b","text":"x"', b',"title":"y"}',
    b'"text":"x"}', b'{"id":"c","text":"x"}{"id":"d","text":"y"}',
    b'{"id":"e","text":"x"},{"id":"f","text":"y"}', b'{"id":"g","text":"x","text":"y"}',
    b'{"id":"h","text":"\\ud800"}', b'{"id":"i","text":"\\udc00 x"}',
    b'{"id":"i","text":"\\ud83d\\u0041"}', b'{"id":"j","text":"a\tb"}', b'{"id":"k","text":NaN}',
    b' {"id":"l","text":"x"} ', b'{"id":"m","text":"\\u0041\\n"}',
    b'{"id":"n", "text" : "x" }\r', b'{"id":"o","text":"x"}\r\r', b'{"id":"p","text":"a\x00b"}',
    b'\x00', b'\xef\xbb\xbf{"id":"q","text":"x"}', b'{"\\u0069d":"r","text":"x"}',
    b'{"ID":"s","text":"x"}', b'{"id":"","text":"x"}', b'{"id":null,"text":"x"}',
    b'{"id":"t","text":null}', b'{"id":"u"}', b'{}', b'{ }', b'{"id":"v","text":""}',
    b'{"id":"w","text":"\\u2003"}', b'{"id":"first","text":"again"}',
    b'{"id":"x","text":"x","published_resolution_s":"60"}',
    b'{"id":"y","text":"x","title":null,"date":null}', b'{"id":"z","text":"x","date":"soon"}',
    b'{"id":"A","text":"\\x"}', b'{"id":"B","text":"\\u12"}', b'{"id":"C","text":"x",}',
    b'{"id":"D" "text":"x"}', b'{"id":"E","text":nul}', b'{"id":"F","text":{"a":"b"}}',
    b'{"id":"G","text":5}', b'{"id":"H","text":"' + b"long " * 60 + b'"}',
    b'{"id":"I","text":"' + b"\\u00e9\\n" * 60 + b'"}', b'{"id":"J","text":"a\xff"}',
    b'{"id":"K","text":"\xc3"}', b'{"id":"L","t\xe4xt":"x"}',
    b'{"id":"M","text":"\xe2\x80\\u0041"}', b'{"id":"N","text":"\xed\xa0\x80"}',
    b'\xff\xfe{\x00}\x00',
]  # fmt: skip
line = st.one_of(
    plain.map(json.dumps).map(str.encode),
    plain.map(lambda one: json.dumps(one, ensure_ascii=False).encode()),
    records.map(json.dumps).map(str.encode),
    st.sampled_from(BROKEN),
)
FIRST = b'{"id": "first", "text": "One.", "title": "T", "date": "2026-01-01"}'


def _read(folder: Path, data: bytes, **options: Any) -> tuple[pa.Table, list[Rejected]]:
    path = folder / "pile.jsonl"
    path.write_bytes(data)
    chunks = [*open_sources([path], on_bad="quarantine", **options)]
    table = pa.Table.from_batches([chunk.batch for chunk in chunks])
    assert all(chunk.batch.num_rows <= options["chunk_rows"] for chunk in chunks)
    return table, [one for chunk in chunks for one in chunk.rejected]


@settings(deadline=None, max_examples=300)
@given(
    st.lists(line, min_size=1, max_size=12),
    st.sampled_from([40, 150, 1 << 20]),
    st.sampled_from([1, 3, 4096]),
    st.sampled_from([1, 60, 200, 1 << 18]),
    st.sampled_from([b"\n", b"\n", b"\r\n"]),
    st.binary(max_size=3),
)
@example(
    [b'{"id":"1","text":"x"}', b'{"id":"2","text":"y"', b'{"id":"3","text":"z"}'],
    1 << 20,
    9,
    60,
    b"\n",
    b"",
)
def test_lines_at_once_and_one_by_one_are_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    lines: list[bytes],
    block: int,
    rows: int,
    part: int,
    end: bytes,
    tail: bytes,
) -> None:
    folder = tmp_path_factory.mktemp("runs")
    data = end.join([FIRST, *lines]) + end + tail
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jsonruns, "_WORTH", 0)
        patch.setattr(bytestream, "BLOCK", block)
        patch.setattr(bytestream, "RUN", block)
        patch.setattr(jsonruns, "_PART", part)
        at_once, rejected = _read(folder, data, chunk_rows=rows)
        patch.setattr(PlainRuns, "batch", lambda *_: None)
        one_by_one, rejected_one_by_one = _read(folder, data, chunk_rows=rows)
    assert at_once.to_pylist() == one_by_one.to_pylist()
    assert rejected == rejected_one_by_one


@given(st.lists(plain, min_size=2, max_size=9))
def test_plain_records_are_read_at_once(
    tmp_path_factory: pytest.TempPathFactory, given: list[dict[str, str]]
) -> None:
    made: list[bool] = []
    batch = PlainRuns.batch

    def watched(self: PlainRuns, *args: Any) -> pa.RecordBatch | None:
        made.append(batch(self, *args) is not None)
        return batch(self, *args)

    data = [{"id": "first", "text": "One.", "title": "T", "date": "2026-01-01"}, *given]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jsonruns, "_WORTH", 0)
        patch.setattr(PlainRuns, "batch", watched)
        encoded = "".join(json.dumps(one) + "\n" for one in data).encode()
        table, rejected = _read(tmp_path_factory.mktemp("plain"), encoded, chunk_rows=4096)
    assert made == [True]
    assert not rejected
    assert table.column("text").to_pylist() == [one["text"] for one in data]
    assert table.column("line").to_pylist() == [*range(1, len(data) + 1)]


@pytest.mark.parametrize("bad", BROKEN)
def test_each_fault_is_told_alike(tmp_path: Path, bad: bytes) -> None:
    good = [b'{"id":"good%d","text":"x"}' % k for k in range(4)]
    path = tmp_path / "pile.jsonl"
    path.write_bytes(b"\n".join([FIRST, *good[:2], bad, *good[2:]]))  # no line feed at the end
    told = []
    for worth in (0, 1 << 30):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(jsonruns, "_WORTH", worth)
            try:
                told.append([batch.to_pylist() for batch in Intake(open_sources([path]))])
            except InputError as error:
                told.append(str(error))
    assert told[0] == told[1]


@pytest.mark.parametrize("bad", BROKEN)
def test_each_fault_is_set_aside_alike(tmp_path: Path, bad: bytes) -> None:
    folder, told = tmp_path, []
    data = b"\n".join([FIRST, b'{"id":"good","text":"x"}', bad, b'{"id":"last","text":"y"}', b""])
    for worth in (0, 1 << 30):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(jsonruns, "_WORTH", worth)
            table, rejected = _read(folder, data, chunk_rows=4096)
            told.append((table.to_pylist(), rejected))
    assert told[0] == told[1]


def test_a_line_that_is_not_plain_is_read_with_its_neighbours_alone(tmp_path: Path) -> None:
    lines = [b'{"id":"a%d","text":"%s"}' % (k, b"x" * 90) for k in range(1000)]
    lines[500] = b'{"id":5,"text":"y"}'
    (tmp_path / "pile.jsonl").write_bytes(b"\n".join([FIRST, *lines, b""]))
    made: list[int] = []
    batch = PlainRuns.batch

    def watched(self: PlainRuns, *args: Any) -> pa.RecordBatch | None:
        found = batch(self, *args)
        made.append(found.num_rows if found is not None else 0)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jsonruns, "_WORTH", 0)
        patch.setattr(jsonruns, "_PART", 10_000)
        patch.setattr(PlainRuns, "batch", watched)
        chunks = [*open_sources([tmp_path / "pile.jsonl"])]
    ids = [name for chunk in chunks for name in chunk.batch.column("id").to_pylist()]
    assert ids == ["first", *(f"a{k}" if k != 500 else "5" for k in range(1000))]
    assert 800 < sum(made) < 1000


def test_a_short_pile_is_read_without_the_kernel(tmp_path: Path) -> None:
    """It would be loaded for nothing; a long one is worth it."""
    path = tmp_path / "pile.jsonl"
    taken = []
    records = PlainRuns._records
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PlainRuns, "_records", lambda *a: taken.append(a) or records(*a))
        for megabytes in (1, 6):
            path.write_bytes(
                b"".join(
                    b'{"id":"a%d","text":"%s"}\n' % (k, b"x " * 500_000) for k in range(megabytes)
                )
            )
            assert sum(chunk.batch.num_rows for chunk in open_sources([path])) == megabytes
            assert bool(taken) == (megabytes == 6)


def test_the_first_bad_record_stops_a_run_with_its_line(tmp_path: Path) -> None:
    lines = [json.dumps({"id": f"a{k}", "text": "x"}) for k in range(9)]
    (tmp_path / "pile.jsonl").write_text("\n".join([*lines, '{"id": 1']), "utf-8")
    with pytest.raises(InputError) as caught:
        list(open_sources([tmp_path / "pile.jsonl"]))
    assert caught.value.line == 10


def test_no_name_is_one_of_two_fields() -> None:
    names = [
        name.lower() for candidates in NAMES.values() for name in {*map(str.lower, candidates)}
    ]
    assert len(names) == len({*names})
