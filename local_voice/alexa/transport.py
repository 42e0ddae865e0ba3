"""The very same skill, in process: what Alexa sends by HTTP or Lambda is handed over directly."""

import json
from typing import cast

from ask_sdk_core.skill import CustomSkill
from ask_sdk_model import RequestEnvelope

from local_voice.files import Json


def send(skill: CustomSkill, envelope: Json) -> Json:
    """The skill's response envelope; an exception of the skill comes through as it is."""
    request = skill.serializer.deserialize(json.dumps(envelope), RequestEnvelope)
    return cast("Json", skill.serializer.serialize(skill.invoke(request, None)))
