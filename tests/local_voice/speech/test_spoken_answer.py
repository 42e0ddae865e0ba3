"""From a question to sound: the whole way, with nothing but what pip installed."""

import array
import wave
from io import BytesIO
from math import sqrt

from local_voice.speech.speaker import Speaker
from tests.conftest import Talk


def test_a_spoken_answer_is_a_wav_that_is_not_silent(talk: Talk) -> None:
    answer = talk.alexa.say("how long should i ice my back")
    with wave.open(BytesIO(Speaker().render(answer.ssml))) as sound:
        samples = array.array("h", sound.readframes(sound.getnframes()))
        seconds = sound.getnframes() / sound.getframerate()
    loudness = sqrt(sum(sample * sample for sample in samples) / len(samples))
    assert 10 < seconds < 30  # 42 words at 165 a minute
    assert loudness > 500  # of 32,767; silence is 0
