"""Hashes of many plain words or windows of tokens at once; see ``bits``, and ``plain`` for one."""

from __future__ import annotations

import sys
from typing import Any

from llvmlite import ir

from provenance.kernels import contract as c
from provenance.kernels.compiled.bits import cgutils, types
from provenance.kernels.compiled.lanes import turn
from provenance.kernels.jit import instruction

TOKENS = 16  # two vectors of the widest: while one waits for a product, the other goes on
_HALF = TOKENS // 2
_EIGHT, _CASE, _ONCE = 8, 0x2020202020202020, 0x0101010101010101

_BYTE, _NUMBER, _WORD = ir.IntType(8), ir.IntType(32), ir.IntType(64)
_NUMBERS, _WORDS = ir.VectorType(_NUMBER, TOKENS), ir.VectorType(_WORD, TOKENS)
_BYTES = ir.VectorType(_BYTE, 8 * TOKENS)


def _all(value: int) -> Any:
    return ir.Constant(_WORDS, [value] * TOKENS)


def _at(builder: Any, address: Any, kind: Any) -> Any:
    loaded = builder.load(builder.inttoptr(address, kind.as_pointer()))
    loaded.align = 1
    return loaded


def _beside(builder: Any, found: list[Any]) -> Any:
    """One vector of several."""
    while len(found) > 1:
        pairs = zip(found[::2], found[1::2], strict=True)
        found = [turn(builder, a, b, list(range(2 * a.type.count))) for a, b in pairs]
    return found[0]


def _words(builder: Any, places: list[Any]) -> list[Any]:
    """The first and second eight bytes at the addresses, two vectors; first byte lowest."""
    found: list[list[Any]] = [[], []]
    step = 1 if sys.byteorder == "little" else -1
    each = [list(range(8 * k, 8 * k + 8))[::step] for k in range(2 * _HALF)]
    for first in range(0, TOKENS, _HALF):
        some = [_at(builder, place, ir.VectorType(_BYTE, 16)) for place in places[first:][:_HALF]]
        # Those of even lanes beside each other, and those of odd ones: then two words change
        # places.
        even, odd = _beside(builder, some[::2]), _beside(builder, some[1::2])
        for second in range(2):
            order = [w for k in range(0, _HALF, 2) for w in (k + second, k + second + _HALF)]
            turned = [byte for word in order for byte in each[word]]
            words = turn(builder, even, odd, turned)
            found[second].append(builder.bitcast(words, ir.VectorType(_WORD, _HALF)))
    return [_beside(builder, some) for some in found]


class _Hash:
    """The arithmetic of ``hashing`` and ``plain``, in vectors."""

    def __init__(self, builder: Any) -> None:
        self._builder = builder

    def _mixed(self, h: Any, shift: int) -> Any:
        return self._builder.xor(h, self._builder.lshr(h, _all(shift)))

    def _step(self, h: Any, word: Any) -> Any:
        return self._mixed(
            self._builder.mul(self._builder.xor(h, word), _all(c.HASH_MULTIPLIER)), 32
        )

    def fmix64(self, h: Any) -> Any:
        for multiplier in (c.FMIX64_1, c.FMIX64_2):
            h = self._builder.mul(self._mixed(h, 33), _all(multiplier))
        return self._mixed(h, 33)

    def _kept(self, words: Any, sizes: Any, first: int) -> Any:
        """The words in lower case, of whose bytes the first is numbered ``first``, up to sizes."""
        builder = self._builder
        counted = builder.bitcast(builder.mul(sizes, _all(_ONCE)), _BYTES)
        numbers = ir.Constant(_BYTES, list(range(first, first + 8)) * TOKENS)
        folded = builder.bitcast(builder.or_(words, _all(_CASE)), _BYTES)
        within = builder.icmp_unsigned(">", counted, numbers)
        none = ir.Constant(_BYTES, [0] * _BYTES.count)
        return builder.bitcast(builder.select(within, folded, none), _WORDS)

    def of(self, low: Any, high: Any, sizes: Any) -> tuple[Any, Any]:
        """Hashes and stems of words of so many bytes."""
        builder = self._builder
        first = self._kept(low, sizes, 0)
        one = self._step(_all(c.HASH_SEED), first)
        two = self._step(one, self._kept(high, sizes, _EIGHT))
        long = builder.icmp_unsigned(">", sizes, _all(_EIGHT))
        hashes = self.fmix64(builder.xor(builder.select(long, two, one), sizes))
        limit = _all(c.STEM_LENGTH)
        few = builder.select(builder.icmp_unsigned("<", sizes, limit), sizes, limit)
        stem = builder.and_(first, _all((1 << 8 * c.STEM_LENGTH) - 1))
        stem = self.fmix64(builder.xor(self._step(_all(c.HASH_SEED), stem), few))
        return hashes, self.upper(stem)

    def upper(self, h: Any) -> Any:
        """The upper halves of words."""
        halves = self._builder.bitcast(h, ir.VectorType(_NUMBER, 2 * TOKENS))
        first = 1 if sys.byteorder == "little" else 0
        return turn(self._builder, halves, halves, list(range(first, 2 * TOKENS, 2)))


@instruction
def put_hashes(
    _typing: Any, _base: Any, _starts: Any, _ends: Any, _hashes: Any, _stems: Any
) -> Any:
    """Write the hashes (uint64) and stems (uint32) of TOKENS words of 16 bytes at most.

    Args:
        base: address of the document.
        starts, ends: addresses of as many int32. From each start, 16 bytes are read.
        hashes, stems: addresses.
    """

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        places = []
        for k in range(TOKENS):  # One by one: to take addresses out of a vector takes longer.
            place = builder.add(args[1], ir.Constant(_WORD, 4 * k))
            start = builder.sext(_at(builder, place, _NUMBER), _WORD)
            places.append(builder.add(args[0], start))
        begin, end = (_at(builder, args[k], _NUMBERS) for k in (1, 2))
        sizes = builder.zext(builder.sub(end, begin), _WORDS)
        low, high = _words(builder, places)
        made = _Hash(builder).of(low, high, sizes)
        for value, address in zip(made, args[3:], strict=True):
            builder.store(value, builder.inttoptr(address, value.type.as_pointer())).align = 1
        return context.get_dummy_value()

    return types.void(*[types.int64] * 5), generate


@instruction
def put_windows(_typing: Any, _source: Any, _width: Any, _target: Any) -> Any:
    """Write the shingles (uint32) of TOKENS windows of so many hashes (uint64), one or more.

    The windows begin at the hashes from the first address on.
    """

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        source, width, target = args
        held = cgutils.alloca_once_value(builder, _at(builder, source, _WORDS))
        one = ir.Constant(_WORD, 1)
        with cgutils.for_range_slice(builder, one, width, one, _WORD, inc=True) as (k, _):
            place = builder.add(source, builder.shl(k, ir.Constant(_WORD, 3)))
            product = builder.mul(builder.load(held), _all(c.SHINGLE_BASE))
            builder.store(builder.add(product, _at(builder, place, _WORDS)), held)
        length = builder.mul(width, ir.Constant(_WORD, c.SHINGLE_LENGTH))
        first = builder.insert_element(_all(0), length, ir.Constant(_NUMBER, 0))
        h = builder.add(builder.load(held), turn(builder, first, first, [0] * TOKENS))
        hashing = _Hash(builder)
        place = builder.inttoptr(target, _NUMBERS.as_pointer())
        builder.store(hashing.upper(hashing.fmix64(h)), place).align = 1
        return context.get_dummy_value()

    return types.void(*[types.int64] * 3), generate
