"""The real pyttsx3 with the espeak-ng that pip installed: what is in the WAV files it makes.

The natural voice has its tests in test_natural.py; what speaks here is espeak-ng, unless it is all
the same.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from array import array
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

from local_voice.errors import SpeechUnavailable
from local_voice.speech import sound
from local_voice.speech.engine import ESPEAK, languages_of, nearest_voice
from local_voice.speech.speaker import DECIBELS, LEAD_IN
from local_voice.speech.speaker import Speaker as AnySpeaker
from local_voice.speech.ssml import BEFORE_QUESTION, SENTENCE_PAUSE

ANSWER = "Put ice on your back for twenty minutes, and keep a towel between the ice and your skin."


@dataclass(eq=False)
class Speaker(AnySpeaker):
    voice: str = ESPEAK


def loudness(wav: bytes) -> float:
    """Root mean square of the samples, of 32,767."""
    samples = array("h", sound.frames(wav))
    return float((sum(sample * sample for sample in samples) / len(samples)) ** 0.5)


def alike(one: bytes, other: bytes) -> bool:
    """Whether two sounds are equally long and loud; the engine never makes quite the same twice."""
    return sound.seconds(one) == pytest.approx(sound.seconds(other), rel=0.005) and loudness(
        one
    ) == pytest.approx(loudness(other), rel=0.1)


def in_a_process_of_its_own(
    code: str, *path: Path, data_path: str = ""
) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([*map(str, path), *sys.path]),
        "ESPEAK_DATA_PATH": data_path,
    }
    return subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_an_answer_is_a_wav_of_the_agreed_format_that_is_not_silent() -> None:
    wav = Speaker().render(ANSWER)
    assert wav[:4] == b"RIFF"
    assert 4 < sound.seconds(wav) < 9
    assert loudness(wav) > 1_000


@pytest.mark.parametrize("pause", [250, 2_000, 7_500])
def test_a_break_lengthens_the_sound_by_what_it_says(pause: int) -> None:
    def with_break(milliseconds: int) -> str:
        return f'<speak>Breathe in. <break time="{milliseconds}ms"/> Breathe out.</speak>'

    speaker = Speaker()
    longer = sound.seconds(speaker.render(with_break(pause)))
    assert longer - sound.seconds(speaker.render(with_break(0))) == pytest.approx(
        pause / 1000, abs=0.02
    )


def test_nothing_to_say_is_no_sound() -> None:
    assert sound.seconds(Speaker().render("<speak> ... </speak>")) == 0
    assert Speaker().sentences("") == []


def test_a_number_spelt_as_digits_is_said_digit_by_digit() -> None:
    speaker = Speaker()
    digits = '<speak><say-as interpret-as="digits">9119</say-as></speak>'
    assert alike(speaker.render(digits), speaker.render("9 1 1 9"))
    assert not alike(speaker.render(digits), speaker.render("9119"))


def test_each_sentence_is_a_wav_and_together_they_are_the_whole() -> None:
    speaker, text = Speaker(), f"{ANSWER} Is it numb? Take it off."
    said = speaker.sentences(text)
    assert len(said) == 3
    assert alike(sound.wav(b"".join(map(sound.frames, said))), speaker.render(text))
    assert all(loudness(sentence) > 500 for sentence in said)


def test_the_silence_after_a_sentence_is_ours_and_not_the_engines() -> None:
    frames = sound.frames(Speaker().render(ANSWER))
    rest = len(frames) - len(sound.trimmed(frames))
    assert rest / sound.BYTES_PER_SECOND == pytest.approx(SENTENCE_PAUSE, abs=0.01)


def test_eight_threads_at_once_get_each_their_own_words_voice_and_rate() -> None:
    def speaker(number: int) -> Speaker:
        return Speaker(("en-US", "en-GB")[number % 2], 140 + 20 * number)

    def render(number: int) -> bytes:
        return speaker(number % 8).render(f"{ANSWER} This is answer number {number % 8}.")

    alone = [render(number) for number in range(8)]
    assert not any(alike(alone[7], other) for other in alone[:7])
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(render, range(16)))
    assert all(map(alike, together, alone * 2))


def test_a_higher_rate_is_faster() -> None:
    slow, fast = Speaker(words_per_minute=120), Speaker(words_per_minute=240)
    assert sound.seconds(slow.render(ANSWER)) > 1.5 * sound.seconds(fast.render(ANSWER))


def test_a_text_of_fifteen_thousand_characters_is_said_to_its_end() -> None:
    wav = Speaker(words_per_minute=400).render("stretch gently " * 1_000)
    assert sound.seconds(wav) > 200
    assert loudness(sound.wav(sound.frames(wav)[-200_000:])) > 500


@pytest.mark.parametrize("odd", ["ice \x00 pack", "ice \ud800 pack", "ice \U0001f9ca", "<<>>&ice"])
def test_odd_characters_do_not_stop_the_voice(odd: str) -> None:
    assert loudness(Speaker().render(odd)) > 500


def test_no_file_is_left_and_nothing_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    Speaker().render(ANSWER)
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")


VOICES = {
    "en-029": "gmw/en-029",
    "en-gb": "gmw/en",
    "en-us": "gmw/en-us",
}


@pytest.mark.parametrize(
    ("locale", "voice"),
    [
        ("en-US", "gmw/en-us"),
        ("en-GB", "gmw/en"),
        ("en-CA", "gmw/en-us"),
        ("en-AU", "gmw/en"),
        ("en-IN", "gmw/en"),
        ("en-ZA", "gmw/en-us"),
    ],
)
def test_each_locale_gets_the_nearest_voice(locale: str, voice: str) -> None:
    assert nearest_voice(VOICES, locale) == voice


def test_the_first_of_equal_voices_is_taken_and_without_any_the_engines_own() -> None:
    voices = [
        SimpleNamespace(id="one", languages=["en_US"]),
        SimpleNamespace(id="two", languages=["en-us", "de"]),
    ]
    assert languages_of(voices) == {"en-us": "one", "de": "two"}
    assert nearest_voice({"de": "two"}, "en-US") is None


def test_another_voice_is_taken_by_its_language() -> None:
    scottish, british = (Speaker(voice=name).render(ANSWER) for name in ("en-gb-scotland", "en-gb"))
    assert not alike(scottish, british)
    assert alike(british, Speaker("en-GB").render(ANSWER))
    with pytest.raises(SpeechUnavailable, match=r"^there is no voice x; use one of en.*, en-us"):
        Speaker(voice="x").check()


def test_steps_are_said_slower_a_question_stands_alone_and_the_first_word_is_not_lost() -> None:
    steps = "Lie on your back. Is that better?"
    slow, usual = (Speaker().sentences(steps, slowly=slowly) for slowly in (True, False))
    assert sound.seconds(slow[0]) > 1.08 * sound.seconds(usual[0])
    frames = sound.frames(usual[0])
    assert frames.startswith(sound.silence(LEAD_IN))
    assert frames.endswith(sound.silence(BEFORE_QUESTION))
    assert not sound.frames(usual[1]).startswith(sound.silence(LEAD_IN))


def test_it_is_as_loud_as_it_should_be_and_never_cut() -> None:
    plain, usual, loud = (Speaker(decibels=each).render(ANSWER) for each in (0, DECIBELS, 13))
    assert 1.6 < loudness(usual) / loudness(plain) < 1.78  # five decibels, its peaks bent
    assert loudness(loud) > loudness(usual)
    for wav in (plain, usual, loud):
        assert max(map(abs, array("h", sound.frames(wav)))) <= 0.89 * 32_768
    assert loudness(sound.chime()) > 1.1 * loudness(usual)


def test_american_and_british_sound_different_and_a_locale_without_voice_still_sounds() -> None:
    american, british = (Speaker(locale).render(ANSWER) for locale in ("en-US", "en-GB"))
    assert not alike(american, british)
    assert alike(Speaker("en-CA").render(ANSWER), american)
    assert alike(Speaker("en-AU").render(ANSWER), british)
    assert loudness(Speaker("xx-XX").render(ANSWER)) > 1_000


TRY_TO_SPEAK = """
import logging
from local_voice.errors import SpeechUnavailable
from local_voice.speech.speaker import Speaker
try:
    print(len(Speaker(voice="espeak", longest_wait=1).render("hello")))
