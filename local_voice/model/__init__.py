"""Interaction models: what people may say, and in which locales."""

LOCALES = ("en-US", "en-GB", "en-CA", "en-AU", "en-IN")

FALLBACK = "AMAZON.FallbackIntent"
"""The intent of what no sample means."""
