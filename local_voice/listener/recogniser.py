"""Sound to text with pocketsphinx: the only importer of its decoder.

The two files it wants, a dictionary and a language model, are made from the interaction model.
"""

import random
from array import array
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from contextlib import suppress
from functools import cache
from itertools import cycle
from pathlib import Path

from local_voice.errors import ListeningUnavailable
from local_voice.files import Json, cached, code_in, scratch_folder
from local_voice.listener.dictionary import DATA, dictionary_text, load_pronunciations, pronounced
from local_voice.listener.language_model import runs_in, trigram, with_openings
from local_voice.listener.recording import BYTES_PER_SECOND, decibels_above_quiet
from local_voice.listener.sentences import sentences, words_said
from local_voice.model.interaction_model import InteractionModel
from skill.storage.own_files import write_file

REMEDY = """run 'pip install "back-spasm-guide[listen]"'"""
CHUNK = BYTES_PER_SECOND // 10  # bytes decoded at a time, so that little is left at the end

# A perfectly silent pause, as only synthetic speech has, upsets the decoder: its logarithm has no
# floor. So a hiss is mixed in that no ear hears (60 dB below full scale).
_HISS_DEVIATION = 30
_HISS_SAMPLES = 8_191
_LOUDEST = 32_767

_FIRST = BYTES_PER_SECOND * 6 // 5  # by this much of an utterance its mean spectrum is known
_LONGER = 1.5  # each time it has grown by this factor it is read anew, with its mean till then

# Times more that these count in the language model: they are few, and said often.
_WORDS = 2  # a sample of one word, such as "no", which else is heard as "know"
_REPLIES = 10


class Recogniser:
    """Takes 16 bit samples, 16,000 a second. One utterance at a time, from one thread."""

    def __init__(
        self, model: InteractionModel, cache_dir: Path, on_first: Callable[[], None]
    ) -> None:
        """`runs` are the words that follow each other in a sample, by twos and threes.

        `on_first` is called before the recogniser's files are made.

        A `cache_dir` that cannot be written costs time at each start, never the listening.
        Raises `ListeningUnavailable` when pocketsphinx or its model is not there.
        """
        try:
            from pocketsphinx import Decoder, get_model_path  # noqa: PLC0415 - an optional extra
        except ImportError as error:
            raise ListeningUnavailable(
                "the speech recogniser pocketsphinx is not installed", REMEDY
            ) from error
        folder = Path(get_model_path("en-us"))
        cmudict = folder / "cmudict-en-us.dict"

        def make() -> Json:
            on_first()
            return _texts(model, cmudict)

        sources = [repr(model).encode(), DATA.read_bytes(), str(cmudict).encode()]
        try:
            code = code_in(Path(__file__).parent)
            texts, self.runs = cached(cache_dir, "listener", [*sources, *code], make, _read)
            with scratch_folder() as spare:
                for name, text in texts.items():
                    write_file(spare / name, text)
                self._decoder = Decoder(
                    hmm=str(folder / "en-us"),
                    dict=str(spare / "dictionary"),
                    lm=str(spare / "model"),
                    loglevel="FATAL",
                )
        except (OSError, RuntimeError, ValueError) as error:
            raise ListeningUnavailable(
                f"the recogniser does not start ({error})", REMEDY
            ) from error

    def start(self) -> None:
        """Begin an utterance; one that was broken off, wherever it was, is dropped."""
        with suppress(RuntimeError):  # there is none to end
            self._decoder.end_utt()
        self._hiss = cycle(_hiss())
        self._said = bytearray()
        self._next = _FIRST
        self._begun = False
        self._read = 0  # bytes that are decoded

    def feed(self, samples: bytes) -> None:
        """Go on with the sound; takes less than half the time that it sounds."""
        mixed = [sample + hiss for sample, hiss in zip(array("h", samples), self._hiss)]  # noqa: B905 - the hiss is endless
        heard = array("h", [max(-_LOUDEST, min(_LOUDEST, sample)) for sample in mixed])
        self._said += heard.tobytes()
        if len(self._said) >= self._next:
            self._begin()
        if self._begun:
            self._decode()

    def finish(self) -> str:
        """End the utterance: the words heard, "" for none."""
        if not self._begun:
            self._begin()
        return self._end()

    def clearness(self) -> float:
        """How far the utterance stands above the quiet around it, in decibels."""
        return decibels_above_quiet(bytes(self._said))

    def again(self) -> str:
        """Take a second look at the utterance that has ended, adapted to all of it."""
        self._begun = False
        self._begin()
        return self._end()

    def _end(self) -> str:
        self._decode()
        self._decoder.end_utt()
        best = self._decoder.hyp()
        return best.hypstr if best else ""

    def _begin(self) -> None:
        """Read from the start, adapted to voice and microphone by what has been said so far."""
        decoder = self._decoder
        if self._begun:
            decoder.end_utt()
        self._begun, self._read, self._next = True, 0, int(len(self._said) * _LONGER)
        decoder.reinit_feat()  # or something of the utterance before is left in the features
        decoder.start_utt()
        decoder.process_raw(bytes(self._said), no_search=True, full_utt=True)
        decoder.end_utt()
        mean = decoder.get_cmn()
        decoder.reinit_feat()
        decoder.set_cmn(mean)
        decoder.start_utt()

    def _decode(self) -> None:
        while self._read < len(self._said):
            piece = bytes(self._said[self._read : self._read + CHUNK])
            self._decoder.process_raw(piece)
            self._read += len(piece)


def _texts(model: InteractionModel, cmudict: Path) -> Json:
    """The dictionary and the language model. A sentence that nobody can pronounce is left out."""
    own = load_pronunciations()
    wake, before = words_said(own.wake), [words_said(word) for word in own.before]
    replies = [words_said(reply) for reply in own.replies]
    written = list(sentences(model))
    words = [sentence for sentence in written if len(sentence) == 1]
    often = [*words * _WORDS, *[*replies, wake] * _REPLIES]
    said = [*with_openings(written, wake, before), *often]
    ways = pronounced({word for sentence in said for word in sentence}, own, cmudict)
    sayable = [sentence for sentence in said if all(word in ways for word in sentence)]
    return {"dictionary": dictionary_text(ways), "model": trigram(sayable)}


def _read(made: Json) -> tuple[dict[str, bytes], AbstractSet[tuple[str, ...]]]:
    """Both texts, and the words that follow each other in the model."""
    texts = {name: made[name].encode() for name in ("dictionary", "model")}
    return texts, runs_in(made["model"])


@cache
def _hiss() -> tuple[int, ...]:
    gauss = random.Random(1).gauss  # noqa: S311 - the same at every start, so that tests repeat
    return tuple(round(gauss(0, _HISS_DEVIATION)) for _ in range(_HISS_SAMPLES))
