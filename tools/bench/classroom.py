"""A class on one server: all students run notebook 8 at once, then all move its sliders at once.

uv run python -m tools.bench.classroom                   one JupyterLab server, a kernel for each student
uv run python -m tools.bench.classroom --own-servers     a server for each too, as JupyterHub starts them
uv run python -m tools.bench.classroom --own-servers --write     the same, written into teaching/server.md

A student here speaks to the server as a page does, through its web socket, so that the server's work is measured as well.
Only the painting is not: each student's own machine does that.
"""

import argparse
import contextlib
import json
import math
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import numpy as np
import psutil
import websocket
from jupyter_server.services.kernels.connection.base import deserialize_binary_message

from tests.lab import Lab, tidy_when_stopped

PROJECT = Path(__file__).resolve().parents[2]
NOTEBOOK = next(PROJECT.glob("notebooks/08_*.ipynb"))
GUIDE, START, END = (
    PROJECT / "teaching" / "server.md",
    "<!-- measured -->",
    "<!-- end of what was measured -->",
)
MB, GIB = 10**6, 2**30
MOST = 150  # MB that a kernel may take
PATIENCE = 300  # seconds for any one answer
# Asked in a kernel: what each explorer has to show for the values of its controls, drawn afresh.
AFRESH = """
import json
from helpers.explorers import Explorer
from helpers.pictures.words import describe
from helpers.pictures.pack import pack

def afresh(explorer):
    frames = explorer.draw(**explorer.state)
    for frame in frames if isinstance(frames, tuple) else (frames,):
        structure, numbers = pack(frame)
        yield [structure, numbers.hex(), describe(frame)]

shown = [one for one in Out.values() if isinstance(one, Explorer)]
places = {part.model_id: part.index for one in shown for part in one.controls.values() if hasattr(part, "index")}
print(json.dumps([{one.model_id: list(afresh(one)) for one in shown}, places]))
"""


