"""A pyttsx3 driver that sounds like a person: hibari, whose weights are inside its wheel.

pyttsx3 imports a driver by its name, `pyttsx3.drivers.NAME`, and takes what stands in `sys.modules`
under it: `register` puts this module there, and nothing is written beside pyttsx3's own drivers.
The names of a driver's functions and methods are pyttsx3's. Nothing here opens a connection: only
hibari's other voices are fetched, and none of them is used.
"""

import re
import sys
import tomllib
from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from local_voice.speech import sound

NAME = "natural"
REMEDY = 'run "pip install back-spasm-guide[natural]"'
REPAIR = 'run "pip install --force-reinstall hibari-tts"'
LOCALES = ("en-US", "en-CA")
"""Where its accent, American, is at home; there is no other voice in the wheel."""

_OWN_PACE = 178
"""The rate at which espeak-ng says six answers as fast as hibari does at the pace it was made for.

hibari can change it by steps of 25 ms a sound alone, and limps then; so what it says is stretched.
"""

_GAIN = 1.8
"""What makes six answers as loud as espeak-ng says them: what is added to one then suits both."""

_CEILING = 0.5  # of full scale: no louder, so that there is room for what is added
_QUIET = sound.QUIET / 32_768
_SEED = 0  # of the noise in its breath: the same text shall sound the same each time
_UP_DOWN = (147, 160)  # from hibari's 24,000 samples a second to `sound.SAMPLES_PER_SECOND`
_FULL = 32_767


class Voice(NamedTuple):
    """What pyttsx3 tells of a voice."""

    id: str = "heart"
    name: str = "hibari heart"
    languages: tuple[str, ...] = LOCALES


def available() -> bool:
    return find_spec("hibari") is not None


def is_for(locale: str) -> bool:
    """Whether it speaks unasked there."""
    return locale in LOCALES and available()


def register() -> str:
    """Make `pyttsx3.init(NAME)` find this module; gives `NAME`."""
    sys.modules[f"pyttsx3.drivers.{NAME}"] = sys.modules[__name__]
    return NAME


def buildDriver(proxy: Any) -> "NaturalDriver":  # noqa: ANN401, N802 - pyttsx3's, without types
    return NaturalDriver(proxy)


class NaturalDriver:
    """Called by pyttsx3's engine, from one thread at a time but for `stop`.

    The first one made loads the model, in a second or less, and raises what onnxruntime and hibari
    raise where a file is damaged.
    """

    def __init__(self, proxy: Any) -> None:  # noqa: ANN401 - as above
        self._proxy = proxy
        self._stopped = False
        self._properties: dict[str, Any] = {"rate": _OWN_PACE, "volume": 1.0, "voice": Voice().id}
        model()

    def destroy(self) -> None:
        """Nothing to do: the model is kept for the next driver."""

    def startLoop(self) -> None:  # noqa: N802 - as above
        """Work off the queue, which is all done when this returns."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802 - as above
        """Nothing to do: `startLoop` has ended."""

    def stop(self) -> None:
        """End what is being said after its sentence."""
        self._stopped = True

    def say(self, text: str) -> None:
        raise NotImplementedError("this voice saves to files, which a player plays")

    def save_to_file(self, text: str, filename: str) -> None:
        """Write a WAV file of the format of `local_voice.speech.sound`."""
        self._stopped = False
        self._proxy.setBusy(True)
        self._proxy.notify("started-utterance")
        done = False
        try:
            Path(filename).write_bytes(sound.wav(self.frames(text)))
            done = not self._stopped
        finally:
            self._proxy.notify("finished-utterance", completed=done)
            self._proxy.setBusy(False)

    def getProperty(self, name: str) -> Any:  # noqa: ANN401, N802 - as above
        return [Voice()] if name == "voices" else self._properties[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: ANN401, N802 - as above
        if name not in self._properties:
            raise KeyError(f"unknown property {name}")
        if name == "voice" and value != Voice().id:
            raise ValueError(f"unknown voice {value}")
        self._properties[name] = value

    def frames(self, text: str) -> bytes:
        import numpy as np  # noqa: PLC0415 - brought by hibari

        from local_voice.speech import waveform  # noqa: PLC0415 - as above

        said: list[Any] = []
        for sentence in model().stream(marked(text), seed=_SEED):
            if self._stopped:
                break
            said.append(sentence)
        if not said:
            return b""
        wave = waveform.resampled(np.concatenate(said), *_UP_DOWN)
        times = _OWN_PACE / self._properties["rate"]
        wave = waveform.stretched(wave, times, sound.SAMPLES_PER_SECOND)
        wave = waveform.limited(wave * _GAIN, _CEILING, sound.SAMPLES_PER_SECOND)
        wave = waveform.trimmed(wave, _QUIET, sound.SAMPLES_PER_SECOND)
        wave *= _FULL * self._properties["volume"]
        return bytes(wave.astype("<i2").tobytes())


def marked(text: str) -> str:
    """Tell hibari, in its own markup, how to say the words of pronunciations.toml."""
    known, words = pronunciations()
    return words.sub(lambda word: f"[{word[0]}](/{known[word[0].lower()]}/)", text)


@cache
def pronunciations() -> tuple[dict[str, str], re.Pattern[str]]:
    file = resources.files("local_voice.speech") / "pronunciations.toml"
    table = tomllib.loads(file.read_text("utf-8"))["phonemes"]
    known = {word.lower(): phonemes for word, phonemes in table.items()}
    longest_first = sorted(known, key=len, reverse=True)
    words = "|".join(map(re.escape, longest_first))
    return known, re.compile(rf"(?<![\w'])({words})(?![\w'])", re.IGNORECASE)


@cache
def model() -> Any:  # noqa: ANN401 - hibari has no types
    import hibari  # noqa: PLC0415 - an extra

    made = hibari.Hibari(threads=1)
    made("Verhunce")  # loads what is loaded late: the lexicon, and what reads unknown words
    return made
