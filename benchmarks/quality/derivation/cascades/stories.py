"""Made-up events, and reports of them that no other report was made from."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence

from attrs import frozen

from cascades import words
from cascades.kinds import ADDED, GENERAL, KINDS, QUOTES, TITLES
from cascades.retold import SECOND, THIRD
from cascades.text import Draft, Line

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_DRAWN = re.compile(r"<(\w+)>")
_NUMBERS = 8


@frozen
class Event:
    """One event: its kind, and the facts that every report of it shares."""

    kind: str
    facts: Mapping[str, str]


def event(chance: random.Random) -> Event:
    """An event of random kind with names, numbers and causes of its own."""
    facts = {
        "place": words.place(chance),
        "town": words.place(chance),
        "town2": words.place(chance),
        "river": words.place(chance)[:6].rstrip("aeiou") + "a",
        "body": words.body(chance),
        "body2": words.body(chance),
        "firm": words.firm(chance),
        "firm2": words.firm(chance),
        "day": chance.choice(words.DAYS),
    }
    for name in ("thing", "goods", "job", "room", "plan", "effect", "cause"):
        facts[name] = chance.choice(words.LISTS[name])
    facts["cause2"] = chance.choice(words.LISTS["cause"])
    for k in range(1, 5):
        first, last = words.person(chance)
        facts[f"p{k}"], facts[f"s{k}"] = f"{first} {last}", last
    for k in range(1, _NUMBERS + 1):
        facts[f"n{k}"] = words.number(chance)
    return Event(chance.choice(sorted(KINDS)), facts)


def expand(template: str, facts: Mapping[str, str], chance: random.Random) -> str:
    """A sentence of a template: wordings chosen, words drawn, facts filled in."""
    while found := _CHOICE.search(template):
        chosen = chance.choice(found[1].split("|"))
        template = template[: found.start()] + chosen + template[found.end() :]
    drawn = _DRAWN.sub(lambda m: chance.choice(words.LISTS[m[1]]), template)
    out = drawn.format_map(facts)
    out = re.sub(r"\b(a|A) (?=[aeiou])", r"\1n ", out)
    return out[:1].upper() + out[1:]


def reports(what: Event, names: Sequence[str], chance: random.Random) -> list[Draft]:
    """Independent reports of an event, three at most: one set of facts, no sentence in common.

    Each has a lead of its own newsroom, details and background that the others lack, and quotes of
    its own; half of them have one quotation from the press conference that all attended.

    Args:
        what: the event.
        names: of the reports; prefixes of the sentence ids.
        chance: decides wording, choice and order.
    """
    lead, *details = KINDS[what.kind]
    openings = ((lead,), SECOND[what.kind], THIRD[what.kind])
    details = chance.sample(details, len(details))
    general = chance.sample(GENERAL, len(GENERAL))
    everybody = _quote(what, chance)
    out = []
    for k, name in enumerate(names):
        told = [expand(one, what.facts, chance) for one in openings[k]]
        told += [expand(one, what.facts, chance) for one in _share(details, k, len(names))[:4]]
        body = [expand(one, what.facts, chance) for one in _share(general, k, 3)]
        body += [_quote(what, chance) for _ in range(chance.randint(2, 4))]
        if chance.random() < 0.5:
            body.append(everybody)
        chance.shuffle(body)
        title = expand(TITLES[what.kind], what.facts, chance)
        out.append(_draft(title, told + body, name, what.facts["place"], chance))
    return out


def _share(all_of: Sequence[str], which: int, parts: int) -> list[str]:
    """Every ``parts``-th one, beginning at ``which``."""
    return list(all_of[which::parts])


def _quote(what: Event, chance: random.Random) -> str:
    who = what.facts[chance.choice(("p1", "p2", "p3", "p4"))]
    return expand(chance.choice(QUOTES).replace("{who}", who), what.facts, chance)


def _draft(title: str, told: Sequence[str], name: str, place: str, chance: random.Random) -> Draft:
    lines = [
        Line(text=one, ids=(f"{name}:{k}",), opens=k == 0 or chance.random() < 0.6)
        for k, one in enumerate(told)
    ]
    return Draft(title=title, lines=lines, place=place)


def added(name: str, chance: random.Random) -> Line:
    """A sentence of an editor's own, with names that stand nowhere else."""
    facts = {
        "p": " ".join(words.person(chance)),
        "place": words.place(chance),
        "body": words.body(chance),
        "firm": words.firm(chance),
        "n": words.number(chance),
        "day": chance.choice(words.DAYS),
    }
    text = expand(chance.choice(ADDED), facts, chance)
    return Line(text=text, ids=(name,), opens=chance.random() < 0.5)