class Student:
    """A student's page without the painting: it runs cells, moves sliders and keeps what the kernel sends.

    widgets: the state of every widget by its id, as a page holds it; faults: the errors of cells and of callbacks.
    """

    def __init__(self, lab, number):
        self.lab, self.number = lab, number
        self.widgets, self.faults = {}, []
        self._asked, self._session = {}, uuid.uuid4().hex

    def __enter__(self):
        self.kernel = self.lab.ask("api/kernels", "POST")["id"]
        address = f"ws{self.lab.address.removeprefix('http')}api/kernels/{self.kernel}/channels"
        self._socket = websocket.create_connection(
            f"{address}?session_id={self._session}",
            header={"Authorization": f"token {self.lab.token}"},
            timeout=PATIENCE,
            http_no_proxy=["*"],
        )
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *problem):
        self._socket.close()

    def _listen(self):
        with contextlib.suppress(websocket.WebSocketException, OSError):
            while frame := self._socket.recv():
                self._take(
                    deserialize_binary_message(frame) if isinstance(frame, bytes) else json.loads(frame)
                )

    def _take(self, message):
        now, kind, content = time.perf_counter(), message["header"]["msg_type"], message["content"]
        request = self._asked.get(message["parent_header"].get("msg_id"), {})
        if kind == "comm_open":
            self.widgets[content["comm_id"]] = received(content["data"], message["buffers"])
        elif kind == "comm_msg" and content["data"]["method"] == "update":
            self.widgets[content["comm_id"]] |= received(content["data"], message["buffers"])
        elif kind == "stream":
            request["printed"] = request.get("printed", "") + content["text"]
            if content["name"] == "stderr":
                self.faults.append(content["text"])
        elif kind == "error":
            self.faults.append(f"{content['ename']}: {content['evalue']}")
        elif kind == "status" and content["execution_state"] == "idle" and request:
            request["took"] = now - request["sent"]
            request["idle"].set()

    def send(self, kind, content):
        """Send the kernel a message. -> a dict that is filled as the answers come in"""
        header = {
            "msg_id": uuid.uuid4().hex,
            "msg_type": kind,
            "session": self._session,
            "username": "",
            "version": "5.3",
        }
        message = {
            "header": header,
            "parent_header": {},
            "metadata": {},
            "content": content,
            "channel": "shell",
        }
        request = self._asked[header["msg_id"]] = {"sent": time.perf_counter(), "idle": threading.Event()}
        self._socket.send(json.dumps(message))
        return request

    def run(self, code, **how):
        """Run code and wait for its end. -> what it printed"""
        request = self.send("execute_request", {"code": code, "silent": False, "allow_stdin": True, **how})
        if not request["idle"].wait(PATIENCE):
            raise TimeoutError(f"Student {self.number} has no answer after {PATIENCE} s to: {code}")
        return request.get("printed", "")

    def run_all(self, cells):
        """Run all cells of a notebook. -> seconds"""
        start = time.perf_counter()
        for code in cells:
            self.run(code)
        took = time.perf_counter() - start
        self.explorers = list(json.loads(self.run(AFRESH))[0])
        return took

    def parts(self, widget):
        """All widgets in a box, in their order, and those in the boxes in it. -> list of ids"""
        inside = [name.removeprefix("IPY_MODEL_") for name in self.widgets[widget].get("children", ())]
        return [name for part in inside for name in (part, *self.parts(part))]

    def sliders(self):
        """The sliders of all explorers. -> list of ids"""
        parts = [name for explorer in self.explorers for name in self.parts(explorer)]
        return [name for name in parts if self.widgets[name].get("_model_name") == "SelectionSliderModel"]

    def move_sliders(self, seconds, pace):
        """Move each slider for its share of the time, place by place, up and down. -> the requests

        pace: moves a second. A move is made when its time has come, even if the one before is not answered yet.
        """
        requests, start, sliders = [], time.perf_counter(), self.sliders()
        sliders = sliders[self.number % len(sliders) :] + sliders[: self.number % len(sliders)]
        moves = round(seconds * pace)
        pause, step = threading.Event(), 1
        for move in range(moves):
            slider = sliders[move * len(sliders) // moves]
            state = self.widgets[slider]
            if not 0 <= state["index"] + step < len(state["_options_labels"]):
                step = -step
            pause.wait(start + move / pace - time.perf_counter())
            state["index"] += step
            data = {"method": "update", "state": {"index": state["index"]}, "buffer_paths": []}
            requests.append(self.send("comm_msg", {"comm_id": slider, "data": data}))
        for request in requests:
            request["idle"].wait(PATIENCE)
        return requests

    def shows_what_is_right(self):
        """Whether the kernel has each slider where the student left it, and the page has what the kernel draws afresh."""
        shown = {
            explorer: [
                [one["structure"], bytes(one["numbers"]).hex(), one["words"]]
                for one in map(self.widgets.get, self.parts(explorer))
                if "structure" in one
            ]
            for explorer in self.explorers
        }
        pictures, places = json.loads(self.run(AFRESH))
        return pictures == shown and all(places[one] == self.widgets[one]["index"] for one in self.sliders())


def received(data, buffers):
    """The state in a message, with its buffers in their places."""
    state = data["state"]
    for (*path, last), content in zip(data.get("buffer_paths", ()), buffers, strict=True):
        place = state
        for name in path:
            place = place[name]
        place[last] = content
    return state


def at_once(students, act):
    """Let all students do something at the same time. -> what each gave"""
    with ThreadPoolExecutor(len(students)) as threads:
        return list(threads.map(act, students))


def of_course(labs):
    """The servers' processes and those of the kernels. -> two lists of psutil.Process"""
    servers = [psutil.Process(lab.process.pid) for lab in labs]
    return servers, [kernel for server in servers for kernel in server.children(recursive=True)]


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


def fits(each, room):
    """How many students fit where each takes so much of the room: whole ones."""
    return int(room / each)


def measure(given):
    """Hold the class. -> dict of what was found"""
    cells = [cell.source for cell in nbformat.read(NOTEBOOK, 4).cells if cell.cell_type == "code"]

    def move(student):
        return student.move_sliders(given.seconds, given.pace)

    with contextlib.ExitStack() as room:
        labs = [room.enter_context(Lab(None)) for _ in range(given.students if given.own_servers else 1)]
        students = [room.enter_context(Student(labs[at % len(labs)], at)) for at in range(given.students)]
        servers, kernels = of_course(labs)
        found, before = {}, work(kernels)
        found["ran"] = at_once(students, lambda student: student.run_all(cells))
        found["running"] = (work(kernels) - before) / len(students)
        found["alone"] = move(students[0])
        before, start = work(servers + kernels), time.perf_counter()
        found["together"] = sum(at_once(students, move), [])
        found["moving"] = (work(servers + kernels) - before) / (time.perf_counter() - start) / len(students)
        found["kernels"], found["servers"] = memory(kernels), memory(servers)
        found["right"] = at_once(students, Student.shows_what_is_right)
        found["faults"] = [fault for student in students for fault in student.faults]
    return found


def limit_for(server, kernel, notebooks=3):
    """Megabytes to allow a student with some notebooks open: half as much again, in whole quarters of 1000."""
    return 250 * math.ceil(1.5 * (server + notebooks * kernel) / 250)


def report(found, students, own_servers):
    """What was found as a table in Markdown, and what follows from it. -> text"""

    def row(what, numbers, unit):
        middle, p95 = np.percentile(numbers, [50, 95])
        return f"| {what} | " + " | ".join(f"{one:.0f} {unit}" for one in (middle, p95, max(numbers))) + " |"

    kernels, alone, together = found["kernels"], latencies(found["alone"]), latencies(found["together"])
    kernel, server = sum(kernels["pss"]) / students, sum(found["servers"]["pss"]) / students
    later = np.percentile(together, [50, 95]) / np.percentile(alone, [50, 95])
    lines = [
        f"{students} students at once, {'a server each' if own_servers else 'one server for all'}, on a machine with"
        f" {psutil.cpu_count()} cores and {psutil.virtual_memory().total / GIB:.0f} GiB:",
        "",
        "| | median | p95 | most |",
        "|---|---|---|---|",
        row("memory of a kernel with notebook 8 open, of what kernels share its part", kernels["pss"], "MB"),
        row("the same without what is shared", kernels["uss"], "MB"),
        row("the same with all that is shared", kernels["rss"], "MB"),
        row("memory of a server, of what is shared its part", found["servers"]["pss"], "MB"),
        row("notebook 8 run from top to bottom, all at once", found["ran"], "s"),
        row("slider moved → last message of the answer, one student", alone, "ms"),
        row("slider moved → last message of the answer, all at once", together, "ms"),
        "",
        f"- **Memory.** A kernel with notebook 8 open takes {kernel:.0f} MB (at most {MOST}:"
        f" {'reached' if kernel <= MOST else '**missed**'}), with the server's part {kernel + server:.0f} MB:"
        f" {fits(kernel + server, GIB / MB)} students for each GiB.",
        f"- **Limit.** Three notebooks open and half as much again: {limit_for(server, kernel) / 1000:.2f} GB for each student.",
        f"- **Cores.** A student who moves sliders all the time keeps {found['moving']:.0%} of a core busy:"
        f" {fits(found['moving'], 1)} students for each core. To run notebook 8 takes {found['running']:.1f} s of a core.",
        f"- **Waiting.** With all at once, a slider answers {later[0]:.1f} times as late as for one student (p95: {later[1]:.1f}).",
        f"- **Nothing lost.** {len(together)} of {len(found['together'])} moves were answered. {sum(found['right'])} of {students}"
        " students had, in the end, the pictures that their kernel draws afresh for where their sliders stand."
        f" {len(found['faults'])} cells or callbacks failed.",
        *found["faults"][:5],
    ]
    return "\n".join(lines)


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--students", type=int, default=12)
    ask.add_argument("--seconds", type=float, default=10, help="for which each moves the sliders")
    ask.add_argument("--pace", type=float, default=5, help="moves in a second")
    ask.add_argument(
        "--own-servers", action="store_true", help="a server for each student, as with JupyterHub"
    )
    ask.add_argument("--write", action="store_true", help="put what was found into teaching/server.md too")
    given = ask.parse_args()
    tidy_when_stopped()
    told = report(measure(given), given.students, given.own_servers)
    print(told)
    if given.write:
        before, _, rest = GUIDE.read_text(encoding="utf8").partition(START)
        GUIDE.write_text(f"{before}{START}\n\n{told}\n\n{END}{rest.partition(END)[2]}", encoding="utf8")


if __name__ == "__main__":
    main()
