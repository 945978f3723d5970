"""`course` gives learners copies of their own, and whatever happens, it loses nothing that they wrote."""

import contextlib
import errno
import json
import os
import re
import subprocess
import sys
import threading
import tomllib
import urllib.request
import webbrowser
from pathlib import Path, PurePosixPath

import pytest

from helpers import course
from helpers.exercises import predictions, progress, task
from tests.lab.server import FOLDERS, compiling_once, free_port

PROJECT = Path(__file__).resolve().parent.parent
MINE = "my own answer"
NO_LAB = """
import os, sys
from pathlib import Path
from helpers import course
course.FOLDERS = (Path(sys.argv[1]),)
course.open_lab = lambda *given: None
"""
KILLED = f"""{NO_LAB}
left, folder, fsync = int(sys.argv[3]), sys.argv[2], os.fsync
def count(number=None):
    global left
    left -= 1
    if left < 0:
        if number is not None:
            os.ftruncate(number, os.fstat(number).st_size // 2)  # only half of it had been written
        os._exit(9)
def hook(event, given):
    writes = event in ("os.rename", "os.mkdir", "os.remove") or event == "open" and "x" in str(given[1])
    if writes and str(given[0]).startswith(folder):
        count()
course.os.fsync = lambda number: (count(number), fsync(number))
sys.addaudithook(hook)
sys.exit(course.main([folder, "--fresh", "01"]))
"""


