"""Build the notebooks that learners open from the sources that authors edit.

    python tools/build_notebooks.py                       all of them
    python tools/build_notebooks.py 03_score_a_pair…      some: names, or how they begin
    python tools/build_notebooks.py --check               compare what is committed with a fresh build
    python tools/build_notebooks.py --run-only            only see whether they run

notebooks/source/*.md -> notebooks/*.ipynb, source/more/*.md -> more/*.ipynb, and in another language
source/de/*.po -> de/*.ipynb (tools/translated.py), run from top to bottom in a clean kernel. Building twice
gives the same bytes: no times, no random ids, no versions, no widget state. The pictures stay, each with its
words.
What a cell tagged `varies` shows, such as times, is left out; a sentence says so in its place.
"""

import argparse
import base64
import difflib
import io
import os
import re
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import jupytext

# makes its font cache here, not in the first notebook, where it would write to stderr
import matplotlib.font_manager  # noqa: F401
import nbformat
import numpy as np
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from PIL import Image

from tools import role_words, translated
from tools.notebooks import language_of

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
LIVE = "application/vnd.jupyter.widget-view+json"
STILL = 'data-still="true"'  # HTML that only repeats the PNG beside it
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE = {
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "pygments_lexer": "ipython3",
}
LARGEST = 1_500_000  # bytes of a notebook
VARIES = (
    "varies"  # the tag of a cell whose outputs are new at every run, such as times: this is stored instead
)
RUN_IT = "*Run this cell: what it shows is measured on your machine, so nothing is stored here.*"

# Two builds of one picture may differ by this much: versions of matplotlib and FreeType round differently.
SIZE_APART = 2  # pixels of width and of height
MEAN_APART = 2  # of 255, over all pixels
FAR_APART = 32  # of 255: such a pixel looks different …
FAR_SHARE = 0.01  # … and at most this share of all pixels may


class BuildError(Exception):
    """A notebook that cannot be built; the message says which cell and why."""


def sources(names=(), folder=NOTEBOOKS / "source"):
    """The sources to build, the core first. names: stems or how they begin; none means all. -> list of Path

    Raises BuildError: a name that fits none.
    """
    found = [path for part in ("*.md", "more/*.md", "*/[0-9]*.po") for path in sorted(folder.glob(part))]
    names = [Path(name).stem for name in names]
    for name in names:
        if not any(path.stem.startswith(name) for path in found):
            raise BuildError(
                f"no source is called {name}: there are {', '.join(path.stem for path in found) or 'none'}"
            )
    return [path for path in found if not names or any(path.stem.startswith(name) for name in names)]


def read(path):
    """Read a source as a notebook without outputs, the same one every time. Path of a .md or .po -> notebook

    Raises BuildError: a text that is missing in another language, or outdated.
    """
    try:
        return translated.notebook(path) if path.suffix == ".po" else read_english(path)
    except ValueError as error:
        raise BuildError(str(error)) from None


def read_english(path):
    """Read a source in English. Path of a .md -> notebook"""
    notebook = jupytext.read(path, fmt="md:myst")
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": LANGUAGE})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for place, cell in enumerate(notebook.cells):
        cell.id = f"{path.stem[:40]}-{place:03}"
        cell.metadata = nbformat.from_dict(
            {name: value for name, value in cell.metadata.items() if name == "tags"}
        )
    return notebook


def coloured(notebook, code="en"):
    """Give the words and letters of a role their colour, in all Markdown cells. Changes the notebook.

    code: of its language
    """
    words = role_words.WORDS if code == "en" else translated.language(code)["roles"]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = role_words.coloured(cell.source, words)
    return notebook


def target_of(path):
    """Where the notebook of a source is built. -> Path"""
    part = "" if path.parent.name == "source" else path.parent.name  # more, or a language
    return NOTEBOOKS / part / f"{path.stem}.ipynb"


def execute(notebook, name, folder=NOTEBOOKS):
    """Run a notebook from top to bottom in a clean kernel that remembers nothing; `folder`: where it works.

    Raises BuildError: a cell that fails.
    """
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}},
        record_timing=False, store_widget_state=False, extra_arguments=["--log-level=40"],
    )  # fmt: skip
    try:
        with tempfile.TemporaryDirectory() as remembered:  # not what the author's own course remembers
            client.execute(env={**os.environ, "ATTENTION_COURSE_DATA": remembered})
    except CellExecutionError as error:
        raise BuildError(f"{name}: a cell failed.\n{uncoloured(str(error)).strip()}") from None
    return notebook


