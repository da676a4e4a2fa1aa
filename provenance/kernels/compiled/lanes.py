"""Instructions on many places or tokens at once, for tokenize; see ``bits``."""

from __future__ import annotations

from typing import Any

from llvmlite import binding, ir

from provenance.kernels import contract as c
from provenance.kernels.compiled.bits import cgutils, has, types
from provenance.kernels.jit import instruction

LANES = 8  # tokens that an instruction takes at once
SOME, HALF = 16, 32  # words that begin in a block of 64 bytes: mostly fewer, and at most
JOINED, SHOUTED = 64, 128  # what is found out of a word at its end, beside flags at its begin
#: Flags that need no look at what is before.
_OWN = c.SENTENCE_START | c.CAPITAL | c.UPPER | c.NUMBER
_COMPRESSING = 20  # the first LLVM that has :func:`put_places` for bytes


def _vector(bits: int, count: int = LANES) -> Any:
    return ir.VectorType(ir.IntType(bits), count)


_BYTE, _SHORT, _HALF = _vector(8), _vector(16), _vector(32)
_BLOCK = _vector(8, 64)


def _all(kind: Any, value: int) -> Any:
    return ir.Constant(kind, [value] * kind.count)


def _pointer(builder: Any, address: Any, kind: Any) -> Any:
    return builder.inttoptr(address, kind.as_pointer())


def _load(builder: Any, address: Any, kind: Any) -> Any:
    loaded = builder.load(_pointer(builder, address, kind))
    loaded.align = 1
    return loaded


def _store(builder: Any, value: Any, address: Any) -> None:
    builder.store(value, _pointer(builder, address, value.type)).align = 1


def turn(builder: Any, first: Any, second: Any, places: list[int]) -> Any:
    """The elements of two vectors at these places; those of the second follow the first."""
    order = ir.Constant(_vector(32, len(places)), places)
    return builder.shuffle_vector(first, second, order)


def turned(builder: Any, rows: list[Any]) -> list[Any]:
    """The columns of as many rows as each has elements."""
    count, step = len(rows), 1
    while step < count:
        made = list(rows)
        for one in (k for k in range(count) if not k & step):
            for k, place in ((0, one), (step, one + step)):
                order = [(j & ~step) + k + (count if j & step else 0) for j in range(count)]
                made[place] = turn(builder, rows[one], rows[one + step], order)
        rows, step = made, 2 * step
    return rows


def _each(builder: Any, value: Any, kind: Any) -> Any:
    """A vector of one integer again and again."""
    number = value if value.type == kind.element else builder.trunc(value, kind.element)
    none = ir.Constant(kind, ir.Undefined)
    first = builder.insert_element(none, number, ir.Constant(ir.IntType(32), 0))
    return turn(builder, first, none, [0] * kind.count)


def _compresses(context: Any) -> bool:
    return binding.llvm_version_info[0] >= _COMPRESSING and has(context, "avx512vbmi2", "gfni")


@instruction
def lists_at_once(_typing: Any) -> Any:
    """Whether LLVM, and the machine that this is compiled for, have :func:`put_words`."""

    def generate(context: Any, _builder: Any, _signature: Any, _args: Any) -> Any:
        known = _compresses(context)
        return cgutils.true_bit if known else cgutils.false_bit

    return types.boolean(), generate


def _compressed(builder: Any, values: Any, bits: Any) -> Any:
    """Those of 64 bytes whose bits are set, beside each other; 0 behind them."""
    bit = _vector(1, 64)
    kind = ir.FunctionType(_BLOCK, [_BLOCK, bit, _BLOCK])
    name = "llvm.experimental.vector.compress"
    compress = builder.module.declare_intrinsic(f"{name}.v64i8", (), kind)
    return builder.call(compress, [values, builder.bitcast(bits, bit), _all(_BLOCK, 0)])


def _put_wide(builder: Any, values: Any, begin: int, end: int, first: Any, address: Any) -> None:
    """Write those of 64 bytes that are numbered [begin, end) as int32, with ``first`` added."""
    part = _vector(32, SOME)
    first = _each(builder, first, part)
    for k in range(begin, end, SOME):
        some = turn(builder, values, values, list(range(k, k + SOME)))
        place = builder.add(address, ir.Constant(address.type, 4 * k))
        _store(builder, builder.add(builder.zext(some, part), first), place)


