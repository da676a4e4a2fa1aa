"""Words for made-up news: lists to draw from, and names that nobody bears."""

from __future__ import annotations

import random


def _parts(text: str, mark: str = " ") -> list[str]:
    return text.split(mark)


_ONSETS = _parts("b br d dr f g gr h j k kl l m n p pr r s st t tr v w z")
_VOWELS = _parts("a e i o u ae ia")
_CODAS = _parts("l ll m n nd nn r rd rk rn s sk st t v x")
_PLACE_ENDS = _parts(
    "burg ford mouth stad ville ham wick holm minster dale gate borough haven field"
)
_PERSON_ENDS = _parts("en er in is o a ek ov sen son ley man ez ini ski ardt")
_OUTLET_ENDS = _parts(
    "Herald|Daily Courier|Tribune|Gazette|Chronicle|Evening Post|Observer|Times|Morning News|"
    "Daily Mail|Weekly Journal|Star|Examiner|Daily Record|Inquirer|News Agency|Broadcasting "
    "Corporation",
    "|",
)
_BODY_KINDS = _parts(
    "Ministry of Transport|Institute for Applied Physics|Port Authority|Workers' Union|"
    "Chamber of Commerce|Water Board|Food Safety Agency|Teachers' Federation|Central Bank|"
    "Coast Guard|Housing Association|University Hospital|Competition Council|Energy Office|"
    "Farmers' League|Court of Appeal|Cultural Fund|Railway Inspectorate",
    "|",
)
_FIRM_KINDS = _parts(
    "Holdings|Motors|Foods|Energy|Pharma|Logistics|Airlines|Textiles|Semiconductors|Shipping|"
    "Insurance|Chemicals|Robotics|Cement|Breweries|Telecom",
    "|",
)