def clean(notebook, name):
    """Leave in the outputs only what is the same in every build and shows without a kernel.

    Of a cell tagged "varies" a sentence is left that says so. Changes the notebook and returns it.
    Raises BuildError: an error, a traceback or anything on stderr.
    """
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        outputs = []
        for output in cell.outputs:
            if (
                output.output_type == "error"
                or output.get("name") == "stderr"
                or "Traceback (most recent call last)" in output.get("text", "")
            ):
                told = output.get("text") or "\n".join(output.get("traceback", ()))
                raise BuildError(f"{name}, cell {place}: {uncoloured(told).strip()}")
            if output.output_type == "stream":
                if outputs and outputs[-1].output_type == "stream":
                    outputs[-1].text += output.text
                else:
                    outputs.append(output)
                continue
            live = output.data.pop(LIVE, None) is not None
            output.metadata.pop(LIVE, None)
            if STILL in output.data.get("text/html", ""):
                output.data.pop("text/html")
                output.metadata.pop("text/html", None)
            if live and "image/png" not in output.data and "text/markdown" not in output.data:
                continue  # a control with nothing to show in its place
            if isinstance(output.data.get("image/png"), str):
                output.data["image/png"] = output.data["image/png"].strip() + "\n"
            outputs.append(output)
        if VARIES in cell.metadata.get("tags", ()):
            told = {"text/markdown": RUN_IT, "text/plain": RUN_IT.strip("*")}
            outputs = [nbformat.v4.new_output("display_data", told)]
        cell.outputs = outputs
    notebook.metadata.pop("widgets", None)
    notebook.metadata["kernelspec"], notebook.metadata["language_info"] = (
        nbformat.from_dict(KERNEL),
        nbformat.from_dict(LANGUAGE),
    )
    return notebook


def text_of(notebook, name):
    """A notebook as the text of its file. Raises BuildError: not a valid notebook, or too large."""
    nbformat.validate(notebook)
    text = nbformat.writes(notebook, version=4)
    text += "" if text.endswith("\n") else "\n"
    if len(text.encode()) > LARGEST:
        raise BuildError(
            f"{name} has {len(text.encode()) / 1e6:.2f} MB, more than {LARGEST / 1e6:.2f} MB:"
            " draw fewer or smaller pictures"
        )
    return text


def differences(old, new):
    """What differs between two builds of one notebook, one line each. notebook, notebook -> list of str

    Source and text must be equal; pictures may differ within the tolerance above.
    """
    if len(old.cells) != len(new.cells):
        return [f"{len(old.cells)} cells are committed, the source has {len(new.cells)}: build it again"]
    found = []
    for name in ("metadata", "nbformat", "nbformat_minor"):
        if old[name] != new[name]:
            found.append(f"{name} differs: {old[name]} / {new[name]}")
    for place, (one, other) in enumerate(zip(old.cells, new.cells, strict=True)):
        where = f"cell {place}"
        for name in ("cell_type", "id", "metadata", "source", "execution_count"):
            if one.get(name) != other.get(name):
                found.append(f"{where}: {name} differs: {first_difference(one.get(name), other.get(name))}")
        mine, theirs = one.get("outputs", []), other.get("outputs", [])
        if len(mine) != len(theirs):
            found.append(f"{where}: {len(mine)} outputs are committed, a fresh build has {len(theirs)}")
            continue
        for number, (left, right) in enumerate(zip(mine, theirs, strict=True), start=1):
            found += [f"{where}, output {number}: {line}" for line in output_differences(left, right)]
    return found


def output_differences(old, new):
    """What differs between two outputs. -> list of str"""
    old_data, new_data = dict(old.get("data", {})), dict(new.get("data", {}))
    old_rest = {name: value for name, value in old.items() if name != "data"}
    new_rest = {name: value for name, value in new.items() if name != "data"}
    found = [
        f"{name} differs: {first_difference(old_rest.get(name), new_rest.get(name))}"
        for name in sorted({*old_rest, *new_rest})
        if old_rest.get(name) != new_rest.get(name)
    ]
    for kind in sorted({*old_data, *new_data}):
        one, other = old_data.get(kind), new_data.get(kind)
        if one == other:
            continue
        if kind == "image/png" and one and other:
            found += picture_differences(one, other)
        else:
            found.append(f"{kind} differs: {first_difference(one, other)}")
    return found


