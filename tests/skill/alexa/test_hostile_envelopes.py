"""What hostile hands sign: every answer is a valid envelope or a bare 400, and never a 5xx."""

from collections.abc import Iterator
from contextlib import closing
from itertools import islice

import pytest

from skill.endpoint.server import Server
from tests.support.hostile_requests import Endpoint, guide_app, mixtures, singles
from tests.support.web_server import running

OF_SINGLES, OF_MIXTURES = 90, 150  # every so many-th, and so many; `make soak` takes far more


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running(guide_app()) as server:
        yield server


def test_one_change_is_answered_or_refused_and_refused_without_a_signature(server: Server) -> None:
    statuses = []
    with closing(Endpoint(server.port)) as endpoint:
        for sent in islice(singles(), 0, None, OF_SINGLES):
            statuses.append(endpoint.meet(sent))
            endpoint.refuse(sent)
    assert len(statuses) > 150
    assert statuses.count(200) > 2 * statuses.count(400) > 0


def test_many_changes_at_once_are_answered_or_refused(server: Server) -> None:
    with closing(Endpoint(server.port)) as endpoint:
        statuses = [endpoint.meet(sent) for sent in islice(mixtures(seed=1), OF_MIXTURES)]
    assert statuses.count(200) > statuses.count(400) > 0
