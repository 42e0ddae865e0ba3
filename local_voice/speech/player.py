"""Sound out, through a player program in a child process that can be stopped at once.

One sound at a time. An alarm stops the speech, rings, and then the sentence that was cut is said
again from its start.
"""

import shutil
from collections import deque
from collections.abc import Callable, Sequence
from threading import Condition, Event, Thread
from typing import Self

from local_voice.errors import PlaybackUnavailable
from local_voice.files import scratch_folder
from local_voice.speech.player_commands import (
    COMMANDS,
    GRACE,
    NO_ROOM,
    REMEDY,
    Child,
    Command,
    finish,
    start,
)


class Playing:
    """Something to be heard: its WAV files, what has not been heard to its end yet."""

    def __init__(self, wavs: Sequence[bytes]) -> None:
        self.left = deque(wavs)
        self.error: PlaybackUnavailable | None = None
        self._over = Event()

    @property
    def over(self) -> bool:
        """True once it is heard to the end, stopped, replaced, or has failed (see `error`)."""
        return self._over.is_set()

    def wait(self, timeout: float | None = None) -> bool:
        """Block until it is over, or for `timeout` seconds; gives `over`."""
        return self._over.wait(timeout)

    def end(self, error: PlaybackUnavailable | None = None) -> None:
        self.error = error
        self._over.set()


class Player:
    """Plays one thing at a time. Call it from any thread; only `wait` and `close` block.

    `on_failure` is called from the player's own thread: once when no command works, and for each
    sound that the disk has no room for.
    """

    def __init__(self, commands: Sequence[Command] = COMMANDS, grace: float = GRACE) -> None:
        self.on_failure: Callable[[PlaybackUnavailable], None] = lambda _error: None
        self._commands = deque(command for command in commands if shutil.which(command[0]))
        self._grace = grace
        self._changed = Condition()  # guards everything below
        self._speech: Playing | None = None
        self._rings: deque[Playing] = deque()
        self._child: Child | None = None
        self._cut = False
        self._closed = False
        self._error: PlaybackUnavailable | None = None
        self._thread: Thread | None = None
        if not self._commands:
            tried = ", ".join(command[0] for command in commands)
            self._error = PlaybackUnavailable(
                f"no program to play sound was found ({tried})", REMEDY
            )

    def play(self, *wavs: bytes) -> Playing:
        """Say `wavs` in order, in place of what is being said; after an alarm that rings now.

        Raises `PlaybackUnavailable` when there is no player program, or none has worked.
        """
        playing = Playing(wavs)
        with self._changed:
            self._check()
            if self._speech:
                self._speech.end()
            self._speech = playing
            if not self._rings:
                self._cut_short()
            self._changed.notify_all()
        return playing

    def ring(self, *wavs: bytes) -> Playing:
        """Sound an alarm now (after one that rings already); what it cuts is said again.

        Raises `PlaybackUnavailable` as `play` does.
        """
        playing = Playing(wavs)
        with self._changed:
            self._check()
            if not self._rings:
                self._cut_short()
            self._rings.append(playing)
            self._changed.notify_all()
        return playing

    def stop(self) -> None:
        """Be silent now: speech, alarms, and whatever waits its turn."""
        with self._changed:
            self._end_all()
            self._cut_short()

    def wait(self, timeout: float | None = None) -> bool:
        """Block until all is said, or for `timeout` seconds; True when it is."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._front(), timeout)

    def close(self) -> None:
        """Stop, and leave no process and no file behind. The player cannot be used again."""
        with self._changed:
            self._closed = True
            self._end_all()
            self._cut_short()
            thread = self._thread
        if thread:
            thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Below, "locked" means that the caller holds `_changed`.

    def _check(self) -> None:  # locked
        if self._closed:
            raise PlaybackUnavailable("the player is closed", "start again")
        if self._error:
            raise self._error
        if not self._thread:
            self._thread = Thread(target=self._work, name="player", daemon=True)
            self._thread.start()

    def _front(self) -> Playing | None:  # locked
        return self._rings[0] if self._rings else self._speech

    def _cut_short(self) -> None:  # locked
        if self._child:
            self._cut = True
            self._child.kill()

    def _end_all(self, error: PlaybackUnavailable | None = None) -> None:  # locked
        for playing in (*self._rings, self._speech):
            if playing:
                playing.end(error)
        self._rings.clear()
        self._speech = None
        self._changed.notify_all()

    def _work(self) -> None:
        while playing := self._next():
            try:
                heard = not playing.left or self._heard(playing)
            except (OSError, PlaybackUnavailable) as error:
                if isinstance(error, OSError) and error.errno in NO_ROOM:
                    self._give_up_sound(playing, error)
                else:
                    self._give_up_command(error)
            else:
                if heard:
                    self._advance(playing)

    def _next(self) -> Playing | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._front())
            return self._front()

    def _heard(self, playing: Playing) -> bool:
        """Play the first WAV left; False when it was cut. Raises when the command did not work."""
        wav, command = playing.left[0], self._commands[0]
        with scratch_folder() as folder:
            with self._changed:
                if playing is not self._front():
                    return False
                self._child = child = start(command, folder, wav)
            problem = finish(child, wav, self._grace)
        with self._changed:
            self._child = None
            cut, self._cut = self._cut, False
        if problem and not cut:
            raise PlaybackUnavailable(f"{command[0]} {problem}", REMEDY)
        return not cut

    def _advance(self, playing: Playing, error: PlaybackUnavailable | None = None) -> None:
        with self._changed:
            if playing.left:
                playing.left.popleft()
            if not playing.left and playing is self._front():
                playing.end(error)
                if self._rings:
                    self._rings.popleft()
                else:
                    self._speech = None
                self._changed.notify_all()

    def _give_up_sound(self, playing: Playing, problem: OSError) -> None:
        """On to the next sound: there may be room for it."""
        reason = f"sound cannot be played ({problem.strerror})"
        error = PlaybackUnavailable(reason, "make room on the disk")
        playing.left.clear()
        self._advance(playing, error)
        self.on_failure(error)

    def _give_up_command(self, problem: OSError | PlaybackUnavailable) -> None:
        """On to the next command, with the same WAV; after the last one, fail for good."""
        with self._changed:
            self._commands.popleft()
            if self._commands:
                return
            error = problem
            if isinstance(error, OSError):
                error = PlaybackUnavailable(f"sound cannot be played ({error})", REMEDY)
            self._error = error
            self._end_all(error)
        self.on_failure(error)
