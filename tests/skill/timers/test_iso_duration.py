"""ISO 8601 durations, read and written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.timers.iso_duration import format_seconds, parse


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("PT20M", 1200),
        ("PT15S", 15),
        ("PT1H30M", 5400),
        ("PT2M3S", 123),
        ("PT90M", 5400),
        ("PT48H", 172_800),
        ("P0D", 0),
        ("PT0S", 0),
        ("PT00M", 0),
        ("P1D", 86_400),
        ("P1DT1S", 86_401),
        ("P1W", 604_800),
        ("P1M", 2_592_000),
        ("P1Y", 31_536_000),
        ("PT12.4S", 12),
        ("PT12.6S", 13),
        ("PT2,5M", 150),
        ("PT1.5H", 5400),
        ("PT999999999S", 999_999_999),
    ],
)
def test_a_duration_is_read_as_whole_seconds(text: str, seconds: int) -> None:
    assert parse(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "", "?", "P", "PT", "P1DT", "20", "20M", "T20M", "PT20", "PTM", "pt20m", "-PT5M", "PT-5M",
        "+PT5M", "PT5M ", " PT5M", "PT5M\n", "P5H", "PT5D", "PT1S1M", "PXM", "PT?M", "PT1.S",
        "PT.5S", "PT1e3S", "PT\u0662\u0660M", "PT1234567890S", "PT" + "9" * 5000 + "S",
        "P" * 100_000, "twenty minutes", "2026-11-22", "P1D/P2D", "null",
    ],
)  # fmt: skip
def test_rubbish_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an ISO 8601 duration") as refusal:
        parse(text)
    assert len(str(refusal.value)) < 120


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "PT0S"),
        (1, "PT1S"),
        (60, "PT1M"),
        (61, "PT1M1S"),
        (1200, "PT20M"),
        (3600, "PT1H"),
        (3601, "PT1H1S"),
        (5400, "PT1H30M"),
        (7200, "PT2H"),
        (90_000, "PT25H"),
    ],
)
def test_seconds_are_written_as_a_duration(seconds: int, text: str) -> None:
    assert format_seconds(seconds) == text


def test_a_negative_duration_is_never_written() -> None:
    with pytest.raises(ValueError, match="never negative"):
        format_seconds(-1)


@given(st.integers(min_value=0, max_value=10**9))
def test_what_is_written_is_read_back(seconds: int) -> None:
    assert parse(format_seconds(seconds)) == seconds


@given(st.text(alphabet="P0123456789YMWDTHS.,-?", max_size=12))
def test_any_text_gives_seconds_or_value_error(text: str) -> None:
    try:
        assert parse(text) >= 0
    except ValueError:
        assert not text.startswith("PT") or format_seconds(0) != text
