"""Say whether a named body is a news outlet, and whether two names are the same one.

A fixed table knows some two hundred outlets and wires; a made-up or local one is known by the
shape of its name ("the Harbour Daily Courier") or by what stands beside it ("state broadcaster
NTV"). Everything here works on one name at a time.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from provenance.text.outlet_table import ALIAS_ROWS
from provenance.text.outlet_words import (
    AGAINST,
    AGENCY_FRONTS,
    COMMON,
    FIRST_NAMES,
    HEADS,
    NEUTRAL_BODIES,
    PLACES,
    STRONG_HEADS,
    SURNAMES,
    TITLES,
)
from provenance.text.wordset import words

_FRONTS = AGENCY_FRONTS | {"broadcasting", "television"}
_ARTICLES = words("the der die das el le les il lo")  # not "la": "LA Times"
_SUFFIXES = (
    ("news", "agency"),
    ("news", "service"),
    ("news", "channel"),
    ("newspaper",),
    ("magazine",),
    ("online",),
    ("website",),
    ("agency",),
    ("inc",),
    ("ltd",),
    ("llc",),
)
_SUFFIX_ENDS = {suffix[-1] for suffix in _SUFFIXES}
_MARKS = " \t\"'“”«»‘’*_"
_DOMAIN = re.compile(
    r"(?:https?://)?(?:www\d?\.)?((?:[\w-]{1,63}\.){1,5}[a-zрф]{2,12})(?:[:/?#]\S*)?", re.I
)
_CASE = re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])(?:а|у|ом|е)\Z")
_SECOND_LEVEL = words("co com org net gov ac edu or ne go gob uol")
_SPACE = re.compile(r"[\W_]+")
_INNER = re.compile(r"['’ʼ.](?=\w)|['’ʼ.]$")


@lru_cache(maxsize=8192)
def _fold(name: str) -> str:
    """Lower case without diacritics; punctuation becomes one space, apostrophes vanish."""
    plain = name[:200]
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.replace("ı", "i"))
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = plain.casefold()
    return _SPACE.sub(" ", _INNER.sub("", plain)).strip()


def site_name(address: str) -> str | None:
    """The registered name in a web address or bare domain: ``www.bbc.co.uk/x`` gives ``bbc``.

    ``None`` if ``address`` is neither.
    """
    found = _DOMAIN.fullmatch(address.strip())
    if found is None:
        return None
    labels = found[1].lower().split(".")
    if len(labels) > 2 and labels[-2] in _SECOND_LEVEL:
        return labels[-3]
    return labels[-2]


def _host(address: str) -> str | None:
    if "." not in address:
        return None
    found = _DOMAIN.fullmatch(address.strip())
    return found[1].lower() if found else None


def _plain(name: str) -> str:
    """Folded words without article and without words such as "News Agency" at the end."""
    words = _fold(name).split()
    if len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    if words and words[-1] in _SUFFIX_ENDS:
        for suffix in _SUFFIXES:
            size = len(suffix)
            if len(words) > size and tuple(words[-size:]) == suffix:
                words = words[:-size]
                break
    return " ".join(words)


def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for row in ALIAS_ROWS:
        for name in row:
            host = _host(name) if "." in name and " " not in name else None
            site = site_name(name) if host else None
            keys = [host] if host else [_fold(name), _plain(name)]
            if site and len(site) > 4 and site not in COMMON | STRONG_HEADS | HEADS:
                keys.append(site)
            for key in keys:
                if key not in PLACES:  # "New York" is no short name of "New York Magazine"
                    table.setdefault(key, row[0])
    return table


ALIASES: dict[str, str] = _table()
"""Key or host name -> canonical name, for outlets known by name."""


@lru_cache(maxsize=8192)
def canonical(name: str) -> str:
    """The canonical name of a known outlet, else the host of an address, else the name itself."""
    host = _host(name)
    if host is not None:
        labels = host.split(".")
        for cut in range(len(labels) - 1):
            if known := ALIASES.get(".".join(labels[cut:])):
                return known
    known = ALIASES.get(_fold(name)) or _alias(_plain(name))
    if known is not None:
        return known
    return host.removeprefix("www.") if host else name.strip(_MARKS)


def _alias(plain: str) -> str | None:
    """The known outlet of a plain name, also in another Russian case: "Коммерсанта"."""
    if plain in ALIASES or plain.isascii():
        return ALIASES.get(plain)
    bare = _CASE.sub("", plain)
    return ALIASES.get(bare) if bare != plain and len(bare) > 5 else None


def is_known(name: str) -> bool:
    """Whether the name or address stands in :data:`ALIASES`."""
    return canonical(name) in _CANONICAL


def is_demonym(word: str) -> bool:
    """Whether a word looks like "Spanish" or "Brazilian"."""
    return _DEMONYM.fullmatch(word) is not None


@lru_cache(maxsize=8192)
def normalise(name: str) -> str:
    """A key to compare outlets by: equal for all names and addresses of one outlet.

    Known outlets share the key of their canonical name (``"SCMP"``, ``"scmp.com"``,
    ``"The South China Morning Post"`` -> ``"southchinamorningpost"``). Of other names it drops
    case, diacritics, spaces, punctuation, a leading article, "News Agency" and the like, and of
    an address all but the site's name (``"www.harbourcourier.com"`` -> ``"harbourcourier"``).
    """
    if is_known(name):
        return _fold(canonical(name)).removeprefix("the ").replace(" ", "")
    key = _plain(site_name(name) or name).replace(" ", "")
    return normalise(key) if is_known(key) else key  # "R/FA" is RFA written oddly


_CANONICAL = frozenset(ALIASES.values())
_DEMONYM = re.compile(
    r"(?:North |South |Latin )?[A-Z][a-z]+(?:ese|ish|ian|nean|rean|can|ench|tch|isch\w*)|"
    r"German|Greek|Czech|Iraqi|Israeli|Pakistani|Saudi|Thai|Turk|Arab|Swiss|US|U\.S\.|UK|U\.K\.|Welsh|Afghan|Qatari|Kuwaiti"
)
_APPOSITION_BEFORE = re.compile(
    r"\b(?P<strong>broadcaster|newspaper|news (?:agency|outlet|site|website|channel|service|"
    r"portal|network|magazine|organi[sz]ation)|newswire|wire (?:service|agency)|tabloid|daily|"
    r"weekly|magazine|paper|outlet|radio station|(?:tv|television) (?:station|channel|network)|"
    r"nachrichtenagentur|zeitung|tageszeitung|fernsehsender|nachrichtenmagazin|sender|diario|"
    r"periódico|agencia(?: de noticias)?|cadena|revista|quotidien|journal|agence(?: de presse)?|"
    r"chaîne|газет[аеуы]|агентств[оау]|телеканал[ау]?|издани[ею]|журнал[ау]?|портал[ау]?)"
    r"(?: the| der| die| le| la| el)?[\s\"“«*_‘„]*$|"
    r"\b(?P<weak>network|channel|station|media|site|website|portal|blog|reporter (?:for|from)|"
    r"report (?:by|in|from))(?: the)?[\s\"“«*_‘„]*$",
    re.I,
)
APPOSITION_ENDS = frozenset(
    [
        *("ter", "per", "ncy", "let", "ite", "nel", "ice", "tal", "ork", "ine", "ion", "ire"),
        *("oid", "ily", "kly", "tur", "ung", "der", "zin", "rio", "ico", "cia", "ias", "ena"),
        *("sta", "ien", "nal", "nce", "sse", "dia", "log", "for", "rom", " by", " in"),
        *("the", "die", " le", " la", " el"),
    ]
)
"""The last letters of all in ASCII that :data:`_APPOSITION_BEFORE` matches, without marks."""
_APPOSITION_AFTER = re.compile(
    r"[\"”»*_’]{0,2}(?: (?:newspaper|magazine|news agency|newswire|broadcaster|tabloid|daily|"
    r"television|tv|radio|wire service|news site|website)\b|, (?:an?|the) (?:\w+ ){0,4}(?:"
    r"newspaper|magazine|news agency|broadcaster|tabloid|daily|news site|outlet)\b)",
    re.I,
)
_OPENING = '"“«*_‘„' + "".join(filter(str.isspace, map(chr, range(0x3001))))
_FEW_WORDS = 24  # characters; "agencia de noticias the" has 23
_SOME_BEFORE = re.compile(r"\ban?(?: \w+)? $", re.I)
_AGAINST_AFTER = re.compile(
    r"(?:['’]s?)? (?:\w+ ){0,2}?(?:officials?|spokes\w+|police|analysts?|experts?|government|"
    r"ministry|minister|president|chief|ceo|executives?|department|agency|military|army|"
    r"researchers?|scientists|professor|prosecutors?|law|commission|committee|court|council)\b",
    re.I,
)
_OWNED_AFTER = re.compile(
    r"(?:['’]s?)? (?:[A-Z]\w+ )?(?:owners?|parent|publisher|chair(?:wo)?man|spokes\w+|"
    r"investors?|shareholders?|board|lawyers?|ceo|chief executive|shares|union|group|holding)\b",
    re.I,
)
_NO_NAME = re.compile(r"[\w ]+-(?:based|run|owned|controlled|language|backed)", re.I)
_ARTICLE_BEFORE = re.compile(r"(?:\b(?:the|de[rmn]|die|das|el|il|la|le)|['’]s|[\"“«*_„])\s*$", re.I)
_DIE_POST = re.compile(r"\b(?:die|der)\s*$", re.I)
_CHANNELS = words("nbc abc cbs bbc cnn itv")
_OPEN = words("fox sky")  # names of other firms too
SHAPES = STRONG_HEADS | HEADS | _FRONTS | _CHANNELS | _OPEN | {"news", "daily"}
"""One of these is in every unknown name that has the shape of an outlet's, but for call signs."""
_SHOWS = words("news sports sport business nation tv radio arabia italia deutschland") | set(
    "0123456789"
)
_CALL_SIGN = re.compile(r"[WK][A-Z]{2,3}(?:-(?:TV|FM|AM))?")
_GENERIC = words("tv radio media press television newspaper newspapers news")
_LETTERS_TV = re.compile(r"[A-Z]{2,5}TV|TV\d{0,2}[A-Z]{0,3}|[A-Z]\w+TV")


