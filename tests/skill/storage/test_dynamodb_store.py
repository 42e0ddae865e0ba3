"""The table keeps what SQLite keeps: nothing lost under many hands, nothing kept for ever."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st

from local_voice.alexa.transport import send
from skill.bounded_http import Answer
from skill.errors import CallFailed, StoreError
from skill.storage.aws_signature import Account, signed
from skill.storage.dynamodb import DynamoDbStore
from skill.storage.store import UserState
from skill.timers.rules import Timer
from tests.support.clock import MovableClock
from tests.support.dynamodb_server import DynamoDb, Json
from tests.support.requests import USER_ID, envelope, intent, skill_for, speech_of
from tests.support.threads import at_once

RUNNING = Timer("timer-1", 1200, rings_at=datetime(2026, 11, 22, 9, 20, tzinfo=UTC))
PAUSED = UserState(
    introduced=True, timers={"ice": Timer("timer-1", 1200, left=timedelta(seconds=7.5))}
)
ACCOUNT = Account("us-east-1", "https://dynamodb.example", "AKIDEXAMPLE", "secret")

OK = Answer(200, b"{}")


def account() -> Account:
    return ACCOUNT


@pytest.fixture
def table(dynamodb: DynamoDb) -> str:
    return dynamodb.new_table()


def put(state: UserState) -> Callable[[UserState], UserState]:
    return lambda _: state


def counted_up(state: UserState) -> UserState:
    timer = state.timers.get("ice") or RUNNING
    return state.with_timer("ice", timer._replace(total=timer.total + 1))


def total(state: UserState) -> int:
    return sum(timer.total for timer in state.timers.values())


# Under many hands


def test_fifty_writers_at_once_lose_no_change(dynamodb: DynamoDb, table: str) -> None:
    at_once(lambda: dynamodb.store(table).change("anna", counted_up), 50)
    assert total(dynamodb.store(table).load("anna")) == RUNNING.total + 50


def test_a_change_made_in_between_is_kept(dynamodb: DynamoDb, table: str) -> None:
    phone, speaker = dynamodb.store(table), dynamodb.store(table)
    phone.change("anna", put(UserState(timers={"ice": RUNNING})))

    def introduced_meanwhile(state: UserState) -> UserState:
        if not state.introduced:
            speaker.change("anna", lambda state: state._replace(introduced=True))
        return counted_up(state)

    phone.change("anna", introduced_meanwhile)
    assert phone.load("anna") == counted_up(UserState(introduced=True, timers={"ice": RUNNING}))


def test_who_is_forgotten_in_between_is_met_anew(dynamodb: DynamoDb, table: str) -> None:
    store, seen = dynamodb.store(table), list[UserState]()
    store.change("anna", put(PAUSED))

    def forgotten_meanwhile(state: UserState) -> UserState:
        seen.append(state)
        if state == PAUSED:
            store.forget("anna")
        return counted_up(state)

    store.change("anna", forgotten_meanwhile)
    assert seen == [PAUSED, UserState()]


def test_a_write_whose_answer_is_lost_counts_once(dynamodb: DynamoDb, table: str) -> None:
    lost: list[Answer] = []

    def post(url: str, headers: Mapping[str, str], body: bytes, within: float) -> Answer:
        answer = dynamodb.post(url, headers, body, within)
        if "Item" in json.loads(body) and not lost:
            lost.append(answer)
            raise CallFailed("no answer")
        return answer

    store = DynamoDbStore(table, lambda: dynamodb.account, post, patience=30)
    store.change("anna", counted_up)
    assert [answer.body for answer in lost] == [b"{}"]
    assert total(store.load("anna")) == RUNNING.total + 1


def test_changes_that_never_cease_are_told_of() -> None:
    def post(_: str, headers: Mapping[str, str], body: bytes, _within: float) -> Answer:
        taken = {"stamp": {"S": f"somebody else's, not {len(body)}"}}
        if headers["x-amz-target"].endswith("GetItem"):
            return OK
        conflict = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"
        return Answer(400, json.dumps({"__type": conflict, "Item": taken}).encode())

    with pytest.raises(StoreError, match="too many changes at once"):
        DynamoDbStore("guide", account, post, patience=0).change("anna", counted_up)


# What is kept, and for how long


def test_an_item_holds_the_state_as_one_text_and_ends_in_a_year(
    dynamodb: DynamoDb, table: str
) -> None:
    dynamodb.store(table, MovableClock()).change("anna", put(PAUSED))
    (item,) = dynamodb.items(table)
    assert item.pop("stamp")["S"]
    timer = '{"id": "timer-1", "total": 1200, "rings_at": null, "left": 7.5}'
    assert item == {
        "user": {"S": "anna"},
        "state": {"S": f'{{"introduced": true, "timer": {timer}}}'},
        "expires": {"N": str(round(datetime(2027, 11, 22, 12, 0, tzinfo=UTC).timestamp()))},
    }


def test_what_has_expired_is_gone_before_the_table_clears_it(
    dynamodb: DynamoDb, table: str
) -> None:
    clock = MovableClock()
    store = dynamodb.store(table, clock)
    store.change("anna", put(PAUSED))
    clock.forward(minutes=365 * 24 * 60 - 1)
    assert store.load("anna") == PAUSED
    clock.forward(minutes=1)
    assert store.load("anna") == UserState()
    store.change("anna", counted_up)
    assert store.load("anna") == counted_up(UserState())


def test_what_is_forgotten_leaves_no_item(dynamodb: DynamoDb, table: str) -> None:
    store = dynamodb.store(table)
    store.change("anna", put(PAUSED))
    store.forget("anna")
    assert dynamodb.items(table) == []


def test_disabling_the_skill_deletes_what_was_kept(dynamodb: DynamoDb, table: str) -> None:
    skill = skill_for(dynamodb.store(table))
    send(skill, envelope({"type": "LaunchRequest"}, attributes={}))
    assert len(dynamodb.items(table)) == 1
    send(skill, envelope({"type": "AlexaSkillEvent.SkillDisabled"}))
    assert dynamodb.items(table) == []


def test_neither_the_user_nor_the_back_is_in_the_table(dynamodb: DynamoDb, table: str) -> None:
    skill = skill_for(dynamodb.store(table))
    for request in (
        {"type": "LaunchRequest"},
        intent("EmergencyIntent", emergency_sign="my legs are numb"),
        intent("StartIceTimerIntent", duration="PT15M"),
    ):
        send(skill, envelope(request))
    (item,) = dynamodb.items(table)
    assert '"total": 900' in item["state"]["S"]  # the item is the right one
    stored = json.dumps(item).lower()
    for word in (USER_ID, "SECRETUSER", "numb", "legs", "spasm", "ice", "pain"):
        assert word.lower() not in stored, word


TEXT: Json = {"S": "text"}
FAR: Json = {"N": "99999999999"}


@pytest.mark.parametrize(
    "item",
    [
        {},
        {"state": TEXT},
        {"state": TEXT, "stamp": TEXT, "expires": FAR},
        {"state": {"M": {}}, "stamp": TEXT, "expires": FAR},
        {"stamp": TEXT, "expires": FAR},
        {"state": {"S": PAUSED.to_json()}, "stamp": TEXT, "expires": TEXT},
        {"state": {"S": PAUSED.to_json()}, "stamp": TEXT},
    ],
    ids=str,
)
def test_an_unreadable_item_is_worth_no_more_than_none(
    dynamodb: DynamoDb, table: str, item: Json
) -> None:
    dynamodb.call("PutItem", TableName=table, Item={"user": {"S": "anna"}, **item})
    store = dynamodb.store(table)
    assert store.load("anna") == UserState()
    store.change("anna", put(PAUSED))
    assert store.load("anna") == PAUSED


# A table that does not answer


class Script:
    """Answers in turn, and the last one for ever; an error among them is raised."""

    def __init__(self, *answers: Answer | CallFailed) -> None:
        self.answers = list(answers)
        self.calls = 0

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes, within: float) -> Answer:
        assert within > 0
        assert (url, json.loads(body)["TableName"]) == (ACCOUNT.endpoint + "/", "guide")
        assert headers["authorization"]
        self.calls += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, CallFailed):
            raise answer
        return answer


def error(name: str, status: int = 400) -> Answer:
    problem = {"__type": f"com.amazon.coral.availability#{name}"}
    return Answer(status, json.dumps(problem).encode())


@pytest.mark.parametrize(
    "trouble",
    [
        error("ThrottlingException"),
        error("ProvisionedThroughputExceededException"),
        error("RequestLimitExceeded"),
        error("TransactionInProgressException"),
        error("ReplicatedWriteConflictException"),
        error("RequestTimeout"),
        Answer(429, b""),
        error("InternalServerError", 500),
        Answer(503, b"<html>"),
        CallFailed("the connection was closed"),
    ],
    ids=str,
)
def test_trouble_that_passes_is_waited_out(trouble: Answer | CallFailed) -> None:
    script = Script(trouble, trouble, OK)
    assert DynamoDbStore("guide", account, script).load("anna") == UserState()
    assert script.calls == 3


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (error("ResourceNotFoundException"), "ResourceNotFoundException"),
        (error("AccessDeniedException"), "AccessDeniedException"),
        (Answer(404, b"<html>"), "HTTP 404"),
        (Answer(200, b"not JSON"), "HTTP 200"),
        (Answer(200, b"[]"), "HTTP 200"),
    ],
)
def test_trouble_that_stays_is_told_at_once(answer: Answer, problem: str) -> None:
    script = Script(answer)
    with pytest.raises(StoreError, match=rf"^dynamodb:guide: {problem}: check the table"):
        DynamoDbStore("guide", account, script).load("anna")
    assert script.calls == 1


def test_a_table_that_gave_no_answer_is_left_alone_for_three_seconds() -> None:
    now = [100.0]
    script = Script(CallFailed("no answer within 1.0 s"))
    store = DynamoDbStore("guide", account, script, patience=0, monotonic=lambda: now[0])
    with pytest.raises(StoreError, match=r"no answer within 1\.0 s"):
        store.load("anna")
    now[0] += 2.9
    for use in (store.load, lambda user: store.change(user, counted_up)):
        with pytest.raises(StoreError, match="gave no answer just now"):
            use("anna")
    assert script.calls == 1
    now[0] += 0.2
    script.answers = [OK]
    assert store.load("anna") == UserState()


# A clock that is off


class StrictClock(Script):
    """Takes a signature only within five minutes of its own time, and tells that in its date."""

    def __init__(self, now: MovableClock, refusal: str) -> None:
        super().__init__(OK)
        self.now = now
        self.refusal = refusal

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes, within: float) -> Answer:
        super().__call__(url, headers, body, within)
        signed_at = datetime.strptime(headers["x-amz-date"], "%Y%m%dT%H%M%S%z")
        if abs(signed_at - self.now()) < timedelta(minutes=5):
            return OK
        date = format_datetime(self.now(), usegmt=True)
        return error(self.refusal)._replace(headers=[("Server", "x"), ("Date", date)])


@pytest.mark.parametrize("minutes", [-3 * 24 * 60, -6, 6, 90])
@pytest.mark.parametrize(
    "refusal", ["InvalidSignatureException", "RequestExpired", "RequestTimeTooSkewed"]
)
def test_a_clock_that_is_off_is_set_right_by_the_answers_date(minutes: int, refusal: str) -> None:
    ours = MovableClock()
    ours.forward(minutes=minutes)
    script = StrictClock(MovableClock(), refusal)
    store = DynamoDbStore("guide", account, script, ours, patience=0)
    assert store.load("anna") == UserState()
    assert script.calls == 2
    store.load("anna")
    assert script.calls == 3  # once is enough
    script.now.forward(minutes=-60)  # ours has been set right by whoever keeps it
    store.load("anna")
    assert script.calls == 5


@pytest.mark.parametrize("date", [None, "", "soon", "Sun, 22 Nov 2026 12:00:30 GMT"])
def test_a_signature_that_is_wrong_at_the_right_time_is_told_at_once(date: str | None) -> None:
    headers = [] if date is None else [("date", date)]
    script = Script(error("InvalidSignatureException")._replace(headers=headers))
    with pytest.raises(StoreError, match="InvalidSignatureException"):
        DynamoDbStore("guide", account, script, MovableClock()).load("anna")
    assert script.calls == 1


# One deadline for a turn


class SlowTable:
    """Takes so long for each call, on a clock of its own; gives up as the client does."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.now = 0.0
        self.items: dict[str, Json] = {}

    def __call__(self, _url: str, headers: Mapping[str, str], body: bytes, within: float) -> Answer:
        self.now += min(self.seconds, within, 1.0)
        if self.seconds > min(within, 1.0):
            raise CallFailed("no answer in time")
        asked = json.loads(body)
        match headers["x-amz-target"].rpartition(".")[2]:
            case "PutItem":
                self.items[asked["Item"]["user"]["S"]] = asked["Item"]
            case "GetItem" if item := self.items.get(asked["Key"]["user"]["S"]):
                return Answer(200, json.dumps({"Item": item}).encode())
        return OK

    def store(self) -> DynamoDbStore:
        return DynamoDbStore("guide", account, self, monotonic=lambda: self.now)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], SlowTable]:
    def make(seconds: float) -> SlowTable:
        table = SlowTable(seconds)
        monkeypatch.setattr("skill.storage.store._monotonic", lambda: table.now)
        monkeypatch.setattr("skill.storage.dynamodb_table.time.sleep", lambda _: None)
        return table

    return make


