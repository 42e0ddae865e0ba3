"""The words before the question: "Alexa, ask back spasm guide how long to ice"."""

import re
from dataclasses import dataclass

_OPEN = r"(?:open|launch|start|begin|run|load|use|play|talk to|speak to)"
_ASK = r"(?:ask|tell|use|open|launch|start|talk to)"


@dataclass(frozen=True, slots=True)
class Invocation:
    """What is left of an utterance; `opens` is true when it only calls the skill by its name."""

    rest: str
    opens: bool = False


def read_invocation(utterance: str, invocation_name: str) -> Invocation:
    """Take the wake word and the invocation off, as Alexa does before a skill hears anything.

    >>> read_invocation("Alexa, ask back spasm guide how long to ice", "back spasm guide").rest
    'how long to ice'
    >>> read_invocation("open back spasm guide", "back spasm guide").opens
    True
    """
    name = r"(?:the\s+|my\s+)?" + r"\s+".join(map(re.escape, invocation_name.split()))
    text = re.sub(r"^\s*(?:hey\s+)?alexa\b[\s,]*", "", utterance, flags=re.IGNORECASE)
    if re.fullmatch(rf"(?:{_OPEN}\s+)?{name}[\s.!?]*", text, re.IGNORECASE):
        return Invocation("", opens=True)
    lead = rf"^{_ASK}\s+{name}\b[\s,]*(?:(?:to|and|for|about)\s+(?=\S))?"
    return Invocation(re.sub(lead, "", text, flags=re.IGNORECASE).strip())