def _put_narrow(builder: Any, values: Any, begin: int, end: int, bits: int, address: Any) -> None:
    """Write those of 64 bytes that are numbered [begin, end) as integers of so many bits."""
    some = turn(builder, values, values, list(range(begin, end)))
    some = some if bits == 8 else builder.zext(some, _vector(bits, end - begin))
    _store(builder, some, builder.add(address, ir.Constant(address.type, begin * bits // 8)))


def _put_some(builder: Any, count: Any, put: Any) -> None:
    """``put`` the first SOME of a block, and the others where there are more: that is rare."""
    put(0, SOME)
    more = builder.icmp_unsigned(">", count, ir.Constant(count.type, SOME))
    with builder.if_then(more, likely=False):
        put(SOME, HALF)


@instruction
def put_places(_typing: Any, _bits: Any, _first: Any, _address: Any) -> Any:
    """Write the places of the bits that are set, counted from ``first``; 64 int32 in all.

    This is slow where :func:`lists_at_once` is False, and :func:`put_words` is not there.
    """

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        places = _compressed(builder, ir.Constant(_BLOCK, list(range(64))), args[0])
        _put_wide(builder, places, 0, 64, args[1], args[2])
        return context.get_dummy_value()

    return types.void(types.uint64, types.int64, types.int64), generate


def _bytes_of(builder: Any, place: Any) -> Any:
    """64 bytes whose bits stand in eight words at an address, those of the lowest bit first."""
    words = _load(builder, place, _BLOCK)
    # Of eight bytes, the instruction takes the last one for the lowest bit.
    order = [8 * (7 - k % 8) + k // 8 for k in range(64)]
    ones, byte = ir.Constant(_BLOCK, [1 << k % 8 for k in range(64)]), ir.IntType(8)
    kind = ir.FunctionType(_BLOCK, [_BLOCK, _BLOCK, byte])
    affine = builder.module.declare_intrinsic("llvm.x86.vgf2p8affineqb.512", (), kind)
    return builder.call(affine, [ones, turn(builder, words, words, order), ir.Constant(byte, 0)])


@instruction
def put_words(_typing: Any, _bits: Any, _counts: Any, _first: Any, _columns: Any) -> Any:
    """Write where the words of a block begin and end, as :func:`put_places` does.

    And their flags (uint16) and traits (uint8). SOME of each are written, or HALF.

    Args:
        bits: where words begin, where they end (uint64), and the address of what
            ``carries`` wrote.
        counts: of those that begin and that end.
        first: place of the first byte.
        columns: addresses of starts, ends, flags and traits.
    """

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        if not _compresses(context):  # There is no such instruction, and no one asks for it.
            return context.get_dummy_value()
        begins, ends, place = (builder.extract_value(args[0], k) for k in range(3))
        begun, ended = (builder.extract_value(args[1], k) for k in range(2))
        starts, stops, flags, traits = (builder.extract_value(args[3], k) for k in range(4))
        places, found = ir.Constant(_BLOCK, list(range(64))), _bytes_of(builder, place)
        own = _compressed(builder, builder.and_(found, _all(_BLOCK, 63)), begins)
        from_here = _compressed(builder, places, begins)
        late = builder.or_(builder.and_(found, _all(_BLOCK, JOINED | SHOUTED)), places)
        late = _compressed(builder, late, ends)
        to_here = builder.and_(late, _all(_BLOCK, 63))
        late = builder.and_(late, _all(_BLOCK, JOINED | SHOUTED))

        def put_begun(begin: int, end: int) -> None:
            _put_wide(builder, from_here, begin, end, args[2], starts)
            _put_narrow(builder, own, begin, end, 16, flags)

        def put_ended(begin: int, end: int) -> None:
            _put_wide(builder, to_here, begin, end, args[2], stops)
            _put_narrow(builder, late, begin, end, 8, traits)

        _put_some(builder, begun, put_begun)
        _put_some(builder, ended, put_ended)
        return context.get_dummy_value()

    bits = types.Tuple([types.uint64, types.uint64, types.int64])
    counts, columns = types.UniTuple(types.int64, 2), types.UniTuple(types.int64, 4)
    return types.void(bits, counts, types.int64, columns), generate


@instruction
def put_lines(_typing: Any, _line: Any, _address: Any) -> Any:
    """Write SOME int32 that are all the same."""

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        _store(builder, _each(builder, args[0], _vector(32, SOME)), args[1])
        return context.get_dummy_value()

    return types.void(types.int64, types.int64), generate


@instruction
def copy_spans(
    _typing: Any, _spans: Any, _columns: Any, _line: Any, _flags: Any, _bound: Any
) -> Any:
    """Copy LANES words to where tokens begin; the bit of each that ends at ``bound`` or behind it.

    Args:
        spans: addresses of starts, ends (int32), flags (uint16) and traits (uint8).
        columns: addresses where these are copied to, and of as many lines (int32).
        line: of all of them.
        flags: that all of them have; of their own, LINE_START and QUOTED are not copied.
    """

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        kinds = (_HALF, _HALF, _SHORT, _BYTE)
        begin, end, flags, traits = (
            _load(builder, builder.extract_value(args[0], k), kind) for k, kind in enumerate(kinds)
        )
        flags = builder.and_(flags, _all(_SHORT, _OWN))
        flags = builder.or_(flags, _each(builder, args[3], _SHORT))
        copied = (begin, end, flags, traits, _each(builder, args[2], _HALF))
        for place, value in enumerate(copied):
            _store(builder, value, builder.extract_value(args[1], place))
        late = builder.icmp_signed(">=", end, _each(builder, args[4], _HALF))
        bits = builder.bitcast(late, ir.IntType(LANES))
        return builder.zext(bits, context.get_value_type(types.uint64))

    spans, columns = types.UniTuple(types.int64, 4), types.UniTuple(types.int64, 5)
    return types.uint64(spans, columns, types.int64, types.int64, types.int64), generate


@instruction
def not_plain(_typing: Any, _starts: Any, _ends: Any, _traits: Any, _longest: Any) -> Any:
    """The bits of those of 64 tokens that are JOINED or longer than ``longest``.

    Starts and ends (int32) and traits (uint8) are given by their addresses.
    """

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        places = _vector(32, 64)
        size = builder.sub(_load(builder, args[1], places), _load(builder, args[0], places))
        long = builder.icmp_signed(">", size, _each(builder, args[3], places))
        joined = builder.and_(_load(builder, args[2], _BLOCK), _all(_BLOCK, JOINED))
        joined = builder.icmp_unsigned("!=", joined, _all(_BLOCK, 0))
        return builder.bitcast(builder.or_(long, joined), ir.IntType(64))

    return types.uint64(*[types.int64] * 4), generate
