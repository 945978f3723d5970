"""A class on one server: all students run notebook 8 at once, then all move its sliders at once.

uv run --group bench python -m tools.bench.classroom                   one JupyterLab server, a kernel for each student
uv run --group bench python -m tools.bench.classroom --own-servers     a server for each too, as JupyterHub starts them

A student here speaks to the server as a page does, through its web socket, so that the server's work is measured as well.
Only the painting is not: each student's own machine does that.
"""

import argparse
import contextlib
import json
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

NOTEBOOK = next(Path(__file__).resolve().parents[2].glob("notebooks/08_*.ipynb"))
MIB, GIB = 2**20, 2**30
PATIENCE = 300  # seconds for any one answer
# Asked in a kernel: what each explorer has to show for the values of its controls, drawn afresh.
AFRESH = """
import json
from helpers.explorers import Explorer
from helpers.frames.describe import describe
from helpers.frames.kinds import pack

def afresh(explorer):
    frames = explorer.draw(**explorer.state)
    for frame in frames if isinstance(frames, tuple) else (frames,):
        structure, numbers = pack(frame)
        yield [structure, numbers.hex(), describe(frame)]

print(json.dumps({one.model_id: list(afresh(one)) for one in Out.values() if isinstance(one, Explorer)}))
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
        address += f"?session_id={self._session}&token={self.lab.token}"
        self._socket = websocket.create_connection(address, timeout=PATIENCE, http_no_proxy=["*"])
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
        request = self.send("execute_request", {"code": code, "silent": False, "allow_stdin": False, **how})
        if not request["idle"].wait(PATIENCE):
            raise TimeoutError(f"Student {self.number} has no answer after {PATIENCE} s to: {code}")
        return request.get("printed", "")

    def run_all(self, cells):
        """Run all cells of a notebook. -> seconds"""
        start = time.perf_counter()
        for code in cells:
            self.run(code)
        took = time.perf_counter() - start
        self.explorers = list(json.loads(self.run(AFRESH)))
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
        """Whether the page has, for every explorer, what the kernel draws afresh for the controls as they are now."""
        pictures = {
            explorer: [
                [one["structure"], bytes(one["numbers"]).hex(), one["words"]]
                for one in map(self.widgets.get, self.parts(explorer))
                if "structure" in one
            ]
            for explorer in self.explorers
        }
        asked = json.dumps({slider: self.widgets[slider]["index"] for slider in self.sliders()})
        code = f"import ipywidgets, json; from ipywidgets import Widget; asked = json.loads({asked!r})\n"
        code += (
            "print(all(ipywidgets.widgets.widget._instances[one].index == at for one, at in asked.items()))"
        )
        return self.run(code).strip() == "True" and pictures == json.loads(self.run(AFRESH))


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
    """Memory of each process in MiB. -> dict of kind: list

    rss counts what is shared with other processes in full, pss its share of it, uss leaves it out.
    """
    found = [process.memory_full_info() for process in processes]
    return {kind: [getattr(one, kind, one.uss) / MIB for one in found] for kind in ("rss", "pss", "uss")}


def work(processes):
    """Seconds that the processors have spent on some processes."""
    return sum(sum(process.cpu_times()[:2]) for process in processes)


def latencies(requests):
    """Milliseconds from each move to the end of its answer; without those that were not answered."""
    return [1000 * request["took"] for request in requests if "took" in request]


def fits(each, room):
    """How many students fit into some room when each needs so much of it: 2.97 → 2. 0 for none."""
    return int(room / each)


def row(*cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def spread(numbers, unit):
    return (
        f"{np.median(numbers):.0f} {unit}",
        f"{np.percentile(numbers, 95):.0f} {unit}",
        f"{max(numbers):.0f} {unit}",
    )


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--students", type=int, default=12)
    ask.add_argument("--seconds", type=float, default=10, help="for which each moves the sliders")
    ask.add_argument("--pace", type=float, default=5, help="moves of a slider in a second")
    ask.add_argument(
        "--own-servers", action="store_true", help="a server for each student, as with JupyterHub"
    )
    given = ask.parse_args()
    tidy_when_stopped()
    cells = [cell.source for cell in nbformat.read(NOTEBOOK, 4).cells if cell.cell_type == "code"]
    with contextlib.ExitStack() as room:
        labs = [room.enter_context(Lab(None)) for _ in range(given.students if given.own_servers else 1)]
        students = [room.enter_context(Student(labs[at % len(labs)], at)) for at in range(given.students)]
        servers, kernels = of_course(labs)
        before = work(kernels)
        ran = at_once(students, lambda one: one.run_all(cells))
        running = (work(kernels) - before) / len(students)
        alone = students[0].move_sliders(given.seconds, given.pace)
        before, start = work(servers + kernels), time.perf_counter()
        together = [
            one
            for some in at_once(students, lambda one: one.move_sliders(given.seconds, given.pace))
            for one in some
        ]
        share = (work(servers + kernels) - before) / (time.perf_counter() - start) / len(students)
        kernel, server = memory(kernels), memory(servers)
        right = at_once(students, Student.shows_what_is_right)
        faults = [fault for one in students for fault in one.faults]

    count, machine = (
        len(students),
        f"{psutil.cpu_count()} cores, {psutil.virtual_memory().total / GIB:.0f} GiB",
    )
    print(
        f"{count} students, {'a server each' if given.own_servers else 'one server'}; a machine of {machine}\n"
    )
    row("what", "median", "p95", "most")
    row("---", "---", "---", "---")
    for kind, name in (
        ("pss", "its share of what is shared"),
        ("uss", "its own alone"),
        ("rss", "shared memory counted in full"),
    ):
        row(f"memory of a kernel with notebook 8 open, {name}", *spread(kernel[kind], "MiB"))
    row("memory of a server, its share of what is shared", *spread(server["pss"], "MiB"))
    row(f"notebook 8 run from top to bottom, all {count} at once", *spread(ran, "s"))
    row("slider → last message of the answer, one student moves", *spread(latencies(alone), "ms"))
    row(f"slider → last message of the answer, all {count} move", *spread(latencies(together), "ms"))
    slower = np.percentile(latencies(together), 95) / np.percentile(latencies(alone), 95)
    each = np.mean(kernel["pss"]) + sum(server["pss"]) / count
    row(f"slider, all {count} against one", "", f"{slower:.1f} ×", "")
    row("work of a core to run notebook 8, for each student", f"{running:.1f} s", "", "")
    row("share of a core while a student moves a slider without a pause", f"{share:.0%}", "", "")
    print(f"""
Nothing lost: {len(latencies(together))} of {len(together)} moves were answered; {sum(right)} of {count} students had, at the end, the pictures that
the kernel draws afresh for the last place of every slider; {len(faults)} cells or callbacks failed.

Computed from this: {fits(each, 1024)} students for each GiB ({each:.0f} MiB each, server included); {fits(share, 1)} for each core, if all move sliders all the time.""")
    for fault in faults[:5]:
        print(fault)


if __name__ == "__main__":
    main()
