"""Tables of words by which a news outlet is known from other named bodies.

Keys are lower case without diacritics, as :func:`provenance.text.outlets.normalise` leaves words.
"""

from __future__ import annotations

from provenance.text.wordset import entries, words

COMMON = words(
    "time people variety fortune wired slate salon quartz vox dawn standard national australian "
    "age hill sun mirror independent observer telegraph guardian times paper economist atlantic "
    "spiegel welt zeit presse kurier sana fars apa tt cna ria ani pap antara mundo intercept verge "
    "hindu belga star globe insider information athletic publico expresso"
)
"""Outlets whose name is also a common word: they need an article, a capital or an apposition."""

STRONG_HEADS = words(
    "times post herald tribune gazette courier chronicle observer dispatch examiner inquirer "
    "telegraph newspaper newswire zeitung nachrichten shimbun ilbo diario periodico news "
    "broadcasting newspapers picayune intelligencer plaindealer beacon bee "
    "rundfunk "
    "rundschau tagblatt anzeiger morgenpost abendblatt kurier gazzetta corriere gazeta gazette "
    "vedomosti izvestia pravda novosti новости газета ведомости известия вестник правда newsroom "
    "times-union post-gazette union-tribune post-dispatch sun-times tribune-review newsday "
    "journal-constitution star-tribune times-picayune herald-tribune ajansi agentur"
)
HEADS = words(
    "journal press daily radio tv television today magazine review globe star sun mail network "
    "media online wire weekly bulletin register sentinel record independent mirror echo argus "
    "mercury ledger advertiser standard monitor advocate democrat republican sentry reporter "
    "banner messenger citizen tidningen dagblad matin monde figaro presse mundo prensa "
    "noticias jornal notizie sera newsweek newsnight report wochenblatt spiegel blatt "
    "телеканал радио тв правда вечерка"
)
"""Weaker heads: they count as the last word of a name of two words or more."""

AGENCY_FRONTS = words("news press telegraph telegraphic information media presse")
"""Before ``Agency``, ``Service``, ``Corporation``, ``Channel``: a news body after all."""

NEUTRAL_BODIES = words("agency service corporation channel trust corp agencia company")

AGAINST = words(
    "ministry minister ministers government governments office department bureau police military "
    "army navy marines university institute institutes institution bank inc corp ltd llc plc gmbh "
    "group company companies council committee commission center centre association party "
    "president officials official analysts experts sources court courts hospital hospitals school "
    "college service services administration authority authorities board fund organization "
    "organisation house senate congress parliament statistics survey surveys forces command "
    "embassy federation foundation research sheriff watch society twitter facebook instagram "
    "telegram whatsapp wikipedia reddit agency secretary spokesman spokesperson spokeswoman "
    "state states republic kingdom union nations league club fc united airport airlines motors "
    "electronics energy oil pharma pharmaceuticals technologies systems holdings partners "
    "holding capital foods stores bet llp show "
    "insurance laboratory laboratories museum church academy clinic law act bill treaty report "
    "investigators prosecutors judge attorney detective detectives lawyer doctor doctors "
    "scientists researchers professor study data figures documents records court-martial mayor "
    "governor senator ambassador envoy chancellor king queen prince pope bishop coalition alliance "
    "project initiative program programme campaign team security intelligence defense defence "
    "ministerium polizei behorde universitat gesellschaft bundesamt regierung ministerio gobierno "
    "policia universidad ministere gouvernement universite министерство правительство полиция мвд "
    "минздрав университет управление служба пресс-служба комитет министр департамент прокуратура "
    "официальный глава президент"
)
"""Words of names of other bodies."""

TITLES = words(
    "mr mrs ms miss dr sir dame lord lady prof rep sen gov gen col lt maj capt sgt rev hon "
    "president minister chancellor king queen prince princess pope premier herr frau senor "
    "monsieur madame judge justice detective officer coach captain professor senator "
    "representative governor mayor secretary director sergeant lieutenant corporal major "
    "commander admiral constable inspector father sister brother saint st"
)

