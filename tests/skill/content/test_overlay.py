"""The line of each place in a clinic's file: right, or that of the table which holds it."""

import pytest

from skill.content.overlay import ContentFile, lines_of

TEXT = '''guide.name = "x" # line 1
"of two" = [1,
  2]
[topics.ice] # [not.this]
"samples" = [ # a comment with a ]
  "one", "[two",
  ["three",
   "four"],
  """six
  ]
  seven = 1
  """, \'\'\'[eight]\'\'\',
]
[ topics . heat ]
answer = { text = "]", facts = ["F1"] }
[topics."bed rest"]
title = """Bed"""
[[sayings]]
say = 1
[[sayings]]
[[sayings.inner]]
say = 2
'''
LINES = {
    "guide": 1,
    "guide.name": 1,
    "topics": 4,
    "topics.ice.samples": 5,
    "topics.ice.samples[1]": 6,
    "topics.ice.samples[2]": 6,
    "topics.ice.samples[3]": 7,
    "topics.ice.samples[4]": 9,
    "topics.ice.samples[5]": 12,
    "topics.heat": 14,
    "topics.heat.answer.facts[1]": 15,
    "sayings[1].say": 19,
    "sayings[2]": 20,
    # What is written in a way of its own has the line of what holds it.
    "topics.ice.samples[3][2]": 7,
    "topics.bed rest.title": 4,
    "sayings[2].inner[1].say": 20,
    "of two[2]": 1,
    "nowhere": 1,
}


@pytest.mark.parametrize("place", LINES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_place_has_its_line(place: str, end: str) -> None:
    file = ContentFile("clinic.toml", {}, lines_of(TEXT.replace("\n", end)))
    assert file.line_of(place) == LINES[place]
