"""Users' state in a DynamoDB table, for a skill whose users outgrow one machine.

The table's key is `user`, a text; its time to live is `expires`. Each item carries a `stamp`, new
with every write, and is written only over the stamp that was read: two devices of one user lose
nothing.
"""

import math
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from secrets import token_hex
from typing import NamedTuple

from skill.clock import Clock, system_clock
from skill.storage.aws_account import AccountSource
from skill.storage.dynamodb_table import CONFLICT, PATIENCE, Json, Post, Table, code
from skill.storage.store import KEPT, UserState

FORGETTING = 5.0
"""Seconds within which a deletion may be repeated: nobody waits for words then."""

_MOST_READ = 64  # states that a turn has read and may be about to change


class _Stored(NamedTuple):
    """What the table holds of a user; with no item there is no stamp."""

    state: UserState
    stamp: str | None = None


class DynamoDbStore:
    """`patience` in seconds bounds the repeating of one load or change."""

    def __init__(
        self,
        table: str,
        account: AccountSource,
        post: Post,
        clock: Clock = system_clock,
        patience: float = PATIENCE,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._table = Table(table, account, post, clock, patience, monotonic)
        self._clock = clock
        self._patience = patience
        self._read: dict[str, _Stored] = {}
        self._lock = threading.Lock()  # guards what was read

    def load(self, user: str, within: float = math.inf) -> UserState:
        found = self._get(user, self._table.monotonic() + within)
        with self._lock:
            self._read[user] = found
            while len(self._read) > _MOST_READ:
                del self._read[next(iter(self._read))]
        return found.state

    def change(
        self, user: str, change: Callable[[UserState], UserState], within: float = math.inf
    ) -> None:
        """What was just read need not be read again: if it is no longer true, the write tells."""
        until = self._table.monotonic() + within
        with self._lock:
            read = self._read.pop(user, None)
        found = read or self._get(user, until)
        for _ in self._table.attempts(until):
            stamp = token_hex(8)
            answer = self._table.call(
                "PutItem",
                until,
                Item=self._item(user, change(found.state), stamp),
                **_only_over(found.stamp),
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
            found = self._stored(answer)
            # A repeated call finds its own first try, when only the answer to that was lost.
            if code(answer) != CONFLICT or found.stamp == stamp:
                return
        raise self._table.error("too many changes at once", "try again")

    def forget(self, user: str) -> None:
        self._table.wake()  # a promise is worth a try
        self._table.call("DeleteItem", patience=max(self._patience, FORGETTING), Key=_key(user))

    def _get(self, user: str, until: float) -> _Stored:
        return self._stored(self._table.call("GetItem", until, Key=_key(user), ConsistentRead=True))

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
