"""One pile and its saved run, made once for all tests that only read them."""

from __future__ import annotations

from pathlib import Path

import pytest
from _dedupe import dedupe, pile, write_lines


@pytest.fixture(scope="session")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pile as JSON lines."""
    return write_lines(tmp_path_factory.mktemp("dump") / "dump.jsonl", pile())


@pytest.fixture(scope="session")
def saved(dump: Path) -> Path:
    """The run of the pile, in Parquet; the input was named relative to its folder."""
    done = dedupe("run", dump.name, "-o", "out", cwd=dump.parent)
    assert done.code == 0, done.err
    assert done.out == ""
    return dump.parent / "out"
