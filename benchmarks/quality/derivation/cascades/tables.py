"""Substitution tables: words that say the same, active forms with their passives, credits."""

from __future__ import annotations

#: Groups of interchangeable words; a reworder puts another of the group in place of one.
SYNONYMS: tuple[tuple[str, ...], ...] = tuple(
    tuple(row.split("|"))
    for row in """
said|stated|noted
announced|made public
began|started|got under way
ended|came to a close|finished
confirmed|acknowledged
found|discovered|came upon
demanding|calling for|insisting on
rejected|turned down|refused
agreed|consented
bought|purchased|acquired
to buy|to acquire|to purchase
sold|marketed
closed|shut
opened|inaugurated
warned|cautioned
blamed|faulted|held responsible
promised|pledged|vowed
expected|anticipated|forecast
employs|has on its payroll|keeps
injuring|hurting|wounding
residents|inhabitants|people living there
people|persons
houses|homes
children|minors
customers|clients
patients|the sick
members|affiliates
officials|authorities
investigators|detectives
researchers|scientists
engineers|technicians
neighbours|people next door
supporters|fans
volunteers|helpers
drivers|motorists
judges|the bench
shareholders|investors
company|firm|business
council|municipal assembly
court|tribunal
inquiry|investigation|probe
deal|agreement|accord
takeover|acquisition
fee|charge
reward|bounty
damage|destruction
repair|overhaul
talks|negotiations
stoppage|strike|walkout
attack|assault
result|outcome
plan|project
meeting|gathering|session
letter|written appeal
price|cost
fine|penalty
loss|shortfall
gap|hole
figures|numbers
support|backing
dispute|quarrel|row
quick|speedy|rapid
largest|biggest
could|might
last|latest|most recent
former|one-time
previous|earlier
several|a number of|various
only|just|no more than
nearly|almost|close to
because of|owing to|on account of
because|since|given that
although|even though|though
near|close to|not far from
by nightfall|when night fell
before dawn|in the small hours
in one night|overnight
without a word|in silence
until late|well into the night
last year|in the past year
next week|in the coming week
this week|in these days
also|too|as well
however|nevertheless
in a statement|in a written note
did not answer|gave no reply to
it was announced|it became known
told reporters|told journalists
chief executive|boss|head
leads|is in charge of
runs|operates|manages
owns|possesses
will|is going to
shows|makes visible|reveals
suggests|hints
government|administration
president|head of state
police|law enforcement
died|lost their lives|perished
killed|left dead
hospital|clinic
children|youngsters
money|funds
workers|employees|staff
increase|rise|growth
decrease|decline|drop
important|significant|weighty
problem|difficulty|trouble
show|display
need|require
country|nation
city|town
street|road
""".strip().splitlines()
)

#: Active verb to passive participle, for "SUBJECT VERB OBJECT." and back.
PASSIVE: dict[str, str] = {
    "passed": "was passed by",
    "adopted": "was adopted by",
    "rejected": "was rejected by",
    "announced": "was announced by",
    "opened": "was opened by",
    "closed": "was closed by",
    "bought": "was bought by",
    "found": "was found by",
    "discovered": "was discovered by",
    "recovered": "was recovered by",
    "secured": "was secured by",
    "withdrew": "was withdrawn by",
    "cut": "was cut by",
    "demanded": "was demanded by",
    "promised": "was promised by",
    "blamed": "was blamed by",
    "approved": "was approved by",
    "signed": "was signed by",
    "won": "was won by",
    "led": "was led by",
    "covers": "is covered by",
    "pays": "is paid by",
    "demands": "is demanded by",
    "wants": "is wanted by",
    "employs": "are employed by",
    "offered": "was offered by",
    "recalled": "were recalled by",
}

#: Marks as one house sets them, and as another does.
TYPOGRAPHY: tuple[tuple[str, str], ...] = (
    ("“", '"'),
    ("”", '"'),
    ("’", "'"),
    ("‘", "'"),
    (" — ", " - "),
    ("…", "..."),
    ("\u00a0", " "),
)

#: Credit lines by how openly they name the outlet; ``{outlet}`` stands for it.
CREDITS: tuple[str, ...] = (
    "according to the {outlet}",
    "the {outlet} reported",
    "as first reported by the {outlet}",
)
CREDIT_SENTENCES: tuple[str, ...] = (
    "The news was first reported by the {outlet}.",
    "This article is based on a report in the {outlet}.",
    "With files from the {outlet}.",
    "Source: {outlet}",
)
FRAMES: tuple[str, ...] = (
    "The {outlet} writes:",
    "The {outlet} reports from the scene:",
    "From a report in the {outlet}:",
)
LEAD_INS: tuple[str, ...] = ("Meanwhile, ", "In addition, ", "At the same time, ", "Also, ")
ROUNDED: tuple[str, ...] = ("more than {}", "over {}", "some {}", "about {}", "around {}")
