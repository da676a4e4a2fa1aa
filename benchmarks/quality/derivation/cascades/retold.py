"""The same facts as in :mod:`cascades.kinds`, as two other newsrooms would put them.

They stand for independent reports: the same names and numbers, other sentences. Syntax as there.
"""

from __future__ import annotations

SECOND: dict[str, tuple[str, ...]] = {
    "flood": (
        "Heavy flooding hit the surroundings of {place} this {day}: {n1} inhabitants had to leave.",
        "{cause} is named as the reason that the {river} rose so fast.",
        "Of the homes in the valley, {n2} are under water, and nobody gets through to {town} "
        "by car.",
    ),
    "strike": (
        "Nothing moves at {firm} since {day}: its {job} in {place}, {n1} in all, are on strike.",
        "More pay, {n2} crowns a month, is what they want; the firm's offer is a single bonus of "
        "{n3} crowns.",
        "The customers of {town} wait in vain for {goods}.",
    ),
    "merger": (
        "Two competitors from {place} become one: {firm2} goes to {firm}, price: {n1} million "
        "crowns.",
        "Anyone who holds stock in {firm2} can count on {n2} crowns apiece.",
        "For {goods}, no bigger producer will be left in the region, said {p1} at {firm}.",
    ),
    "election": (
        "{place} has a new mayor. Her name is {p1}, and {n1} votes separate her from {p2}.",
        "Never since the {thing} went up had so many gone to the polls: {n2}.",
        "As her first act, {s1} intends {plan}.",
    ),
    "trial": (
        "{n1} months behind bars await {p1} after this {day}'s verdict in {place}.",
        "The entrepreneur let {n2} crowns disappear that were meant for {job}.",
        "Bills from {firm} for {goods} had been invented, the chamber held.",
    ),
    "discovery": (
        "A pot with {n1} old coins lay beneath a {thing} at {place}, archaeologists revealed "
        "{day}.",
        "Their age: {n2} years. {p1} and a team of the {body} dug them up.",
        "The landowner {p2} may look forward to {n4} crowns.",
    ),
    "rail": (
        "{n1} injured is the toll of a railway accident at {place} this {day}.",
        "Some {n2} cars full of {goods} lie beside the track, and trains for {town} are cancelled.",
        "What {p1} at the controls had seen was {cause}.",
    ),
    "budget": (
        "Money for the {thing} is gone from the accounts of {place}: {n1} million crowns must do, "
        "councillors decided {day}.",
        "It was close: {n2} against {n3} hands.",
        "The hole of {n4} crowns is the fault of {cause}, the treasurer {p1} thinks.",
    ),
    "transfer": (
        "A new attacker for {place} Rovers: {n1} million crowns go to {town} United for {p1}.",
        "{n2} times he hit the net in {n3} games, and {day} he was examined by the doctors.",
        "{p2} on the bench needs him badly, given {cause}.",
    ),
    "breach": (
        "Hackers are in possession of the data of {n1} clients, {firm} of {place} had to "
        "concede {day}.",
        "For {n2} hours nobody noticed; {p1}, who is responsible for security, spoke of {cause}.",
        "Bank connections, {n3} in number, are gone as well.",
    ),
    "outbreak": (
        "After eating at a {thing}, {n1} guests in {place} had to see a doctor by {day}.",
        "Suspicion falls on {goods} that {firm} had from {town}.",
        "In the wards lie {n2} sufferers; among them are {n3} minors.",
    ),
    "bridge": (
        "No more traffic across the {river}: since {day} the crossing at {place} is barred.",
        "A pillar shows {n1} fissures, and {p1} of the city's works department suspects {cause}.",
        "For {n2} cars a day that means {n3} kilometres more.",
    ),
    "festival": (
        "Music fills an old {thing} in {place} since {day}, and {n1} listeners have bought seats.",
        "On stage under {p1}: {n2} {job}, of all people.",
        "{firm} gives {n4} crowns toward the {n3} evenings.",
    ),
    "heist": (
        "A burglary in {place} has cost {firm} {n1} boxes of {goods}; it happened on the night to "
        "{day}.",
        "The loss runs to {n3} crowns, and whoever helps the police gets {n4} crowns.",
        "A watchman, {p1}, was {n2} minutes late with his call.",
    ),
}

THIRD: dict[str, tuple[str, ...]] = {
    "flood": (
        "{n1} evacuated, {n2} homes lost: {place} counts what the {river} has done.",
        "It rose by {n4} centimetres before {day} was over, {p1} reckons.",
    ),
    "strike": (
        "With pickets at the gate of {firm}, {place} saw its first big labour fight in years "
        "on {day}.",
        "{n1} walked out for {n2} crowns; {p1} leads them.",
    ),
    "merger": (
        "{p1} has what he wanted: {firm2}. The bill, {n1} million crowns, was settled {day}.",
        "The seat stays in {place}, the {thing} in {town}.",
    ),
    "election": (
        "Defeat for {p2}: the town hall of {place} goes to {p1}, {n1} ballots ahead on {day}.",
        "{n3} papers had to be looked at twice in {town}.",
    ),
    "trial": (
        "The fraud case of {place} is closed: {p1} goes to prison, {n1} months, judges ruled "
        "{day}.",
        "In {town} stands what {n2} crowns should have finished: half a {thing}.",
    ),
    "discovery": (
        "Who buried {n1} coins at {place}? The {body}, which showed them {day}, does not know.",
        "{p1} dates the hoard: {n2} years old.",
    ),
    "rail": (
        "It rained {goods} on the embankment at {place} when {n2} wagons tipped over {day}.",
        "Doctors treated {n1}; the man in the cab, {p1}, was not among them.",
    ),
    "budget": (
        "{n1} million crowns, and not one for the {thing}: so ends the budget debate of {place}.",
        "{p1} fills a gap of {n4} crowns, with {n2} votes behind him since {day}.",
    ),
    "transfer": (
        "{p1} changes shirts: from {town} United he moves to {place} Rovers.",
        "{n1} million crowns are paid for {n2} goals, it was learned {day}.",
    ),
    "breach": (
        "If you buy from {firm}, change your password: {n1} accounts were robbed in {place}.",
        "{n2} hours passed before it came out {day}.",
    ),
    "outbreak": (
        "Bad {goods}? In {place}, {n1} fell sick, {n2} of them so badly that they stay in bed.",
        "Drink no tap water, {p1} said {day}.",
    ),
    "bridge": (
        "{n1} cracks, and {place} is a divided town since {day}.",
        "{p1} wants {n4} crowns to mend what carries {n2} vehicles.",
    ),
    "festival": (
        "Sold out but for a few: {n1} tickets are gone in {place}, where {p1} raised the baton "
        "{day}.",
        "{n3} concerts follow, also in {town}.",
    ),
    "heist": (
        "The night guard {p1} slept, and {n1} crates left {place} unseen on {day}.",
        "{goods} worth {n3} crowns were in them, all of {firm}.",
    ),
}
