"""What has been said and shown so far, and the pages that are told of it.

Its lock is held for list operations alone, so that a timer may be announced to it from within the
timer database's own lock.
"""

from collections import deque
from queue import SimpleQueue
from threading import Lock
from typing import NamedTuple

from local_voice.files import Json

KEPT = 200  # entries; an older one is forgotten
MOST_PAGES = 4  # a browser keeps no more than six connections to one host, this one included


class Event(NamedTuple):
    """What a page is told: `entries` (all of them), `entry` (one more), `state`, or `replaced`."""

    name: str
    data: Json


Pages = list[SimpleQueue[Event]]


class History:
    """Entries have an `id`, from 1, and a `kind`: "turn", "ring" or "note"."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._entries: deque[Json] = deque(maxlen=KEPT)
        self._count = 0
        self._pages: Pages = []

    def entries(self) -> list[Json]:
        with self._lock:
            return list(self._entries)

    def entry(self, entry_id: int) -> Json | None:
        return next((entry for entry in self.entries() if entry["id"] == entry_id), None)

    def add(self, entry: Json) -> Json:
        """Give the entry its id, keep it and show it on every page."""
        with self._lock:
            self._count += 1
            numbered = {"id": self._count, **entry}
            self._entries.append(numbered)
            self._tell(Event("entry", numbered))
        return numbered

    def change(self, entry_id: int, changes: Json) -> None:
        """Keep an entry with these changes; the pages learn of them by the state."""
        with self._lock:
            for place, entry in enumerate(self._entries):
                if entry["id"] == entry_id:
                    self._entries[place] = {**entry, **changes}

    def show(self, state: Json) -> None:
        with self._lock:
            self._tell(Event("state", state))

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
            self._tell(Event("entries", {"entries": []}))

    def subscribe(self) -> SimpleQueue[Event]:
        """Events for one more page, all entries so far first; the oldest page may have to go."""
        events: SimpleQueue[Event] = SimpleQueue()
        with self._lock:
            events.put(Event("entries", {"entries": list(self._entries)}))
            self._pages.append(events)
            while len(self._pages) > MOST_PAGES:
                self._pages.pop(0).put(Event("replaced", {}))
        return events

    def unsubscribe(self, events: SimpleQueue[Event]) -> None:
        with self._lock:
            if events in self._pages:
                self._pages.remove(events)

    def _tell(self, event: Event) -> None:
        for page in self._pages:
            page.put(event)
