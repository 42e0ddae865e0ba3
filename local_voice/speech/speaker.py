"""Text to sound: one engine thread for the process.

pyttsx3 is dependable in one way only (measured, 2.99 on Linux): one thread owns the engine and
each text is saved to a file; the program then plays the file itself. So the whole process shares
one engine thread, fed through a queue. Drivers other than espeak (macOS, Windows) are untried.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import wave
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from tempfile import mkdtemp
from threading import Lock, Thread
from typing import Any

from local_voice.errors import SpeechUnavailable
from local_voice.speech import sound, ssml
from local_voice.speech.ending import finished_first
from local_voice.speech.engine import OTHER_REMEDY, REMEDIES, Engines
from skill.storage.own_files import APP, restrict, write_file

WORDS_PER_MINUTE = 150
"""Without the pauses, in either voice."""

DECIBELS = 5.0
"""What espeak-ng lacks to the loudness of spoken media, -16 LUFS, measured on six answers."""

SLOWLY = 0.85
"""What is done while it is heard, such as the steps of the routine, is said at this part of it."""

LEAD_IN = 0.2  # seconds: a loudspeaker that has to wake swallows no syllable
LONGEST_WAIT = 30.0  # seconds for one segment, which takes some 10 ms with espeak-ng

_LEAD = sound.silence(LEAD_IN)


@dataclass(eq=False)
class Speaker:
    """A voice for one locale. Safe to use from several threads; there is nothing to close.

    `voice` is "natural", "espeak", or the language of another one that espeak-ng has, such as
    "en-gb-scotland"; empty: the natural one where it is installed and suits the locale.
    """

    locale: str = "en-US"
    words_per_minute: int = WORDS_PER_MINUTE
    decibels: float = DECIBELS
    voice: str = ""
    longest_wait: float = LONGEST_WAIT

    def render(self, text: str) -> bytes:
        """SSML or plain text as one WAV file (see `local_voice.speech.sound`).

        Raises `SpeechUnavailable`, whatever it is that fails.
        """
        return sound.wav(b"".join(sound.frames(wav) for wav in self.sentences(text)))

    def sentences(self, text: str, *, slowly: bool = False) -> list[bytes]:
        """Do as `render`, in one WAV file a sentence, so that each can be said again."""
        rate = round(self.words_per_minute * (SLOWLY if slowly else 1))
        said = [
            b"".join(self._frames(segment, rate) for segment in sentence)
            for sentence in ssml.sentences(text)
        ]
        return [sound.wav(_LEAD * (at == 0) + frames) for at, frames in enumerate(said)]

    def check(self) -> None:
        """Raises `SpeechUnavailable` if there is no engine, or it has no such voice."""
        self._frames(ssml.Segment("Hello.", 0.0), self.words_per_minute)

    def _frames(self, segment: ssml.Segment, rate: int) -> bytes:
        rest = sound.silence(segment.pause)
        if not segment.text:
            return rest
        job = _Job(segment.text, self.locale, self.voice, rate)
        said = _engine_thread().do(job, self.longest_wait)
        return sound.louder(said, self.decibels) + rest


@dataclass(frozen=True, slots=True)
class _Job:
    text: str
    locale: str
    voice: str
    words_per_minute: int
    frames: Future[bytes] = field(default_factory=Future)


class _EngineThread:
    """Owns the engines: makes each at its first job, and is the only thread to call them."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[_Job] = SimpleQueue()
        self._engines = Engines()
        self._engine: Any = None  # the one at work; pyttsx3 has no types
        # A daemon: an engine that hangs must not keep the program from ending.
        Thread(target=self._work, name="speech", daemon=True).start()

    def do(self, job: _Job, longest_wait: float) -> bytes:
        self._jobs.put(job)
        try:
            return job.frames.result(longest_wait)
        except TimeoutError as error:
            job.frames.cancel()
            # The driver waits for ever when it cannot write its file; this ends its loop, if any.
            with contextlib.suppress(RuntimeError, AttributeError):
                self._engine.endLoop()
            raise SpeechUnavailable(
                f"the speech engine gave no sound in {longest_wait:g} seconds",
                "see that the disk is not full, then start again",
            ) from error

    def _work(self) -> None:
        while True:
            job = self._jobs.get()
            with finished_first():
                if job.frames.set_running_or_notify_cancel():
                    self._finish(job)

    def _finish(self, job: _Job) -> None:
        try:
            job.frames.set_result(self._render(job))
        except SpeechUnavailable as error:
            job.frames.set_exception(error)
        except Exception as error:  # noqa: BLE001 - drivers raise whatever their platform does
            remedy = REMEDIES.get(sys.platform, OTHER_REMEDY)
            unavailable = SpeechUnavailable(f"the speech engine failed ({error})", remedy)
            unavailable.__cause__ = error
            job.frames.set_exception(unavailable)

    def _render(self, job: _Job) -> bytes:
        engine = self._engine = self._engines.speaking(job.locale, job.voice)
        engine.setProperty("rate", job.words_per_minute)
        with _folder() as folder:
            file = folder / "speech.wav"
            write_file(file, b"")  # before the engine makes it open to all
            engine.save_to_file(job.text, str(file))
            _run(engine)
            return sound.trimmed(sound.frames(_read_wav(file)))


_one_engine_thread: list[_EngineThread] = []
_one_engine_lock = Lock()


def _engine_thread() -> _EngineThread:
    """Give the process's only one: espeak-ng keeps its state in global variables."""
    with _one_engine_lock:
        if not _one_engine_thread:
            _one_engine_thread.append(_EngineThread())
        return _one_engine_thread[0]


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    """One that is removed in the end, even when the engine hangs in it."""
    folder = Path(mkdtemp(prefix=f"{APP}-{os.getpid()}-"))

    def remove() -> None:
        shutil.rmtree(folder, ignore_errors=True)

    try:
        with finished_first(otherwise=remove):
            restrict([folder])
            yield folder
    finally:
        remove()


def _run(engine: Any) -> None:  # noqa: ANN401 - pyttsx3 has no types
    if engine.driver_name == "espeak":
        # Its runAndWait returns too early; its own loop ends with the text.
        try:
            engine.startLoop()
        finally:
            engine.endLoop()
    else:
        engine.runAndWait()


def _read_wav(file: Path) -> bytes:
    try:
        data = file.read_bytes()
        if data.startswith(b"FORM"):  # macOS writes AIFF, whatever the file is called
            form = ["-f", "WAVE", "-d", f"LEI16@{sound.SAMPLES_PER_SECOND}", "-c", "1"]
            subprocess.run(["afconvert", *form, file, file], check=True)  # noqa: S603, S607 - part of macOS
            data = file.read_bytes()
        sound.frames(data)
    except (OSError, EOFError, wave.Error, subprocess.SubprocessError) as error:
        raise SpeechUnavailable(
            f"the speech engine wrote no usable sound ({error})", "see that the disk is not full"
        ) from error
    return data
