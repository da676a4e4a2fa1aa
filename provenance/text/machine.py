"""What a language model leaves in a text that nobody read before printing it."""

from __future__ import annotations

_BLANKS = (
    *("insert", "add", "current", "publication", "relevant", "city", "state", "location", "full"),
    *("first", "last", "your", "journalist", "author", "reporter", "writer", "name of"),
    *("organisation", "organization", "company", "phone", "email"),
)
_SOMEHOW = ("possible r", "possible p", "possible s", "slightly ", "revised ")
RESIDUE = (
    r"\bas an? (?:ai|artificial intelligence|large language)(?: language)? (?:model|assistant)\b|"
    r"\bi(?:['’]m| am) sorry,? but (?:i (?:can(?:no|['’])t|am unable)|as an ai)\b|"
    r"\bi (?:cannot|can['’]t|am unable to) (?:fulfil\w*|assist with|comply with) "
    r"(?:this|that|your)|"
    r"\bmy (?:knowledge|training) (?:cut-?off|data)\b|"
    rf"\[(?:{'|'.join(_BLANKS)})"
    r"(?:['’]s)?(?: [a-z'’]+){0,4}\]|\[(?:name|date|city|location|source|author)\]|"
    r"\b(?:here is|here['’]s|below is) (?:a|an|the|your) (?:possible |slightly |revised )?"
    r"(?:rewritten|paraphrased|rephrased|reworded|rewrite|summari[sz]ed|revised)"
    r" ?(?:version|article|text|passage|paragraph|story|of the)|"
    r"\b(?:rewritten|paraphrased|rephrased) (?:version|article|text|passage|news article) ?:|"
    r"(?:\A|\n)(?:sure|certainly|of course|absolutely)[!,.] (?:here|below)\b|"
    r"\bi hope (?:this|that) (?:helps|meets your|rewritten)|"
    r"\blet me know if you(?:['’]d like| would like| need| want) (?:me to|any|further)|"
    r"(?:\A|\n)[*# ]*(?:news )?(?:headline|article title|title|body|rewritten article|"
    r"style rewrite|article)[* ]*:[* ]{1,3}"
)
"""RE2-compatible pattern, to be used without case: "As an AI language model", "[Insert Current
Date]", "Title: " at the start of a line."""

RESIDUE_WORDS: tuple[str, ...] = (
    *(f"as {a} {it}" for a in ("a", "an") for it in ("ai ", "artificial in", "large language ")),
    *("sorry but ", "sorry, but "),
    *(
        f"i {cannot} {comply}"
        for cannot in ("cannot", "can't", "can’t", "am unable to")
        for comply in ("fulfil", "assist with ", "comply with ")
    ),
    *("my knowledge ", "my training "),
    *(f"[{word}" for word in (*_BLANKS, "name]", "date]", "source]")),
    *(
        f"{here} {a} {new}"
        for here in ("here is", "here's", "here’s", "below is")
        for a in ("a", "an", "the", "your")
        for new in (*_SOMEHOW, "rewr", "para", "reph", "rewo", "summ")
    ),
    *(
        f"{new} {text}"
        for new in ("rewritten", "paraphrased", "rephrased")
        for text in ("version", "article", "text", "passage", "news article")
    ),
    *(
        f"{yes}{mark} {here}"
        for yes in ("sure", "certainly", "of course", "absolutely")
        for mark in "!,."
        for here in ("here", "below")
    ),
    *(
        f"i hope {this} {pleases}"
        for this in ("this", "that")
        for pleases in ("helps", "meets your", "rewritten")
    ),
    "let me know if you",
    *(
        f"{label}{mark}"
        for label in ("headline", "title", "body", "article", "rewrite")
        for mark in (":", "*", " :", " *", "  ")
    ),
    "ſ",  # a small letter that has another's capital
)
"""A text in small letters without any of these has no :data:`RESIDUE`."""
