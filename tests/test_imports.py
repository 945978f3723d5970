"""The import arrows of the rooms, held by reading every import, and what a cheap import must not load."""

import ast
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import helpers

HELPERS = Path(__file__).resolve().parent.parent / "helpers"

# Each room: the rooms that it may import, and the packages.
MATHS = {"encoder", "attention", "shapes"}
ROOMS = {
    "shapes": ({"languages"}, {"numpy"}),
    "attention": ({"shapes"}, {"numpy"}),
    "languages": (set(), set()),
    "settings": (set(), {"platformdirs"}),
    "style": ({"settings", "languages"}, {"numpy"}),
    "text": ({"languages"}, set()),
    "encoder": ({"attention", "shapes"}, {"numpy"}),
    "decoder": (MATHS, {"numpy"}),
    "models": (
        {"decoder", *MATHS, "text", "languages"},
        # the third is there in the browser's site alone, the last only if it was asked for
        {"numpy", "threadpoolctl", "attention_course_site", "tokenizers"},
    ),
    "pictures": (
        {"attention", "shapes", "text", "style", "languages"},
        {"numpy", "ipywidgets", "anywidget", "traitlets", "matplotlib", "seaborn", "PIL", "IPython"},
    ),
    "exercises": ({"attention", "pictures", "settings", "languages"}, {"numpy", "ipywidgets"}),
    "lessons": (
        {"exercises", "pictures", "models", "decoder", *MATHS, "text", "style", "languages"},
        {"numpy", "ipywidgets", "IPython"},
    ),
    "frames": ({"lessons", "pictures"}, set()),
    "explorers": ({"lessons", "pictures"}, set()),
    "course": ({"exercises", "settings"}, {"jupyter_server", "jupyterlab"}),
    "__main__": ({"course"}, set()),
    "__init__": (set(), set()),
}
HEAVY = {
    "matplotlib",
    "seaborn",
    "pandas",
    "scipy",
    "ipywidgets",
    "anywidget",
    "IPython",
    "PIL",
    "tokenizers",
}


def files_of(room):
    return (
        [HELPERS / f"{room}.py"]
        if (HELPERS / f"{room}.py").exists()
        else sorted((HELPERS / room).rglob("*.py"))
    )


def imported(code, place):
    """Every module that a file imports, in functions too, by its full name.

    place: of the file, as ("helpers", "frames", "heads.py").
    """
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(place[: len(place) - node.level]) if node.level else ""
            module = ".".join(filter(None, (start, node.module)))
            # `from helpers import frames` names a room, `from helpers.frames import heads` what is in one
            yield from (
                (f"{module}.{alias.name}" for alias in node.names) if module == "helpers" else (module,)
            )


def faults(code, room, place=("helpers", "x.py")):
    """The imports of a file that its room may not have. -> list of str"""
    rooms, packages = ROOMS[room]
    found = []
    for name in imported(code, place):
        first, *rest = name.split(".")
        if first == "helpers":
            if rest and rest[0] not in rooms | {room}:
                found.append(f"{room} imports helpers.{rest[0]}")
        elif first not in sys.stdlib_module_names and first not in packages:
            found.append(f"{room} imports {first}")
    return found


def test_every_room_is_known():
    rooms = {
        path.stem for path in HELPERS.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert rooms == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_it_may(room):
    assert files_of(room)
    found = [
        f"{path.name}: {fault}"
        for path in files_of(room)
        for fault in faults(path.read_text(encoding="utf8"), room, path.relative_to(HELPERS.parent).parts)
    ]
    assert not found, "\n".join(found)


def test_the_arrows_point_one_way():
    """No room reaches itself by the arrows above."""

    def reached(room, seen=()):
        return (
            {room, *(far for near in ROOMS[room][0] for far in reached(near, (*seen, room)))}
            if room not in seen
            else {room}
        )

    for room, (rooms, _) in ROOMS.items():
        assert all(room not in reached(other) for other in rooms), room


@pytest.mark.parametrize(
    ("room", "code", "fault"),
    [
        ("attention", "import scipy", "attention imports scipy"),
        ("attention", "from helpers import encoder", "attention imports helpers.encoder"),
        ("attention", "def f():\n    from helpers.models import load", "attention imports helpers.models"),
        ("encoder", "from .models import load", "encoder imports helpers.models"),
        ("lessons", "import matplotlib.pyplot as plt", "lessons imports matplotlib"),
        ("pictures", "from helpers import explorers, style", "pictures imports helpers.explorers"),
        ("pictures", "from helpers.models import load", "pictures imports helpers.models"),
        ("exercises", "from helpers.lessons.scores import tasks", "exercises imports helpers.lessons"),
        ("models", "import training.model", "models imports training"),
        ("explorers", "from tools import build_notebooks", "explorers imports tools"),
        ("exercises", "from tests.lab import running", "exercises imports tests"),
        ("frames", "from notebooks import x", "frames imports notebooks"),
    ],
)
def test_a_forbidden_import_is_noticed(room, code, fault):
    assert faults(code, room) == [fault]


def test_no_lesson_imports_another():
    for path in sorted((HELPERS / "lessons").glob("*/*.py")):
        names = imported(path.read_text(encoding="utf8"), path.relative_to(HELPERS.parent).parts)
        others = [
            name
            for name in names
            if name.startswith("helpers.lessons.") and name.split(".")[2] != path.parent.name
        ]
        assert not others, f"{path.parent.name}/{path.name} imports {others}"


def test_nothing_hides_a_module():
    """`import helpers.pictures.heads` gives the module, and no function of its name."""
    for info in pkgutil.walk_packages(helpers.__path__, "helpers."):
        module = importlib.import_module(info.name)
        package, _, name = info.name.rpartition(".")
        assert getattr(sys.modules[package], name) is module, info.name


@pytest.mark.parametrize(
    "module",
    ["helpers", "helpers.attention", "helpers.encoder", "helpers.models", "helpers.frames", "helpers.style"],
)
def test_importing_the_maths_loads_no_picture_and_no_widget(module):
    code = f"import sys, {module}; print(*(name for name in {sorted(HEAVY)} if name in sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=HELPERS.parent
    )
    assert loaded.stdout.split() == [] and loaded.stderr == ""


def test_a_live_cell_of_every_kind_loads_nothing_that_draws_stills():
    code = """
import sys
from helpers import explorers, frames, pictures
from helpers.pictures import shown
from helpers.exercises import check, compare, exercise, predict, show_progress
shown.choose("live")
picture = pictures.draw(*[frames.MatrixFrame([frames.Panel([[0.9, 0.1]])])] * 2)
explorer, card = explorers.explore_own_query(), exercise("score-one-pair")
for cell in (picture, explorer, predict("what-moves"), card, show_progress(3)):
    data, _ = cell._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data and len(data["text/plain"]) > 40, cell
print(*{"matplotlib", "seaborn", "PIL", "scipy", "pandas"} & sys.modules.keys())
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=HELPERS.parent)
    assert (ran.stdout.split(), ran.stderr) == ([], "")
