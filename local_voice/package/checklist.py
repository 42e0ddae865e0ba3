"""The certification checklist: every line passed or failed by a test that was really made."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from local_voice.package import manifest
from local_voice.package.lint import Package, findings
from local_voice.package.rehearsal import Rehearsal
from local_voice.package.review import (
    answers_at_first_use,
    answers_to_samples,
    emergencies,
    example_phrases,
    exits,
    fallback,
    first_example_phrase,
    help_asks,
    open_with_a_question,
    spoken_words,
)
from skill.content.guidance import Guides

Check = Callable[[Package, Rehearsal], Iterator[str]]
PLACEHOLDER = ".example/"

# A talk is judged for its open session after all the others, so that line comes last.
TALKS: tuple[tuple[str, Check], ...] = (
    ("The first example phrase opens the skill by wake word and name", first_example_phrase),
    ("Every example phrase works word for word", example_phrases),
    ("Every sample gets an answer to the point", answers_to_samples),
    ("An emergency is answered with the call first, by the country's number", emergencies),
    ("The first use hears the disclaimer", answers_at_first_use),
    ("Help says what to ask and asks a question", help_asks),
    ("Stop and cancel end the session anywhere", exits),
    ("Fallback says what can be asked, and keeps listening", fallback),
    ("No answer speaks a dose or promises a cure", spoken_words),
    ("The session stays open only with a question", open_with_a_question),
)
DOCUMENTS = (
    ("The manifest is what Alexa takes, and its words keep the health policy", manifest.MANIFEST),
    ("Each locale's interaction model is what Alexa builds", manifest.MODELS),
    ("Icons of 108 and 512 pixels", manifest.IMAGES),
    ("The privacy policy and the terms of use can be hosted", manifest.PAGES),
    ("The testing instructions are there", manifest.INSTRUCTIONS),
    ("The launch phrases for later are what Alexa takes", manifest.NAME_FREE),
    ("ask-cli's own file fits the package", manifest.RESOURCES),
    ("The code that ask-cli uploads is there", manifest.LAMBDA),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the checklist; it has passed when there is no problem."""

    title: str
    problems: tuple[str, ...] = ()

    def __str__(self) -> str:
        head = f"{'FAILED' if self.problems else 'passed'}  {self.title}"
        return "\n".join([head, *(f"        {problem}" for problem in self.problems)])


def checklist(package: Package, guides: Guides) -> list[Line]:
    """The package's documents first, then what only a talk shows."""
    wrong = findings(package)
    lines = [
        Line(title, tuple(str(finding) for finding in wrong if finding.file.startswith(files)))
        for title, files in DOCUMENTS
    ]
    rehearsal = Rehearsal(guides, package.models)
    return [*lines, *(Line(title, _once(check(package, rehearsal))) for title, check in TALKS)]


def still_to_do(package: Package) -> list[str]:
    """What only the developer can do before the skill is submitted."""
    todo = []
    if PLACEHOLDER in f"{package.listing.site}/":
        todo.append("Host the folder pages/ and give its address: site in [store], or --site.")
    if PLACEHOLDER in f"{package.listing.contact}/":
        todo.append("Say how users can reach you: contact in [store], or --contact.")
    if PLACEHOLDER in f"{package.listing.publisher}/":
        todo.append("Say who publishes it: publisher in [store], or --publisher.")
    if not package.deployment.skill_id:
        todo.append("Once the skill has its id, give it: --skill-id.")
    if not package.deployment.endpoint:
        todo.append("Give the function its store: BACK_SPASM_GUIDE_STORE=dynamodb:TABLE.")
    site = package.listing.site
    todo.append(f"Show the positions on cards: BACK_SPASM_GUIDE_PICTURES={site}, open to CORS.")
    todo.append("Let a clinician review the sentences: none has. Record it in sources.toml.")
    todo.append("Ring the emergency, crisis and poison lines of each country once: locales.toml.")
    first = package.listing.example_phrases[0]
    todo.append(f"Say {first!r} to an Alexa+ device: does it work? If not, ask Amazon by its form.")
    later = f"lay {manifest.NAME_FREE} into each model, beside languageModel"
    todo.append(f"Once the skill is live and Amazon lets it be opened without its name: {later}.")
    todo.append("Try the timers on a device: no simulator of Amazon's rings.")
    return todo


def _once(problems: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(problems))
