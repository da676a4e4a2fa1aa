"""Credits in scripts without capitals, where the form of a name has to tell that it is an outlet's.

"据新华社报道", "(서울=연합뉴스)", "وفقا لوكالة رويترز". Chinese, Japanese and Korean outlets end in
a word of a few ("日报", "新聞", "뉴스"); Arabic ones stand behind one ("وكالة", "صحيفة").
"""

from __future__ import annotations

import re

from attrs import frozen

from provenance.text.wordset import compiled

_CHINESE = r"(?:社|报|報|网|網|台|新闻|新聞|电视|電視)"
_JAPANESE = r"(?:新聞|通信|テレビ|放送|ニュース)"
_KOREAN = r"(?:뉴스|일보|신문|방송|통신|타임스|타임즈)"
_LETTERS = r"(?<![A-Z])(?:AP|AFP|BBC|CNN|CNBC|NHK|TBS|KBS|MBC|SBS|YTN|JTBC|ロイター|タス|로이터)"
_ARABIC = r"(?:وكالة(?: أنباء)?|صحيفة|جريدة|قناة|موقع) (?P<names>[^\s،.؛:«»]{2,20})"


@frozen
class Script:
    """One form of credit.

    Attributes:
        form: the form of the credit, a key of ``credit_rules.WEIGHTS``.
        cues: a text without any of these has no such credit.
        regex: the credit, with the group ``names``.
    """

    form: str
    cues: tuple[str, ...]
    regex: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """``regex``, compiled when it is first asked for."""
        return compiled(self.regex, re.M)


def _s(form: str, cues: str, regex: str) -> Script:
    return Script(form, tuple(cues.split("|")), regex)


SCRIPTS: tuple[Script, ...] = (
    _s(
        "according_to",
        "据",
        rf"据(?!该|本|这)[《「]?(?P<names>[^\s，。、,《》「」]{{1,12}}?{_CHINESE})[》」]?"
        r"[^\s，。、,]{0,6}?(?:报道|報道|報導|报导|消息)",
    ),
    _s(
        "wire_tag",
        "日电|日電|日讯|日訊",
        r"^[ \t（(【]*(?P<names>[^\s，。、,（(]{1,4}?社)[^\n，。、,（(]{0,12}?\d{1,2}日[电電讯訊]",
    ),
    _s(
        "according_to",
        "によると",
        rf"(?P<names>[^\s、。「」（）]{{1,8}}?{_JAPANESE}|{_LETTERS})によると",
    ),
    _s(
        "reported",
        "報じ|伝え",
        rf"(?P<names>[^\s、。「」（）]{{1,8}}?{_JAPANESE}|{_LETTERS})[がは](?:報じ|伝え)",
    ),
    _s("wire_tag", "=", rf"^[ \t]*[(\[][^\n()=]{{1,16}}=[ ]?(?P<names>\S{{0,8}}{_KOREAN})[)\]]"),
    _s(
        "according_to",
        "따르면",
        rf"(?P<names>[^\s()\"“”‘’,.]{{1,8}}{_KOREAN}|{_LETTERS})(?:에|의 보도에) 따르면",
    ),
    _s(
        "reported",
        "보도했다|전했다",
        rf"(?P<names>[^\s()\"“”‘’,.]{{1,8}}{_KOREAN}|{_LETTERS})[이가은는] (?:보도|전)했다",
    ),
    _s(
        "according_to",
        "وفق|حسب|نقلا",
        rf"(?:وفقا?ً?|ب?حسب|نقلاً? عن) ?ل?{_ARABIC}",
    ),
    _s("reported", "ذكرت|أفادت|نقلت|أوردت", rf"(?:ذكرت|أفادت|نقلت|أوردت) {_ARABIC}"),
    _s(
        "according_to",
        "haberine göre",
        r"(?<!\w)(?P<names>[^\W\d_]\w{1,15}(?: \w{2,15}){0,3})['’]n?[ıiuü]n haberine göre",
    ),
)
