"""Texts of ten thousand characters, each a trap for some way of reading text."""

LENGTH = 10_000

HOSTILE_TEXTS = {
    name: (repeated * LENGTH)[:LENGTH]
    for name, repeated in {
        "one long word": "a",
        "one long misspelt word": "ibuprophen",
        "one long number": "1",
        "many words": "back ",
        "many numbers": "twenty ",
        "many figures": "1 ",
        "many hundreds": "one hundred and ",
        "many durations": "5 minutes and ",
        "many halves": "half an hour and a half ",
        "many ranges": "1-2-",
        "many mentions": "golf aspirin running ",
        "many signs": "not numb ",
        "many ends": "stop please ",
        "many fillers": "please ",
        "many slips": "spazm ",
        "many apostrophes": "'",
        "many contractions": "i'm ",
        "many dots": ".",
        "emoji": "\U0001f9ca",
        "accents": "\u00e9",
        "combining accents": "e\u0301\u0301\u0301",
        "right to left": "\u202e\u0627\u0644\u0638\u0647\u0631 ",
        "nothing visible": "\u200b\u00ad",
        "NUL": "\x00",
        "half characters": "\ud800",
        "ligatures": "\ufdfa",  # one character that is written out as eighteen
    }.items()
}