def _is_person(words: list[str]) -> bool:
    """Whether a name that ends as outlets do is a person's: "Emily Post", "Samantha Bee"."""
    return len(words) == 2 and words[0] in FIRST_NAMES and words[1] in SURNAMES


def _shape(name: str, words: list[str]) -> float:
    """What the words of an unknown name say, in log-odds."""
    last = words[-1]
    if last in NEUTRAL_BODIES and len(words) > 1:
        good = words[-2] in _FRONTS
        return 5.0 if good else -5.0
    if len(words) == 2 and is_demonym(name.split()[0]) and last in _GENERIC:
        return -5.0  # "Brazilian TV"
    against = sum(w in AGAINST for w in words[:-1] if w not in STRONG_HEADS | HEADS)
    if last in AGAINST and last not in HEADS:
        against += 1
    score = -4.0 * min(against, 2)
    if last in STRONG_HEADS:
        score += 4.5 if len(words) > 1 else 3.0
    elif last in HEADS and len(words) > 1:
        score += 3.5
    elif (words[0] == "daily" and len(words) == 2) or ("news" in words and len(words) <= 4):
        score += 3.0
    if _CALL_SIGN.fullmatch(name) or _LETTERS_TV.fullmatch(name):
        score += 3.0
    if len(words) == 3 and words[:2] == ["times", "of"]:
        score += 4.5  # "Times of Malta"
    if len(words) > 1 and (words[0] in _CHANNELS or (words[0] in _OPEN and words[1] in _SHOWS)):
        score += 4.0
    return score