SURNAMES = words("post bee press mercury star sun day banner page beacon globe mirror sentinel")
"""Words of outlets that people are called by too."""

FIRST_NAMES = words(
    "james john robert michael william david richard joseph thomas charles christopher daniel "
    "matthew anthony mark donald steven paul andrew joshua kenneth kevin brian george edward "
    "ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin "
    "scott brandon benjamin samuel frank gregory alexander patrick raymond jack dennis jerry "
    "peter henry adam nathan walter kyle freddie bill bob jim tom joe mike dan sam ben max fred "
    "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen nancy lisa "
    "margaret betty sandra ashley emily kimberly donna michelle carol amanda melissa deborah "
    "stephanie rebecca laura sharon cynthia kathleen amy angela anna emma nicole helen samantha "
    "katherine christine rachel janet catherine maria heather diane ruth julie olivia joyce "
    "jane alice ann kate lucy claire marie hans anna klaus jean pierre carlos juan jose li wei "
    "yao kim lee ivan olga elena ahmed ali omar wiley"
)
"""Common first names, before one of :data:`SURNAMES`."""

PLACES = entries(
    """
    afghanistan, africa, atlanta, denver, dallas, seattle, algeria, america, argentina, asia,
    australia, austria, bangladesh, belarus, belgium, brazil, britain, bulgaria, california,
    cambodia, canada, chile, china, colombia, congo, croatia, cuba, czech republic, denmark,
    egypt, england, estonia, ethiopia, europe, european union, eu, finland, florida, france,
    georgia, germany, great britain, greece, hungary, iceland, india, indonesia, iran, iraq,
    ireland, israel, italy, jamaica, japan, jordan, kazakhstan, kenya, kosovo, kuwait, latvia,
    lebanon, libya, lithuania, malaysia, mexico, mongolia, morocco, myanmar, nepal, netherlands,
    new york, new zealand, nigeria, north korea, norway, pakistan, palestine, panama, peru,
    philippines, poland, portugal, qatar, romania, russia, saudi arabia, scotland, serbia,
    singapore, slovakia, slovenia, somalia, south africa, south korea, spain, sri lanka, sudan,
    sweden, switzerland, syria, taiwan, texas, thailand, tunisia, turkey, uganda, uk, ukraine,
    united arab emirates, united kingdom, united nations, un, united states, us, usa, venezuela,
    vietnam, wales, yemen, zimbabwe, amsterdam, ankara, athens, baghdad, bangkok, barcelona,
    beijing, beirut, berlin, bonn, boston, brussels, budapest, cairo, chicago, damascus, delhi,
    detroit, dubai, dublin, frankfurt, geneva, hamburg, hanoi, havana, helsinki, hong kong,
    houston, islamabad, istanbul, jakarta, jerusalem, kabul, kiev, kyiv, lagos, lahore, lima,
    lisbon, london, los angeles, madrid, manila, mexico city, miami, milan, minsk, moscow,
    mumbai, munich, nairobi, new delhi, oslo, ottawa, paris, philadelphia, prague, pyongyang,
    riyadh, rome, san francisco, santiago, sarajevo, seoul, shanghai, sofia, stockholm, sydney,
    taipei, tehran, tel aviv, tokyo, toronto, vienna, warsaw, washington, zurich, west bank,
    gaza, white house, kremlin, pentagon, capitol, congress, monday, tuesday, wednesday,
    thursday, friday, saturday, sunday, january, february, march, april, may, june, july,
    august, september, october, november, december, fbi, cia, nato, who, nasa, imf, opec, fifa,
    uefa, nypd, lapd, fda, cdc, epa, doj, deutschland, osterreich, wien, россия, москва,
    украина, киев, сша
    """
)
"""Countries, cities, days, months and bodies known by letters: never an outlet by themselves."""
