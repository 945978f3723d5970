"""Nothing that the course runs unpickles, runs text that a learner typed, or opens a connection.

Read in its code, and watched while it runs.
"""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import ipywidgets
import pytest

from helpers import explorers
from helpers.exercises.card import line
from helpers.pictures.live.base import assets
from tools import notebooks

PROJECT = Path(__file__).resolve().parents[1]
PYTHON = [*sorted((PROJECT / "helpers").rglob("*.py")), *notebooks.BUILT]
PAGES = sorted((PROJECT / "helpers").rglob("*.[jc]s*"))  # what runs in the page

MODULES = set(
    "pickle marshal shelve dill joblib cloudpickle socket socketserver ssl select asyncio urllib urllib3 "
    "http requests httpx aiohttp websocket websockets ftplib smtplib poplib imaplib telnetlib xmlrpc "
    "webbrowser subprocess multiprocessing pty code codeop runpy ctypes".split()
)
CALLS = {"eval", "exec", "compile", "__import__", "execfile", "input", "breakpoint"}
OF_OS = re.compile(r"system|popen|startfile|fork.*|exec[lv].*|spawn.*|posix_spawn.*")
# it starts JupyterLab, or the build of the pages; no notebook loads it
STARTS = {"helpers/course.py": ["socket", "subprocess", "webbrowser"]}
MARKUP = {
    "HTML",
    "HTMLMath",
    "Javascript",
    "Markdown",
    "Latex",
    "SVG",
}  # of ipywidgets and IPython.display: they read text as markup
READERS = {"read_pickle", "to_pickle", "memmap", "DataSource", "get_ipython", "run_cell", "literal_eval"}
IN_PAGES = {
    "text as markup": (
        r"innerHTML|outerHTML|insertAdjacentHTML|setHTML|srcdoc|DOMParser|createContextualFragment"
        r"|document\.write|javascript:"
    ),
    "text as code": (
        r"\beval\s*\(|\bFunction\s*\(|set(Timeout|Interval)\s*\(\s*[\"'`]|\bimportScripts\b"
        r"|\bnew\s+(Shared)?Worker\b|createElement\(\s*[\"']script"
    ),
    "a connection": (
        r"\bfetch\s*\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|RTCPeerConnection"
        r"|\bimport\b\s*[({\"'*\w]|\bfrom\s+[\"']|@import|url\((?!data:)"
    ),
    "an address": r"(https?|wss?|ftp)://(?!www\.w3\.org/(2000/svg|1999/xhtml))",
}


def code_of(path):
    """The Python in a file, or in all cells of a notebook."""
    if path.suffix == ".py":
        return path.read_text(encoding="utf8")
    cells = json.loads(path.read_text(encoding="utf8"))["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def in_python(code):
    """What could unpickle, run text, or reach out. -> list of "line: what" """
    found = []
    for node in ast.walk(ast.parse(code)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.split(".")[0] in MODULES]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module] if (node.module or "").split(".")[0] in MODULES else []
            names += [alias.name for alias in node.names if alias.name in CALLS | MARKUP | READERS]
            names += [
                alias.name for alias in node.names if node.module == "os" and OF_OS.fullmatch(alias.name)
            ]
        elif isinstance(node, ast.Name):
            names = [node.id] if node.id in CALLS | MARKUP else []
        elif isinstance(node, ast.Attribute):
            of_os = isinstance(node.value, ast.Name) and node.value.id == "os" and OF_OS.fullmatch(node.attr)
            of_builtins = (
                isinstance(node.value, ast.Name) and "builtins" in node.value.id and node.attr in CALLS
            )
            names = [node.attr] if of_os or of_builtins or node.attr in MARKUP | READERS else []
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            numpys = isinstance(node.func.value, ast.Name) and node.func.value.id in ("np", "numpy")
            closed = any(
                keyword.arg == "allow_pickle" and getattr(keyword.value, "value", None) is False
                for keyword in node.keywords
            )
            names = ["load"] if numpys and node.func.attr in ("load", "lib") and not closed else []
        if (
            isinstance(node, ast.keyword)
            and node.arg == "allow_pickle"
            and getattr(node.value, "value", None) is not False
        ):
            names.append("allow_pickle")
        found += [f"{getattr(node, 'lineno', 0)}: {name}" for name in names]
    return found


