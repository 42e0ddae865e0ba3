"""The talk turn by turn: what is said and shown, what rings meanwhile, and how somebody leaves."""

import re
import threading
from collections.abc import Callable
from datetime import datetime

from local_voice.alexa.exchange import Exchange
from local_voice.alexa.local_alexa import MUCH_NOISE, SAY_AGAIN, LocalAlexa
from local_voice.clocks import TalkClock
from local_voice.listener import Heard, Unsure
from local_voice.speech import ssml
from local_voice.speech.voice import Voice
from local_voice.terminal import leaving
from local_voice.terminal.bar import name
from local_voice.terminal.inputs import Said
from local_voice.terminal.terminal import INTERRUPTED, KEYS, LEAVES, Terminal
from local_voice.timers.alarm import Alarm, rang_out
from local_voice.timers.database import Timer

FIRST_LINE = 'Ask anything, or say "help me now". Enter hushes, Ctrl-D leaves.'
ALARM_OFF = "The alarm is off."
_FAREWELLS = {"AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent"}
_TYPE_IT = "You can also type it."
_WORTH_WAITING = 10.0  # seconds by the wall: a timer that rings this soon is heard out
_AT_THE_HEAD = 2  # sentences in which the call for help stands


class Conversation:
    """What is said and shown. `voice` is `None` when nothing shall be heard.

    `may_type`: somebody who is misheard can type instead. `emergency_number` is the country's.
    `ring_alone` makes timers ring with the talk closed; None where they can't. `record` is given
    each exchange.
    """

    def __init__(
        self,
        alexa: LocalAlexa,
        terminal: Terminal,
        voice: Voice | None,
        *,
        emergency_number: str,
        may_type: bool = True,
        ring_alone: Callable[[], bool] | None = None,
    ) -> None:
        self.record: Callable[[Exchange], None] = lambda _exchange: None
        self._alexa = alexa
        self._terminal = terminal
        self._voice = voice
        self._call = re.compile(rf"\bcall {re.escape(emergency_number)}\b", re.IGNORECASE)
        self._may_type = may_type
        self._ring_alone = ring_alone
        self.alarm = Alarm(self._ring_again, self._rang_out)
        self._silenced = False  # an alarm, by a key of the line that is being typed
        self._leaving = False  # asked whether timers shall ring with the talk closed
        self._rang = threading.Event()
        self._reprompt = ""
        self._unsure = 0  # in a row
        terminal.on_key = self.silence

    def begin(self) -> None:
        if self._terminal.interactive:
            self._terminal.note(FIRST_LINE)
        self._tell(self._alexa.open(), first=True)

    def turn(self, said: Said) -> bool:
        """Answer what is typed or heard; False when the talk is over.

        Nothing typed stops the speech. None: nobody spoke.
        """
        self.silence()
        silenced, self._silenced = self._silenced, False
        if said is None:
            self._terminal.note("I heard nothing.")
            return True
        if isinstance(said, Unsure):
            self._ask_again(said)
            return True
        self._unsure = 0
        if isinstance(said, Heard) and self._is_woken_or_asks(said):
            return True
        said = said.text if isinstance(said, Heard) else said
        if silenced and said in ("", "stop", *LEAVES):
            self._terminal.note(ALARM_OFF)
            return True
        if said in LEAVES:
            return self._leave(said)
        return self._answer(said)

    def _is_woken_or_asks(self, said: Heard) -> bool:
        """Whether there is nothing to be done yet: the wake phrase alone, or a doubt."""
        if not said.text:
            self._terminal.note("Yes?")
            return True
        self._terminal.you(said.text)
        if not said.read_back or said.text == self._alexa.doubtful:
            return False
        self._alexa_says(self._alexa.read_back(said.text, said.read_back).alexa_asks)
        return True

    def hush(self) -> None:
        self.silence()
        if self._voice:
            self._voice.hush()

    def silence(self) -> None:
        """Stop an alarm, if one rings."""
        if self.alarm.stop():
            self._silenced = True
            if self._voice:
                self._voice.hush()

    def _ask_again(self, unsure: Unsure) -> None:
        self._unsure += 1
        if unsure.guess:
            self._terminal.you(f"{unsure.guess}?")
        again = f"{SAY_AGAIN} {_TYPE_IT}" if self._may_type and self._unsure > 1 else SAY_AGAIN
        self._alexa_says(MUCH_NOISE if unsure.noisy else again)

    def _alexa_says(self, line: str) -> None:
        self._terminal.alexa(line)
        if self._voice:
            self._voice.say(line)
            if not self._terminal.interactive:
                self._voice.wait()

    def _answer(self, utterance: str) -> bool:
        if not utterance:
            self.hush()
            return True
        if self._leaving:
            word = utterance.lower().strip(" .!")
            if word in leaving.YES and self._ring_alone:
                self._terminal.note(leaving.RINGS_ON if self._ring_alone() else leaving.RINGS_NOT)
                return False
            if word in leaving.YES | leaving.NO:
                self._terminal.note(leaving.RINGS_NOT)
                return False
            self._leaving = False
        if self._voice and (now := self._voice.wish(utterance)):
            self._alexa_says(f"All right, {now}.")
            return True
        exchange = self._alexa.say(utterance)
        self._tell(exchange)
        if exchange.intent == "AMAZON.HelpIntent" and self._terminal.interactive:
            self._terminal.note(KEYS)
        return exchange.intent not in _FAREWELLS or self._leave("")

    def _leave(self, by: str) -> bool:
        """Whether the talk goes on: with something set to ring, somebody is asked first."""
        if by == INTERRUPTED and self._voice and not self._voice.wait(0):
            self._voice.hush()
            return True
        service = self._alexa.service
        live, now = service.live(), service.now()
        running = [timer for timer in live if timer.rings_at is not None]
        to_ring = sorted((*running, *service.coming_reminders()), key=lambda it: it.rings_at or 0)
        if not self._terminal.interactive or not live + to_ring:
            return False
        if self._leaving:
            self._terminal.note(leaving.RINGS_NOT)
            return False
        if not to_ring:
            self._terminal.note(leaving.kept(live[0], now))
            return False
        self._leaving = True
        self._terminal.note(leaving.asked(to_ring[0], now, can_ring=bool(self._ring_alone)))
        return True

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
                self._terminal.note(f"The {name(timer)} goes on. {leaving.TO_HEAR}")
        if self._voice:
            self._voice.wait()

    def _ring_again(self, timer: Timer) -> None:
        if self._terminal.interactive:
            self._terminal.bell()
        self._sound(timer.words)

    def _rang_out(self, _timer: Timer, since: datetime) -> None:
        self._terminal.note(rang_out(since))

    def _sound(self, words: str) -> None:
        if self._voice:
            threading.Thread(target=self._voice.ring, args=(words,), daemon=True).start()

    def _tell(self, exchange: Exchange, *, first: bool = False) -> None:
        self._reprompt = exchange.reprompt
        self.record(exchange)
        if exchange.speech:
            self._terminal.guide(exchange.speech, emergency=self._calls_for_help(exchange))
        if self._voice and exchange.ssml and first and self._terminal.interactive:
            self._voice.say_soon(exchange.ssml)  # the prompt waits for no voice
        elif self._voice and exchange.ssml:
            self._voice.say(exchange.ssml, slowly=exchange.gives_steps)
            if not self._terminal.interactive:
                self._voice.wait()
        if exchange.alexa_asks:
            self._terminal.alexa(exchange.alexa_asks)
            if self._voice and not exchange.ssml:
                self._voice.say(exchange.alexa_asks)

    def _calls_for_help(self, exchange: Exchange) -> bool:
        """The welcome names the number too, after what it is for."""
        head = ssml.sentences(exchange.speech)[:_AT_THE_HEAD]
        said = " ".join(segment.text for sentence in head for segment in sentence)
        return exchange.intent != "LaunchRequest" and bool(self._call.search(said))
