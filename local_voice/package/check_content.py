"""Every mistake in a clinic's content file, with its line: what `check-content` prints."""

import re
from collections.abc import Iterator
from pathlib import Path

from local_voice.model.interaction_model import InteractionModel
from local_voice.model.locales import sample_key, source_model
from local_voice.package.listing import check_listing
from local_voice.package.model_lint import LEAST_SAMPLES
from skill.content.guidance import Guide, Topic
from skill.content.loader import check_guides
from skill.content.overlay import read_file
from skill.errors import ContentError

_TOPIC = 2  # parts of the place "topics.ice"; only what stands further in can be the clinic's own
_LINE = re.compile(r":(\d+)$")


def mistakes(own: Path) -> list[ContentError]:
    """All that is wrong, in the order of the lines. Raises `ContentError` when it is no TOML."""
    guides, errors = check_guides(own=own)
    name = guides.other.invocation_name or source_model().invocation_name
    errors += check_listing(name, own)[1]
    file = read_file(own, by_line=True)
    for place, problem in _unreachable(guides.other, source_model()):
        if file.depth(place) > _TOPIC:
            errors.append(ContentError(f"{file.name}:{file.line_of(place)}", place, problem))
    return sorted(errors, key=_line)


def _unreachable(guide: Guide, model: InteractionModel) -> Iterator[tuple[str, str]]:
    """What nobody could ask for: samples that mean something else, details without a name."""
    owners = {
        sample_key(sample, intent.slots): intent.name
        for intent in model.intents.values()
        for sample in intent.samples
    }
    for topic in guide.topics.values():
        place = f"topics.{topic.id}"
        for number, sample in enumerate(topic.samples, start=1):
            owner = owners.setdefault(sample_key(sample, {}), topic.intent)
            if owner != topic.intent:
                yield f"{place}.samples[{number}]", f"{sample!r} is already a sample of {owner}"
        if topic.intent not in model.intents:
            yield from _too_little(topic, place)
        yield from _nameless(topic, model, place)


def _too_little(topic: Topic, place: str) -> Iterator[tuple[str, str]]:
    count = len(topic.samples)
    if 0 < count < LEAST_SAMPLES:
        problem = f"has {count}, at least {LEAST_SAMPLES}: people ask in many words"
        yield f"{place}.samples", problem


def _nameless(topic: Topic, model: InteractionModel, place: str) -> Iterator[tuple[str, str]]:
    intent = model.intents.get(topic.intent)
    type_name = intent.slots.get(topic.slot, "") if intent else ""
    if topic.slot and not type_name:
        yield f"{place}.slot", f"names {topic.slot!r}, a detail that nobody can say: leave it out"
    ids = {value.id for value in model.slot_types.get(type_name, ())}
    for detail in topic.about:
        if detail not in ids:
            known = ", ".join(sorted(id_ for id_ in ids if id_)) or "none here"
            yield f"{place}.about.{detail}", f"is a detail that nobody can say: use one of {known}"


def _line(error: ContentError) -> int:
    line = _LINE.search(error.file)
    return int(line[1]) if line else 0
