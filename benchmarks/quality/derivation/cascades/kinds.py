"""What happens in made-up news: sentence templates by kind of event.

``{slot}`` is a fact of the event, the same in every report of it; ``<list>`` a fresh word of
:data:`cascades.words.LISTS`; ``[one|other]`` a wording, chosen anew each time. The first template
of a kind is its lead. People stand as ``{p1}`` in full and ``{s1}`` by surname.
"""

from __future__ import annotations

KINDS: dict[str, tuple[str, ...]] = {
    "flood": (
        "[The river|Waters of the river] {river} [burst its banks|broke through a dyke] near "
        "{place} "
        "on {day}, [forcing|driving] {n1} people [from their homes|to leave their houses] after "
        "{cause}.",
        "By nightfall, {n2} houses [stood under water|had been flooded] and the road to {town} "
        "[was cut off|had become impassable].",
        "[Rescuers|Boat crews] of the {body} [brought|carried] {n3} residents to the {room} in "
        "{town}.",
        "{p1}, who [leads|heads] the relief effort, said the level had [risen|climbed] {n4} "
        "centimetres in one night.",
        "[A dam|The old barrage] above {town} [held|withstood the pressure], although "
        "engineers found "
        "{cause2}.",
        "In {place}, volunteers [filled|stacked] {n5} sandbags before dawn.",
        "Damage to the {thing} alone was [put|estimated] at {n6} crowns.",
    ),
    "strike": (
        "{n1} {job} [walked out|stopped work] at {firm} in {place} on {day}, "
        "[demanding|calling for] "
        "a pay rise of {n2} crowns a month.",
        "The stoppage [halted|brought to a standstill] the delivery of {goods} to {town}.",
        "{p1}, [chief negotiator|who speaks] for the {body}, said talks had [broken "
        "down|collapsed] "
        "over {cause}.",
        "{firm} [offered|put forward] a one-off payment of {n3} crowns, which members [rejected|"
        "turned down] in a show of hands.",
        "After {n4} hours of talks at the {room}, both sides [left|departed] without a word.",
        "The company [employs|has a workforce of] {n5} people and [ships|exports] {goods}.",
        "A previous walkout over the {thing} ended only when {p2} [stepped in|intervened].",
    ),
    "merger": (
        "{firm} [agreed|struck a deal] on {day} to [buy|take over] its rival {firm2} for {n1} "
        "million "
        "crowns, [creating|forming] the largest maker of {goods} in {place}.",
        "Shareholders of {firm2} [will receive|are to get] {n2} crowns a share.",
        "{p1}, chief executive of {firm}, [defended|praised] the price and [promised|pledged] "
        "to keep "
        "the {thing} in {town}.",
        "The {body} [will examine|must clear] the takeover within {n3} days.",
        "Together, the two companies [sold|shipped] {n4} tonnes of {goods} last year.",
        "Analysts had [expected|forecast] a lower bid because of {cause}.",
        "{p2}, who [founded|set up] {firm2}, [will leave|is to step down] with the closing.",
    ),
    "election": (
        "{p1} [won|carried] the race for mayor of {place} on {day} with a lead of {n1} votes over "
        "{p2}.",
        "Turnout [reached|came to] {n2} voters, the [highest|best figure] since the {thing} was "
        "built.",
        "{s2} [conceded|admitted defeat] at the {room} shortly before midnight.",
        "The campaign had been [dominated|overshadowed] by {cause} and the future of the {thing}.",
        "Counting in {town} was [held up|delayed] because {n3} ballots lacked a stamp.",
        "{s1} [promised|announced] {plan} within her first {n4} days.",
        "The {body} [will certify|is to confirm] the result next week.",
    ),
    "trial": (
        "A court in {place} [sentenced|jailed] the businessman {p1} to {n1} months on {day} for "
        "[diverting|siphoning off] {n2} crowns from a fund for {job}.",
        "Judges [found|concluded] that false invoices for {goods} had been [booked|entered] "
        "through "
        "{firm}.",
        "Prosecutor {p2} had [asked for|demanded] a longer term.",
        "The fund [paid|was meant to pay] for a {thing} in {town} that was never finished.",
        "Investigators [seized|carried off] {n3} files from the {room}.",
        "A defence lawyer [blamed|pointed to] {cause} and announced {plan}.",
        "The {body} [wants|hopes] to recover {n4} crowns from {firm}.",
    ),
    "discovery": (
        "Researchers from the {body} [have found|discovered] a hoard of {n1} coins under a "
        "{thing} in "
        "{place}, it was [announced|made known] on {day}.",
        "The team [led by|under] {p1} came upon the site because of {cause}.",
        "The oldest piece [dates|goes back] {n2} years and [shows|bears] a ship and two lions.",
        "Only {n3} such coins were [known|on record] until now, most of them in {town}.",
        "{p2}, who [owns|farms] the land, [will receive|is due] a reward of {n4} crowns.",
        "The hoard [will be shown|goes on display] at the {room} for {n5} days.",
        "Traces of {goods} suggest that a [trader|merchant] buried the money in a hurry.",
    ),
    "rail": (
        "A goods train [carrying|loaded with] {goods} [left the rails|derailed] outside {place} on "
        "{day}, [injuring|hurting] {n1} people.",
        "{n2} wagons [overturned|toppled] and blocked the line to {town}.",
        "The driver, {p1}, had [reported|radioed] {cause} minutes before.",
        "The {body} [recovered|secured] the recorder and [will report|is to report] within "
        "{n3} days.",
        "Repairs to {n4} metres of track [will cost|are put at] {n5} crowns.",
        "{p2}, a commuter, [watched|saw] the last carriage slide into a {thing}.",
        "{firm}, which [runs|operates] the line, [offered|laid on] {n6} replacement buses.",
    ),
    "budget": (
        "The council of {place} [passed|adopted] a budget of {n1} million crowns on {day}, after "
        "[cutting|striking out] money for the {thing}.",
        "{n2} members [voted|raised their hands] in favour and {n3} against.",
        "Treasurer {p1} [blamed|cited] {cause} for a gap of {n4} crowns.",
        "Fees for {goods} at the market in {town} [will rise|go up] by {n5} crowns.",
        "{p2} of the opposition [called|described] the plan as a gift to {firm}.",
        "The {body} had [urged|asked] the council to spare the {job}.",
        "[Left|Kept] in the plan is {plan} near the {room}.",
    ),
    "transfer": (
        "Striker {p1} [joins|signs for] {place} Rovers from {town} United for {n1} million crowns, "
        "the clubs [said|confirmed] on {day}.",
        "The forward, who [scored|netted] {n2} goals in {n3} matches, [passed|completed] a "
        "medical.",
        "Coach {p2} had [wanted|sought] a replacement since {cause} ended the season of his "
        "captain.",
        "The fee is [partly paid|financed] by {firm}, which [sells|makes] {goods}.",
        "{s1} will wear the number {n4} and [live|rent a flat] near the {thing}.",
        "Supporters [gathered|sang] at the {room} until late.",
        "The {body} must still [register|approve] the contract, which [runs|lasts] {n5} weeks.",
    ),
    "breach": (
        "Intruders [copied|stole] the records of {n1} customers of {firm}, the company [said|"
        "admitted] in {place} on {day}.",
        "The attack [began|started] through a supplier of {goods} in {town}.",
        "{p1}, head of security, said {cause} had [left|kept] a door open for {n2} hours.",
        "Passwords and {n3} bank details were [among|part of] the haul.",
        "The {body} [opened|has begun] an inquiry and may [impose|demand] a fine of {n4} crowns.",
        "A ransom of {n5} crowns was [refused|not paid], {p2} told reporters at the {room}.",
        "Tills at a {thing} [stayed|remained] dark all morning.",
    ),
    "outbreak": (
        "{n1} people [fell ill|were taken sick] in {place} after a meal at a {thing}, the {body} "
        "[said|reported] on {day}.",
        "Tests [pointed|led] to a batch of {goods} from {town}.",
        "{n2} patients [remain|are still] in hospital, {n3} of them children.",
        "Doctor {p1} [advised|urged] residents to boil water because of {cause}.",
        "{firm} [recalled|took back] {n4} packages and closed its {room}.",
        "Inspectors [took|collected] {n5} samples, said {p2}, who runs the laboratory.",
        "The last outbreak on this scale was [blamed on|traced to] {cause2}.",
    ),
    "bridge": (
        "The bridge over the {river} at {place} [was closed|shut] on {day} after divers [found|"
        "discovered] {n1} cracks in a pillar.",
        "Some {n2} vehicles [use|cross] it each day, many with {goods} for {firm}.",
        "Drivers [face|must take] a detour of {n3} kilometres by way of {town}.",
        "{p1}, the city engineer, [traced|put down] the damage to {cause}.",
        "A repair [costs|is priced at] {n4} crowns and a new bridge {n5} crowns.",
        "{p2}, who runs a {thing} at the ramp, [lost|has lost] half his trade.",
        "The {body} [demands|wants] {plan} before the autumn.",
    ),
    "festival": (
        "[Organisers|The founders] of the {place} music festival [sold|issued] {n1} tickets "
        "before it "
        "[opened|began] on {day} in a former {thing}.",
        "{p1} [conducts|leads] an orchestra of {n2} {job}.",
        "The programme [includes|offers] {n3} concerts, one of them in {town}.",
        "{firm}, a maker of {goods}, [pays|covers] {n4} crowns of the cost.",
        "A rehearsal at the {room} was [interrupted|cut short] by {cause}.",
        "The {body} [withdrew|cut] a grant, and {p2} [threatened|threatens] to leave.",
        "[Hotels|Innkeepers] count {n5} guests, [more|better] than in any year before.",
    ),
    "heist": (
        "Thieves [took|stole] {n1} crates of {goods} from a {thing} in {place} in the early "
        "hours of "
        "{day}.",
        "They [cut|broke] through a wall of the {room} and [loaded|filled] two lorries.",
        "Guard {p1} [noticed|became aware of] {cause} and raised the alarm {n2} minutes later.",
        "{firm} [values|put] the loss at {n3} crowns and [offers|promised] a reward of {n4} "
        "crowns.",
        "One lorry was [found|discovered] empty near {town}, {n5} kilometres away.",
        "Inspector {p2} [suspects|believes] that the gang had [help|an accomplice] inside.",
        "The {body} had [warned|complained] of {cause2} in the spring.",
    ),
}

