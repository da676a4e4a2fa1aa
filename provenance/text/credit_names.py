"""Find the outlet that is named beside a phrase such as "according to" or "reported"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from provenance.text.outlet_words import AGAINST, COMMON, PLACES
from provenance.text.outlets import is_demonym, is_known, outletness
from provenance.text.wordset import words

Named = tuple[int, int, float]
"""Where a name stands, ``[start, end)``, and the log-odds that it is an outlet's."""

_CAP = r"[A-ZÀ-ÖØ-ÞĀ-ſА-ЯЁҐЄІЇΑ-Ω]"
_WORD = rf"{_CAP}(?:\.(?:{_CAP}\.){{0,3}}|[\w&'’\-/!]*(?:\.(?:[a-z0-9][\w\-/]*|Ru\b)){{0,3}})"
_MORE = (
    rf"(?:[ \u00a0](?:(?:of|the|and|de|la|le|du|des|der|della|für|&)[ \u00a0]){{0,2}}"
    rf"(?:{_WORD}|\d{{1,2}}(?![\w:]))){{0,7}}"
)
_LARGE = re.compile(_WORD + _MORE)
_SITE, _SMALL_NAME = r"\.(?:com|org|net|ru|de|fr|es)\b", r"dpa\b|iTV\b"
_NAME = re.compile(rf"(?:{_WORD}|[a-z]{{1,20}}{_SITE}|{_SMALL_NAME}){_MORE}")
_MAY_BE_SMALL = re.compile(rf"{_SITE}|{_SMALL_NAME}")
_STOP = re.compile(r"[,;:()\n?!.”\"»](?:(?<![.”\"»])|(?<=\.)(?=[ \"”\n]|$)|(?<!\.)[ ,.])")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]|St|Mr|Dr|Inc|Corp|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)$")
_FIRST_WORD = re.compile(r"(\S+)[ \u00a0]")
_LAST_WORD = re.compile(r"[ \u00a0](\S+)$")
_OWNER = re.compile(r"['’]s?(?=[ \u00a0]|\Z)|[.!]\Z")
_PAIR = re.compile(r"(?:[ \u00a0](?:and|und|y|et|и)[ \u00a0](?:the |The )?|/)")
_JOIN = re.compile(
    r"(?:,?[ \u00a0](?P<and>and|und|y|et|и|e)|,)[ \u00a0](?:(?:the|The|le|la|der|die|el|il)[ ])?"
)
_MOST_JOINED = 6
_OF = re.compile(r"[ \u00a0](?:of|for|at)[ \u00a0](?:the |The )?")
GAP = words(
    "a an the its his her their report reports reporting article articles story stories piece "
    "news newspaper newspapers agency broadcaster state-run state state-owned public national "
    "local daily weekly tabloid magazine website site outlet media wire service tv television "
    "radio station channel network press business financial online official private by in from "
    "of on at with to published investigation analysis citing and interview exclusive recent "
    "new latest earlier separate leading conservative liberal public-service government-run "
    "pro-government independent regional country's country’s city's city’s paper journal "
    "respected influential english-language german-language einem einer eines eine ein der die "
    "das dem den des im von zeitung nachrichtenagentur bericht berichten sender magazin angaben "
    "informationen el la los las un una del al de diario agencia cadena periódico le les l' du "
    "agence quotidien chaîne агентство агентства агентству издание издания изданию издании "
    "телеканал телеканала телеканалу газета газеты газете журнал журнала портал сайт источник "
    "источники what how il lo gli l dell all un quotidiano agenzia giornale settimanale emittente "
    "o os as um jornal agência emissora het een dagblad krant nieuwsagentschap tidningen agencja "
    "gazety dziennika"
)
"""The words, in small letters, that may stand between a phrase and a name behind it."""
_SMALL = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:['’]s)?|"
    r"[\w-]+-(?:based|run|owned|controlled|language|backed)"
)
LEADING = words(
    "the a an as on in at by but and or when while after before if earlier later meanwhile for "
    "that this its our today yesterday however also according since until both although though "
    "monday tuesday wednesday thursday friday saturday sunday last local die der des das wie la el "
    "le bericht medienbericht angaben informationen как"
)
_TRAILING = words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june "
    "july august september october november december jan feb mar apr aug sept sep oct nov dec "
    "reporter reporters correspondent"
)
_DAYS = [f"{day}day" for day in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")]
_PASSED = (
    *("newspaper", "magazine", "news agency", "newswire", "website", "site", "tv", "television"),
    *("radio", "daily", "tabloid", "first", "recently", "exclusively", "earlier", "previously"),
    *("separately", "later", "was", "editor", "editors", "reporter", "reporters"),
    *("correspondent", "correspondents", "on", "in", "late", "early", "this", "last", "week"),
    *("month", "morning", "evening", "night", "which", "that", "and", "has", "have", "had"),
    *("also", "then", "investigation", "analysis", "report", "article", "story", *_DAYS),
)
BACK = words(" ".join(_PASSED))
"""The words, in small letters, that may stand between a name and a phrase behind it."""
_BACK = re.compile(
    r"[\"”»*_’]{0,2}(?:, (?:citing|quoting) [^,.\n]{2,60},)?"
    rf"(?:,? (?:{'|'.join(_PASSED)}|[a-z]{{3,9}}\.? \d{{1,2}}|\d{{4}}))*[ ,\n]*",
    re.I,
)
_MONEY = re.compile(
    r"[^.\n]{0,60}\b(?:loss|profit|earnings|revenues?|net income|quarter|sales|dividend|shr)\b",
    re.I,
)


def _window(text: str, start: int) -> str:
    """The rest of the clause after ``start``, at most 140 characters."""
    window = text[start : start + 140]
    if window[:1] == "\n":  # the phrase ended a hard-wrapped line
        window = " " + window[1:]
    for stop in _STOP.finditer(window):
        dot = window[stop.start()] == "."
        if not dot or not _ABBREVIATED.search(window[: stop.start()]):
            return window[: stop.start()]
    return window


def _names(window: str) -> Iterator[re.Match[str]]:
    """The names in a window; few start with a small letter, and the others are found faster."""
    return (_NAME if _MAY_BE_SMALL.search(window) else _LARGE).finditer(window)


def name_after(text: str, start: int) -> Named | None:
    """The outlet named in the clause after ``start``, with nothing but small words between."""
    window = _window(text, start)
    for candidate in _names(window):
        if not all(_is_gap(w) for w in window[: candidate.start()].split()):
            return None
        if best := _best_name(text, start + candidate.start(), start + candidate.end()):
            return best
    return None


def _is_gap(word: str) -> bool:
    bare = word.strip("\"“”'‘’«»*_„")
    return (
        not bare or bare.lower() in GAP or is_demonym(bare) or (_SMALL.fullmatch(bare) is not None)
    )


def name_before(text: str, end: int) -> Named | None:
    """The outlet named before ``end``, with nothing but words such as "also" between."""
    low = max(0, end - 110)
    window = text[low:end]
    names = list(_names(window))
    if not names or not _BACK.fullmatch(window, names[-1].end()):
        return None
    if names[-1].start() == 0 and low > 0:
        return None  # the name may start before the window
    return _best_name(text, low + names[-1].start(), low + names[-1].end(), before=True)


def named_with(text: str, start: int, end: int, *, before: bool) -> list[Named]:
    """Further outlets of a list: "Kyodo and Yonhap reported", "according to AP, AFP and Reuters".

    Args:
        text: the article.
        start, end: where the outlet nearest to the phrase stands.
        before: whether the phrase follows (else it stands in front).

    A comma alone joins nothing ("according to Reuters, CNN will close").
    """
    found: list[Named] = []
    joined = False
    for _ in range(_MOST_JOINED):
        link = _link_before(text, start) if before else _JOIN.match(text, end)
        if link is None or (before and not joined and not link["and"]):
            break
        near = _ending_at(text, link.start()) if before else _starting_at(text, link.end())
        if near is None:
            break
        found.append(near)
        start, end = near[0], near[1]
        joined = joined or bool(link["and"])
        if link["and"] and not before:
            break
    return found if joined else []


def _link_before(text: str, start: int) -> re.Match[str] | None:
    low = max(0, start - 24)
    return next((m for m in _JOIN.finditer(text, low, start) if m.end() == start), None)


def _starting_at(text: str, start: int) -> Named | None:
    run = _NAME.match(text, start)
    found = run and _best_name(text, start, run.end())
    return found if found and found[0] == start else None


def _ending_at(text: str, end: int) -> Named | None:
    found = name_before(text, end)
    return found if found and found[1] == end else None


def _is_place(name: str) -> bool:
    return name.lower() in PLACES or is_demonym(name)


def tells_money(text: str, start: int) -> bool:
    """Whether "reported" at ``start`` is about a company's own figures ("reported a loss")."""
    return _MONEY.match(text, start) is not None


def _best_name(text: str, start: int, end: int, *, before: bool = False) -> Named | None:
    """Trim a run of capitals to the outlet in it.

    With ``before`` a verb follows the name, so its end stays where it is and beginnings are cut
    ("Hong Kong SCMP"); else ends are ("Reuters South Korea").
    """
    start, end = _trimmed(text, start, end)
    owner = (start, start)
    if not known(text[start:end]):
        own = _OWNER.search(text, start, end)
        if own and before and own.end() == end and own.group()[0] in "'’":
            return None  # "Trump's reported ties"
        if own and own.end() < end and (before or _is_place(text[start : own.start()])):
            owner, start = (start, own.start()), own.end() + 1  # "South Korea's Yonhap"
        elif own:
            end = own.start()
        for left, right in _parts(text, start, end, before=before):
            if (score := _judge(text, left, right)) > 0:
                return left, right, score
    if (score := _judge(text, start, end)) > 0:
        return start, end, score
    if before and known(text[slice(*owner)]) and text[slice(*owner)].lower() not in COMMON:
        return *owner, _judge(text, *owner)  # "the BBC's Jane Doe reported"
    return _known_part(text, start, end, before=before)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without words such as "As" or "Monday" around the name."""
    while not known(text[start:end]) and (first := _FIRST_WORD.match(text, start, end)):
        if first[1].lower() not in LEADING:
            break
        start = first.end()
    while not known(text[start:end]) and (last := _LAST_WORD.search(text[start:end])):
        if last[1].lower().strip(".'’") not in _TRAILING and not last[1].isdigit():
            break
        end = start + last.start()
    return start, end


def _parts(text: str, start: int, end: int, *, before: bool) -> list[tuple[int, int]]:
    """Names that may hide in an unknown one: "Jane Doe of the BBC", "Variety and TMZ"."""
    name = text[start:end]
    out = []
    if (of := _OF.search(name)) and known(name[of.end() :]):
        out.append((start + of.end(), end))
    if pair := _PAIR.search(name):
        out += [(start, start + pair.start()), (start + pair.end(), end)]
        if before:
            out.reverse()
    return out


def _known_part(text: str, start: int, end: int, *, before: bool) -> Named | None:
    """The longest beginning (or end, with ``before``) of a name that is a known outlet."""
    tokens = list(re.finditer(r"\S+", text[start:end]))[:8]
    if before:
        cuts = [(start + t.start(), end) for t in tokens[1:]]
    else:
        cuts = [(start, start + t.end()) for t in reversed(tokens[:-1])]
    for left, right in cuts:
        part = text[left:right]
        if not known(part) or part.lower() in COMMON:
            continue
        rest = text[right:end] if not before else text[start:left]
        if AGAINST & {w.lower().strip(".,'’") for w in rest.partition(" the ")[0].split()}:
            continue  # "Reuters Institute", "Fox Chase Cancer Center"
        if (score := _judge(text, left, right)) > 0:
            return left, right, score
    return None


def _judge(text: str, start: int, end: int) -> float:
    return outletness(text[start:end], text[max(0, start - 60) : start], text[end : end + 60])


@lru_cache(maxsize=8192)
def known(name: str) -> bool:
    """Whether a name, with or without quotation marks, is that of a known outlet."""
    bare = name.strip(" \"'“”«»‘’*_")
    return bool(bare) and is_known(bare)
