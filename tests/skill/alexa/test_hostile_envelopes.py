"""What hostile hands sign: every answer is a valid envelope or a bare 400, and never a 5xx."""

from itertools import islice

from tests.support.hostile_requests import Endpoint, mixtures, singles

OF_SINGLES, OF_MIXTURES = 90, 150  # every so many-th, and so many; `make soak` takes far more


def test_one_change_is_answered_or_refused_and_refused_without_a_signature() -> None:
    endpoint, statuses = Endpoint(), []
    for sent in islice(singles(), 0, None, OF_SINGLES):
        statuses.append(endpoint.meet(sent))
        endpoint.refuse(sent)
    assert len(statuses) > 150
    assert statuses.count(200) > 2 * statuses.count(400) > 0


def test_many_changes_at_once_are_answered_or_refused() -> None:
    endpoint = Endpoint()
    statuses = [endpoint.meet(sent) for sent in islice(mixtures(seed=1), OF_MIXTURES)]
    assert statuses.count(200) > statuses.count(400) > 0
