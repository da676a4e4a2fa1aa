"""What 512 bytes of a text are, by a table: the same as ``classes`` asks of 64, on some machines.

A table in registers gives each byte a code of seven bits; the bits of 64 codes are turned about, so
that those of one kind stand in one word, and the words of eight blocks, so that they stand in one
row.
"""

from __future__ import annotations

from functools import reduce
from typing import Any

from llvmlite import ir

from provenance.kernels.compiled import classes
from provenance.kernels.compiled.bits import cgutils, has, types
from provenance.kernels.compiled.classes import AT_ONCE, BLOCK
from provenance.kernels.compiled.lanes import turn, turned
from provenance.kernels.jit import instruction

_LETTER, _DIGIT, _OTHER, _FIRST, _WIDE = 0, 1, 2, 3, 7  # bits; the first of those that number kinds
_NUMBERED = 3
_NEEDED = "avx512vbmi", "avx512bw", "gfni"
_KINDS = (classes.ENDS, *range(classes.APOSTROPHES, classes.FOUND))
_CHARACTERS = (classes.STOPS, *(bytes([one]) for one in classes.CHARACTERS))

_BYTES, _WORDS = ir.VectorType(ir.IntType(8), BLOCK), ir.VectorType(ir.IntType(64), AT_ONCE)


def _code(character: str) -> int:
    """The code of an ASCII character; a capital letter has the first of the numbering bits."""
    if character.isalpha():
        return 1 << _LETTER | character.isupper() << _FIRST
    found = [k for k, some in enumerate(_CHARACTERS) if ord(character) in some]
    return 1 << _OTHER | found[0] << _FIRST if found else character.isdigit() << _DIGIT


def _called(builder: Any, name: str, *given: Any) -> Any:
    kind = ir.FunctionType(_BYTES, [one.type for one in given])
    return builder.call(builder.module.declare_intrinsic(f"llvm.x86.{name}", (), kind), given)


@instruction
def looks_up(_typing: Any) -> Any:
    """Whether the machine that this is compiled for has :func:`put_codes`."""

    def generate(context: Any, _builder: Any, _signature: Any, _args: Any) -> Any:
        return cgutils.true_bit if has(context, *_NEEDED) else cgutils.false_bit

    return types.boolean(), generate


def _words_of(builder: Any, place: Any) -> Any:
    """The words of a block, one for each bit of the codes."""
    data = builder.load(builder.inttoptr(place, _BYTES.as_pointer()), align=1)
    codes = [_code(chr(byte)) for byte in range(128)]
    low, high = (ir.Constant(_BYTES, codes[k : k + BLOCK]) for k in (0, BLOCK))
    found = _called(builder, "avx512.vpermi2var.qi.512", low, data, high)
    wide = builder.icmp_signed("<", data, ir.Constant(_BYTES, [0] * BLOCK))
    found = builder.select(wide, ir.Constant(_BYTES, [1 << _WIDE] * BLOCK), found)
    # Of eight bytes, the instruction takes the last one for the lowest bit.
    found = turn(builder, found, found, [8 * (k // 8) + 7 - k % 8 for k in range(BLOCK)])
    ones = ir.Constant(_BYTES, [1 << k % 8 for k in range(BLOCK)])
    found = _called(builder, "vgf2p8affineqb.512", ones, found, ir.Constant(ir.IntType(8), 0))
    found = turn(builder, found, found, [8 * (k % 8) + k // 8 for k in range(BLOCK)])
    return builder.bitcast(found, _WORDS)


def _rows_of(builder: Any, bits: list[Any]) -> dict[int, Any]:
    """The rows of ``classes`` out of those of the bits of codes."""
    numbering = bits[_FIRST : _FIRST + _NUMBERED]
    rows = {
        classes.LETTERS: bits[_LETTER],
        classes.CAPITALS: builder.and_(bits[_LETTER], bits[_FIRST]),
        classes.DIGITS: bits[_DIGIT],
        classes.WIDE: bits[_WIDE],
    }
    for k, row in enumerate(_KINDS):
        right = [one if k >> n & 1 else builder.not_(one) for n, one in enumerate(numbering)]
        rows[row] = reduce(builder.and_, right, bits[_OTHER])
    return rows


@instruction
def put_codes(_typing: Any, _source: Any, _target: Any, _stride: Any) -> Any:
    """Write what AT_ONCE blocks are, as ``put_classes`` does for each."""

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        if not has(context, *_NEEDED):  # There is no such instruction, and no one asks for it.
            return context.get_dummy_value()
        whole = args[0].type
        places = [builder.add(args[0], ir.Constant(whole, BLOCK * k)) for k in range(AT_ONCE)]
        bits = turned(builder, [_words_of(builder, place) for place in places])
        for row, found in _rows_of(builder, bits).items():
            start = builder.mul(args[2], ir.Constant(whole, row))
            place = builder.inttoptr(builder.add(args[1], start), _WORDS.as_pointer())
            builder.store(found, place, align=8)
        return context.get_dummy_value()

    return types.void(types.int64, types.int64, types.int64), generate
