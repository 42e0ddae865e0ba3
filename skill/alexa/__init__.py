"""The edge to Alexa: the SDK's requests and responses on one side, the talk on the other."""

TIMERS_SCOPE = "alexa::alerts:timers:skill:readwrite"
"""The permission to set timers, by Alexa's name."""

REMINDERS_SCOPE = "alexa::alerts:reminders:skill:readwrite"
"""The permission to set reminders."""