def test_a_slow_table_costs_a_turn_two_seconds_and_no_timer(
    slow: Callable[[float], SlowTable],
) -> None:
    table = slow(0.9)
    skill = skill_for(table.store())
    launched = send(skill, envelope({"type": "LaunchRequest"}, attributes={}))
    assert "not medical advice" in speech_of(launched)
    assert table.now <= 2.0
    before = table.now
    started = send(skill, envelope(intent("StartIceTimerIntent"), attributes={}))
    assert "Your ice timer is set" in speech_of(started)
    assert table.now - before <= 2.0
    table.seconds = 0.01
    asked = send(skill, envelope(intent("IceTimerStatusIntent"), attributes={}))
    assert "twenty minutes left" in speech_of(asked)


@pytest.mark.parametrize("seconds", [1.1, 60.0])
def test_a_table_that_hangs_costs_a_turn_two_seconds_at_most(
    seconds: float, slow: Callable[[float], SlowTable]
) -> None:
    table = slow(seconds)
    skill = skill_for(table.store())
    for name in ("StartIceTimerIntent", "ExtendIceTimerIntent", "IceTimerStatusIntent"):
        before = table.now
        assert speech_of(send(skill, envelope(intent(name), attributes={})))
        assert table.now - before <= 2.0


def test_a_talk_reads_the_table_once_a_turn(dynamodb: DynamoDb, table: str) -> None:
    asked = list[str]()

    def post(url: str, headers: Mapping[str, str], body: bytes, within: float) -> Answer:
        asked.append(headers["x-amz-target"].rpartition(".")[2])
        return dynamodb.post(url, headers, body, within)

    skill = skill_for(DynamoDbStore(table, lambda: dynamodb.account, post, patience=30))
    send(skill, envelope(intent("StartIceTimerIntent"), attributes={}))
    assert asked.count("GetItem") == 1
    assert set(asked) == {"GetItem", "PutItem"}


