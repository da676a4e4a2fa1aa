"""Whatever comes in, a user sees articles, set-aside records or one of our errors."""

import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.errors import InputError
from provenance.formats import from_objects, open_sources
from provenance.formats.fields import NAMES, RESOLUTION

SCRAPS = st.sampled_from(
    [b'{"text": "a"}', b'"', b"\n", b"[", b"]", b"{", b"}", b",", b"text,id\n", b"\\ud800", b"\0",
     b"\xff", b"\xef\xbb\xbf", b"\r", b"1", b"PAR1", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd",
     b"<p>", b"</p>", b"<html><body>", b"<!--", b"&#55357;", b"<![CDATA[", b"<meta charset=",
     b"<rss><channel>", b"<item>", b"<description>", b"WARC/1.0\r\n", b"Content-Length: 3\r\n",
     b"WARC-Type: response\r\n", b"\r\n", b"HTTP/1.1 200 OK\r\n"]
)  # fmt: skip
BYTES = st.binary(max_size=40) | st.lists(SCRAPS, max_size=12).map(b"".join)


@pytest.mark.parametrize(
    "name",
    ["a.txt", "a.jsonl", "a.json", "a.csv", "a.tsv", "a.parquet", "a.jsonl.gz", "a.csv.zst",
     "a.html", "a.warc", "a.xml"],
)  # fmt: skip
@settings(max_examples=80, deadline=None)
@given(data=BYTES)
def test_any_bytes(name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        try:
            chunks = list(open_sources([path], on_bad="quarantine"))
        except InputError as error:  # a table may be sound and hold no row
            assert "no record" in error.reason
            return
    assert sum(c.batch.num_rows + len(c.rejected) for c in chunks) > 0
    for chunk in chunks:
        chunk.batch.validate(full=True)
        pa.array([r.raw for r in chunk.rejected], pa.string())


ANY_TEXT = st.text(st.characters() | st.just("\ud800"), max_size=6)  # a lone surrogate too
SCALAR = st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT | st.datetimes()
VALUE = st.recursive(
    SCALAR,
    lambda v: st.lists(v, max_size=3) | st.dictionaries(ANY_TEXT, v, max_size=3),
    max_leaves=5,
)
KEY = st.sampled_from([*NAMES, RESOLUTION, "extra", "file"]) | ANY_TEXT


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(KEY, VALUE, max_size=6), st.booleans())
def test_any_object(record: dict[str, Any], with_text: bool) -> None:
    if with_text:
        record = {**record, "text": "Some words"}
    (chunk,) = from_objects([record], on_bad="quarantine")
    chunk.batch.validate(full=True)
    assert chunk.batch.num_rows + len(chunk.rejected) == 1
    pa.array([text for r in chunk.rejected for text in (r.raw, r.reason)], pa.string())