def in_page(code):
    """What could take text for markup or code, or reach out, in JavaScript or CSS. -> list of str

    A module may name what it needs of a file beside it: that is put into one text before a page sees it.
    """
    code = re.sub(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", "", code, flags=re.S)
    code = re.sub(r'^import \{[\w\s,]*\} from "\.\.?/(?:[\w.]+/)*\w+\.js";$', "", code, flags=re.M)
    return [
        f"{what}: {match[0]}" for what, pattern in IN_PAGES.items() for match in re.finditer(pattern, code)
    ]


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: path.stem)
def test_no_python_of_the_course_can(path):
    found = [each.partition(": ")[2] for each in in_python(code_of(path))]
    assert found == STARTS.get(path.relative_to(PROJECT).as_posix(), [])


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_nothing_that_runs_in_the_page_can(path):
    assert in_page(path.read_text(encoding="utf8")) == []


@pytest.mark.parametrize("name", ["matrix", "lines", "chart", "labels"])
def test_what_a_widget_sends_names_no_other_file(name):
    script, css = assets(name)
    assert in_page(css) == [] == in_page(script) and not re.search(r"^import\b", script, re.M)


FAULTS = [
    "import pickle", "from pickle import loads", "import numpy as np, marshal",
    "from urllib.request import urlopen", "import http.client", "import socket",
    "from concurrent import futures\nimport joblib", "def f(t):\n    import subprocess", "eval(text)",
    "run = exec", "compile(text, 'x', 'exec')", "__import__('os')", "import os\nos.system(text)",
    "import os\nos.execvp(a, b)", "from os import popen", "import builtins\nbuiltins.eval(text)",
    "from builtins import exec", "np.load(file)", "np.load(file, allow_pickle=True)",
    "numpy.load(file, allow_pickle=flag)", "np.savez(file, a, allow_pickle=True)", "pandas.read_pickle(file)",
    "ipywidgets.HTML(text)", "from IPython.display import Javascript",
]  # fmt: skip
PAGE_FAULTS = [
    "part.innerHTML = text;", "part.outerHTML=text", "part.insertAdjacentHTML('beforeend', text)",
    "document.write(text)", "eval(text)", "new Function(text)", "Function (text)()", "setTimeout('run()', 1)",
    "fetch(address)", "new XMLHttpRequest()", "new WebSocket(a)", 'import x from "./x.js"',
    'await import("x")', "import(address)", 'export { x } from "x"', "new Worker(a)", "frame.srcdoc = text",
    "a = 'https://example.org/x'", "navigator.sendBeacon(a)", "document.createElement('script')",
    "@import 'x.css'", "a { background: url(x.png) }",
]  # fmt: skip


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_in_python_is_found(code):
    assert in_python(code) and in_python(
        f"def f():\n    if True:\n        {code.replace(chr(10), chr(10) + ' ' * 8)}"
    )


@pytest.mark.parametrize("code", PAGE_FAULTS)
def test_a_fault_in_the_page_is_found(code):
    assert in_page(code) and in_page(f"const x = 1; // fine\n{code} // fine")


def test_what_is_harmless_is_no_fault():
    assert (
        in_python(
            "import re\nre.compile('a')\nnp.load(f, allow_pickle=False)\nmodels.load('x')\nx.evaluate()"
        )
        == []
    )
    assert (
        in_page(
            "// fetch(it) from 'there'\nexport default { render };\n"
            "const a = 'http://www.w3.org/2000/svg'; prefetch(a);"
        )
        == []
    )


def test_a_line_that_can_hold_typed_words_is_left_alone_by_mathjax():
    """JupyterLab sets what stands between two $ in a Label as a formula, if no class forbids it."""
    makers = [
        "/".join(path.parts[-2:])
        for path in PYTHON
        if path.suffix == ".py" and re.search(r"\bLabel\(", code_of(path))
    ]
    # the explorers of notebook 9 say what training does, rows of heads which layer they are of, in our words
    ours = ["learning/explorers.py", "pictures/controls.py"]
    assert sorted(makers) == sorted(["exercises/card.py", *ours, "pictures/explorer.py"])
    for label in (line("$x$"), explorers.explore_own_query().message):
        assert isinstance(label, ipywidgets.Label) and "mathjax_ignore" in label._dom_classes


