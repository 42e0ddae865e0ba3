"""The composition root: everything the skill needs, put together once."""

from pathlib import Path

from ask_sdk_core.skill import CustomSkill
from ask_sdk_core.skill_builder import CustomSkillBuilder
from ask_sdk_model.services import ApiClient

from skill.alexa.api_client import HttpApiClient
from skill.alexa.envelope import EnvelopeSerializer
from skill.alexa.handler import GuideHandler
from skill.clock import Clock, system_clock
from skill.content.guidance import Guides
from skill.content.ready import ready_guides
from skill.settings import default_store, own_content, own_pictures
from skill.storage.store import Store
from skill.timers.device import Timers


def build_skill(
    *,
    skill_id: str | None = None,
    store: Store | None = None,
    api_client: ApiClient | None = None,
    clock: Clock = system_clock,
    guides: Guides | None = None,
    timers: Timers | None = None,
) -> CustomSkill:
    """The skill, ready to `invoke`.

    `skill_id`: refuse requests for any other skill. `store`: by default what `default_store`
    gives. `guides`: by default what `default_guides` gives. `timers`: where they are not Alexa's.
    Raises `ContentError` when a content file is wrong and `StoreError` or `SettingError` when a
    setting is.
    """
    builder = CustomSkillBuilder(api_client=api_client or HttpApiClient())
    builder.skill_id = skill_id  # type: ignore[assignment]  # declared as None by its default
    guides, store = guides or default_guides(), store or default_store(clock)
    handler = GuideHandler(guides, store, clock, own_pictures(), timers)
    builder.add_request_handler(handler)
    skill = builder.create()
    skill.serializer = EnvelopeSerializer()
    return skill


def default_guides() -> Guides:
    """The guide, with the clinic's content over it if there is one. Raises `ContentError`."""
    own = own_content()
    return (None if own else ready_guides()) or _read_guides(own)


def _read_guides(own: Path | None) -> Guides:
    from skill.content.loader import load_guides  # noqa: PLC0415 - needless where they are ready

    return load_guides(own=own)
