"""Plays a saved conversation on the stage and compares what is answered with what was saved."""

from local_voice.alexa.envelope import Json
from local_voice.simulator.script import Later, Setting, Step, Utterance
from local_voice.simulator.stage import Stage

_VISIT = "visit"


def replay(stage: Stage, steps: list[Step]) -> Json:
    """How many turns were played and compared, and the entries that went otherwise than saved.

    Time stands still but where the script puts it forward. Raises `BadSetting`.
    """
    with stage.lock:
        time_lapse = stage.clock.time_lapse
        stage.clock.run(0)
        try:
            turns = [turn for step in steps if (turn := _play(stage, step))]
        finally:
            stage.clock.run(time_lapse)
            stage.show()
    compared = [turn for turn in turns if turn["as_saved"] is not None]
    different = [turn["id"] for turn in compared if not turn["as_saved"]]
    return {"turns": len(turns), "compared": len(compared), "different": different}


def _play(stage: Stage, step: Step) -> Json | None:
    match step:
        case Setting(words, anew=True):
            scene = {name: word for name, word in words.items() if name != _VISIT}
            stage.begin_anew(scene, known=words.get(_VISIT) != "first")
        case Setting(words):
            stage.set(words)
        case Later(seconds):
            stage.forward(seconds)
        case Utterance(touched=(_, *_)):
            return stage.touch(step.touched, step.saved)
        case Utterance(said):
            return stage.say(said, step.saved)
    return None
