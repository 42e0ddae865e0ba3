"""Amazon's health policy and store policy, as far as words can be read. Each gives its problems."""

import re
from collections.abc import Iterator

DISCLAIMER = (
    (
        "does not provide medical advice, and is for informational and educational purposes only, "
        "and is not a substitute for professional medical advice, treatment or diagnosis"
    ),
    "call your doctor",
    (
        "if you think you may have a medical emergency, please dial your local emergency response "
        "phone number"
    ),
)
_IN_NAMES = re.compile(
    r"\b(cur(e|es|ed|ing)|treat\w*|diagnos\w*|heal(s|ed|ing)?|remed\w+)\b", re.IGNORECASE
)
_CLAIMS = re.compile(
    r"\b(cur(e|es|ed|ing)|sav(e|es|ing) (a |your )?li(fe|ves)|life[- ]saving|guarantee\w*"
    r"|clinically proven|fda[- ]approved|miracle|pain[- ]free)\b",
    re.IGNORECASE,
)
_COLLECTS = re.compile(
    r"\b(we|skill|guide) (collect|store|track|record|log)s? (your|health|symptom)", re.IGNORECASE
)
_BRANDS = re.compile(r"\b(amazon|echo|official|number one|best|top[- ]rated|#1)\b", re.IGNORECASE)


def name_words(name: str) -> Iterator[str]:
    for word in _IN_NAMES.finditer(name):
        yield f"{word[0]!r} promises medical care: leave it out"
    if brand := _BRANDS.search(name):
        yield f"{brand[0]!r} is not allowed in a skill's name"


def store_words(text: str) -> Iterator[str]:
    for word in (*_CLAIMS.finditer(text), *_COLLECTS.finditer(text)):
        yield f"{word[0]!r} is a claim that the health policy forbids"


def disclaimer(description: str) -> Iterator[str]:
    said = " ".join(description.lower().split())
    for part in DISCLAIMER:
        if part not in said:
            yield f"the disclaimer is not whole: write {part!r}"
