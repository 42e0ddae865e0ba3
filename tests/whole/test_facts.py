"""Each fact of the article is reachable by voice: a question, and the words that say it."""

from collections.abc import Callable

import pytest

from tests.conftest import Talk

QUESTIONS = {
    "F01": ("what is a back spasm", "can happen when those muscles are overworked"),
    "F02": ("what causes back spasms", "near the nerve roots, it can hurt very much"),
    "F03": ("why do my back muscles spasm", "stretched too far can get tender and inflamed"),
    "F04": ("what triggers a back spasm", "when they twist, reach up, or push or pull something"),
    "F05": ("can a sudden movement cause a back spasm", "Sudden moves are the most likely of all"),
    "F06": ("can golf cause a back spasm", "the swing twists your back quickly"),
    "F07": ("can baseball cause a back spasm", "one of the sports with a higher risk"),
    "F08": ("can gardening cause a back spasm", "it often means bending and twisting"),
    "F09": (
        "can weightlifting cause a back spasm",
        "at once, or the spasms are likely to get worse",
    ),
    "F10": ("do weak stomach muscles cause back spasms", "Weak stomach muscles raise the risk"),
    "F11": ("do tight hamstrings cause back spasms", "Tight hamstrings raise the risk"),
    "F12": ("does a tipped pelvis cause back spasms", "A tipped pelvis raises the risk"),
    "F13": ("does lordosis cause back spasms", "the lower spine curves in more than usual"),
    "F14": ("does spinal stenosis cause back spasms", "one of the back conditions that raise the"),
    "F15": (
        "what should i do for a back spasm",
        "Rest your back first. Then, as it heals, strength",
    ),
    "F16": ("should i stay in bed", "long bed rest is not usually recommended. It can hinder"),
    "F17": ("should i keep moving", "Try to keep active, but put no strain on your back"),
    "F18": ("how should i lie with a back spasm", "on the floor with a pillow under your knees"),
    "F19": ("how should i lie with a back spasm", "bend your knees and rest your legs on a chair"),
    "F20": ("what can i take for back pain", "acetaminophen or anti-inflammatory pain relievers"),
    "F21": ("can i take ibuprofen", "Don't take it for long, as it can harm the stomach"),
    "F22": ("how long should i ice my back", "for twenty to thirty minutes at a time"),
    "F23": ("does ice help a back spasm", "Ice soothes sore muscles and reduces inflammation"),
    "F24": ("when can i go back to sports", "Once your back has healed enough, slowly bring in"),
    "F25": (
        "should i see a chiropractor",
        "She says a chiropractor can remove spinal subluxations",
    ),
    "F26": ("what does a chiropractor do", "can also suggest exercises for your core muscles"),
    "F27": ("how do i strengthen my core", "are vital. They support the spine as it moves"),
    "F28": ("should i stretch my hamstrings", "That reduces tightness"),
    "F29": ("can sitting cause a back spasm", "Long hours of sitting often leave the hamstrings"),
    "F30": ("where does this advice come from", "Doctor Bonnie Verhunce. Its title is, What is a"),
}


def test_no_fact_is_left_out() -> None:
    assert list(QUESTIONS) == [f"F{number:02}" for number in range(1, 31)]


@pytest.mark.parametrize("fact", QUESTIONS)
def test_a_question_brings_out_the_fact(fact: str, new_talk: Callable[..., Talk]) -> None:
    question, words = QUESTIONS[fact]
    assert words in new_talk().say(question)