# ---- the same while it runs: everything that Python is told of (sys.addaudithook) in a process of its own

WATCH = """
import os, sys, traceback
SPOTTED, MARK = [], "hostile_7_text"
WRITABLE = [os.path.realpath(path) for path in sys.argv[1].split(os.pathsep)]
HELPERS = os.sep + "helpers" + os.sep
NEVER = ("socket.", "pickle.find_class", "subprocess.Popen", "os.system", "os.exec", "os.fork", "os.spawn",
    "os.posix_spawn", "os.startfile", "urllib.Request", "http.client.", "ftplib.", "smtplib.",
    "webbrowser.open", "pty.spawn")
CHANGES = ("os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.link", "os.symlink", "os.truncate",
    "os.chmod", "shutil.")
LOOKED_AT = {"open", "compile", "exec", "marshal.loads"}

def outside(path):
    if not isinstance(path, (str, bytes, os.PathLike)):
        return False  # a number: an open file
    path = os.path.realpath(os.fsdecode(path))
    return path != os.devnull and not any(path == free or path.startswith(free + os.sep) for free in WRITABLE)

def watch(event, args):
    if event not in LOOKED_AT and not event.startswith(NEVER + CHANGES):  # its own acts come here, too
        return
    caller = sys._getframe(1).f_code.co_filename
    if event.startswith(NEVER):
        wrong = args[:1] != ("/sbin/ldconfig",)  # older threadpoolctl asks it where numpy's BLAS is
    elif event == "marshal.loads":
        wrong = not caller.startswith("<frozen importlib")
    elif event == "open":
        flags = (args[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        wrong = (set(str(args[1] or "")) & set("wax+") or flags) and outside(args[0])
    elif event in ("os.remove", "os.rmdir") and args[1] >= 0:  # of a folder that is open: shutil.rmtree
        wrong = outside(os.path.join(os.readlink(f"/proc/self/fd/{args[1]}"), args[0]))
    elif event.startswith(CHANGES):
        wrong = outside(args[0])
    elif event == "compile":
        source = args[0].decode(errors="replace") if isinstance(args[0], bytes) else str(args[0])
        wrong = HELPERS in caller or MARK in source
    elif event == "exec":
        names, constants = getattr(args[0], "co_names", ()), str(getattr(args[0], "co_consts", ""))
        wrong = HELPERS in caller or MARK in names or MARK in constants
    else:
        wrong = False
    if wrong:
        SPOTTED.append(f"{event} {str(args)[:200]}")

sys.addaudithook(watch)
"""
TELL = "\nimport json\nprint('spotted: ' + json.dumps(SPOTTED))"
RUN = '''
import ast, contextlib, io, json
import ipywidgets
from helpers import explorers, models
from helpers.exercises import check, exercise, hint, solution
from helpers.exercises.task import all_tasks
made, begin = [], explorers.Explorer.__init__

def noted(self, *given, **named):
    begin(self, *given, **named)
    made.append(self)

explorers.Explorer.__init__ = noted

def needed_for_explorers(cells):
    """The cells that make explorers, and those that make what they use."""
    names, kept = set(), []
    for cell in reversed(cells):
        nodes = list(ast.walk(ast.parse(cell)))
        used = [node for node in nodes if isinstance(node, ast.Name)]
        sets = {name.id for name in used if not isinstance(name.ctx, ast.Load)}
        sets |= {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
        sets |= {node.asname or node.name for node in nodes if isinstance(node, ast.alias)}
        if "explorers.explore_" in cell or sets & names:
            kept.insert(0, cell)
            names |= {name.id for name in used}
    return kept

for path in sys.argv[2:]:
    with open(path, encoding="utf8") as file:
        cells = ["".join(cell["source"]) for cell in json.load(file)["cells"] if cell["cell_type"] == "code"]
    known = {}
    for cell in needed_for_explorers(cells):
        with contextlib.redirect_stdout(io.StringIO()):
            exec(cell, known)  # as the kernel does
HOSTILE = [f"{text} {MARK}" for text in (
    "<img src=x onerror=alert(1)>", "'); __import__('os').system('true') #", "{0.__class__}%s%n",
    "$(touch x); `id`", "\\u202eabc", "\\U0001f600", "a\\0b", "\\ud83d")]
HOSTILE += ["__import__('os').system('true')", "2 1 0; __import__('os')"]
HOSTILE += ["it " * 20_000, "hostile_7_text " * 300, ""]
fields, used, said = 0, set(), set()
for explorer in made:
    used.add(type(explorer).__name__)
    for control in explorer.controls.values():
        if isinstance(control, ipywidgets.Text):
            fields += 1
            for text in HOSTILE:
                control.value = text
                said.add(explorer.message.value)
    explorer.reset()
for name in models.NAMES:
    for text in HOSTILE:
        with contextlib.suppress(ValueError):
            models.load(name).run(text)
still, _ = explorers.explore_own_query()._repr_mimebundle_()
assert "image/png" in still
task = next(iter(all_tasks().values()))
exercise(task.name), hint(task.name), solution(task.name)
assert check(task.name, lambda *given: "__import__('os') " + MARK).right is False
assert check(task.name, task.solution).right
print("done: " + json.dumps([len(made), fields, len(said)]))
'''