def notebook(*sources, text="Read."):
    """A notebook's file as the course holds it: a text, then cells that have run. -> bytes"""
    shown = [{"output_type": "stream", "name": "stdout", "text": ["42\n"]}]
    ran = {"cell_type": "code", "metadata": {}, "outputs": shown, "execution_count": 1}
    code = [{**ran, "id": f"c{number}", "source": [one]} for number, one in enumerate(sources)]
    first = {"cell_type": "markdown", "id": "text", "metadata": {}, "source": [text]}
    return json.dumps({"cells": [first, *code], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


@pytest.fixture
def ours(tmp_path, monkeypatch):
    """The folder of a small course's notebooks. -> Path"""
    folder = tmp_path / "course" / "notebooks"
    (folder / "more").mkdir(parents=True)
    (folder / "01_one.ipynb").write_bytes(notebook("x = 1"))
    (folder / "02_two.ipynb").write_bytes(notebook("x = 2", text="See [it](../data/model/README.md)."))
    linked = "See [it](../../data/model/README.md) and [two](../02_two.ipynb)."
    (folder / "more" / "02_more.ipynb").write_bytes(notebook("x = 3", text=linked))
    (folder.parent / "data" / "model").mkdir(parents=True)
    (folder.parent / "data" / "model" / "README.md").write_bytes(b"# A model")
    monkeypatch.setattr(course, "FOLDERS", (folder,))
    return folder


@pytest.fixture
def yours(tmp_path):
    return tmp_path / "with learner's copies"


@pytest.fixture
def opened(monkeypatch):
    """What `course` would have opened. -> list of names"""
    names = []
    monkeypatch.setattr(course, "open_lab", lambda folder, name, browser: names.append(name))
    return names


def run(yours, *options):
    return course.main([str(yours), *options])


def change(path, source=MINE):
    """A learner writes into the second cell of a copy, and saves it. -> what the file holds now"""
    written = json.loads(path.read_bytes())
    written["cells"][1]["source"] = [source]
    path.write_text(json.dumps(written), encoding="utf8")
    return path.read_bytes()


def holders(yours):
    """The notebooks that have the learner's work, hidden files left out. -> list of names"""
    found = [path for path in sorted(yours.rglob("*.ipynb")) if not path.name.startswith(".")]
    return [path.name for path in found if MINE.encode() in path.read_bytes()]


# ---- the copies


def test_copies_are_whole_without_outputs_and_lead_to_each_other(ours, yours, opened, capsys):
    assert run(yours) == 0 and opened == ["01_one.ipynb"]
    copies = {path.relative_to(yours).as_posix() for path in yours.rglob("*.*")}
    given = {"01_one.ipynb", "02_two.ipynb", "more/02_more.ipynb", "data/model/README.md"}
    assert copies == {*given, course.MEMORY}
    two, more = (
        json.loads((yours / name).read_bytes())["cells"] for name in ("02_two.ipynb", "more/02_more.ipynb")
    )
    assert two[1] == {**two[1], "source": ["x = 2"], "outputs": [], "execution_count": None}
    assert two[0]["source"] == ["See [it](data/model/README.md)."]
    assert more[0]["source"] == ["See [it](../data/model/README.md) and [two](../02_two.ipynb)."]
    assert "New: 01_one.ipynb, 02_two.ipynb, more/02_more.ipynb." in capsys.readouterr().out


def test_every_link_of_the_real_copies_leads_to_a_copy():
    copies = course.handed_out()
    for name, content in copies.items():
        if not name.endswith(".ipynb"):
            continue
        for cell in json.loads(content)["cells"]:
            for link in re.findall(r"\]\((?!https?:|#|attachment:)([^)#\s]+)", "".join(cell["source"])):
                there = os.path.normpath(PurePosixPath(name).parent / link).replace(os.sep, "/")
                assert there in copies, f"{name} links to {link}"
            assert not cell.get("outputs") and cell.get("execution_count") is None


def test_a_second_start_changes_nothing_and_says_so(ours, yours, opened, capsys):
    run(yours)
    before = {path: path.read_bytes() for path in yours.rglob("*.*")}
    capsys.readouterr()
    run(yours)
    assert {path: path.read_bytes() for path in yours.rglob("*.*")} == before
    assert "Your copies are up to date." in capsys.readouterr().out


def test_an_update_reaches_what_was_at_most_run_and_leaves_what_was_changed(ours, yours, opened, capsys):
    run(yours)
    mine = change(yours / "01_one.ipynb")
    ran = json.loads((yours / "02_two.ipynb").read_bytes())
    ran["cells"][1] |= {"outputs": [{"output_type": "stream", "text": "42"}], "execution_count": 7}
    ran["cells"][1]["metadata"] = {"scrolled": True}
    ran["cells"].append({"cell_type": "code", "source": "", "metadata": {}, "outputs": []})  # Shift + Enter
    (yours / "02_two.ipynb").write_text(json.dumps(ran))
    (yours / "more" / "02_more.ipynb").unlink()
    for name in ("01_one", "02_two", "03_new"):
        (ours / f"{name}.ipynb").write_bytes(notebook("x = 'newer'"))
    capsys.readouterr()
    assert run(yours) == 0
    assert (yours / "01_one.ipynb").read_bytes() == mine
    assert all("newer" in (yours / f"{name}.ipynb").read_text() for name in ("02_two", "03_new"))
    assert (yours / "more" / "02_more.ipynb").exists()
    said = capsys.readouterr().out
    assert "New: 03_new.ipynb, more/02_more.ipynb." in said
    assert "had not changed them: 02_two.ipynb." in said
    assert "stay as they are: 01_one.ipynb." in said and f'course "{yours}" --fresh 01' in said
    (ours / "02_two.ipynb").unlink()
    run(yours)
    assert (yours / "02_two.ipynb").exists()
    assert "No longer part of the course, and left where they are: 02_two.ipynb" in capsys.readouterr().out


@pytest.mark.parametrize("asked", ["01", "1", "01_one"])
def test_a_fresh_copy_keeps_the_old_one_each_time(ours, yours, opened, asked, capsys):
    run(yours)
    for turn in (1, 2):
        change(yours / "01_one.ipynb")
        assert run(yours, "--fresh", asked) == 0
        assert holders(yours) == [f"01_one-yours-{each}.ipynb" for each in range(1, turn + 1)]
        assert f"01_one.ipynb is fresh. Yours is now 01_one-yours-{turn}.ipynb." in capsys.readouterr().out
    assert opened[1:] == ["01_one.ipynb"] * 2
    run(yours, "--fresh", "more/02")
    assert opened[-1] == "more/02_more.ipynb" and len(list(yours.rglob("*yours*"))) == 2  # nothing to keep


def test_a_name_that_no_notebook_has_is_said(ours, yours, opened, capsys):
    assert run(yours, "--fresh", "77") == 1
    assert "No notebook's name begins with 77" in capsys.readouterr().err and not opened


@pytest.mark.parametrize(
    "broken", [b"", b"{", b"[1]", b'{"cells": [1]}', b"\xff\xfe", b'{"01_one.ipynb": 3}']
)
def test_what_cannot_be_read_is_the_learners(ours, yours, opened, broken):
    run(yours)
    change(yours / "02_two.ipynb")
    for path in (yours / course.MEMORY, yours / "01_one.ipynb"):
        path.write_bytes(broken)
    (ours / "02_two.ipynb").write_bytes(notebook("newer"))
    assert run(yours) == 0
    assert (yours / "01_one.ipynb").read_bytes() == broken and holders(yours) == ["02_two.ipynb"]


def test_a_picture_that_was_pasted_in_is_work(ours):
    one = json.loads(notebook("x"))
    before = course.work(json.dumps(one).encode())
    one["cells"][0]["attachments"] = {"drawing.png": {"image/png": "AAAA"}}
    assert course.work(json.dumps(one).encode()) != before


def test_the_courses_own_folder_is_refused(ours, opened, capsys):
    before = {path: path.read_bytes() for path in ours.rglob("*.*")}
    assert run(ours) == 1 and "Choose another folder" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in ours.rglob("*.*")} == before


def test_no_notebook_loads_it():
    code = (
        "import sys; from helpers import explorers, exercises, models; print('helpers.course' in sys.modules)"
    )
    assert subprocess.check_output([sys.executable, "-c", code], cwd=PROJECT, text=True) == "False\n"


# ---- which folder


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A learner who has started nothing yet, in a folder of theirs. -> function that goes into another one"""
    monkeypatch.setenv("ATTENTION_COURSE_DATA", str(tmp_path / "remembered"))

    def go(name):
        (tmp_path / name).mkdir(exist_ok=True, parents=True)
        monkeypatch.chdir(tmp_path / name)
        return tmp_path / name

    go("documents")
    return go


def test_who_stands_in_their_copies_gets_these_and_no_second_set(ours, opened, elsewhere, tmp_path, capsys):
    assert course.main([]) == 0
    copies = tmp_path / "documents" / course.FOLDER
    mine = change(copies / "01_one.ipynb")
    for place in ("", "more", "data"):
        elsewhere(copies / place)
        capsys.readouterr()
        assert course.main([]) == 0
        said = capsys.readouterr().out
        assert f"Your notebooks are in {copies}.\n" in said and "stay as they are: 01_one.ipynb" in said
    assert {path.parent for path in tmp_path.rglob("01_one.ipynb")} == {copies, ours}
    assert (copies / "01_one.ipynb").read_bytes() == mine


def test_a_start_elsewhere_finds_the_copies_of_the_last_one_and_says_so(ours, opened, elsewhere, capsys):
    first = elsewhere("documents") / "my copies"
    assert course.main([str(first)]) == 0
    there = elsewhere("other")
    capsys.readouterr()
    assert course.main([]) == 0 and not list(there.iterdir())
    said = capsys.readouterr().out
    assert f"Your notebooks are in {first}. That is where you had them last; for others, here: " in said
    assert f"course {course.FOLDER}\n" in said
    assert course.main([course.FOLDER]) == 0 and (there / course.FOLDER / "01_one.ipynb").is_file()
    elsewhere("third")
    course.main([])
    assert f"in {there / course.FOLDER}. That is" in capsys.readouterr().out  # the last one


def test_copies_that_are_gone_are_not_looked_for(ours, opened, elsewhere, capsys):
    first = elsewhere("documents")
    course.main([])
    (first / course.FOLDER).rename(first / "moved")
    there = elsewhere("other")
    capsys.readouterr()
    assert course.main([]) == 0
    assert f"Your notebooks are in {there / course.FOLDER}.\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    "broken", [b"", b"[]", b'{"folder": 3}', b'{"folder": "\\u0000"}', b'{"folder": ""}']
)
def test_what_was_remembered_may_be_broken(ours, opened, elsewhere, tmp_path, broken):
    (tmp_path / "remembered").mkdir()
    (tmp_path / "remembered" / "course.json").write_bytes(broken)
    assert course.main([]) == 0 and (tmp_path / "documents" / course.FOLDER / "01_one.ipynb").is_file()


@pytest.mark.parametrize("typed", ["2", "02", "02_two", "02_two.ipynb", "more/02", "02_"])
def test_the_name_of_a_notebook_is_no_folder(ours, opened, elsewhere, tmp_path, typed, capsys):
    assert course.main([typed]) == 1 and not opened and not list((tmp_path / "documents").iterdir())
    said = capsys.readouterr().err
    assert f"{typed} names a notebook." in said and f"course ./{typed}" in said and said.count("\n") == 1
    assert course.main([f"./{typed}"]) == 0  # who means it, gets it
    assert course.main([typed]) == 0  # and goes on there
    assert course.main(["--fresh", re.search(r"--fresh (\S+)", said)[1]]) == 0


@pytest.mark.parametrize("typed", ["7", "2026", "twelve", "02 two", "notebooks"])
def test_other_names_are_folders(ours, opened, elsewhere, tmp_path, typed):
    assert course.main([typed]) == 0 and (tmp_path / "documents" / typed / "01_one.ipynb").is_file()


def test_help_says_what_people_ask_and_the_version_where_it_is(capsys):
    for asked in ("--help", "--version"):
        with pytest.raises(SystemExit) as ended:
            course.main([asked])
        assert ended.value.code == 0
    said = capsys.readouterr().out
    assert all(word in said for word in ("How do I update?", "Where is my work?", "--fresh 03", "--pages"))
    assert re.search(rf"^{course.PACKAGE} (\d+\.\d+\.\d+|\(not installed\)), in ", said, re.M)
    assert str(PROJECT) in said and sys.executable in said


@pytest.mark.parametrize(
    ("variables", "command"),
    [
        ({}, "course"),
        ({"UV": "uv", "UV_RUN_RECURSION_DEPTH": "1"}, "uv run course"),
        ({"UV": "uv"}, "uvx --from attention-course course"),
    ],
)
def test_it_names_itself_as_it_was_started(variables, command):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("UV")}
    code = "from helpers import course; print(course.COMMAND); print(course.UPDATE)"
    ask = [sys.executable, "-c", code]
    said = subprocess.check_output(ask, cwd=PROJECT, env=kept | variables, text=True).splitlines()
    assert said == [command, "get the newest copy of the course's whole folder"]  # which this is


# ---- what may go wrong


def begun(ours, yours):
    """A learner has worked in a copy of 01, and the course has changed since."""
    assert run(yours) == 0
    change(yours / "01_one.ipynb")
    for name in ("01_one", "02_two", "03_new"):
        (ours / f"{name}.ipynb").write_bytes(notebook("newer"))


def healed(ours, yours):
    """The next start brings everything, and the learner's work is where a notebook can be opened."""
    assert holders(yours)
    assert run(yours) == 0 and holders(yours)
    for name, content in course.handed_out().items():
        there = (yours / name).read_bytes()
        assert there == content or MINE.encode() in there


def test_killed_at_any_moment_it_loses_nothing_and_the_next_start_goes_on(ours, yours, opened):
    begun(ours, yours)
    before = {path: path.read_bytes() for path in yours.rglob("*.*") if path.is_file()}
    for point in range(200):
        for path in [path for path in yours.rglob("*") if path.is_file()]:
            path.unlink()
        for path, content in before.items():
            path.write_bytes(content)
        given = [sys.executable, "-c", KILLED, ours, yours, str(point)]
        ended = subprocess.run(given, cwd=PROJECT, capture_output=True, text=True)
        assert ended.returncode in (0, 9), ended.stderr
        healed(ours, yours)
        if ended.returncode == 0:
            break
    assert 15 < point < 199 and holders(yours) == ["01_one-yours-1.ipynb"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_on_a_full_disk_it_loses_nothing_and_says_what_to_do(ours, yours, opened, step, monkeypatch, capsys):
    begun(ours, yours)
    real = getattr(os, step)
    for point in range(100):
        left = [point]

        def full(*given, left=left):
            left[0] -= 1
            if left[0] < 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*given)

        capsys.readouterr()
        with monkeypatch.context() as patch:
            patch.setattr(os, step, full)
            status = run(yours, "--fresh", "01")
        said = capsys.readouterr().err
        assert holders(yours)
        if status == 0:
            break
        assert "no room left" in said and said.count("\n") == 1
        assert not [path for path in yours.rglob(".*") if path.name != course.MEMORY]  # nothing half done
    assert point > 2
    healed(ours, yours)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_where_nothing_can_be_written_it_says_what_to_do(ours, yours, opened, number, monkeypatch, capsys):
    begun(ours, yours)
    before = {path: path.read_bytes() for path in yours.rglob("*.*")}

    def refuse(*given):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(course, "_write", refuse)
    assert run(yours) == 1 and opened == ["01_one.ipynb"]
    said = capsys.readouterr().err
    assert "Nothing can be written" in said and "Choose another one: " in said and said.count("\n") == 1
    assert {path: path.read_bytes() for path in yours.rglob("*.*")} == before


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="root, or Windows, writes everywhere")
def test_a_folder_that_is_read_only_is_said(ours, yours, opened, capsys):
    begun(ours, yours)
    yours.chmod(0o500)
    try:
        assert run(yours) == 1 and "Nothing can be written" in capsys.readouterr().err
    finally:
        yours.chmod(0o700)


