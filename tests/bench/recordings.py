"""Speech for the benchmark of listening, by voices of several engines.

Everything is the same at each run. flite and festival are Debian packages: their voices are left
out where they are not installed.
"""

import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np

from local_voice.listener.recording import samples_of
from tests.support.spoken_wavs import (
    AROUND,
    OTHER_VOICES,
    VOICES,
    all_spoken,
    as_wav,
)

Said = Mapping[str, bytes]
"""Texts as one voice says them: samples, signed 16 bit, mono, 16,000 a second, a quarter of a
second around them."""

_FLITE = ("awb", "kal16", "rms", "slt")  # people's recordings, put together anew; awb is a Scot
_FESTIVAL = ("kal_diphone", "ked_diphone", "cmu_us_slt_arctic_hts")
_SPEEDS = (1.0, 1.25)  # of the natural voice


def said(texts: Sequence[str]) -> dict[str, Said]:
    """Every text by every voice that is installed here, and how long each took, printed.

    By the voice's name; espeak's begin with "espeak".
    """
    found: dict[str, Said] = {}
    for name, say in _voices().items():
        began = perf_counter()
        found[name] = dict(zip(texts, say(texts), strict=True))
        print(f"  {name}: {len(texts)} texts in {perf_counter() - began:.0f} s", flush=True)
    return found


def _voices() -> dict[str, Callable[[Sequence[str]], Iterable[bytes]]]:
    found: dict[str, Callable[[Sequence[str]], Iterable[bytes]]] = {
        f"espeak {voice}": partial(all_spoken, voice=voice) for voice in VOICES + OTHER_VOICES
    }
    if shutil.which("flite"):
        found |= {f"flite {voice}": partial(_flite, voice) for voice in _FLITE}
    if shutil.which("festival"):
        found |= {f"festival {voice}": partial(_festival, voice) for voice in _festival_voices()}
    return found | {f"natural {speed:g}": partial(_natural, speed) for speed in _SPEEDS}


def _festival_voices() -> list[str]:
    there = {folder.name for folder in Path("/usr/share/festival/voices").glob("*/*")}
    return [voice for voice in _FESTIVAL if voice in there]


def _flite(voice: str, texts: Sequence[str]) -> Iterator[bytes]:
    for text in texts:
        with TemporaryDirectory() as folder:
            file = Path(folder) / "said.wav"
            command = ["flite", "-voice", voice, "-t", text, "-o", str(file)]
            subprocess.run(command, check=True, timeout=60)  # noqa: S603 - a command of ours
            yield AROUND + samples_of(file) + AROUND


def _festival(voice: str, texts: Sequence[str]) -> list[bytes]:
    """All by one process: it takes long to start."""
    with TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.wav" for number in range(len(texts))]
        script = Path(folder) / "say.scm"
        script.write_text(f"(voice_{voice})\n" + "".join(map(_to_be_saved, texts, files)))
        subprocess.run(["festival", "-b", str(script)], check=True, timeout=600)  # noqa: S603, S607
        return [AROUND + samples_of(file) + AROUND for file in files]


def _to_be_saved(text: str, file: Path) -> str:
    return f'(utt.save.wave (utt.synth (Utterance Text "{text}")) "{file}" \'riff)\n'


def _natural(speed: float, texts: Sequence[str]) -> Iterator[bytes]:
    hibari = _hibari()
    for text in texts:
        made = np.asarray(hibari(text, speed=speed, seed=0))
        pcm = (made / np.abs(made).max() * 20_000).astype("<i2").tobytes()
        yield AROUND + samples_of(as_wav(pcm, 24_000)) + AROUND


@cache
def _hibari() -> Callable[..., Any]:
    from hibari import Hibari  # noqa: PLC0415 - half a second, and only for this benchmark

    return Hibari()  # type: ignore[no-any-return]
