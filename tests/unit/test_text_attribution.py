"""Which outlets an article credits: in the seeds, with their outlets renamed, and in phrases."""

from __future__ import annotations

from pathlib import Path

import pytest

from provenance.text.attribution import Credit, credits
from provenance.text.clean import clean
from provenance.text.credit_rules import WEIGHTS

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
TEXT = [path.read_text(encoding="utf-8") for path in SEEDS]


def found(text: str) -> list[tuple[str, str]]:
    return [(c.outlet, c.form) for c in credits(text, clean(text))]


def test_what_is_known_not_to_be_in_a_text_is_not_looked_for() -> None:
    text = "BERLIN (dpa) - It rained, he told Yonhap. See http://www.bbc.com/news\n(AFP)"
    given = credits(text, clean(text))
    assert [c.outlet for c in given] == ["dpa", "Yonhap", "BBC", "Agence France-Presse"]
    assert credits(text, clean(text), (), tagged=False, edged=False, other=False) == ()
    assert credits(text, clean(text), (), tagged=False, other=False) == given[3:]
    assert credits(text, clean(text), (), edged=False) == (given[0], given[2])


def test_seeds() -> None:
    assert found(TEXT[0]) == [("South China Morning Post", "according_to")]
    assert found(TEXT[1]) == []
    assert found(TEXT[2]) == [("CCTV", "interview")]
    assert found(TEXT[3]) == [
        (name, "sources_list")
        for name in (
            *("Al Jazeera", "Anadolu Agency", "The Standard (HK)", "The Korea Times"),
            *("The Japan Times", "The Korea Herald", "Yonhap"),
        )
    ]
    assert found(TEXT[4]) == []


RENAMED = [
    (0, "South China Morning Post", "Harbour Daily Courier", "according_to"),
    (0, "South China Morning Post", "Veltria Times", "according_to"),
    (2, "CCTV", "NTV", "interview"),
    (2, "CCTV", "Veldavision", "interview"),
    (3, "Yonhap News Agency", "Nordmark News Agency", "sources_list"),
    (3, "Anadolu Ajansı", "Kestrel", "sources_list"),
]


@pytest.mark.parametrize(("seed", "old", "new", "form"), RENAMED)
def test_renamed_outlets_are_still_seen(seed: int, old: str, new: str, form: str) -> None:
    assert (new, form) in found(TEXT[seed].replace(old, new))
    assert len(found(TEXT[seed].replace(old, new))) == len(found(TEXT[seed]))


@pytest.mark.parametrize(
    "other", ["Ministry of Trade", "Bank of Veldhaven", "Foreign Ministry", "University of Oster"]
)
def test_renamed_to_another_body_is_not(other: str) -> None:
    assert found(TEXT[0].replace("South China Morning Post", other)) == []


@pytest.mark.parametrize(
    ("text", "outlet", "form"),
    [
        (
            "According to a Tuesday report in the Wall Street Journal, x",
            "The Wall Street Journal",
            0,
        ),
        ("According to Fox News' Jane Doe, x", "Fox News", 0),
        ("It was quiet, according to\nReuters.", "Reuters", 0),
        ("Veltria Post reported that", "Veltria Post", 1),
        ("As HuffPost reported, x", "HuffPost", 1),
        ("The news was carried by Kyodo.", "Kyodo", 1),
        ("The Etemad newspaper reported that", "Etemad", 1),
        ("The official Nordmark News Agency said it", "Nordmark", 1),
        ("He told The New York Times that", "The New York Times", 2),
        ("He told the Herald that", "Herald", 2),
        ("In an interview with Jane Doe of the BBC he", "BBC", 3),
        ("in a New York Times interview he", "The New York Times", 3),
        ("He said on Fox News that", "Fox News", 3),
        ("as first reported by Politico.", "Politico", 4),
        ("The Boston Globe first reported the plan.", "The Boston Globe", 4),
        ("TMZ was the first to report it.", "TMZ", 4),
        ("BEIJING, Jan 4 (Yonhap) -- Lee said", "Yonhap", 5),
        ("BEIJING, Jan 4 (Veltra) -- Lee said", "Veltra", 5),
        ("MOSCOW, January 4. /TASS/. Lee", "TASS", 5),
        ("Madrid, 4 ene (EFE).- El", "EFE", 5),
        ("(Reuters) - Lee said", "Reuters", 5),
        ("Lee said so. (AFP)", "Agence France-Presse", 5),
        ("Lee said so.\nReuters", "Reuters", 5),
        ("Xinhua, Beijing, Jan. 4 -- Lee", "Xinhua", 6),
        ("Lee said so.\nWith files from Reuters", "Reuters", 7),
        ("By Reuters\nLee said so and then he left the town again.", "Reuters", 8),
        ("See [this](https://www.nytimes.com/x.html) now", "The New York Times", 9),
        ("laut einem Bericht der Süddeutschen Zeitung ist", "Süddeutsche Zeitung", 0),
        ("Según El País, el", "El País", 0),
        ("Selon Le Monde, le", "Le Monde", 0),
        ("Как сообщает РИА Новости, x", "RIA Novosti", 0),
        ("сообщает «Коммерсант», x", "Kommersant", 1),
        ("据新华社报道，韩国", "Xinhua", 0),
    ],
)
def test_phrases(text: str, outlet: str, form: int) -> None:
    forms = (
        *("according_to", "reported", "told", "interview", "first_reported", "wire_tag"),
        *("dateline", "files_from", "byline", "hyperlink"),
    )
    assert found(text) == [(outlet, forms[form])]


@pytest.mark.parametrize(
    "text",
    [
        "According to South Korea’s foreign ministry, the two sides met.",
        "Trade hit a record in 2024, per official Korean trade statistics.",
        "South Korea’s military reported the missiles flew 900 kilometers.",
        "The paper said it. The newspaper said so. The magazine also reports it.",
        "The Bank of England reported that rates fell.",
        "The New York Times Co. reported a quarterly loss of 3 million dollars.",
        "According to the sun, it is noon. Time will tell, police reported.",
        "According to people familiar, officials told analysts so.",
        "According to the National Weather Service in Boston, it rained.",
        "Speaking to the European Parliament on Monday, she said no.",
        "International sales (June) - the company said",
        "A report from Roswell said so.",
        "Fox News’s reported losses grew. Trump's reported ties to Veltria Post’s reported sale",
        "According to a survey that voters sent the BBC, it rained.",
        "According to officials briefed before The Times asked, it rained.",
        "He left for the day.\nReuters, Veldhaven and a photographer",
        "According to the Nordmark Post's chief executive and its ministry officials, no.",
        "",
    ],
)
def test_no_credit(text: str) -> None:
    assert found(text) == []


def test_boilerplate_gives_no_credit() -> None:
    text = TEXT[4] + "\nRelated Articles\nReuters reported a storm\nThe quays. (AP/Jane Doe)\n"
    assert found(text) == []


def test_spans_and_weights() -> None:
    text = "Reuters reported it. He told the BBC so. According to Reuters, x. (AFP)"
    got = credits(text, clean(text))
    assert [text[slice(*c.span)] for c in got] == [
        *("Reuters reported", "told the BBC", "According to Reuters", "AFP")
    ]
    assert all(0 < c.weight <= WEIGHTS[c.form] for c in got)
    sure, guess = (credits(f"According to {n}, x", clean("")) for n in ("Reuters", "Oster Press"))
    assert sure[0].weight > guess[0].weight


def test_many_credits_are_capped() -> None:
    text = "According to Reuters, it rained. " * 2000
    got = credits(text, clean(text))
    assert 400 < len(got) <= 510 and isinstance(got[0], Credit)
