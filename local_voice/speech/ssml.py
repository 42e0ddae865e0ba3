"""SSML, or plain text, as what a voice says and as what a screen prints. Pure; never raises.

Of SSML it knows what the skill writes: `<speak>`, `<say-as interpret-as="digits">`,
`<break time="500ms"/>` and entities. Any other tag is as if it were not there. The speech engine
would read markup aloud, so it gets segments of text with pauses.
"""

import re
import textwrap
from html import unescape
from typing import NamedTuple

SENTENCE_PAUSE = 0.5  # seconds, as a calm speaker leaves them
BEFORE_QUESTION = 0.7  # so that what is asked stands alone
LONGEST_PAUSE = 10.0  # as on Alexa

# espeak-ng takes time with the square of the length, and crashes at some 20,000 characters.
LONGEST_TEXT = 400

_BREAK = re.compile(r'<break\s+time="(\d{1,6})ms"\s*/>')
_DIGITS = re.compile(r'<say-as\s+interpret-as="digits">([^<]*)</say-as>')
# Within a long telephone number: "1 800 222" is heard better with a breath after each group.
_BETWEEN_GROUPS = re.compile(r"(\d(?= <say-as)|</say-as>(?= (?:\d|<say-as))) ")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
# Not after "e.g." and the like, nor after a title.
_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!\.\w\.)(?<!\b(?:Dr|Mr|Ms|St)\.)(?<!\bMrs\.)\s+")
_ENDS_SENTENCE = re.compile(r"[.!?][\"')\]\u2019\u201d]*$")


class Segment(NamedTuple):
    """Text to be said in one breath (perhaps none), and the silence after it in seconds."""

    text: str
    pause: float


def segments(ssml: str) -> tuple[Segment, ...]:
    """Give what the voice says, in order.

    A segment is a sentence, or less where a pause splits one or it is too long for the engine.
    """
    found: list[Segment] = []
    texts_and_breaks = _BREAK.split(ssml)
    for text, milliseconds in zip(
        texts_and_breaks[::2], [*texts_and_breaks[1::2], "0"], strict=True
    ):
        found += _sentences(_spoken(text))
        last = found.pop() if found else Segment("", 0.0)
        found.append(last._replace(pause=last.pause + min(int(milliseconds) / 1000, LONGEST_PAUSE)))
    for at, following in enumerate(found[1:]):
        if found[at].pause == SENTENCE_PAUSE and following.text.endswith("?"):
            found[at] = found[at]._replace(pause=BEFORE_QUESTION)
    return tuple(segment for segment in found if segment != ("", 0.0))


def sentences(ssml: str) -> tuple[tuple[Segment, ...], ...]:
    """Give the segments, those of one sentence together."""
    found: list[list[Segment]] = []
    open_ended = False
    for segment in segments(ssml):
        if open_ended:
            found[-1].append(segment)
        else:
            found.append([segment])
        open_ended = bool(segment.text) and not _ENDS_SENTENCE.search(segment.text)
    return tuple(map(tuple, found))


def plain_text(ssml: str) -> str:
    """Give what a screen prints: the written words ("911", not "9 1 1"), white space collapsed."""
    return " ".join(unescape(_TAG.sub("", _BREAK.sub(" ", ssml))).split())


def _spoken(ssml: str) -> str:
    """The words to say, digits one by one where the markup asks for it."""
    in_groups = _BETWEEN_GROUPS.sub(r"\1, ", ssml)
    one_by_one = _DIGITS.sub(lambda digits: " ".join(digits[1]), in_groups)
    return unescape(_TAG.sub("", one_by_one))


def _sentences(text: str) -> list[Segment]:
    """Split `text` after each sentence, and wherever it is too long for the engine."""
    printable = "".join(char if char.isprintable() else " " for char in text)
    lines = (
        line
        for sentence in _SENTENCE_END.split(" ".join(printable.split()))
        for line in textwrap.wrap(sentence, LONGEST_TEXT, break_on_hyphens=False)
    )
    return [
        Segment(line, SENTENCE_PAUSE if _ENDS_SENTENCE.search(line) else 0.0)
        for line in lines
        if any(map(str.isalnum, line))
    ]