def test_a_file_or_a_folder_in_the_way_is_said(ours, yours, opened, capsys):
    yours.write_text("not a folder")
    assert run(yours) == 1 and run(yours / "within") == 1
    said = capsys.readouterr().err
    assert said.count("cannot be the folder of your copies") == 2 and yours.read_text() == "not a folder"
    (yours.with_name("other") / "01_one.ipynb").mkdir(parents=True)
    assert run(yours.with_name("other")) == 1
    assert "Choose another one" in capsys.readouterr().err and not opened


def test_several_at_once_lose_nothing(ours, yours, opened):
    begun(ours, yours)
    code = f"{NO_LAB}\nsys.exit(course.main([sys.argv[2], '--fresh', '01']))"
    given = [sys.executable, "-c", code, ours, yours]
    together = [subprocess.Popen(given, cwd=PROJECT, stdout=subprocess.DEVNULL) for _ in range(4)]
    assert [one.wait() for one in together] == [0] * 4
    healed(ours, yours)
    assert not [path for path in yours.rglob(".*") if path.name != course.MEMORY]


def test_what_the_learner_saves_meanwhile_is_left(ours, yours, opened, monkeypatch, capsys):
    run(yours)
    (ours / "02_two.ipynb").write_bytes(notebook("newer"))
    write = course._write

    def saved_meanwhile(path, content):
        write(path, content)
        if "02_two" in path.name:
            change(yours / "02_two.ipynb")

    monkeypatch.setattr(course, "_write", saved_meanwhile)
    assert run(yours) == 0 and holders(yours) == ["02_two.ipynb"]
    assert "stay as they are: 02_two.ipynb" in capsys.readouterr().out


