"""The articles of one event in each language, and other articles to hide them among.

``texts/CODE.txt`` holds what was written for these tests: an article (``original``), the same
account in other words (``rewrite``), what two other reporters made of the event (``independent``
from the street, ``second`` from the desks), an article about something else (``unrelated``), and an
``agency`` line. All events, people and places are made up. The copy is the article with that line
before it and without its fourth paragraph.
"""

from __future__ import annotations

import random
from pathlib import Path

CODES = ("de", "es", "ru", "tr", "ko", "zh", "ar")
ROLES = ("original", "copy", "rewrite", "independent", "second", "unrelated")

_FOLDER = Path(__file__).with_name("texts")
_CUT = 3  # the paragraph that a copy leaves out

_PLAIN = {
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch",
    "es": "de la que el en y a los del se las por un para con no una su al lo como más pero",
    "ru": "и в не на что с по как это он к из у за от но так же для до о бы",
    "tr": "ve bir bu da de için ile çok daha olan gibi kadar sonra ama her en ise ki ne o",
    "ko": "그리고 이 그 저 등 및 또는 것 수 더 또 바로 매우 모두 아주 다시 이미 아직",
    "zh": "的 了 在 是 和 有 这 也 就 都 而 及 与 对 为 从 到 把 被 向",
    "ar": "في من على إلى عن أن التي الذي هذا هذه كان ثم أو بعد قبل مع كل بين لا ما",
}
_LATIN = "abcdefghiklmnoprstuvz"
_LETTERS = {
    "de": _LATIN,
    "es": _LATIN,
    "tr": _LATIN,
    "ru": "абвгдежзиклмнопрстуфхцчшыя",
    "ko": "".join(map(chr, range(0xAC00, 0xD7A3, 97))),
    "zh": "".join(map(chr, range(0x4E00, 0x9FA0, 97))),
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
}


def sections(code: str) -> dict[str, list[str]]:
    """The sections of a file as paragraphs."""
    out: dict[str, list[str]] = {}
    name = ""
    for line in (_FOLDER / f"{code}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            name = line.removeprefix("== ")
            out[name] = []
        elif line:
            out[name].append(line)
    return out


def articles(code: str) -> dict[str, str]:
    """The five texts of a language by role."""
    parts = sections(code)
    body = parts["original"]
    copied = [*body[:_CUT], *body[_CUT + 1 :]]
    copied[0] = parts["agency"][0].rstrip() + " " + copied[0]
    return {role: "\n".join(copied if role == "copy" else parts[role]) for role in ROLES}


def filler(code: str, seed: int) -> str:
    """An article of made-up words between the real plain words of a language."""
    chance = random.Random(f"{code} {seed}")
    plain, letters = _PLAIN[code].split(), _LETTERS[code]
    gap, stop = ("", "。") if code == "zh" else (" ", ".")
    length = 3 if code in ("ko", "zh") else 7
    out = []
    for _ in range(9):
        words = [
            chance.choice(plain) if k % 2 else "".join(chance.choices(letters, k=length))
            for k in range(14)
        ]
        words[8] = words[8].capitalize()
        words[10] = str(chance.randrange(10, 99_999))
        out.append(gap.join(words).capitalize() + stop)
    return "\n".join(out)
