"""What is remembered comes back, also in another process; and no trouble with the folder stops a learner."""

import errno
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import platformdirs
import pytest

from helpers import settings

ROOT = Path(__file__).resolve().parent.parent
MARKS = {"projector": True, "marks": [1, 2.5, "é"], "by": {"two": None}}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder to remember in, and a memory that holds nothing."""
    monkeypatch.setenv("ATTENTION_COURSE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(settings, "_held", {})
    monkeypatch.setattr(settings, "_troubles", {})
    return tmp_path / "data"


def in_a_fresh_process(code, folder):
    return subprocess.run(
        [sys.executable, "-c", f"import json; from helpers import settings; {code}"],
        env={**os.environ, "ATTENTION_COURSE_DATA": str(folder)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_nothing_is_remembered_at_first_and_reading_makes_no_file(folder):
    assert settings.read("picture") == {} and settings.trouble() is None
    assert not folder.exists()


def test_what_is_written_is_read_by_another_process(folder):
    settings.write("picture", MARKS)
    assert json.loads(in_a_fresh_process("print(json.dumps(settings.read('picture')))", folder)) == MARKS
    in_a_fresh_process("settings.write('picture', {'projector': False})", folder)
    assert settings.read("picture") == {"projector": False}
    assert settings.trouble() is None


def test_each_name_is_one_file_and_nothing_else_is_left(folder):
    settings.write("picture", {"a": 1})
    settings.write("progress", {"b": 2})
    settings.write("picture", {"a": 3})
    assert sorted(os.listdir(folder)) == ["picture.json", "progress.json"]
    assert (settings.read("picture"), settings.read("progress")) == ({"a": 3}, {"b": 2})


def test_forgetting_removes_the_file_and_only_that(folder):
    settings.write("picture", {"a": 1})
    settings.write("progress", {"b": 2})
    settings.forget("picture")
    settings.forget("never written")
    assert settings.read("picture") == {} and settings.read("progress") == {"b": 2}
    assert os.listdir(folder) == ["progress.json"] and settings.trouble() is None


def unusable(kind, folder, monkeypatch):
    if kind == "a file stands where the folder should be":
        folder.write_text("")
    elif kind == "read-only folder":
        monkeypatch.setattr(settings.tempfile, "mkstemp", failing(errno.EROFS))
    elif kind == "full disk":
        monkeypatch.setattr(settings.os, "replace", failing(errno.ENOSPC))
    elif kind == "no home":
        monkeypatch.delenv("ATTENTION_COURSE_DATA")
        monkeypatch.setattr(
            settings, "user_data_path", lambda *_, **__: Path("~/.local/share/attention-course")
        )
    elif kind == "no home for ~":
        monkeypatch.setenv("ATTENTION_COURSE_DATA", "~no such user/data")
    elif kind == "impossible name":
        monkeypatch.setattr(settings.os, "environ", {"ATTENTION_COURSE_DATA": "\0"})


def failing(number):
    def fail(*_, **__):
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize(
    "kind",
    [
        "a file stands where the folder should be",
        "read-only folder",
        "full disk",
        "no home",
        "no home for ~",
        "impossible name",
    ],
)
def test_without_a_usable_folder_memory_serves(kind, folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    unusable(kind, folder, monkeypatch)
    assert settings.read("picture") == {}
    settings.write("picture", MARKS)
    assert settings.read("picture") == MARKS
    assert "only until this kernel ends: " in settings.trouble() and "\n" not in settings.trouble()
    settings.forget("picture")
    assert settings.read("picture") == {}
    assert not Path("~").exists()
    if folder.is_dir():
        assert os.listdir(folder) == []  # no half-written file stays


def test_memory_gives_way_once_the_folder_can_be_used_again(folder, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(settings.os, "replace", failing(errno.ENOSPC))
        settings.write("picture", {"a": 1})
        assert "No space left" in settings.trouble()
    settings.write("picture", {"a": 2})
    assert settings.trouble() is None
    in_a_fresh_process("settings.write('picture', {'a': 3})", folder)
    assert settings.read("picture") == {"a": 3}


def test_an_older_file_that_cannot_be_removed_reads_as_forgotten(folder, monkeypatch):
    settings.write("picture", {"a": 1})
    monkeypatch.setattr(settings.Path, "unlink", failing(errno.EACCES))
    settings.forget("picture")
    assert settings.read("picture") == {} and "forgotten only until" in settings.trouble()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[1, 2]",
        b"null",
        b"\xff\xfe{}",
        b"[" * 100_000,
        b'{"a": "' + b"a" * settings.LARGEST + b'"}',
    ],
    ids=["empty", "half", "list", "null", "not text", "deep", "large"],
)
def test_a_broken_file_reads_as_nothing_and_is_replaced(content, folder):
    folder.mkdir()
    (folder / "picture.json").write_bytes(content)
    assert settings.read("picture") == {}
    assert "cannot be read: " in settings.trouble() and "\n" not in settings.trouble()
    settings.write("picture", {"a": 1})
    assert settings.read("picture") == {"a": 1} and settings.trouble() is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name on this system")
def test_a_pipe_in_place_of_the_file_is_not_waited_for(folder):
    folder.mkdir()
    os.mkfifo(folder / "picture.json")
    assert settings.read("picture") == {} and "not one of the course's files" in settings.trouble()


@pytest.mark.parametrize("values", [None, [1], "text", {"a": {1}}, {"a": object()}, {(1, 2): 3}])
def test_what_a_file_cannot_hold_is_refused_in_words_and_the_old_stays(values, folder):
    settings.write("picture", {"a": 1})
    settings.write("picture", values)
    assert settings.read("picture") == {"a": 1} and "cannot be remembered: " in settings.trouble()


def test_what_is_read_is_a_copy(folder, monkeypatch):
    monkeypatch.setattr(settings.os, "replace", failing(errno.ENOSPC))
    given = {"list": [1]}
    settings.write("picture", given)
    given["list"].append(2)
    settings.read("picture")["list"].append(3)
    assert settings.read("picture") == {"list": [1]}


def test_kernels_that_write_at_once_never_leave_half_a_file(folder):
    """One thread reads while a process writes: each value read is one that was wholly written."""
    settings.write("picture", {"a": [0] * 2000})
    writing, seen = threading.Event(), set()

    def read():
        while not writing.is_set():
            (value,) = set(settings.read("picture")["a"])
            seen.add(value)

    reader = threading.Thread(target=read)
    reader.start()
    in_a_fresh_process("[settings.write('picture', {'a': [k] * 2000}) for k in range(300)]", folder)
    writing.set()
    reader.join()
    assert seen <= set(range(300)) and len(seen) > 1
    assert settings.trouble() is None and os.listdir(folder) == ["picture.json"]


def test_without_a_named_folder_the_users_data_folder_is_used(monkeypatch):
    monkeypatch.delenv("ATTENTION_COURSE_DATA", raising=False)
    place = settings._path("picture")
    assert place.parent == platformdirs.user_data_path("attention-course", appauthor=False)
    assert place.is_absolute() and place.name == "picture.json"