# ---- opening


def test_it_opens_the_first_core_notebook_that_has_something_left(monkeypatch):
    names = [name for name in course.handed_out() if name.endswith(".ipynb")]
    done = {kind: set() for kind in progress.KINDS}
    monkeypatch.setattr(progress, "done", done.__getitem__)
    assert course.unfinished(names) == names[0]
    for kind, entries in (("predictions", predictions.questions()), ("exercises", task.all_tasks())):
        done[kind] |= {name for name, entry in entries.items() if entry.notebook <= 2 and not entry.more}
    assert course.unfinished(names).startswith("03_")
    name, third = next((name, each) for name, each in task.all_tasks().items() if each.notebook == 2)
    done["exercises"].discard(name)
    assert course.unfinished(names).startswith("03_" if third.more else "02_")
    done |= {"predictions": {*predictions.questions()}, "exercises": {*task.all_tasks()}}
    assert course.unfinished(names) is None


def test_when_all_is_done_it_opens_the_last_one(ours, yours, opened, monkeypatch, capsys):
    monkeypatch.setattr(course, "unfinished", lambda names: None)
    assert run(yours) == 0 and opened == ["02_two.ipynb"]
    assert "You have done everything in the core." in capsys.readouterr().out


def test_a_language_is_asked_for_by_its_code(ours, yours, opened, capsys):
    for code in ("de", "pt"):
        (ours / code).mkdir()
        (ours / code / "01_one.ipynb").write_bytes(notebook("x = 'eins'"))
    (ours / ".ipynb_checkpoints").mkdir()  # JupyterLab's own, where somebody has worked on the course itself
    (ours / ".ipynb_checkpoints" / "01_one-checkpoint.ipynb").write_bytes(notebook("x = 1"))
    assert run(yours, "--language", "de") == 0 and opened == ["de/01_one.ipynb"]
    assert run(yours) == 0 and opened[1:] == ["01_one.ipynb"]  # the others are there, too
    assert sorted(path.parent.name for path in yours.glob("[a-z]*/01_one.ipynb")) == ["de", "pt"]
    capsys.readouterr()
    for unknown in ("tlh", "more"):
        assert run(yours, "--language", unknown) == 1
        assert f"No notebook is in {unknown}. There are: de, pt." in capsys.readouterr().err
    assert not (yours / ".ipynb_checkpoints").exists()


