"""The recogniser's two files, made from the interaction model once and kept.

They lie in a folder named by the hash of what they were made from; one that is not whole any more
is made anew.
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from local_voice.listener.dictionary import (
    DATA,
    dictionary_text,
    load_pronunciations,
    pronounced,
)
from local_voice.listener.language_model import runs_in, trigram, with_openings
from local_voice.listener.sentences import Sentence, sentences, words_said
from local_voice.model.interaction_model import InteractionModel

_DICTIONARY, _MODEL, _SUMS = "words.dict", "trigram.arpa", "sums"
_NAME = "listener-"
_PART = f"{_NAME}part-"
# Times more that these count: they are few, and said often.
_WORDS = 2  # a sample of one word, such as "no", which else is heard as "know"
_REPLIES = 10
_KEPT = 4  # folders of other models and versions left beside the newest
_LEFT_BEHIND = 24 * 60 * 60.0  # seconds after which nobody is at work on a part any more


@dataclass(frozen=True, slots=True)
class Compiled:
    """Where the recogniser's files are."""

    folder: Path

    @property
    def dictionary(self) -> Path:
        return self.folder / _DICTIONARY

    @property
    def model(self) -> Path:
        return self.folder / _MODEL

    def runs(self) -> frozenset[Sentence]:
        """The two and three words that follow each other in a sample, "<s>" and "</s>" too."""
        return runs_in(self.model.read_text("utf-8"))


def compiled(
    model: InteractionModel, cmudict: Path, cache_dir: Path, on_first: Callable[[], None]
) -> Compiled:
    """The files for `model`; `on_first` is called before they are made.

    Raises OSError when `cache_dir` cannot be written.
    """
    code = [file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py"))]
    parts = [repr(model).encode(), DATA.read_bytes(), str(cmudict).encode(), *code]
    folder = cache_dir / f"{_NAME}{_sum(b''.join(_sum(part).encode() for part in parts))[:32]}"
    if not _is_whole(folder):
        cache_dir.mkdir(parents=True, exist_ok=True)
        part = Path(mkdtemp(prefix=_PART, dir=cache_dir))  # or fails before the work is done
        try:
            on_first()
            _keep(part, folder, make(model, cmudict))
        finally:
            shutil.rmtree(part, ignore_errors=True)
        _forget_old(cache_dir, folder)
    return Compiled(folder)


def make(model: InteractionModel, cmudict: Path) -> dict[str, str]:
    """The texts of the files. Sentences with a word that nobody can pronounce are left out."""
    own = load_pronunciations()
    wake, before = words_said(own.wake), [words_said(word) for word in own.before]
    replies = [words_said(reply) for reply in own.replies]
    written = list(sentences(model))
    words = [sentence for sentence in written if len(sentence) == 1]
    often = [*words * _WORDS, *[*replies, wake] * _REPLIES]
    said = [*with_openings(written, wake, before), *often]
    ways = pronounced({word for sentence in said for word in sentence}, own, cmudict)
    sayable = [sentence for sentence in said if all(word in ways for word in sentence)]
    return {
        _DICTIONARY: dictionary_text(ways),
        _MODEL: trigram(sayable),
    }


def _is_whole(folder: Path) -> bool:
    try:
        sums = (folder / _SUMS).read_text("utf-8").split()
        found = [_sum((folder / name).read_bytes()) for name in (_DICTIONARY, _MODEL)]
    except (OSError, UnicodeDecodeError):
        return False
    return sums == found


def _keep(part: Path, folder: Path, texts: Mapping[str, str]) -> None:
    """Put the files there at once, by way of `part`: another process sees all of them or none."""
    try:
        for name, text in texts.items():
            (part / name).write_bytes(text.encode())
        sums = "\n".join(_sum(text.encode()) for text in texts.values())
        (part / _SUMS).write_text(sums, "utf-8")
        if folder.exists():
            shutil.rmtree(folder, ignore_errors=True)
        part.rename(folder)
    except OSError:
        if not _is_whole(folder):  # else another process was quicker
            raise


def _forget_old(cache_dir: Path, newest: Path) -> None:
    now = _changed(newest)  # it has just been made
    parts = set(cache_dir.glob(f"{_PART}*"))  # on which other processes may be at work
    left_behind = [part for part in parts if now - _changed(part, now) > _LEFT_BEHIND]
    others = set(cache_dir.glob(f"{_NAME}*")) - parts - {newest}
    for old in (*left_behind, *sorted(others, key=_changed)[:-_KEPT]):
        shutil.rmtree(old, ignore_errors=True)


def _changed(folder: Path, gone: float = 0.0) -> float:
    """When it was last changed, in Unix seconds; `gone` if another process has removed it."""
    try:
        return folder.stat().st_mtime
    except OSError:
        return gone


def _sum(data: bytes) -> str:
    return sha256(data).hexdigest()
