"""The words of a text as people read them: where each stands, and what it counts as.

Words are those of the pair model (:func:`provenance.kernels.compiled.tokenize`: pairs of characters
where a script has no spaces); what they are compared by is a little kinder here, for the eye.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

import numpy as np
from attrs import frozen

from provenance.kernels.compiled import tokenize
from provenance.kernels.contract import CAPITAL, NUMBER, QUOTED, SENTENCE_START, SPACELESS
from provenance.model import Span
from provenance.text.wordset import words

MAX_CHARACTERS = 100_000
"""What stands later in a text is not read for people."""

Weight = Callable[[str], float]

_STEM = 6
_SYLLABLES = "\u1100"  # from here on a character is a syllable or an ideograph, not a letter
_ARTICLE = re.compile(r"[وفبك]?ال(?=\w{3})|لل(?=\w{3})")
_POSSESSIVE = re.compile(r"['’]s$")
_TITLE_CASE = 0.6  # a line with a larger share of capitals is a headline: they name nothing
_FEWEST = 4  # words of a line that can be told to be a headline
# A larger share of capitals means that nouns have them: so it is in 98% of 102 German articles, and
# in 1.5% of 602 in English, Spanish and Russian.
_NOUNS, _ENOUGH = 0.24, 40
_STOPWORDS = words(
    "the and that this with from have has had was were will would could should been being are for "
    "not but its his her their they them she him you your our who which what when where while "
    "there here than then also into over after before about more most such other some any all "
    "said says say one two new out can may did does his her how why just only very much many "
    "der die das und den dem des ein eine einen einem einer ist war sind hat mit von für auf auch "
    "nicht sich als bei aus wird que los las del una con por para como más sus fue ha les des une "
    "dans est pour sur par avec qui pas plus aux son ses это что как для его она они был была были "
    "или при все еще также التي الذي على إلى هذا هذه كان كانت قال عن بعد قبل"
)


@frozen
class Term:
    """A word in its place.

    Attributes:
        span: where it stands, in characters.
        word: as written.
        key: what two forms of it have in common.
        weight: how much it says; 0 for words of grammar.
        number, capital, quoted, spaceless: what it looks like and where it stands.
        starts: whether it begins a sentence, where a capital says nothing.
    """

    span: Span
    word: str
    key: str
    weight: float
    number: bool
    capital: bool
    quoted: bool
    spaceless: bool
    starts: bool


def terms(text: str, weight: Weight | None = None) -> list[Term]:
    """The words of a text, in order; those of scripts without spaces overlap by a character.

    Args:
        text: any text; its first :data:`MAX_CHARACTERS` count.
        weight: weight of a word as written, at least 0; by default :func:`default_weight`.
    """
    weigh = weight or default_weight
    raw = text[:MAX_CHARACTERS].encode("utf-8", "surrogatepass")
    if not raw:
        return []
    data = np.frombuffer(raw, np.uint8)
    tokens = tokenize(data, np.array([0, len(data)], np.int64))
    place = np.cumsum((data & 0xC0) != 0x80)  # characters up to and with each byte
    starts, ends = place[tokens.start] - 1, place[tokens.end - 1]
    out = []
    for start, end, flags in zip(
        starts.tolist(), ends.tolist(), tokens.flags.tolist(), strict=True
    ):
        word = text[start:end]
        number = bool(flags & NUMBER)
        out.append(
            Term(
                (start, end), word, key(word), weigh(word), number, bool(flags & CAPITAL),
                bool(flags & QUOTED), bool(flags & SPACELESS), bool(flags & SENTENCE_START),
            )
        )  # fmt: skip
    return out


def key(word: str) -> str:
    """What two forms of a word have in common.

    Six letters without case, diacritics, possessive or plural s, and without the Arabic article;
    of a number its digits, whatever the script, the marks between them and what is tied to them.
    """
    plain = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", word))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    if plain[:1].isdecimal():
        digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain)
        return re.split(r"[^\W\d_]", re.sub(r"[.,'’٬٫]", "", digits))[0]
    plain = _ARTICLE.sub("", re.sub("['’]", "", plain), count=1) or word
    if len(plain) > 4 and plain.endswith("s") and not plain.endswith("ss"):
        plain = plain[:-1]
    return plain[:_STEM]


def default_weight(word: str) -> float:
    """Weight of a word as written: numbers 3, names and acronyms 2 and more, long words more.

    Words of grammar and of fewer than three letters (two syllables) weigh nothing.
    """
    if word[0].isdigit():
        return 3.0
    low = word.lower()
    size = len(word) * (2 if word[0] >= _SYLLABLES else 1)
    if low in _STOPWORDS or (size < 3 and not word.isupper()):
        return 0.0
    rare = min(size, 12) / 6
    return rare + 1.0 if word[0].isupper() else rare


def names(found: Iterable[Term]) -> frozenset[str]:
    """The keys that stand with a capital where a capital says something.

    Not at the start of a sentence, and not in a headline in title case. A text that writes its
    nouns with a capital, as German does, names only what has a capital beside another one.
    """
    inside = [term for line in _lines(found) for term in line]
    capital = [t.capital and not t.starts and _can_name(t.word) for t in inside]
    if sum(capital) > _NOUNS * max(len(inside), _ENOUGH):
        beside = [False, *(t.capital and not t.starts for t in inside), False]
        capital = [c and (beside[k] or beside[k + 2]) for k, c in enumerate(capital)]
    return frozenset(t.key for t, named in zip(inside, capital, strict=True) if named)


def _can_name(word: str) -> bool:
    return len(word) > 1 and word.lower() not in _STOPWORDS


def _lines(found: Iterable[Term]) -> Iterable[list[Term]]:
    """The sentences that are no headlines, by where a sentence starts."""
    line: list[Term] = []
    for term in [*found, None]:
        if line and (term is None or term.starts):
            large = sum(t.capital for t in line[1:])
            if len(line) < _FEWEST or large <= _TITLE_CASE * (len(line) - 1):
                yield line
            line = []
        if term is not None and not term.number:
            line.append(term)
