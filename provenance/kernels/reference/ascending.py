"""Values in their order, by definition."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def ascending(values: ArrayLike) -> NDArray[np.generic]:
    """The values of a column of integers, none of them negative, sorted: a copy."""
    return np.sort(np.asarray(values))
