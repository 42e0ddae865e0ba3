"""The language model, by numbers worked out by hand."""

import math
from itertools import islice

from local_voice.listener.language_model import runs_in, trigram, with_openings
from local_voice.listener.sentences import figures_of, sentences, words_said
from local_voice.model.interaction_model import Intent, InteractionModel, TypeValue

TEXT = trigram([("ice", "my", "back"), ("ice", "it")], unseen=0.2)
MODEL = InteractionModel(
    "guide",
    {
        "Ice": Intent("Ice", ("Ice it", "ice my {part}"), {"part": "Part"}),
        "Time": Intent("Time", ("{minutes} minutes",), {"minutes": "AMAZON.NUMBER"}),
    },
    {"Part": (TypeValue("back", "back", ("lower-back",)), TypeValue("neck", None, ()))},
)


def weights(*words: str) -> list[float]:
    [line] = [line for line in TEXT.splitlines() if line.split()[1 : len(words) + 1] == [*words]
              and len(line.split()) in {len(words) + 1, len(words) + 2}][:1]  # fmt: skip
    numbers = line.replace(" ".join(words), "").split()
    return [round(10 ** float(number), 3) for number in numbers]


def test_it_is_in_the_format_the_recogniser_reads() -> None:
    assert TEXT.startswith("\\data\\\nngram 1=6\nngram 2=6\nngram 3=5\n\n\\1-grams:\n")
    assert TEXT.endswith("\\end\\\n")


def test_a_word_is_as_likely_as_it_is_frequent() -> None:
    # of seven words two are "ice"; after it, 0.2 is left for what never follows: 5/7 - 1/7 of all
    assert weights("ice") == [round(2 / 7, 3), round(0.2 / (1 - 2 / 7), 3)]


def test_what_follows_leaves_a_share_for_what_never_did() -> None:
    assert weights("ice", "my")[0] == 0.4
    assert weights("my", "back")[0] == 0.8


def test_all_that_may_follow_a_word_adds_up_to_one() -> None:
    unigrams = {word: weights(word)[0] for word in ("back", "ice", "it", "my", "</s>")}
    followed = {"my": 0.4, "it": 0.4}
    backed_off = weights("ice")[1] * sum(
        share for word, share in unigrams.items() if word not in followed
    )
    assert math.isclose(sum(followed.values()) + backed_off, 1, abs_tol=0.002)


def test_the_runs_are_those_of_the_sentences() -> None:
    assert runs_in(TEXT) == {
        *(("<s>", "ice"), ("ice", "my"), ("ice", "it")),
        *(("my", "back"), ("back", "</s>"), ("it", "</s>")),
        *(("<s>", "ice", "my"), ("<s>", "ice", "it"), ("ice", "my", "back")),
        *(("my", "back", "</s>"), ("ice", "it", "</s>")),
    }


def test_samples_are_written_out_with_their_slots_in_turn() -> None:
    written = list(sentences(MODEL))
    assert written[:4] == [("ice", "it"), ("ice", "my", "back"),
                           ("ice", "my", "lower", "back"), ("ice", "my", "neck")]  # fmt: skip
    assert written[-6:-3] == [("one", "minutes"), ("two", "minutes"), ("three", "minutes")]


def test_the_slots_that_take_numbers_are_known() -> None:
    assert figures_of(MODEL) == {"minutes"}


def test_some_sentences_have_something_before_them() -> None:
    said = list(islice(with_openings([("stop",)] * 25, ("hey", "coach"), [("please",)]), 28))
    assert said[:2] == [("stop",), ("hey", "coach", "stop")]
    assert said[14] == ("please", "stop")
    assert said[27] == ("hey", "coach", "please", "stop")


def test_words_are_written_as_the_dictionary_does() -> None:
    assert words_said("Don\u2019t over-do It") == ("don't", "over", "do", "it")
