"""The Lambda function, run by AWS's own runtime over HTTP, answers as the skill does in process."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple, cast
from uuid import uuid4
from zipfile import ZipFile

import pytest
from ask_sdk_core.skill import CustomSkill

from local_voice.alexa.transport import send
from local_voice.package.bundle import build_bundle
from local_voice.timers.database import TimerDatabase
from local_voice.timers.service import AlexaService
from skill.aws import handler_for
from skill.settings import SKILL_ID_VARIABLE, STORE_VARIABLE
from skill.storage.store import UserState
from tests.conftest import Talk
from tests.support import lambda_service, timers_server
from tests.support.dynamodb_server import DynamoDb
from tests.support.lambda_service import THIS_PYTHON, Json, RuntimeApi
from tests.support.places import CLINIC, TRANSCRIPTS
from tests.support.requests import SKILL_ID, NoCalls, envelope, intent, skill_for, speech_of
from tests.support.transcripts import played

SILENCE: Json = {"version": "1.0", "response": {}}
MOST_BYTES = 5 * 1024 * 1024
TALKS = sorted(TRANSCRIPTS.glob("*.txt"))


class NoStore:
    """A store whose every use fails the test."""

    def load(self, user: str, within: float = 0) -> UserState:
        raise AssertionError(f"read {user} within {within}")

    def change(
        self, user: str, change: Callable[[UserState], UserState], within: float = 0
    ) -> None:
        raise AssertionError(f"changed {user} by {change} within {within}")

    def forget(self, user: str) -> None:
        raise AssertionError(f"forgot {user}")


# In process


def test_an_answer_is_the_skills_own() -> None:
    skill = skill_for()
    for request in ({"type": "LaunchRequest"}, intent("IceIntent"), intent("AMAZON.StopIntent")):
        expected = send(skill_for(), envelope(request))
        assert handler_for(skill_for())(envelope(request), None) == expected
    assert "Ice" in speech_of(handler_for(skill)(envelope(intent("IceIntent")), None))


def test_a_request_for_another_skill_does_nothing() -> None:
    skill = skill_for(NoStore(), NoCalls(), skill_id="amzn1.ask.skill.another")
    handle = handler_for(skill)
    for request in ({"type": "LaunchRequest"}, intent("StartIceTimerIntent"), intent("IceIntent")):
        assert handle(envelope(request), None) == SILENCE
    assert handle({"request": envelope()["request"]}, None) == SILENCE


def test_a_request_for_this_skill_is_answered() -> None:
    handle = handler_for(skill_for(skill_id=SKILL_ID))
    assert "Golf" in speech_of(handle(envelope(), None))


def test_warming_up_touches_no_user_and_no_timer() -> None:
    handler_for(skill_for(NoStore(), NoCalls()))


GARBAGE: list[Any] = [
    *(None, 3, "", "secret words", [], [1], {}, {"request": None}, {"request": []}),
    {"request": {"type": "IntentRequest"}},
    {"request": {"type": "IntentRequest", "intent": "secret words"}},
    {"request": {"type": 5}, "context": 3, "session": "secret words"},
    {"request": {"type": "Secret.Words"}, "session": {"attributes": []}},
    {**envelope(), "session": None},
    {**envelope(), "context": {"System": None}},
]


@pytest.mark.parametrize("skill_id", [None, SKILL_ID])
@pytest.mark.parametrize("event", GARBAGE, ids=lambda event: repr(event)[:60])
def test_garbage_gets_an_envelope_and_tells_no_log(
    event: object, skill_id: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    answer = handler_for(skill_for(skill_id=skill_id))(event, None)
    assert answer["version"] == "1.0"
    assert isinstance(answer["response"], dict)
    json.dumps(answer)
    assert "secret" not in caplog.text.lower()
    assert "Traceback" not in caplog.text


def test_what_breaks_inside_is_logged_by_its_name_alone(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    skill = skill_for()

    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret words")

    handle = handler_for(skill)
    monkeypatch.setattr(skill, "invoke", broken)
    assert handle(envelope(), None) == SILENCE
    assert caplog.messages == ["refused: ZeroDivisionError"]
    assert "secret" not in caplog.text


# Over HTTP, as shipped


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_bundle(
        tmp_path_factory.mktemp("bundle") / "new" / "lambda.zip", runtime=THIS_PYTHON
    )


@pytest.fixture(scope="module")
def task(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle, unpacked as AWS does."""
    folder = tmp_path_factory.mktemp("task")
    with ZipFile(bundle) as zipped:
        zipped.extractall(folder)
    return folder


