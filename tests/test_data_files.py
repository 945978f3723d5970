"""The files of data/: sizes, checksums, licences, read-only weights, what is said of damaged ones."""

import hashlib
import json
import mmap
import os
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from helpers import models
from helpers.encoder import layer_norm
from tests.effort import calls
from tools import make_translator

DATA = models.data_folder()
FOLDERS = {path.name: path for path in sorted(DATA.iterdir())}
LICENCES = {"minilm": "Apache License", "translator": "Mozilla Public License Version 2.0"}
FILES = [(name, path.name) for name, folder in FOLDERS.items() for path in sorted(folder.iterdir())]
READ = [file for file in FILES if file[1] not in ("README.md", "LICENSE", "checksums.json")]


def read_all(folder):
    """Read every file of a folder of data/ as the course does."""
    if folder.name == "sentences":
        return models.read_json(folder / "sentences.json")
    model = models.MODELS[folder.name](folder)
    if folder.name == "pronouns":
        return (
            model.sentences,
            model.pairs,
            model.training,
            models.read_arrays(folder / "reference.safetensors"),
        )
    if folder.name == "writer":
        reference = models.read_arrays(folder / "reference.safetensors")
        return model.stories, model.grammar, model.training, reference
    return model.tokens("Hello")


@pytest.fixture
def harmed(tmp_path):
    """A folder of data/ in which one file has other bytes, or is gone (None).

    (folder, file), bytes -> Path
    """

    def harm(file, content):
        folder = shutil.copytree(FOLDERS[file[0]], tmp_path / file[0], copy_function=os.symlink)
        (folder / file[1]).unlink()
        if content is not None:
            (folder / file[1]).write_bytes(content)
        return folder

    return harm


@pytest.mark.parametrize("file", READ, ids="/".join)
@pytest.mark.parametrize("harm", ["one byte changed", "cut short", "emptied"])
def test_a_damaged_file_is_named_with_what_to_do(harmed, file, harm):
    content = bytearray(DATA.joinpath(*file).read_bytes())
    content[len(content) // 2] ^= 1
    content = {"one byte changed": content, "cut short": content[:-7], "emptied": b""}[harm]
    with pytest.raises(
        RuntimeError, match=f"^{'/'.join(file)} is damaged: .* Restore it with `git checkout -- data`"
    ):
        read_all(harmed(file, content))


@pytest.mark.parametrize("file", [*READ, *((name, "checksums.json") for name in FOLDERS)], ids="/".join)
def test_a_missing_file_is_named_with_what_to_do(harmed, file):
    with pytest.raises(
        FileNotFoundError, match=f"^{'/'.join(file)} is missing .* Restore it with `git checkout -- data`"
    ):
        read_all(harmed(file, None))


@pytest.mark.parametrize("name", FOLDERS)
@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"config.json": 3', b"\xff\xfe"])
def test_damaged_checksums_are_named_with_what_to_do(harmed, name, content):
    with pytest.raises(RuntimeError, match=f"^{name}/checksums.json is damaged: .* Restore it"):
        read_all(harmed((name, "checksums.json"), content))


@pytest.mark.parametrize("name", FOLDERS)
def test_every_file_has_its_checksum_and_what_is_not_ours_its_licence(name):
    listed = json.loads((FOLDERS[name] / "checksums.json").read_text())
    assert set(listed) == {file for folder, file in READ if folder == name}
    for file in listed:
        models.read_file(FOLDERS[name] / file)
    licence = FOLDERS[name] / "LICENSE"
    assert licence.exists() == (name in LICENCES) and LICENCES.get(name, "") in (
        licence.read_text() if licence.exists() else ""
    )


def test_the_translators_files_are_its_packages_own_unchanged():
    assert json.loads((FOLDERS["translator"] / "checksums.json").read_text()) == make_translator.SHA256


def test_all_of_data_is_at_most_55_megabytes():
    assert sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file()) <= 55e6


def test_arrays_stay_in_their_file_and_are_not_copied(tmp_path):
    values = np.arange(12, dtype=np.float32).reshape(3, 4)
    header = json.dumps({"some": {"dtype": "F32", "shape": [3, 4], "data_offsets": [0, 48]}}).encode()
    content = len(header).to_bytes(8, "little") + header + values.tobytes()
    (tmp_path / "some.safetensors").write_bytes(content)
    (tmp_path / "checksums.json").write_text(
        json.dumps({"some.safetensors": hashlib.sha256(content).hexdigest()})
    )
    found = models.read_arrays(tmp_path / "some.safetensors")["some"]
    np.testing.assert_array_equal(found, values)
    base = found
    while isinstance(base, np.ndarray):
        base = base.base
    assert isinstance(base.obj, mmap.mmap) and not found.flags.writeable


def test_in_a_browser_files_are_read(monkeypatch):
    path = DATA / "pronouns" / "training.safetensors"
    mapped = models.read_arrays(path)
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert isinstance(models.map_file(path), bytes)
    for name, array in models.read_arrays(path).items():
        np.testing.assert_array_equal(array, mapped[name])


def test_minilms_vectors_are_the_same_one_by_one_and_all_together():
    model = models.MiniLM(FOLDERS["minilm"])
    rows = [5, 2000, 5, 27637]
    some = model.embed(rows)
    assert "embedding" not in vars(model)  # until someone asks for it, its 42 MB are not there
    np.testing.assert_array_equal(
        some, layer_norm(model.embedding[rows] + model.positions[:4], *model.norm_embedding)
    )


@pytest.mark.parametrize("name", models.NAMES)
def test_loading_twice_gives_the_same_object_with_read_only_weights(name):
    model = models.load(name)
    assert models.load(name) is model
    layers = [model.layers[0], *getattr(model, "decoder_layers", [])]
    arrays = [
        model.embedding,
        *(getattr(model, name) for name in ("positions",) if hasattr(model, name)),
        *(part for layer in layers for part in vars(layer).values() if hasattr(part, "dtype")),
    ]
    assert len(arrays) >= 9
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


# tools.bench measures how fast it is: this notices a loop in Python where numpy did the work
TASKS = [
    ("minilm", lambda model: model.run("word " * 14)),  # 16 tokens
    ("minilm", lambda model: model.run("word " * 126)),  # 128 tokens
    (
        "translator",
        lambda model: model.translate("The animal didn't cross the street because it was too tired."),
    ),
    ("writer", lambda model: model.write(temperature=0.01, most=40)),
]


@pytest.mark.parametrize(("name", "task"), TASKS, ids=["16 tokens", "128 tokens", "translation", "story"])
def test_a_real_model_runs_in_numpy_and_not_in_loops_of_python(name, task):
    assert calls(lambda: task(models.load(name))) <= 50_000


@pytest.mark.parametrize(
    ("name", "most"),
    [("pronouns", 10_000), ("minilm", 10_000), ("writer", 10_000), ("translator", 1_500_000)],
)  # the translator's pieces of words are put in order once
def test_a_model_loads_with_little_work(name, most):
    assert calls(lambda: models.MODELS[name](Path(FOLDERS[name])).tokens("the")) <= most
