"""The table of lines that publishers put around an article.

One row is one habit: what kind of line, how it looks, and how any such line starts. Most texts have
no such line: :mod:`provenance.text.line_starts` and :data:`PLACE_WORDS` tell them apart by words,
before any pattern is tried.

A line is matched *bare*: without the decoration (bullets, stars, hashes, brackets) around it.
"""

from __future__ import annotations

import re
from enum import Enum

from attrs import frozen

from provenance.text.wordset import compiled

DECORATION = " \t\u00a0\u200b\ufeff*#_>•·–—-|("
"""Characters that may stand around a line of any kind and mean nothing."""

MAX_LINE = 600
"""A longer line is prose; only the in-sentence rules look at it."""


class Tail(Enum):
    """What a line may open."""

    NONE = "nothing: the line stands alone"
    LINKS = "a list of links: short lines"
    TEASERS = "a list of links or of teasers, which may be whole sentences"
    NAMES = "a list of source names, one a line"


@frozen(eq=False)
class Rule:
    """One habit of publishers.

    Attributes:
        kind: the kind of boilerplate.
        regex: matched at the start of the bare line (anywhere in it, if there are no ``starts``),
            without regard to case.
        starts: every line that ``regex`` matches starts with one of these, in lower case.
        tail: what the line opens.
        max_length: a longer line is not of this kind.
        words: if there are no ``starts``: every line that ``regex`` matches has one of these, in
            lower case (but for letters beyond ASCII that are others' small letters).
    """

    kind: str
    regex: str
    starts: tuple[str, ...] = ()
    tail: Tail = Tail.NONE
    max_length: int = 200
    words: tuple[str, ...] = ()

    def matches(self, bare: str) -> re.Match[str] | None:
        """The match of this rule on a bare line, or ``None``."""
        if len(bare) > self.max_length:
            return None
        pattern = compiled(self.regex)
        return pattern.match(bare) if self.starts else pattern.search(bare)


def _line(
    kind: str, starts: str, words: str, rest: str = "", *, tail: Tail = Tail.NONE, upto: int = 200
) -> Rule:
    """A rule for lines that start with one of ``words``, a pattern, and go on as ``rest``.

    ``starts`` as in :class:`Rule`, parted by bars.
    """
    return Rule(kind, f"(?:{words}){rest}", tuple(starts.split("|")), tail, upto)


def _part(kind: str, words: str, regex: str, *, upto: int = 400) -> Rule:
    """A rule for lines that hold something anywhere; ``words`` as in :class:`Rule`, with bars."""
    return Rule(kind, regex, max_length=upto, words=tuple(words.split("|")))


_SHUT = r"\s*[:!»>→)-]*\s*$"
_END = r"\s*[:.!»>→)-]*\s*$"

_TEASERS = (
    r"related (?:articles?|stories|news|posts?|content|coverage|topics|links|reading|items)|"
    r"related|recommended(?: (?:for you|stories|articles|reading|videos?))?|further reading|"
    r"you (?:may|might) (?:also )?(?:like|be interested)|more (?:like this|news|stories)|"
    r"more from |up next|trending|most (?:read|popular|viewed)|popular (?:now|stories)|"
    r"top stories|latest (?:news|stories)|editors?['’]? picks?|what to read next|"
    r"das könnte sie auch interessieren|te puede interesar|noticias relacionadas|"
    r"más noticias|sur le même sujet|articles liés|материалы по теме|похожие новости|"
    r"другие новости"
)
_LINKS = (
    r"read (?:more|also|next)|also read|see also|more (?:on|about) (?:this|the) (?:story|topic)|"
    r"more on this|don['’]t miss|keep reading|in case you missed it|"
    r"lesen sie (?:auch|mehr)|mehr zum thema|auch interessant|lea también|le[ae] más|"
    r"más información|lire aussi|à lire aussi|à lire également|читайте также|читать также|по теме"
)
_RELATED_INLINE = (
    r"related|read more|read also|also read|see also|recommended|don['’]t miss|"
    r"lesen sie (?:auch|mehr)|mehr zum thema|lea también|lire aussi|à lire aussi|читайте также"
)
_TEASER_STARTS = (
    "related|recommended|further reading|you may |you might |more |up next|trending|most |popular |"
    "top stories|latest |editor|what to read|das könnte sie|te puede|noticias rel|más noticias|"
    "sur le même|articles liés|материалы по|похожие новости|другие новости"
)
_LINK_STARTS = (
    "read more|read also|read next|also read|see also|more on |more about |don't miss|don’t miss|"
    "keep reading|in case you|lesen sie|mehr zum|auch interessant|lea |lee más|más información|"
    "lire aussi|à lire|читайте также|читать также|по теме|related|recommended"
)
_PLATFORM = (
    r"facebook|twitter|instagram|telegram|whatsapp|linkedin|youtube|tiktok|threads|bluesky|"
    r"mastodon|google news|apple news|x\b|email|pinterest|reddit|flipboard|messenger|viber|vk\b"
)
_PLATFORM_STARTS = _PLATFORM.replace(r"\b", "")