def test_the_bundle_is_small_and_holds_what_it_should(bundle: Path) -> None:
    with ZipFile(bundle) as zipped:
        names = zipped.namelist()
    print(f"the bundle: {bundle.stat().st_size / 1e6:.2f} MB zipped, {len(names)} files")  # noqa: T201 - a figure to look up
    assert bundle.stat().st_size <= MOST_BYTES
    assert {"skill/aws.py", "skill/content/guides.pickle", "six.py"} <= set(names)
    tops = {name.split("/")[0] for name in names}
    assert not tops & {"boto3", "botocore", "flask", "tests", "local_voice", "cryptography"}
    assert not [name for name in names if "dist-info" in name or "/tests/" in name]


def test_the_same_files_give_the_same_bundle(bundle: Path, tmp_path: Path) -> None:
    again = build_bundle(tmp_path / "again.zip", runtime=THIS_PYTHON)
    assert again.read_bytes() == bundle.read_bytes()


NETWORK = {"skill.bounded_http", "ssl", "socket", "http.client"}
NEVER = {
    "requests",
    "tomllib",
    "importlib.resources",
    "concurrent.futures",
    "ask_sdk_model.interfaces.alexa.presentation",
}


class Answered(NamedTuple):
    """An answer of an unpacked bundle, and the process after it."""

    speech: str
    directives: list[str]
    modules: set[str]
    collects_garbage: bool