except SpeechUnavailable as error:
    print(error)
print("root handlers", logging.getLogger().handlers)
"""


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """Copy the package that brings espeak-ng, to be damaged; it goes in front on the path."""
    import espeakng_loader  # noqa: PLC0415 - heavy, and on Linux only

    copy = tmp_path / "espeakng_loader"
    shutil.copytree(Path(espeakng_loader.__file__).parent, copy)
    return copy


def test_speech_is_a_wav_in_a_fresh_process_and_leaves_its_logging_alone() -> None:
    done = in_a_process_of_its_own(TRY_TO_SPEAK, data_path="/nowhere")
    size, handlers = done.stdout.splitlines()
    assert int(size) > 20_000
    assert handlers == "root handlers []"
    assert (done.returncode, done.stderr) == (0, "")


def test_missing_voice_data_is_an_error_and_not_the_end_of_the_process(damaged: Path) -> None:
    (damaged / "espeak-ng-data" / "phontab").unlink()
    done = in_a_process_of_its_own(TRY_TO_SPEAK, damaged.parent)
    assert "phontab is missing; run" in done.stdout
    assert (done.returncode, done.stderr) == (0, "")


def test_spoilt_voice_data_is_an_error_and_not_the_end_of_the_process(damaged: Path) -> None:
    (damaged / "espeak-ng-data" / "phondata").write_bytes(b"spoilt")
    done = in_a_process_of_its_own(TRY_TO_SPEAK, damaged.parent)
    assert "the speech engine failed" in done.stdout
    assert done.returncode == 0


def test_voice_data_too_deep_down_for_espeak_is_an_error_that_says_so(damaged: Path) -> None:
    deep = damaged.parent / ("deep" * 40)
    deep.mkdir()
    damaged.rename(deep / damaged.name)
    done = in_a_process_of_its_own(TRY_TO_SPEAK, deep)
    assert "move the project to a folder with a shorter name" in done.stdout
    assert (done.returncode, done.stderr) == (0, "")


def test_a_library_that_does_not_load_is_an_error(damaged: Path) -> None:
    (damaged / "libespeak-ng.so").unlink()
    done = in_a_process_of_its_own(TRY_TO_SPEAK, damaged.parent)
    assert "the speech engine failed" in done.stdout
    assert "espeakng-loader" in done.stdout
    assert (done.returncode, done.stderr) == (0, "")


BREAK_OFF = """
import tempfile
import weakref
from threading import Event, Thread
from local_voice.speech import speaker
tempfile.tempdir = sys.argv[1]
began, over, run = Event(), Event(), speaker._run
def watched(engine):
    began.set()
    run(engine)
    over.set()
