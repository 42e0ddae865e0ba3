"""`talk`: the conversation on the terminal, spoken, with timers that ring while you type."""

import threading
from contextlib import ExitStack
from datetime import datetime

from local_voice.alexa.envelope import Device
from local_voice.alexa.exchange import Exchange
from local_voice.alexa.local_alexa import LocalAlexa
from local_voice.app import local_alexa
from local_voice.clocks import TalkClock, computer_zone
from local_voice.listener import ASK_AGAIN, Unsure
from local_voice.speech.player import Player
from local_voice.speech.speaker import Speaker
from local_voice.speech.voice import Voice
from local_voice.terminal.inputs import Inputs, Listening, Said
from local_voice.terminal.terminal import Terminal, timer_bar
from local_voice.timers.database import Timer, TimerDatabase
from local_voice.timers.ringer import Ringer
from local_voice.timers.service import AlexaService
from skill.settings import data_folder, default_store
from skill.storage.store import MemoryStore, Store

_FAREWELLS = {"AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent"}
_TYPE_IT = "You can also type it."
_WORTH_WAITING = 10.0  # seconds by the wall: a timer that rings this soon is heard out


def talk(
    device: Device, listening: Listening, *, mute: bool, time_lapse: float, fault: str | None
) -> None:
    """Talk until the person says stop or the input ends, or the recordings do.

    `time_lapse` is how many seconds pass in a second. What happens in faster time ends with the
    talk; timers of real time are kept and go on ringing with the next talk.
    """
    folder = data_folder()
    clock = TalkClock(time_lapse=time_lapse)
    keeps = time_lapse == 1
    store: Store = default_store(clock) if keeps else MemoryStore()
    timers = TimerDatabase(folder / "timers.db" if keeps else ":memory:")
    alexa = local_alexa(device, store, timers, clock=clock, fault=fault)
    alexa.asks_back = True
    alexa.service.zone = computer_zone()
    terminal = Terminal()
    with ExitStack() as stack:
        stack.callback(timers.close)
        stack.enter_context(terminal.printing_above())
        stack.enter_context(terminal.noting_warnings())
        voice = None
        if not mute:
            voice = stack.enter_context(Voice(Speaker(device.locale), Player(), terminal.note))
        may_type = terminal.interactive and not listening.recordings
        conversation = Conversation(alexa, terminal, voice, may_type=may_type)
        ringer = Ringer(
            timers, conversation.ring, conversation.missed, clock, time_lapse=time_lapse
        )
        alexa.service.on_change = ringer.wake
        stack.callback(ringer.stop)
        if timers.notice:
            terminal.note(timers.notice)
        inputs = Inputs(terminal, listening, device.locale)
        stack.callback(inputs.close)
        conversation.begin()
        ringer.start()
        for utterance in inputs.until_end(lambda: _bar(alexa.service), conversation.hush):
            if not conversation.turn(utterance):
                break
        if listening.recordings or not terminal.interactive:
            conversation.hear_out(clock)


def _bar(service: AlexaService) -> str:
    return timer_bar(service.live(), service.now(), service.coming_reminders())


class Conversation:
    """What is said and shown. `voice` is `None` when nothing shall be heard.

    `may_type`: somebody who is misheard can type instead.
    """

    def __init__(
        self, alexa: LocalAlexa, terminal: Terminal, voice: Voice | None, *, may_type: bool
    ) -> None:
        self._alexa = alexa
        self._terminal = terminal
        self._voice = voice
        self._may_type = may_type
        self._rang = threading.Event()
        self._reprompt = ""
        self._unsure = 0  # in a row

    def begin(self) -> None:
        self._tell(self._alexa.open())

    def turn(self, said: Said) -> bool:
        """Answer what is typed or heard; False when the talk is over.

        Nothing typed stops the speech. None: nobody spoke.
        """
        if said is None:
            self._terminal.note("I heard nothing.")
            return True
        if isinstance(said, str):
            return self._answer(said)
        if isinstance(said, Unsure):
            self._ask_again(said)
            return True
        self._unsure = 0
        if not said.text:  # the wake phrase alone
            self._terminal.note("Yes?")
            return True
        self._terminal.you(said.text)
        return self._answer(said.text)

    def hush(self) -> None:
        if self._voice:
            self._voice.hush()

    def _ask_again(self, unsure: Unsure) -> None:
        self._unsure += 1
        if unsure.guess:
            self._terminal.you(f"{unsure.guess}?")
        offers_typing = self._may_type and self._unsure > 1
        line = f"{ASK_AGAIN} {_TYPE_IT}" if offers_typing else ASK_AGAIN
        self._terminal.alexa(line)
        if self._voice:
            self._voice.say(line)
            if not self._terminal.interactive:
                self._voice.wait()

    def _answer(self, utterance: str) -> bool:
        if not utterance:
            self.hush()
            return True
        exchange = self._alexa.say(utterance)
        self._tell(exchange)
        if exchange.intent not in _FAREWELLS:
            return True
        if self._alexa.service.live() and self._terminal.interactive:
            self._terminal.note("The timer rings here. Control-D leaves.")
            return True
        return False

    def ring(self, timer: Timer) -> None:
        """Called by the ringer, and must return at once: the sound starts in its own thread."""
        self._terminal.alarm(timer.words, timer.kind)
        if timer.reminder is not None:  # said twice, whatever the talk is about
            self._sound(f"{timer.words} {timer.words}")
            return
        what_next = self._reprompt if self._alexa.session else ""
        if what_next:
            self._terminal.guide(what_next)
        self._rang.set()
        self._sound(f"{timer.words} {what_next}")

    def missed(self, timer: Timer, when: datetime) -> None:
        line = f"{timer.words} It rang at {when.astimezone():%H:%M}, unheard."
        self._terminal.alarm(line, timer.kind)

    def hear_out(self, clock: TalkClock) -> None:
        """The input is at its end: wait for a timer about to ring, or tell what becomes of it."""
        for timer in self._alexa.service.live()[:1]:
            left = timer.rings_at and (timer.rings_at - clock().timestamp()) / clock.time_lapse
            if left is not None and left <= _WORTH_WAITING:
                self._rang.wait(_WORTH_WAITING)
            elif clock.time_lapse == 1:
                self._terminal.note("The ice timer goes on. Start the talk again to hear it.")
        if self._voice:
            self._voice.wait()

    def _sound(self, words: str) -> None:
        if self._voice:
            threading.Thread(target=self._voice.ring, args=(words,), daemon=True).start()

    def _tell(self, exchange: Exchange) -> None:
        self._reprompt = exchange.reprompt
        if exchange.speech:
            self._terminal.guide(exchange.speech)
        if self._voice and exchange.ssml:
            self._voice.say(exchange.ssml)
            if not self._terminal.interactive:
                self._voice.wait()
        if exchange.alexa_asks:
            self._terminal.alexa(exchange.alexa_asks)
            if self._voice and not exchange.ssml:
                self._voice.say(exchange.alexa_asks)
