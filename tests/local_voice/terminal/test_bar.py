"""The live line: what the terminal has no room for is left out, what matters most comes first."""

import pytest

from local_voice.terminal.bar import timer_bar
from local_voice.timers.database import Timer

ICE = Timer("1", "ice, twelve minutes in all", "Ice off.", "en-US", 1200, "ON", 725.0, None, 0, 0)
HEAT = Timer("2", "heat", "Heat off.", "en-US", 900, "PAUSED", None, 450.0, 0, 0)
AT_TWO = Timer("3", None, "Time.", "en-US", 1, "ON", 50_400.0, None, 0, 0, "{}")


@pytest.mark.usefixtures("utc")
@pytest.mark.parametrize(
    ("timers", "reminders", "columns", "line"),
    [
        ([ICE], [], 80, f"Ice timer {'█' * 10}{'░' * 14} 12:05 left, until 12:12 am"),
        ([ICE], [], 40, "Ice timer 12:05 left, until 12:12 am"),
        ([ICE], [], 43, "Ice timer ██░░░ 12:05 left, until 12:12 am"),
        ([ICE], [], 30, "Ice timer ███░░░░░ 12:05 left"),
        ([ICE], [], 24, "Ice timer 12:05 left"),
        ([ICE], [], 12, ""),
        ([ICE, HEAT], [], 44, "Ice timer 12:05 left, until 12:12 am  (+1)"),
        ([ICE, HEAT], [], 40, "Ice timer 12:05 left, until 12:12 am"),
        ([HEAT], [], 40, "Heat timer █████░░░░░ 7:30 left, paused"),
        ([ICE], [AT_TWO], 60, "Ice timer ██░░ 12:05 left, until 12:12 am  reminder 2:00 pm"),
        ([ICE], [AT_TWO], 40, "Ice timer 12:05 left, until 12:12 am"),
        ([], [AT_TWO], 40, "reminder 2:00 pm"),
        ([], [], 40, ""),
    ],
)
def test_the_bar(timers: list[Timer], reminders: list[Timer], columns: int, line: str) -> None:
    shown = timer_bar(timers, 0, reminders, columns)
    assert (shown, len(shown) < columns) == (line, True)
