"""The composition root: everything the skill needs, put together once."""

import os
from pathlib import Path

from ask_sdk_core.skill import CustomSkill
from ask_sdk_core.skill_builder import CustomSkillBuilder
from ask_sdk_model.services import ApiClient

from skill.alexa.api_client import HttpApiClient
from skill.alexa.envelope import EnvelopeSerializer
from skill.alexa.handler import GuideHandler, World
from skill.clock import Clock, system_clock
from skill.content.loader import load_guides
from skill.errors import StoreError
from skill.store import SqliteStore, Store

STORE_SETTING = "BACK_SPASM_GUIDE_STORE"


def build_skill(
    *,
    skill_id: str | None = None,
    store: Store | None = None,
    api_client: ApiClient | None = None,
    clock: Clock = system_clock,
) -> CustomSkill:
    """The skill, ready to `invoke`.

    `skill_id`: refuse requests for any other skill. `store`: by default what the setting
    BACK_SPASM_GUIDE_STORE names. Raises `ContentError` when the content file is wrong and
    `StoreError` when the setting is.
    """
    builder = CustomSkillBuilder(api_client=api_client or HttpApiClient())
    builder.skill_id = skill_id  # type: ignore[assignment]  # declared as None by its default
    builder.add_request_handler(GuideHandler(World(load_guides(), store or default_store(), clock)))
    skill = builder.create()
    skill.serializer = EnvelopeSerializer()
    return skill


def default_store() -> Store:
    """The store that BACK_SPASM_GUIDE_STORE names, such as "sqlite:/var/lib/guide/users.db"."""
    setting = os.environ.get(STORE_SETTING, "")
    kind, _, place = setting.partition(":")
    if not setting:
        return SqliteStore(_state_folder() / "users.db")
    if kind == "sqlite" and place:
        return SqliteStore(Path(place))
    raise StoreError(f"{STORE_SETTING}={setting}: write sqlite: and a path")


def _state_folder() -> Path:
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "back-spasm-guide"