#: Lists that a template draws from with ``<name>``, one word or phrase a bar.
LISTS: dict[str, list[str]] = {
    name: text.replace("\n", " ").replace("| ", "|").strip().split("|")
    for name, text in {
        "adj": "steep|narrow|fragile|lengthy|costly|modest|stubborn|brittle|sudden|uneven|"
        "generous|patchy|bold|cautious|tangled|rusty|sensible|awkward|vivid|meagre|sturdy|"
        "hasty|ambitious|bitter|rural|coastal|seasonal|municipal|outdated|overdue|contested",
        "thing": "ferry terminal|grain silo|tram line|school kitchen|orchard|desalination plant|"
        "bus depot|football ground|library annex|fish market|solar park|sewage works|bakery|"
        "pumping station|theatre roof|wind turbine|timber yard|cable car|clinic|quarry|reservoir|"
        "greenhouse|tannery|parking garage|power substation|lighthouse|vineyard|canal lock|"
        "warehouse|observatory|slaughterhouse|botanical garden|ice rink|fire station",
        "goods": "copper wire|barley|olive oil|ball bearings|ceramic tiles|insulin|frozen shrimp|"
        "roof slates|bicycle frames|cocoa butter|circuit boards|wool blankets|diesel engines|"
        "paper pulp|vaccines|rapeseed|glass bottles|steel cable|phosphate|dairy powder|plywood|"
        "sunflower seed|batteries|leather shoes|optical lenses|dried fruit|zinc ingots",
        "job": "nurses|dockers|bus drivers|carpenters|teachers|pilots|bakers|welders|librarians|"
        "miners|fishermen|farmers|shopkeepers|engineers|firefighters|cleaners|pharmacists|"
        "musicians|surveyors|electricians|lorry drivers|gardeners|programmers|architects",
        "expert": "hydrologist|economist|trade lawyer|historian|epidemiologist|veterinarian|"
        "transport planner|labour sociologist|insurance assessor|geologist|former judge|"
        "shipbuilder|pension adviser|soil scientist|security consultant|retired colonel|"
        "pollster|nutritionist|structural engineer|parish priest|school principal|botanist",
        "cause": "a faulty valve|weeks of drought|a missed inspection|rising fuel prices|"
        "a software update|poor visibility|an unpaid invoice|a landslide upstream|"
        "a misread contract|corroded bolts|a shortage of spare parts|a change in the tariff|"
        "overgrown drainage|a power failure|a clerical mistake|strong crosswinds|melting snow|"
        "an abandoned cigarette|a cracked weld|the closure of a rival supplier",
        "effect": "delays on two commuter lines|higher rents near the river|a rush for candles|"
        "a fall in bookings|queues outside pharmacies|cancelled weddings|emptier shelves|"
        "longer shifts for volunteers|a quarrel between neighbours|a dip in ticket sales|"
        "more visitors than beds|crowded emergency rooms|layoffs at small suppliers|"
        "a wave of insurance claims|a shortage of bottled water|a surge of small donations",
        "room": "town hall|sports pavilion|union office|courthouse steps|harbour canteen|"
        "university auditorium|parish centre|ministry lobby|village school|company canteen|"
        "railway station concourse|open-air market|hotel ballroom|television studio",
        "plan": "a public inquiry|a hardship fund|an independent audit|a new timetable|"
        "a referendum|a temporary bridge|a tax rebate|weekly briefings|a safety drill|"
        "an appeal to the high court|a hiring freeze|emergency loans|a second round of tests|"
        "a review of contracts|a memorial service|stricter licences|a pilot scheme|night patrols",
        "qopen": "Nobody here|Every family on this street|My union|My whole department|Each of us|"
        "Anyone who has worked there|The chief engineer|Our best customer|The next generation|"
        "The board|The village|Half the department|The ordinary saver|The night crew|Our lawyer|"
        "The council|The team|A patient in ward nine|The small trader|My successor",
        "qverb": "warned about|never expected|has been paying for|deserves an answer on|"
        "would have voted for|cannot ignore|was promised|lost sleep over|has learned to live with|"
        "is tired of|will remember|can be proud of|will one day explain|asked for|"
        "quietly prepared for|underestimated|fought for|keeps hearing about",
        "qobject": "this kind of neglect|the cost of waiting|a settlement on those terms|"
        "the noise and the dust|what happened at the gates|a promise made twelve years ago|"
        "the missing paperwork|such a generous result|another winter without heating|"
        "a decision taken behind closed doors|the way the figures were presented|"
        "a solution that looks good on paper|the patience it took|that sort of bargain|"
        "an honest mistake|the risk under our feet|so little notice|the second half of the plan",
        "qend": "and we will say so in public|but the work goes on|whatever the minister thinks|"
        "and the numbers prove it|even if it takes another decade|because there was no plan B|"
        "so please check the dates|and that is the whole truth|unless the rain stops|"
        "which is why I resigned|and I would do it again|although some of it was luck|"
        "before anyone signs anything|as any apprentice could tell you|and my phone keeps ringing",
        "period": "three weeks|eighteen months|a fortnight|four years|ten days|most of a decade|"
        "two harvests|nine months|a long weekend|six quarters|one parliamentary term",
    }.items()
}

DAYS = _parts("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")


def _stem(chance: random.Random) -> str:
    return chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_CODAS)


def place(chance: random.Random) -> str:
    """A town."""
    return (_stem(chance) + chance.choice(_PLACE_ENDS)).capitalize()


def person(chance: random.Random) -> tuple[str, str]:
    """A first name and a surname."""
    first = _stem(chance) + chance.choice(("a", "o", "en", "is", "us", "e"))
    return first.capitalize(), (_stem(chance) + chance.choice(_PERSON_ENDS)).capitalize()


def outlet(chance: random.Random) -> str:
    """A newspaper, an agency or a broadcaster."""
    return f"{place(chance)} {chance.choice(_OUTLET_ENDS)}"


def body(chance: random.Random) -> str:
    """A public body: it may be the source of a fact, never of a text."""
    return f"{place(chance)} {chance.choice(_BODY_KINDS)}"


def firm(chance: random.Random) -> str:
    """A company."""
    return f"{_stem(chance).capitalize()}{chance.choice(('on', 'ex', 'ora', 'ix', 'al'))} " + (
        chance.choice(_FIRM_KINDS)
    )


def number(chance: random.Random) -> str:
    """An exact number, small or large, as newspapers print it."""
    size = chance.choice((2, 3, 3, 4, 4, 5, 6))
    return f"{chance.randrange(10 ** (size - 1) + 1, 10**size) | 1:,}"
