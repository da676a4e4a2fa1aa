"""Words and marks without which nothing in a text is taken for the credit of an outlet.

They tell which texts need not be read for credits, and leave nothing out that
:func:`provenance.text.attribution.credits` finds: whatever makes :func:`.outlets.outletness` rise
above 0 has one of them. A property of the tests holds that.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from provenance.text.credit_names import BACK, GAP
from provenance.text.credit_rules import PHRASES, Phrase
from provenance.text.outlet_words import PLACES
from provenance.text.outlets import ALIASES, SHAPES
from provenance.text.wordset import words

PLAIN = words(
    "broadcaster newspaper agency outlet site website channel service portal network magazine "
    "organisation organization newswire tabloid daily weekly paper radio station tv television "
    "nachrichtenagentur zeitung tageszeitung fernsehsender nachrichtenmagazin sender diario "
    "periódico agencia cadena revista quotidien journal agence chaîne газета газете газеты газету "
    "агентство агентства агентству телеканал телеканала телеканалу издание издании "
    "изданию журнал журнала журналу портал портала порталу dpa"
)
"""What may stand beside a name and make an outlet of it, in small letters, and names so written."""

UNLISTED = r"[^\x00-\x7f\xa0\xab\xbb\xc0-\xff\x{400}-\x{47f}\x{2000}-\x{203f}]"
"""RE2-compatible: letters in which outlets are known too, but by no word of :func:`names`."""

_FREQUENT = PLACES | {"the", "new"}


@cache
def names() -> frozenset[str]:
    """One word of each name by which an outlet is known, in ASCII and small letters."""
    found = {word for word in SHAPES if word.isascii()}
    for key in ALIASES:
        parts = [part for part in key.split() if part.isascii() and part[0].isalpha()]
        if parts and "." not in key and SHAPES.isdisjoint(parts):
            found.add(max(parts, key=lambda part: (part not in _FREQUENT, len(part), part)))
    return frozenset(found)


def between() -> tuple[frozenset[str], frozenset[str]]:
    """The words that may stand between a phrase and a name behind it, and between the other way.

    Another word in small letters cuts the phrase off from any name, as
    :func:`.credit_names.name_after` and :func:`.credit_names.name_before` read it.
    """
    going_on = (word for phrase in PHRASES for may in phrase.may for word in may.split())
    return GAP.union(going_on), BACK


class Literal(NamedTuple):
    """One way to begin a phrase, in small letters.

    ``text`` stands in the text, and the phrase begins behind its first ``lead`` characters. ``cue``
    is the one of the phrase.
    """

    phrase: Phrase
    cue: str
    text: str
    lead: int


def literals() -> Iterator[Literal]:
    """All ways to begin a phrase, in the order in which cues are looked for."""
    for phrase in PHRASES:
        for cue in phrase.cues:
            for mark in phrase.behind or ("",):
                lead = f"{mark} " if mark else ""
                for small in phrase.then or ("",):
                    text = f"{lead}{cue} {small}".rstrip() if small else f"{lead}{cue}"
                    yield Literal(phrase, cue, text, len(lead))
