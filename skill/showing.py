"""What to show with a reply, from the same content that is spoken."""

from skill.captions import Captions
from skill.conversation import Services
from skill.display import AnswerScreen, Button, HelpScreen, TimerScreen
from skill.guidance import Guide, Passage, Topic
from skill.ice_timer import IceTimer

MORE = "TellMeMoreIntent"
START = "StartIceTimerIntent"


def answer(guide: Guide, topic: Topic, passage: Passage, button: Button | None) -> AnswerScreen:
    buttons = (button,) if button else ()
    return AnswerScreen(topic.title, passage.text, guide.sources_of(passage), buttons)


def things_to_say(services: Services) -> HelpScreen:
    guide = services.guide
    sayings = tuple(Button(saying.say, saying.intent) for saying in guide.sayings)
    captions = guide.captions
    return HelpScreen(captions.name, captions.say, captions.note, sayings)


def no_timer(services: Services, text: str) -> AnswerScreen:
    """The words about a timer that is not there, with a way to start one."""
    captions = services.guide.captions
    return AnswerScreen(captions.timer, text, buttons=(Button(captions.start, START),))


def timer(services: Services, timer: IceTimer) -> TimerScreen:
    captions, phrases = services.guide.captions, services.guide.phrases
    paused = timer.rings_at is None
    return TimerScreen(
        title=captions.timer,
        total=timer.total,
        state=captions.timer_paused if paused else captions.timer_running,
        note=captions.timer_note,
        over=phrases.timer_over,
        rings_at=timer.rings_at,
        left=timer.left,
        buttons=_timer_buttons(captions, paused=paused),
    )


def _timer_buttons(captions: Captions, *, paused: bool) -> tuple[Button, ...]:
    return (
        Button(captions.resume, "ResumeIceTimerIntent")
        if paused
        else Button(captions.pause, "PauseIceTimerIntent"),
        Button(captions.extend, "ExtendIceTimerIntent"),
        Button(captions.cancel, "CancelIceTimerIntent"),
    )
