"""The numbers of README.md, CONTRIBUTING.md and CHANGELOG.md."""

from helpers import models
from helpers.exercises.task import all_tasks
from tests.truth.claims.teaching import course
from tests.truth.numerals import PROJECT, word
from tools import build_readme
from tools.bench import table
from tools.notebooks import CORE_SOURCES
from tools.teaching import guide

NOT_READ = ("README.md", "LICENSE", "reference.safetensors")  # the last is for tests alone
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]


def on_its_way():
    """A score, what divides it, and the weight that it becomes."""
    n = course()
    return f"{n.there:.2f}", f"{n.root:.0f}", f"{n.weight_tired:.3f}"


def measured():
    """What tools/bench wrote: it measured what stands there."""
    return (PROJECT / "README.md").read_text(encoding="utf8").split(table.BEGIN)[1].split(table.END)[0]


def made():
    """What tools/build_readme.py reckons and counts."""
    return build_readme.parts(None)["notebooks"]


def with_the_model():
    """The one notebook that does not load the course's model."""
    (other,) = [path for path in CORE_SOURCES if 'load("pronouns")' not in path.read_text(encoding="utf8")]
    assert all(
        "cross the street because it was too tired" in path.read_text(encoding="utf8")
        for path in CORE_SOURCES
    )
    return int(other.name[:2])


def sizes(name):
    """A model's layers, its heads, and the MB of what a program reads of it."""
    found = models.load(name)
    read = [path for path in found.folder.iterdir() if path.name not in NOT_READ]
    decoder = (found.n_decoder_layers, found.n_heads) if hasattr(found, "n_decoder_layers") else ()
    return found.n_layers, found.n_heads, *decoder, round(sum(path.stat().st_size for path in read) / 1e6)


CLAIMS = {
    "finds the noun that a pronoun stands for | {} × {} | {} |": lambda: sizes("pronouns"),
    "writes short stories, word after word | {} × {} | {} |": lambda: sizes("writer"),
    "tells how alike two texts are | {} × {} | {} |": lambda: sizes("minilm"),
    "translates English into Portuguese | {} × {}, and {} × {} that write | {} |": (
        lambda: sizes("translator")
    ),
    "through all but notebook {}": with_the_model,
    "the score {} that “it” gives “animal” in notebook 3 is divided by {} in notebook 4, "
    "and becomes the weight {}": on_its_way,
    "<!-- notebooks: made by tools/build_readme.py --> {} <!-- end of notebooks -->": made,
    "{} exercises, each with hints": lambda: len(all_tasks()),
    "`uv run course --fresh {}` gives you notebook {} anew": lambda: (CORE_SOURCES[2].name[:2], 3),
    "with {} lessons of {} minutes": lambda: (word(4), guide.LESSON),
    f"{table.BEGIN} {{}} {table.END}": measured,
    "{} notebooks, from one word's vectors": lambda: word(len(CORE_SOURCES)).capitalize(),
    "{} models that run in numpy": lambda: word(len({*models.NAMES} - {"writer"})).capitalize(),  # of 0.1.0
    "a guide with {} lessons": lambda: word(4),
}