# ---- the pages


BUILDS = """
import sys
from pathlib import Path
to = Path(sys.argv[sys.argv.index("--to") + 1])
print("building", flush=True)
(to / "index.html").write_text("built")
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The folder of a course whose pages are built at once. -> Path"""
    home = tmp_path / "whole course"
    for name, content in {
        "tools/build_pages.py": BUILDS,
        "notebooks/01_one.ipynb": "",
        "helpers/a.py": "",
    }.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(content)
    monkeypatch.setattr(course, "ROOM", home / "helpers")
    return home


@pytest.fixture
def shown(monkeypatch):
    """What a browser was asked to open. -> list of addresses"""
    addresses = []

    class Browser:
        def open(self, address):
            addresses.append(address)
            return True

    monkeypatch.setattr(webbrowser, "get", Browser)
    return addresses


def test_the_pages_are_built_and_opened_and_built_again_only_when_they_are_old(home, yours, shown, capfd):
    assert run(yours, "--pages") == 0
    assert shown == [(yours / "index.html").as_uri()]
    said = capfd.readouterr().out
    assert f"The pages are built into {yours}." in said and "building\n" in said  # the progress is seen
    assert f"If they do not, open this file: {yours / 'index.html'}" in said
    assert run(yours, "--pages") == 0 and len(shown) == 2
    assert "building" not in capfd.readouterr().out
    (yours / "index.html").unlink()
    (home / "helpers" / "__pycache__").mkdir()
    for changed in (None, "helpers/a.py", "notebooks/01_one.ipynb", "tools/build_pages.py"):
        if changed:
            (home / changed).write_text((home / changed).read_text() + "\n")
        assert run(yours, "--pages") == 0
        assert "building" in capfd.readouterr().out, changed
        (home / "helpers" / "__pycache__" / "a.pyc").write_bytes(b"compiled")
        assert run(yours, "--pages") == 0
        assert "building" not in capfd.readouterr().out


