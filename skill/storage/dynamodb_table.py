"""Calls to one DynamoDB table: signed, in time, and repeated where that may help.

A table that does not answer is left alone for a while, so that a talk goes on.
"""

import json
import math
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from skill.bounded_http import Answer
from skill.clock import Clock
from skill.errors import CallFailed, StoreError
from skill.storage.aws_account import AccountSource
from skill.storage.aws_signature import signed

PATIENCE = 1.0
"""Seconds within which a call may be repeated; one that is under way may take one more."""

CONFLICT = "ConditionalCheckFailedException"
_REST = 3.0  # seconds for which a table that gave no answer is not asked again
_FIRST_PAUSE, _LONGEST_PAUSE = 0.01, 0.5  # seconds
# What AWS's SDKs repeat a call after, beside every error of the server.
_PASSING = frozenset(
    (
        *("ThrottlingException", "Throttling", "ThrottledException", "RequestThrottled"),
        *("RequestThrottledException", "TooManyRequestsException", "SlowDown"),
        *("ProvisionedThroughputExceededException", "RequestLimitExceeded"),
        *("LimitExceededException", "BandwidthLimitExceeded", "PriorRequestNotComplete"),
        *("TransactionInProgressException", "ReplicatedWriteConflictException"),
        *("RequestTimeout", "RequestTimeoutException"),
    )
)
# What they set their clock after.
_CLOCK_IS_OFF = frozenset(
    (
        *("InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure"),
        *("RequestExpired", "RequestTimeTooSkewed", "RequestInTheFuture"),
    )
)
_LEAST_SKEW = timedelta(minutes=1)  # signatures are good for five; answers take less than this
_OK, _TOO_MANY, _FIRST_SERVER_ERROR = 200, 429, 500

Json = dict[str, Any]
Post = Callable[[str, Mapping[str, str], bytes, float], Answer]
"""Posts to a URL, with these headers, a body. Raises `CallFailed` when there is no answer within a
second, or within so many if they are less."""


class Table:
    """`patience` in seconds bounds the repeating of a call."""

    def __init__(
        self,
        name: str,
        account: AccountSource,
        post: Post,
        clock: Clock,
        patience: float,
        monotonic: Callable[[], float],
    ) -> None:
        self._name = name
        self._account = account
        self._post = post
        self._clock = clock
        self._patience = patience
        self._skew = timedelta()  # of AWS's clock against ours
        self._asked_again = 0.0  # on the monotonic clock: when the table may be asked again
        self.monotonic = monotonic

    def wake(self) -> None:
        """End its rest: there is something that is worth a try."""
        self._asked_again = 0.0

    def call(
        self,
        operation: str,
        until: float = math.inf,
        patience: float | None = None,
        **parameters: object,
    ) -> Json:
        """The answer, or a refused condition. Raises `StoreError` for everything else.

        `until`, on the monotonic clock, ends all of it; `patience` the repeating.
        """
        if self.monotonic() < self._asked_again:
            raise self.error("gave no answer just now", "it is asked again in a few seconds")
        for _ in self.attempts(until, patience):
            try:
                status, answer, headers = self._ask(operation, parameters, until)
                if code(answer or {}) in _CLOCK_IS_OFF and self._set_clock(headers):
                    status, answer, _ = self._ask(operation, parameters, until)
            except CallFailed as failure:
                problem = str(failure)
                continue
            if answer is not None and (status == _OK or code(answer) == CONFLICT):
                return answer
            problem = code(answer or {}) or f"HTTP {status}"
            passes = status >= _FIRST_SERVER_ERROR or status == _TOO_MANY or problem in _PASSING
            if not passes:
                break
        else:
            if self.monotonic() < until:  # else the table may be innocent
                self._asked_again = self.monotonic() + _REST
        raise self.error(problem, "check the table, its region and who may use it")

    def _ask(
        self, operation: str, parameters: Mapping[str, object], until: float
    ) -> tuple[int, Json | None, Sequence[tuple[str, str]]]:
        account, now = self._account(), self._clock() + self._skew
        headers, body = signed(account, operation, {"TableName": self._name, **parameters}, now)
        left = until - self.monotonic()
        if left <= 0:
            raise CallFailed("no time is left for it in this turn")
        status, text, answered = self._post(account.endpoint + "/", headers, body, left)
        return status, _object(text), answered

    def _set_clock(self, headers: Sequence[tuple[str, str]]) -> bool:
        """Take the time from an answer; whether that makes a difference."""
        date = next((value for name, value in headers if name.lower() == "date"), "")
        try:
            skew = parsedate_to_datetime(date) - self._clock()
        except (ValueError, TypeError):  # no date, or one without a zone
            return False
        off = abs(skew - self._skew) >= _LEAST_SKEW
        if off:
            self._skew = skew
        return off

    def attempts(self, until: float, patience: float | None = None) -> Iterator[None]:
        """One at least, and more until patience ends, further and further apart."""
        end = min(until, self.monotonic() + (self._patience if patience is None else patience))
        pause = _FIRST_PAUSE
        yield
        while self.monotonic() < end:
            time.sleep(random.uniform(0, pause))  # noqa: S311 - spreads writers, hides nothing
            pause = min(pause * 2, _LONGEST_PAUSE)
            yield

    def error(self, problem: str, remedy: str) -> StoreError:
        return StoreError(f"dynamodb:{self._name}: {problem}: {remedy}")


def code(answer: Json) -> str:
    return str(answer.get("__type", "")).rpartition("#")[2]


def _object(text: bytes) -> Json | None:
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None
