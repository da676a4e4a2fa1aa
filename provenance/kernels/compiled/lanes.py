"""Instructions on many places or tokens at once, for tokenize; see ``bits``."""

from __future__ import annotations

import sys
from typing import Any

from llvmlite import binding, ir

from provenance.kernels.compiled.bits import cgutils, types
from provenance.kernels.jit import instruction

LANES = 8  # tokens that an instruction takes at once
_COMPRESSING = 20  # the first LLVM that has :func:`put_places` for bytes


def _vector(bits: int, count: int = LANES) -> Any:
    return ir.VectorType(ir.IntType(bits), count)


_BYTE, _SHORT, _HALF, _WHOLE = _vector(8), _vector(16), _vector(32), _vector(64)


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


def _done(builder: Any, flags: Any) -> Any:
    """Which flags have the highest bit."""
    return builder.icmp_signed("<", flags, ir.Constant(_SHORT, [0] * LANES))


@instruction
def lists_at_once(_typing: Any) -> Any:
    """Whether LLVM, and the machine that this is compiled for, have :func:`put_places`."""

    def generate(context: Any, _builder: Any, _signature: Any, _args: Any) -> Any:
        features = getattr(context.codegen(), "_tm_features", "")
        known = binding.llvm_version_info[0] >= _COMPRESSING and "+avx512vbmi2" in features
        return cgutils.true_bit if known else cgutils.false_bit

    return types.boolean(), generate


@instruction
def put_places(_typing: Any, _bits: Any, _first: Any, _address: Any) -> Any:
    """Write the places of the bits that are set, counted from ``first``; 64 int32 in all.

    Slow where :func:`lists_at_once` is False.
    """

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        every, part, bit = _vector(8, 64), _vector(32, 16), _vector(1, 64)
        kind = ir.FunctionType(every, [every, bit, every])
        name = "llvm.experimental.vector.compress"
        compress = builder.module.declare_intrinsic(f"{name}.v64i8", (), kind)
        places, rest = ir.Constant(every, list(range(64))), ir.Constant(every, [0] * 64)
        places = builder.call(compress, [places, builder.bitcast(args[0], bit), rest])
        first, address = _each(builder, args[1], part), args[2]
        for k in range(0, 64, 16):
            some = _turn(builder, places, places, list(range(k, k + 16)))
            _store(builder, builder.add(builder.zext(some, part), first), address)
            address = builder.add(address, ir.Constant(address.type, 64))
        return context.get_dummy_value()

    return types.void(types.uint64, types.int64, types.int64), generate


@instruction
def copy_spans(
    _typing: Any, _spans: Any, _columns: Any, _line: Any, _flags: Any, _bound: Any, _longest: Any
) -> Any:
    """Copy LANES spans to where tokens begin; the bit of each that is none of the short ones.

    Args:
        spans: addresses of begin and end of each span, int32, in turns, and of flags, uint8.
        columns: addresses of as many starts, ends, lines (int32) and flags (uint16).
        line: of all of them.
        flags: that all of them have, too.
        bound, longest: a bit is set for what ends at ``bound`` or behind it, or is longer.
    """

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        edges = _load(builder, builder.extract_value(args[0], 0), _vector(32, 2 * LANES))
        begin, end = (_turn(builder, edges, edges, list(range(k, 2 * LANES, 2))) for k in range(2))
        flags = _load(builder, builder.extract_value(args[0], 1), _BYTE)
        flags = builder.or_(builder.zext(flags, _SHORT), _each(builder, args[3], _SHORT))
        for place, value in enumerate((begin, end, _each(builder, args[2], _HALF), flags)):
            _store(builder, value, builder.extract_value(args[1], place))
        late = builder.icmp_signed(">=", end, _each(builder, args[4], _HALF))
        longest = _each(builder, args[5], _HALF)
        long = builder.icmp_signed(">", builder.sub(end, begin), longest)
        bits = builder.bitcast(builder.or_(late, long), ir.IntType(LANES))
        return builder.zext(bits, context.get_value_type(types.uint64))

    spans, columns = types.UniTuple(types.int64, 2), types.UniTuple(types.int64, 4)
    given = (spans, columns, types.int64, types.int64, types.int64, types.int64)
    return types.uint64(*given), generate


