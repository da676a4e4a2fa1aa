"""Which names are outlets, and which names are one outlet."""

from __future__ import annotations

import pytest

from provenance.text.outlets import (
    ALIASES,
    canonical,
    is_known,
    normalise,
    outletness,
    site_name,
)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("SCMP", "South China Morning Post"),
        ("scmp.com", "the South China Morning Post"),
        ("NYT", "https://www.nytimes.com/2026/01/04/x.html"),
        ("nytimes", "The New York Times"),
        ("AFP", "Agence France-Presse"),
        ("Yonhap", "Yonhap News Agency"),
        ("TASS", "ТАСС"),
        ("HuffPost", "huffingtonpost.com"),
        ("bbc.in/4aT8eU5", "BBC News"),
        ("Anadolu Ajansı", "Anadolu Agency"),
        ("EL PAÍS", "El Pais"),
        ("The Harbour Courier", "www.harbourcourier.com"),
        ("harbour courier", "The Harbour Courier"),
        ("Veltra News Agency", "Veltra"),
    ],
)
def test_one_outlet(a: str, b: str) -> None:
    assert normalise(a) == normalise(b) != ""


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The Times", "The New York Times"),
        ("Korea Times", "Korea Herald"),
        ("New York", "New York Magazine"),
        ("Fox News", "Sky News"),
    ],
)
def test_two_outlets(a: str, b: str) -> None:
    assert normalise(a) != normalise(b)


def test_normalise_is_stable() -> None:
    for name in {*ALIASES.values(), "The Harbour Courier", "x.com", "Die Post", "A"}:
        assert normalise(normalise(name)) == normalise(name)
        assert canonical(canonical(name)) == canonical(name)


def test_site_names() -> None:
    assert site_name("www.bbc.co.uk") == "bbc"
    assert site_name("https://edition.cnn.com/world?x=1") == "cnn"
    assert site_name("Reuters") is None and site_name("two words.com") is None


@pytest.mark.parametrize(
    "name",
    [
        *("Reuters", "The Korea Herald", "Harbour Daily Courier", "Veltria Post", "WPTA"),
        *("Yonhap News Agency", "Nordmark News Agency", "NBC Connecticut", "Wiener Zeitung"),
        *("Star Press", "veltranews.com", "The Standard (HK)", "Veldhaven Broadcasting"),
    ],
)
def test_outlets_by_name_or_shape(name: str) -> None:
    assert outletness(name) > 0


@pytest.mark.parametrize(
    "name",
    [
        *("South Korea", "Beijing", "New York", "the Foreign Ministry", "Census Bureau"),
        *("National Weather Service", "Environmental Protection Agency", "University of Texas"),
        *("World Bank", "Human Rights Watch", "Jane Doe", "President Lee", "Dr. Post", "Twitter"),
        *("Hyundai Motor Group", "FBI", "Spanish", "veldhaven.gov", "The", "", "Monday"),
    ],
)
def test_other_bodies(name: str) -> None:
    assert outletness(name) < 0


def test_what_stands_beside_decides() -> None:
    assert outletness("NTV", "an interview with state broadcaster ") > 0 > outletness("XTV1 Group")
    assert outletness("Veltra") < 0 < outletness("Veltra", "according to the news agency ")
    assert outletness("Etemad", "the ", " newspaper said") > 0
    assert outletness("Oster Press", "", " officials") < 0 < outletness("Oster Press")
    assert outletness("Korea", "according to South ", "'s foreign ministry") < 0


@pytest.mark.parametrize("name", ["Time", "Independent", "Sun", "Standard"])
def test_common_words_need_an_article(name: str) -> None:
    assert outletness(name) < 0 < outletness(name, "he told the ")


def test_an_adjective_before_newspaper_is_no_name() -> None:
    assert outletness("Roswell", "reports in a ", " newspaper") < 0
    assert outletness("Spanish", "told ", " radio station COPE") < 0


def test_alias_table_has_no_places() -> None:
    assert len(set(ALIASES.values())) > 150
    assert not is_known("New York") and not is_known("Times of nowhere")


def test_a_site_without_letters_is_no_outlet() -> None:
    assert outletness("http://--.com/xyz") < 0


NAMERS = (
    "broadcaster,newspaper,newswire,tabloid,daily,weekly,magazine,paper,outlet,news agency,"
    "news outlet,news site,news website,news channel,news service,news portal,news network,"
    "news magazine,news organisation,news organization,wire service,wire agency,radio station,"
    "tv station,television channel,tv network,nachrichtenagentur,zeitung,tageszeitung,"
    "fernsehsender,nachrichtenmagazin,sender,diario,periódico,agencia,cadena,revista,quotidien,"
    "journal,agence,agencia de noticias,agence de presse,chaîne,газета,агентство,телеканал,издание,"
    "журнал,портал,NEWSPAPER,new\u017fpaper,network,channel,station,media,site,website,portal,blog,"
    "reporter for,reporter from,report by,report in,report from,newspaper the,newspaper der,"
    "newspaper die,newspaper le,newspaper la,newspaper el"
)


@pytest.mark.parametrize("words", NAMERS.split(","))
def test_what_makes_an_outlet_of_the_name_behind_it(words: str) -> None:
    for mark in (" ", ' "', " „", "\n", ""):
        assert outletness("Etemad", f"told {words}{mark}") > outletness("Etemad")


def test_die_post_is_not_the_post() -> None:
    assert outletness("Post", "sagte die ") < 0 < outletness("Post", "he told the ")
    assert outletness("post.de", "von der ") < 0 < outletness("post.de")
