"""What to show with a reply, from the same content that is spoken."""

from skill.content.guidance import Guide, Question, Step
from skill.content.passage import Passage, sentences_of
from skill.content.signs import Sign
from skill.conversation.display import (
    AnswerScreen,
    Button,
    CheckScreen,
    EmergencyScreen,
    HelpScreen,
    PositionsScreen,
    StepScreen,
    TimerScreen,
    touch_of,
)
from skill.timers.rules import HEAT, ICE, Timer

BOTH_POSITIONS = {"F18", "F19"}  # the facts that the two drawings show
STARTS = {ICE: "StartIceTimerIntent", HEAT: "StartHeatTimerIntent"}
"""The intent that starts each kind of timer."""

CHECKS = ("EmergencyIntent", "SeeDoctorIntent")
"""What a yes to the question of a safety check stands for."""


def answer(
    guide: Guide, question: Question, passage: Passage, *buttons: Button, kept: bool = True
) -> AnswerScreen | PositionsScreen:
    """The words of an answer, and drawings where it tells both ways to lie."""
    sources = guide.sources_of(passage)
    if {*passage.facts} >= BOTH_POSITIONS:
        captions = guide.captions
        return PositionsScreen(
            question.title,
            passage.text,
            captions.floor,
            captions.chair,
            sources=sources,
            buttons=buttons,
            kept=kept,
        )
    return AnswerScreen(question.title, passage.text, sources, buttons, kept)


def offered(guide: Guide, intent: str) -> Button:
    """What the question after an answer offers, to touch."""
    start = _start_buttons(guide).get(intent)
    return start or Button(guide.captions.more, "TellMeMoreIntent")


def step(
    guide: Guide, routine: str, index: int, said: Passage, first: str = ""
) -> StepScreen | CheckScreen | PositionsScreen:
    """A step of which `said` is told, and `first` what is told before because of who asks."""
    captions, steps = guide.captions, guide.routines[routine]
    this = steps[index]
    progress = captions.progress.format(number=index + 1, count=len(steps))
    buttons = _step_buttons(guide, this, index)
    if this.yes in CHECKS and said.sentences:
        signs, after = _signs(said.text)
        return CheckScreen(this.title, this.question, signs, first, after, progress, buttons)
    text = f"{first} {said.text}".strip()
    if {*said.facts} >= BOTH_POSITIONS:
        return PositionsScreen(
            this.title, text, captions.floor, captions.chair, progress, buttons=buttons
        )
    return StepScreen(this.title, text, progress, buttons)


def emergency(guide: Guide, call: str, why: Passage) -> EmergencyScreen:
    captions = guide.captions
    return EmergencyScreen(captions.emergency_number, call, why.text, captions.emergency_next)


def crisis(guide: Guide, words: Passage) -> EmergencyScreen:
    """The number of the crisis line."""
    return EmergencyScreen(guide.captions.crisis_number, guide.captions.crisis, words.text)


def sign(guide: Guide, sign: Sign, text: str) -> AnswerScreen:
    return AnswerScreen(sign.title, text, guide.sources_of(sign.passage), kept=False)


def things_to_say(guide: Guide) -> HelpScreen:
    sayings = tuple(Button(saying.say, saying.intent) for saying in guide.sayings)
    captions = guide.captions
    return HelpScreen(captions.name, captions.say, captions.note, sayings)


def timer(guide: Guide, timer: Timer) -> TimerScreen:
    captions, words = guide.captions, guide.timers[timer.kind]
    paused = timer.rings_at is None
    buttons = (
        (captions.resume, "ResumeIceTimerIntent")
        if paused
        else (captions.pause, "PauseIceTimerIntent"),
        (captions.extend, "ExtendIceTimerIntent"),
        (captions.cancel, "CancelIceTimerIntent"),
    )
    return TimerScreen(
        title=words.title,
        total=timer.total,
        state=captions.timer_paused if paused else captions.timer_running,
        note=words.note,
        over=words.over,
        rings_at=timer.rings_at,
        left=timer.left,
        buttons=tuple(Button(label, touch_of(intent, timer.kind)) for label, intent in buttons),
    )


def no_timer(guide: Guide, kind: str, text: str) -> AnswerScreen:
    """What is said of a timer that is not there, with a way to start one."""
    words = guide.timers[kind]
    return AnswerScreen(words.title, text, buttons=(Button(words.start, STARTS[kind]),))


def timer_trouble(guide: Guide, kind: str, text: str) -> AnswerScreen:
    """How to do without us, when the device's timers will not be had."""
    return AnswerScreen(guide.timers[kind].title, text)


def _start_buttons(guide: Guide) -> dict[str, Button]:
    return {STARTS[kind]: Button(words.start, STARTS[kind]) for kind, words in guide.timers.items()}


def _signs(text: str) -> tuple[tuple[str, ...], str]:
    """The signs that a safety check asks for, one question each, and what is said after them."""
    sentences = sentences_of(text)
    signs = tuple(sentence for sentence in sentences if sentence.endswith("?"))
    return signs, " ".join(sentences[sentences.index(signs[-1]) + 1 :]) if signs else text


def _step_buttons(guide: Guide, step: Step, index: int) -> tuple[Button, ...]:
    """The answers to the step's question where a yes and a no lead on, else next and back.

    A button carries what it means outright, not a yes: by the time it is touched, something else
    may have been asked.
    """
    captions = guide.captions
    back = (Button(captions.back, "AMAZON.PreviousIntent"),) if index else ()
    on = (Button(captions.next, "AMAZON.NextIntent"),) if step.question else ()
    if step.yes in CHECKS:
        return (Button(captions.yes, step.yes), Button(captions.no, step.no))
    if start := _start_buttons(guide).get(step.yes):
        on = (start, *on)
    return (*on, *back)
