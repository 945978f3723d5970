"""Who gets a live picture and who a still one: asked of real kernels and of what programs say."""

import sys
import types

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient

from helpers.pictures import shown

LIVE = "application/vnd.jupyter.widget-view+json"
SET_UP = """
from helpers import explorers, frames, pictures
from helpers.exercises import check, predict
"""
EXPLORER = "explorers.explore_own_query()"
PICTURE = "pictures.draw(frames.MatrixFrame([frames.Panel([[0.9, 0.1]], 'it')]))"
TWO = "pictures.draw(*[frames.MatrixFrame([frames.Panel([[0.9, 0.1]], 'it')])] * 2)"
CARD = "predict('what-moves')"
WORDS_ONLY = "check('score-one-pair', lambda q, k: q)"
STILLS = {"image/png", "text/html", "text/plain"}


@pytest.fixture(scope="module")
def kernel():
    manager, client = start_new_kernel()
    try:
        run(client, SET_UP)
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run(client, code, **asked):
    """Run a cell as a front-end does. -> the media types of what it shows"""
    found = []

    def hear(message):
        assert message["msg_type"] != "error", message["content"]
        if message["msg_type"] in ("execute_result", "display_data"):
            found.append(message["content"]["data"])

    client.execute_interactive(code, output_hook=hear, timeout=60, **asked)
    assert all(len(bundle["text/plain"]) > 20 for bundle in found)
    return [set(bundle) for bundle in found]


@pytest.mark.parametrize("cell", [EXPLORER, PICTURE, TWO, WORDS_ONLY])
def test_somebody_who_can_be_asked_gets_the_live_picture_with_its_words(kernel, cell):
    assert run(kernel, cell, allow_stdin=True) == [{LIVE, "text/plain"}]


def test_a_question_keeps_its_words_for_where_no_widget_can_be_shown(kernel):
    assert run(kernel, CARD, allow_stdin=True) == [{LIVE, "text/markdown", "text/plain"}]
    assert run(kernel, CARD, allow_stdin=False) == [{"text/markdown", "text/plain"}]


@pytest.mark.parametrize(
    ("cell", "seen"), [(EXPLORER, STILLS), (PICTURE, STILLS), (TWO, STILLS), (WORDS_ONLY, {"text/plain"})]
)
def test_what_runs_for_nobody_gets_stills_in_the_same_kernel(kernel, cell, seen):
    assert run(kernel, cell, allow_stdin=False) == [seen]
    assert run(
        kernel, "from helpers.pictures import shown; shown.choose('live')\n" + cell, allow_stdin=False
    ) == [{LIVE, "text/plain"}]
    run(kernel, "shown.choose(None)")


def test_whoever_wants_pictures_in_a_saved_copy_asks_for_both(kernel):
    assert run(
        kernel, "from helpers.pictures import shown; shown.choose('both')\n" + EXPLORER, allow_stdin=True
    ) == [STILLS | {LIVE}]
    run(kernel, "shown.choose(None)")
    assert run(kernel, EXPLORER, allow_stdin=True) == [{LIVE, "text/plain"}]


def test_a_button_that_was_pressed_shows_a_live_picture(kernel):
    """What a callback shows has no request of its own: the message of the button is its parent."""
    code = f"""
import ipywidgets
from IPython.display import display
button = ipywidgets.Button()
button.on_click(lambda _: display({EXPLORER}))
print(button.model_id)
"""
    told = []
    kernel.execute_interactive(
        code, output_hook=lambda message: told.append(message), timeout=60, allow_stdin=False
    )
    model = next(message["content"]["text"].strip() for message in told if message["msg_type"] == "stream")
    data = {"method": "custom", "content": {"event": "click"}}
    message = kernel.session.msg("comm_msg", {"comm_id": model, "data": data})
    kernel.shell_channel.send(message)
    while True:
        answer = kernel.get_iopub_msg(timeout=60)
        assert answer["msg_type"] not in ("error", "stream"), answer["content"]
        if answer["msg_type"] == "display_data":
            break
    assert set(answer["content"]["data"]) == {LIVE, "text/plain"}


def test_nbclient_gets_stills():
    """So does all that runs notebooks with it: nbconvert, papermill, `jupyter execute`."""
    cells = [nbformat.v4.new_code_cell(code) for code in (SET_UP, EXPLORER)]
    notebook = NotebookClient(nbformat.v4.new_notebook(cells=cells), kernel_name="python3").execute()
    assert set(notebook.cells[1].outputs[0].data) == STILLS


def asked(monkeypatch, content):
    """Run as if a kernel of ipykernel's had been asked this."""
    kernel = types.SimpleNamespace(get_parent=lambda channel: {"content": content})
    app = types.SimpleNamespace(
        initialized=lambda: True, instance=lambda: types.SimpleNamespace(kernel=kernel)
    )
    monkeypatch.setitem(sys.modules, "ipykernel.kernelapp", types.SimpleNamespace(IPKernelApp=app))


def test_without_a_kernel_nobody_is_there(monkeypatch):
    assert shown.way() == "still"
    app = types.SimpleNamespace(initialized=lambda: False)  # imported, as by a library, but no kernel runs
    monkeypatch.setitem(sys.modules, "ipykernel.kernelapp", types.SimpleNamespace(IPKernelApp=app))
    assert shown.way() == "still"


def test_voila_and_jupyterlite_are_somebody(monkeypatch):
    asked(monkeypatch, {"allow_stdin": False})
    assert shown.way() == "still"
    monkeypatch.setenv("VOILA_BASE_URL", "/")  # of 0.5.13, with kernels that wait for pages and without
    assert shown.way() == "live"
    monkeypatch.delenv("VOILA_BASE_URL")
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert shown.way() == "live"


def test_the_environment_decides_for_all_and_a_call_for_a_session(monkeypatch):
    monkeypatch.setenv(shown.NAME, "both")
    assert shown.way() == "both"
    shown.choose("live")
    assert shown.way() == "live"
    shown.choose(None)
    assert shown.way() == "both"


def test_an_unknown_way_is_told_what_there_is(monkeypatch):
    with pytest.raises(ValueError, match="shown.choose needs one of 'live', 'still', 'both': got 'png'"):
        shown.choose("png")
    monkeypatch.setenv(shown.NAME, "yes")
    with pytest.raises(
        ValueError, match="ATTENTION_COURSE_SHOWS needs one of 'live', 'still', 'both': got 'yes'"
    ):
        shown.way()
