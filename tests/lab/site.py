"""The site of tools/build_site.py, served from this machine: JupyterLab and Python both run in the page."""

import contextlib
import http.server
import json
import threading
from pathlib import Path

from tests.lab.notebook import PATIENCE, Notebook

MARK = "value, as JSON: "


class LiteNotebook(Notebook):
    """A notebook whose kernel runs in the page, too."""

    def python(self, expression, before=""):
        value = f"__import__('json').dumps(({expression}), default=lambda part: part.tolist())"
        code = f"{before}\nprint({MARK!r} + {value})"
        said, reply = self.js(
            """const done = ask(argument), said = [];
            done.onIOPub = ({ header, content }) => {
              if (header.msg_type === "stream") said.push(content.text);
            };
            const { content } = await done.done;
            return [said.join(""), content];""",
            code,
        )
        if MARK not in said:
            raise RuntimeError(f"{reply.get('ename')}: {reply.get('evalue')}")
        return json.loads(said.rpartition(MARK)[2])


class Site:
    """A folder served on 127.0.0.1 for as long as the block lasts; the browser can reach nothing else.

    address: of the server; asked: every path that was asked for, with the answer's status.
    folder: may become another one, as when a new version is published; cut: nothing is answered any more.
    headers: from a path to a dict, which each answer has, too
    options: of the browser's context, such as has_touch
    """

    def __init__(self, browser, folder, headers=None, **options):
        self.browser, self.folder, self.asked = browser, Path(folder), []
        self.headers, self.options, self.cut = headers or (lambda path: {}), options, False

    def __enter__(self):
        site = self

        class Handler(http.server.SimpleHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *told):
                pass

            def log_request(self, code="-", size="-"):
                site.asked.append((self.path, int(code)))

            def do_GET(self):
                self.directory = str(site.folder)
                if site.cut:
                    self.close_connection = True  # without an answer, as if nobody were there
                else:
                    super().do_GET()

            def end_headers(self):
                for name, value in site.headers(self.path).items():
                    self.send_header(name, value)
                super().end_headers()

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.context = self.browser.new_context(**self.options)
        self.context.set_default_timeout(1000 * PATIENCE)
        self.context.add_init_script(path=Path(__file__).with_name("page.js"))
        return self

    def __exit__(self, *problem):
        with contextlib.suppress(Exception):
            self.context.close()
        self.server.shutdown()
        self.server.server_close()

    def visit(self, name, width=1280, height=900):
        """Open a notebook of the site in a new page, without waiting. -> Notebook, closed with its block"""
        page = self.context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        notebook = LiteNotebook(self, page, f"notebooks/{name}")
        page.goto(f"{self.address}lab/index.html?path=notebooks/{name}&reset")
        return notebook

    def open(self, name, **size):
        """As visit, and wait until the kernel answers."""
        notebook = self.visit(name, **size)
        notebook.ready()
        return notebook