# The signature


_words = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/+=", min_size=1)


@given(
    st.sampled_from(["us-east-1", "eu-west-1", "us-west-2"]),
    _words,
    _words,
    st.just("") | _words,
    st.sampled_from(["GetItem", "PutItem", "DeleteItem"]),
    st.dictionaries(st.text(), st.text()),
)
def test_a_request_is_signed_as_by_the_sdk_of_aws(  # the five parts of a request
    region: str, key_id: str, secret: str, token: str, operation: str, parameters: dict[str, str]
) -> None:
    account = Account(
        region, f"https://dynamodb.{region}.amazonaws.com", key_id.replace("/", ""), secret, token
    )
    now = datetime.now(UTC)
    headers, body = signed(account, operation, parameters, now)
    theirs = AWSRequest(
        "POST",
        account.endpoint + "/",
        {name: headers[name] for name in ("content-type", "x-amz-target")},
        body,
    )
    signer = SigV4Auth(
        Credentials(account.key_id, account.secret, account.token or None), "dynamodb", region
    )
    theirs.context["timestamp"] = headers["x-amz-date"]
    signer._modify_request_before_signing(theirs)  # noqa: SLF001 - add_auth would take its own time
    canonical = signer.canonical_request(theirs)
    signature = signer.signature(signer.string_to_sign(theirs, canonical), theirs)
    assert headers["authorization"].endswith(f"Signature={signature}")
    assert f"Credential={signer.scope(theirs)}," in headers["authorization"]