speaker._run = watched
weakref.finalize(over, over.wait, 2)  # after the folder is gone there is time for the engine
long = ("Put ice on your back. " * 100,)
Thread(target=speaker.Speaker(voice="espeak").render, args=long, daemon=True).start()
began.wait(20)
"""


def test_a_program_that_ends_in_the_middle_of_a_text_ends_quietly_and_clears_up(
    tmp_path: Path,
) -> None:
    done = in_a_process_of_its_own(BREAK_OFF.replace("sys.argv[1]", repr(str(tmp_path))))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


FULL_DISK = """
import resource
from local_voice.errors import SpeechUnavailable
from local_voice.speech.speaker import Speaker
def limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
speaker = Speaker(voice="espeak", longest_wait=0.5)
limit(1000)
for attempt in range(2):
    try:
        speaker.render("hello")
    except SpeechUnavailable as error:
        print(error)
limit(1_000_000)
print(len(speaker.render("hello")) > 20_000)
"""


def test_a_full_disk_is_an_error_and_the_voice_comes_back_when_there_is_room() -> None:
    done = in_a_process_of_its_own(FULL_DISK)
    *errors, recovered = done.stdout.splitlines()
    assert len(errors) == 2
    assert all("disk is not full" in error for error in errors)
    assert recovered == "True"
    assert done.returncode == 0


def test_the_error_carries_reason_and_remedy() -> None:
    error = SpeechUnavailable("no engine", "install one")
    assert (str(error), error.reason, error.remedy) == (
        "no engine; install one",
        "no engine",
        "install one",
    )
