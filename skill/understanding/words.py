"""An utterance as a list of plain words: lower case, no punctuation, contractions written out."""

import re
import unicodedata
from functools import lru_cache

_SHORT = {
    "cant": "can not", "cannot": "can not", "can't": "can not", "won't": "will not",
    "wont": "will not", "dont": "do not", "doesnt": "does not", "didnt": "did not",
    "isnt": "is not", "arent": "are not", "wasnt": "was not", "havent": "have not",
    "hasnt": "has not", "couldnt": "could not", "shouldnt": "should not",
    "wouldnt": "would not", "whats": "what is", "hows": "how is", "whens": "when is",
    "wheres": "where is", "thats": "that is", "theres": "there is", "im": "i am",
    "ive": "i have", "youre": "you are", "let's": "let us", "lets": "let us",
    "gonna": "going to", "gotta": "have to", "wanna": "want to", "gimme": "give me",
    "shan't": "shall not", "ain't": "is not", "y'all": "you", "okay": "ok",
    "an": "a",  # one article, so that a slot's first letter makes no difference
}  # fmt: skip
_CALLED = {"911": "nine one one", "999": "nine nine nine", "000": "triple zero"}
_CALLS = re.compile(r"\b((?:call|calling|called|dial|ring|phone|text) )(911|999|000)\b")
_ENDINGS = {"n't": "not", "'re": "are", "'m": "am", "'ll": "will", "'ve": "have", "'d": "would"}
_BEFORE_IS = {
    "what", "how", "when", "where", "who", "why", "that", "there", "it", "he", "she", "here",
    "this", "which",
}  # fmt: skip
_TOKEN = re.compile(r"\d+/\d+|\d{1,2}:\d{2}|\d*\.\d+|\d+|[^\W\d_]+(?:'[^\W\d_]+)*")
_JOINED_FRACTION = re.compile("([0-9])([¼½¾⅓⅔])")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_BELOW_ZERO = re.compile(r"(?<!\S)-(?=[\d.])")
_NUMBER_RANGE = re.compile(r"(\d)\s*-\s*(?=\d)")


def words_of(utterance: str) -> list[str]:
    """The words of `utterance`; a number joined to its unit ("20min") is two words."""
    return [word for token in _tokens(utterance) for word in _written_out(token)]


def as_said(utterance: str, start: int, end: int) -> str:
    """What `words_of` gives from `start` to `end`, in the words that were said: "can't", "an"."""
    said: list[str] = []
    at = 0
    for token in _tokens(utterance):
        written = _written_out(token)
        if start <= at < end:
            said.append(token)
        elif at < start:
            said += written[start - at :]  # the "am" of "i'm", when `start` lies inside it
        at += len(written)
    return " ".join(said)


def _tokens(utterance: str) -> list[str]:
    text = unicodedata.normalize("NFKC", _JOINED_FRACTION.sub(r"\1 \2", utterance)).lower()
    # Phones type curly quotes, and NFKC writes a half as 1, fraction slash, 2.
    text = text.translate({0x2019: "'", 0x2018: "'", 0x2044: "/", 0x2013: "-"})
    text = _CALLS.sub(lambda call: call[1] + _CALLED[call[2]], text)
    text = _BELOW_ZERO.sub("minus ", _THOUSANDS.sub("", text))
    tokens: list[str] = _TOKEN.findall(_NUMBER_RANGE.sub(r"\1 to ", text))
    return tokens


def _written_out(token: str) -> list[str]:
    if token in _SHORT:
        return _SHORT[token].split()
    for ending, word in _ENDINGS.items():
        if token.endswith(ending):
            return [token.removesuffix(ending), word]
    base = token.removesuffix("'s")
    if base != token and base in _BEFORE_IS:
        return [base, "is"]
    return [base.replace("'", "")]


_IRREGULAR = {
    "lying": "lie", "laying": "lie", "lay": "lie", "lies": "lie", "lain": "lie",
    "went": "go", "goes": "go", "gone": "go", "felt": "feel", "slept": "sleep",
    "hurts": "hurt", "took": "take", "taken": "take", "better": "better", "best": "best",
    "this": "this", "is": "is", "was": "is", "are": "is", "were": "is", "am": "is", "be": "is",
    "has": "have", "had": "have", "does": "do", "did": "do", "as": "as", "us": "us",
    "pelvis": "pelvis", "arthritis": "arthritis", "stenosis": "stenosis", "gas": "gas",
    "yes": "yes", "ran": "run", "bent": "bend", "sat": "sit", "worse": "worse", "his": "his",
    "thing": "thing", "something": "something", "anything": "anything", "bring": "bring",
    "during": "during", "spring": "spring", "need": "need", "feed": "feed", "bed": "bed",
    "red": "red", "lordosis": "lordosis", "sciatica": "sciatica", "psoas": "psoas",
    "exercise": "exercis", "advice": "advis", "dying": "die", "tying": "tie", "broke": "break",
    "works": "works",  # "what works" is about no job
}  # fmt: skip
_VOWEL = re.compile("[aeiouy]")


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A light stem: plural, -ing, -ed and a final e go; a full stemmer costs 80 times as much."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.isalpha():  # noqa: PLR2004 - "gas", "bed": nothing to strip
        return word
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) > 1 and _VOWEL.search(base):
            doubled = base[-1] == base[-2] and base[-1] not in "lsz"
            word = base[:-1] if doubled else base
            break
    return word[:-1] if word.endswith("e") and len(word) > 3 else word  # noqa: PLR2004 - as above
