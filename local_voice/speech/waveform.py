"""Samples as numpy arrays, one channel: another rate, pace or loudness, no silence at the ends.

numpy comes with the natural voice: only that imports this module.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

_REACH = 18  # samples on either side that one of another rate is made of
_PIECE = 0.024  # seconds that are copied as they are when the pace changes: some periods of a voice
_SEARCH = 0.006  # seconds to either side in which the next piece may be found: a period of a voice
_FADE = 0.005  # seconds: a breath that is cut would click
_BLOCK = 0.005  # seconds, a period of a voice: what is too loud is turned down block by block


def resampled(samples: Samples, up: int, down: int) -> Samples:
    """The same sound at `up / down` times the rate, a smaller one, in lowest terms.

    A windowed sinc for each of the `up` places that a new sample may have between two old ones.
    """
    padded = np.pad(samples, (_REACH - 1, _REACH))
    at, place = np.divmod(np.arange(len(samples) * up // down) * down, up)
    around = np.lib.stride_tricks.sliding_window_view(padded, 2 * _REACH)
    new: Samples = np.einsum("ij,ij->i", around[at], _weights(up, down)[place])
    return new


@cache
def _weights(up: int, down: int) -> Samples:
    cutoff = up / down
    distance = np.arange(1 - _REACH, _REACH + 1) - np.arange(up)[:, None] / up
    window = np.cos(np.pi / 2 * np.clip(distance / _REACH, -1, 1)) ** 2
    weights: Samples = (cutoff * np.sinc(cutoff * distance) * window).astype(np.float32)
    return weights


def stretched(samples: Samples, times: float, rate: int) -> Samples:
    """`times` as long, at the same pitch: pieces overlap by half, closer or further apart.

    Each piece is taken from where it goes on most like the one before it would have (WSOLA of
    Verhelst and Roelands, 1993). `rate`: samples a second.
    """
    half, search = round(_PIECE / 2 * rate), round(_SEARCH * rate)
    window = np.hanning(2 * half + 1)[:-1].astype(np.float32)
    count = round(len(samples) * times / half)
    padded = np.pad(samples, (search, 2 * search + 4 * half))
    new = np.zeros((count + 1) * half, np.float32)
    goes_on = padded[search : search + 2 * half]
    for piece in range(count):
        start = round(piece * half / times)
        likeness = np.correlate(padded[start : start + 2 * (search + half)], goes_on)
        start += int(likeness.argmax()) if piece else search
        new[piece * half : (piece + 2) * half] += window * padded[start : start + 2 * half]
        goes_on = padded[start + half : start + 3 * half]
    return new


def trimmed(samples: Samples, quiet: float, rate: int) -> Samples:
    """Cut off both ends what is quieter, and fade in and out of the rest."""
    heard = np.flatnonzero(np.abs(samples) >= quiet)
    if not heard.size:
        return samples[:0]
    fade = round(_FADE * rate)
    kept = samples[max(0, heard[0] - fade) : heard[-1] + fade].copy()
    rising = np.linspace(0, 1, min(fade, len(kept)), dtype=np.float32)
    kept[: len(rising)] *= rising
    kept[len(kept) - len(rising) :] *= rising[::-1]
    return kept


def limited(samples: Samples, ceiling: float, rate: int) -> Samples:
    """Turn down what is louder than `ceiling`, gliding there and back, so that nothing is bent."""
    size = round(_BLOCK * rate)
    blocks = -(-len(samples) // size)
    padded = np.pad(np.abs(samples), (size, (blocks + 1) * size - len(samples)))
    loudest = padded.reshape(-1, size).max(axis=1)
    around = np.maximum(np.maximum(loudest[:-2], loudest[1:-1]), loudest[2:])
    gain = ceiling / np.maximum(around, ceiling)
    middles = (np.arange(blocks) + 0.5) * size
    turned: Samples = samples * np.interp(np.arange(len(samples)), middles, gain)
    return turned
