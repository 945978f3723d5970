"""`course`: the learner's own copies of all notebooks, in a folder of theirs, opened in JupyterLab.

Who names no folder gets `attention-course`, in the current one; if they stand in their copies already, these;
if there are none here, those of the last start. So nobody looks for their work in a second, empty set.

`course --pages`: the live pages, which need no Python once they are built, opened in a browser.

What is the learner's is never overwritten. Beside the copies, a hidden file holds a hash of what was handed
out of each; a copy that still has one of these hashes holds no work, and an update of the course may replace
it. The hash is of the cells alone. A copy that was only run counts as unchanged: Run All brings its outputs
back, and what was done is remembered elsewhere (helpers.exercises.progress). So an update costs at most one
Run All, and who wrote nothing always has the newest text. Cells without a sign in them do not count either:
Shift + Enter adds one at the end.

Nothing waits for a lock, because every step is whole by itself: the hashes are written before the copies,
each file appears under its name in one step, and only if what stood there is still what was looked at.
Killed at any moment, or started twice at once, the next start goes on from what is there.

Beside the pages, too, stands a hidden file: a hash of all that they were made from, once they are whole. A
folder that has other files and not this one is somebody's, and is left alone.
"""

import argparse
import errno
import hashlib
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import webbrowser
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

from helpers import settings

ROOM = Path(__file__).resolve().parent
FOLDERS = (ROOM / "notebooks", ROOM.parent / "notebooks")  # inside an installed wheel; in a checkout
FOLDER = "attention-course"  # the learner's, in the current folder
MEMORY = ".attention-course.json"
PAGES = "attention-course-pages"  # the folder of the pages, in the current folder
MADE_FROM = ".attention-course-pages"
SOURCES = ("notebooks/*.ipynb", "notebooks/[a-z]*/*.ipynb", "helpers/**/*", "tools/**/*", "data/**/*")
PORTS = (*range(8888, 8938), 0)  # JupyterLab's own, then any
OUTSIDE = re.compile(r"\]\(((?:\.\./)+)(data/[^)#\s]+)")  # a link from a notebook to a text about the data
PACKAGE = "attention-course"
STARTED = {"UV_RUN_RECURSION_DEPTH": "uv run course", "UV": f"uvx --from {PACKAGE} course"}
COMMAND = next((command for name, command in STARTED.items() if name in os.environ), "course")
UPDATES = {"course": f"pip install --upgrade {PACKAGE}", STARTED["UV"]: f"uvx --from {PACKAGE}@latest course"}
UPDATE = "get the newest copy of the course's whole folder"
if not (ROOM.parent / "pyproject.toml").is_file():  # not in a copy of the whole folder
    UPDATE = UPDATES.get(COMMAND, UPDATE)


class Trouble(Exception):
    """What keeps the course from opening: a sentence that says what to do."""


@dataclass
class Brought:
    """What was done to the copies: names of each kind. kept: dict of name: where the learner's is now."""

    new: list = field(default_factory=list)
    updated: list = field(default_factory=list)
    yours: list = field(default_factory=list)
    newer: list = field(default_factory=list)  # yours, and the course has a newer one
    kept: dict = field(default_factory=dict)
    gone: list = field(default_factory=list)  # the course has them no more

    def told(self, command):
        """Sentences for the learner, who started it with a command. -> list of str"""
        said = []
        for begin, names in {
            "New": self.new,
            "Brought up to date, because you had not changed them": self.updated,
            "You have worked in these, so they stay as they are": self.yours,
            "No longer part of the course, and left where they are": self.gone,
        }.items():
            if names := _notebooks(names):
                said.append(f"{begin}: {', '.join(names) if len(names) <= 3 else f'{len(names)} notebooks'}.")
        for name in _notebooks(self.newer):
            start = name.removesuffix(".ipynb")
            said.append(
                f"The course has a newer {name}. To get it, and keep yours under another name:"
                f" {command} --fresh {start if '/' in start else start[:2]}"
            )
        said += [f"{name} is fresh. Yours is now {kept}." for name, kept in self.kept.items()]
        return said or ["Your copies are up to date."]


