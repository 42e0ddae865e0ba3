"""Who is let in."""

import pytest

from local_voice.simulator.guard import hosts, policy, refusal, same

KNOWN = hosts(8000)
HERE = {"Host": "127.0.0.1:8000"}


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000"])
def test_this_computers_own_page_is_let_in(host: str) -> None:
    assert refusal("GET", {"Host": host}, KNOWN) is None
    assert refusal("POST", {"Host": host, "Origin": f"http://{host}"}, KNOWN) is None


@pytest.mark.parametrize(
    "host", ["", "evil.example:8000", "127.0.0.1:8001", "127.0.0.1", "localhost"]
)
def test_another_host_is_refused(host: str) -> None:
    assert refusal("GET", {"Host": host}, KNOWN) == "the Host is not this computer's"


@pytest.mark.parametrize(
    "origin",
    ["null", "http://evil.example", "https://127.0.0.1:8000", "http://localhost:8000", ""],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_origin_is_refused(method: str, origin: str) -> None:
    assert refusal(method, {**HERE, "Origin": origin}, KNOWN) == "the Origin is another page's"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_change_without_an_origin_is_refused(method: str) -> None:
    assert refusal(method, HERE, KNOWN) == "the Origin is missing"


@pytest.mark.parametrize("given", [None, "", "toke", "token2", "tokén"])
def test_a_wrong_token_is_refused(given: str | None) -> None:
    assert not same("token", given)
    assert same("token", "token")


def test_only_the_viewers_page_may_evaluate_and_it_reaches_nothing() -> None:
    assert "unsafe" not in policy(viewer=False)
    assert "'unsafe-eval'" in policy(viewer=True)
    assert "connect-src data:;" in policy(viewer=True)
