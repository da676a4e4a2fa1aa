"""Instructions on many places or tokens at once, for tokenize; see ``bits``."""

from __future__ import annotations

from typing import Any

from llvmlite import binding, ir

from provenance.kernels import contract as c
from provenance.kernels.compiled.bits import cgutils, types
from provenance.kernels.jit import instruction

LANES = 8  # tokens that an instruction takes at once
SOME, HALF = 16, 32  # words that begin in a block of 64 bytes: mostly fewer, and at most
JOINED = 1  # beside UPPER (2), what is found out of a word at its end
START_FLAGS = (c.SENTENCE_START, c.LINE_START, c.QUOTED, c.CAPITAL, c.NUMBER)
_OWN = (
    c.SENTENCE_START | c.CAPITAL | c.UPPER | c.NUMBER
)  # flags that need no look at what is before
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


def _turn(builder: Any, first: Any, second: Any, places: list[int]) -> Any:
    """The elements of two vectors at these places; those of the second follow the first."""
    order = ir.Constant(_vector(32, len(places)), places)
    return builder.shuffle_vector(first, second, order)


def _each(builder: Any, value: Any, kind: Any) -> Any:
    """A vector of one integer again and again."""
    number = value if value.type == kind.element else builder.trunc(value, kind.element)
    none = ir.Constant(kind, ir.Undefined)
    first = builder.insert_element(none, number, ir.Constant(ir.IntType(32), 0))
    return _turn(builder, first, none, [0] * kind.count)


@instruction
def lists_at_once(_typing: Any) -> Any:
    """Whether LLVM, and the machine that this is compiled for, have :func:`put_places`."""

    def generate(context: Any, _builder: Any, _signature: Any, _args: Any) -> Any:
        features = getattr(context.codegen(), "_tm_features", "")
        known = binding.llvm_version_info[0] >= _COMPRESSING and "+avx512vbmi2" in features
        return cgutils.true_bit if known else cgutils.false_bit

    return types.boolean(), generate


def _compressed(builder: Any, values: Any, bits: Any) -> Any:
    """Those of 64 bytes whose bits are set, beside each other; 0 behind them."""
    bit = _vector(1, 64)
    kind = ir.FunctionType(_BLOCK, [_BLOCK, bit, _BLOCK])
    name = "llvm.experimental.vector.compress"
    compress = builder.module.declare_intrinsic(f"{name}.v64i8", (), kind)
    return builder.call(compress, [values, builder.bitcast(bits, bit), _all(_BLOCK, 0)])


def _flagged(builder: Any, bits: Any, flag: int) -> Any:
    """64 bytes that hold the flag where the bit is set, and 0 elsewhere."""
    return builder.select(
        builder.bitcast(bits, _vector(1, 64)), _all(_BLOCK, flag), _all(_BLOCK, 0)
    )


def _put_wide(builder: Any, values: Any, begin: int, end: int, first: Any, address: Any) -> None:
    """Write those of 64 bytes that are numbered [begin, end) as int32, with ``first`` added."""
    part = _vector(32, SOME)
    first = _each(builder, first, part)
    for k in range(begin, end, SOME):
        some = _turn(builder, values, values, list(range(k, k + SOME)))
        place = builder.add(address, ir.Constant(address.type, 4 * k))
        _store(builder, builder.add(builder.zext(some, part), first), place)


def _put_narrow(builder: Any, values: Any, begin: int, end: int, bits: int, address: Any) -> None:
    """Write those of 64 bytes that are numbered [begin, end) as integers of so many bits."""
    some = _turn(builder, values, values, list(range(begin, end)))
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

    This and the next two are slow where :func:`lists_at_once` is False.
    """

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        places = _compressed(builder, ir.Constant(_BLOCK, list(range(64))), args[0])
        _put_wide(builder, places, 0, 64, args[1], args[2])
        return context.get_dummy_value()

    return types.void(types.uint64, types.int64, types.int64), generate


@instruction
def put_starts(
    _typing: Any, _bits: Any, _flags: Any, _first: Any, _starts: Any, _out: Any, _count: Any
) -> Any:
    """Write the places of ``count`` bits as :func:`put_places` does, and flags of these, uint16.

    ``flags``: which bytes have those of START_FLAGS. SOME of each are written, or HALF.
    """

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        places = _compressed(builder, ir.Constant(_BLOCK, list(range(64))), args[0])
        flags = _all(_BLOCK, 0)
        for k, flag in enumerate(START_FLAGS):
            some = _flagged(builder, builder.extract_value(args[1], k), flag)
            flags = builder.or_(flags, some)
        flags = _compressed(builder, flags, args[0])

        def put(begin: int, end: int) -> None:
            _put_wide(builder, places, begin, end, args[2], args[3])
            _put_narrow(builder, flags, begin, end, 16, args[4])

        _put_some(builder, args[5], put)
        return context.get_dummy_value()

    flags = types.UniTuple(types.uint64, len(START_FLAGS))
    return types.void(types.uint64, flags, *[types.int64] * 4), generate


@instruction
def put_ends(
    _typing: Any,
    _bits: Any,
    _joined: Any,
    _upper: Any,
    _first: Any,
    _ends: Any,
    _traits: Any,
    _count: Any,
) -> Any:
    """Write the places of ``count`` bits as :func:`put_places` does, and traits of these, uint8.

    SOME of each are written, or HALF.
    """

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        found = ir.Constant(_BLOCK, list(range(64)))
        for bits, trait in ((args[1], JOINED), (args[2], c.UPPER)):
            found = builder.or_(found, _flagged(builder, bits, trait * 64))
        found = _compressed(builder, found, args[0])
        places = builder.and_(found, _all(_BLOCK, 63))
        traits = builder.lshr(found, _all(_BLOCK, 6))

        def put(begin: int, end: int) -> None:
            _put_wide(builder, places, begin, end, args[3], args[4])
            _put_narrow(builder, traits, begin, end, 8, args[5])

        _put_some(builder, args[6], put)
        return context.get_dummy_value()

    return types.void(*[types.uint64] * 3, *[types.int64] * 4), generate


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
