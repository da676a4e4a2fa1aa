"""Sentences in which an article says of itself that a machine made it.

What is to be found is one pattern, and to try it at each character is slow: it is tried where one
of the words stands with which a match begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.text.wordset import compiled

_THINGS = (
    *("content", "article", "story", "summary", "text", "report", "post", "page", "translation"),
    *("piece", "version", "news"),
)
_SAY = (
    *("is", "was", "were", "has been", "may be", "may have been", "contains?", "includes?", "uses"),
)

_MADE = (
    r"(?:AI|machine|artificial intelligence|ChatGPT|automatically)[- ](?:generated|written|"
    r"assisted|translated|produced|created|summari[sz]ed)"
)
_BY_AI = (
    r"(?:generated|written|produced|created|translated|summari[sz]ed|rewritten|compiled|drafted)"
    r"(?: in part| partly| entirely| automatically)?"
    r" (?:by|with|using|through|via|with the (?:help|aid|assistance) of)"
    r"(?: an?| the)?(?: \w{2,12})? ?"
    r"(?:AI|artificial intelligence|ChatGPT|GPT|large language model|language model)"
)
AI_DISCLOSURE = (
    r"(?:this|the following|parts of this) (?:\w{2,14} )?"
    r"(?:" + "|".join(_THINGS) + r") (?:" + "|".join(_SAY) + r")"
    r"(?: \w{2,12}){0,3}? (?:(?:" + _MADE + r")|(?:" + _BY_AI + r"))|"
    r"(?:\A|\n)[ \t*(\[]*(?:" + _MADE + r"|" + _BY_AI + r")(?: content| article| summary)?"
    r"[ \t*)\].:]*(?:\n|\Z)|"
    r"(?:dieser (?:text|artikel|beitrag|inhalt) (?:wurde|ist)(?: \w{2,14}){0,4} "
    r"(?:ki-generiert|künstlicher intelligenz|ki\b))|"
    r"(?:(?:este|esta) (?:artículo|contenido|texto|noticia|nota) (?:ha sido|fue|está)"
    r"(?: \w{2,14}){0,4} (?:ia\b|inteligencia artificial))|"
    r"(?:(?:cet article|ce contenu|ce texte) a été(?: \w{2,14}){0,4} "
    r"(?:ia\b|l['’]ia\b|intelligence artificielle))|"
    r"(?:(?:этот|эта|данный|данная) (?:текст|статья|материал|новость)(?: \w{2,14}){0,4} "
    r"(?:ии\b|нейросет\w*|искусственн\w* интеллект\w*))"
)
"""A sentence in which the article says of itself that a machine made it; heeds no case."""

DISCLOSURE_STARTS: tuple[str, ...] = (
    *("ai-", "ai ", "machine", "artificial intelligence", "chatgpt", "automatically"),
    *("generated ", "written ", "produced ", "created ", "translated ", "summari", "rewritten "),
    *("compiled ", "drafted "),
)
"""How a line starts, in lower case, that is a disclosure and nothing more."""

_ALONE = re.compile(rf"[ \t*(\[]*(?:{_MADE}|{_BY_AI})", re.I)

_STARTS = (
    *("this ", "the following ", "parts of this ", "dieser ", "este ", "esta "),
    *("cet article ", "ce contenu ", "ce texte ", "этот ", "эта ", "данный ", "данная ", "\n"),
)
"""How every match but one at the start of the text begins, in lower case."""

LIKE = dict(zip("ſıᲀᲁᲂᲃᲄᲅᲆ", "siвдосттъ", strict=True))
"""Small letters that are others' small letters too, to :mod:`re`."""

DISCLOSING: tuple[str, ...] = (
    *(f"{thing} {say.removesuffix('s?')}" for thing in _THINGS for say in _SAY),
    *("dieser text ", "dieser artikel ", "dieser beitrag ", "dieser inhalt "),
    *(
        f"{this} {thing} "
        for this in ("este", "esta")
        for thing in ("artículo", "contenido", "texto", "noticia", "nota")
    ),
    *("cet article a", "ce contenu a", "ce texte a"),
    *(
        f"{this} {thing}"
        for this in ("этот", "эта", "данный", "данная")
        for thing in ("текст", "статья", "материал", "новость")
    ),
    *LIKE,
)
"""A text in lower case without any of these has no :data:`AI_DISCLOSURE` but as a line alone."""

AI_WORDS: tuple[str, ...] = (
    *(
        "AI",
        "KI",
        "IA",
        "ИИ",
        "GPT",
        "ntelligen",
        "nteligen",
        "NTELLIGEN",
        "achine",
        "utomatic",
        "ai-",
        "ki-",
    ),
    *("anguage model", "ейросет", "скусств", "by ai", "with ai", "using ai"),
)
"""A text without any of these has no :data:`AI_DISCLOSURE`."""

MADE_WORDS: tuple[str, ...] = (
    *("generated", "written", "assisted", "translated", "produced", "created", "summari"),
    *("compiled", "drafted", "dieser ", "este ", "esta ", "cet article", "ce contenu", "ce texte"),
    *("этот ", "эта ", "данный ", "данная "),
)
"""A text in lower case without any of these has no :data:`AI_DISCLOSURE` either."""


def disclosures(text: str) -> Iterator[re.Match[str]]:
    """The matches of :data:`AI_DISCLOSURE` in a text, disjoint, from left to right."""
    if not any(word in text for word in AI_WORDS):
        return
    low, end = _lowered(text), 0
    if not any(word in low for word in MADE_WORDS):
        return
    for start in sorted({0, *(at for word in _STARTS for at in _places(low, word))}):
        if start >= end and (found := compiled(AI_DISCLOSURE).match(text, start)):
            yield found
            end = found.end()


def _lowered(text: str) -> str:
    """The text in small letters, place by place, each as the pattern takes it."""
    if not text.isascii():
        text = text.replace("İ", "i")  # has two small letters
        for letter, like in LIKE.items():
            text = text.replace(letter, like)
    return text.lower()


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def stands_alone(line: str) -> bool:
    """Whether a line, its decoration before it, may be a disclosure and nothing more."""
    return _ALONE.match(line) is not None