def run_watched(code, folder, arguments=()):
    """Run Python under watch in a process of its own.

    -> what it printed as "spotted" and as "done", from JSON
    """
    import matplotlib.font_manager  # noqa: F401  its cache is made here, if there is none yet

    caches = [str(folder), matplotlib.get_cachedir(), matplotlib.get_configdir()]
    temporary = folder / "temporary"
    temporary.mkdir(exist_ok=True)
    environment = {
        **os.environ,
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary)),
        "ATTENTION_COURSE_DATA": str(folder / "course"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-c", WATCH + code + TELL, os.pathsep.join(caches), *map(str, arguments)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, env=environment)
    assert run.returncode == 0, run.stderr
    told = dict(
        line.split(": ", 1) for line in run.stdout.splitlines() if line.startswith(("spotted: ", "done: "))
    )
    return json.loads(told["spotted"]), json.loads(told.get("done", "null"))


def test_all_explorers_and_models_given_hostile_text_and_a_check_do_nothing_forbidden(tmp_path):
    spotted, (made, fields, messages) = run_watched(
        RUN, tmp_path, [path for path in PYTHON if path.suffix == ".ipynb"]
    )
    assert spotted == []
    assert made >= 33 and fields >= 8 and messages > 10
    assert {path.name for path in tmp_path.iterdir()} <= {"course", "temporary"}
    assert not list((tmp_path / "temporary").iterdir())  # a notebook that made a folder took it away again


PLANTED = {
    "socket.connect": "import socket\nsocket.socket().connect_ex(('127.0.0.1', 9))",
    "socket.getaddrinfo": "import socket\nsocket.getaddrinfo('127.0.0.1', 9)",
    "pickle.find_class": "import pickle\npickle.loads(pickle.dumps(os.path.join))",
    "marshal.loads": "import marshal\nmarshal.loads(marshal.dumps(1))",
    "subprocess.Popen": "import subprocess\nsubprocess.run([sys.executable, '-c', ''])",
    "os.system": "os.system('true')",
    "urllib.Request": (
        "import urllib.request\n"
        "try: urllib.request.urlopen('http://127.0.0.1:9', timeout=1)\n"
        "except OSError: pass"
    ),
    "open": "open(sys.argv[2] + '.x', 'w').close()",
    "os.mkdir": "os.mkdir(sys.argv[2] + '.d')",
    "compile": "try: eval('hostile_7_text + 1')\nexcept NameError: pass",
    "exec": (
        "from types import CodeType\n"
        "code = compile('1', '/x/helpers/y.py', 'exec')\n"
        "exec(compile('exec(code)', '/x/helpers/y.py', 'exec'))"
    ),
}


def test_each_forbidden_act_is_spotted(tmp_path):
    (tmp_path / "inside").mkdir()
    code = "\nnumber = {}\n" + "\n".join(
        f"SPOTTED.append({name!r} + '?')\n{act}" for name, act in PLANTED.items()
    )
    spotted, _ = run_watched(code, tmp_path / "inside", [tmp_path / "outside"])
    for name in PLANTED:
        after = spotted[spotted.index(name + "?") + 1 :]
        assert (
            after
            and after[0].startswith(name.split(".")[0])
            and any(line.startswith(name + " ") for line in after)
        ), name
