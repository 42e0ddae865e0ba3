"""What every page is told, in order, and which page has to go."""

from queue import SimpleQueue

from local_voice.simulator.history import KEPT, MOST_PAGES, Event, History


def told(events: SimpleQueue[Event]) -> list[Event]:
    return [events.get_nowait() for _ in range(events.qsize())]


def test_a_page_gets_what_was_said_before_it_came_and_then_the_rest() -> None:
    history = History()
    history.add({"kind": "turn"})
    events = history.subscribe()
    history.add({"kind": "ring"})
    history.show({"now": 1})
    assert told(events) == [
        Event("entries", {"entries": [{"id": 1, "kind": "turn"}]}),
        Event("entry", {"id": 2, "kind": "ring"}),
        Event("state", {"now": 1}),
    ]


def test_every_page_is_told_the_same() -> None:
    history = History()
    pages = [history.subscribe(), history.subscribe()]
    history.add({"kind": "turn"})
    assert told(pages[0]) == told(pages[1]) != []


def test_a_page_that_left_is_told_no_more() -> None:
    history = History()
    events = history.subscribe()
    history.unsubscribe(events)
    history.unsubscribe(events)
    history.add({"kind": "turn"})
    assert [event.name for event in told(events)] == ["entries"]


def test_the_oldest_of_too_many_pages_is_replaced() -> None:
    history = History()
    first, *others = [history.subscribe() for _ in range(MOST_PAGES + 1)]
    history.add({"kind": "turn"})
    assert [event.name for event in told(first)] == ["entries", "replaced"]
    assert all([event.name for event in told(page)] == ["entries", "entry"] for page in others)


def test_old_entries_are_forgotten_and_numbers_never_used_again() -> None:
    history = History()
    for _ in range(KEPT + 1):
        history.add({"kind": "turn"})
    assert len(history.entries()) == KEPT
    assert history.entry(1) is None
    history.clear()
    assert history.entries() == []
    assert history.add({"kind": "turn"})["id"] == KEPT + 2
