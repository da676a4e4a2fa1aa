"""Machine instructions that numba has no name for: an unaligned 8-byte load and two bit counts."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, cast

from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

Instruction = Callable[..., Any]


def _intrinsic(function: Instruction) -> Instruction:
    """``numba.extending.intrinsic``, with a type."""
    return cast(Instruction, intrinsic(function))


@_intrinsic
def load8(_typing: Any, data: Any, _place: Any) -> Any:
    """Bytes [place, place + 8) of a uint8 array as a little-endian uint64.

    Nothing checks the bounds: the caller does.
    """

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, args[0])
        word = context.get_value_type(types.uint64)
        address = cgutils.pointer_add(builder, array.data, args[1], word.as_pointer())
        loaded = builder.load(address)
        loaded.align = 1
        return loaded if sys.byteorder == "little" else builder.bswap(loaded)

    return types.uint64(data, types.int64), generate


@_intrinsic
def trailing_zeros(_typing: Any, _word: Any) -> Any:
    """How many low bits of a uint64 are 0 (64 where all are), as int64."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], cgutils.false_bit)

    return types.int64(types.uint64), generate


@_intrinsic
def ones(_typing: Any, _word: Any) -> Any:
    """How many bits of a uint64 are 1, as int64."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.ctpop(args[0])

    return types.int64(types.uint64), generate
