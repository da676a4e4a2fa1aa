"""The table of phrases by which an article says which outlet it has something from.

A phrase names the outlet after it ("according to the ...") or before it ("... reported"). The
weights are log-odds that the outlet is the source of the article's *text*, for an outlet that is
surely one; they are judgements, ordered by how often such a phrase stands in rewrites.
"""

from __future__ import annotations

import re

from attrs import frozen


@frozen
class Phrase:
    """A phrase beside which an outlet is named.

    Attributes:
        form: the form of the credit.
        weight: log-odds that the outlet is the source of the article's text.
        pattern: the phrase itself, without the name.
        cues: a text in lower case with none of these does not hold the phrase.
        after: whether the name follows the phrase (else it stands before).
        sure: log-odds that the phrase adds to "the name is an outlet's".
    """

    form: str
    weight: float
    pattern: re.Pattern[str]
    cues: tuple[str, ...]
    after: bool = True
    sure: float = 0.0


WEIGHTS: dict[str, float] = {
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

_FIRST = (
    r"first (?:reported|published|revealed|disclosed|told) (?:by|in|on|to)|"
    r"(?:story|news) was (?:first )?(?:broken|reported) by|originally (?:reported|published) (?:by|in)"
)
_ACCORDING = (
    r"according to|citing|quoting|as per|laut|nach (?:angaben|informationen) (?:von|der|des)|"
    r"según|de acuerdo con|selon|d['’]après|по данным|по информации|по сообщению|"
    r"по сведениям|со ссылкой на|как (?:пишет|сообщает|передает|передаёт|сообщило|сообщил)|"
    r"wie(?: die| der| das)? (?:zeitung )?"
)
_REPORTED_BY = (
    r"(?:reported|published|carried|released|broadcast|aired|revealed|quoted|cited) (?:by|in|on)|"
    r"reports? (?:by|in|from|on)|(?:an? )?(?:article|story|investigation) (?:by|in|from)|"
    r"сообщает|сообщил[ои]?|передает|передаёт|пишет|berichtete?n?|informó|informa|rapporte|"
    r"a rapporté"
)
_INTERVIEW = (
    r"interview (?:with|to|on|for|published (?:by|in))|interviewed by|in (?:comments|remarks) to|"
    r"(?:speaking|spoke|talking) (?:to|with)|interview mit|entrevista (?:con|a)|entretien (?:à|avec)|"
    r"в интервью|в беседе с"
)
_TOLD = r"(?:told|tells|said to|in a statement to|sagte der|рассказал[аи]?)"
_VERBS_FIRST = r"(?:was |were )?(?:the )?first (?:to )?(?:report|reported|reveal|revealed)|broke the (?:story|news)"
_VERBS = (
    r"(?:has |had |have |also |earlier |previously |separately |later |exclusively |recently )*"
    r"(?:reported|reports|revealed|reveals|writes|wrote|cited|quoted|said in (?:a|its|an) "
    r"(?:report|article|story|editorial|dispatch)|berichtete?|meldete?|schreibt|informó|publicó|"
    r"a rapporté|rapporte|сообщил[ои]?|сообщает|передает|пишет)\b"
)


_AGENCY_SAID = r"(?:news agency|newspaper|broadcaster|daily|magazine|newswire) said\b"


def _p(
    form: str, words: str, cues: str, *, after: bool = True, sure: float = 0.0, weight: float = 0.0
) -> Phrase:
    start, end = (r"\b", r"(?=[ \n\u00a0])") if after else ("", "")
    pattern = re.compile(rf"{start}(?:{words}){end}", re.I)
    return Phrase(form, weight or WEIGHTS[form], pattern, tuple(cues.split("|")), after, sure)


PHRASES: tuple[Phrase, ...] = (
    _p("first_reported", _FIRST, "first |broken by|originally ", sure=1.0),
    _p("first_reported", _VERBS_FIRST, "first |broke the ", after=False, sure=1.0),
    _p(
        "according_to",
        _ACCORDING,
        "according to|citing|quoting|as per|laut|nach |según|de acuerdo|selon|d'après|d’après|"
        "по данным|по информации|по сообщению|по сведениям|ссылкой|как |wie ",
    ),
    _p(
        "reported",
        _REPORTED_BY,
        " by| in| on|report|сообщ|переда|пишет|bericht|inform|rapport",
    ),
    _p(
        "reported",
        _VERBS,
        "report|reveal|write|wrote|cited|quoted|said in|bericht|melde|schreibt|informó|publicó|"
        "rapport|сообщ|передает|пишет",
        after=False,
    ),
    _p("reported", _AGENCY_SAID, " said", after=False, sure=4.0, weight=1.0),
    _p(
        "interview",
        _INTERVIEW,
        "interview|comments|remarks|speaking|spoke|talking|entre|интерв|бесед",
    ),
    _p("told", _TOLD, "told|tells|said to|in a statement|sagte|рассказ"),
)

WIRE_TAG = re.compile(
    r"(?:\A|\n)[ \t>*]*(?P<place>[^\W\d_][^\n()]{0,70}?)[ \t]*[(\[/](?P<names>[^\n()\[\]]{2,50}?)"
    r"[)\]/][ \t]*[.:]?[ \t]?(?:-{1,2}|–|—|\.-|:)[ \t]",
)
"""``BEIJING, Jan 4 (Yonhap) --``, ``MOSCOW, January 4. /TASS/ -``, ``Berlin (dpa) -``."""

WIRE_TAG_SLASH = re.compile(
    r"(?:\A|\n)[ \t]*(?P<place>[^\W\d_][^\n()/]{2,60}?)[ \t]*/(?P<names>[^\n()/]{2,40})/\.?[ \t]"
)
"""``MOSCOW, January 4. /TASS/.``."""

LEAD_TAG = re.compile(r"(?:\A|\n)[ \t]*[(\[](?P<names>[^\n()\[\]]{2,40})[)\]][ \t]*(?:-{1,2}|–|—)[ \t]")
"""``(Reuters) - ...`` at the start of a line."""

DATELINE = re.compile(
    r"(?:\A|\n)[ \t]*(?P<names>[^\W\d_][\w.&' -]{1,40}?)(?:,[ \t]|[ \t]?/[ \t]?)(?P<place>[A-ZÀ-Þ]"
    r"[^\n(),:;!?]{1,30}?)(?:,[ \t][^\n():;!?]{2,24}?)?[ \t](?:-{1,2}|–|—)[ \t]"
)
"""``Xinhua, Beijing, Jan. 4 --``, ``dpa/Berlin -``."""

SIGN_OFF = re.compile(
    r"(?:[(\[](?P<bracket>[^\n()\[\]]{2,40})[)\]]\.?|(?:^|\n)[ \t]*[-–—*]*[ \t]*(?P<line>[^\n.!?]{2,40})\.?)"
    r"[\s*#]*\Z"
)
"""The last words of a text: ``(AFP)``, or a line ``Reuters`` or ``-- Kyodo``."""

LINK = re.compile(
    r"\]\((?P<md>https?://[^\s)]{4,300})\)|href=[\"']?(?P<html>https?://[^\s\"'>]{4,300})|"
    r"(?P<bare>https?://[^\s<>\"')\]]{4,300})"
)
"""Addresses in Markdown, HTML or as they stand."""

CHINESE = re.compile(r"据(?P<names>[^\s，。、,]{2,14}?)(?:报道|消息|报导)")
"""``据新华社报道``: "Xinhua reports that"."""

CREDIT_TRIGGER = (
    r"(?i)according to|report(?:ed|s)\b|reports? (?:by|in|from|on)\b|\bciting |\bquoting |\bas per |"
    r"\b(?:wrote|writes|cited|quoted|reveal(?:ed|s)|said in (?:an?|its))\b|"
    r"(?:agency|newspaper|broadcaster|daily|magazine|newswire) said|"
    r"first to re(?:port|veal)|first (?:told|published|disclosed)|broke the (?:story|news)|"
    r"(?:broken|published|carried|released|broadcast|aired) (?:by|in|on)|"
    r"(?:article|story|investigation) (?:by|in|from)\b|"
    r"interview|(?:comments|remarks|statement|speaking|spoke|talking|said) (?:to|with)\b|"
    r"\btold\b|\btells\b|"
    r"\b(?:laut|nach (?:angaben|informationen)|bericht|berichtete?n?|melde(?:te?)?|schreibt|wie|"
    r"sagte der)\b|"
    r"según|de acuerdo con|entrevista|inform[aó]|publicó|selon|d['’]après|entretien|rapporte|"
    r"rapporté|по (?:данным|информации|сообщению|сведениям)|ссылкой на|сообщ|переда[её]т|пишет|"
    r"интервью|в беседе с|рассказал|"
    r"[)\]/][ \t]*[.:]?[ \t]?(?:-|–|—|\.-|:)[ \t]|/[^\n()/]*/\.?[ \t]|"
    r"(?:\A|\n)[^\n.!?]*[ \t](?:--?|–|—)[ \t]|"
    r"https?://|[)\]][.]?[\s*#]*$|据|"
    r"[\n\r][ \t]*[-–—*]*[ \t]*(?-i:[A-ZА-ЯÀ-Þ]|dpa)[^\s.!?]*(?:[ \t][^\s.!?]+){0,3}\.?[\s*#]*$"
)
"""RE2-compatible pattern: a text that neither this nor ``clean.TRIGGER`` matches has no credits."""