def _notebooks(names):
    return [name for name in names if name.endswith(".ipynb")]  # of the texts about the data nothing is said


def source():
    """The folder of the course's own notebooks. Raises Trouble: there is none."""
    for folder in FOLDERS:
        if any(folder.glob("*.ipynb")):
            return folder
    raise Trouble("The course's notebooks are missing. Install the course again.")


def cleared(content):
    """A notebook's file without outputs, its links to texts about the data leading into the learner's folder.

    -> bytes, list of these texts
    """
    notebook, texts = json.loads(content), []
    for cell in notebook["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
        else:
            texts += [place for _, place in OUTSIDE.findall(text)]
            text = OUTSIDE.sub(lambda link: f"]({link[1][3:]}{link[2]}", text)  # one folder less to leave
        cell["source"] = text.splitlines(keepends=True)
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode(), texts


def handed_out():
    """All that a learner gets, the core first. -> dict of name, such as "more/03_….ipynb": bytes"""
    folder, found, texts = source(), {}, set()
    for path in [*sorted(folder.glob("*.ipynb")), *sorted(folder.glob("[a-z]*/[0-9]*.ipynb"))]:
        found[path.relative_to(folder).as_posix()], linked = cleared(path.read_bytes())
        texts |= {*linked}
    return found | {name: (folder.parent / name).read_bytes() for name in sorted(texts)}


def work(content):
    """A hash of what one can have worked on in a file: the cells of a notebook, without their outputs.

    Of what is no notebook, every byte counts.  bytes -> str
    """
    try:
        cells = [
            (cell["cell_type"], "".join(cell["source"]), cell.get("attachments", {}))
            for cell in json.loads(content)["cells"]
        ]
        written = [cell for cell in cells if cell[1].strip() or cell[2]]
        content = json.dumps(written, sort_keys=True).encode()
    except (ValueError, KeyError, TypeError):
        pass
    return hashlib.sha256(content).hexdigest()


def remembered(folder):
    """What was ever handed out into a folder. -> dict of name: list of hashes; {} if that is not known"""
    try:
        read = json.loads((folder / MEMORY).read_bytes())
        return {name: [str(each) for each in hashes] for name, hashes in read.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}  # then every copy that differs counts as the learner's


def bring(folder, course, fresh=()):
    """Bring a learner's copies up to date. -> Brought.  Raises OSError.

    course: what handed_out() gives; fresh: names of those wanted anew.
    """
    known, brought, todo = remembered(folder), Brought(), []
    for name, content in course.items():
        path, newest = folder / name, work(content)
        there = _read(path)
        mine = None if there is None else work(there)
        own = mine not in (None, newest, *known.get(name, ()))
        if own and name not in fresh:
            brought.yours.append(name)
            if newest not in known.get(name, ()):
                brought.newer.append(name)
            continue
        known[name] = sorted({*known.get(name, ()), newest})
        if mine != newest or name in fresh:
            todo.append((name, content, there, own))
    brought.gone = [name for name in known if name not in course and (folder / name).exists()]
    put(folder / MEMORY, json.dumps(known, indent=1).encode(), _read(folder / MEMORY))
    for name, content, there, own in todo:
        path = folder / name
        kept = keep(path, there) if own else None
        if not put(path, content, there):
            brought.yours.append(name)  # written to, just now
        elif kept:
            brought.kept[name] = kept.relative_to(folder).as_posix()
        else:
            (brought.new if there is None else brought.updated).append(name)
    return brought


def put(path, content, there):
    """Give a file new content in one step, if it still holds what was there (None: no file). -> bool"""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name.lstrip('.')}-{secrets.token_hex(4)}")
    try:
        _write(beside, content)
        if _read(path) == there:
            os.replace(beside, path)
            return True
        return False
    finally:
        beside.unlink(missing_ok=True)


