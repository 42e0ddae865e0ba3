"""ISO 8601 durations, as the Timers API and the slot type AMAZON.DURATION write them."""

import re

_NUMBER = r"([0-9]{1,9}(?:[.,][0-9]{1,9})?)"
_DURATION = (
    rf"P(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?=[0-9])(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?"
)
_DAY = 86_400
_SECONDS = (365 * _DAY, 30 * _DAY, 7 * _DAY, _DAY, 3_600, 60, 1)
"""What a year, month, week, day, hour, minute and second last; years and months are nominal."""


def parse(text: str) -> int:
    """Return the whole seconds of a duration: "PT20M" is 1200, "P0D" is 0, "PT1.6S" is 2.

    Raises ValueError for whatever is not one: "", "?", "P", "-PT5M", a number over nine digits.
    """
    match = re.fullmatch(_DURATION, text)
    if match is None or match.group() == "P":
        raise ValueError(f"{text[:40]!r} is not an ISO 8601 duration such as PT20M")
    numbers = [float((number or "0").replace(",", ".")) for number in match.groups()]
    return round(sum(n * unit for n, unit in zip(numbers, _SECONDS, strict=True)))


def format_seconds(seconds: int) -> str:
    """Return a duration of at least 0 seconds: 1200 is "PT20M", 0 is "PT0S", 5400 is "PT1H30M"."""
    if seconds < 0:
        raise ValueError(f"{seconds} seconds: a duration is never negative")
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    parts = ((hour, "H"), (minute, "M"), (second, "S"))
    return "PT" + ("".join(f"{number}{unit}" for number, unit in parts if number) or "0S")
