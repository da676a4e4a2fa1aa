"""Inputs of kernels: checked in one look as NumPy checks them, and handed on as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from provenance.kernels import arrays, compiled
from provenance.kernels.compiled import cuts

_FAR = st.integers(-(2**63), 2**63 - 1)


def _outcome(check: Any, *given: Any) -> Any:
    try:
        return check(*given)
    except ValueError as error:
        return str(error)


@given(
    st.one_of(
        st.lists(st.integers(0, 9), max_size=9).map(sorted),
        st.lists(st.one_of(st.integers(-2, 9), _FAR), max_size=9),
    ),
    st.integers(0, 9),
)
@example([], 4)
@example([0, 2**63 - 1, -2, 3], 4)  # their differences, as int64, are not negative
def test_offsets_are_judged_as_by_numpy(offsets: list[int], size: int) -> None:
    wanted = _outcome(arrays.offsets_of, np.array(offsets, np.int64), size)
    found = _outcome(cuts.measured, np.array(offsets, np.int64), size)
    if isinstance(wanted, str):
        assert found == wanted
    else:
        assert found[0].tolist() == wanted.tolist()
        assert found[1] == max(np.diff(offsets), default=0) == arrays.longest(wanted)


def test_offsets_of_two_dimensions_are_refused() -> None:
    with pytest.raises(ValueError, match="one dimension"):
        cuts.measured([[0, 1]], 4)


def test_a_column_is_handed_on_and_all_else_made_one(tmp_path: Path) -> None:
    array = np.arange(6, dtype=np.int32)
    kept = arrays.column(array, np.int32)
    assert kept is not array
    assert not kept.flags.writeable and array.flags.writeable
    assert arrays.column(kept, np.int32) is kept
    for other in (kept[::2], kept.astype(np.int64), kept.reshape(2, 3).T, kept.tolist()):
        made = arrays.column(other, np.int32)
        assert made.dtype == np.int32 and made.flags.c_contiguous and not made.flags.writeable
        assert made.tolist() == np.asarray(other).tolist()
    path = tmp_path / "column"
    array.tofile(path)
    # Kernels are compiled for plain arrays: any other kind of them takes the long way.
    assert type(arrays.column(np.memmap(path, np.int32, "r"), np.int32)) is np.ndarray


def test_tokens_cannot_be_written_over() -> None:
    tokens = compiled.tokenize(np.frombuffer(b"two words", np.uint8), [0, 9])
    for column in tokens:
        with pytest.raises(ValueError, match="read-only"):
            column[0] = 1
