"""Numbers, durations and SSML as the ear wants them: pure functions."""

import re

_MINUTE = 60  # seconds
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

_TELEPHONE_NUMBER = re.compile(r"\b[0-9]{3}\b")  # content writes every other number in words
_NO_XML = (*range(0x9), 0xB, 0xC, *range(0xE, 0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
_AS_XML = dict.fromkeys(_NO_XML) | str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def number(value: int) -> str:
    """`value` in words up to ninety-nine, in digits beyond.

    >>> number(20), number(45), number(120)
    ('twenty', 'forty-five', '120')
    """
    if value < len(_ONES):
        return _ONES[value]
    tens, ones = divmod(value, 10)
    if tens - 2 >= len(_TENS):
        return str(value)
    return _TENS[tens - 2] + (f"-{_ONES[ones]}" if ones else "")


def duration(seconds: int) -> str:
    """An exact duration, as people say it.

    >>> duration(1200)
    'twenty minutes'
    >>> duration(60)
    'one minute'
    >>> duration(90)
    'one minute and thirty seconds'
    >>> duration(45)
    'forty-five seconds'
    """
    minutes, rest = divmod(seconds, _MINUTE)
    parts = [
        _counted(count, unit) for count, unit in ((minutes, "minute"), (rest, "second")) if count
    ]
    return " and ".join(parts) or "no time"


def long_duration(seconds: int) -> str:
    """A duration of at least a minute, in hours and minutes.

    >>> long_duration(7200), long_duration(3600)
    ('two hours', 'one hour')
    >>> long_duration(5400), long_duration(1200)
    ('one hour and thirty minutes', 'twenty minutes')
    """
    hours, minutes = divmod(round(seconds / _MINUTE), _MINUTE)
    parts = ((hours, "hour"), (minutes, "minute"))
    return " and ".join(_counted(count, unit) for count, unit in parts if count)


def time_left(seconds: int) -> str:
    """What is left of a timer, rounded to minutes.

    >>> time_left(0)
    'no time'
    >>> time_left(59)
    'less than a minute'
    >>> time_left(720)
    'twelve minutes'
    >>> time_left(705)
    'about twelve minutes'
    >>> time_left(61)
    'about one minute'
    """
    if seconds <= 0:
        return "no time"
    if seconds < _MINUTE:
        return "less than a minute"
    exactly = "" if seconds % _MINUTE == 0 else "about "
    return exactly + _counted(round(seconds / _MINUTE), "minute")


def timer_name(seconds: int) -> str:
    """A duration in front of the word "timer".

    >>> timer_name(1200), timer_name(90)
    ('twenty minute', 'one minute and thirty second')
    """
    minutes, rest = divmod(seconds, _MINUTE)
    parts = ((minutes, "minute"), (rest, "second"))
    return " and ".join(f"{number(count)} {unit}" for count, unit in parts if count)


def ssml(text: str) -> str:
    """Plain text as SSML; telephone numbers are read digit by digit, what is no XML left out.

    >>> ssml("Call 911 & wait.")
    '<speak>Call <say-as interpret-as="digits">911</say-as> &amp; wait.</speak>'
    """
    said = _TELEPHONE_NUMBER.sub(
        lambda match: f'<say-as interpret-as="digits">{match[0]}</say-as>',
        text.translate(_AS_XML),
    )
    return f"<speak>{said}</speak>"


def _counted(count: int, unit: str) -> str:
    return f"{number(count)} {unit}" + ("" if count == 1 else "s")
