"""What a word sounds like, for signs: "blud in my urin", "my leg is week", "i want to dye".

`spelling` mends long words for every question. Here short words are mended too, and words that
are another word's sound: only signs are looked for in what comes of it, so that an ordinary word
taken for another does no harm unless the whole sentence says a sign.
"""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple

from skill.content.patterns import as_text
from skill.understanding.words import stem

_SHORTEST, _LONGEST = 3, 12
_DROPPED = 5
"""From this length on a letter may be missing, or be one too many."""

_SOUND = tuple((re.compile(pattern), said) for pattern, said in (
    ("^wr", "r"), ("^(?:kn|gn|pn)", "n"), ("^ps", "s"), ("^wh", "w"), ("ph", "f"),
    ("(?<=[ao])ugh(?=s?$|ing$|ed$)", "f"), ("eigh|ay|ai|ey(?=.)", "a"), ("igh", "i"),
    ("tch|ch", "x"), ("c(?=[eiy])|z", "s"), ("ck|c|q", "k"), ("mb(?=s?$|ness$)", "m"),
    ("(?<=[^aeiou])(?:er|ir|ur|or|ear)(?=[^aeiou]|$)", "r"), ("(?<=...)a(?=s?$)", "r"),
    ("(?<=[^aeiou])(?:le|el)(?=s?$)", "l"), ("oo|ou|ew", "u"), ("oa|ow|au", "o"),
    ("ea|ee|ie", "e"), (r"(?<=..)y$", "e"), (r"(.)\1+", r"\1"), ("(?<=..)e(?=s?$)", ""),
))  # fmt: skip

_BODY = r"(?:legs?|feet|foot|arms?|hands?|knees?|ankles?|thighs?|calf|side|hip|muscles?|shoulder) "
_OWN = "my|his|her|the|both|left|right"


class _Sound(NamedTuple):
    """What a word may mean after one that `before` matches and before the words of `after`."""

    meant: str
    before: str = ".*"
    after: str = ""


_SAME_SOUND: Mapping[str, tuple[_Sound, ...]] = {
    "week": (
        _Sound(
            "weak",
            "legs?|feet|foot|arms?|hands?|knees?|is|are|am|feels?|feeling|felt|gone|"
            "going|went|got|gets?|getting|so|very|really|too|bit|and|numb|or",
            "(?!(?:ago|after|later|to|one|two|three|of) )",
        ),
        _Sound("weak", "(?!(?:this|last|next|a|one|per|every|each|all|the)$).*", _BODY),
    ),
    "write": (_Sound("right", after=f"{_BODY}|(?:through|under|down my|calf|buttock) "),),
    "dye dy dai": (
        _Sound(
            "die",
            "to|too|will|wanna|could|should|please|i|better|just|rather|might|would|me|and",
            "(?!(?:my|the|her|his|hair|a|it|this|some) )",
        ),
    ),
    "pea": (
        _Sound(
            "pee",
            "to|not|i|my|a|for|when|hold|of|hardly|barely|he|she|in|it|have|having",
            r"(?!(?:soup|protein|packs?|plants?|size\w*|shoot\w*|green|coat) )",
        ),
    ),
    "peaing": (_Sound("peeing"),),
    "pane payne paine pein": (_Sound("pain", after="(?!of )"),),
    "panes": (_Sound("pains", after="(?!of )"),),
    "heal": (_Sound("heel", _OWN, "(?!(?:it|my|the) )"),),
    "feat feats": (_Sound("feet", _OWN),),
    "soar": (_Sound("sore", after="(?!(?:above|up|over) )"),),
    "bowl bowls": (
        _Sound(
            "bowels", "my|of|bladder|control|or|and|his|her", "(?!(?:of|with|and|to|in|on|full) )"
        ),
    ),
    "waist": (_Sound("weight", "lost|losing|lose|loosing|dropped|of", "(?!size )"),),
    "waste": (_Sound("waist", after="downw?"), _Sound("waist", "my|his|her", "(?!of |time )")),
    "chess": (
        _Sound("chest", after=r"(?:pains?|is tight|tight\w*|hurts?|pressure) "),
        _Sound(
            "chest", "my|his|her", "(?!(?:set|club|game|board|app|team|match|piece|partner|table) )"
        ),
    ),
    "groan": (_Sound("groin", f"in|{_OWN}"),),
    "thy thai thys thais": (_Sound("thigh", f"inner|upper|{_OWN}"),),
    "tow": (_Sound("toe", f"big|little|{_OWN}"),),
    "tows": (_Sound("toes", f"big|little|{_OWN}"),),
    "but": (_Sound("butt", "my|his|her"),),
    "sell sel cel": (_Sound("cell", "sickle"),),
    "feint": (_Sound("faint"),),
    "feinted": (_Sound("fainted"),),
    "flew": (_Sound("flu", "the"),),
    "bare": (_Sound("bear", after="weight "),),
    "leek leeking": (_Sound("leaking", after="(?!(?:soup|pie|and) )"),),
    "nite nyte nyt": (_Sound("night"),),
    "nites": (_Sound("nights"),),
    "wen": (_Sound("when"),),
    "an": (_Sound("and"),),
    "ake aik": (_Sound("ache"),),
    "aks akes aiks": (_Sound("aches"),),
    "kil kyl": (_Sound("kill"),),
    "knot": (_Sound("not", "can|could|do|does|did|will", "(?!in )"),),
    "thers": (_Sound("there is"),),
    "coff cof caugh cofing coffing": (_Sound("cough"),),
    "feal fele": (_Sound("feel"),),
    "liv": (_Sound("live"),),
    "fel feld": (_Sound("fell"),),
    "stares": (_Sound("stairs", "the|my|of|some"),),
    "wait": (
        _Sound("weight", "lost|losing|lose|dropped|of|much|putting"),
        _Sound("weight", "my|his|her", r"(?:is|has|keeps|just) (?:drop|fall|melt|been|going|com)"),
    ),
    "hole": (_Sound("whole", "a|the|my", r"(?!in )"),),
    "carnt cudnt": (_Sound("can not"),),
    "wright rite": (_Sound("right"),),
    "wurst": (_Sound("worst"),),
    "lite": (_Sound("light"),),
    "lags": (_Sound("legs", f"{_OWN}|too|two"),),
    "too": (_Sound("two", after="(?:lags|legs) "),),
    "crush": (_Sound("crash", "car|bus|bike|motorbike|train|truck|van|lorry|traffic|road"),),
    "wedding": (_Sound("wetting", after="(?:my ?self|himself|herself|(?:the|my|his|her) bed) "),),
    "throw": (_Sound("throat", "my|his|her", "it "),),
    "breast": (_Sound("breath", "catch|short|enough"),),
    "sun": (
        _Sound(
            "son",
            "my|our|his|her",
            "(?:who|aged|has|says|said|fell|took|got|keeps|woke|can|will|is (?!out|up|shin|hot)) ?",
        ),
    ),
    "fiver": (_Sound("fever", "high|running|spiking"),),
    "p": (_Sound("pee", "i|to|a", "(?!(?:m|c|address|e|p) )"),),
    "live": (_Sound("life", "my|own", "(?!(?:stream|chat|show|video|in|on|at|with) )"),),
    "perpose porpose porpoise perpus purpus": (_Sound("purpose", "on"),),
    "lim": (_Sound("limp", after="(?:and|in) "),),
}
"""Words that sound the same, where those beside them tell which is meant."""