#: Sentences that fit any event.
GENERAL: tuple[str, ...] = (
    "[The matter|The news] has [led to|brought] {effect}, according to the {body2}.",
    "{p3}, a <expert> at the {body2}, [compared|likened] it to the dispute over a <adj> <thing> in "
    "{town2}.",
    "[Local|Several] <job> [told|have told] of <effect> and hope for <plan>.",
    "Officials [are preparing|plan] <plan>, with a first meeting at the <room> in {n7} days.",
    "The region [has seen|went through] <effect> before, when <cause> [emptied|closed] a <thing>.",
    "In a statement, the {body2} [spoke|warned] of a <adj> decision and [called for|urged] <plan>.",
    "Supplies of <goods> [could|may] run short for <period>, {s3} [added|said].",
    "[Neighbours|Passers-by] left <goods> and notes outside the <thing>.",
    "A survey of {n8} households [found|showed] <adj> support for <plan>.",
    "Because of <cause>, nobody [expects|is counting on] a quick end to it.",
    "While the <job> waited at the <room>, a <adj> crowd [formed|gathered] near the <thing>.",
    "{p4}, a <expert>, [sees|saw] a <adj> pattern that [began|started] with <cause>.",
    "[For|Over] <period>, {town2} had [argued|quarrelled] about a <adj> <thing>.",
    "{s4} has [studied|followed] such cases for <period> and [doubts|questions] the figures.",
)

