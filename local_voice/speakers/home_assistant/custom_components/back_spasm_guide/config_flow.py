"""Asks where the guide runs, until it answers there."""

import voluptuous as vol
from homeassistant.config_entries import ConfigFlow
from homeassistant.const import CONF_HOST, CONF_PORT
from wyoming.info import Describe

from . import DOMAIN, exchange

_ASKED = vol.Schema({vol.Required(CONF_HOST): str, vol.Required(CONF_PORT, default=10700): int})


class GuideFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, given=None):
        errors = {}
        if given:
            self._async_abort_entries_match(given)
            try:
                await exchange(given, Describe().event())
                return self.async_create_entry(title="Back spasm guide", data=given)
            except OSError:
                errors = {"base": "cannot_connect"}
        return self.async_show_form(step_id="user", data_schema=_ASKED, errors=errors)