_BY_WORD = {
    word: tuple((one.meant, re.compile(one.before), re.compile(one.after)) for one in meant)
    for heard, meant in _SAME_SOUND.items()
    for word in heard.split()
}


def sound_index(words: Iterable[str]) -> dict[str, str]:
    """The sounds of `words`, and what they are with a letter missing, to the words."""
    known = [word for word in dict.fromkeys(words) if len(word) >= _SHORTEST and word.isalpha()]
    index: dict[str, str] = {}
    for word in known:
        index.setdefault(word, word)
    for word in known:
        index.setdefault(f"{_sound(word)}-", word)
    for vowels in (True, False):  # a vowel is left out more often than another letter
        for word in known:
            for letter, key in _one_less(word):
                if (letter in "aeiou") == vowels and len(word) >= _DROPPED:
                    index.setdefault(key, word)
    return index


def as_meant(
    words: Sequence[str], vocabulary: Container[str], index: Mapping[str, str]
) -> list[str]:
    """`words`, those in no vocabulary as what they sound like."""
    mended = [_mended(word, vocabulary, index) for word in words]
    return [meant for at in range(len(mended)) for meant in _same_sound(mended, at).split()]


def _same_sound(words: Sequence[str], at: int) -> str:
    word, before = words[at], words[at - 1] if at else ""
    for meant, comes_before, comes_after in _BY_WORD.get(word, ()):
        if comes_before.fullmatch(before) and comes_after.match(as_text(words[at + 1 :])):
            return meant
    return word


def _mended(word: str, vocabulary: Container[str], index: Mapping[str, str]) -> str:
    if word in _BY_WORD or index.get(word) == word:
        return word
    whole = f"{word[:-1]}es" if word[-1] == "s" else f"{word}e"
    if len(word) > _SHORTEST and index.get(whole) == whole:
        return whole  # "urin" has the stem of urine
    if stem(word) in vocabulary or not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
        return word
    return index.get(f"{_sound(word)}-") or _without_slip(word, index)


def _without_slip(word: str, index: Mapping[str, str]) -> str:
    """The word that `word` is but for one letter, not the last: "bumpy" is not "bump"."""
    less = [key for _letter, key in _one_less(word)[:-1]] if len(word) >= _DROPPED else []
    found = [(key, index.get(key, "")) for key in (word, *less)]
    fits = (meant for key, meant in found if meant[:1] == word[0] and key in {word, meant})
    return next(fits, word)


def _one_less(word: str) -> list[tuple[str, str]]:
    return [(word[at], word[:at] + word[at + 1 :]) for at in range(1, len(word))]


def _sound(word: str) -> str:
    for pattern, said in _SOUND:
        word = pattern.sub(said, word)
    return word
