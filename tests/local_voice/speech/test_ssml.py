"""What a voice is given to say, and what a screen prints, out of SSML in every state of repair."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_voice.speech.ssml import (
    LONGEST_TEXT,
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
        ('Call <say-as interpret-as="digits">911</say-as>.', "Call 9 1 1.", "Call 911."),
        ("<p>Call <b>now</b>.</p>", "Call now.", "Call now."),
        ("Acetaminophen &amp; ice &lt; heat&#33;", "Acetaminophen & ice < heat!", None),
        ("Ice & heat", "Ice & heat", "Ice & heat"),
        ("if 3 < 5 then", "if 3 < 5 then", "if 3 < 5 then"),
        ('In<break time="900ms"/>Out.', "In | Out.", "In Out."),
        ("Ask Dr. Green, e.g. today.", "Ask Dr. Green, e.g. today.", None),
        ("Wait 1.5 hours. Good.", "Wait 1.5 hours. | Good.", None),
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
        ('<break time="2000ms" />', 2.0),
        ('<break time="99000ms"/>', 10.0),
        ('<break time="0ms"/>', 0.0),
        ('<break time="2000ms"/><break time="1000ms"/>', 3.0),
        ('<break time="soon"/>', 0.0),
    ],
)
def test_a_break_adds_the_silence_it_names(tag: str, seconds: float) -> None:
    assert silence(f"In {tag} out.") == pytest.approx(seconds + SENTENCE_PAUSE)
    assert silence(f"One.{tag} Two.") == pytest.approx(seconds + 2 * SENTENCE_PAUSE)
    assert silence(f"<speak>{tag} Out.</speak>") == pytest.approx(seconds + SENTENCE_PAUSE)


def test_a_break_at_the_start_is_silence_without_text() -> None:
    assert segments('<speak><break time="1000ms"/>Go.</speak>') == (
        Segment("", 1.0),
        Segment("Go.", SENTENCE_PAUSE),
    )


def test_a_sentence_with_a_break_inside_stays_one_sentence() -> None:
    said = sentences(
        'Breathe in <break time="3000ms"/> and out. Again.<break time="1000ms"/> Well done.'
    )
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
        "<speak>Rest <b>now",
        '<say-as interpret-as="digits">Rest</speak> now',
        "Rest<break time='",
        "Rest now<",
        "Rest now &",
        "Rest now &#xFFFFFFFF;",
        "<!doctype Rest now",
        "<!-- open Rest now",
    ],
)
def test_broken_markup_raises_nothing(broken: str) -> None:
    assert "Rest" in plain_text(broken)
    assert "Rest" in spoken(broken)


@given(st.text(alphabet=st.sampled_from("<>&!-[]/= \"'ab9.;#x\x00\ud800\n"), max_size=60))
def test_any_string_gives_printable_segments(text: str) -> None:
    assert all(segment.text.isprintable() for segment in segments(text))
    assert all(segment.pause >= 0 for segment in segments(text))
    assert plain_text(text) == plain_text(text).strip()
