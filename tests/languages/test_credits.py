"""Outlets are credited in scripts without capitals too, and companies and officials are not."""

from __future__ import annotations

import time

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sifting import sift, sift_credits

from provenance.text.attribution import credits
from provenance.text.clean import clean
from provenance.text.credit_scripts import SCRIPTS, Script


def credited(text: str) -> list[tuple[str, str]]:
    found = credits(text, clean(text))
    column = pa.array([text])
    assert not found or sift_credits(column).credited[0] or sift(column).ruled[0]
    return [(credit.outlet, credit.form) for credit in found]


@pytest.mark.parametrize(
    ("text", "outlet", "form"),
    [
        ("新华社云川11月18日电（记者 李明）云川市地铁停运。", "Xinhua", "wire_tag"),
        ("据新华社报道，会议周一举行。", "Xinhua", "according_to"),
        ("据《云川日报》周二报道，会议周一举行。", "云川日报", "according_to"),
        ("東都新聞によると、会議は月曜日に開かれた。", "東都新聞", "according_to"),
        ("東都新聞が報じた。", "東都新聞", "reported"),
        ("(해림=연합뉴스) 케이블카가 멈췄다.", "Yonhap", "wire_tag"),
        ("해림일보에 따르면 사고는 오후에 났다.", "해림일보", "according_to"),
        ("해림일보가 보도했다.", "해림일보", "reported"),
        ("الرملية (رويترز) - اندلع حريق في السوق.", "Reuters", "wire_tag"),
        ("وذكرت صحيفة الميناء أن السوق احترق.", "الميناء", "reported"),
        ("وفقا لقناة الجزيرة فإن السوق احترق.", "Al Jazeera", "according_to"),
        ("Anadolu Ajansı'nın haberine göre tünel çöktü.", "Anadolu Agency", "according_to"),
        ("БЕЛОМОРСК, 12 ноября. /ТАСС/. Паром сел на мель.", "TASS", "wire_tag"),
    ],
)
def test_outlets_are_credited(text: str, outlet: str, form: str) -> None:
    assert credited(text) == [(outlet, form)]


@pytest.mark.parametrize(
    "text",
    [
        "据该社报道，会议周一举行。",
        "据市政府消息，会议周一举行。",
        "会社によると、会議は月曜日に開かれた。",
        "경찰 관계자에 따르면 사고는 오후에 났다.",
        "박 씨는 배터리가 떨어질까 봐 걱정했다고 전했다.",
        "وفقا لوزارة الصحة فإن السوق احترق.",
        "Valiliğin haberine göre değil, ailelerin anlattığına göre tünel çöktü.",
    ],
)
def test_others_are_not(text: str) -> None:
    assert credited(text) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.cues[0])
@pytest.mark.parametrize("unit", ["社", "报", "(", "가 ", "=", "'n", "وكالة ", "(a="])
def test_a_long_line_takes_linear_time(script: Script, unit: str) -> None:
    begin = time.perf_counter()
    for found in script.pattern.finditer(unit * (300_000 // len(unit))):
        assert found
    assert time.perf_counter() - begin < 3


@given(st.text("(Seoul=Yonhap) [x]", max_size=30))
@example("(Seoul=Yonhap)")
def test_plain_ascii_holds_no_credit_of_these_scripts(text: str) -> None:
    assert not any(script.pattern.search(text) for script in SCRIPTS)