class _Own(NamedTuple):
    """What a name says by itself.

    Attributes:
        score: log-odds that it is an outlet's.
        known: whether it is a known one's.
        wordy: whether it is a common word too, that an article has to stand before.
        letters: the score of what carries letters, if it may be that ("die Post").
        settled: whether what stands beside the name says nothing more.
    """

    score: float
    known: bool = False
    wordy: bool = False
    letters: float | None = None
    settled: bool = False


@lru_cache(maxsize=8192)
def _own(bare: str) -> _Own:
    words = _fold(bare).split()
    if not words or all(w in _ARTICLES for w in words) or _NO_NAME.fullmatch(bare):
        return _Own(-9.0, settled=True)
    starts_with_article = words[0] in _ARTICLES and len(words) > 1
    if starts_with_article:
        words = words[1:]
    key = " ".join(words)
    domain = _host(bare)
    if is_known(bare):
        wordy = key in COMMON and domain is None and not starts_with_article
        small = bare.islower() and domain is None and bare != "dpa"
        return _Own((-1.0 if wordy else 4.5) - (6.0 if small else 0.0), known=True, wordy=wordy)
    score = -1.5
    if domain is not None:
        words = _fold(site_name(bare) or bare).split() or words  # a site may be called "--"
        score += _domain(domain)
    if key in PLACES or words[0] in TITLES or is_demonym(bare) or _is_person(words):
        return _Own(score - 5.0, settled=True)
    letters = score - 5.0 if words == ["post"] else None
    return _Own(score + _shape(bare, words), letters=letters)


