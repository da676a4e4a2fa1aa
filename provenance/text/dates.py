"""Dates in words, in the languages of :data:`MONTHS` and as Chinese, Japanese and Korean write.

A date of three digits groups whose order is open (``03/04/2026``) is recognised as a date, but
gives no value: a wrong time is worse than none.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from provenance.text.wordset import compiled

DAY = 86_400
"""Resolution of a date, in seconds."""

# Names that mean two months in two languages ("listopada") and short ones that are words ("set")
# are left out.
_MONTHS = (
    "jan january januar enero ene janvier janv января январь янв "
    "gennaio janeiro januari styczeń stycznia ocak січня січень",
    "feb february februar febrero février févr fev февраля февраль фев "
    "febbraio fevereiro februari luty lutego şubat лютого лютий",
    "mar march märz maerz marzo mars марта март мар "
    "março maart marts marzec marca mart березня березень",
    "apr april abril abr avril avr апреля апрель апр aprile kwiecień kwietnia nisan квітня квітень",
    "may mai mayo мая май maggio maio mei maj maja mayıs травня травень",
    "jun june juni junio juin июня июнь июн "
    "giugno junho juni czerwiec czerwca haziran червня червень",
    "jul july juli julio juillet juil июля июль июл "
    "luglio julho juli lipiec lipca temmuz липня липень",
    "aug august agosto ago août aout августа август авг "
    "augustus augusti sierpień sierpnia ağustos серпня серпень",
    "sep sept september septiembre septembre сентября сентябрь сен "
    "settembre setembro wrzesień września eylül вересня вересень",
    "oct october oktober okt octubre octobre октября октябрь окт "
    "ottobre outubro październik października ekim жовтня жовтень",
    "nov november noviembre novembre ноября ноябрь ноя novembro kasım",
    "dec december dezember dez diciembre dic décembre déc декабря декабрь дек "
    "dicembre dezembro grudzień grudnia aralık грудня грудень",
)
MONTHS: dict[str, int] = {
    name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()
}
_LIKE = str.maketrans("ıſ", "is")  # small letters that are others' small letters too, to re
_NUMBERS = {name.translate(_LIKE): number for name, number in MONTHS.items()}

_WORD = r"[^\W\d_]+"  # a month, if :func:`_month` knows it: to try all names takes much longer
_DATE = (
    r"(?P<iy>(?:19|20)\d\d)[-/.](?P<im>\d{1,2})[-/.](?P<id>\d{1,2})(?!\d)|"
    r"(?P<na>\d{1,2})(?P<sep>[./-])(?P<nb>\d{1,2})(?P=sep)(?P<ny>(?:19|20)\d\d)(?!\d)|"
    rf"(?P<mm>{_WORD})\.? (?P<md>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<my>(?:19|20)\d\d)(?!\d)|"
    rf"(?P<dd>\d{{1,2}})(?:st|nd|rd|th|er|\.)? (?:de )?(?P<dm>{_WORD})\.?,?"
    r" (?:del? )?(?P<dy>(?:19|20)\d\d)(?!\d)(?: ?(?:года|г\.|року|р\.|r\.))?|"
    r"(?P<cy>(?:19|20)\d\d) ?[年년] ?(?P<cm>\d{1,2}) ?[月월] ?(?P<cd>\d{1,2}) ?[日일]"
)
_LABEL = re.compile(
    r"(?:(?P<new>(?:first |originally )?published|posted|date|released|veröffentlicht(?: am)?|"
    r"publicado(?: el)?|publié(?: le)?|опубликовано|дата)|"
    r"(?P<late>(?:last )?updated|modified|stand|aktualisiert|actualizado|mis à jour(?: le)?|"
    r"обновлено))(?: on| at)?(?:\s*:\s*|\s+)",
    re.I,
)
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]? |"
    r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lunes|martes|miércoles|"
    r"jueves|viernes|sábado|domingo|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche),? ",
    re.I,
)
_REST = re.compile(
    r"(?:[\s\d:.,|@·•()/+–—-]|[ap]\.?m\b\.?|at\b|um\b|uhr\b|"
    r"(?:e[ds]t|gmt|utc|ist|ces?t|bst|p[ds]t|kst|jst|msk|мск|et|t|z)\b)*$",
    re.I,
)
_DATED = re.compile(r"date[: ]\s*", re.I)
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?:\s?[ap]m)?[\s,|–—-]+", re.I)

_DAYS = ("mon", "tue", "tues", "wed", "wednes", "thu", "thurs", "fri", "sat", "satur", "sun")
DATE_STARTS: tuple[str, ...] = (
    *("date", "published", "first published", "originally published", "posted", "released"),
    *("updated", "last updated", "modified", "veröffentlicht", "stand", "aktualisiert"),
    *("publicado", "actualizado", "publié", "mis à jour", "опубликовано", "обновлено", "дата"),
    *(f"{day}{then}" for day in _DAYS for then in ("day", " ", ".", ",")),
    *("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"),
    *("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    *("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    *(f"{month}{then}" for month in {**MONTHS, **_NUMBERS} for then in " ."),
    *"0123456789",
)
"""Every line with a date in front starts with one of these, in lower case."""


def parse_date(text: str, start: int = 0) -> tuple[datetime | None, int] | None:
    """The date that starts at ``start`` and where it ends; ``None`` if there is none.

    The date itself is ``None`` where day and month cannot be told apart. Midnight UTC.
    """
    found = compiled(_DATE).match(text, start)
    if found is None:
        return None
    g = found.groupdict()
    if g["iy"]:
        year, month, day = int(g["iy"]), int(g["im"]), int(g["id"])
    elif g["ny"]:
        year, day, month = int(g["ny"]), int(g["na"]), int(g["nb"])
        if g["sep"] != ".":
            if day <= 12 and month <= 12 and day != month:
                return None, found.end()
            day, month = max(day, month), min(day, month)
    elif g["cy"]:
        year, month, day = int(g["cy"]), int(g["cm"]), int(g["cd"])
    elif g["my"]:
        year, month, day = int(g["my"]), _month(g["mm"]), int(g["md"])
    else:
        year, month, day = int(g["dy"]), _month(g["dm"]), int(g["dd"])
    try:
        return datetime(year, month, day, tzinfo=UTC), found.end()
    except ValueError:
        return None


def _month(word: str) -> int:
    """The number of a month, however its letters are written; 0 for letters that nobody writes."""
    return _NUMBERS.get(word.replace("İ", "i").lower().translate(_LIKE), 0)


def _has_year(line: str) -> bool:
    """Whether there may be a year as dates have one: so few lines have that it is asked first."""
    return "19" in line or "20" in line


def date_line(line: str) -> tuple[datetime | None, bool] | None:
    """For a line that is a date and nothing more: the date, and whether it is a first publication.

    ``Updated: 4 January 2026`` is a date line, but no first publication.
    """
    if len(line) > 120 or not _has_year(line):
        return None
    start, fresh = 0, True
    if label := _LABEL.match(line):
        start, fresh = label.end(), label["new"] is not None
    for skip in (_WEEKDAY, _CLOCK, _WEEKDAY):
        if found := skip.match(line, start):
            start = found.end()
    parsed = parse_date(line, start)
    if parsed is None:
        return None
    rest = line[parsed[1] :]
    if second := _LABEL.search(rest):  # "Published Jan 4, 2026 | Updated Jan 5, 2026"
        inner = date_line(rest[second.start() :])
        rest = rest[: second.start()] if inner is not None else rest
    if rest.strip() == "." and start == 0:
        return None  # the last words of a sentence: "July 1, 1987."
    return (parsed[0], fresh) if _REST.match(rest) else None


def date_prefix(line: str, *, first: bool) -> tuple[datetime, int] | None:
    """A date in front of a headline (``date 2025-12-27 Headline``) and where the headline starts.

    Without the word ``date`` it is taken only on the ``first`` line.
    """
    if not _has_year(line):
        return None
    label = _DATED.match(line)
    if label is None and not first:
        return None
    start = label.end() if label else 0
    if clock := _CLOCK.match(line, start):
        start = clock.end()
    if not line[start : start + 1].isdigit():
        return None
    parsed = parse_date(line, start)
    if parsed is None or parsed[0] is None:
        return None
    gap = re.match(r"[\s,:|–—-]+(?=\S)", line[parsed[1] :])
    if gap is None:
        return None
    head = parsed[1] + gap.end()
    return (parsed[0], head) if label or not line[head].islower() else None
