"""What every page is told, in order, and which page has to go."""

from queue import SimpleQueue

from local_voice.simulator.board import KEPT, MOST_PAGES, Board, Event


def told(events: SimpleQueue[Event]) -> list[Event]:
    return [events.get_nowait() for _ in range(events.qsize())]


def test_a_page_gets_what_was_said_before_it_came_and_then_the_rest() -> None:
    board = Board()
    board.add({"kind": "turn"})
    events = board.subscribe()
    board.add({"kind": "ring"})
    board.show({"now": 1})
    assert told(events) == [
        Event("entries", {"entries": [{"id": 1, "kind": "turn"}]}),
        Event("entry", {"id": 2, "kind": "ring"}),
        Event("scene", {"now": 1}),
    ]


def test_every_page_is_told_the_same() -> None:
    board = Board()
    pages = [board.subscribe(), board.subscribe()]
    board.add({"kind": "turn"})
    assert told(pages[0]) == told(pages[1]) != []


def test_a_page_that_left_is_told_no_more() -> None:
    board = Board()
    events = board.subscribe()
    board.unsubscribe(events)
    board.unsubscribe(events)
    board.add({"kind": "turn"})
    assert [event.name for event in told(events)] == ["entries"]


def test_the_oldest_of_too_many_pages_is_sent_elsewhere() -> None:
    board = Board()
    first, *others = [board.subscribe() for _ in range(MOST_PAGES + 1)]
    board.add({"kind": "turn"})
    assert [event.name for event in told(first)] == ["entries", "elsewhere"]
    assert all([event.name for event in told(page)] == ["entries", "entry"] for page in others)


def test_old_entries_are_forgotten_and_numbers_never_used_again() -> None:
    board = Board()
    for _ in range(KEPT + 1):
        board.add({"kind": "turn"})
    assert len(board.entries()) == KEPT
    assert board.entry(1) is None
    board.clear()
    assert board.entries() == []
    assert board.add({"kind": "turn"})["id"] == KEPT + 2
