"""The likeliest sentences in a sound, by what it sounds like and by what people may say."""

import math
import re
from collections.abc import Iterator
from heapq import nlargest
from typing import NamedTuple

import numpy as np

from local_voice.listener.hearing import Guess
from local_voice.listener.moonshine import BEGIN, END, Floats, Moonshine, Sound
from local_voice.listener.recording import BYTES_PER_SECOND
from local_voice.listener.trigram import END as LAST
from local_voice.listener.trigram import Before, Trigram

BEAMS = 5
"""How many sentences are built side by side."""

_TRUST = 0.35  # what the trigram's word counts beside the sound's
_WORD = 0.3  # for each word, or short sentences would be preferred
_TOKENS_A_SECOND, _MORE_TOKENS = 6.5, 4  # nobody says more
_FOLLOWERS = 24  # tokens that are looked at after a sentence
_FAR = 11.0  # nats below the best token, from where one is not looked at
_NEVER = -14.0  # nats; the same by itself
_ENOUGH = 3  # sentences that have ended, when none that has not is likelier
_PIECE = re.compile(r" ?[a-z']*[.,?!]?")


class _State(NamedTuple):
    """Where a sentence stands in the trigram: the words before, and the letters of this one."""

    before: Before
    letters: str


class _Beam(NamedTuple):
    score: float
    acoustic: float
    language: float
    words: int
    state: _State
    tokens: tuple[int, ...]


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
        return Guess(self._words(tokens), acoustic, 0.0, len(tokens), acoustic)

    def _fused(self, sound: Sound, scores: Floats, most: int) -> list[Guess]:
        beams = [_Beam(0.0, 0.0, 0.0, 0, _State(self._trigram.start, ""), ())]
        ended: list[_Beam] = []
        for _ in range(most):
            scores[:, self._unsaid] = -np.inf
            ranked = nlargest(2 * BEAMS, self._followers(beams, scores))
            going: list[tuple[_Beam, int]] = []
            for beam, row in ranked:
                if beam.tokens[-1] == END:
                    ended.append(beam)
                elif len(going) < BEAMS:
                    going.append((beam, row))
            if not going or self._is_over(ended, going[0][0]):
                break
            beams = [beam for beam, _ in going]
            rows = sound.of([row for _, row in going])
            sound, scores = self._moonshine.next(rows, [beam.tokens[-1] for beam in beams])
        found: dict[str, Guess] = {}
        for beam in sorted(ended or beams, reverse=True):
            text = self._words(beam.tokens)
            guess = Guess(text, beam.acoustic, beam.language, beam.words, beam.score)
            found.setdefault(text, guess)
        return list(found.values())[:BEAMS]

    def _is_over(self, ended: list[_Beam], best: _Beam) -> bool:
        return len(ended) >= _ENOUGH and max(ended).score > best.score + 1

    def _followers(self, beams: list[_Beam], scores: Floats) -> Iterator[tuple[_Beam, int]]:
        """Each beam with one token more, and the row that it comes from."""
        for row, beam in enumerate(beams):
            likely = np.flatnonzero(scores[row] > max(scores[row].max() - _FAR, _NEVER))
            if len(likely) > _FOLLOWERS:
                order = np.argpartition(-scores[row, likely], _FOLLOWERS)
                likely = likely[order[:_FOLLOWERS]]
            for token in likely.tolist():
                state, gain, word = self._after(beam.state, token)
                acoustic = beam.acoustic + float(scores[row, token])
                language, words = beam.language + gain, beam.words + word
                score = acoustic + _TRUST * language + _WORD * words
                tokens = (*beam.tokens, token)
                yield _Beam(score, acoustic, language, words, state, tokens), row

    def _after(self, state: _State, token: int) -> tuple[_State, float, int]:
        """The state after one token, what the trigram says to it in nats, and the words begun."""
        piece = self._said[token].rstrip(".,?!")
        begins = piece.startswith(" ")
        gain = 0.0
        if (begins or token == END) and state.letters:
            state, gain = self._grown(state, " ")
            state = _State((state.before[1], state.letters.strip()), "")
        if token == END:
            gain += math.log(self._trigram.share(state.before, f"{LAST} "))
        elif letters := piece.strip():
            state, more = self._grown(state, letters)
            gain += more
        return state, gain, int(begins)

    def _grown(self, state: _State, letters: str) -> tuple[_State, float]:
        share, grown = self._trigram.share, state.letters + letters
        until = share(state.before, state.letters) if state.letters else 1.0
        gain = math.log(share(state.before, grown) / until)
        return _State(state.before, grown), gain

    def _words(self, tokens: list[int] | tuple[int, ...]) -> str:
        pieces = (self._moonshine.pieces[token] for token in tokens if token not in (BEGIN, END))
        text = "".join(pieces).lower().replace("\u2019", "'")
        return " ".join(re.sub(r"[^a-z0-9' ]", " ", text).split())