def keep(path, content):
    """Write a learner's copy under the next free name. -> Path"""
    number = 1
    while True:
        kept = path.with_name(f"{path.stem}-yours-{number}{path.suffix}")
        try:
            _write(kept, content)
            return kept
        except FileExistsError:
            number += 1


def _write(path, content):
    """Write a file that was not there, wholly or not at all."""
    try:
        with path.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _read(path):
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def chosen(wanted, names):
    """The notebooks that were asked for anew. wanted: how their names begin, or "3" -> list of names.

    Raises Trouble: no name begins so.
    """
    found = []
    for start in wanted:
        start = start.zfill(2) if start.isdigit() else start
        fitting = [name for name in names if name.startswith(start)]
        if not fitting:
            raise Trouble(f"No notebook's name begins with {start}. Their names are those in your folder.")
        found += fitting
    return found


def in_language(code, names):
    """The first notebook in another language than English. Raises Trouble: none is in it."""
    there = {name.partition("/")[0]: name for name in reversed(names) if "/" in name}
    there.pop("more", None)
    if code not in there:
        raise Trouble(f"No notebook is in {code}. There are: {', '.join(sorted(there)) or 'none'}.")
    return there[code]


def usual():
    """The folder of a learner who named none. -> Path.  Raises OSError: there is no current folder."""
    here = Path.cwd()
    for folder in (here, here.parent):  # in their copies, or in more/ there
        if (folder / MEMORY).is_file():
            return folder
    last = settings.read("course").get("folder")
    if not (here / FOLDER).exists() and isinstance(last, str) and (Path(last) / MEMORY).is_file():
        return Path(last)
    return here / FOLDER


def told_where(folder, named):
    """Sentences on where the copies are. named: whether the learner said so -> str"""
    said = f"Your notebooks are in {folder}."
    if named or Path.cwd() in (folder, folder.parent, *folder.glob("*/")):
        return said
    return f"{said} That is where you had them last; for others, here: {COMMAND} {FOLDER}"


def no_notebook(folder, names):
    """Raises Trouble: a folder that is to be made is named as a notebook is, which was probably meant."""
    start = folder.zfill(2) if folder.isdigit() else folder
    for name in names:
        if re.fullmatch(r"(more/)?\d\d(_\w*)?(\.ipynb)?", start) and name.startswith(start):
            raise Trouble(
                f"{folder} names a notebook. {COMMAND} opens all of them: choose it at the left;"
                f" {COMMAND} --fresh {start} begins it anew. For a folder of that name: {COMMAND} ./{folder}"
            )


def unfinished(names):
    """The first core notebook that has a prediction or an exercise left; None when all are done."""
    from helpers.exercises import progress

    if not any(progress.done(kind) for kind in progress.KINDS):
        return names[0]  # the first start waits for nothing else
    from helpers.exercises import predictions, task

    parts = {"predictions": predictions.questions(), "exercises": task.all_tasks()}
    left = {
        entry.notebook
        for kind, entries in parts.items()
        for name, entry in entries.items()
        if not entry.more and name not in progress.done(kind)
    }
    return next((name for name in names if name[:2].isdigit() and int(name[:2]) in left), None)


def free_port():
    """A port that nothing listens on. Raises Trouble: there is none."""
    for port in PORTS:
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", port))
                return one.getsockname()[1]
            except OSError:
                continue
    raise Trouble("No port of this computer is free. Close other programs, or start it anew, and try again.")


def running(folder):
    """The address of a JupyterLab that already shows a folder, with its token. -> (address, token) or None"""
    from jupyter_server.serverapp import list_running_servers

    for server in list_running_servers():
        if Path(server.get("root_dir", "")) == folder:
            return server["url"], server.get("token", "")
    return None


