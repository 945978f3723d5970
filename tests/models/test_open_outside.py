"""Folders that would have us read what lies outside of them: nothing there is opened, and nothing waits.

In a process of its own, where Python tells of each file and folder that is opened (sys.addaudithook).
"""

import json
import os
import random
import shutil
import subprocess
import sys

import numpy as np
import pytest

from helpers import models
from tests.models.folders import FAMILIES, INDEX, OPENED, PROJECT, TEXT, WEIGHTS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes as other systems have them")
CASES, PATIENCE = 240, 300  # seconds, for all
CACHED = ("models--some--one", "snapshots", "0123abcd")

# ---- the attacks: each changes a folder that holds a good model. outside: another one, which would fit


def link(folder, outside, name, rng):
    (folder / name).unlink()
    there = outside / name
    (folder / name).symlink_to(there if rng.random() < 0.5 else os.path.relpath(there, folder))


def link_by_a_link(folder, outside, name, rng):
    (folder / name).unlink()
    (folder / "inner").symlink_to(outside, target_is_directory=True)
    (folder / "a link").symlink_to(rng.choice(("inner", "./inner/../inner")) + f"/{name}")
    (folder / name).symlink_to("a link")


def link_by_a_folder(folder, outside, name, rng):
    (folder / name).unlink()
    (folder / "inner").mkdir()
    (folder / name).symlink_to(f"inner/../../{outside.name}/{name}")


def link_to_what_is_no_file(folder, outside, name, rng):
    (folder / name).unlink()
    (folder / name).symlink_to(rng.choice(("/dev/zero", "/dev/stdin", "/proc/self/mem", "/dev/tty", "/etc")))


def no_file(folder, outside, name, rng):
    (folder / name).unlink()
    if rng.random() < 0.5:
        os.mkfifo(folder / name)  # whoever opened it would wait for ever
    else:
        (folder / name).mkdir()
        (folder / name / "x").symlink_to(outside)


def index(folder, outside, name, rng):
    """An index that names a file elsewhere."""
    there = f"{outside.name}/{name}"
    named = rng.choice(
        (
            f"../{there}", f"{outside}/{name}", f"./../{there}", f"inner/../../{there}", f"..\\{name}", "",
            f"%2e%2e/{there}", f"file://{outside}/{name}", f"~/../..{outside}/{name}", f"C:{name}", ".",
            f"\u2024\u2024/{there}", f"\uff0e\uff0e\uff0f{there}", f"//{there}", f"\0../{there}", "..",
            f"inner/{name}", f" ../{there}", f"{name}/../../{there}", "CON", "a link", f"\u202e../{there}",
            f"../{there}\0",
        )
    )  # fmt: skip
    (folder / "inner").symlink_to(outside, target_is_directory=True)
    (folder / "a link").symlink_to(outside / name)
    first = next(iter(json.loads((OPENED / "gpt2" / INDEX).read_text("utf8"))["weight_map"]))
    told = {"weight_map": {first: named}}
    (folder / INDEX).write_text(json.dumps(told), "utf8")
    (folder / WEIGHTS).unlink(missing_ok=True)


def cache(folder, outside, name, rng):
    """What looks like the library's cache, and leads elsewhere."""
    home = folder.parents[1]
    (folder / name).unlink()
    how = rng.randrange(6)
    if how == 0:
        (home / "blobs").symlink_to(outside, target_is_directory=True)
        (folder / name).symlink_to(f"../../blobs/{name}")
    elif how == 1:
        (home / "blobs").mkdir()
        (home / "blobs" / name).symlink_to(outside / name)
        (folder / name).symlink_to(f"../../blobs/{name}")
    elif how == 2:
        (home / "blobs").mkdir()
        (folder / name).symlink_to(f"../../blobs/../../{outside.name}/{name}")
    elif how == 3:  # of another model
        shutil.copytree(outside, home.parent / "models--another" / "blobs")
        (folder / name).symlink_to(f"../../../models--another/blobs/{name}")
    elif how == 4:
        shutil.copytree(outside, home / "refs")
        (folder / name).symlink_to(f"../../refs/{name}")
    else:
        shutil.copytree(outside, home / "blobs" / "deeper")
        (folder / name).symlink_to(f"../../blobs/deeper/{name}")


ATTACKS = (link, link_by_a_link, link_by_a_folder, link_to_what_is_no_file, no_file, index, cache)