RULES: tuple[Rule, ...] = (
    _line(
        "related",
        _TEASER_STARTS,
        _TEASERS,
        r"(?: [^:.!?]{1,40})?" + _END,
        tail=Tail.TEASERS,
        upto=70,
    ),
    _line("related", _LINK_STARTS, _LINKS, r"(?: [^:.!?]{1,40})?" + _END, tail=Tail.LINKS, upto=70),
    _line("related", _LINK_STARTS, _RELATED_INLINE, r"\s?[:|»]\s*\S", upto=250),
    _line("related", "[", r"\[", r"(?:[^\]\s]+ ){3,}[^\]\s]+\]$", upto=220),
    _line(
        "sources",
        "source|references|quelle|fuente|источник|font",
        r"sources?|references|quellen?|fuentes?|источники?|fonti?",
        _END,
        tail=Tail.NAMES,
        upto=24,
    ),
    _line(
        "sources",
        "source|quelle|fuente|источник|font|via",
        r"sources?|quellen?|fuentes?|источники?|fonti?|via",
        r"\s?(?::|\s[—–-])\s*(?P<names>\S.*)",
        upto=30_000,  # 500 names
    ),
    _line(
        "sources",
        "with file|with report|with input|with info|with material|with agency|with additional|"
        "mit material|mit informationen|con información|по материалам|по информации|"
        "по сообщению",
        r"with (?:additional )?(?:files?|reporting|inputs?|agency inputs|information|material)|"
        r"\(?with (?:agency )?inputs?|mit (?:material|informationen)|con información|"
        r"по (?:материалам|информации|сообщению)",
        r" (?:from |by |von |der |de )?(?P<names>\S.*)",
    ),
    _line(
        "sources",
        "originally |first appeared|first p|first reported|republished|reprinted|syndicated|"
        "this story |this article |this piece |this report |this post ",
        r"(?:this (?:story|article|piece|report|post) (?:was |has been )?)?(?:originally|first) "
        r"(?:published|appeared|posted|reported)|republished|reprinted|syndicated|"
        r"this (?:story|article|piece|report|post) (?:was|has been|is) "
        r"(?:republished|reprinted|syndicated|published|produced|provided)",
        r"(?: with permission)? (?:by|in|on|at|from) (?P<names>\S.*)",
        upto=250,
    ),
    _line(
        "reporting",
        "reporting by|additional reporting|written and|writing and",
        r"\(?(?:additional )?reporting by|\(?(?:written|writing) and edit(?:ed|ing) by",
        r" (?P<names>\S.*)",
        upto=400,
    ),
    _line(
        "reporting",
        "edited by|editing by|editor|redaktion:|bearbeitet von|editado por|редактор:",
        r"edit(?:ed|ing) by|editors?:|redaktion:|bearbeitet von|editado por|редактор:",
        r"\s*:?\s*(?P<editors>\S.*)",
        upto=120,
    ),
    _part(
        "reporting",
        "contributed",
        r"contributed (?:to this (?:report|story|article)|reporting)",
        upto=250,
    ),
    _line(
        "byline",
        "by|story by|written by|posted by|words by|text by|article by|submitted by|"
        "compiled by|reported by|author|von |por |par |автор|текст:|autor|auteur:",
        r"(?:(?:story|written|posted|words|text|article|submitted|compiled|reported) )?by[:\s ]|"
        r"authors?:|von |por |par |автор[ыа]?:|текст:|autore?:|auteur:",
        r"\s*(?P<names>\S.*)",
        upto=140,
    ),
    _line(
        "photo",
        "file photo|file image|file picture|file foto|file bild|file imágen|file фото|photo|"
        "image|picture|foto|bild|imágen|фото|view photo",
        r"(?:file )?(?:photos?|images?|pictures?|fotos?|bild(?:er)?|imágen(?:es)?|фото)"
        r"(?: credits?| by| courtesy)?|view photo",
        r"(?: gallery|\s*[:/©|]).*",
        upto=400,
    ),
    _part(
        "photo",
        "/|photo by|getty images|shutterstock|courtesy of",
        r"\((?:photo by |photo: |courtesy of )?(?P<left>[^()\d/]{2,50})"
        r"/(?P<right>[^()\d]{2,50})\)$|\(courtesy of [^()]{2,60}\)$|\(photo by [^()]{2,60}\)$|"
        r"(?:getty images|shutterstock)\)?$",
        upto=400,
    ),
    _line(
        "views",
        "0|1|2|3|4|5|6|7|8|9",
        r"\d[\d.,  ]{0,12}+[km]?\s?(?:views?|comments?|shares?|likes?|reads?|reactions?|"
        r"min(?:ute)?s? read|просмотр|комментари|aufrufe|kommentare|visitas|vues|commentaires)",
        r"\w{0,3}" + _SHUT,
        upto=40,
    ),
    _line(
        "views",
        "share|print|e-mail|email|comment|tweet|save|listen|copy link|like this|advertisement|"
        "leave a comment|view comment|show comment|add comment|add a comment|post a comment|"
        "teilen|drucken|kommentare|compartir|imprimir|comentarios|partager|imprimer|"
        "поделиться|печать|комментарии|реклама|anzeige|werbung|publicidad|publicité",
        r"share|print|e-?mail|comments?|tweet|save|listen|copy link|like this|advertisement|"
        r"leave a comment|view comments|show comments|add (?:a )?comment|post a comment|"
        r"teilen|drucken|kommentare|compartir|imprimir|comentarios|partager|imprimer|"
        r"поделиться|печать|комментарии|реклама|anzeige|werbung|publicidad|publicité",
        r"(?: (?:this(?: (?:article|story|post|page))?|on|via|to|article|story|\d+))*"
        r"(?:[\s,|/·]+(?:" + _PLATFORM + r"|share|print|save|comments?))*" + _END,
        upto=90,
    ),
    _line(
        "views",
        _PLATFORM_STARTS,
        _PLATFORM,
        r"(?:[\s,|/·]+(?:" + _PLATFORM + r"))*" + _END,
        upto=90,
    ),
    _line(
        "feedback",
        "did you find|found a|spotted a|noticed a|see a|report a|have a |got a |send us |"
        "was this |fehler |¿|has encontra|encontra|une erreur|signaler une|нашли |заметили ",
        r"did you find an? (?:error|mistake|typo|inaccuracy)|(?:found|spotted|noticed|see) an? "
        r"(?:error|mistake|typo|inaccuracy)|report an? (?:error|mistake|typo|correction)|"
        r"have a (?:news )?tip|got a (?:news )?tip|send us (?:your|a) (?:tip|feedback)|"
        r"was this article (?:helpful|useful)|fehler gefunden|fehler melden|"
        r"¿?(?:has )?encontra(?:do|ste) un error|une erreur|signaler une erreur|"
        r"(?:нашли|заметили) (?:ошибку|опечатку)",
        r"",
        upto=300,
    ),
    _part(
        "copyright",
        "reserved|©|(c)|copyright|may not be|vorbehalten|reservados|réservés|защищены|riservati|"
        "prohibida",
        r"all rights reserved|© ?(?:copyright )?\d{4}|\(c\) ?\d{4}|"
        r"copyright (?:©|\(c\)|\d{4})|"
        r"may not be (?:published|reproduced|republished|redistributed|copied)|"
        r"alle rechte vorbehalten|todos los derechos reservados|tous droits réservés|"
        r"все права защищены|tutti i diritti riservati|prohibida (?:su|la) reproducción",
    ),
    _line(
        "subscribe",
        "sign up |subscribe|get the latest|get our |get unlimited|get breaking|follow |"
        "download the |download our |join us |join our |like us on|support our |"
        "support independent|want more |click here|never miss|abonnieren|jetzt abonnieren|"
        "newsletter|suscribete|suscríb|s'abonner|s’abonner|abonnez-vous|inscrivez-vous|подпис|"
        "следите за",
        r"sign up (?:for|to|now|here|today)|subscribe\b|"
        r"get (?:the latest|our|unlimited|breaking) |"
        r"follow (?:us|me|him|her|them|@|along)|follow \w+(?: \w+)? on |"
        r"download (?:the|our) |join (?:us|our) |"
        r"like us on|support (?:our|independent) journalism|want more (?:stories|news)|"
        r"click here|never miss (?:a|an|out)\b|"
        r"(?:jetzt )?abonnieren|newsletter|suscr[íi]bete|suscríbase|s['’]abonner|"
        r"abonnez-vous|inscrivez-vous|подпис(?:ывайтесь|аться)|следите за",
        r"",
        upto=300,
    ),
)

