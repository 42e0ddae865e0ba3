"""Interaction models of other domains than ours, and one of them: somebody's house plants."""

from collections.abc import Mapping
from types import MappingProxyType

from local_voice.model.interaction_model import Intent, InteractionModel, TypeValue

_SAMPLES = {
    "WaterIntent": (
        "how often should i water my {plant}",
        "when do i water the {plant}",
        "does my {plant} need water",
        "how much water does a {plant} want",
        "should i water the {plant} today",
        "water for a {plant}",
        "is my {plant} thirsty",
        "how often do you water a {plant}",
        "how much should i water my {plant}",
        "can i water my {plant} every day",
        "do i water the {plant} in winter",
        "watering a {plant}",
    ),
    "LightIntent": (
        "how much light does a {plant} need",
        "can a {plant} stand in the sun",
        "is my {plant} too dark",
        "where should i put my {plant}",
        "does a {plant} like shade",
        "should the {plant} stand at a window",
        "how much sun does my {plant} want",
        "is direct sunlight bad for a {plant}",
        "light for a {plant}",
        "which window is best for a {plant}",
        "can my {plant} grow in the dark",
        "does my {plant} need sun",
    ),
    "RepotIntent": (
        "when should i repot my {plant}",
        "how do i repot a {plant}",
        "does my {plant} need a bigger pot",
        "what soil does a {plant} need",
        "is the pot too small for my {plant}",
        "repotting a {plant}",
        "how big a pot does a {plant} want",
        "which soil is good for a {plant}",
        "new pot for my {plant}",
        "can i repot the {plant} in winter",
        "how often do you repot a {plant}",
        "is it time to repot",
    ),
    "RemindIntent": (
        "remind me in {when}",
        "remind me to water in {when}",
        "set a reminder for {when}",
        "tell me again in {when}",
        "a reminder in {when}",
        "wake me in {when} to water the plants",
    ),
    "AMAZON.StopIntent": (),
    "AMAZON.HelpIntent": (),
}
_SLOTS = {
    "WaterIntent": {"plant": "PLANT"},
    "LightIntent": {"plant": "PLANT"},
    "RepotIntent": {"plant": "PLANT"},
    "RemindIntent": {"when": "AMAZON.DURATION"},
}


def model_of(
    invocation_name: str,
    samples: Mapping[str, tuple[str, ...]],
    slots: Mapping[str, Mapping[str, str]],
    slot_types: Mapping[str, tuple[TypeValue, ...]],
) -> InteractionModel:
    """Put a model together; `samples` and `slots` are by intent."""
    intents = {
        name: Intent(name, said, MappingProxyType(slots.get(name, {})))
        for name, said in samples.items()
    }
    return InteractionModel(
        invocation_name, MappingProxyType(intents), MappingProxyType(slot_types)
    )


PLANT_MODEL = model_of(
    "plant friend",
    _SAMPLES,
    _SLOTS,
    {
        "PLANT": (
            TypeValue("fern", "fern", ("bracken", "boston fern")),
            TypeValue("cactus", "cactus", ("cacti", "succulent")),
            TypeValue("orchid", "orchid", ("moth orchid",)),
            TypeValue("monstera", "monstera", ("swiss cheese plant",)),
        )
    },
)
