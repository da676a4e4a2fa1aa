"""Lists of names in bylines, editor lines and source lists."""

from __future__ import annotations

import re
from functools import lru_cache

from provenance.text.outlets import outletness
from provenance.text.wordset import words

MAX_NAMES = 500
"""More names than this in one article are a table, not a credit."""

_MOST = 30_000  # characters of a list
_SPLIT = re.compile(r"\s*(?:[,;|•·]|/(?!/)|\s&\s|\s(?:and|und|y|et|и|with)\s)\s*", re.I)
_CUT = re.compile(
    r"\s+(?:published|updated|posted|last updated|on (?:mon|tue|wed|thu|fri|sat|sun)|special to|"
    r"for the|in [A-Z][\w-]+(?: and|,|$)|[|•·–—]\s+|\d{1,4}[:.,/ -]|https?://|\(?@)|"
    r"[|•·–—]\s+|\(@",
    re.I,
)
_ROLE = re.compile(
    r"(?:chief |senior |staff |special |our |foreign |political |business |sports? |news |"
    r"deputy |managing |contributing |national |world )*(?:writers?|reporters?|correspondents?|"
    r"editors?|contributors?|columnists?|bureau chief|journalists?|redakteur(?:in)?)",
    re.I,
)
_GENERIC = words(
    "staff agencies agency newsroom correspondent correspondents desk editors redaktion agencias "
    "redacción rédaction newsdesk admin editor webdesk bureau wires"
)
_PARTICLES = words(
    "de del della van von der den di da dos la le el bin ibn al y e ter af ben abu of the"
)
_TOKEN = re.compile(r"[^\W\d_][\w.'’\-]*", re.U)


def split_names(text: str) -> tuple[str, ...]:
    """The parts of a list of names (commas, semicolons, slashes, "and"), trimmed, no repeats."""
    parts = (p.strip(' \t\u00a0.:*_()[]"“”«»') for p in _SPLIT.split(text[:_MOST], MAX_NAMES))
    return tuple(dict.fromkeys(p for p in parts if p and not p.isspace()))[:MAX_NAMES]


def is_name(part: str) -> bool:
    """Whether a part looks like a proper name: one to five words, capitals, no digits."""
    tokens = part.split()
    if not 1 <= len(tokens) <= 5 or len(part) > 60:
        return False
    return (
        all(_TOKEN.fullmatch(t) and (not t[0].islower() or t.lower() in _PARTICLES) for t in tokens)
        and not tokens[0].islower()
    )


def _generic(part: str) -> bool:
    return part.split()[-1].lower() in _GENERIC and len(part.split()) <= 3


@lru_cache(maxsize=4096)
def byline_names(text: str) -> tuple[str, ...]:
    """The authors of ``By ...``; empty if the line is no byline after all.

    A name of one word counts only beside a full name, as a generic desk ("Staff", "Agencies")
    or as a known outlet, so that headings such as "By Design" stay text.
    """
    if cut := _CUT.search(text):
        text = text[: cut.start()]
    if text.rstrip().endswith((".", "!", "?")) and len(text.split()) > 6:
        return ()
    if "[" in text:
        return ()  # a blank left by a machine: "[Author Name]"
    parts = [p for p in split_names(text) if not _ROLE.fullmatch(p)]
    if not parts or not all(is_name(p) or _generic(p) or "@" in p for p in parts):
        return ()
    sure = any(
        _generic(p) or 2 <= len(p.split()) <= 4 or outletness(p) > 0 or p.count("-") for p in parts
    )
    return tuple(p for p in parts if "@" not in p) if sure else ()


def source_names(text: str, *, sure: bool) -> tuple[str, ...]:
    """The names of ``Sources: A, B``; empty if they do not look like names of sources.

    With ``sure`` (the words before leave no doubt) proper names do; without it, one of them must
    be a news outlet.
    """
    text = text.strip().rstrip(".)")
    parts = split_names(text)
    if not parts or not all(is_source_name(p) for p in parts):
        return ()
    return parts if sure or any(outletness(p) > 0 for p in parts) else ()


def is_source_name(line: str) -> bool:
    """Whether a line of a source list looks like a name or an address, not a sentence."""
    if not 2 <= len(line) <= 90 or len(line.split()) > 10:
        return False
    if line.endswith(("!", "?", ";", ":")) or (line.endswith(".") and len(line.split()) > 3):
        return False
    return not line[0].islower() or "." in line.split()[0] or outletness(line) > 0
