"""The table of phrases by which an article says which outlet it has something from.

A phrase names the outlet after it ("according to the ...") or before it ("... reported"). The
weights are log-odds that the outlet is the source of the article's *text*, for an outlet that is
surely one; they are judgements, ordered by how often such a phrase stands in rewrites.
"""

from __future__ import annotations

import re

from attrs import frozen

from provenance.text.wordset import compiled


@frozen
class Phrase:
    """A phrase beside which an outlet is named.

    Attributes:
        form: the form of the credit.
        weight: log-odds that the outlet is the source of the article's text.
        cues: the literal beginnings of the phrase, in lower case.
        then: small words one of which has to follow the cue, if there are any.
        may: others that may follow.
        behind: marks one of which, and a space, has to stand before the cue, if there are any.
        capital: whether a capital has to follow the phrase and a space.
        regex: the whole phrase without the name; matched where a cue stands, in any case.
        after: whether the name follows the phrase (else it stands before).
        sure: log-odds that the phrase adds to "the name is an outlet's".
    """

    form: str
    weight: float
    cues: tuple[str, ...]
    regex: str
    after: bool = True
    sure: float = 0.0
    then: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    behind: str = ""
    capital: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        """``regex``, compiled when it is first asked for."""
        return compiled(self.regex)


WEIGHTS: dict[str, float] = {
    "declared_link": 4.0,
    "first_reported": 2.5,
    "wire_tag": 3.0,
    "dateline": 3.0,
    "files_from": 2.5,
    "byline": 2.5,
    "according_to": 2.0,
    "sources_list": 1.5,
    "reported": 1.5,
    "interview": 1.0,
    "told": 0.7,
    "hyperlink": 0.5,
}
"""Log-odds of each form that the named outlet is the source of the article's text."""


def _p(
    form: str,
    cues: str,
    then: str = "",
    may: str = "",
    rest: str = "",
    *,
    after: bool = True,
    sure: float = 0.0,
    weight: float = 0.0,
    behind: str = "",
    said: bool = False,
) -> Phrase:
    """A phrase that starts with one of ``cues`` (parted by bars) and goes on as ``rest``.

    ``then``, ``may`` and ``behind`` as in :class:`Phrase`, parted by bars, but for the last; with
    ``said`` a name and "said" have to follow.
    """
    words = tuple(cues.split("|"))
    heads = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    start = rf"(?<=[{behind}] )" if behind else ""
    joint = rf" (?:{then})" if then else rf"(?: (?:{may}))?" if may else ""
    end = (_SAID if said else "") + r"(?=[ \n\u00a0])" if after else r"\b"
    regex = rf"{start}(?:{heads}){joint}{rest}{end}"
    then_, may_ = (tuple(some.split("|")) if some else () for some in (then, may))
    return Phrase(
        form, weight or WEIGHTS[form], words, regex, after, sure, then_, may_, behind, capital=said
    )


_SAID = r"(?= (?-i:[A-ZÀ-Þ])[^\n,.;:()]{1,40}? (?:said|says)\b)"

