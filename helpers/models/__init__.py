"""Trained weights and word lists from `data/`, made into something that `attention` and `encoder` can run.

model = load("pronouns")
steps = model.run("The animal didn't cross the street because it was too tired.")
"""

import functools

from helpers.models.changed import PARTS, Changed
from helpers.models.exported import export
from helpers.models.files import data_folder, map_file, model_folder, read_arrays, read_file, read_json, shown
from helpers.models.minilm import MiniLM
from helpers.models.opened import Opened, open
from helpers.models.pronouns import PronounModel
from helpers.models.translator import Translation, Translator
from helpers.models.writer import Writer, Writing

__all__ = [
    "NAMES",
    "PARTS",
    "Changed",
    "MiniLM",
    "Opened",
    "PronounModel",
    "Translation",
    "Translator",
    "Writer",
    "Writing",
    "data_folder",
    "export",
    "load",
    "map_file",
    "open",
    "read_arrays",
    "read_file",
    "read_json",
]
MODELS = {"pronouns": PronounModel, "minilm": MiniLM, "translator": Translator, "writer": Writer}
NAMES = tuple(MODELS)


def load(name):
    """Read a trained model from its folder in data/; the second call returns the same object.

    name: "pronouns", "minilm", "translator" or "writer" -> PronounModel, MiniLM, Translator or Writer.
    Raises ValueError: a name that is not known.  FileNotFoundError: a file of the model is missing.
    RuntimeError: a file is damaged (its SHA-256 differs from the one in checksums.json).

    >>> load("pronouns") is load("pronouns")
    True
    """
    if name not in NAMES:
        raise ValueError(f"There is no model {shown(name)}: choose one of {', '.join(map(repr, NAMES))}.")
    return _load(name)


@functools.cache
def _load(name):
    return MODELS[name](model_folder(name))
