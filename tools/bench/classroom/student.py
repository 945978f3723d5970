"""A student's page without the painting. Each speaks to the server as a page does, through its web socket.

So the server's work is measured as well; only the painting is not: each student's own machine does that.
"""

import contextlib
import json
import threading
import time
import uuid

import websocket
from jupyter_server.services.kernels.connection.base import deserialize_binary_message

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
listed = [part for one in shown for part in one.controls.values() if hasattr(part, "index")]
places = {part.model_id: part.index for part in listed}
print(json.dumps([{one.model_id: list(afresh(one)) for one in shown}, places]))
"""


class Student:
    """A student's page without the painting: it runs cells, moves sliders and keeps what the kernel sends.

    widgets: the state of every widget by its id, as a page holds it; faults: the errors of cells and of
    callbacks.
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
        return time.perf_counter() - start

    def find_explorers(self):
        """Learn which widgets of the notebook that was run are explorers."""
        self.explorers = list(json.loads(self.run(AFRESH))[0])

    def parts(self, widget):
        """All widgets in a box, in their order, and those in the boxes in it. -> list of ids"""
        inside = [name.removeprefix("IPY_MODEL_") for name in self.widgets[widget].get("children", ())]
        return [name for part in inside for name in (part, *self.parts(part))]

    def sliders(self):
        """The sliders of all explorers. -> list of ids"""
        parts = [name for explorer in self.explorers for name in self.parts(explorer)]
        return [name for name in parts if self.widgets[name].get("_model_name") == "SelectionSliderModel"]

    def explore(self, moves, ended):
        """Move one slider after the other, place by place, up and down, until the lesson has ended.

        moves: (seconds from now, number of the burst) of each. A move is made when its time has come, even if
        the one before is not answered yet; the next burst is of the next slider.  -> the requests
        """
        requests, start, sliders, step = [], time.perf_counter(), self.sliders(), 1
        for at, burst in moves:
            if ended.wait(start + at - time.perf_counter()):
                break
            slider = sliders[(self.number + burst) % len(sliders)]
            state = self.widgets[slider]
            if not 0 <= state["index"] + step < len(state["_options_labels"]):
                step = -step
            state["index"] += step
            data = {"method": "update", "state": {"index": state["index"]}, "buffer_paths": []}
            requests.append(self.send("comm_msg", {"comm_id": slider, "data": data}))
        for request in requests:
            request["idle"].wait(PATIENCE)
        return requests

    def shows_what_is_right(self):
        """Whether each slider is where the student left it, and the page has what the kernel draws afresh."""
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
