"""SSML, or plain text, as what a voice says and as what a screen prints. Pure; never raises.

The speech engine would read markup aloud tag by tag, so it gets segments of text with pauses.
"""

import re
import textwrap
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import NamedTuple

# Seconds of silence. Alexa's names for the strengths; the lengths are chosen by ear.
STRENGTHS = {
    "none": 0.0,
    "x-weak": 0.0,
    "weak": 0.15,
    "medium": 0.3,
    "strong": 0.5,
    "x-strong": 0.8,
}
SENTENCE_PAUSE = 0.35
PARAGRAPH_PAUSE = 0.7
LONGEST_PAUSE = 10.0  # as on Alexa

# espeak-ng takes time with the square of the length, and crashes at some 20,000 characters.
LONGEST_TEXT = 400

_BLOCKS = {"s": SENTENCE_PAUSE, "p": PARAGRAPH_PAUSE}
_TIME = re.compile(r"\+?(\d{1,6}(?:\.\d{1,6})?|\.\d{1,6})(ms|s)")
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
    words: list[str] = []
    for token in _tokens(ssml):
        if isinstance(token, _Text):
            words.append(token.spoken)
        else:
            found += _sentences("".join(words))
            words.clear()
            found[-1:] = [_with_pause(found[-1] if found else Segment("", 0.0), token)]
    found += _sentences("".join(words))
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
    written = (token.written if isinstance(token, _Text) else " " for token in _tokens(ssml))
    return re.sub(r" (?=[,.;:!?](?:\s|$))", "", " ".join("".join(written).split()))


@dataclass(frozen=True, slots=True)
class _Text:
    written: str
    spoken: str


@dataclass(frozen=True, slots=True)
class _Pause:
    """Silence after what was said: `more` is added, and there is `least` in any case."""

    more: float = 0.0
    least: float = 0.0


class _Parser(HTMLParser):
    """Collects tokens. Tags it does not know are as if they were not there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[_Text | _Pause] = []
        self._aliased = False
        self._say_as = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "").strip() for name, value in attrs}
        if tag == "break":
            self.tokens.append(_Pause(more=_break_seconds(given)))
        elif tag in _BLOCKS:
            self._block(_BLOCKS[tag])
        elif tag == "sub" and given.get("alias"):
            self._aliased = True
            self.tokens.append(_Text("", given["alias"]))
        elif tag == "say-as":
            self._say_as = given.get("interpret-as", "").lower()

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._block(_BLOCKS[tag])
        elif tag == "sub":
            self._aliased = False
        elif tag == "say-as":
            self._say_as = ""

    def handle_data(self, data: str) -> None:
        self.tokens.append(_Text(data, "" if self._aliased else _spoken(data, self._say_as)))

    def _block(self, pause: float) -> None:
        self.tokens.append(_Pause(least=pause))
        # What was left open in the last block must not swallow the next.
        self._aliased, self._say_as = False, ""


def _tokens(ssml: str) -> list[_Text | _Pause]:
    parser = _Parser()
    # Declarations are no part of SSML, and the parser raises AssertionError at unknown ones.
    parser.feed(re.sub(r"<!(?!--)", "&lt;!", ssml))
    parser.close()
    return parser.tokens


def _break_seconds(given: dict[str, str]) -> float:
    if time := _TIME.fullmatch(given.get("time", "").lower()):
        return min(float(time[1]) / (1000 if time[2] == "ms" else 1), LONGEST_PAUSE)
    return STRENGTHS.get(given.get("strength", "").lower(), STRENGTHS["medium"])


def _spoken(text: str, say_as: str) -> str:
    if say_as in {"digits", "telephone"}:
        grouped = re.sub(r"(?<=\d)\s*[-\u2013.]\s*(?=\d)", ", ", text)
        return re.sub(r"\d(?=\d)", r"\g<0> ", grouped)
    if say_as in {"characters", "spell-out"}:
        return " ".join("".join(text.split()))
    return text


def _sentences(text: str) -> list[Segment]:
    """Split `text` after each sentence, and wherever it is too long for the engine."""
    printable = "".join(char if char.isprintable() else " " for char in text)
    found = []
    for sentence in _SENTENCE_END.split(" ".join(printable.split())):
        lines = textwrap.wrap(sentence, LONGEST_TEXT, break_on_hyphens=False)
        sayable = [line for line in lines if any(map(str.isalnum, line))]
        found += [
            Segment(line, SENTENCE_PAUSE if _ENDS_SENTENCE.search(line) else 0.0)
            for line in sayable
        ]
    return found


def _with_pause(segment: Segment, pause: _Pause) -> Segment:
    if not segment.text and pause.least:
        return segment  # a block at the very start has nothing to part
    return segment._replace(pause=max(segment.pause + pause.more, pause.least))