def _words(builder: Any, places: Any) -> list[Any]:
    """The first and second eight bytes at LANES addresses, two vectors; first byte lowest."""
    found = []
    for k in range(LANES):
        place = builder.extract_element(places, ir.Constant(ir.IntType(32), k))
        found.append(_load(builder, place, _vector(8, 16)))
    # Those of even lanes beside each other, and those of odd ones: then two words change places.
    found = found[::2] + found[1::2]
    while len(found) > 2:
        pairs = zip(found[::2], found[1::2], strict=True)
        found = [_turn(builder, a, b, list(range(2 * a.type.count))) for a, b in pairs]
    step = 1 if sys.byteorder == "little" else -1
    each = [list(range(8 * k, 8 * k + 8))[::step] for k in range(2 * LANES)]
    words = []
    for second in range(2):
        order = [w for k in range(0, LANES, 2) for w in (k + second, k + second + LANES)]
        turned = [byte for word in order for byte in each[word]]
        words.append(builder.bitcast(_turn(builder, found[0], found[1], turned), _WHOLE))
    return words


@instruction
def words_at(
    _typing: Any, _base: Any, _tokens: Any, _nothing: Any, _target: Any, _stride: Any
) -> Any:
    """Write the 16 bytes from where each of LANES tokens begins, and their lengths.

    Args:
        base: address of the document.
        tokens: addresses of their starts, ends (int32) and flags (uint16).
        nothing: address that is read for a token whose flags have the highest bit.
        target: address of as many first eight bytes (uint64, the first byte lowest); the second
            eight and the lengths follow ``stride`` bytes behind each other.
    """

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        begin, end, flags = (
            _load(builder, builder.extract_value(args[1], k), kind)
            for k, kind in enumerate((_HALF, _HALF, _SHORT))
        )
        places = builder.add(_each(builder, args[0], _WHOLE), builder.sext(begin, _WHOLE))
        nothing = _each(builder, args[2], _WHOLE)
        places = builder.select(_done(builder, flags), nothing, places)
        size, address = builder.zext(builder.sub(end, begin), _WHOLE), args[3]
        for value in (*_words(builder, places), size):
            _store(builder, value, address)
            address = builder.add(address, args[4])
        return context.get_dummy_value()

    tokens = types.UniTuple(types.int64, 3)
    return types.void(types.int64, tokens, types.int64, types.int64, types.int64), generate


@instruction
def settle(_typing: Any, _found: Any, _stride: Any, _out: Any, _flags: Any) -> Any:
    """Write what was found of LANES tokens but for those whose flags have the highest bit.

    Args:
        found: address of as many hashes uint64; hashes whose upper half are the stems, and flags
            to add, follow ``stride`` bytes behind each other.
        out: addresses of hashes (uint64) and stems (uint32).
        flags: address of the flags uint16; the highest bit is taken away.
    """

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        values, address = [], args[0]
        for _ in range(3):
            values.append(_load(builder, address, _WHOLE))
            address = builder.add(address, args[1])
        hashes, stems, more = values
        flags = _load(builder, args[3], _SHORT)
        done = _done(builder, flags)
        stems = builder.lshr(stems, ir.Constant(_WHOLE, [32] * LANES))
        for k, value in enumerate((hashes, builder.trunc(stems, _HALF))):
            place = builder.extract_value(args[2], k)
            kept = _load(builder, place, value.type)
            _store(builder, builder.select(done, kept, value), place)
        none = ir.Constant(_SHORT, [0] * LANES)
        added = builder.or_(flags, builder.select(done, none, builder.trunc(more, _SHORT)))
        _store(builder, builder.and_(added, ir.Constant(_SHORT, [0x7FFF] * LANES)), args[3])
        return context.get_dummy_value()

    out = types.UniTuple(types.int64, 2)
    return types.void(types.int64, types.int64, out, types.int64), generate
