"""Which rules may take a line, by how it starts: most lines of most articles start like none."""

from __future__ import annotations

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


def _fits(key: str, starts: tuple[str, ...]) -> bool:
    """Whether a line of such a start may start with one of these."""
    return key.startswith(tuple(start[:_SIZE] for start in starts))


_TABLE = {
    key: Suspects(
        tuple(rule for rule in RULES if rule.starts and _fits(key, rule.starts)),
        _fits(key, DATE_STARTS),
    )
    for key in {start[:_SIZE] for start in LINE_STARTS}
}
_NONE = Suspects()


def suspects(line: str) -> Suspects:
    """What a bare line may be."""
    line = line[:_SIZE].lower()
    if line[:1].isdecimal():  # in any script
        return _TABLE["0"]
    for size in range(_SIZE, 0, -1):
        if found := _TABLE.get(line[:size]):
            return found
    return _NONE
