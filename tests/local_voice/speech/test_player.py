"""One player at a time, stopped at once; an alarm cuts in and the cut sentence is said again."""

import os
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

import pytest

from local_voice.errors import PlaybackUnavailable
from local_voice.speech.player import Player
from local_voice.speech.player_commands import COMMANDS, SOUND_FILE
from tests.support.player_program import LONGEST_WAIT, PlayerPrograms, wav


@pytest.fixture
def programs(tmp_path: Path) -> Iterator[PlayerPrograms]:
    with PlayerPrograms(tmp_path) as programs:
        yield programs


@pytest.fixture
def player(programs: PlayerPrograms) -> Iterator[Player]:
    with Player([programs.command]) as player:
        yield player


def test_what_is_played_is_heard_in_order_to_its_end(
    programs: PlayerPrograms, player: Player
) -> None:
    playing = player.play(wav("one"), wav("two"))
    for name in ("one", "two"):
        heard = programs.next()
        assert heard.name == name
        assert not playing.over
        heard.end()
    assert playing.wait(LONGEST_WAIT)
    assert playing.error is None
    assert player.wait(LONGEST_WAIT)
    assert programs.is_empty()


def test_stop_kills_the_player_and_what_was_to_come(
    programs: PlayerPrograms, player: Player
) -> None:
    playing = player.play(wav("one"), wav("two"))
    heard = programs.next()
    player.stop()
    assert playing.over
    assert heard.was_killed()
    # Had "two" been left over, it would come before this.
    player.play(wav("later"))
    assert programs.next().name == "later"


def test_new_speech_takes_the_place_of_the_old(programs: PlayerPrograms, player: Player) -> None:
    old = player.play(wav("old"), wav("more"))
    heard = programs.next()
    new = player.play(wav("new"))
    assert old.over
    assert heard.was_killed()
    heard = programs.next()
    assert heard.name == "new"
    heard.end()
    assert new.wait(LONGEST_WAIT)
    assert programs.is_empty()


def test_an_alarm_cuts_in_and_the_cut_sentence_is_said_again(
    programs: PlayerPrograms, player: Player
) -> None:
    speech = player.play(wav("first"), wav("second"), wav("third"))
    programs.next().end()
    cut = programs.next()
    assert cut.name == "second"
    alarm = player.ring(wav("chime"), wav("time"))
    assert cut.was_killed()
    order = []
    for _ in range(4):
        heard = programs.next()
        order.append((heard.name, alarm.over, speech.over))
        heard.end()
    assert order == [
        ("chime", False, False),
        ("time", False, False),
        ("second", True, False),
        ("third", True, False),
    ]
    assert speech.wait(LONGEST_WAIT)


def test_a_second_alarm_waits_for_the_first(programs: PlayerPrograms, player: Player) -> None:
    player.ring(wav("one"))
    first = programs.next()
    player.ring(wav("two"))
    player.play(wav("speech"))
    first.end()
    for name in ("two", "speech"):
        heard = programs.next()
        assert heard.name == name
        heard.end()
    assert player.wait(LONGEST_WAIT)


def test_speech_asked_for_while_an_alarm_rings_comes_after_it_the_last_one_only(
    programs: PlayerPrograms, player: Player
) -> None:
    player.ring(wav("alarm"))
    alarm = programs.next()
    dropped = player.play(wav("dropped"))
    player.play(wav("kept"))
    assert dropped.over
    alarm.end()
    assert programs.next().name == "kept"


def test_stop_silences_an_alarm_and_the_speech_it_cut(
    programs: PlayerPrograms, player: Player
) -> None:
    speech = player.play(wav("speech"))
    programs.next()
    alarm = player.ring(wav("alarm"))
    heard = programs.next()
    player.stop()
    assert heard.was_killed()
    assert speech.over
    assert alarm.over
    assert player.wait(LONGEST_WAIT)
    assert programs.is_empty()


