"""What is said into the page's microphone, heard by the product's own ear, in this process."""

from threading import Lock

from local_voice.alexa.exchange import Exchange
from local_voice.alexa.local_alexa import LocalAlexa
from local_voice.app import listener_for
from local_voice.errors import ListeningUnavailable
from local_voice.files import Json
from local_voice.listener import Heard, Listener, Unsure
from local_voice.listener.microphone import LONGEST
from local_voice.listener.recording import samples_of
from local_voice.model import LOCALES


class Ear:
    """Gets ready at the first call, which takes a moment. Hears one thing at a time.

    Nothing that it hears is kept. `longest`: seconds, after which the page ends a recording.
    Safe among threads.
    """

    def __init__(self, longest: float = LONGEST) -> None:
        self._longest = longest
        self._listener: Listener | None = None
        self._lock = Lock()

    def attend(self) -> Json:
        """Get ready. What the page is told: what is `lacking`, "" for nothing, and the `longest`.

        A page asks for it before anybody speaks, so that nobody speaks in vain.
        """
        lacking = ""
        try:
            with self._lock:
                self._ready()
        except ListeningUnavailable as error:
            lacking = error.typing_goes_on
        return {"lacking": lacking, "longest": self._longest}

    def hear(self, recording: bytes) -> Heard | Unsure:
        """Hear what is said in a WAV, FLAC or MP3 file.

        Raises `RecordingUnusable`, and `ListeningUnavailable` where `attend` tells what is lacking.
        """
        samples = samples_of(recording)
        with self._lock:
            return self._ready().hear(samples)

    def _ready(self) -> Listener:
        if self._listener is None:
            self._listener = listener_for(LOCALES[0])
        return self._listener


def taken(alexa: LocalAlexa, heard: Heard | Unsure) -> Exchange:
    """What comes of a hearing: it counts as said, or it is asked about, or asked for again."""
    if isinstance(heard, Unsure):
        return alexa.ask_again(heard.guess or "", noisy=heard.noisy)
    if not heard.text:  # the wake phrase alone: the button has called already
        return alexa.ask_again("", noisy=False)
    if heard.read_back and heard.text != alexa.doubtful:
        return alexa.read_back(heard.text, heard.read_back)
    return alexa.say(heard.text)