def outletness(name: str, context_before: str = "", context_after: str = "") -> float:
    """Log-odds that a named body is a news outlet rather than another body; above 0: it is one.

    Args:
        name: the name as written, without article if that stands in ``context_before``.
        context_before: some text before the name (only the last 60 characters are read).
        context_after: some text after it (only the first 60).
    """
    own = _own(name.strip(_MARKS))
    if own.settled:
        return own.score
    before, after = context_before[-60:], context_after[:60]
    if own.letters is not None and _DIE_POST.search(before):
        return own.letters
    score = own.score
    if own.wordy and _at_end(_ARTICLE_BEFORE, before):
        score += 5.5
    return score + _beside(before, after, known=own.known)


def _at_end(pattern: re.Pattern[str], before: str) -> re.Match[str] | None:
    """The match of a pattern of a few words, which marks and spaces may follow, up to the end."""
    return pattern.search(before, max(0, len(before.rstrip(_OPENING)) - _FEW_WORDS))


def _apposed(before: str) -> re.Match[str] | None:
    """The match of :data:`_APPOSITION_BEFORE`; its last letters are looked at first."""
    last = before.rstrip(_OPENING)[-3:].lower()
    if last.isascii() and last not in APPOSITION_ENDS:
        return None
    return _at_end(_APPOSITION_BEFORE, before)


def _beside(before: str, after: str, *, known: bool) -> float:
    """What the words before and after a name say."""
    score = 0.0
    if found := _apposed(before):
        score += 6.0 if found["strong"] else 1.0
    if _APPOSITION_AFTER.match(after):
        some = _SOME_BEFORE.search(before) and not known  # "an Atlanta newspaper"
        score += -4.0 if some else 5.0
    elif _OWNED_AFTER.match(after):
        score -= 9.0  # the firm speaks, not the paper
    elif _AGAINST_AFTER.match(after):
        score -= 2.0 if known else 4.0
    return score


def _domain(host: str) -> float:
    """What an unknown host name says: news words in it speak for, state and schools against."""
    labels = host.split(".")
    if {"gov", "edu", "mil", "gob", "ac"} & set(labels[-2:]):
        return -6.0
    newsy = re.search(
        r"news|times|post|herald|daily|press|journal|tribune|gazette|courier|radio|tv", host
    )
    return 4.0 if newsy else 0.0
