"""Run a notebook without anybody who looks at it, to get what its cells show: explorers, pictures, cards."""

import os
import tempfile

import nbformat

from tools.notebooks import NOTEBOOKS


def shown_by(path):
    """What the last line of each code cell gave, in a shell of its own; call it in a new process.

    path: of a built notebook -> dict of the cell's place: object.  Raises RuntimeError: a cell that fails.
    """
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    notebook = nbformat.read(path, 4)
    shell, found = InteractiveShell.instance(), {}
    os.chdir(NOTEBOOKS)
    with tempfile.TemporaryDirectory() as remembered:
        os.environ["ATTENTION_COURSE_DATA"] = remembered
        for place, cell in enumerate(notebook.cells):
            if cell.cell_type != "code":
                continue
            with capture_output() as captured:
                result = shell.run_cell(cell.source, store_history=False)
            if not result.success:
                raise RuntimeError(f"{path.name}, cell {place}: {captured.stdout[-800:]}")
            if result.result is not None and "varies" not in cell.metadata.get("tags", ()):
                found[place] = result.result
    return found
