"""How words are said, in CMUdict's phones."""

from pathlib import Path

import pytest

from local_voice.listener.dictionary import (
    DATA,
    VOWELS,
    Accent,
    dictionary_text,
    load_pronunciations,
    pronounced,
)

CMUDICT = """\
back B AE K
ice AY S
timer T AY M ER
the DH AH
the(2) DH IY
"""


@pytest.fixture
def cmudict(tmp_path: Path) -> Path:
    file = tmp_path / "cmudict"
    file.write_text(CMUDICT)
    return file


def test_a_word_is_said_in_each_accent_and_an_unknown_one_left_out(cmudict: Path) -> None:
    ways = pronounced(["timer", "the", "psoas", "flibber"], load_pronunciations(), cmudict)
    assert ways == {
        "psoas": [("S", "OW", "AH", "S")],
        "the": [("DH", "AH"), ("DH", "IY")],
        "timer": [("T", "AY", "M", "ER"), ("T", "AY", "M", "AH")],
    }


def test_the_second_way_is_numbered(cmudict: Path) -> None:
    ways = pronounced(["back", "ice"], load_pronunciations(), cmudict)
    assert dictionary_text(ways) == "back B AE K\nback(2) B AA K\nice AY S\n"


WITHOUT_R = {
    "T AY M ER": "T AY M AH",
    "T AY M ER Z": "T AY M AH Z",
    "HH ER T S": "HH ER T S",
    "HH AA R D": "HH AA D",
    "V EH R IY": "V EH R IY",
    "HH IY R": "HH IY AH",
    "R AY T": "R AY T",
}


@pytest.mark.parametrize("phones", WITHOUT_R)
def test_an_r_is_said_before_a_vowel_only(phones: str) -> None:
    assert Accent({}, r=False).of(tuple(phones.split())) == tuple(WITHOUT_R[phones].split())


def test_the_data_hold_phones_only_and_the_wake_phrase() -> None:
    own = load_pronunciations(DATA)
    known = VOWELS | {
        *("B", "CH", "D", "DH", "F", "G", "HH", "JH", "K", "L", "M", "N", "NG", "P", "R", "S"),
        *("SH", "T", "TH", "V", "W", "Y", "Z", "ZH"),
    }
    assert own.wake == "hey coach"
    assert {phone for ways in own.words.values() for way in ways for phone in way} <= known
