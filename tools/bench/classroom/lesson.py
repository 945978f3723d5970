"""The class is held: all press Run All and move sliders as people do; then more come, until it breaks."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import numpy as np
import psutil

from tests.lab import Lab
from tools.bench.classroom.moves import HURRIED, PEOPLE, moves
from tools.bench.classroom.student import Student

PROJECT = Path(__file__).resolve().parents[3]
NOTEBOOK, LARGEST = (next(PROJECT.glob(f"notebooks/{number}_*.ipynb")) for number in ("08", "11"))
MB, GIB = 10**6, 2**30
LATE = 150  # ms from a slider's move to the end of its answer: 95 % must be within
KEPT_FREE = 0.05  # of the machine's memory: a machine without any left stops more than the lesson
BEGIN = time.monotonic()
BUSY = 0.7  # of a core: what measures with more than this holds up what it measures


class Classroom:
    """Servers, and the students who are there. own_servers: one for each, as JupyterHub starts them."""

    def __init__(self, own_servers):
        self.own_servers, self.labs, self.students = own_servers, [], []
        self.cells = code_of(NOTEBOOK)

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        say(f"{len(self.students)} students leave")
        self._each(lambda student: student.__exit__(), self.students)
        self._each(lambda lab: lab.__exit__(), self.labs)

    def _each(self, act, those, workers=4):
        with ThreadPoolExecutor(workers) as threads:
            return list(threads.map(act, those))

    def enter(self, count):
        """So many more come, each with a kernel that has run nothing yet. -> list of Student"""
        first = len(self.students)

        def open_lab(_):
            lab = Lab(None)
            lab.__enter__()
            self.labs.append(lab)

        self._each(open_lab, range(count if self.own_servers else not self.labs))
        new = [Student(self.labs[at % len(self.labs)], at) for at in range(first, first + count)]
        self._each(Student.__enter__, new)
        self.students += new
        return new

    def servers(self, students):
        """The processes of these students' servers."""
        return [psutil.Process(lab.process.pid) for lab in dict.fromkeys(one.lab for one in students)]

    def kernels(self, students):
        """The processes below these servers."""
        return [kernel for server in self.servers(students) for kernel in server.children(recursive=True)]


def code_of(path):
    """The code of a notebook's cells, in their order. -> list of str"""
    return [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]


def say(what):
    """Tell how far it is: a run takes minutes."""
    print(f"{time.monotonic() - BEGIN:5.0f} s  {what}", flush=True)


def at_once(students, act):
    """Let all students do something at the same time. -> what each gave"""
    with ThreadPoolExecutor(len(students)) as threads:
        return list(threads.map(act, students))


def meanwhile(students, habit, act):
    """Let students move sliders until act() returns. -> (their requests, what act gave)"""
    ended = threading.Event()
    with ThreadPoolExecutor(max(1, len(students))) as threads:
        going = [threads.submit(one.explore, moves(habit, one.number), ended) for one in students]
        try:
            gave = act()
        finally:
            ended.set()
        return [request for one in going for request in one.result()], gave


def memory(processes):
    """Megabytes of each process. -> dict of kind: list

    rss counts memory that is shared with other processes in full, pss by its share of it, uss not at all.
    """
    found = [process.memory_full_info() for process in processes]
    return {kind: [getattr(one, kind, one.uss) / MB for one in found] for kind in ("pss", "uss", "rss")}


def work(processes):
    """Seconds that the cores have worked for some processes."""
    return sum(sum(process.cpu_times()[:2]) for process in processes)


def latencies(requests):
    """Milliseconds from each move to the end of its answer; those without an answer are left out."""
    return [1000 * request["took"] for request in requests if "took" in request]


def spread(numbers):
    """Median, p95 and the most of some numbers. -> dict; None of none

    >>> spread([1, 2, 3])
    {'median': 2.0, 'p95': 2.9, 'most': 3.0}
    """
    if not numbers:
        return None
    middle, p95 = np.percentile(numbers, [50, 95])
    return {
        "median": round(float(middle), 2),
        "p95": round(float(p95), 2),
        "most": round(float(max(numbers)), 2),
    }


def measure(given):
    """Hold the class, and let it grow. -> dict of figures, as report and sizing read it

    given: students, step, most, seconds, minutes, own_servers.
    """
    whole, begin = psutil.virtual_memory(), time.monotonic()
    figures = {
        "machine": {
            "cores": psutil.cpu_count(),
            "GiB": round(whole.total / GIB),
            "free_GiB": round(whole.available / GIB, 1),
        },
        "own_servers": given.own_servers,
        "steps": [],
    }
    with Classroom(given.own_servers) as room:
        while not (why := stops(figures, given, time.monotonic() - begin)):
            new = given.step if figures["steps"] else given.students
            figures["steps"].append(step(room, new, given.seconds))
            if len(figures["steps"]) == 1:
                figures |= first_figures(room, given.seconds)
        figures |= {"stopped": why, "rush": rush(room, given.seconds / 2)}
    figures["minutes"] = round((time.monotonic() - begin) / 60, 1)
    return figures


