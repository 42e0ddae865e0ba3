"""Asks where the guide runs, until it answers there."""

import voluptuous as vol
from homeassistant.config_entries import ConfigFlow
from homeassistant.const import CONF_HOST, CONF_PORT
from wyoming.info import Describe

from . import DOMAIN, exchange

_HOST, _PORT = vol.Required(CONF_HOST, default="127.0.0.1"), vol.Required(CONF_PORT, default=10700)


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
        schema = vol.Schema({_HOST: str, _PORT: int})
        return self.async_show_form(step_id="user", data_schema=schema, errors=errors)