INLINE: tuple[tuple[str, re.Pattern[str], tuple[str, ...], frozenset[str]], ...] = tuple(
    (kind, re.compile(words, re.I), heads, frozenset(needs))
    for kind, words, heads, needs in (
        (
            "copyright",
            r"all rights reserved|may not be published, broadcast|alle rechte vorbehalten|"
            r"todos los derechos reservados|tous droits réservés|все права защищены",
            (
                *("all rights", "may not be", "alle rechte", "todos los", "tous droits"),
                "все права",
            ),
            ("reserved", "may not be", "vorbehalten", "reservados", "réservés", "защищены"),
        ),
        (
            "subscribe",
            r"sign up for (?:our|the|my) (?:\w+ ){0,4}newsletter|subscribe to our|"
            r"follow us on (?:facebook|twitter|instagram|telegram|x\b)",
            ("sign up for", "subscribe to our", "follow us on"),
            ("newsletter", "subscribe to our", "follow us on"),
        ),
        (
            "feedback",
            r"did you find an? (?:error|mistake|inaccuracy)|(?:нашли|заметили) (?:ошибку|опечатку)",
            ("did you find", "нашли", "заметили"),
            ("did you find", "ошибку", "опечатку"),
        ),
    )
)
"""Habits that are known inside a long line; their sentence is marked, not the line. Each with the
beginnings, in lower case, of what its pattern matches, and words of which each match has one."""

