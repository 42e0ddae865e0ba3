"""Moonshine tiny-en, a speech recogniser, run by onnxruntime: the only importer of it here.

Its weights are in the wheel of moonshine-voice, which itself is never imported: that would load a
library of 40 MB and ask for a sound card.
"""

from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from local_voice.errors import ListeningUnavailable
from local_voice.listener.recording import REMEDY

BEGIN, END = 1, 2
"""The tokens around an utterance."""

_STRIDE = 384  # samples to one frame of the encoder
_SEEN = "encoder"  # names what the decoder keeps of the sound; the rest it keeps of the tokens
_LONG_PIECE = 0x80  # in the tokenizer's file, a length of two bytes begins here

Floats = NDArray[np.float32]


class Sound(NamedTuple):
    """An utterance as the encoder gives it: a row for each sentence that is being built."""

    frames: Floats
    kept: dict[str, Floats]

    def of(self, rows: list[int]) -> "Sound":
        """These rows, in this order; what is kept goes with them."""
        same = len(rows) == len(self.frames)  # what is seen of the sound is the same in every row
        kept = {n: v if same and f".{_SEEN}." in n else v[rows] for n, v in self.kept.items()}
        return Sound(self.frames if same else self.frames[rows], kept)


class Moonshine:
    """One utterance at a time, on one thread. Raises `ListeningUnavailable`."""

    def __init__(self) -> None:
        folder = _weights()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            self._encoder = onnxruntime.InferenceSession(folder / "encoder_model.ort", options)
            decoder = onnxruntime.InferenceSession(folder / "decoder_model_merged.ort", options)
            self.pieces = _pieces((folder / "tokenizer.bin").read_bytes())
        except Exception as error:  # onnxruntime's own errors have no common ancestor
            raise ListeningUnavailable(f"Moonshine does not start ({error})", REMEDY) from error
        self._decoder = decoder
        past = [each for each in decoder.get_inputs() if each.name.startswith("past")]
        self._past = {each.name: (each.shape[1], each.shape[3]) for each in past}

    def hear(self, samples: bytes) -> tuple[Sound, Floats]:
        """The sound of 16 bit samples, 16,000 a second, and the scores of the first token."""
        wave = np.frombuffer(samples, "<i2").astype(np.float32)[None] / 32_768
        mask = np.ones(wave.shape, np.int64)
        frames = self._encoder.run(None, {"input_values": wave, "attention_mask": mask})[0]
        nothing = {
            name: np.zeros((1, heads, 0, size), np.float32)
            for name, (heads, size) in self._past.items()
        }
        return self._step(Sound(frames, nothing), [BEGIN], first=True)

    def next(self, sound: Sound, tokens: list[int]) -> tuple[Sound, Floats]:
        """One token more in each row: the log-likelihoods of all that may follow."""
        return self._step(sound, tokens, first=False)

    def _step(self, sound: Sound, tokens: list[int], *, first: bool) -> tuple[Sound, Floats]:
        rows, frames, _ = sound.frames.shape
        inputs: dict[str, Any] = {
            "input_ids": np.array(tokens, np.int64)[:, None],
            "encoder_hidden_states": sound.frames,
            # in samples, not in frames: or the decoder fails on more than nine seconds
            "encoder_attention_mask": np.ones((rows, frames * _STRIDE), np.int64),
            "use_cache_branch": np.array([not first]),
            **sound.kept,
        }
        logits, *present = self._decoder.run(None, inputs)
        kept = dict(zip(self._past, present, strict=True))
        if not first:  # then the decoder gives nothing useful for what it has seen of the sound
            kept = {n: sound.kept[n] if f".{_SEEN}." in n else kept[n] for n in kept}
        scores = logits[:, -1, : len(self.pieces)]
        scores -= scores.max(axis=1, keepdims=True)
        return Sound(sound.frames, kept), scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))


def _weights() -> Path:
    """The folder of the weights. Raises `ListeningUnavailable` where they are not installed."""
    spec = find_spec("moonshine_voice")
    folder = Path(spec.origin).parent / "assets" / "tiny-en" if spec and spec.origin else None
    if folder is None or not folder.is_dir():
        raise ListeningUnavailable("moonshine_voice is not installed", REMEDY)
    return folder


def _pieces(data: bytes) -> list[str]:
    """The text of each token; a word begins with a space. "" for what is no text by itself."""
    pieces: list[str] = []
    at = 0
    while at < len(data):
        size, at = data[at], at + 1
        if size >= _LONG_PIECE:
            size, at = data[at] * _LONG_PIECE + size - _LONG_PIECE, at + 1
        pieces.append(data[at : at + size].decode("utf-8", "ignore").replace("\u2581", " "))
        at += size
    return pieces
