"""The simulator's clock: it can run faster than the wall's, stand still, and be put forward."""

from datetime import datetime, timedelta
from typing import NamedTuple

from local_voice.steady_clock import steady_clock
from skill.clock import Clock


class _Anchor(NamedTuple):
    """A moment by the wall's clock, the same moment here, and how fast time runs since."""

    wall: datetime
    here: datetime
    lapse: float


class StageClock:
    """A `Clock` that never goes back. Safe among threads: its state is one tuple."""

    def __init__(self, wall: Clock | None = None) -> None:
        self._wall = wall or steady_clock()
        now = self._wall()
        self._anchor = _Anchor(now, now, 1.0)

    def __call__(self) -> datetime:
        wall, here, lapse = self._anchor
        return here + (self._wall() - wall) * lapse

    @property
    def lapse(self) -> float:
        """How many seconds pass here in a second by the wall; 0 when time stands still."""
        return self._anchor.lapse

    def run(self, lapse: float) -> None:
        self._anchor = _Anchor(self._wall(), self(), lapse)

    def forward(self, seconds: float) -> None:
        self._anchor = _Anchor(self._wall(), self() + timedelta(seconds=seconds), self.lapse)