def attacked(place, number):
    """A folder that one attack has changed. -> its path, and what may be opened besides"""
    rng = random.Random(number)
    attack, family = ATTACKS[number % len(ATTACKS)], rng.choice(FAMILIES)
    (home := place / str(number)).mkdir()
    outside = home / "outside"
    shutil.copytree(OPENED / family, outside)
    folder = home.joinpath(*(CACHED if attack is cache else ("folder",)))
    shutil.copytree(OPENED / family, folder)
    attack(folder, outside, rng.choice(sorted(path.name for path in OPENED.joinpath(family).iterdir())), rng)
    return folder


WATCHED = """
import json, os, sys
sys.path.insert(0, PROJECT)
from helpers import models

for family in FAMILIES:
    models.open(os.path.join(OPENED, family)).run(TEXT)  # what else is opened once was opened now
seen, inside = [], [os.devnull]

def note(event, args):
    if event in ("open", "os.listdir", "os.scandir") and isinstance(args[0], (str, bytes, os.PathLike)):
        path = os.path.realpath(os.fsdecode(args[0]))
        if not any(path == free or path.startswith(free + os.sep) for free in inside):
            seen.append([event, path])

sys.addaudithook(note)
told = []
for folder in FOLDERS:
    inside[:] = [os.path.realpath(folder)]
    try:
        models.open(folder).run(TEXT)
        told.append("")
    except (ValueError, FileNotFoundError, RuntimeError) as error:
        told.append(f"{type(error).__name__}: {error}")
n_seen, inside[:] = len(seen), []
os.listdir(FOLDERS[0]), open(os.path.join(OPENED, "bert", "config.json")).close()
print(json.dumps([seen, n_seen, told]))
"""


def test_nothing_outside_is_opened_whatever_a_folder_holds(tmp_path):
    folders = [str(attacked(tmp_path, number)) for number in range(CASES)]
    known = {
        "PROJECT": str(PROJECT),
        "OPENED": str(OPENED),
        "FAMILIES": FAMILIES,
        "TEXT": TEXT,
        "FOLDERS": folders,
    }
    code = "".join(f"{name} = {value!r}\n" for name, value in known.items()) + WATCHED
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=PATIENCE)
    assert run.returncode == 0, run.stderr
    seen, n_seen, told = json.loads(run.stdout)
    assert seen[:n_seen] == [] and [event for event, _ in seen] == [
        "os.listdir",
        "open",
    ]  # and these are seen
    opened = [place for place, words in enumerate(told) if not words]
    for place, words in enumerate(told):
        assert not words or (words[-1] in '.)"' and len(words) < 700), (place, words)
    elsewhere = [words for words in told if "is not read" in words]
    assert len(elsewhere) > CASES / 4 and len(opened) < CASES / 2, (len(elsewhere), len(opened))


# ---- the cache of the library


def snapshot(home, family):
    """A model as the library keeps it: links into blobs. -> the folder of the snapshot"""
    folder = home.joinpath(*CACHED)
    folder.mkdir(parents=True)
    blobs = folder.parents[1] / "blobs"
    blobs.mkdir()
    for number, path in enumerate(sorted((OPENED / family).iterdir())):
        shutil.copy(path, blobs / f"{number:040x}")
        (folder / path.name).symlink_to(f"../../blobs/{number:040x}")
    return folder


@pytest.mark.parametrize("family", ["bert", "gpt2"])
def test_a_snapshot_in_the_librarys_cache_can_be_opened(opened, tmp_path, family):
    folder = snapshot(tmp_path, family)
    assert np.array_equal(models.open(folder).attention(TEXT), opened[family].attention(TEXT))
    with pytest.raises(ValueError, match="is the cache of a model: give the folder of one of its snapshots"):
        models.open(folder.parents[1])
    moved = tmp_path / "snapshots" / "elsewhere"  # the same links, no cache
    shutil.copytree(folder, moved, symlinks=True)
    shutil.copytree(folder.parents[1] / "blobs", tmp_path / "blobs")
    with pytest.raises(ValueError, match="is a link that leads out of the folder.*such as with cp -rL"):
        models.open(moved)


def test_the_name_of_a_model_is_told_how_to_save_it():
    with pytest.raises(FileNotFoundError) as caught:
        models.open("someone/bert-base")
    said = str(caught.value)
    assert "If it is the name of a model, save that first:" in said
    assert 'part.from_pretrained("someone/bert-base").save_pretrained("someone/bert-base")' in said
    compile(said.partition("\n\n")[2], "what is said", "exec")
    for path in ("./bert", "a/b/c", "/bert", "bert/", "x\ny", 'x")', "é" * 3, "x" * 200):
        with pytest.raises(FileNotFoundError) as caught:
            models.open(path)
        assert "from_pretrained" not in str(caught.value)
