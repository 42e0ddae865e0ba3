"""What a voice is given to say, and what a screen prints, out of SSML in every state of repair."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_voice.speech.ssml import (
    LONGEST_TEXT,
    PARAGRAPH_PAUSE,
    SENTENCE_PAUSE,
    Segment,
    plain_text,
    segments,
    sentences,
)


def spoken(ssml: str) -> str:
    return " | ".join(segment.text for segment in segments(ssml))


def silence(ssml: str) -> float:
    return sum(segment.pause for segment in segments(ssml))


@pytest.mark.parametrize(
    ("ssml", "said", "printed"),
    [
        ("Rest your back.", "Rest your back.", "Rest your back."),
        ("<speak>Rest.</speak>", "Rest.", "Rest."),
        ("<speak>\n  Rest\n  now. </speak>", "Rest now.", "Rest now."),
        ("<speak>Rest. Then walk.</speak>", "Rest. | Then walk.", "Rest. Then walk."),
        ("<p>Rest.</p><p>Walk.</p>", "Rest. | Walk.", "Rest. Walk."),
        ("<s>Rest</s><s>Walk</s>", "Rest | Walk", "Rest Walk"),
        (
            'The <sub alias="so as muscle">psoas</sub>.',
            "The so as muscle.",
            "The psoas.",
        ),
        ('Call <say-as interpret-as="digits">911</say-as>.', "Call 9 1 1.", "Call 911."),
        (
            '<say-as interpret-as="telephone">1-800-222-1222</say-as>',
            "1, 8 0 0, 2 2 2, 1 2 2 2",
            "1-800-222-1222",
        ),
        ('<say-as interpret-as="spell-out">ICE</say-as>', "I C E", "ICE"),
        ('<say-as interpret-as="cardinal">20</say-as> minutes', "20 minutes", "20 minutes"),
        ('<emphasis level="strong">Stop</emphasis>.', "Stop.", "Stop."),
        ('<prosody rate="slow">Slowly</prosody>.', "Slowly.", "Slowly."),
        ('<amazon:effect name="whispered">Hush</amazon:effect>.', "Hush.", "Hush."),
        ('<audio src="soundbank://bell"/>Time.', "Time.", "Time."),
        ("Acetaminophen &amp; ice &lt; heat&#33;", "Acetaminophen & ice < heat!", None),
        ("Ice & heat", "Ice & heat", "Ice & heat"),
        ("if 3 < 5 then", "if 3 < 5 then", "if 3 < 5 then"),
        ('In<break time="1s"/>, out.', "In | , out.", "In, out."),
        ("Ask Dr. Green, e.g. today.", "Ask Dr. Green, e.g. today.", None),
        ("Wait 1.5 hours. Good.", "Wait 1.5 hours. | Good.", None),
        ("<!-- not said -->Rest.", "Rest.", "Rest."),
        ('<?xml version="1.0"?><speak>Rest.</speak>', "Rest.", "Rest."),
        ("", "", ""),
        ("<speak></speak>", "", ""),
        ("...", "", "..."),
    ],
)
def test_markup_is_said_and_printed_as_meant(ssml: str, said: str, printed: str | None) -> None:
    assert spoken(ssml) == said
    assert plain_text(ssml) == (said.replace(" | ", " ") if printed is None else printed)


@pytest.mark.parametrize(
    ("tag", "seconds"),
    [
        ('<break time="500ms"/>', 0.5),
        ('<break time="2s"/>', 2.0),
        ('<break time="+1.5s"></break>', 1.5),
        ('<break time="99s"/>', 10.0),
        ('<break strength="none"/>', 0.0),
        ('<break strength="x-strong"/>', 0.8),
        ('<break time="2s"/><break time="1s"/>', 3.0),
        ("<break>", 0.3),
        ('<break time="soon"/>', 0.3),
        ('<break time="-4s"/>', 0.3),
        ('<break time="" strength="enormous"/>', 0.3),
    ],
)
def test_a_break_adds_the_silence_it_names(tag: str, seconds: float) -> None:
    assert silence(f"In {tag} out.") == pytest.approx(seconds + SENTENCE_PAUSE)
    assert silence(f"One.{tag} Two.") == pytest.approx(seconds + 2 * SENTENCE_PAUSE)
    assert silence(f"<speak>{tag} Out.</speak>") == pytest.approx(seconds + SENTENCE_PAUSE)


def test_a_break_at_the_start_is_silence_without_text() -> None:
    assert segments('<speak><p><break time="1s"/>Go.</p></speak>') == (
        Segment("", 1.0),
        Segment("Go.", PARAGRAPH_PAUSE),
    )


def test_a_sentence_with_a_break_inside_stays_one_sentence() -> None:
    said = sentences('Breathe in <break time="3s"/> and out. Again.<break time="1s"/> Well done.')
    assert [[part.text for part in sentence] for sentence in said] == [
        ["Breathe in", "and out."],
        ["Again."],
        ["Well done."],
    ]


def test_long_text_comes_in_pieces_the_engine_can_take_and_loses_no_word() -> None:
    text = "ice " * 3000 + "x" * 2000
    pieces = [segment.text for segment in segments(text)]
    assert max(map(len, pieces)) <= LONGEST_TEXT
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    "broken",
    [
        "<speak>Rest now",
        "Rest</speak> now",
        "<p><s>Rest</p> now</s>",
        "<speak>Rest <b>now",
        '<sub alias="Rest">r</p> now',
        '<say-as interpret-as="digits">Rest</p> now',
        "Rest<p now='",
        "Rest now<",
        "Rest now &",
        "Rest now &#xFFFFFFFF;",
        "<!doctype Rest now",
        "<![zzz[Rest now",
        "<!-- open Rest now",
    ],
)
def test_broken_markup_raises_nothing(broken: str) -> None:
    assert "Rest" in plain_text(broken) + spoken(broken) or broken.startswith("<!--")


def test_an_open_alias_swallows_no_more_than_its_paragraph() -> None:
    assert spoken('<p><sub alias="ice">x y</p><p>Walk.</p>') == "ice | Walk."


@given(st.text(alphabet=st.sampled_from("<>&!-[]/= \"'ab9.;#x\x00\ud800\n"), max_size=60))
def test_any_string_gives_printable_segments(text: str) -> None:
    assert all(segment.text.isprintable() for segment in segments(text))
    assert all(segment.pause >= 0 for segment in segments(text))
    assert plain_text(text) == plain_text(text).strip()