PART_WORDS: tuple[str, ...] = tuple(
    sorted({word for rule in RULES for word in rule.words}.union(*(needs for *_, needs in INLINE)))
)
"""A text in lower case without any of these has nothing for the rules that look inside lines."""

_NOT = ("published", "reproduced", "republished", "redistributed", "copied")
PLACE_WORDS: tuple[str, ...] = (
    *(f"contributed to this {piece}" for piece in ("report", "story", "article")),
    *("contributed reporting", "photo by", "getty images", "shutterstock", "courtesy of"),
    *("©", "(c)", *(f"copyright {digit}" for digit in range(10))),
    *("all rights reserved", "alle rechte vorbehalten", "todos los derechos reservados"),
    *("tous droits réservés", "все права защищены", "tutti i diritti riservati"),
    *("prohibida su reproducción", "prohibida la reproducción"),
    *(f"may not be {done}" for done in _NOT),
    *(
        "sign up for our ",
        "sign up for the ",
        "sign up for my ",
        "subscribe to our",
        "follow us on ",
    ),
    *(f"did you find {a} {it}" for a in ("a", "an") for it in ("error", "mistake", "inaccuracy")),
    *(f"{we} {it}" for we in ("нашли", "заметили") for it in ("ошибку", "опечатку")),
    *"ſᲀᲁᲂᲃᲄᲅᲆ",  # small letters that have others' capitals
)
"""What is inside every line that these rules take, in lower case, but for photographers."""


def may_name_photographer(line: str) -> bool:
    """Whether a line ends with brackets in which a slash stands, as in ``(Jane Doe/AFP)``."""
    line = line.rstrip(" \t*_\n\r")
    inner = line[:-1]
    return line.endswith(")") and "/" in inner[max(inner.rfind("("), inner.rfind(")")) + 1 :]
