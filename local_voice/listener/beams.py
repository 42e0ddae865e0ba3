"""The likeliest sentences in a sound, by what it sounds like and by what people may say."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from local_voice.listener.hearing import Guess
from local_voice.listener.moonshine import BEGIN, END, Floats, Moonshine, Sound
from local_voice.listener.recording import BYTES_PER_SECOND
from local_voice.listener.trigram import END as LAST
from local_voice.listener.trigram import Before, Trigram

BEAMS = 8  # sentences that are built side by side
_TRUST = 0.35  # what the trigram's word counts beside the sound's
_WORD = 0.3  # for each word, or short sentences would be preferred
_TOKENS_A_SECOND, _MORE_TOKENS = 6.5, 4  # nobody says more
_FOLLOWERS = 40  # tokens that are looked at after a sentence
_FAR = 16.0  # nats below the best token, from where one is not looked at
_ENOUGH = 3  # sentences that have ended, when none that has not is likelier
_PIECE = re.compile(r" ?[a-z']*[.,?!]?")


class _Beam(NamedTuple):
    """A sentence that is being built: `before` are words, `letters` those of the word now."""

    score: float
    acoustic: float
    language: float
    words: int
    text: str
    token: int
    before: Before
    letters: str


_Follower = tuple[_Beam, int]
"""A beam with one token more, and the row that it comes from."""


def _kept(followers: Iterable[_Follower], ended: dict[str, _Beam]) -> list[_Follower]:
    """The best followers, the best first, no two of the same words; what ends goes to `ended`."""
    going: dict[str, _Follower] = {}
    for beam, row in sorted(followers, reverse=True):
        if beam.token == END:
            if beam.text not in ended or ended[beam.text] < beam:
                ended[beam.text] = beam
        elif len(going) < BEAMS:
            going.setdefault(beam.text, (beam, row))
        else:
            break
    return list(going.values())


def _is_over(ended: Mapping[str, _Beam], best: _Beam) -> bool:
    return len(ended) >= _ENOUGH and max(ended.values()).score > best.score + 1


class Beams:
    """Decodes one utterance at a time."""

    def __init__(self, moonshine: Moonshine, trigram: Trigram) -> None:
        self._moonshine = moonshine
        self._trigram = trigram
        pieces = (piece.lower().replace("\u2019", "'") for piece in moonshine.pieces)
        # Words alone: a figure or a name in capitals is nothing that a sentence has.
        self._said = [piece if piece and _PIECE.fullmatch(piece) else "" for piece in pieces]
        self._unsaid = np.array([not piece for piece in self._said])
        self._unsaid[END] = False

    def guesses(self, samples: bytes) -> tuple[Guess, list[Guess]]:
        """What it sounds like by itself; and the likeliest sentences, the best first."""
        most = int(len(samples) / BYTES_PER_SECOND * _TOKENS_A_SECOND) + _MORE_TOKENS
        sound, scores = self._moonshine.hear(samples)
        return self._greedy(sound, scores, most), self._fused(sound, scores, most)

    def _greedy(self, sound: Sound, scores: Floats, most: int) -> Guess:
        tokens: list[int] = []
        acoustic = 0.0
        while len(tokens) < most:
            token = int(scores[0].argmax())
            acoustic += float(scores[0, token])
            if token == END:
                break
            tokens.append(token)
            sound, scores = self._moonshine.next(sound, [token])
        text = "".join(self._moonshine.pieces[token] for token in tokens)
        text = re.sub(r"[^a-z0-9' ]", " ", text.lower().replace("\u2019", "'"))
        return Guess(" ".join(text.split()), acoustic, 0.0, len(tokens), acoustic)

    def _fused(self, sound: Sound, scores: Floats, most: int) -> list[Guess]:
        beams = [_Beam(0.0, 0.0, 0.0, 0, "", BEGIN, self._trigram.start, "")]
        ended: dict[str, _Beam] = {}
        for _ in range(most):
            scores[:, self._unsaid] = -np.inf
            going = _kept(self._followers(beams, scores), ended)
            if not going or _is_over(ended, going[0][0]):
                break
            beams = [beam for beam, _ in going]
            rows = sound.of([row for _, row in going])
            sound, scores = self._moonshine.next(rows, [beam.token for beam in beams])
        best = sorted(ended.values(), reverse=True) or beams
        return [Guess(b.text.strip(), b.acoustic, b.language, b.words, b.score) for b in best]

    def _followers(self, beams: list[_Beam], scores: Floats) -> Iterator[_Follower]:
        for row, beam in enumerate(beams):
            likely = np.flatnonzero(scores[row] > scores[row].max() - _FAR)
            if len(likely) > _FOLLOWERS:
                order = np.argpartition(-scores[row, likely], _FOLLOWERS)
                likely = likely[order[:_FOLLOWERS]]
            for token in likely.tolist():
                after = self._after(beam, token, float(scores[row, token]))
                if after.words:
                    yield after, row

    def _after(self, beam: _Beam, token: int, acoustic: float) -> _Beam:
        """The beam with one token more."""
        piece = self._said[token].rstrip(".,?!")
        text, before, letters, words, gain = beam.text, beam.before, beam.letters, beam.words, 0.0
        if letters and (token == END or piece.startswith(" ")):
            gain = self._grown(before, letters, " ")
            text, before, letters = f"{text} ", (before[1], letters), ""
        if token == END:
            gain += math.log(self._trigram.share(before, f"{LAST} "))
        elif more := piece.strip():
            gain += self._grown(before, letters, more)
            words += not letters
            text, letters = text + more, letters + more
        acoustic, language = beam.acoustic + acoustic, beam.language + gain
        score = acoustic + _TRUST * language + _WORD * words
        return _Beam(score, acoustic, language, words, text, token, before, letters)

    def _grown(self, before: Before, letters: str, more: str) -> float:
        """What the trigram says to `more` letters of a word, in nats."""
        share = self._trigram.share
        until = share(before, letters) if letters else 1.0
        return math.log(share(before, letters + more) / until)
