"""What the skill store shows: `listing.toml`, with a clinic's own over it, checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from skill.content.loader import STORE
from skill.content.overlay import label, merged, read_file
from skill.content.rules import brace_problem, field_problems, filled
from skill.content.toml_table import Complaints, Table
from skill.errors import ContentError


@dataclass(frozen=True, slots=True)
class Listing:
    """The skill as the store shows it, in one language. `site` holds the two pages.

    A launch phrase opens it without its name, once it is live. The pages tell `publisher`,
    `contact`, and since when they hold.
    """

    site: str
    publisher: str
    contact: str
    pages_of: str
    name: str
    summary: str
    description: str
    example_phrases: Sequence[str]
    launch_phrases: Sequence[str]
    keywords: Sequence[str]
    testing_instructions: str


def load_listing(invocation_name: str, own: Traversable | None = None) -> Listing:
    """Raises `ContentError` for the first thing that is wrong."""
    listing, errors = check_listing(invocation_name, own)
    if errors:
        raise errors[0]
    return listing


def check_listing(
    invocation_name: str, own: Traversable | None = None
) -> tuple[Listing, list[ContentError]]:
    """The same with everything that is wrong."""
    packaged = read_file(files("local_voice") / "package" / "listing.toml")
    base = packaged._replace(data={STORE: packaged.data})
    over = read_file(own, by_line=True) if own else None
    laid = over.data.get(STORE, {}) if over else {}
    complaints = Complaints(lambda place: label(place, [base], over))
    data = merged(packaged.data, laid) if isinstance(laid, Mapping) else laid
    table = Table(complaints, STORE, data)
    words = {"invocation_name": invocation_name, "name": table.text("name")}
    words["source"] = _text(table, "source", words)
    listing = Listing(
        site=_site(table),
        publisher=_text(table, "publisher", words),
        contact=_text(table, "contact", words),
        pages_of=_text(table, "pages_of", words),
        name=_text(table, "name", words),
        summary=_text(table, "summary", words),
        description=_text(table, "description", words),
        example_phrases=_texts(table, "example_phrases", words),
        launch_phrases=_texts(table, "launch_phrases", words),
        keywords=_texts(table, "keywords", words),
        testing_instructions=_text(table, "testing_instructions", words),
    )
    table.done()
    return listing, complaints.errors


def _site(table: Table) -> str:
    site = table.text("site").rstrip("/")
    if not site.startswith("https://"):
        table.complain("site", "must begin with https://: Alexa takes no other address")
    return site


def _text(table: Table, key: str, words: Mapping[str, str]) -> str:
    return _filled(table, key, table.text(key), words)


def _texts(table: Table, key: str, words: Mapping[str, str]) -> list[str]:
    texts = [
        _filled(table, f"{key}[{n}]", text, words) for n, text in enumerate(table.texts(key), 1)
    ]
    if not texts:
        table.complain(key, "is empty")
    return texts


def _filled(table: Table, key: str, text: str, words: Mapping[str, str]) -> str:
    text = text.strip()
    for problem in (brace_problem(text), *field_problems(text, words)):
        if problem:
            table.complain(key, problem)
    if not text:
        table.complain(key, "is empty")
    return filled(text, words)
