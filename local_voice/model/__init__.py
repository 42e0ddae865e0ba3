"""Interaction models: what people may say, and in which locales."""

LOCALES = ("en-US", "en-GB", "en-CA", "en-AU", "en-IN")