def test_pages_that_were_not_finished_are_built_again(home, yours, shown, capfd):
    (home / "tools" / "build_pages.py").write_text(f"{BUILDS}\nsys.exit(3)")
    assert run(yours, "--pages") == 1 and not shown
    said = capfd.readouterr().err
    assert said.startswith("The pages could not be built") and said.count("\n") == 1
    (home / "tools" / "build_pages.py").write_text(BUILDS)
    assert run(yours, "--pages") == 0 and len(shown) == 1


def test_without_a_folder_the_pages_come_into_one_here(home, tmp_path, shown, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert course.main(["--pages", "--no-browser"]) == 0 and not shown
    assert (tmp_path / course.PAGES / "index.html").is_file() and course.PAGES != course.FOLDER
    assert f"\n{course.PAGES}/\n" in (PROJECT / ".gitignore").read_text()


def test_a_folder_with_other_files_gets_no_pages(home, yours, shown, capfd):
    yours.mkdir()
    (yours / "index.html").write_text(MINE)
    assert run(yours, "--pages") == 1 and (yours / "index.html").read_text() == MINE
    said = capfd.readouterr().err
    assert "holds other files" in said and "--pages path/of/a/folder" in said and not shown
    assert run(yours / "index.html", "--pages") == 1
    assert "cannot be the folder of the pages" in capfd.readouterr().err


def test_where_no_pages_can_be_written_it_says_what_to_do(home, yours, shown, monkeypatch, capfd):
    def refuse(*given, **named):
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert run(yours, "--pages") == 1 and not shown
    said = capfd.readouterr().err
    assert "Nothing can be written" in said and "--pages path/of/a/folder" in said and said.count("\n") == 1


def test_without_a_browser_it_says_where_the_pages_are(home, yours, monkeypatch, capfd):
    def none():
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    assert run(yours, "--pages") == 0
    said = capfd.readouterr().out
    assert "No browser can be opened from here." in said
    assert f"Open this file in a browser: {yours / 'index.html'}" in said


def test_what_is_installed_without_the_folder_of_the_course_says_what_is_needed(home, yours, shown, capfd):
    (home / "tools" / "build_pages.py").unlink()
    assert run(yours, "--pages") == 1 and not yours.exists()
    said = capfd.readouterr().err
    assert "Get the course's whole folder, and there run: uv run course --pages" in said


def test_the_pages_are_built_from_what_a_learner_has():
    """Without the group dev: whatever tools/build_pages.py imports is in `dependencies`."""
    package = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf8"))["project"]
    needed = {re.match(r"[\w-]+", line)[0] for line in package["dependencies"]}
    code = "import sys; from tools import build_pages; print(*sys.modules)"
    loaded = subprocess.check_output([sys.executable, "-c", code], cwd=PROJECT, text=True).split()
    direct = {"latex2mathml", "nbconvert", "nbformat"}
    assert direct <= needed and direct <= {*loaded}


# ---- JupyterLab


@pytest.fixture
def asked(monkeypatch):
    """What JupyterLab would be started with. -> list of str"""
    from jupyter_server import serverapp
    from jupyterlab import labapp

    given = []
    monkeypatch.setattr(labapp, "main", given.extend)
    monkeypatch.setattr(serverapp, "list_running_servers", lambda: [])
    return given


def test_without_a_browser_it_says_so(ours, yours, asked, monkeypatch, capsys):
    def none():
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    assert run(yours) == 0 and "--ServerApp.open_browser=False" in asked
    assert "No browser can be opened from here: open the address below in yours." in capsys.readouterr().out


def test_without_a_free_port_it_says_so(ours, yours, asked, monkeypatch, capsys):
    monkeypatch.setattr(course, "PORTS", ())
    assert run(yours) == 1 and not asked
    said = capsys.readouterr().err
    assert said.startswith("No port of this computer is free.") and said.count("\n") == 1


def test_a_port_that_is_taken_is_passed_over(monkeypatch):
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        monkeypatch.setattr(course, "PORTS", (taken, free := free_port()))
        assert course.free_port() == free


def test_jupyterlab_answers_at_the_right_notebook_with_this_python_and_a_second_start_finds_it(tmp_path):
    kept = {name: value for name, value in compiling_once(tmp_path).items() if not name.startswith("JUPYTER")}
    environment = {**kept, **{name: str(tmp_path / place) for name, place in FOLDERS.items()}}
    other = tmp_path / "data" / "kernels" / "python3"  # somebody else's Python, under the same name
    other.mkdir(parents=True)
    (other / "kernel.json").write_text('{"argv": ["other"], "display_name": "other", "language": "python"}')
    (tmp_path / "course").mkdir()
    solved = {kind: [] for kind in progress.KINDS} | {"predictions": [
        name for name, each in predictions.questions().items() if each.notebook == 1
    ]}  # fmt: skip
    (tmp_path / "course" / "progress.json").write_text(json.dumps(solved))
    given = [sys.executable, "-m", "helpers", str(tmp_path / "mine"), "--no-browser"]
    out = tmp_path / "said.txt"
    with out.open("wb") as said:
        lab = subprocess.Popen(
            given, cwd=PROJECT, env=environment, stdout=said, stderr=said, stdin=subprocess.DEVNULL
        )
    try:
        address, pause = None, threading.Event()
        while address is None:
            pause.wait(0.1)
            assert lab.poll() is None, out.read_text()
            address = re.search(r"http://(?:localhost|127\.0\.0\.1):\d+/lab/tree/\S+", out.read_text())
        (name,) = [path.name for path in (tmp_path / "mine").glob("02_*.ipynb")]
        assert f"/lab/tree/{name}?token=" in address[0] and "Traceback" not in out.read_text()
        direct = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor()
        )
        with direct.open(address[0]) as page:
            assert page.status == 200 and b"JupyterLab" in page.read()
        base, token = re.match(r"(.*/)lab/tree/.*token=(\w+)", address[0]).groups()
        with direct.open(f"{base}api/kernelspecs?token={token}") as specs:
            assert json.load(specs)["kernelspecs"]["python3"]["spec"]["display_name"] != "other"
        with direct.open(f"{base}api/contents/{name}?token={token}") as content:
            assert json.load(content)["type"] == "notebook"
        again = subprocess.run(given, cwd=PROJECT, env=environment, capture_output=True, text=True)
        assert again.returncode == 0 and "already open in this folder" in again.stdout
    finally:
        lab.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            lab.wait(30)
        lab.kill()
