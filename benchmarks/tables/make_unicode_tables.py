"""Build ``provenance/kernels/unicode_tables.npz`` from a pinned release of the Unicode database.

Run ``python benchmarks/tables/make_unicode_tables.py`` with ``unicodedata2==18.0.0`` installed;
any Python from 3.11 on writes the same bytes. The rules that are built here are stated in
``provenance/kernels/contract.py``; the layout is read by ``provenance/kernels/unicode_tables.py``.

Full case folding is the only property that unicodedata2 lacks. ``str.casefold`` supplies it for
the characters that Unicode 14 (Python 3.11) knows, for which the Unicode stability policy promises
that it never changes; for younger capitals the small letter is found by its name.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np
import unicodedata2 as ucd

from provenance.kernels import contract as c

OUT = Path(__file__).resolve().parents[2] / "provenance" / "kernels" / "unicode_tables.npz"
CODE_POINTS = 0x110000
PAGE = 1 << c.PAGE_BITS

# Marks whose combining class is one of these are diacritics: the overlay (1), the
# Hebrew, Arabic and Syriac points (10..36) and everything placed around a base (200..240). The
# others (0, 6..9, 84..132) are letters in effect: Indic and Thai vowels, nuktas, viramas, kana
# voicing marks.
DIACRITIC_CLASSES = frozenset([1, *range(10, 37), *range(200, 241)])
# Default-ignorable characters that are letters or marks by category.
INVISIBLE = frozenset((0x034F, 0x0640, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0)).union(
    range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0)
)
SPACELESS_NAMES = (
    "CJK UNIFIED IDEOGRAPH",
    "CJK COMPATIBILITY IDEOGRAPH",
    "IDEOGRAPHIC",
    "HANGZHOU NUMERAL",
    "VERTICAL IDEOGRAPHIC",
    "HIRAGANA",
    "KATAKANA",
    "HENTAIGANA",
    "HALFWIDTH KATAKANA",
    "COMBINING KATAKANA-HIRAGANA",
    "THAI ",
    "LAO ",
    "KHMER ",
    "MYANMAR ",
)
PUNCTUATION = {
    c.APOSTROPHE: "'\u2019\u02bc\uff07",
    c.DOT: ".\uff0e",
    c.COMMA: ",\uff0c\u066b\u066c\u202f",
    c.STOP: "!?\u2026\u3002\uff01\uff1f\uff61\u061f\u06d4\u0964",
    c.COLON: ":\uff1a",
    c.NEWLINE: "\n",
    c.QUOTE_OPEN: "\u00ab\u201f\u300c\u300e",
    c.QUOTE_OPEN_HIGH: "\u201c",
    c.QUOTE_OPEN_LOW: "\u201e",
    c.QUOTE_CLOSE: "\u201d\u00bb\u300d\u300f",
    c.QUOTE_TOGGLE: '"\uff02',
    c.GRAVE: "`",
}
PUNCTUATION_KIND = {ord(char): kind for kind, chars in PUNCTUATION.items() for char in chars}


def casefold(char: str) -> str:
    """Full case folding of one character, as CaseFolding.txt (C + F) of the pinned version."""
    if unicodedata.category(char) != "Cn" or ucd.category(char) not in ("Lu", "Lt"):
        return char.casefold() if unicodedata.category(char) != "Cn" else char
    small = ucd.name(char).replace("CAPITAL", "SMALL")
    try:
        return ucd.lookup(small)
    except KeyError:
        return char


def is_diacritic(char: str) -> bool:
    """Whether folding drops this mark."""
    if ord(char) in INVISIBLE or ucd.category(char) == "Me":
        return True
    return ucd.category(char)[0] == "M" and ucd.combining(char) in DIACRITIC_CLASSES


def is_word(char: str) -> bool:
    """Whether the character is a letter, a mark or a number."""
    return ucd.category(char)[0] in "LMN" and ord(char) not in INVISIBLE


def fold(char: str) -> str:
    """The folded form of one character: 0 or more code points."""
    text = char
    while True:
        parts = [p for p in ucd.normalize("NFKD", text) if is_word(p) and not is_diacritic(p)]
        parts = [p for p in parts if ord(p) not in PUNCTUATION_KIND]
        digits = [str(ucd.decimal(p)) if ucd.category(p) == "Nd" else p for p in parts]
        folded = "".join(casefold(p) for p in digits)
        if folded == text:
            return text
        text = folded


def is_spaceless(char: str, folded: str) -> bool:
    """Whether the character belongs to a script that is written without spaces."""
    if ucd.category(char) == "Nd":
        return False
    return any(ucd.name(x, "").startswith(SPACELESS_NAMES) for x in (char, folded[0]))


def kind_of(char: str, folded: str) -> int:
    """The kind of a character (``contract.KINDS``)."""
    point, category = ord(char), ucd.category(char)
    if point in PUNCTUATION_KIND:
        return PUNCTUATION_KIND[point]
    if category[0] not in "LMN":
        return c.IGNORED if category == "Cf" else c.SEPARATOR
    if not folded:
        return c.DROPPED if category[0] == "M" else c.IGNORED
    if all(ucd.category(x)[0] == "M" for x in folded):
        return c.MARK
    if category[0] == "N" and not is_spaceless(char, folded):
        return c.DIGIT
    return c.LETTER


def record(point: int, pool: dict[str, int], pooled: list[int]) -> int:
    """The packed 32-bit record of one code point."""
    char = chr(point)
    if 0xAC00 <= point <= 0xD7A3:
        return c.LETTER | c.FOLD_HANGUL << c.FOLD_SHIFT
    folded = fold(char)
    kind = kind_of(char, folded)
    if kind not in (c.LETTER, c.MARK, c.DIGIT):
        return kind
    packed = kind
    packed |= c.UPPER_BIT if ucd.category(char) in ("Lu", "Lt") else 0
    packed |= c.SPACELESS_BIT if kind != c.DIGIT and is_spaceless(char, folded) else 0
    if folded == char:
        return packed | c.FOLD_SELF << c.FOLD_SHIFT
    if folded not in pool:
        pool[folded] = len(pooled)
        pooled.extend(map(ord, folded))
    packed |= c.FOLD_POOL << c.FOLD_SHIFT | len(folded) << c.LENGTH_SHIFT
    return packed | pool[folded] << c.OFFSET_SHIFT


def check_normal_forms(records: list[int]) -> None:
    """Refuse tables under which a character and its canonical decomposition would differ."""
    for point in range(CODE_POINTS):
        char = chr(point)
        parts = ucd.normalize("NFD", char)
        if parts == char:
            continue
        if fold(char) != "".join(map(fold, parts)):
            raise SystemExit(f"U+{point:04X}: fold differs from its canonical decomposition")
        word = [c.LETTER <= records[x] & c.KIND_MASK <= c.DIGIT for x in (point, *map(ord, parts))]
        if any(word[1:]) != word[0]:
            raise SystemExit(f"U+{point:04X}: only one of its spellings makes a word")
        if (records[point] ^ records[ord(parts[0])]) & (c.SPACELESS_BIT | c.UPPER_BIT):
            raise SystemExit(f"U+{point:04X}: properties differ from its canonical decomposition")


def main() -> None:
    """Write the tables."""
    pool: dict[str, int] = {}
    pooled: list[int] = []
    records = [record(point, pool, pooled) for point in range(CODE_POINTS)]
    check_normal_forms(records)
    if len(pooled) >= 1 << (32 - c.OFFSET_SHIFT):
        raise SystemExit("the fold pool outgrew its field")
    seen: dict[bytes, int] = {}
    table = np.array(records, dtype=np.uint32).reshape(-1, PAGE)
    pages = np.array([seen.setdefault(p.tobytes(), len(seen)) for p in table], dtype=np.uint16)
    rows = np.frombuffer(b"".join(seen), dtype=np.uint32)
    np.savez_compressed(
        OUT,
        version=np.array(ucd.unidata_version),
        pages=pages,
        records=rows,
        pool=np.array(pooled, dtype=np.uint32),
    )
    print(f"{OUT.name}: Unicode {ucd.unidata_version}, {len(seen)} pages, {OUT.stat().st_size} B")


if __name__ == "__main__":
    main()