PHRASES: tuple[Phrase, ...] = (
    _p(
        "first_reported",
        "first reported|first published|first revealed|first disclosed|first told|broken|"
        "originally reported|originally published",
        then="by|in|on|to",
        sure=1.0,
    ),
    _p(
        "first_reported",
        "was first to|was the first to|were the first to|were first to|first reported|"
        "first revealed|broke the story|broke the news",
        may="report|reveal",
        after=False,
        sure=1.0,
    ),
    _p(
        "according_to",
        "according to|citing|quoting|as per|laut|nach angaben von|nach angaben der|"
        "nach angaben des|nach informationen von|nach informationen der|nach informationen des|"
        "según|de acuerdo con|selon|d'après|d’après|по данным|по информации|по сообщению|"
        "по сведениям|со ссылкой на|как пишет|как сообщает|как передает|как передаёт|"
        "как сообщило|как сообщил|wie die zeitung|wie der sender|secondo|segundo|stando a|"
        "de acordo com|volgens|enligt|ifølge|według|jak podaje",
    ),
    _p("according_to", "seen by|obtained by|reviewed by|which cited|which quoted", weight=1.0),
    _p(
        "reported",
        "reported|published|carried|released|broadcast|aired|revealed|quoted|cited",
        then="by|in|on",
    ),
    _p("reported", "report|reports|article|story|investigation", then="by|in|from|on"),
    _p("reported", "reported|reports|writes|wrote", behind=',"”’»'),
    _p("reported", "riferisce|riporta|scrive|publica", weight=1.2),
    _p(
        "reported",
        "news agency|newspaper|broadcaster|daily|magazine|newswire",
        said=True,
        weight=1.0,
    ),
    _p(
        "reported",
        "сообщает|сообщают|сообщило|сообщил|передает|передаёт|передают|пишет|пишут|berichtete|berichten|berichtet|"
        "informó|informa|publicó|a rapporté",
    ),
    _p(
        "reported",
        "reported|reports|revealed|reveals|writes|wrote|cited|quoted|berichtete|berichtet|"
        "meldete|meldet|schreibt|informó|publicó|a rapporté|rapporte|сообщило|сообщил|сообщает|"
        "передает|пишет|said in a report|said in its report|said in an article|said in a dispatch",
        after=False,
    ),
    _p(
        "reported",
        "news agency said|newspaper said|broadcaster said|daily said|magazine said|newswire said",
        after=False,
        sure=4.0,
        weight=1.0,
    ),
    _p(
        "interview",
        "interview|interviewed|speaking|spoke|talking|в интервью|в беседе|entrevista|entretien",
        may="with|to|on|for|by|in|published in|published by|mit|con|al|a|à|au|aux|avec|с",
    ),
    _p("interview", "comments to|remarks to"),
    _p(
        "interview",
        "said on|says on|saying on|appearance on|appearing on|appeared on",
        rest=r"(?! (?:mon|tues|wednes|thurs|fri|satur|sun)day)",
        weight=0.7,
    ),
    _p("interview", "interview", after=False, weight=0.8),
    _p(
        "told",
        "told|tells|said to|in a statement to|sagte der|sagte dem|sagte im|sagte in der|"
        "sagte gegenüber|sagten der|"
        "sagten dem|рассказал|рассказала|a déclaré à|a déclaré au|a dit à|a dit au|"
        "declaró a|dijo a|ha detto a|disse a|disse à|disse ao",
    ),
)

WIRE_TAG = re.compile(
    r"[ \t>*]*(?P<place>[^\W\d_][^\n()]{0,70}?)[ \t]*[(\[/](?P<names>[^\n()\[\]]{2,50}?)"
    r"[)\]/](?:[ \t]*[.:]?[ \t]?(?:-{1,2}|–|—|\.-|:)[ \t]|(?:--|–|—))",
)
"""At the start of a line: ``BEIJING, Jan 4 (Yonhap) --``, ``Berlin (dpa) -``."""

WIRE_TAG_SLASH = re.compile(
    r"[ \t]*(?P<place>[^\W\d_][^\n()/]{2,60}?)[ \t]*/(?P<names>[^\n()/]{2,40})/\.?[ \t]"
)
"""``MOSCOW, January 4. /TASS/.``."""

BARE_TAG = re.compile(
    r"^[ \t]*(?P<place>[A-ZÀ-Þ][^\n()]{2,60}?\d[^\n()]{0,8}?)[ \t]*\((?P<names>[A-Z]{2,8})\)[ \t]"
    r"(?=[A-ZÀ-Þ\"“])",
    re.M,
)
"""``NEW DELHI, Jan 4 (PTI) The ...``: a date, and the letters of a known outlet."""

LEAD_TAG = re.compile(r"[ \t]*[(\[](?P<names>[^\n()\[\]]{2,40})[)\]][ \t]*(?:-{1,2}|–|—)[ \t]")
"""``(Reuters) - ...`` at the start of a line."""

DATELINE = re.compile(
    r"[ \t]*(?P<names>[^\W\d_][\w.&' -]{1,40}?)(?:,[ \t]|[ \t]?/[ \t]?)(?P<place>[A-ZÀ-Þ]"
    r"[^\n(),:;!?]{1,30}?)(?:,[ \t][^\n():;!?]{2,24}?)?[ \t](?:-{1,2}|–|—)[ \t]"
)
"""``Xinhua, Beijing, Jan. 4 --``, ``dpa/Berlin -``."""

