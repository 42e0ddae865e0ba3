"""The end of a program waits for native code that a daemon thread is in."""

import subprocess
import sys

PROGRAM = """
import hashlib, sys, threading
from local_voice.speech import ending
begun = threading.Event()
def work():
    with ending.finished_first(lambda: print("given up")):
        begun.set()
        {native}
        print("finished")
threading.Thread(target=work, daemon=True).start()
begun.wait()
{then}
"""
SOME_TIME = "hashlib.pbkdf2_hmac('sha256', b'', b'', 500_000)"
FOR_EVER = "threading.Event().wait()"


def run(native: str, then: str = "", *, exit_code: int = 0) -> str:
    done = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", PROGRAM.format(native=native, then=then)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == ""
    assert done.returncode == exit_code
    return done.stdout


def test_what_is_begun_is_finished() -> None:
    assert run(SOME_TIME) == "finished\n"
    assert run(SOME_TIME, "sys.exit()") == "finished\n"


def test_what_hangs_is_given_up() -> None:
    assert run(FOR_EVER, "ending.LONGEST_WAIT = 0.1") == "given up\n"


def test_native_code_holds_no_whole_program() -> None:
    program = """
import atexit
atexit.unregister(ending._wait)
atexit.register(threading.Event().wait)  # as native code may hold it
atexit.register(ending._wait)
with ending.whole_program():
    print("said", end=" ")
    {end}
"""
    for code, end in ((0, "pass"), (2, "sys.exit(2)"), (130, "sys.exit(130)"), (0, "sys.exit()")):
        leaving = program.format(end=end)
        assert run(SOME_TIME, leaving, exit_code=code) == "said finished\n"
        hanging = "ending.LONGEST_WAIT = 0.1" + leaving
        assert run(FOR_EVER, hanging, exit_code=code) == "said given up\n"


def test_at_the_end_nothing_is_begun() -> None:
    later = """
import atexit
asked = threading.Event()
def work_when_asked():
    asked.wait()
    work()
thread = threading.Thread(target=work_when_asked, daemon=True)
thread.start()
def at_the_very_end():
    asked.set()
    thread.join()
    print("the end")
atexit.unregister(ending._wait)
atexit.register(at_the_very_end)
atexit.register(ending._wait)
"""
    assert run(SOME_TIME, later) == "finished\nthe end\n"


def test_a_thread_that_fails_to_start_something_at_the_end_says_nothing() -> None:
    later = """
import atexit
asked, done, looked = threading.Event(), threading.Event(), threading.Event()
def load():
    with ending._changed:
        ending._changed.wait_for(lambda: not ending._begun)
    for name in ("begun", "late"):
        try:
            ending.stop_at_the_end()
            print(name, "goes on")
            looked.set()
        except SystemExit:
            print(name, "stops")
        asked.wait()
    done.set()
atexit.register(done.wait)
atexit.register(asked.set)
threading.Thread(target=load, daemon=True).start()
looked.wait()
"""
    assert run("pass", later) == "finished\nbegun goes on\nlate stops\n"
