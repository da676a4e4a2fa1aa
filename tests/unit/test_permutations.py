"""The permutations of MinHash are those that NumPy's frozen stream gives."""

from __future__ import annotations

import numpy as np
import pytest

from provenance.kernels.contract import MINHASH_SEED
from provenance.kernels.permutations import permutations


@pytest.mark.parametrize("count", [1, 8, 128, 311, 700])
def test_they_are_drawn_as_numpy_draws_them(count: int) -> None:
    draw = np.random.RandomState(MINHASH_SEED)
    expected = 2 * draw.randint(0, 1 << 31, count, dtype=np.uint32) + 1
    multipliers, shifts = permutations(count)
    assert multipliers.dtype == shifts.dtype == np.uint32
    assert (multipliers == expected).all()
    assert (shifts == draw.randint(0, 1 << 32, count, dtype=np.uint32)).all()
    assert not multipliers.flags.writeable and not shifts.flags.writeable


def test_there_is_one_at_least() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        permutations(0)
