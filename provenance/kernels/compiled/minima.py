"""Minima of many slots of a signature at once, for minhash; see ``bits``."""

from __future__ import annotations

from typing import Any

from llvmlite import ir

from provenance.kernels import contract as c
from provenance.kernels.compiled.bits import cgutils, types
from provenance.kernels.jit import instruction

SLOTS = 16  # at once: with what they are reckoned from they fit into the registers
AT_ONCE = 4  # values: their least is taken first, so that no minimum waits for the one before

_VECTOR = ir.VectorType(ir.IntType(32), SLOTS)


@instruction
def put_minima(_typing: Any, _places: Any, _values: Any, _count: Any) -> Any:
    """Write the minima of a*h + b mod 2^32 over all values h, for each of SLOTS pairs a and b.

    Args:
        places: addresses of the minima, of as many a, and of as many b, all uint32.
        values: address of the values, uint32, in memory up to a multiple of AT_ONCE of them.
        count: of the values; where it is 0, EMPTY_SLOT is written.
    """

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        whole, number = ir.IntType(64), ir.IntType(32)
        minima, a, b = (
            builder.inttoptr(builder.extract_value(args[0], k), _VECTOR.as_pointer())
            for k in range(3)
        )
        a, b = (builder.load(place, align=4) for place in (a, b))
        first = builder.inttoptr(args[1], number.as_pointer())
        every = ir.Constant(ir.VectorType(number, SLOTS), [0] * SLOTS)

        def mapped(place: Any) -> Any:
            none = ir.Constant(_VECTOR, ir.Undefined)
            one = builder.insert_element(none, builder.load(place), ir.Constant(number, 0))
            return builder.add(builder.mul(a, builder.shuffle_vector(one, none, every)), b)

        def least(one: Any, other: Any) -> Any:
            return builder.select(builder.icmp_unsigned("<", one, other), one, other)

        held = cgutils.alloca_once_value(builder, ir.Constant(_VECTOR, [c.EMPTY_SLOT] * SLOTS))
        step = ir.Constant(whole, AT_ONCE)
        with cgutils.for_range_slice(
            builder, ir.Constant(whole, 0), args[2], step, whole, inc=True
        ) as (at, _):
            some = [
                mapped(builder.gep(first, [builder.add(at, ir.Constant(whole, k))]))
                for k in range(AT_ONCE)
            ]
            while len(some) > 1:
                some = [least(*pair) for pair in zip(some[::2], some[1::2], strict=True)]
            builder.store(least(builder.load(held), some[0]), held)
        builder.store(builder.load(held), minima, align=4)
        return _context.get_dummy_value()

    return types.void(types.UniTuple(types.int64, 3), types.int64, types.int64), generate