def test_nothing_to_play_is_over_at_once(player: Player, programs: PlayerPrograms) -> None:
    assert player.play().wait(LONGEST_WAIT)
    assert player.wait(LONGEST_WAIT)
    assert programs.is_empty()


def test_close_leaves_no_process_and_no_file(
    programs: PlayerPrograms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sounds = tmp_path / "sounds"
    sounds.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(sounds))
    with Player([programs.command]) as player:
        player.play(wav("one"), wav("two"))
        programs.next().end()
        heard = programs.next()
        assert heard.folder.parent == sounds
        player.ring(wav("alarm"))
        alarm = programs.next()
    assert list(sounds.iterdir()) == []
    for gone in (heard, alarm):
        with pytest.raises(ProcessLookupError):
            os.kill(gone.pid, 0)  # neither running nor a zombie
    with pytest.raises(PlaybackUnavailable, match="closed"):
        player.play(wav("late"))


def test_no_player_program_is_an_error_that_names_what_was_tried() -> None:
    with Player([("no-such-player",), ("nor-this-one",)]) as player:
        for call in (player.play, player.ring):
            with pytest.raises(PlaybackUnavailable, match=r"no-such-player, nor-this-one.*install"):
                call(wav("one"))
        player.stop()
        assert player.wait(0)


def test_a_player_without_a_sound_card_is_told_once_and_refused_from_then_on(
    programs: PlayerPrograms,
) -> None:
    told: SimpleQueue[PlaybackUnavailable] = SimpleQueue()
    with Player([programs.command]) as player:
        player.on_failure = told.put
        speech = player.play(wav("one"), wav("two"))
        programs.next().end(code=1)
        assert speech.wait(LONGEST_WAIT)
        assert told.get(timeout=LONGEST_WAIT) is speech.error
        assert "ended with code 1" in str(speech.error)
        with pytest.raises(PlaybackUnavailable):
            player.play(wav("three"))
    assert told.empty()
    assert programs.is_empty()


def test_when_one_program_fails_the_next_one_plays_the_same_sound(programs: PlayerPrograms) -> None:
    broken = (sys.executable, "-S", "-E", "-c", "raise SystemExit(1)")
    with Player([("no-such-player",), broken, programs.command]) as player:
        speech = player.play(wav("one"), wav("two"))
        for name in ("one", "two"):
            heard = programs.next()
            assert heard.name == name
            heard.end()
        assert speech.wait(LONGEST_WAIT)
        assert speech.error is None


def test_a_program_that_cannot_be_run_at_all_is_a_failure_too(tmp_path: Path) -> None:
    script = tmp_path / "not-a-program"
    script.write_bytes(b"\x00")
    script.chmod(0o755)
    with Player([(str(script),)]) as player:
        speech = player.play(wav("one"))
        assert speech.wait(LONGEST_WAIT)
        assert "not-a-program" in str(speech.error)


def test_a_program_that_hangs_is_killed_and_counts_as_failed(programs: PlayerPrograms) -> None:
    with Player([programs.command], grace=0.5) as player:
        speech = player.play(wav("one"))
        assert speech.wait(LONGEST_WAIT)
        assert "does not come to an end" in str(speech.error)


def test_many_threads_may_talk_ring_and_stop_at_once_and_it_still_plays(
    programs: PlayerPrograms, player: Player
) -> None:
    def disturb(number: int) -> None:
        player.play(wav(f"speech {number}"))
        player.ring(wav(f"alarm {number}"))
        player.stop()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(disturb, range(80)))
    player.stop()
    assert player.wait(LONGEST_WAIT)
    player.play(wav("at last"))
    while (heard := programs.next()).name != "at last":
        assert heard.was_killed()
    heard.end()
    assert player.wait(LONGEST_WAIT)


def test_every_command_of_the_table_plays_the_file_laid_down_for_it() -> None:
    assert all(SOUND_FILE in " ".join(command[1:]) for command in COMMANDS)
    assert len({command[0] for command in COMMANDS}) == len(COMMANDS)
