"""Users' state in a DynamoDB table, for a skill whose users outgrow one machine.

The table's key is `user`, a text; its time to live is `expires`. Each item carries a `stamp`, new
with every write, and is written only over the stamp that was read: two devices of one user lose
nothing. A table that does not answer is left alone for a while, so that a talk goes on.
"""

import json
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from secrets import token_hex
from typing import Any, NamedTuple

from skill.bounded_http import Answer
from skill.clock import Clock, system_clock
from skill.errors import CallFailed, StoreError
from skill.storage.aws_signature import Account, signed
from skill.storage.store import KEPT, UserState

PATIENCE = 1.0
"""Seconds within which a call may be repeated; one that is under way may take one more."""

_REST = 3.0  # seconds for which a table that gave no answer is not asked again
_FIRST_PAUSE, _LONGEST_PAUSE = 0.01, 0.5  # seconds
_CONFLICT = "ConditionalCheckFailedException"
_PASSING = frozenset({"ThrottlingException", "ProvisionedThroughputExceededException"})
_OK, _FIRST_SERVER_ERROR = 200, 500

Json = dict[str, Any]
Post = Callable[[str, Mapping[str, str], bytes], Answer]
"""Posts to a URL, with these headers, a body. Raises `CallFailed` when there is no answer within a
second."""


class _Stored(NamedTuple):
    """What the table holds of a user; with no item there is no stamp."""

    state: UserState
    stamp: str | None = None


class DynamoDbStore:
    """`patience` in seconds bounds the repeating of one load or change."""

    def __init__(
        self,
        table: str,
        account: Account,
        post: Post,
        clock: Clock = system_clock,
        patience: float = PATIENCE,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._table = table
        self._account = account
        self._post = post
        self._clock = clock
        self._patience = patience
        self._monotonic = monotonic
        self._asked_again = 0.0  # on the monotonic clock: when the table may be asked again

    def load(self, user: str) -> UserState:
        return self._stored(self._call("GetItem", Key=_key(user), ConsistentRead=True)).state

    def change(self, user: str, change: Callable[[UserState], UserState]) -> None:
        found = self._stored(self._call("GetItem", Key=_key(user), ConsistentRead=True))
        for _ in self._attempts():
            stamp = token_hex(8)
            answer = self._call(
                "PutItem",
                Item=self._item(user, change(found.state), stamp),
                **_only_over(found.stamp),
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
            found = self._stored(answer)
            # A repeated call finds its own first try, when only the answer to that was lost.
            if _code(answer) != _CONFLICT or found.stamp == stamp:
                return
        raise self._error("too many changes at once", "try again")

    def forget(self, user: str) -> None:
        self._asked_again = 0.0  # a promise is worth a try, also while the table rests
        self._call("DeleteItem", Key=_key(user))

    def _item(self, user: str, state: UserState, stamp: str) -> Json:
        expires = round((self._clock() + KEPT).timestamp())
        return {
            **_key(user),
            "state": {"S": state.to_json()},
            "stamp": {"S": stamp},
            "expires": {"N": str(expires)},
        }

    def _stored(self, answer: Json) -> _Stored:
        """What an answer says is there."""
        match answer.get("Item"):
            case {"stamp": {"S": str(stamp)}, **rest}:
                return _Stored(self._state(rest), stamp)
        return _Stored(UserState())

    def _state(self, item: object) -> UserState:
        """An expired or unreadable state is worth none."""
        match item:
            case {"state": {"S": str(kept)}, "expires": {"N": str(expires)}}:
                with suppress(ValueError):
                    if float(expires) > self._clock().timestamp():
                        return UserState.from_json(kept)
        return UserState()

    def _call(self, operation: str, **parameters: object) -> Json:
        """The answer, or a refused condition. Raises `StoreError` for everything else."""
        if self._monotonic() < self._asked_again:
            raise self._error("gave no answer just now", "it is asked again in a few seconds")
        for _ in self._attempts():
            headers, body = signed(
                self._account, operation, {"TableName": self._table, **parameters}, self._clock()
            )
            try:
                status, text, _ = self._post(self._account.endpoint + "/", headers, body)
            except CallFailed as failure:
                problem = str(failure)
                continue
            answer = _object(text)
            if answer is not None and (status == _OK or _code(answer) == _CONFLICT):
                return answer
            problem = _code(answer or {}) or f"HTTP {status}"
            if status < _FIRST_SERVER_ERROR and problem not in _PASSING:
                break
        else:
            self._asked_again = self._monotonic() + _REST
        raise self._error(problem, "check the table, its region and who may use it")

    def _attempts(self) -> Iterator[None]:
        """One at least, and more until patience ends, further and further apart."""
        end, pause = self._monotonic() + self._patience, _FIRST_PAUSE
        yield
        while self._monotonic() < end:
            time.sleep(random.uniform(0, pause))  # noqa: S311 - spreads writers, hides nothing
            pause = min(pause * 2, _LONGEST_PAUSE)
            yield

    def _error(self, problem: str, remedy: str) -> StoreError:
        return StoreError(f"dynamodb:{self._table}: {problem}: {remedy}")


def _key(user: str) -> Json:
    return {"user": {"S": user}}


def _only_over(stamp: str | None) -> Json:
    """The condition that the item still is the one that was read."""
    if stamp is None:
        return {"ConditionExpression": "attribute_not_exists(stamp)"}
    return {
        "ConditionExpression": "stamp = :stamp",
        "ExpressionAttributeValues": {":stamp": {"S": stamp}},
    }


def _code(answer: Json) -> str:
    return str(answer.get("__type", "")).rpartition("#")[2]


def _object(text: bytes) -> Json | None:
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None
