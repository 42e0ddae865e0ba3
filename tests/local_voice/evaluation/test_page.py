"""`evaluate --html`: the page as somebody sees it, in the system's Chromium."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from local_voice.cli import main
from tests.support.chromium import chromium, violations

Evaluated = Callable[..., Path]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def evaluated(
    tmp_path: Path, cache_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Evaluated]:
    """Judge lines by the command; gives the page that it wrote."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_folder))
    page = tmp_path / "page.html"

    def judge(*lines: dict[str, Any], options: tuple[str, ...] = ()) -> Path:
        questions = tmp_path / "mine.jsonl"
        questions.write_text("\n".join(map(json.dumps, lines)), "utf-8")
        main(["evaluate", str(questions), "--html", str(page), *options])
        return page

    yield judge
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".part"] == []


@pytest.fixture
def see(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page, which must ask for nothing but itself."""
    contexts, asked = [], []

    def look(file: Path, **options: Any) -> Page:  # noqa: ANN401 - Playwright's own options
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri())
        assert set(asked) == {file.as_uri()}
        return page

    yield look
    for context in contexts:
        context.close()


LINES = (
    {"text": "how long should i ice my back", "topic": "ice"},
    {"text": "should i stay in bed", "topic": "heat"},
    {"text": "what is the capital of <b>France</b>", "topic": "out_of_scope"},
)


def test_it_shows_accuracy_by_intent_confusions_and_wrong_lines(
    evaluated: Evaluated, see: Callable[..., Page], capsys: pytest.CaptureFixture[str]
) -> None:
    page = see(evaluated(*LINES))
    assert "In scope:     50.0% (1 of 2)" in capsys.readouterr().out
    expect(page).to_have_title("How well questions are understood")
    expect(page.locator("dl div").first).to_have_text(
        "In scope and understood50.0%1 of 2, 95 % interval 9.5% to 90.5%"
    )
    expect(page.locator("header")).to_contain_text("mine.jsonl")
    by_intent = page.locator("section", has_text="By intent")
    row = by_intent.get_by_role("row", name="HeatIntent")
    expect(row.get_by_role("cell")).to_have_text(["1", "0.0%", "-"])
    expect(by_intent.get_by_role("rowheader").first).to_have_text("HeatIntent")
    confused = page.locator("section", has_text="Confusions").get_by_role("row").last
    expect(confused).to_have_text("HeatIntentBedRestIntent1")
    expect(page.locator(".wrong li")).to_have_text(
        re.compile(
            r"should i stay in bedMeant HeatIntent, found BedRestIntent 1\.00; "
            r"next came \w+Intent 0\.\d\d"
        )
    )


def test_it_holds_no_line_but_those_of_the_file(evaluated: Evaluated, tmp_path: Path) -> None:
    text = evaluated(*LINES).read_text("utf-8")
    assert "<b>France" not in text
    assert str(tmp_path) not in text
    assert "how long should i ice my back" not in text  # it went well
    assert "<script" not in text


def test_adequate_answers_and_harmful_misses(
    evaluated: Evaluated, see: Callable[..., Page]
) -> None:
    lines = (
        {"text": "can golf cause a back spasm", "must": ["swing"], "kind": "plain"},
        {"text": "both my legs are numb", "must_first": ["call 999"], "kind": "sign", "harm": 3},
        {"text": "why", "first": "should i ice my back", "must": ["moon & stars"], "kind": "plain"},
    )
    page = see(evaluated(*lines, options=("--answers",)))
    expect(page.locator("dl div")).to_have_text(
        [
            "Adequate33.3%1 of 3, 95 % interval 6.1% to 79.2%",
            "Harmful misses1",
        ]
    )
    rows = page.get_by_role("row")
    expect(rows).to_have_text([
        "KindLinesAdequateHarmful misses", "plain250.0%0", "sign10.0%1"
    ])  # fmt: skip
    wrong = page.locator(".wrong li")
    expect(wrong.first).to_contain_text("Harmful both my legs are numbSaid: Call 911 now,")
    expect(wrong.first).to_contain_text("Wrong: its first two sentences lack call 999")
    expect(wrong.last).to_contain_text("should i ice my back, then: why")
    expect(wrong.last).to_contain_text("Wrong: lacks moon & stars")


def test_orders_that_were_not_carried_out(evaluated: Evaluated, see: Callable[..., Page]) -> None:
    lines = (
        {"said": "start an ice timer for ten minutes", "seconds": 600, "kind": "start"},
        {"said": "start an ice timer", "unchanged": True, "kind": "none"},
    )
    page = see(evaluated(*lines, options=("--orders",)))
    expect(page.locator("dl div")).to_have_text(
        [
            "Carried out as meant50.0%1 of 2, 95 % interval 9.5% to 90.5%",
            "Acted on what was no order1",
        ]
    )
    expect(page.locator(".wrong li")).to_contain_text("No order start an ice timer")
    expect(page.locator(".wrong li")).to_contain_text("Meant: unchanged: True")


def test_what_went_well_says_so(evaluated: Evaluated, see: Callable[..., Page]) -> None:
    page = see(evaluated(LINES[0]))
    expect(page.locator("section", has_text="Lines that went wrong")).to_contain_text("None.")
    expect(page.locator("section", has_text="Confusions")).to_have_count(0)
    expect(page.locator("dl div").last).to_have_text("Out of scope and turned awaynone")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1200])
def test_everybody_can_read_it(
    scheme: str, width: int, evaluated: Evaluated, see: Callable[..., Page]
) -> None:
    size = {"width": width, "height": 844}
    page = see(evaluated(*LINES), color_scheme=scheme, viewport=size)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("place", ["nowhere/page.html", "."])
def test_a_place_that_is_none_is_one_line(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["evaluate", "questions.jsonl", "--html", str(tmp_path / place)])
    told = capsys.readouterr().err
    assert told.startswith("back-spasm-guide: Invalid value for '--html'")
    assert "is no place for a file: name one in a folder that exists" in told
    assert told.count("\n") == 1


def test_a_page_that_cannot_be_written_is_one_line_that_names_it(
    evaluated: Evaluated, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        evaluated(LINES[0], options=("--html", "/proc/page.html"))
    assert (
        capsys.readouterr().err == "back-spasm-guide: /proc/page.html: No such file or directory\n"
    )
