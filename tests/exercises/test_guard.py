"""A learner's function in a kernel of its own: whatever it does by accident, the kernel lives, and checks."""

import json
import os
import sys
import textwrap

import pytest
from jupyter_client.manager import start_new_kernel

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals, fork and limits as Linux has them")
PATIENCE = 120  # seconds for one cell, on a busy machine

# What a function does -> what the card says. In it stand q and k, and the names of the kernel; `right` is the
# right answer. Where the card says "Right.", what was changed is as before, and the kernel is asked for it.
RIGHT, SPOILED = "Right. ", "itself, which would change it for all cells (it was put back)"
ENDING, EXITS = "which would end the kernel or copy it", "asked Python to exit"
SLOW = "was not done after 0.3 seconds, so it was stopped. Is there a loop that never ends?"
DEEP = "RecursionError: it calls itself again and again, without an end."
DONE = {
    "sys.exit(3)": EXITS,
    "raise SystemExit": EXITS,
    "exit()": "called exit(), which would end the kernel",
    "quit()": "called exit(), which would end the kernel",
    "raise KeyboardInterrupt": "was interrupted, so there is no result",
    "raise GeneratorExit": "GeneratorExit: without a word.",
    "raise Base('mine')": "Base: mine.",
    "raise Shy": "an error that cannot even be shown",
    "os._exit(1)": f"os._exit, {ENDING}",
    "os.abort()": f"os.abort, {ENDING}",
    "os.kill(os.getpid(), signal.SIGKILL)": f"os.kill, {ENDING}",
    "os.killpg(0, signal.SIGTERM)": f"os.killpg, {ENDING}",
    "signal.raise_signal(signal.SIGTERM)": f"signal.raise_signal, {ENDING}",
    "os.fork()": f"os.fork, {ENDING}",
    "os.execlp('true', 'true')": f"os.execv, {ENDING}",
    "multiprocessing.get_context('fork').Process(target=print).start()": f"os.fork, {ENDING}",
    "while True: pass": SLOW,
    "time.sleep(100)": SLOW,
    "while True: print('again', file=sys.stderr); print('again')": SLOW,
    "sys.settrace(None)\nwhile True: pass": SLOW,
    "return deep()": DEEP,
    "sys.setrecursionlimit(10**9); return deep()": DEEP,
    "sys.setrecursionlimit(10**9); return deep_through_c()": DEEP,
    "np.ones((10**5, 10**6))": "MemoryError: it asks for more memory than a check gives, 1 GiB",
    "[0] * 10**10": "MemoryError: it asks for more memory",
    "rows = [q]\nwhile True: rows += rows": "MemoryError: it asks for more memory",
    "q *= 2": "changed its input q",
    "k[:] = 0; return right(q, k)": "changed its input k",
    "builtins.sum = builtins.isinstance = None": SPOILED,
    "builtins.print = None; return right(q, k)": f"replaced print {SPOILED}",
    "del np.exp": f"replaced np.exp {SPOILED}",
    "np.random.default_rng = None": f"replaced np.random.default_rng {SPOILED}",
    "helpers.attention.softmax = None; return right(q, k)": f"replaced helpers.attention.softmax {SPOILED}",
    "helpers.pictures.draw = print; return right(q, k)": f"replaced helpers.pictures.draw {SPOILED}",
    "helpers.exercises.judge.run = None": f"replaced helpers.exercises.judge.run {SPOILED}",
    "threading.Thread(target=forever).start(); return right(q, k)": RIGHT,
    "signal.signal(signal.SIGINT, signal.SIG_IGN); return right(q, k)": RIGHT,
    "signal.alarm(1); return right(q, k)": RIGHT,
    "signal.setitimer(signal.ITIMER_VIRTUAL, 0.01); return right(q, k)": RIGHT,
    "os.chdir('/'); return right(q, k)": RIGHT,
    "os.environ.clear(); return right(q, k)": RIGHT,
    "sys.path.clear(); return right(q, k)": RIGHT,
    "sys.stdout = sys.stderr = sys.stdin = None; return right(q, k)": RIGHT,
    "sys.stdin.close(); sys.stdout.close(); sys.stderr.close(); return right(q, k)": RIGHT,
    "sys.__stdin__.close(); sys.__stdout__.close(); return right(q, k)": RIGHT,
    "sys.setrecursionlimit(50); return right(q, k)": RIGHT,
    "sys.setprofile(lambda *given: None); return right(q, k)": RIGHT,
    "np.seterr(all='raise'); return right(q, k)": RIGHT,
    "np.random.seed(0); random.seed(0); return right(q, k)": RIGHT,
    "np.set_printoptions(precision=1); return right(q, k)": RIGHT,
    "warnings.simplefilter('error'); return right(q, k)": RIGHT,
    "return print('x' * 10**7) or right(q, k)": RIGHT,
}
BEGIN = """
import builtins, json, multiprocessing, os, random, signal, sys, threading, time, warnings
import numpy as np
import helpers.attention, helpers.exercises.judge, helpers.pictures
from helpers.exercises import check

class Base(BaseException):
    pass

class Shy(Exception):
    def __str__(self):
        raise SystemExit

def right(q, k):
    return q @ k

def deep():
    return deep()

def deep_through_c(given=None):
    return sorted([1], key=deep_through_c)

def forever():
    while True:
        pass

np.random.seed(7), random.seed(7)

def state():
    handlers = [str(signal.getsignal(one)) for one in sorted(signal.valid_signals())]
    numbers = np.random.get_state()[1].tolist(), random.getstate()
    streams = [id(sys.stdin), id(sys.stdout), id(sys.stderr)]
    timers = [signal.getitimer(one)[0] for one in (0, 1, 2)]
    return repr([os.getcwd(), dict(os.environ), sys.path, handlers, numbers, streams, timers,
        sys.getrecursionlimit(), sys.gettrace(), sys.getprofile(), np.geterr(), np.get_printoptions(),
        warnings.filters, threading.active_count(), os.kill, os._exit])

def tell(name, answer, limit):
    helpers.exercises.judge.judge.__defaults__ = None, limit
    before = state()
    said, again = check(name, answer).plain, check(name, right).plain
    for thread in threading.enumerate():
        if "forever" in thread.name:
            thread.join()
    now = state()
    os.write(out, (json.dumps([said, again, now == before]) + chr(10)).encode())
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """run(code, interrupts=None) -> what a cell printed, and how it ended, in a kernel of its own.

    interrupts: once this is printed, the kernel is interrupted.
    """
    data = tmp_path_factory.mktemp("course")
    manager, client = start_new_kernel(env={**os.environ, "ATTENTION_COURSE_DATA": str(data)})

    def ran(code, interrupts=None):
        said = []

        def hear(message):
            if message["msg_type"] == "stream":
                said.append(message["content"]["text"])
                if interrupts and interrupts in said[-1]:
                    manager.interrupt_kernel()

        reply = client.execute_interactive(code, timeout=PATIENCE, output_hook=hear)["content"]
        assert manager.is_alive()
        return "".join(said), reply

    told = data / "told"
    told.touch()
    ran.told = lambda: json.loads(told.read_text("utf8").splitlines()[-1])
    assert ran(f"{BEGIN}\nout = os.open({str(told)!r}, os.O_WRONLY | os.O_APPEND)")[1]["status"] == "ok"
    yield ran
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def answering(act, limit):
    """A cell that defines an answer and has it checked. limit: seconds"""
    body = textwrap.indent(act, "    ")
    return f"def answer(q, k):\n{body}\ntell('score-one-pair', answer, {limit})"


@pytest.mark.parametrize("act", DONE)
def test_the_card_says_it_and_the_next_right_answer_is_right(run, act):
    printed, reply = run(answering(act, 0.3 if DONE[act] is SLOW else 10))
    assert reply["status"] == "ok", reply
    said, again, same = run.told()
    assert DONE[act] in said and "Traceback" not in said, said
    assert again.startswith(RIGHT) and same and len(printed) < 10_000


@pytest.mark.parametrize("act", ["while True: pass", "time.sleep(1000)", "signal.pause()"])
def test_whoever_waits_interrupts_it_and_checks_on(run, act):
    printed, reply = run(answering(f"print('begun')\n{act}", 1000), interrupts="begun")
    assert reply["status"] == "ok" and "begun" in printed, reply
    said, again, same = run.told()
    assert "Your function was interrupted, so there is no result." in said
    assert again.startswith(RIGHT) and same
