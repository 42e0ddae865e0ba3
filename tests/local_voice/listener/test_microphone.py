"""The microphone, with recording programs of the test's own, and where an utterance ends."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from local_voice.errors import ListeningUnavailable
from local_voice.listener.microphone import COMMANDS, Microphone, utterance
from local_voice.listener.recording import BYTES_PER_SECOND
from tests.support.spoken_wavs import AROUND, noisy, spoken

PIECE = 960  # bytes, 30 ms


def program(script: str) -> tuple[str, ...]:
    return (sys.executable, "-S", "-E", "-c", script)


SILENCE = program("import sys\nwhile True: sys.stdout.buffer.write(bytes(960))")
BROKEN = program("import sys; sys.exit(1)")


def quiet(seconds: float) -> bytes:
    return bytes(int(seconds * BYTES_PER_SECOND) // 2 * 2)


def pieces(sound: bytes) -> Iterator[bytes]:
    return (sound[at : at + PIECE] for at in range(0, len(sound), PIECE))


def test_without_a_recording_program_it_says_which_were_looked_for() -> None:
    with pytest.raises(ListeningUnavailable) as unavailable:
        Microphone([("no-such-recorder",), ("nor-this-one", "-q")])
    assert str(unavailable.value) == (
        "no program to record sound was found (no-such-recorder, nor-this-one); plug in or switch "
        "on a microphone; on Linux install alsa-utils, elsewhere sox"
    )


def test_sound_comes_in_pieces_until_it_is_closed() -> None:
    microphone = Microphone([SILENCE])
    with closing(microphone.sound()) as sound:
        assert next(sound) == bytes(PIECE)
        child = microphone.child
        assert child
        assert child.poll() is None
    assert child.returncode is not None


def test_a_program_that_gives_no_sound_is_left_for_the_next() -> None:
    with closing(Microphone([BROKEN, SILENCE]).sound()) as sound:
        assert next(sound) == bytes(PIECE)


def test_a_microphone_that_is_pulled_out_is_told() -> None:
    pulled_out = program(f"import sys; sys.stdout.buffer.write(bytes({PIECE * 2})); sys.exit(7)")
    with closing(Microphone([pulled_out, SILENCE]).sound()) as sound:
        assert [next(sound), next(sound)] == [bytes(PIECE)] * 2
        with pytest.raises(ListeningUnavailable, match="ended with code 7; plug in"):
            next(sound)


def test_a_microphone_that_is_closed_before_any_sound_starts_no_other_program(
    tmp_path: Path,
) -> None:
    started = tmp_path / "started"
    os.mkfifo(started)
    hangs = program(f"import signal; open({str(started)!r}, 'w').close(); signal.pause()")
    microphone = Microphone([hangs, SILENCE])
    heard: list[str] = []

    def listen() -> None:
        with pytest.raises(ListeningUnavailable) as ended, closing(microphone.sound()) as sound:
            heard.append(repr(next(sound)))
        heard.append(ended.value.reason)

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    started.read_bytes()  # waits for the program
    child = microphone.child
    microphone.close()
    thread.join(30)
    assert (heard, microphone.child) == (["the microphone is closed"], child)


def test_a_microphone_that_is_closed_stays_closed() -> None:
    microphone = Microphone([SILENCE])
    microphone.close()
    with pytest.raises(ListeningUnavailable, match="the microphone is closed"):
        next(microphone.sound())
    assert microphone.child is None


def test_a_program_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    unstartable = tmp_path / "recorder"
    unstartable.write_bytes(b"\x7fELF but not really")
    unstartable.chmod(0o755)
    with pytest.raises(ListeningUnavailable, match="does not start"):
        next(Microphone([(os.fspath(unstartable),)]).sound())


def test_every_program_records_what_the_recogniser_wants() -> None:
    for command in COMMANDS:
        line = " ".join(command)
        assert "16000" in line
        assert "1" in line.split() or "--channels=1" in line


def test_an_utterance_is_what_stands_between_two_pauses() -> None:
    question, answer = spoken("how long should i ice my back"), spoken("yes please")
    sound = pieces(quiet(1) + question + quiet(1) + answer + quiet(1))
    first, second = utterance(sound), utterance(sound)
    assert len(question) * 0.7 < len(first) < len(question) * 1.5
    assert len(answer) * 0.5 < len(second) < len(answer) * 2


def test_a_pause_as_at_a_comma_ends_no_utterance() -> None:
    first, then = spoken("my back just went into spasm"), spoken("what should i do")
    around = len(AROUND)
    between = quiet(0.4)
    said = first[around:-around] + between + then[around:-around]
    heard = utterance(pieces(quiet(1) + said + quiet(1)))
    assert len(said) * 0.8 < len(heard) < len(said) * 1.4


def test_an_utterance_is_found_in_a_fan_too() -> None:
    question = spoken("how long should i ice my back")
    sound = noisy(quiet(2) + question + quiet(2), 0, seed=1)
    said = utterance(pieces(sound))
    assert len(question) * 0.7 < len(said) < len(question) * 1.5


def test_nobody_who_speaks_gives_nothing() -> None:
    assert utterance(pieces(quiet(3)), patience=2) == b""


def test_what_never_ends_is_cut() -> None:
    endless = spoken("what is a back spasm " * 10)
    assert len(utterance(pieces(endless), longest=5)) < 6 * BYTES_PER_SECOND
