"""Notebooks 3 and 8 in JupyterLab's oldest and newest, in Notebook 7, in Voilà: an environment for each."""

import os
import shutil
import tomllib

import pytest
from packaging.requirements import Requirement

from tests.lab import Lab, written
from tests.lab.clients import PROJECT, Notebook7, Voila, environment
from tests.lab.painted import assert_painted
from tools.notebooks import CORE

ASKED = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf8"))["project"]["dependencies"]
LOWEST = {
    one.name: f"{one.name}=={next(iter(one.specifier)).version}" for one in map(Requirement, ASKED)
}  # all bounds are lower ones: tests/test_project.py
OLDEST = [LOWEST[name] for name in ("jupyterlab", "ipywidgets", "anywidget")]  # what a page is made of
SERVERS = {
    "oldest": (Lab, OLDEST),
    "newest": (Lab, ["jupyterlab"]),
    "notebook7": (Notebook7, ["notebook>=7,<8"]),
}
CHOSEN = [CORE[2], CORE[7]]
SLIDER = """lambda it: next(
    one.description for one in it.controls.values() if "Slider" in type(one).__name__)"""
SEEN = "() => client.movable().length"
FOCUS = "(at) => { const one = client.movable()[at]; client.handle(one).focus(); return client.looks(one); }"
MOVED = "([at, before]) => client.looks(client.movable()[at]) !== before"
PICTURES = "() => client.rest().then(() => client.roots().length)"
OUTPUTS = "[data-mime-type$=stderr], [data-mime-type$=error]"


def made(folder, packages):
    if shutil.which("uv") is None and "CI" not in os.environ:
        pytest.skip("an environment for each client needs uv: pip install uv")
    return environment(folder, *packages)


@pytest.fixture(scope="module", params=SERVERS)
def server(request, browser, tmp_path_factory):
    """A client's server, and what its page complains of with an empty notebook. -> (Lab, list of str)"""
    kind, packages = SERVERS[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    with kind(browser, made(folder / "venv", packages)) as server:
        with server.open(written(folder / "empty.ipynb", ["1"])) as empty:
            empty.run_all()
        yield server, empty.faults


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", CHOSEN, ids=lambda path: path.stem[:2])
def test_a_server_runs_a_notebook_and_a_control_moves_its_pictures(server, path, theme):
    server, its_own = server
    with server.open(path, theme=theme) as notebook:
        notebook.run_all()
        explorers = [one for one in notebook.explorers if one.kernel("lambda it: hasattr(it, 'controls')")]
        assert len(explorers) >= 2
        sliders = 0
        for explorer in explorers:
            assert_painted(explorer)  # as it is on the page: each colour and each number against Python's
            if explorer.element.query_selector(".hv-controls .noUi-handle:visible"):
                explorer.control(explorer.kernel(SLIDER)).press("ArrowLeft")
                assert_painted(explorer)
                sliders += 1
        assert sliders and [one for one in notebook.faults if one not in its_own] == []
        assert notebook.foreign == []


@pytest.fixture(scope="module")
def voila(browser, tmp_path_factory):
    folder = tmp_path_factory.mktemp("voila")
    with Voila(browser, made(folder / "venv", ["voila"])) as voila:
        yield voila


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", CHOSEN, ids=lambda path: path.stem[:2])
def test_voila_runs_a_notebook_paints_its_pictures_and_a_slider_moves_them(voila, path, theme):
    source = path.read_text("utf8")
    drawn = source.count("pictures.draw(") + source.count('"explorers.explore_')
    with voila.page(path, theme) as page:
        page.wait_for_function("least => client.roots().length >= least", arg=drawn)
        assert page.evaluate(PICTURES) >= drawn and page.evaluate("client.blank()") == []
        dark = page.evaluate("client.roots().map((root) => root.classList.contains('hv-dark'))")
        assert set(dark) == {theme == "dark"}
        assert page.evaluate(SEEN) >= 1
        for at in range(page.evaluate(SEEN)):
            before = page.evaluate(FOCUS, at)
            page.keyboard.press("ArrowLeft")
            page.wait_for_function(MOVED, arg=[at, before])
        assert page.locator(OUTPUTS).count() == 0
        assert page.evaluate(PICTURES) >= drawn and page.evaluate("client.blank()") == []
        assert page.faults == []