def step(room, new, seconds):
    """Some more students come and press Run All; then all move sliders for a while. -> dict of figures"""
    begin, there = time.monotonic(), list(room.students)
    say(f"{new} students come to {len(there)}")
    came = room.enter(new)
    opened, mine = time.monotonic() - begin, room.servers(came) + room.kernels(came)
    open_core = work(mine) / new
    say(f"{new} press Run All")
    before = work(mine)
    during, ran = meanwhile(there, PEOPLE, lambda: at_once(came, lambda one: one.run_all(room.cells)))
    run_core = (work(mine) - before) / new
    at_once(came, Student.find_explorers)
    say(f"all {len(room.students)} move sliders for {seconds:g} s")
    everything = room.servers(room.students) + room.kernels(room.students)
    before, own, start = work(everything), time.process_time(), time.perf_counter()
    sent, _ = meanwhile(room.students, PEOPLE, lambda: threading.Event().wait(seconds))
    took = time.perf_counter() - start
    cores, own = (work(everything) - before) / took, (time.process_time() - own) / took
    right = at_once(room.students, Student.shows_what_is_right)
    faults = [fault for student in room.students for fault in student.faults]
    found = {
        "students": len(room.students),
        "came": new,
        "open_s": round(opened, 1),
        "run_all_s": spread(ran),
        "meanwhile_ms": spread(latencies(during)),
        "ms": spread(latencies(sent)),
        "sent": len(sent) + len(during),
        "answered": len(latencies(sent)) + len(latencies(during)),
        "right": sum(right),
        "faults": [fault[:200] for fault, _ in Counter(faults).most_common(3)],
        "failed": len(faults),
        "memory_GiB": round(sum(memory(everything)["pss"]) * MB / GIB, 2),
        "cores": round(cores, 2),
        "own_cores": round(own, 2),
        "took_s": round(time.monotonic() - begin, 1),
    }
    if not there:  # of one server for all, nobody could say what part is whose later
        found |= {"open_core_s": round(open_core, 2), "run_core_s": round(run_core, 2)}
    say(f"p95 {found['ms']['p95']:.0f} ms, {found['answered']} of {found['sent']} moves answered")
    return found


def first_figures(room, seconds):
    """What is measured once: memory of each process, and one student alone, without looking. -> dict"""
    say("one student moves sliders alone")
    alone, _ = meanwhile(room.students[:1], HURRIED, lambda: threading.Event().wait(seconds / 2))
    kernels = memory(room.kernels(room.students))
    return {
        "alone_ms": spread(latencies(alone)),
        "largest_MB": of_the_largest(room),
        "kernel_MB": {kind: spread(numbers) for kind, numbers in kernels.items()},
        "server_MB": spread(memory(room.servers(room.students))["pss"]),
    }


def rush(room, seconds):
    """All who are there move sliders without ever looking: more than a class does. -> dict of figures"""
    say(f"all {len(room.students)} move sliders for {seconds:g} s, without pauses")
    sent, _ = meanwhile(room.students, HURRIED, lambda: threading.Event().wait(seconds))
    return {
        "students": len(room.students),
        "ms": spread(latencies(sent)),
        "sent": len(sent),
        "answered": len(latencies(sent)),
        "right": sum(at_once(room.students, Student.shows_what_is_right)),
    }


def of_the_largest(room):
    """Megabytes of one more kernel that has run notebook 11, which loads the largest models. -> float"""
    here = room.students[:1]
    before = set(room.kernels(here))
    with Student(here[0].lab, 0) as other:
        other.run_all(code_of(LARGEST))
        taken = memory(set(room.kernels(here)) - before)["pss"]
        other.lab.ask(f"api/kernels/{other.kernel}", "DELETE")
    return round(sum(taken), 2)


def room_for(figures):
    """How many students the memory has room for that was free before the first came. -> int"""
    machine, last = figures["machine"], figures["steps"][-1]
    free = machine["free_GiB"] - KEPT_FREE * machine["GiB"]
    return int(free * last["students"] / last["memory_GiB"])


def stops(figures, given, elapsed):
    """Why no more students come: "lost", "slow", "memory", "enough", "time"; None: they do.

    elapsed: seconds so far. The next step must fit into what is left of memory and of the minutes, of which
    the last two tenths are for the end.
    """
    if not figures["steps"]:
        return None
    last = figures["steps"][-1]
    after = last["students"] + given.step
    if last["answered"] < last["sent"] or last["right"] < last["students"] or last["failed"]:
        return "lost"
    if last["ms"]["p95"] > LATE:
        return "slow"
    if after > room_for(figures):
        return "memory"
    if after > given.most:
        return "enough"
    next_s = given.seconds + (last["took_s"] - given.seconds) * given.step / last["came"]
    return "time" if elapsed + 1.15 * next_s > 0.8 * 60 * given.minutes else None