TAG_MARKS: tuple[str, ...] = (
    *("- ", "-\t", "– ", "–\t", "— ", "—\t", "/ ", "/\t", "/. ", "/.\t"),
    *("):", "]:", "/:", ".:", "::", " :", "\t:", ")--", ")–", ")—", "]--", "/--"),
)
"""A text without any of these has neither tag nor dateline at the start of a line."""

TAG_PASSED, TAG_LENGTH = b" \t>*", 130
"""What may stand in a tag at the start of a line any number of times; how many characters beside it
has at most, up to the end of one of :data:`TAG_MARKS`."""

_LETTER = r"\w\x80-\x{10ffff}"  # and more: RE2 takes 3 ms to compile all letters, for each batch
TAG_TRIGGER = (
    rf"(?m)^(?:[ \t>*]*[{_LETTER}][^\n()]*[(\[/][^\n()\[\]]*[)\]/]"
    r"(?:[ \t]*[.:]?[ \t]?(?:-{1,2}|–|—|\.-|:)[ \t]|--|–|—)|"
    rf"[ \t]*[{_LETTER}][^\n()/]*/[^\n()/]*/\.?[ \t]|"
    r"[ \t]*[(\[][^\n()\[\]]*[)\]][ \t]*(?:-{1,2}|–|—)[ \t]|"
    rf"[ \t]*[{_LETTER}][{_LETTER}.&' -]*(?:,[ \t]|/[ \t]?)[A-ZÀ-Þ][^\n():;!?]*"
    r"[ \t](?:-{1,2}|–|—)[ \t])"
)
"""RE2-compatible: the four patterns above without their counts, which take RE2 ten times as long.

A text that this does not match has no tag and no dateline at the start of a line.
"""

SIGN_OFF = re.compile(
    r"(?:[(\[](?P<bracket>[^\n()\[\]]{2,40})[)\]]\.?|"
    r"[.!?\"”»)\]][ \t\r]*\n\s*[-–—*=]*[ \t]*(?:(?:[Ww]ith|[Aa]vec|[Mm]it|[Cc]o[nm]) )?"
    r"(?P<line>[^\n.!?]{2,40}?)(?: (?:agency )?inputs?)?\.?|"
    r"[.!?\"”»][ \t]*(?:--|–|—)[ \t]?(?P<dash>[^\n.!?]{2,30})\.?)"
    r"[\s*#]*\Z"
)
"""The last words of a text: ``(AFP)``, or a line ``Reuters``, ``-- Kyodo`` or ``Avec AFP``."""

SIGN_OFF_LENGTH = 80  # characters in which it is looked for

_SPACES = r"\s\pZ\x0b\x1c-\x1f\x{85}"  # all that Python takes for one
SIGN_OFF_TRIGGER = (
    rf"(?:[)\]]\.?|[.!?\"”»)\]][ \t\r]*\n[{_SPACES}]*[^\n.!?]*\.?|(?:--|–|—)[^\n.!?]*\.?)"
    rf"[{_SPACES}*#]*\z"
)
"""RE2-compatible: a text whose last characters do not match has no :data:`SIGN_OFF`."""

LINK = re.compile(
    r"\]\((?P<md>https?://[^\s)]{4,300})\)|href=[\"']?(?P<html>https?://[^\s\"'>]{4,300})|"
    r"(?P<bare>https?://[^\s<>\"')\]]{4,300})"
)
"""Addresses in Markdown, HTML or as they stand."""


def bare_tag(text: str) -> re.Match[str] | None:
    """The match of :data:`BARE_TAG`; there are no capitals in the first brackets of most texts."""
    at = text.find("(")
    return BARE_TAG.match(text) if text[at + 1 : at + 3].isupper() else None


def sign_off(text: str) -> re.Match[str] | None:
    """The match of :data:`SIGN_OFF`; most texts end without any of the marks that it needs."""
    end = text[-SIGN_OFF_LENGTH:]
    if not ("(" in end or "[" in end or "\n" in end or "--" in end or "–" in end or "—" in end):
        return None
    return SIGN_OFF.search(text, max(0, len(text) - SIGN_OFF_LENGTH))
