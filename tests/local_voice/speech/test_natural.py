# ruff: noqa: ANN401, RUF001 - pyttsx3 has no types; phonemes look like other letters
"""The natural voice through the real pyttsx3, with the weights that pip installed."""

import shutil
import socket
import subprocess
import sys
from array import array
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from local_voice.errors import SpeechUnavailable
from local_voice.speech import natural, sound
from local_voice.speech.engine import ESPEAK, Engines
from local_voice.speech.speaker import LEAD_IN, Speaker
from local_voice.speech.ssml import BEFORE_QUESTION, SENTENCE_PAUSE, segments
from tests.support.answers_aloud import answers, loudness, words_in

TOWEL = "Put ice on your back, and keep a towel between the ice and your skin."
OTHER_LOCALES = ("en-GB", "en-AU", "en-IN", "xx-XX")


def samples(wav: bytes) -> list[int]:
    return array("h", sound.frames(wav)).tolist()


@pytest.fixture
def engine() -> Any:
    import pyttsx3  # noqa: PLC0415 - as the program does

    return pyttsx3.init(natural.register())


def saved(engine: Any, folder: Path, text: str) -> bytes:
    file = folder / "said.wav"
    engine.save_to_file(text, str(file), "it")
    engine.runAndWait()
    return file.read_bytes()


def test_pyttsx3_finds_the_driver_and_its_own_folder_is_left_as_it_was(engine: Any) -> None:
    import pyttsx3.drivers  # noqa: PLC0415 - as above

    assert engine.driver_name == "natural"
    assert not list(Path(pyttsx3.drivers.__path__[0]).glob("natural*"))


def test_a_text_is_saved_between_two_events(engine: Any, tmp_path: Path) -> None:
    events: list[tuple[str, bool | None]] = []
    tokens = [
        engine.connect("started-utterance", lambda name: events.append((f"started {name}", None))),
        engine.connect(
            "finished-utterance",
            lambda name, completed: events.append((f"finished {name}", completed)),
        ),
    ]
    wav = saved(engine, tmp_path, TOWEL)
    for token in tokens:
        engine.disconnect(token)
    assert events == [("started it", None), ("finished it", True)]
    assert 3 < sound.seconds(wav) < 6
    assert max(samples(wav)) > 5_000


def test_told_to_stop_it_ends_after_the_sentence(engine: Any, tmp_path: Path) -> None:
    ends: list[bool] = []
    stops = engine.connect("started-utterance", lambda name: engine.stop())  # noqa: ARG005 - pyttsx3's names
    told = engine.connect("finished-utterance", lambda name, completed: ends.append(completed))  # noqa: ARG005 - as above
    wav = saved(engine, tmp_path, f"{TOWEL} {TOWEL} {TOWEL}")
    engine.disconnect(stops)
    engine.disconnect(told)
    assert ends == [False]
    assert sound.seconds(wav) == 0
    assert sound.seconds(saved(engine, tmp_path, TOWEL)) > 3


def test_rate_volume_and_voice_are_properties(engine: Any, tmp_path: Path) -> None:
    usual = saved(engine, tmp_path, TOWEL)
    (voice,) = engine.getProperty("voices")
    assert (voice.id, voice.languages) == ("heart", ("en-US", "en-CA"))
    engine.setProperty("voice", voice.id)
    engine.setProperty("volume", 0.5)
    soft = saved(engine, tmp_path, TOWEL)
    engine.setProperty("volume", 1.0)
    assert max(samples(soft)) == pytest.approx(max(samples(usual)) / 2, abs=2)
    rate = engine.getProperty("rate")
    engine.setProperty("rate", rate / 2)
    slow = saved(engine, tmp_path, TOWEL)
    engine.setProperty("rate", rate)
    assert sound.seconds(slow) == pytest.approx(2 * sound.seconds(usual), rel=0.03)


@pytest.mark.parametrize(
    ("order", "problem"),
    [
        (lambda engine: engine.setProperty("voice", "emma"), "unknown voice emma"),
        (lambda engine: engine.setProperty("pitch", 1), "unknown property pitch"),
        (lambda engine: engine.say("Hello."), "this voice saves to files, which a player plays"),
    ],
)
def test_what_it_cannot_do_is_an_error_event(
    engine: Any, order: Callable[[Any], None], problem: str
) -> None:
    problems: list[str] = []
    token = engine.connect("error", lambda name, exception: problems.append(str(exception)))  # noqa: ARG005 - pyttsx3's names
    order(engine)
    engine.runAndWait()
    engine.disconnect(token)
    assert [each.strip("'") for each in problems] == [problem]


