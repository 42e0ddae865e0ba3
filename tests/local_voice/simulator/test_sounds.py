"""What is heard of an entry."""

import pytest

from local_voice.errors import SpeechUnavailable
from local_voice.files import Json
from local_voice.simulator.sounds import Sounds
from local_voice.speech import sound

ENTRY: Json = {
    "kind": "turn",
    "ssml": "<speak>Ice your back.</speak>",
    "setting": {"locale": "en-GB"},
}


def test_an_answer_is_spoken_once_and_remembered() -> None:
    asked: list[tuple[str, str]] = []

    def speak(text: str, locale: str) -> bytes:
        asked.append((text, locale))
        return sound.wav(b"\1\0")

    sounds = Sounds(speak)
    assert sounds.of(ENTRY) == sounds.of(ENTRY) == sound.wav(b"\1\0")
    assert asked == [("<speak>Ice your back.</speak>", "en-GB")]


def test_a_question_of_alexas_own_is_spoken() -> None:
    question = {**ENTRY, "kind": "question", "speech": "Did you say fifteen minutes?"}
    spoken = Sounds(lambda text, locale: f"{locale}: {text}".encode()).of(question)
    assert spoken == b"en-GB: Did you say fifteen minutes?"


def test_a_ring_is_the_chime_and_then_the_words() -> None:
    ring = Sounds().of({"kind": "ring", "times": 1, "speech": "Time is up."})
    assert sound.frames(ring).startswith(sound.frames(sound.chime()))
    assert sound.seconds(ring) > sound.seconds(sound.chime()) + 0.8


def test_a_ring_without_words_is_the_chime() -> None:
    ring = Sounds().of({"kind": "ring", "times": 1, "speech": ""})
    assert sound.frames(ring).startswith(sound.frames(sound.chime()))


def test_warming_up_tells_nobody_that_there_is_no_speech() -> None:
    def speak(_text: str, _locale: str) -> bytes:
        raise SpeechUnavailable("there is no engine", "install one")

    sounds = Sounds(speak)
    sounds.warm_up()
    with pytest.raises(SpeechUnavailable):
        sounds.of(ENTRY)


def test_silence_has_no_sound() -> None:
    assert Sounds().of(None) == b""
    assert Sounds().of({**ENTRY, "ssml": ""}) == b""