QUOTES: tuple[str, ...] = (
    "“<qopen> <qverb> <qobject>, <qend>,” [said|declared] {who}.",
    "{who} [said|told reporters at the <room>]: “<qopen> <qverb> <qobject>, <qend>.”",
    "“<qopen> <qverb> <qobject>,” {who} [said|told a meeting at the <room>].",
    "[Asked about|Speaking of] the <thing>, {who} [said|answered]: “<qopen> <qverb> <qobject>.”",
)

#: What an editor adds, about nothing in particular: people and bodies of its own.
ADDED: tuple[str, ...] = (
    "{p}, a <expert> in {place}, [doubted|questioned] that <plan> would [help|be enough].",
    "The {body} [did not answer|left unanswered] a request for comment on {day}.",
    "In {place}, {n} <job> [signed|put their names to] a letter against a <adj> <thing>.",
    "“<qopen> <qverb> <qobject>,” {p}, who [runs|owns] a <thing> in {place}, told this newspaper.",
    "A similar case [cost|set back] {firm} {n} crowns after <cause>.",
    "[Readers|Subscribers] in {place} [reported|wrote of] <effect>.",
    "Shares of {firm} [slipped|rose] by {n} points on the news from the <thing>.",
)

TITLES: dict[str, str] = {
    "flood": "[Flood|High water] in {place} [drives out|displaces] {n1}",
    "strike": "{job} at {firm} [walk out|down tools]",
    "merger": "{firm} [to buy|takes over] {firm2}",
    "election": "{s1} [wins|takes] {place}",
    "trial": "[Jail|Prison] for {p1} in {place} fraud case",
    "discovery": "[Hoard|Treasure] of {n1} coins found in {place}",
    "rail": "[Train derails|Goods train off the rails] at {place}",
    "budget": "{place} [passes|adopts] <adj> budget",
    "transfer": "{s1} [moves|goes] to {place} Rovers",
    "breach": "[Data of|Intruders at] {firm}: {n1} customers hit",
    "outbreak": "{n1} [ill|sick] after meal in {place}",
    "bridge": "{place} bridge [closed|shut] over cracks",
    "festival": "{place} festival [opens|begins]",
    "heist": "Thieves [take|steal] {goods} in {place}",
}