SAY = """
import sys
from local_voice.speech.speaker import Speaker
sys.stdout.buffer.write(Speaker().render("Put ice on your back. Is it numb?"))
"""


def test_the_same_text_is_the_same_bytes_in_another_process_too() -> None:
    command = [sys.executable, "-c", SAY]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)  # noqa: S603 - our own interpreter
    here = Speaker().render("Put ice on your back. Is it numb?")
    assert done.stdout == here == Speaker().render("Put ice on your back. Is it numb?")
    assert done.stderr == b""


def test_a_fresh_process_speaks_and_its_logging_is_left_alone() -> None:
    code = SAY.replace("sys.stdout.buffer.write", "len")
    code += "import logging; print(logging.getLogger().handlers)"
    command = [sys.executable, "-I", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603 - our own interpreter
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")


@pytest.mark.parametrize("locale", natural.LOCALES)
def test_americans_and_canadians_hear_it_unasked(locale: str) -> None:
    assert Speaker(locale).render(TOWEL) == Speaker(voice="natural").render(TOWEL)


@pytest.mark.parametrize("locale", OTHER_LOCALES)
def test_others_keep_espeak_until_there_is_a_voice_of_their_own(locale: str) -> None:
    assert Engines().speaking(locale, "").driver_name == ESPEAK
    assert Engines().speaking(locale, "natural").driver_name == "natural"


def test_espeak_speaks_where_it_is_asked_for() -> None:
    assert Engines().speaking("en-US", "espeak").driver_name == ESPEAK
    assert Engines().speaking("en-US", "en-gb-scotland").driver_name == ESPEAK


def test_it_opens_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    natural.model.cache_clear()  # it is loaded anew
    driver = natural.buildDriver(type("Proxy", (), {})())
    assert len(driver.frames(TOWEL)) > 3 * sound.BYTES_PER_SECOND


@pytest.mark.parametrize("rate", [100, 128, 150, 200])
def test_at_each_rate_both_voices_say_as_many_words_a_minute(rate: int) -> None:
    said = answers()[:3]

    def seconds(voice: str) -> float:
        speaker = Speaker(words_per_minute=rate, voice=voice)
        return sum(sound.seconds(speaker.render(answer)) for answer in said)

    assert seconds("natural") == pytest.approx(seconds("espeak"), rel=0.06)


def test_six_answers_have_some_hundred_and_fifty_words_a_minute() -> None:
    seconds = sum(sound.seconds(Speaker().render(answer)) for answer in answers())
    assert 140 < 60 * sum(map(words_in, answers())) / seconds < 160


@pytest.mark.parametrize("voice", ["natural", "espeak"])
def test_answers_are_as_loud_as_spoken_media(voice: str) -> None:
    speaker = Speaker(voice=voice)
    loud = [loudness(speaker.render(answer)) for answer in answers()]
    assert loud == pytest.approx([-16.0] * len(loud), abs=0.5)


def test_pauses_are_as_long_as_they_are_meant_to_be() -> None:
    first, second, question = Speaker().sentences("Lie down. Bend your knees. Is that better?")
    frames = sound.frames(first)
    assert frames.startswith(sound.silence(LEAD_IN))
    for wav, pause in ((first, SENTENCE_PAUSE), (second, BEFORE_QUESTION), (question, 0.5)):
        said = sound.frames(wav)
        rest = len(said) - len(sound.trimmed(said))
        assert rest / sound.BYTES_PER_SECOND == pytest.approx(pause, abs=0.01)
    begins = next(at for at, each in enumerate(samples(second)) if abs(each) > 300)
    assert begins / sound.SAMPLES_PER_SECOND < 0.03


def test_where_sound_meets_silence_nothing_clicks() -> None:
    for wav in Speaker().sentences(" ".join(answers()[:2])):
        wave = samples(wav)
        meets = [at for at, (one, other) in enumerate(pairwise(wave)) if (one == 0) != (other == 0)]
        assert meets
        for at in (meets[0], meets[-1]):
            assert abs(wave[at + 1] - wave[at]) < 0.01 * 32_768


def test_it_is_loud_enough_and_never_cut() -> None:
    for decibels in (-19, 0, 5, 13):
        wave = samples(Speaker(decibels=decibels).render(answers()[0]))
        assert max(map(abs, wave)) <= 0.89 * 32_768


def words(text: str) -> str:
    (phonemes,) = natural.model().phonemize(natural.marked(text))
    return str(phonemes)


@pytest.mark.parametrize(
    ("said", "phonemes"),
    [
        ("See a chiropractor.", "sˈi ɐ kˈIɹəpɹˌæktəɹ."),
        ("NSAIDs, an NSAID", "ˈɛnsˌɛdz, ɐn ˈɛnsˌɛd"),
        ("cauda equina syndrome", "kˌWdə ɪkwˈInə sˈɪndɹˌOm"),
        ("A physiatrist", "ɐ fəzˈIətɹɪst"),
        ("Raynaud's phenomenon", "ɹAnˈOz fənˈɑmənˌɑn"),
        ("acetaminophen", "əsˌiTəmˈɪnəfən"),
        ("Call 911 now.", "kˈɔl nˈIn wˈʌn wˈʌn nˈW."),
        ("Call 999.", "kˈɔl nˈIn nˈIn nˈIn."),
        ("Call 112.", "kˈɔl wˈʌn wˈʌn tˈu."),
        ("Call 000.", "kˈɔl zˈɪɹO zˈɪɹO zˈɪɹO."),
        ("Call 13 11 14.", "kˈɔl wˈʌn θɹˈi, wˈʌn wˈʌn, wˈʌn fˈɔɹ."),
        ("twenty minutes", "twˈɛnti mˈɪnəts"),
        ("an hour and a half", "ɐn ˈWəɹ ænd ɐ hˈæf"),
        ("20 to 30 minutes", "twˈɛnti tə θˈɜɹTi mˈɪnəts"),
    ],
)
def test_words_and_numbers_are_said_as_people_do(said: str, phonemes: str) -> None:
    assert words(said) == phonemes


def test_every_pronunciation_is_in_letters_that_the_voice_has() -> None:
    known, _ = natural.pronunciations()
    letters = natural.model().vocab
    for word, phonemes in known.items():
        assert {each for each in phonemes if each not in letters} == set(), word
        assert phonemes in words(f"See {word} now.")


def test_a_number_in_groups_is_said_in_groups() -> None:
    line = 'on 1 <say-as interpret-as="digits">800</say-as> 2 2 2'
    assert [segment.text for segment in segments(line)] == ["on 1, 8 0 0, 2 2 2"]


@pytest.mark.parametrize(
    "odd", ["ice \x00 pack", "ice \ud800 pack", "ice \U0001f9ca", "[a](b) / [", "§ 1/0 $"]
)
def test_odd_characters_do_not_stop_the_voice(odd: str) -> None:
    assert sound.seconds(Speaker().render(odd)) > 0.3


def test_nothing_to_say_is_no_sound() -> None:
    assert sound.seconds(Speaker().render("<speak> ... </speak>")) == 0


OTHER_VOICE = """
import sys
sys.path[:0] = {path!r}
from local_voice.errors import SpeechUnavailable
from local_voice.speech.speaker import Speaker
espeak = len(Speaker(voice="espeak").render("Hello."))
print(abs(len(Speaker().render("Hello.")) / espeak - 1) < 0.01)
try:
    Speaker(voice="natural").check()
except SpeechUnavailable as error:
    print(error)
"""


def without(path: list[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", OTHER_VOICE.format(path=path)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603 - our own interpreter


@pytest.mark.parametrize("file", ["hibari.onnx", "lexicon_us_gold.json.gz", "oov.onnx"])
def test_a_damaged_file_lets_espeak_speak_with_one_line(tmp_path: Path, file: str) -> None:
    import hibari  # noqa: PLC0415 - heavy

    shutil.copytree(Path(hibari.__file__).parent, tmp_path / "hibari")
    (tmp_path / "hibari" / "assets" / file).write_bytes(b"damaged")
    done = without([str(tmp_path)])
    assert done.returncode == 0
    alike, error = done.stdout.splitlines()
    assert alike == "True"
    assert error.startswith("the natural voice does not start (")
    assert error.endswith('; run "pip install --force-reinstall hibari-tts"')
    assert done.stderr.splitlines() == [f"Another voice speaks: {error}."]


def test_without_the_extra_espeak_speaks_and_a_wish_for_it_is_told_how(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(natural, "available", lambda: False)
    assert Engines().speaking("en-US", "").driver_name == ESPEAK
    with pytest.raises(SpeechUnavailable) as told:
        Engines().speaking("en-US", "natural")
    assert str(told.value) == (
        'the natural voice is not installed; run "pip install back-spasm-guide[natural]"'
    )
