"""Machine instructions that numba has no name for: loads and stores at an address, bit counts,
vectors of 64 bytes. Those of tokens are in ``lanes``.

Helpers take addresses (int64): the wrapper that took the address keeps the array alive, and nothing
but the caller's own arithmetic checks the bounds.
"""

from __future__ import annotations

import sys
from typing import Any

from llvmlite import ir

from provenance.kernels.jit import Later, instruction

types, cgutils = Later("numba.core.types"), Later("numba.core.cgutils")


def has(context: Any, *features: str) -> bool:
    """Whether the machine that LLVM compiles for has all of these."""
    known = getattr(context.codegen(), "_tm_features", "").split(",")
    return {f"+{one}" for one in features}.issubset(known)


def _load(context: Any, builder: Any, address: Any, kind: Any) -> Any:
    """The unsigned integer of type ``kind`` at an address that need not be aligned."""
    pointer = builder.inttoptr(address, context.get_value_type(kind).as_pointer())
    loaded = builder.load(pointer)
    loaded.align = 1
    return loaded


@instruction
def byte_at(_typing: Any, _address: Any) -> Any:
    """The byte at an address, as int64."""

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        loaded = _load(context, builder, args[0], types.uint8)
        return builder.zext(loaded, context.get_value_type(types.int64))

    return types.int64(types.int64), generate


@instruction
def uint16_at(_typing: Any, _address: Any) -> Any:
    """The native uint16 at an address, as int64."""

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        loaded = _load(context, builder, args[0], types.uint16)
        return builder.zext(loaded, context.get_value_type(types.int64))

    return types.int64(types.int64), generate


@instruction
def uint32_at(_typing: Any, _address: Any) -> Any:
    """The native uint32 at an address, as int64."""

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        loaded = _load(context, builder, args[0], types.uint32)
        return builder.zext(loaded, context.get_value_type(types.int64))

    return types.int64(types.int64), generate


@instruction
def eight_bytes_at(_typing: Any, _address: Any) -> Any:
    """Eight bytes from an address on, the first one lowest, as uint64."""

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        loaded = _load(context, builder, args[0], types.uint64)
        return loaded if sys.byteorder == "little" else builder.bswap(loaded)

    return types.uint64(types.int64), generate


def _prefetch(context: Any, builder: Any, address: Any, write: bool) -> Any:
    byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
    kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
    fetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
    use, near, data = (ir.Constant(number, k) for k in (int(write), 3, 1))
    builder.call(fetch, [builder.inttoptr(address, byte), use, near, data])
    return context.get_dummy_value()


@instruction
def prefetch(_typing: Any, _address: Any) -> Any:
    """Have the cache line of an address fetched, to be read soon; no address is wrong."""

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return _prefetch(context, builder, args[0], write=False)

    return types.void(types.int64), generate


@instruction
def prefetch_to_write(_typing: Any, _address: Any) -> Any:
    """The same of a cache line that is to be written soon."""

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return _prefetch(context, builder, args[0], write=True)

    return types.void(types.int64), generate


@instruction
def trailing_zeros(_typing: Any, _word: Any) -> Any:
    """How many low bits of a uint64 are 0 (64 where all are), as int64."""

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], cgutils.false_bit)

    return types.int64(types.uint64), generate


@instruction
def ones(_typing: Any, _word: Any) -> Any:
    """How many bits of a uint64 are 1, as int64."""

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.ctpop(args[0])

    return types.int64(types.uint64), generate


@instruction
def equal_at(_typing: Any, _address: Any, _byte: Any) -> Any:
    """Which of 64 bytes from an address on are the one given: uint64, the first one lowest."""

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        vector, number = ir.VectorType(ir.IntType(8), 64), ir.IntType(32)
        data = builder.load(builder.inttoptr(args[0], vector.as_pointer()))
        data.align = 1
        one = builder.insert_element(data, args[1], ir.Constant(number, 0))
        every = ir.Constant(ir.VectorType(number, 64), [0] * 64)
        found = builder.icmp_unsigned("==", data, builder.shuffle_vector(one, one, every))
        return builder.bitcast(found, ir.IntType(64))

    return types.uint64(types.int64, types.uint8), generate


@instruction
def put_byte(_typing: Any, _address: Any, _value: Any) -> Any:
    """Write the lowest byte of an int64 to an address."""

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        byte = ir.IntType(8)
        place = builder.inttoptr(args[0], byte.as_pointer())
        builder.store(builder.trunc(args[1], byte), place)
        return context.get_dummy_value()

    return types.void(types.int64, types.int64), generate


@instruction
def copy_text(_typing: Any, _source: Any, _target: Any) -> Any:
    """Copy 64 bytes of JSON: which of them can end a plain stretch of text, which are not ASCII.

    Two uint64; the first byte is the lowest bit. What ends one is a quotation mark, a backslash or
    a control character.
    """

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        vector, word = ir.VectorType(ir.IntType(8), 64), ir.IntType(64)

        def all_of(value: int) -> Any:
            return ir.Constant(vector, [value] * 64)

        def bits(found: Any) -> Any:
            return builder.bitcast(found, word)

        data = builder.load(builder.inttoptr(args[0], vector.as_pointer()))
        data.align = 1
        builder.store(data, builder.inttoptr(args[1], vector.as_pointer())).align = 1
        ends = builder.icmp_unsigned("<", data, all_of(ord(" ")))
        for end in b'"\\':
            ends = builder.or_(ends, builder.icmp_unsigned("==", data, all_of(end)))
        wide = builder.icmp_signed("<", data, all_of(0))
        return context.make_tuple(builder, signature.return_type, [bits(ends), bits(wide)])

    return types.UniTuple(types.uint64, 2)(types.int64, types.int64), generate


WORDS = 8  # that count_bits takes at once


@instruction
def count_bits(_typing: Any, _words: Any, _counts: Any) -> Any:
    """Add each bit of WORDS uint64 at one address to the one of 64 bytes at another that counts it.

    The lowest bit is counted in the first byte.
    """

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        byte, word = ir.IntType(8), ir.IntType(64)
        place = builder.inttoptr(args[1], ir.VectorType(byte, 64).as_pointer())
        total = builder.load(place)
        total.align = 1
        first = builder.inttoptr(args[0], word.as_pointer())
        for k in range(WORDS):
            found = builder.load(builder.gep(first, [ir.Constant(word, k)]))
            found.align = 1
            bits = builder.bitcast(found, ir.VectorType(ir.IntType(1), 64))
            total = builder.add(total, builder.zext(bits, ir.VectorType(byte, 64)))
        builder.store(total, place).align = 1
        return context.get_dummy_value()

    return types.void(types.int64, types.int64), generate


@instruction
def widest(_typing: Any) -> Any:
    """Let LLVM use the widest vectors of the machine in this kernel: on some it takes narrower."""

    def generate(context: Any, builder: Any, _signature: Any, _args: Any) -> Any:
        set.add(builder.function.attributes, '"prefer-vector-width"="512"')
        return context.get_dummy_value()

    return types.void(), generate


@instruction
def apart(_typing: Any) -> Any:
    """Keep LLVM from taking this function into those that call it."""

    def generate(context: Any, builder: Any, _signature: Any, _args: Any) -> Any:
        builder.function.attributes.add("noinline")
        return context.get_dummy_value()

    return types.void(), generate
