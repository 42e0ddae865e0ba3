"""The strict rule for intents such as stop: taken only when nothing but their phrases is said."""

from collections.abc import Container, Mapping, Sequence


def without(fillers: Sequence[Sequence[str]], words: Sequence[str]) -> tuple[Sequence[str], int]:
    """`words` with the fillers at both ends taken off, and where the rest began."""
    start, end = 0, len(words)
    changed = True
    while changed:
        changed = False
        for filler in fillers:
            size = len(filler)
            if size >= end - start:
                continue
            if list(words[start : start + size]) == filler:
                start, changed = start + size, True
            elif list(words[end - size : end]) == filler:
                end, changed = end - size, True
    return words[start:end], start


class Cover:
    """Reads an utterance as a row of phrases of strict intents, with fillers between."""

    def __init__(
        self,
        templates: Mapping[str, str],
        strict: Container[str],
        fillers: Sequence[Sequence[str]],
    ) -> None:
        self._phrases = {text: name for text, name in templates.items() if name in strict}
        self._phrases.update((" ".join(filler), "") for filler in fillers)
        self._longest = max(text.count(" ") + 1 for text in self._phrases) if self._phrases else 0

    def intent_of(self, words: Sequence[str]) -> str | None:
        """The intent of the last phrase when phrases and fillers account for every word."""
        reached: dict[int, str] = {0: ""}  # from each index that a row reaches: its last intent
        for start in range(len(words)):
            if start not in reached:
                continue
            for end in range(start + 1, min(start + self._longest, len(words)) + 1):
                name = self._phrases.get(" ".join(words[start:end]))
                if name is not None:
                    reached[end] = name or reached.get(end) or reached[start]
        return reached.get(len(words)) or None