def picture_differences(old, new):
    """What differs between two PNGs, given in base 64, beyond the tolerance. -> list of str

    >>> white, grey = (Image.new("RGB", (10, 10), shade) for shade in ("#ffffff", "#f0f0f0"))
    >>> picture_differences(png_text(white), png_text(grey))
    ['the pictures are 15.0 of 255 apart on average (at most 2), 0.0 % of the pixels over 32 (at most 1 %)']
    """
    one, other = decode(old), decode(new)
    if any(abs(a - b) > SIZE_APART for a, b in zip(one.shape[:2], other.shape[:2], strict=True)):
        was, is_ = (f"{width} × {height}" for height, width, _ in (one.shape, other.shape))
        return [f"the picture's size was {was}, a fresh build has {is_}"]
    height, width = np.minimum(one.shape[:2], other.shape[:2])
    apart = np.abs(one[:height, :width] - other[:height, :width])
    mean, far = apart.mean(), (apart.max(axis=2) > FAR_APART).mean()
    if mean <= MEAN_APART and far <= FAR_SHARE:
        return []
    return [
        f"the pictures are {mean:.1f} of 255 apart on average (at most {MEAN_APART}),"
        f" {100 * far:.1f} % of the pixels over {FAR_APART} (at most {100 * FAR_SHARE:.0f} %)"
    ]


def decode(text):
    """A PNG in base 64, on white paper. -> [height, width, 3], 0 to 255"""
    picture = Image.open(io.BytesIO(base64.b64decode(text))).convert("RGBA")
    paper = Image.new("RGBA", picture.size, "#ffffff")
    return np.asarray(Image.alpha_composite(paper, picture).convert("RGB"), float)


def png_text(picture):
    """A PIL image as a PNG in base 64."""
    file = io.BytesIO()
    picture.save(file, "png")
    return base64.b64encode(file.getvalue()).decode()


def first_difference(old, new):
    """The first line in which two texts differ."""
    lines = [str(part).splitlines() if part is not None else ["(nothing)"] for part in (old, new)]
    for line in difflib.unified_diff(*lines, lineterm="", n=0):
        if line[0] in "-+" and not line.startswith(("---", "+++")):
            return f"{line[:160]!r}"
    return f"{str(old)[:80]!r} / {str(new)[:80]!r}"


def named(path):
    """The name of a source, as a person says it: that of a translation with its language. -> str"""
    return path.stem if language_of(path) == "en" else f"{language_of(path)}/{path.stem}"


def uncoloured(text):
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def build(path):
    """Build one notebook from its source. Path of a .md or .po -> notebook"""
    folder = target_of(path).parent
    folder.mkdir(exist_ok=True)  # where its kernel works
    return coloured(clean(execute(read(path), path.stem, folder), path.stem), language_of(path))


def finish(path, given):
    """Build one notebook and write it or compare it, as the command says.

    -> what was done, faults, seconds
    """
    begin, target = time.perf_counter(), target_of(path)
    target.parent.mkdir(exist_ok=True)  # a notebook in more/ runs there
    found, done = [], "runs"
    try:
        notebook = build(path)
        text = "" if given.run_only else text_of(notebook, path.stem)
        if given.check:
            done = "is up to date"
            if target.is_file():
                found = differences(nbformat.read(target, 4), nbformat.reads(text, 4))
            else:
                found = [f"{target.name} is not built"]
        elif not given.run_only:
            done = f"built, {len(text.encode()) / 1e6:.2f} MB"
            target.write_text(text, encoding="utf8")
    except BuildError as error:
        found = [str(error)]
    return done, found, time.perf_counter() - begin


def main(arguments=None):
    ask = argparse.ArgumentParser(description="Build notebooks/*.ipynb from notebooks/source/*.md.")
    ask.add_argument("names", nargs="*", help="which ones: names, or how they begin (all by default)")
    way = ask.add_mutually_exclusive_group()
    way.add_argument(
        "--check", action="store_true", help="compare what is committed with a fresh build; write nothing"
    )
    way.add_argument("--run-only", action="store_true", help="only run them; write nothing")
    given = ask.parse_args(arguments)
    failed = 0
    try:
        chosen = sources(given.names)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # each notebook runs in a kernel of its own
        for path, (done, found, seconds) in zip(
            chosen, pool.map(partial(finish, given=given), chosen), strict=True
        ):
            failed += bool(found)
            print(f"{named(path)}: {'FAILED' if found else done} ({seconds:.1f} s)", flush=True)
            for line in found:
                print(f"  {line}", flush=True)
    if given.check and not given.names:
        built = {*NOTEBOOKS.glob("*.ipynb"), *NOTEBOOKS.glob("[a-z]*/[0-9]*.ipynb")}
        for orphan in sorted(built - {target_of(path) for path in sources()}):
            print(f"{orphan.stem}: FAILED\n  it has no source in notebooks/source")
            failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
