"""The README's three lines for a model of one's own, run as they stand there."""

import re

import pytest

from helpers import models
from tools import notebooks

README = notebooks.NOTEBOOKS.parent / "README.md"


def test_they_show_every_head_of_a_model_in_a_folder(minilm, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    models.export(minilm, "my_model", "float16")
    (lines,) = re.findall(r"^```python\n(.+?)^```", README.read_text(encoding="utf8"), re.M | re.S)
    *before, last = lines.strip().splitlines()
    assert len([line for line in [*before, last] if line]) == 3
    left = {}
    exec("\n".join(before), left)
    explorer = eval(last, left)
    (thumbnails, opened) = explorer.frames
    assert len(thumbnails.panels) == 6 * 12 and len(opened.panels) == 1
    text = re.search(r'"(The .+?)"', last)[1]
    assert opened.panels[0].values == pytest.approx(minilm.attention(text)[0, 0], abs=0.01)
