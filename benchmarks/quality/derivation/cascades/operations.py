"""What one newsroom does to another's article: small operations, and the habits made of them."""

from __future__ import annotations

import random
from collections.abc import Callable

from attrs import evolve, frozen

from cascades import rewording, stories
from cascades.tables import CREDIT_SENTENCES, CREDITS, FRAMES, LEAD_INS
from cascades.text import Draft, Line


@frozen
class Desk:
    """Who edits, and from whom: ``name`` prefixes the ids of added sentences."""

    name: str
    outlet: str
    source: str
    chance: random.Random


Operation = Callable[[Draft, Desk], Draft]


def _texts(draft: Draft, change: Callable[[str], str]) -> Draft:
    lines = tuple(x if x.credit else evolve(x, text=change(x.text)) for x in draft.lines)
    return evolve(draft, lines=lines)


def cut(draft: Draft, desk: Desk) -> Draft:
    """Keep the beginning: 35 to 85% of the sentences, at least three."""
    keep = max(3, round(len(draft.lines) * desk.chance.uniform(0.35, 0.85)))
    return evolve(draft, lines=draft.lines[:keep])


def thin(draft: Draft, desk: Desk) -> Draft:
    """Drop every third or fourth sentence, never the first."""
    share = desk.chance.uniform(0.2, 0.4)
    kept = [x for k, x in enumerate(draft.lines) if k < 2 or desk.chance.random() >= share]
    return evolve(draft, lines=kept if len(kept) >= 3 else draft.lines[:3])


def quote(draft: Draft, desk: Desk) -> Draft:
    """An excerpt of three to six sentences in one's own frame."""
    size = min(len(draft.lines), desk.chance.randint(3, 6))
    start = desk.chance.randrange(len(draft.lines) - size + 1)
    own = [stories.added(f"{desk.name}:{k}", desk.chance) for k in range(2)]
    frame = desk.chance.choice(FRAMES).format(outlet=desk.source)
    head = Line(text=frame, ids=(), opens=True, credit=True)
    taken = draft.lines[start : start + size]
    lines = [evolve(own[0], opens=True), head, *taken, evolve(own[1], opens=True)]
    return evolve(draft, lines=lines, place=None, tag=None)


def compress(draft: Draft, desk: Desk) -> Draft:
    """Sentences without their asides, and fewer of them."""
    return _texts(thin(draft, desk), rewording.shortened)


def reorder(draft: Draft, desk: Desk) -> Draft:
    """The sentences after the first two in another order, each moved a few places."""
    head, tail = draft.lines[:2], draft.lines[2:]
    place = {id(x): k + desk.chance.uniform(0, 4) for k, x in enumerate(tail)}
    return evolve(draft, lines=(*head, *sorted(tail, key=lambda x: place[id(x)])))


def polish(draft: Draft, desk: Desk) -> Draft:
    """A word here and there: one synonym group in eight."""
    return _texts(draft, lambda t: rewording.synonyms(t, 0.12, desk.chance))


def reword(draft: Draft, desk: Desk) -> Draft:
    """Most sentences in other words."""
    rate = desk.chance.uniform(0.55, 0.95)
    title = rewording.synonyms(draft.title, rate, desk.chance)
    told = _texts(draft, lambda t: rewording.reworded(t, rate, desk.chance))
    return evolve(told, title=title)


def translate(draft: Draft, desk: Desk) -> Draft:
    """Clauses in another order, as after a translation there and back; then synonyms."""
    return _texts(draft, lambda t: rewording.synonyms(rewording.clauses(t), 0.4, desk.chance))


def round_off(draft: Draft, desk: Desk) -> Draft:
    """Half of the exact numbers made round."""
    return _texts(draft, lambda t: rewording.rounded(t, 0.5, desk.chance))


def typeset(draft: Draft, desk: Desk) -> Draft:
    """The other house's quotation marks and dashes."""
    return _texts(draft, rewording.typeset)


def add(draft: Draft, desk: Desk) -> Draft:
    """One to four sentences of one's own, anywhere but at the top."""
    lines = list(draft.lines)
    for k in range(desk.chance.randint(1, 4)):
        new = stories.added(f"{desk.name}:{k + 10}", desk.chance)
        if desk.chance.random() < 0.3:
            new = evolve(new, text=rewording.led_in(desk.chance.choice(LEAD_INS), new.text))
        lines.insert(desk.chance.randint(1, len(lines)), new)
    return evolve(draft, lines=lines)


def drop_credit(draft: Draft, desk: Desk) -> Draft:
    """Without the wire tag and the lines that say where the text is from."""
    return evolve(draft, lines=[x for x in draft.lines if not x.credit] or draft.lines, tag=None)


def credit(draft: Draft, desk: Desk) -> Draft:
    """Name the outlet that it is from: in the first sentence, or in a line of its own."""
    if desk.chance.random() < 0.5 and draft.lines[0].text.endswith("."):
        first = draft.lines[0]
        words = desk.chance.choice(CREDITS).format(outlet=desk.source)
        told = evolve(first, text=f"{first.text[:-1]}, {words}.")
        return evolve(draft, lines=(told, *draft.lines[1:]))
    text = desk.chance.choice(CREDIT_SENTENCES).format(outlet=desk.source)
    line = Line(text=text, ids=(), opens=True, credit=True)
    return evolve(draft, lines=(*draft.lines, line))


#: The operations by their names in the truth file.
OPERATIONS: dict[str, Operation] = {
    one.__name__: one
    for one in (
        cut, thin, quote, compress, reorder, polish, reword, translate, round_off, typeset, add,
        drop_credit, credit,
    )
}  # fmt: skip

#: How articles get copied: a share, what is always done, and what is done by the way.
HABITS: dict[str, tuple[float, tuple[str, ...], tuple[tuple[str, float], ...]]] = {
    "republish": (0.18, (), (("typeset", 0.5), ("drop_credit", 0.4))),
    "shorten": (0.18, ("cut",), (("typeset", 0.4), ("polish", 0.3), ("drop_credit", 0.4))),
    "excerpt": (0.10, ("quote",), (("typeset", 0.4),)),
    "condense": (0.12, ("compress",), (("polish", 0.5), ("round_off", 0.4))),
    "edit": (0.12, ("polish",), (("add", 0.5), ("round_off", 0.3), ("typeset", 0.4))),
    "rewrite": (0.16, ("reword",), (("reorder", 0.6), ("thin", 0.4), ("add", 0.3))),
    "retranslate": (0.08, ("translate",), (("reorder", 0.3), ("round_off", 0.3))),
    "update": (0.06, ("add",), (("polish", 0.3), ("typeset", 0.3))),
}


def derive(draft: Draft, desk: Desk, credits: float) -> tuple[Draft, str, tuple[str, ...]]:
    """Another newsroom's version of a draft.

    Args:
        draft: the source.
        desk: who edits.
        credits: how probably the outlet of the source is named.

    Returns:
        The version, the name of the habit, the names of the operations in order.
    """
    habit = desk.chance.choices(list(HABITS), [h[0] for h in HABITS.values()])[0]
    _, always, at_times = HABITS[habit]
    chosen = [*always, *(name for name, share in at_times if desk.chance.random() < share)]
    if habit != "excerpt" and desk.chance.random() < credits:
        chosen.append("credit")
    for name in chosen:
        draft = OPERATIONS[name](draft, desk)
    return draft, habit, tuple(chosen)
