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
from provenance.formats import bytestream, open_sources
from provenance.formats.fields import NAMES
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
broken = st.sampled_from(
    ["", " ", "{", "}", "[1]", "null", '{"id":"b","text":"x"', ',"title":"y"}', '"text":"x"}',
     '{"id":"c","text":"x"}{"id":"d","text":"y"}', '{"id":"e","text":"x"},{"id":"f","text":"y"}',
     '{"id":"g","text":"x","text":"y"}', '{"id":"h","text":"\\ud800"}',
     '{"id":"i","text":"\\udc00 x"}',
     '{"id":"j","text":"a\tb"}', '{"id":"k","text":NaN}', ' {"id":"l","text":"x"} ',
     '{"id":"m","text":"\\u0041\\n"}', '{"id":"n", "text" : "x" }\r']
)  # fmt: skip
line = st.one_of(
    plain.map(json.dumps),
    plain.map(lambda one: json.dumps(one, ensure_ascii=False)),
    records.map(json.dumps),
    broken,
)


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
    st.binary(max_size=3),
)
@example(
    ['{"id":"1","text":"x"}', '{"id":"2","text":"y"', '{"id":"3","text":"z"}'], 1 << 20, 9, b""
)
def test_lines_at_once_and_one_by_one_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], block: int, rows: int, tail: bytes
) -> None:
    folder = tmp_path_factory.mktemp("runs")
    first = '{"id": "first", "text": "One.", "title": "T", "date": "2026-01-01"}'
    data = "\n".join([first, *lines]).encode() + b"\n" + tail
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bytestream, "BLOCK", block)
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
        patch.setattr(PlainRuns, "batch", watched)
        encoded = "".join(json.dumps(one) + "\n" for one in data).encode()
        table, rejected = _read(tmp_path_factory.mktemp("plain"), encoded, chunk_rows=4096)
    assert made == [True]
    assert not rejected
    assert table.column("text").to_pylist() == [one["text"] for one in data]
    assert table.column("line").to_pylist() == [*range(1, len(data) + 1)]


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