def open_lab(folder, name, browser=True):
    """Open JupyterLab at a notebook. It returns when the learner ends JupyterLab."""
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"  # so that kernels are of this Python, whatever else is there
    if browser:
        try:
            webbrowser.get()
        except webbrowser.Error:
            browser = False
    there = running(folder)
    if there:
        address, token = there
        address = f"{address}lab/tree/{name}" + (f"?token={token}" if token else "")
        print(f"JupyterLab is already open in this folder: {address}", flush=True)
        return webbrowser.open(address) if browser else None
    port = free_port()
    print(
        f"JupyterLab opens {name} in your browser. If it does not, open the address below yourself."
        if browser
        else "No browser can be opened from here: open the address below in yours.",
        "To end: save, then press Ctrl + C here, and y.",
        sep="\n",
        flush=True,
    )
    from jupyterlab.labapp import main

    options = {
        "ServerApp.root_dir": folder,
        "ServerApp.port": port,
        "ServerApp.open_browser": browser,
        "ServerApp.allow_root": True,  # in a container there is nobody else
        "LabApp.default_url": f"/lab/tree/{name}",
        "LabApp.news_url": None,  # no question about news before the first cell
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.extension_manager": "readonly",  # asks no registry what else could be installed
        "Application.log_level": "WARN",
    }
    return main([f"--{option}={value}" for option, value in options.items()])


def version():
    """What `course --version` says. -> str"""
    try:
        number = metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:
        number = "(not installed)"
    return f"{PACKAGE} {number}, in {ROOM.parent}\nPython {sys.version.split()[0]}, {sys.executable}"


def told_by_package(name):
    """An address that pyproject.toml names, such as "Repository", or "". -> str"""
    try:
        lines = metadata.metadata(PACKAGE).get_all("Project-URL", [])
    except metadata.PackageNotFoundError:
        lines = []
    return dict(line.split(", ", 1) for line in lines).get(name, "")


def made_from(home):
    """A hash of all that the pages are made from. home: the folder of the whole course -> bytes"""
    whole = hashlib.sha256()
    for path in sorted({path for pattern in SOURCES for path in home.glob(pattern)}):
        if path.is_file() and "__pycache__" not in path.parts:
            content = path.read_bytes()
            whole.update(f"{path.relative_to(home).as_posix()} {len(content)}\n".encode() + content)
    return whole.hexdigest().encode()


def build_pages(folder):
    """Build the live pages into a folder, unless they stand there already. Raises Trouble, OSError."""
    home, mark = ROOM.parent, folder / MADE_FROM
    if not (home / "tools" / "build_pages.py").is_file():
        where = told_by_package("Repository")
        raise Trouble(
            "What is installed here runs the notebooks, and cannot build the pages. Get the course's whole"
            f" folder{f' from {where}' if where else ''}, and there run: uv run course --pages"
        )
    if folder.exists() and not mark.exists() and any(folder.iterdir()):
        raise Trouble(
            f"{folder} holds other files. Choose another folder for the pages:"
            f" {COMMAND} --pages path/of/a/folder"
        )
    now = made_from(home)
    if _read(mark) == now and (folder / "index.html").is_file():
        return
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_bytes(b"")  # not whole
    print(f"The pages are built into {folder}. That takes some minutes, and only this once.", flush=True)
    build = [sys.executable, "-m", "tools.build_pages", "--to", str(folder)]
    if subprocess.run(build, cwd=home).returncode:
        raise Trouble("The pages could not be built: what stands above says why. Mend that, and start again.")
    mark.write_bytes(now)


def open_pages(folder, browser=True):
    """Open the first of the pages in a browser, or say where it is."""
    first = folder / "index.html"
    opened = False
    if browser:
        try:
            opened = webbrowser.get().open(first.as_uri())
        except webbrowser.Error:
            print("No browser can be opened from here.")
    print(
        f"The pages open in your browser. If they do not, open this file: {first}"
        if opened
        else f"Open this file in a browser: {first}",
        f"They need no Python and no network. To hand them out, copy all of {folder}, or send one page.",
        sep="\n",
        flush=True,
    )