def answered_by(task: Path, events: list[Json], store: Path) -> list[Answered]:
    """What a new process answers that has the bundle alone to import from."""
    script = (
        "import gc, json, sys; sys.path.insert(0, sys.argv[1]); from skill.aws import handler\n"
        "for event in json.loads(sys.argv[2]):"
        " print(json.dumps([handler(event, None), list(sys.modules), gc.isenabled()]))"
    )
    run = subprocess.run(  # noqa: S603 - the interpreter itself
        [sys.executable, "-I", "-S", "-c", script, str(task), json.dumps(events)],
        env={"BACK_SPASM_GUIDE_STORE": f"sqlite:{store}", SKILL_ID_VARIABLE: SKILL_ID},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    answered = []
    for line in run.stdout.splitlines():
        answer, modules, collects_garbage = json.loads(line)
        shown = [one["token"] for one in answer["response"].get("directives", ())]
        answered.append(Answered(speech_of(answer), shown, set(modules), collects_garbage))
    return answered


def test_the_bundle_needs_nothing_else(task: Path, tmp_path: Path) -> None:
    """Answers with a request for a timer, and with all that is imported late, from it alone."""
    events = [envelope(), envelope({"type": "LaunchRequest"}), envelope(intent("IceIntent"))]
    answers = answered_by(task, events, tmp_path / "users.db")
    assert all(answer.speech for answer in answers)
    assert not {"flask", "tomllib", "boto3", "requests"} & answers[-1].modules


def test_the_first_answer_waits_for_no_code_that_it_does_not_need(
    task: Path, tmp_path: Path
) -> None:
    """What takes long to load is loaded for whoever needs it: the network for the first timer."""
    timer = envelope(intent("StartIceTimerIntent"))
    closed = f"http://127.0.0.1:{timers_server.closed_port()}"
    timer["context"]["System"]["apiEndpoint"] = closed
    events = [envelope({"type": "LaunchRequest"}), timer]
    welcome, later = answered_by(task, events, tmp_path / "users.db")
    assert "Welcome" in welcome.speech
    assert welcome.directives == ["help"]
    assert welcome.collects_garbage
    assert not (NETWORK | NEVER) & welcome.modules
    assert later.modules >= NETWORK
    assert not NEVER & later.modules


NEEDED = {
    SKILL_ID_VARIABLE: (
        f"skill.errors.SettingError: {SKILL_ID_VARIABLE} is not set: write the skill's id, such as"
        " amzn1.ask.skill.1234"
    ),
    STORE_VARIABLE: (
        f"skill.errors.StoreError: {STORE_VARIABLE} is not set: write sqlite:PATH or dynamodb:TABLE"
    ),
}


@pytest.mark.parametrize("missing", NEEDED)
def test_a_function_without_a_setting_says_at_the_start_what_to_set(
    missing: str, task: Path, tmp_path: Path
) -> None:
    settings = {SKILL_ID_VARIABLE: SKILL_ID, STORE_VARIABLE: f"sqlite:{tmp_path / 'users.db'}"}
    del settings[missing]
    run = subprocess.run(  # noqa: S603 - the interpreter itself
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"import sys; sys.path[:0] = [{str(task)!r}]; from skill.aws import handler",
        ],
        env=settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr.splitlines()[-1] == NEEDED[missing]


def test_a_clinics_bundle_speaks_the_clinics_words(tmp_path: Path) -> None:
    with ZipFile(build_bundle(tmp_path / "lambda.zip", CLINIC)) as zipped:
        zipped.extractall(tmp_path / "task")
    launch = [envelope({"type": "LaunchRequest"})]
    [answer] = answered_by(tmp_path / "task", launch, tmp_path / "users.db")
    assert "Welcome to Harbor Back Clinic." in answer.speech


@pytest.fixture(scope="module")
def function(task: Path, dynamodb: DynamoDb) -> Iterator[RuntimeApi]:
    settings = {
        **dynamodb.settings,
        "BACK_SPASM_GUIDE_STORE": f"dynamodb:{dynamodb.new_table()}",
        SKILL_ID_VARIABLE: SKILL_ID,
    }
    with lambda_service.running("skill.aws.handler", settings, task) as api:
        yield api


def test_a_request_goes_in_and_the_answer_comes_out(function: RuntimeApi) -> None:
    assert "Golf" in speech_of(function.invoke(envelope(attributes={})))


def test_garbage_over_http_gets_an_envelope_and_the_function_lives(function: RuntimeApi) -> None:
    for event in GARBAGE:
        assert function.invoke(event)["version"] == "1.0"
    assert "Golf" in speech_of(function.invoke(envelope()))


def test_another_skills_request_over_http_is_met_with_silence(function: RuntimeApi) -> None:
    sent = json.dumps(envelope()).replace(SKILL_ID, "amzn1.ask.skill.another")
    assert function.invoke(json.loads(sent)) == SILENCE


# The transcripts

TalkOnAws = Callable[..., Talk]


@pytest.fixture
def talk_on(
    dynamodb: DynamoDb, new_talk: Callable[..., Talk], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], TalkOnAws]]:
    """Give the store's setting, get talks whose skill runs as a Lambda function, all by HTTP."""
    with ExitStack() as stack:
        timers = stack.enter_context(timers_server.running(AlexaService(TimerDatabase(":memory:"))))

        def on(endpoint: str) -> TalkOnAws:
            settings = dynamodb.settings | {
                "AWS_ENDPOINT_URL_DYNAMODB": endpoint,
                "BACK_SPASM_GUIDE_STORE": f"dynamodb:{dynamodb.new_table()}",
            }
            api = stack.enter_context(
                lambda_service.running("tests.support.lambda_function.handler", settings)
            )
            users: dict[CustomSkill, str] = {}

            def invoke(skill: CustomSkill, sent: Json) -> Json:
                timers.service = cast("AlexaService", skill.api_client)  # each talk has its own
                user = users.setdefault(skill, str(uuid4()))
                text = json.dumps(sent).replace("account.LOCAL", user)
                text = text.replace("https://api.amazonalexa.com", timers.url)
                answer: Json = api.invoke(json.loads(text))
                return answer

            monkeypatch.setattr("local_voice.alexa.local_alexa.send", invoke)
            return new_talk

        yield on


@pytest.mark.parametrize("file", TALKS, ids=lambda file: file.stem)
def test_a_talk_over_http_goes_as_in_process(
    file: Path, dynamodb: DynamoDb, talk_on: Callable[[str], TalkOnAws]
) -> None:
    script = file.read_text("utf-8")
    assert played(script, talk_on(dynamodb.account.endpoint)) == script


def test_with_the_table_down_everything_said_is_answered(
    talk_on: Callable[[str], TalkOnAws],
) -> None:
    new_talk = talk_on(f"http://127.0.0.1:{timers_server.closed_port()}")
    for file in TALKS:
        lines = played(file.read_text("utf-8"), new_talk).splitlines()
        answers = [line for line in lines if line.startswith("Guide:")]
        assert len(answers) == sum(line.startswith("You:") for line in lines)
        assert "Guide: " not in answers
