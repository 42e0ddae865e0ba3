"""A stranger's ear: Moonshine tiny, read greedily, with no idea of what the guide can say."""

import importlib.util
import re
from array import array
from pathlib import Path
from typing import Any

from local_voice.listener.recording import samples_of
from skill.conversation.spoken import number

PACKAGE = "moonshine_voice"  # 0.1.0 has the weights inside; importing it would load a C library
_START, _END = 1, 2
_TOKENS_A_SECOND = 6.5  # nobody speaks faster
_STRIDE = 384  # samples behind each frame of the encoder, at 16,000 a second


class Ear:
    def __init__(self) -> None:
        import onnxruntime  # noqa: PLC0415 - heavy

        spec = importlib.util.find_spec(PACKAGE)
        (package,) = spec.submodule_search_locations or [] if spec else []
        folder = Path(package) / "assets" / "tiny-en"
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # more go on turning after it, and disturb what is timed
        self._encoder: Any = onnxruntime.InferenceSession(folder / "encoder_model.ort", options)
        decoder = folder / "decoder_model_merged.ort"
        self._decoder: Any = onnxruntime.InferenceSession(decoder, options)
        self._tokens = list(_tokens((folder / "tokenizer.bin").read_bytes()))

    def heard(self, wav: bytes) -> str:
        import numpy as np  # noqa: PLC0415 - heavy

        samples = np.array(array("h", samples_of(wav)), np.float32)[None] / 32_768
        mask = np.ones(samples.shape, np.int64)
        (frames,) = self._encoder.run(None, {"input_values": samples, "attention_mask": mask})
        past = {
            each.name: np.zeros((1, each.shape[1], 0, each.shape[3]), np.float32)
            for each in self._decoder.get_inputs()
            if each.name.startswith("past")
        }
        fed = {
            "encoder_hidden_states": frames,
            "encoder_attention_mask": np.ones((1, frames.shape[1] * _STRIDE), np.int64),
        }
        text, token = b"", _START
        for at in range(int(samples.size / 16_000 * _TOKENS_A_SECOND) + 4):
            fed |= {"input_ids": np.array([[token]]), "use_cache_branch": np.array([at > 0])}
            scores, *now = self._decoder.run(None, fed | past)
            news = dict(zip(past, now, strict=True))
            past |= {name: new for name, new in news.items() if not at or ".decoder." in name}
            token = int(scores[0, -1].argmax())
            if token == _END:
                break
            text += self._tokens[token]
        return text.decode("utf-8", "replace").replace("\u2581", " ").strip()


def _tokens(data: bytes) -> Any:  # noqa: ANN401 - an iterator of bytes
    """Each has its length before it, in one byte, or in two from 128 on."""
    at = 0
    while at < len(data):
        size = data[at]
        at += 1
        if size > 127:
            size += data[at] * 128 - 128
            at += 1
        yield data[at : at + size]
        at += size


def words(text: str) -> list[str]:
    """Lower case, without punctuation, numbers in words; "9 1 1" is "911"."""
    plain = re.sub(r"[^a-z0-9' ]+", " ", text.lower())
    joined = re.sub(r"(?<=\d) (?=\d)", "", plain)
    return re.sub(r"\d+", lambda digits: number(int(digits[0])), joined).replace("-", " ").split()


def errors(heard: list[str], said: list[str]) -> int:
    """How many words are missing, too many or others: the edit distance."""
    row = list(range(len(said) + 1))
    for place, word in enumerate(heard, start=1):
        before, row[0] = row[0], place
        for at, meant in enumerate(said, start=1):
            best = min(row[at] + 1, row[at - 1] + 1, before + (word != meant))
            before, row[at] = row[at], best
    return row[-1]
