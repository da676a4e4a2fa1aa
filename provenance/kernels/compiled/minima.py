"""Minima of many slots of a signature at once, for minhash; see ``bits``."""

from __future__ import annotations

from typing import Any

from llvmlite import ir

from provenance.kernels import contract as c
from provenance.kernels.compiled.bits import cgutils, has, types
from provenance.kernels.jit import instruction

SLOTS = 16  # at once: with what they are reckoned from they fit into any registers
AT_ONCE = 4  # values: their least is taken first, so that no minimum waits for the one before
_MANY = 128  # slots that fit into as many registers as are wide: no minimum waits for another

_WHOLE, _NUMBER = ir.IntType(64), ir.IntType(32)


def _put(builder: Any, slots: int, at_once: int, args: Any) -> None:
    """:func:`put_minima` for so many slots, and values at once."""
    places, first, count, _ = args
    vector = ir.VectorType(_NUMBER, slots)
    minima, a, b = (
        builder.inttoptr(builder.extract_value(places, k), vector.as_pointer()) for k in range(3)
    )
    a, b = (builder.load(place, align=4) for place in (a, b))
    first = builder.inttoptr(first, _NUMBER.as_pointer())
    every = ir.Constant(ir.VectorType(_NUMBER, slots), [0] * slots)

    def mapped(place: Any) -> Any:
        none = ir.Constant(vector, ir.Undefined)
        one = builder.insert_element(none, builder.load(place), ir.Constant(_NUMBER, 0))
        return builder.add(builder.mul(a, builder.shuffle_vector(one, none, every)), b)

    def least(one: Any, other: Any) -> Any:
        return builder.select(builder.icmp_unsigned("<", one, other), one, other)

    held = cgutils.alloca_once_value(builder, ir.Constant(vector, [c.EMPTY_SLOT] * slots))
    begin, step = ir.Constant(_WHOLE, 0), ir.Constant(_WHOLE, at_once)
    with cgutils.for_range_slice(builder, begin, count, step, _WHOLE, inc=True) as (at, _):
        numbers = [builder.add(at, ir.Constant(_WHOLE, k)) for k in range(at_once)]
        some = [mapped(builder.gep(first, [number])) for number in numbers]
        while len(some) > 1:
            some = [least(*pair) for pair in zip(some[::2], some[1::2], strict=True)]
        builder.store(least(builder.load(held), some[0]), held)
    builder.store(builder.load(held), minima, align=4)


@instruction
def put_minima(_typing: Any, _places: Any, _values: Any, _count: Any, _slots: Any) -> Any:
    """Write the minima of a*h + b mod 2^32 over all values h, for some pairs a and b: how many.

    Args:
        places: addresses of the minima, of as many a, and of as many b, all uint32.
        values: address of the values, uint32, in memory up to a multiple of AT_ONCE of them.
        count: of the values; where it is 0, EMPTY_SLOT is written.
        slots: how many may be written, SLOTS or more.
    """

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        some, many = ir.Constant(_WHOLE, SLOTS), ir.Constant(_WHOLE, _MANY)
        if not has(context, "avx512f"):
            _put(builder, SLOTS, AT_ONCE, args)
            return some
        fit = builder.icmp_signed(">=", args[3], many)
        with builder.if_else(fit) as (then, otherwise):
            with then:
                _put(builder, _MANY, 1, args)
            with otherwise:
                _put(builder, SLOTS, AT_ONCE, args)
        return builder.select(fit, many, some)

    return types.int64(types.UniTuple(types.int64, 3), *[types.int64] * 3), generate
