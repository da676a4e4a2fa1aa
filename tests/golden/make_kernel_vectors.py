"""Write ``kernel_vectors.json``: what the kernels must give, worked out another way.

Plain integers and ``unicodedata2==18.0.0`` only: nothing of the package is imported, and the
splitting is done with regular expressions over an annotated string, not character by character.
Run it only to add cases: a vector that is there never changes under its scheme name.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
import unicodedata
from pathlib import Path

import numpy as np
import unicodedata2 as ucd

OUT = Path(__file__).with_name("kernel_vectors.json")
M64 = 2**64 - 1

TOKEN_SCHEME = "tokens-unicode-18.0.0@1"
MINHASH_SCHEME = "minhash-affine32-k128-w5@1"
SIMHASH_SCHEME = "simhash-64-token@1"

BIG = "".join(
    f"Line {i} of the archive says that {i * 7919} people, not {i}, came.\n" for i in range(17000)
)

TEXTS = {
    "empty": "",
    "only punctuation": " -- ... !\n\n",
    "one word": "Provenance",
    "four words": "Ships left the harbour",
    "five words": "Ships left the harbour early",
    "English": "The U.S. president said on Monday: “We’ll count 1,247 ballots by 5 a.m.” "
    "Korea's Jae-myung agreed.",
    "NFC": unicodedata.normalize(
        "NFC", "Élysée: the café in Zürich sold 3½ crème brûlées, ça alors!"
    ),
    "NFD": unicodedata.normalize(
        "NFD", "Élysée: the café in Zürich sold 3½ crème brûlées, ça alors!"
    ),
    "NFC Korean": unicodedata.normalize("NFC", "한국의 대통령은 서울에서 연설했다."),
    "NFD Korean": unicodedata.normalize("NFD", "한국의 대통령은 서울에서 연설했다."),
    "full-width": "ＮＡＴＯ　２０２４年、首脳会議！",
    "Chinese": "北京市政府星期一宣布，地铁票价不变。",
    "Japanese": "東京タワーは１９５８年に完成した。ｶﾞﾗｽも使う。",
    "Thai": "รัฐบาลไทยประกาศวันนี้ ว่าไม่มีการขึ้นภาษี",
    "emoji": "Goal! ⚽🎉 Fans 👩‍👩‍👧‍👦 cheered 👍🏽 in the 90th minute",
    "Arabic": "قال الرئيسُ إنَّ ١٬٢٤٧ شخصًا وصلوا. هل هذا صحيح؟",
    "Hebrew": "הנשיא אמר: ״נצביע״ ביום שני, 12:30.",
    "Hindi": "राष्ट्रपति ने कहा कि १२ लोग आए। फिर वे चले गए।",
    "Russian": "Президент РФ заявил: «Ёлка стоит 1 500 рублей» — и уехал в Йошкар-Олу.",
    "German": "Der Straßenbahnfahrer rief: „Größer!“ und MASSE blieb MAẞE.",
    "invisible": "co\u00adoperation \u200fwith\u200d a \ufeffmark and va\u0301\ufe0friation",
    "quotes": "He said ``no'' and \"yes\". ' 'tis rock'n'roll, the boys' and O’Brien’s",
    "lines": 'First line\r\nsecond line.\n\n  Third: "quoted\nnot quoted',
    "1 MB": BIG,
}


def casefold(char: str) -> str:
    """Full case folding; capitals that Python does not know yet go by their names."""
    if unicodedata.category(char) == "Cn":
        name = ucd.name(char, "").replace(" CAPITAL ", " SMALL ")
        try:
            return ucd.lookup(name) if " CAPITAL " in ucd.name(char, "") else char
        except KeyError:
            return char
    return char.casefold()


def gone(char: str) -> bool:
    """What folding removes."""
    category, point = ucd.category(char), ord(char)
    if category[0] == "M" and (
        ucd.combining(char) in (1, *range(10, 37)) or 200 <= ucd.combining(char) <= 240
    ):
        return True
    fillers = re.fullmatch(
        "[\u034f\u0640\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufe00-\ufe0f\u02bc]", char
    )
    return (
        bool(fillers) or category == "Me" or category[0] not in "LMN" or 0xE0100 <= point <= 0xE01EF
    )


def fold(text: str) -> str:
    """The folded text of one token."""
    for _ in range(4):
        kept = [c for c in ucd.normalize("NFKD", text) if not gone(c)]
        text = "".join(
            str(ucd.decimal(c)) if ucd.category(c) == "Nd" else casefold(c) for c in kept
        )
    return text


def classes(text: str) -> str:
    """One letter for each character: w word, n number, k spaceless, m mark, z invisible, - rest."""
    found = []
    for char in text:
        category = ucd.category(char)
        name = ucd.name(char, "")
        if char == "\u02bc":
            found.append("'")
        elif category == "Cf" or (category[0] in "LM" and gone(char)):
            found.append("z")
        elif (
            category[0] == "M"
            or name == "HALFWIDTH KATAKANA VOICED SOUND MARK"
            or name == "HALFWIDTH KATAKANA SEMI-VOICED SOUND MARK"
        ):
            found.append("m")
        elif category[0] == "L" and re.match(
            "CJK|HIRAGANA|KATAKANA|HALFWIDTH KATAKANA|IDEOGRAPHIC|THAI|LAO|KHMER|MYANMAR", name
        ):
            found.append("k")
        elif category[0] in "LN":
            found.append("w" if category[0] == "L" else "n")
        else:
            found.append(
                {"'": "'", "\u2019": "'", "\uff07": "'", ".": ".", "\uff0e": "."}.get(
                    char, "," if char in ",\uff0c\u066b\u066c\u202f" else "-"
                )
            )
    return "".join(found)


def words(text: str) -> list[tuple[str, str]]:
    """Folded token and the folded text of its stem, in order."""
    shape = classes(text)
    # An initial ("U" of "U.S.") is one letter; Hangul and ligatures would not be, and have no case.
    acronym = r"(?:wz*\.z*(?=w))+"
    number = r"n[nz]*(?:[.,']z*n[nz]*)*"
    letters = r"(?:[wm][wmz]*)"
    pattern = (
        r"(?P<run>k[kmz]*)|(?P<word>(?:"
        + acronym
        + letters
        + r"|"
        + number
        + r"|"
        + letters
        + r")(?:(?:(?<=[wmz])z*'z*(?=[wm]))?(?:"
        + letters
        + "|"
        + number
        + "))*)"
    )
    found = []
    for match in re.finditer(pattern, shape):
        piece = text[match.start() : match.end()]
        if match["run"]:
            units = [
                fold(text[match.start() + u.start() : match.start() + u.end()])
                for u in re.finditer("k[mz]*", match["run"])
            ]
            grams = [a + b for a, b in itertools.pairwise(units)] or units
            found += [(gram, gram) for gram in grams]
        else:
            whole = fold(piece)
            cut = re.search("['\u2019\u02bc\uff07][sS]$", piece)
            found.append((whole, fold(piece[: cut.start()]) if cut else whole))
    return found


def mix(h: int) -> int:
    """fmix64."""
    h ^= h >> 33
    h = h * 0xFF51AFD7ED558CCD % 2**64
    h ^= h >> 33
    h = h * 0xC4CEB9FE1A85EC53 % 2**64
    return h ^ (h >> 33)


def token_hash(token: str) -> int:
    """64-bit hash of a folded token."""
    raw = token.encode()
    h = 0x9E3779B97F4A7C15
    for start in range(0, len(raw), 8):
        word = sum(byte << 8 * k for k, byte in enumerate(raw[start : start + 8]))
        h = (h ^ word) * 0x9FB21C651E98DF25 % 2**64
        h ^= h >> 32
    return mix(h ^ len(raw))


def shingle_values(hashes: list[int]) -> list[int]:
    """One 32-bit value for each five tokens (or for all, where there are fewer)."""
    found = []
    for first in range(max(1, len(hashes) - 4) if hashes else 0):
        window = hashes[first : first + 5]
        k = len(window)
        total = sum(t * pow(0xD6E8FEB86659FD93, k - 1 - i, 2**64) for i, t in enumerate(window))
        found.append(mix((total + k * 0xA0761D6478BD642F) & M64) >> 32)
    return found


def signature(values: list[int]) -> list[int]:
    """128 slots of the affine32 scheme."""
    draw = np.random.RandomState(1)
    a = [int(x) * 2 + 1 for x in draw.randint(0, 2**31, 128, dtype=np.uint32)]
    b = [int(x) for x in draw.randint(0, 2**32, 128, dtype=np.uint32)]
    slots = [2**32 - 1] * 128
    for h in sorted(set(values)):
        h ^= h >> 16
        h = h * 0x85EBCA6B % 2**32
        h ^= h >> 13
        h = h * 0xC2B2AE35 % 2**32
        h ^= h >> 16
        slots = [min(s, (x * h + y) % 2**32) for s, x, y in zip(slots, a, b, strict=True)]
    return slots


def simhash(hashes: list[int]) -> int:
    """64-bit SimHash of the distinct tokens."""
    features = set(hashes)
    return sum(1 << k for k in range(64) if 2 * sum(h >> k & 1 for h in features) > len(features))


def vector(name: str, text: str) -> dict[str, object]:
    """The golden vector of one text."""
    tokens = words(text)
    hashes = [token_hash(token) for token, _ in tokens]
    slots = signature(shingle_values(hashes))
    row: dict[str, object] = {
        "name": name,
        "n_tokens": len(tokens),
        "simhash": f"{simhash(hashes):016x}",
        "minhash_sha256": hashlib.sha256(
            b"".join(s.to_bytes(4, "little") for s in slots)
        ).hexdigest(),
    }
    if text is not BIG:
        row["text"] = text
        row["tokens"] = [token for token, _ in tokens]
        row["hashes"] = [f"{h:016x}" for h in hashes]
        row["stems"] = [f"{token_hash(stem[:6]) >> 32:08x}" for _, stem in tokens]
        row["minhash_first"] = slots[:8]
    return row


def main() -> None:
    """Write the file."""
    vectors = {
        "schemes": [TOKEN_SCHEME, MINHASH_SCHEME, SIMHASH_SCHEME],
        "vectors": [vector(name, text) for name, text in TEXTS.items()],
    }
    OUT.write_text(json.dumps(vectors, ensure_ascii=True, indent=1) + "\n", encoding="utf-8")
    print(f"{OUT.name}: {len(TEXTS)} vectors, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
