"""What the bytes of a text are, as bits: 64 bytes in a word, and eight words at once; see ``bits``.

A *row* is one kind of bit for all blocks of 64 bytes of a text, uint64, the first byte lowest. Rows
stand ``stride`` bytes behind each other.
"""

from __future__ import annotations

from functools import reduce
from typing import Any

from llvmlite import ir

from provenance.kernels.compiled.bits import types
from provenance.kernels.jit import instruction

BLOCK = 64
#: The ASCII characters that say something of what follows, or join: neither letters and digits
#: nor plain separators.
SAYS, JOINERS, STOPS = b'\n":`', b"'.,", b"!?"
CHARACTERS = b"'.,`\n\":"  # of the rows from APOSTROPHES on

#: What :func:`put_classes` writes.
LETTERS, CAPITALS, DIGITS, ENDS, WIDE = range(5)
APOSTROPHES, DOTS, COMMAS, GRAVES, LINES, QUOTES, COLONS = range(5, 12)
FOUND = 12
#: What :func:`put_stretches` makes of it.
WORDS, JOINED, STOPPED, TOGGLED, MARKS, ODD = range(FOUND, FOUND + 6)
#: What is quoted, where words begin, where they end, and from there on room for their flags.
WITHIN, BEGINS, CLOSES, FLAGS = range(FOUND + 6, FOUND + 10)
ROWS = FLAGS + 8
AT_ONCE = 8  # blocks


@instruction
def put_classes(_typing: Any, _source: Any, _target: Any, _stride: Any) -> Any:
    """Write what 64 bytes are: a word for each of FOUND rows.

    LETTERS, CAPITALS and DIGITS of ASCII, STOPS as ENDS, what is not ASCII as WIDE, and the
    characters that the other rows are named after.
    """

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        vector, word = ir.VectorType(ir.IntType(8), BLOCK), ir.IntType(BLOCK)

        def all_of(value: int) -> Any:
            return ir.Constant(vector, [value] * BLOCK)

        def within(values: Any, first: int, count: int) -> Any:
            return builder.icmp_unsigned("<", builder.sub(values, all_of(first)), all_of(count))

        def any_of(characters: bytes) -> Any:
            found = [builder.icmp_unsigned("==", data, all_of(one)) for one in characters]
            return reduce(builder.or_, found)

        data = builder.load(builder.inttoptr(args[0], vector.as_pointer()))
        data.align = 1
        found = [
            within(builder.or_(data, all_of(0x20)), ord("a"), 26),
            within(data, ord("A"), 26),
            within(data, ord("0"), 10),
            any_of(STOPS),
            builder.icmp_signed("<", data, all_of(0)),
            *(any_of(bytes([one])) for one in CHARACTERS),
        ]
        place = args[1]
        for bits in found:
            target = builder.inttoptr(place, word.as_pointer())
            builder.store(builder.bitcast(bits, word), target).align = 8
            place = builder.add(place, args[2])
        return context.get_dummy_value()

    return types.void(types.int64, types.int64, types.int64), generate


class Rows:
    """The rows of AT_ONCE blocks, and their bits moved to neighbours."""

    def __init__(self, builder: Any, place: Any, stride: Any) -> None:
        self._builder, self._place, self._stride = builder, place, stride
        self._vector = ir.VectorType(ir.IntType(64), AT_ONCE)

    def _pointer(self, row: int, block: int) -> Any:
        builder, kind = self._builder, self._place.type
        start = builder.mul(self._stride, ir.Constant(kind, row))
        place = builder.add(self._place, builder.add(start, ir.Constant(kind, 8 * block)))
        return builder.inttoptr(place, self._vector.as_pointer())

    def at(self, row: int, block: int = 0) -> Any:
        """A row, from so many blocks behind this one on."""
        loaded = self._builder.load(self._pointer(row, block))
        loaded.align = 8
        return loaded

    def put(self, row: int, bits: Any) -> None:
        self._builder.store(bits, self._pointer(row, 0)).align = 8

    def up(self, bits: Any, count: int) -> Any:
        return self._builder.shl(bits, ir.Constant(self._vector, [count] * AT_ONCE))

    def down(self, bits: Any, count: int) -> Any:
        return self._builder.lshr(bits, ir.Constant(self._vector, [count] * AT_ONCE))

    def behind(self, row: int, count: int = 1) -> Any:
        """Which bytes have one of the row so many bytes before them."""
        moved = self.up(self.at(row), count)
        return self._builder.or_(moved, self.down(self.at(row, -1), 64 - count))

    def before(self, row: int) -> Any:
        """Which bytes have one of the row directly behind them."""
        return self._builder.or_(self.down(self.at(row), 1), self.up(self.at(row, 1), 63))


@instruction
def put_stretches(_typing: Any, _place: Any, _stride: Any) -> Any:
    """Write the other rows of AT_ONCE blocks; see ``contract`` for what joins.

    WORDS are ASCII letters, digits and what joins two of them (JOINED). STOPPED are the full stops
    and their kin that do not. TOGGLED says whether the quotes of a block up to a byte are odd.
    MARKS are the bytes that say something of what follows, are not ASCII, or may join what is not.
    A text with ODD bytes needs a look at its characters one by one.
    """

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        rows, both = Rows(builder, *args), builder.and_

        def any_of(*bits: Any) -> Any:
            return reduce(builder.or_, bits)

        between_letters = both(rows.behind(LETTERS), rows.before(LETTERS))
        between_digits = both(rows.behind(DIGITS), rows.before(DIGITS))
        dots, apostrophes = rows.at(DOTS), rows.at(APOSTROPHES)
        points = any_of(dots, rows.at(COMMAS))
        # A full stop joins letters behind the only one since the word began, or the last such stop.
        more = both(rows.behind(APOSTROPHES, 2), rows.behind(LETTERS, 3))
        more = any_of(rows.behind(LETTERS, 2), rows.behind(DIGITS, 2), more)
        joined = any_of(
            both(apostrophes, any_of(between_letters, between_digits)),
            both(points, between_digits),
            both(both(dots, between_letters), builder.not_(more)),
        )
        rows.put(WORDS, any_of(rows.at(LETTERS), rows.at(DIGITS), joined))
        rows.put(JOINED, joined)
        rows.put(STOPPED, both(any_of(dots, rows.at(ENDS)), builder.not_(joined)))
        toggled = rows.at(QUOTES)
        for count in (1, 2, 4, 8, 16, 32):
            toggled = builder.xor(toggled, rows.up(toggled, count))
        rows.put(TOGGLED, toggled)
        marks = [rows.at(row) for row in (WIDE, GRAVES, LINES, QUOTES, COLONS)]
        marks += [both(apostrophes, builder.not_(joined)), both(points, rows.before(WIDE))]
        rows.put(MARKS, any_of(*marks))
        twice = [both(rows.at(row), rows.behind(row)) for row in (APOSTROPHES, GRAVES)]
        rows.put(ODD, any_of(rows.at(WIDE), *twice))
        return context.get_dummy_value()

    return types.void(types.int64, types.int64), generate
