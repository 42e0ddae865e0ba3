"""Kills the program with SIGKILL at random moments and counts what became of what it set.

    python -m tests.soak.kills [--trials 100] [--seed N]

Each trial forks a child that opens the one database all trials share, announces what was missed,
sets a timer and a reminder through the skill's own ports, and rings. Half of the children are
killed at any moment of their lives, half close to the moment their timer ends; the next begins at
once, or when the timer has ended meanwhile. A last child, left alone, announces what remains. Each
timer and reminder acknowledged (CREATED) must be announced (RING or MISSED) exactly once. One whose
creator was killed before it could acknowledge may be announced once or not exist at all.

Time runs forty times as fast for everybody.
"""

import argparse
import contextlib
import os
import random
import select
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model.services.api_configuration import ApiConfiguration
from ask_sdk_model.services.timer_management.timer_management_service_client import (
    TimerManagementServiceClient,
)

from local_voice.timers.database import TimerDatabase
from local_voice.timers.ringer import Ringer
from local_voice.timers.service import AlexaService
from skill.alexa.reminders import AlexaReminders
from skill.alexa.timers import AlexaTimers

TIME_LAPSE = 40
TIMER_SECONDS = 6  # of the fast clock: 0.15 s by the wall
LIFE = 0.3  # seconds by the wall after which every child has been killed
NEAR = 0.02  # seconds around the timer's end that get half of the kills


def live_through(path: Path, out: int, label: str | None, since: datetime) -> None:
    """Be the program: announce, set what is named by `label` if any, ring, until killed."""

    def say(word: str, name: str) -> None:
        os.write(out, f"{word} {name}\n".encode())

    def clock() -> datetime:
        return since + (datetime.now(UTC) - since) * TIME_LAPSE

    database = TimerDatabase(path)
    ringer = Ringer(
        database,
        lambda ended: say("RING", ended.label or ended.announcement),
        lambda ended, _: say("MISSED", ended.label or ended.announcement),
        clock,
        time_lapse=TIME_LAPSE,
    )
    ringer.start()
    service = AlexaService(database, clock, on_change=ringer.wake)
    configuration = ApiConfiguration(DefaultSerializer(), service, "token", "http://localhost")
    if label is not None:
        timers = AlexaTimers(TimerManagementServiceClient(configuration))
        timers.create(TIMER_SECONDS, label, "Time to take the ice off your back.", "en-US")
        say("CREATED", label)
        reminders = AlexaReminders(service, "http://localhost", "token", "device")
        reminders.create(TIMER_SECONDS, f"{label}-reminder", "en-US", clock())
        say("CREATED", f"{label}-reminder")
    while label is not None or service.live() or database.next_due() is not None:
        time.sleep(0.01)
    ringer.stop()
    database.close()


@contextlib.contextmanager
def child(path: Path, label: str | None, since: datetime) -> Iterator[tuple[int, int]]:
    """Fork a child; give its process id and the end of the pipe it speaks into."""
    listening, speaking = os.pipe()
    process = os.fork()
    if process == 0:
        status = 1
        try:
            os.close(listening)
            live_through(path, speaking, label, since)
            status = 0
        finally:
            os._exit(status)
    os.close(speaking)
    try:
        yield process, listening
    finally:
        os.close(listening)


def lines(listening: int) -> list[str]:
    """Read to the end of the pipe."""
    data = b""
    while chunk := os.read(listening, 65536):
        data += chunk
    return data.decode().splitlines()


def first_words(listening: int, seconds: float) -> None:
    """Wait until the child has said something, but no longer than `seconds`."""
    select.select([listening], [], [], seconds)


def killed_at_random(path: Path, label: str, since: datetime, dice: random.Random) -> list[str]:
    with child(path, label, since) as (process, listening):
        if dice.random() < 0.5:
            time.sleep(dice.uniform(0, LIFE))
        else:
            first_words(listening, LIFE)
            time.sleep(max(0.0, TIMER_SECONDS / TIME_LAPSE + dice.uniform(-NEAR, NEAR)))
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        return lines(listening)


def left_alone(path: Path, since: datetime) -> list[str]:
    with child(path, None, since) as (process, listening):
        said = lines(listening)
        _, status = os.waitpid(process, 0)
        if status:
            raise SystemExit("the last child failed")
        return said


def tally(said: Iterable[str]) -> dict[str, int]:
    """Count timers acknowledged, and how they were announced."""
    spoken = [line.split() for line in said]
    announced = Counter(name for word, name in spoken if word != "CREATED")
    created = {name for word, name in spoken if word == "CREATED"}
    words = Counter(word for word, _ in spoken)
    return {
        "acknowledged": len(created),
        "rung": words["RING"],
        "missed": words["MISSED"],
        "twice": sum(count > 1 for count in announced.values()),
        "lost": len(created - set(announced)),
    }


def trial_counts(trials: int, seed: int) -> dict[str, int]:
    dice = random.Random(seed)  # noqa: S311 - dice, not secrets
    since = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "timers.db"
        said: list[str] = []
        for number in range(trials):
            said += killed_at_random(path, f"t{number}", since, dice)
            time.sleep(dice.choice((0.0, 0.0, TIMER_SECONDS / TIME_LAPSE)))
        said += left_alone(path, since)
    return {"trials": trials} | tally(said)


def run(arguments: Sequence[str] = ()) -> None:
    """Raises `RuntimeError` when a timer was lost, or more than one came twice.

    One may: a kill can fall into the microseconds between an announcement and its commit.
    """
    options = argparse.ArgumentParser(description="Kill the program at random; count its timers.")
    options.add_argument("--trials", type=int, default=100)
    options.add_argument("--seed", type=int, default=time.time_ns())
    chosen = options.parse_args(arguments)
    counts = trial_counts(chosen.trials, chosen.seed)
    print(" ".join(f"{name}={count}" for name, count in counts.items()), f"seed={chosen.seed}")
    if counts["lost"] or counts["twice"] > 1:
        raise RuntimeError("a timer was lost, or several came twice")


if __name__ == "__main__":
    run(sys.argv[1:])
