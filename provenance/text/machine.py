"""What a language model leaves in a text that nobody read before printing it."""

from __future__ import annotations

import re

from provenance.model import Span

RESIDUE = (
    r"\bas an? (?:ai|artificial intelligence|large language)(?: language)? (?:model|assistant)\b|"
    r"\bi(?:['’]m| am) sorry,? but (?:i (?:can(?:no|['’])t|am unable)|as an ai)\b|"
    r"\bi (?:cannot|can['’]t|am unable to) (?:fulfil\w*|assist with|comply with) "
    r"(?:this|that|your)|"
    r"\bmy (?:knowledge|training) (?:cut-?off|data)\b|"
    r"\[(?:insert|add|current|publication|relevant|city|state|location|full|first|last|your|"
    r"journalist|author|reporter|writer|name of|organi[sz]ation|company|phone|email)"
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
"""RE2-compatible pattern (to be used without case): what :func:`residue` finds."""

_RESIDUE = re.compile(RESIDUE, re.I)
_CUES: tuple[str, ...] = (
    *("language model", "ai model", "ai assistant", "intelligence model", "intelligence assistant"),
    *("sorry but", "sorry, but", "i cannot", "i can't", "i can’t", "am unable", "my knowledge"),
    *("my training", "rewrit", "paraphras", "rephras", "reword", "summari", "revised", "i hope th"),
    *("sure,", "sure!", "sure.", "certainly,", "certainly!", "certainly.", "of course,"),
    *("of course!", "of course.", "absolutely,", "absolutely!", "absolutely.", "let me know if"),
    *("title:", "title*", "headline:", "headline*", "body:", "body*", "article:", "article*"),
    *("title :", "headline :", "body :", "article :", "rewrite:", "rewrite*", "[insert", "[add"),
    *("[current", "[publication", "[relevant", "[city", "[state", "[location", "[full", "[first"),
    *("[last", "[your", "[journalist", "[author", "[reporter", "[writer", "[name", "[organi"),
    *("[company", "[phone", "[email", "[date", "[source"),
)
"""A text in lower case without any of these has no residue."""


def residue(text: str) -> tuple[Span, ...]:
    """Places of machine residue: "As an AI language model", "[Insert Current Date]", "Title: ".

    Sorted, disjoint. A label such as ``Title:`` counts only at the start of a line. Linear.
    """
    low = text.lower()
    if not any(cue in low for cue in _CUES):
        return ()
    out = []
    for found in _RESIDUE.finditer(text):
        start = found.start() + len(found.group()) - len(found.group().lstrip())
        out.append((start, found.start() + len(found.group().rstrip())))
    return tuple(out)
