"""Run a notebook without anybody who looks at it, to get what its cells show: explorers, pictures, cards."""

import os
import tempfile

import nbformat


def shown_by(path):
    """What each code cell showed, in a shell of its own; call it in a new process.

    It is taken before it becomes HTML or a still, which would take longer than all the rest.

    path: of a built notebook -> dict of the cell's place: list of objects, one for each of the outputs that
    the notebook holds, but for what is printed.
    Raises RuntimeError: a cell that fails, or shows more or less than the notebook holds.
    """
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    notebook = nbformat.read(path, 4)
    shell, shown, found = InteractiveShell.instance(), [], {}
    shell.display_pub.publish = lambda *which, **how: None
    shell.display_pub.clear_output = lambda wait=False: shown.clear()
    shell.display_formatter.format = lambda one, *which, **how: (shown.append(one), ({"text/plain": ""}, {}))[
        1
    ]
    os.chdir(path.parent)
    with tempfile.TemporaryDirectory() as remembered:
        os.environ["ATTENTION_COURSE_DATA"] = remembered
        for place, cell in enumerate(notebook.cells):
            if cell.cell_type != "code":
                continue
            with capture_output(display=False):
                result = shell.run_cell(cell.source, store_history=False)
            if not result.success:
                error = result.error_before_exec or result.error_in_exec
                raise RuntimeError(f"{path.name}, cell {place}: {type(error).__name__}: {error}")
            if "varies" not in cell.metadata.get("tags", ()):  # what is stored of it is a record of one run
                if len(shown) != len(rich(cell)):
                    raise RuntimeError(
                        f"{path.name}, cell {place} shows {len(shown)} outputs, but the notebook holds "
                        f"{len(rich(cell))}: build the notebooks first."
                    )
                found[place] = list(shown)
            shown.clear()
    return found


def rich(cell):
    """The outputs of a cell that are more than what it printed. -> list"""
    return [output for output in cell.get("outputs", ()) if "data" in output]
