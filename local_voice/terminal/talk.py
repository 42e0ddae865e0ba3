"""`talk`: the conversation on the terminal, spoken, with timers that ring while you type."""

from contextlib import ExitStack
from functools import partial
from pathlib import Path
from shutil import get_terminal_size

from local_voice.alexa.envelope import Device
from local_voice.alexa.transcript import Record
from local_voice.app import local_alexa
from local_voice.clocks import TalkClock, computer_zone
from local_voice.speech.player import Player
from local_voice.speech.speaker import Speaker
from local_voice.speech.voice import Voice
from local_voice.terminal.bar import timer_bar
from local_voice.terminal.conversation import Conversation
from local_voice.terminal.inputs import Inputs, Listening
from local_voice.terminal.leaving import ring_alone, takes_over
from local_voice.terminal.terminal import INTERRUPTED, Terminal
from local_voice.timers.database import TimerDatabase
from local_voice.timers.ringer import Ringer
from local_voice.timers.service import AlexaService
from skill.app import default_guides
from skill.settings import data_folder, default_store
from skill.storage.store import MemoryStore, Store


def talk(
    device: Device,
    listening: Listening,
    speaker: Speaker | None,
    *,
    time_lapse: float,
    fault: str | None,
    save: Path | None = None,
) -> None:
    """Talk until the person says stop or the input ends, or the recordings do.

    Without a `speaker` nothing is heard. `time_lapse` is how many seconds pass in a second. What
    happens in faster time ends with the talk; timers of real time are kept and go on ringing with
    the next talk. `save` is the file that the talk is written down in.
    """
    folder = data_folder()
    clock = TalkClock(time_lapse=time_lapse)
    keeps = time_lapse == 1
    store: Store = default_store(clock) if keeps else MemoryStore()
    timers = TimerDatabase(folder / "timers.db" if keeps else ":memory:")
    if keeps:
        takes_over(folder)
    alexa = local_alexa(device, store, timers, clock=clock, fault=fault)
    alexa.asks_back = True
    alexa.service.zone = computer_zone()
    terminal = Terminal()
    with ExitStack() as stack:
        stack.callback(timers.close)
        stack.enter_context(terminal.printing_above())
        stack.enter_context(terminal.noting_warnings())
        voice = None
        if speaker:
            voice = stack.enter_context(Voice(speaker, Player(), terminal.note))
        guide = default_guides().speaking(device.locale)
        conversation = Conversation(
            alexa,
            terminal,
            voice,
            emergency_number=guide.captions.emergency_number,
            may_type=terminal.interactive and not listening.recordings,
            ring_alone=partial(ring_alone, device.locale) if voice and keeps else None,
        )
        if save:
            own = {"locale": device.locale, "permission": device.permission}
            own |= {"reminders": device.reminders, "fault": fault or "none"}
            record = Record(save, own, guide.phrases.welcome_first, clock)
            stack.callback(record.close)
            conversation.record = record.add
        ringer = Ringer(
            timers,
            conversation.ring,
            conversation.missed,
            clock,
            time_lapse=time_lapse,
            alarm=conversation.alarm,
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
            try:
                goes_on = conversation.turn(utterance)
            except KeyboardInterrupt:  # between two prompts
                if not terminal.interactive:
                    raise
                goes_on = conversation.turn(INTERRUPTED)
            if not goes_on:
                break
        if listening.recordings or not terminal.interactive:
            conversation.hear_out(clock)


def _bar(service: AlexaService) -> str:
    columns = get_terminal_size().columns
    return timer_bar(service.live(), service.now(), service.coming_reminders(), columns)
