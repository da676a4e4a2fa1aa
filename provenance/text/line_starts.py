"""Which rules may take a line, by how it starts: most lines of most articles start like none."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from provenance.text.boilerplate_rules import RULES, Rule
from provenance.text.dates import DATE_STARTS
from provenance.text.disclosure import DISCLOSURE_STARTS

LINE_STARTS: tuple[str, ...] = tuple(
    sorted({*DATE_STARTS, *DISCLOSURE_STARTS, *(start for rule in RULES for start in rule.starts)})
)
"""A bare line that starts with none of these, in lower case, is no date, nothing that a rule for
starts takes, and not all disclosure."""

_SIZE = 4  # characters that are looked at


class Suspects(NamedTuple):
    """The rules for starts that may take a line, in their order, and whether it may be a date."""

    rules: tuple[Rule, ...] = ()
    date: bool = False


def _table() -> dict[str, Suspects]:
    """What a line may be that begins so; what a shorter beginning may be, a longer one may be."""
    given: dict[str, set[int]] = defaultdict(set)
    for number, starts in enumerate((*(rule.starts for rule in RULES), DATE_STARTS)):
        for start in starts:
            given[start[:_SIZE]].add(number)
    table = {}
    for key in given:
        numbers = sorted(set().union(*(given.get(key[:n], ()) for n in range(1, _SIZE + 1))))
        rules = tuple(RULES[number] for number in numbers if number < len(RULES))
        table[key] = Suspects(rules, numbers[-1] == len(RULES))
    return table


_TABLE = _table()
_NONE = Suspects()


def suspects(line: str) -> Suspects:
    """What a bare line may be."""
    return _suspects(line[:_SIZE])


@lru_cache(1 << 12)
def _suspects(head: str) -> Suspects:
    line = head.lower()
    if line[:1].isdecimal():  # in any script
        return _TABLE["0"]
    for size in range(_SIZE, 0, -1):
        if found := _TABLE.get(line[:size]):
            return found
    return _NONE