def sentence(fault, folder, of="your copies", command=COMMAND):
    """What an OSError means for the learner, and what to do. of: what the folder is for -> str"""
    other = f"Choose another one: {command} path/of/a/folder"
    if fault.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
        return f"There is no room left for {folder}. Make some, and start again: your work is as it was."
    if fault.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"Nothing can be written in {folder}. {other}"
    return f"{folder} cannot be the folder of {of} ({fault.strerror or fault}). {other}"


AFTER = f"""what people ask:
  Where is my work?   In the folder that each start names. It is yours: nothing that you changed
                      in it is ever written over.
  How do I go on?     Run {COMMAND} again. It opens the first notebook that you have not finished.
  How do I end?       Save, then press Ctrl + C here, and y.
  How do I update?    {UPDATE}
                      Then run {COMMAND}. What you have not changed becomes new; of what you
                      have changed, you are told.
  How do I begin a notebook anew?
                      {COMMAND} --fresh 03
"""


def asked(arguments=None):
    """What the learner typed after `course`. -> argparse.Namespace"""
    ask = argparse.ArgumentParser(
        prog=COMMAND,
        description="Learn attention: copies of all notebooks for you, opened in JupyterLab.",
        epilog=AFTER,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    ask.add_argument(
        "folder",
        nargs="?",
        help=f"for your copies. Without it: {FOLDER} in the current folder, or where you had them last",
    )
    either = ask.add_mutually_exclusive_group()
    either.add_argument(
        "--fresh",
        action="append",
        default=[],
        metavar="03",
        help="a fresh copy of this notebook; yours is kept under another name",
    )
    either.add_argument(
        "--pages",
        action="store_true",
        help=f"build the live pages, which need no Python, into {PAGES} or your folder, and open them;"
        " needs the course's whole folder",
    )
    either.add_argument(
        "--language", metavar="de", help="open the first notebook that there is in this language"
    )
    ask.add_argument("--no-browser", action="store_true", help="only say the address")
    ask.add_argument("--version", action="version", version=version())
    return ask.parse_args(arguments)


def main(arguments=None):
    """What `course` does. -> the status it ends with"""
    given = asked(arguments)
    try:
        return _pages(given) if given.pages else _copies(given)
    except Trouble as trouble:
        return _said(trouble)
    except KeyboardInterrupt:
        return 130


def _place(given):
    """The folder that was named, if one was. -> Path"""
    return Path(os.path.expanduser(given.folder))  # unlike Path.expanduser, it never raises


def _pages(given):
    folder = _place(given) if given.folder else Path(PAGES)
    try:
        folder = folder.resolve()
        build_pages(folder)
    except OSError as fault:
        return _said(sentence(fault, folder, "the pages", f"{COMMAND} --pages"))
    open_pages(folder, not given.no_browser)
    return 0


def _copies(given):
    folder = _place(given) if given.folder else Path(FOLDER)
    try:
        folder = (folder if given.folder else usual()).resolve()
        if folder == source().resolve():
            raise Trouble(f"{folder} holds the course's own notebooks. Choose another folder for yours.")
        course = handed_out()
        names = _notebooks(course)
        if given.folder and not folder.exists():
            no_notebook(given.folder, names)
        fresh = chosen(given.fresh, names)
        translated = given.language and in_language(given.language, names)
        brought = bring(folder, course, fresh)
        command = f'{COMMAND} "{given.folder}"' if given.folder else COMMAND
        print(told_where(folder, given.folder), *brought.told(command), sep="\n", flush=True)
        settings.write("course", {"folder": str(folder)})
        name = fresh[0] if fresh else translated if translated else unfinished(names)
        if name is None:
            name = [each for each in names if each[:2].isdigit()][-1]
            print("You have done everything in the core.")
    except OSError as fault:
        return _said(sentence(fault, folder))
    try:
        open_lab(folder, name, not given.no_browser)
    except OSError as fault:
        return _said(f"JupyterLab cannot start ({fault}). Mend that, and start again.")
    return 0


def _said(trouble):
    print(trouble, file=sys.stderr)
    return 1
