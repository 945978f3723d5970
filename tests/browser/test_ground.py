"""Controls and cards on pages without a Jupyter theme, such as VS Code's: their words stand out from a ground of their own."""

import pytest

from tests.lab import access, written

CELLS = [
    "import ipywidgets, numpy as np\nfrom helpers.exercises import exercise, predict\nfrom helpers.explorers import Explorer\nfrom helpers.frames import MatrixFrame, Panel",
    """def draw(**state):
    if state["slide"] > 1:
        raise ValueError("too much")
    return MatrixFrame((Panel(np.eye(3), "weights"),), "A title")

explorer = Explorer(draw, {
    "slide": ipywidgets.IntSlider(1, description="slide"),
    "menu": ipywidgets.Dropdown(options=list("abc"), description="menu"),
    "rows": ipywidgets.ToggleButtons(options=list("abc"), description="rows"),
    "field": ipywidgets.Text("dog", description="field"),
})
explorer.controls["slide"].value = 2
explorer""",
    'predict("head-2")',
    'exercise("score-one-pair")',
]
BARE = """(ground) => {
  delete document.body.dataset.jpThemeLight;
  document.body.classList.add("vscode-dark");
  for (const part of document.querySelectorAll(".jp-Notebook, .jp-Cell, .jp-OutputArea-output, .jp-WindowedPanel-inner")) part.style.background = ground;
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])  # of JupyterLab: what its variables say to ipywidgets
def test_words_of_controls_and_cards_stand_out(lab, tmp_path, theme):
    with lab.open(written(tmp_path / "ground.ipynb", CELLS), theme=theme) as notebook:
        notebook.run_all()
        for scheme, ground in (("dark", "#ffffff"), ("light", "#1e1e1e")):
            notebook.page.emulate_media(color_scheme=scheme)
            with access.whole(notebook):
                notebook.page.evaluate(BARE, ground)
                notebook.paint()
                judged = access.judge(notebook, (1, 2, 3))
            for told in judged.values():
                assert told["judged"] > 3 and not told["faults"], told["faults"]
