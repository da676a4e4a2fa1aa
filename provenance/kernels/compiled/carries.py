"""What bytes say of those behind them, for eight blocks of 64 at once; see ``classes``."""

from __future__ import annotations

from typing import Any

from llvmlite import ir

from provenance.kernels import contract as c
from provenance.kernels.compiled import classes
from provenance.kernels.compiled.bits import types
from provenance.kernels.compiled.classes import AT_ONCE, Rows
from provenance.kernels.compiled.lanes import JOINED, SHOUTED, turned
from provenance.kernels.jit import instruction

_WORD, _FEW, _BITS = ir.IntType(64), ir.IntType(AT_ONCE), ir.VectorType(ir.IntType(1), AT_ONCE)
_STOPPED, _FRESH, _COLON, _JOINT, _LOW, _HIGH, _MORE = range(7)

#: The state before a text: what is carried into a block, a bit each.
AT_START = 1 << _STOPPED | 1 << _FRESH


class _Carries:
    """Sums of eight words as if they were one number, with carries from eight words to the next."""

    def __init__(self, builder: Any, state: Any) -> None:
        self._builder, self._before, self.state = builder, state, ir.Constant(_WORD, 0)

    def _bits(self, found: Any) -> Any:
        return self._builder.zext(self._builder.bitcast(found, _FEW), _WORD)

    def __call__(self, run: Any, bits: Any, which: int) -> Any:
        """``run`` with ``bits`` added: what a bit adds to a run of ones is carried to its end."""
        builder, one, place = self._builder, ir.Constant(_WORD, 1), ir.Constant(_WORD, which)
        moved = builder.add(run, bits)
        over = self._bits(builder.icmp_unsigned("<", moved, run))
        full = self._bits(
            builder.icmp_unsigned("==", moved, ir.Constant(run.type, [(1 << 64) - 1] * AT_ONCE))
        )
        # A carry goes into the word behind, and on through words that are all ones.
        into = builder.and_(builder.lshr(self._before, place), one)
        into = builder.or_(builder.shl(over, one), into)
        into = builder.xor(builder.add(into, full), full)
        out = builder.shl(builder.lshr(into, ir.Constant(_WORD, AT_ONCE)), place)
        self.state = builder.or_(self.state, out)
        each = builder.bitcast(builder.trunc(into, _FEW), _BITS)
        return builder.add(moved, builder.zext(each, run.type))


def _flags_of(builder: Any, rows: Rows, carried: _Carries) -> dict[int, Any]:
    """What is said of each byte, by flags and traits."""
    both = builder.and_

    def without(one: Any, other: Any) -> Any:
        return both(one, builder.not_(other))

    words, feeds, capitals, within = (
        rows.at(row) for row in (classes.WORDS, classes.LINES, classes.CAPITALS, classes.WITHIN)
    )
    gap = builder.not_(words)
    # A quotation that opens behind a colon is a sentence.
    said = both(rows.at(classes.QUOTES), within)
    said = without(said, carried(gap, rows.at(classes.COLONS), _COLON))
    stops = builder.or_(builder.or_(rows.at(classes.STOPPED), feeds), said)
    low = carried(words, without(rows.at(classes.LETTERS), capitals), _LOW)
    # The first capital of a word is carried away, the others stay.
    high = carried(words, capitals, _HIGH)
    return {
        c.CAPITAL: capitals,
        c.NUMBER: rows.at(classes.DIGITS),
        c.SENTENCE_START: carried(gap, stops, _STOPPED),
        c.LINE_START: carried(gap, feeds, _FRESH),
        c.QUOTED: within,
        JOINED: carried(words, rows.at(classes.JOINED), _JOINT),
        SHOUTED: without(carried(words, both(capitals, high), _MORE), low),
    }


@instruction
def put_carried(_typing: Any, _place: Any, _stride: Any, _flags: Any, _state: Any) -> Any:
    """Write the rows BEGINS and CLOSES of AT_ONCE blocks, and flags; the state behind them.

    The flags of a block are eight words from an address on, which is given for the first block. A
    word is for one bit of the flags, or of the traits that hold where a word of the text ends.
    """

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        rows, carried = Rows(builder, args[0], args[1]), _Carries(builder, args[3])
        words, before = rows.at(classes.WORDS), rows.behind(classes.WORDS)
        rows.put(classes.BEGINS, builder.and_(words, builder.not_(before)))
        rows.put(classes.CLOSES, builder.and_(before, builder.not_(words)))
        found, none = _flags_of(builder, rows, carried), ir.Constant(words.type, [0] * AT_ONCE)
        flags = turned(builder, [found.get(1 << bit, none) for bit in range(AT_ONCE)])
        for k, some in enumerate(flags):
            place = builder.add(args[2], ir.Constant(_WORD, 8 * AT_ONCE * k))
            builder.store(some, builder.inttoptr(place, some.type.as_pointer()), align=8)
        return carried.state

    return types.uint64(types.int64, types.int64, types.int64, types.uint64), generate
