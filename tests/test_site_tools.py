"""What goes into the site: Pyodide's official files and no others, and all notebooks as its kernel takes them."""

import hashlib
import json
import zipfile

import pytest

from tools import build_site, get_pyodide
from tools.get_pyodide import LOCK, Refused


def sha256(content):
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def distribution(tmp_path, monkeypatch):
    """A folder that is complete: a runtime, a lock, and two packages that need each other."""
    files = {"run.js": b"runs", "a.whl": b"first", "b.whl": b"second"}
    entries = {
        name: {"file_name": f"{name[0]}.whl", "sha256": sha256(files[f"{name[0]}.whl"]), "depends": [other]}
        for name, other in (("a-b", "b.c"), ("b-c", "a_b"))
    }
    files[LOCK] = json.dumps({"packages": entries}).encode()
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    runtime = {name: sha256(files[name]) for name in (LOCK, "run.js")}
    monkeypatch.setattr(get_pyodide, "KNOWN", {"runtime": runtime, "packages": ["A_B"]})
    return tmp_path


def test_a_complete_folder_is_taken_with_all_that_its_packages_need(distribution):
    assert get_pyodide.verify(distribution) == ["a.whl", "b.whl", LOCK, "run.js"]


@pytest.mark.parametrize("name", [LOCK, "run.js", "b.whl"])
def test_a_missing_and_a_changed_file_are_one_clear_sentence(distribution, name, capsys):
    content = (distribution / name).read_bytes()
    for changed, words in (
        (None, f"{name} is missing from"),
        (content[:-1], f"{name} in"),
        (b"", "its SHA-256 differs"),
    ):
        (distribution / name).unlink(missing_ok=True) if changed is None else (
            distribution / name
        ).write_bytes(changed)
        with pytest.raises(Refused, match=words.replace(".", r"\.")):
            get_pyodide.verify(distribution)
        assert build_site.main(["--pyodide", str(distribution), "--to", str(distribution / "site")]) == 1
        (line,) = capsys.readouterr().err.splitlines()
        assert words in line
    assert not (distribution / "site").exists()


def test_the_site_has_every_notebook_for_its_own_kernel(tmp_path):
    course = build_site.notebooks(tmp_path)
    assert [title.split(".")[0] for _, title, _ in course] == [str(number) for number in range(1, 13)]
    assert all(question.endswith("?") for _, _, question in course)
    for name, *_ in course:
        notebook = json.loads((tmp_path / "notebooks" / name).read_text(encoding="utf8"))
        assert notebook["metadata"]["kernelspec"]["name"] == "python"
        assert all(isinstance(cell["source"], str) for cell in notebook["cells"])
        sources = "\n".join(cell["source"] for cell in notebook["cells"])
        assert (f"import {build_site.MODELS}" in sources) == ("open_model(" in sources), name
    assert (tmp_path / "data" / "minilm" / "README.md").is_file()  # notebook 11 links to it


def test_our_wheel_is_split_into_a_light_one_and_the_large_models(tmp_path):
    wheel, inside = tmp_path / "attention_course-1.2-py3-none-any.whl", {
        "helpers/a.py": b"a", "helpers/data/pronouns/w": b"p", "helpers/data/minilm/w": b"m", "helpers/data/translator/w": b"t",
    }  # fmt: skip
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, content in inside.items():
            archive.writestr(name, content)
    build_site.split(wheel)
    light, heavy = sorted(tmp_path.glob("*.whl"), key=lambda path: len(path.name))
    assert light == wheel and build_site.tops(heavy) == [build_site.MODELS]
    names = [set(zipfile.ZipFile(path).namelist()) & set(inside) for path in (light, heavy)]
    assert names == [
        {"helpers/a.py", "helpers/data/pronouns/w"},
        {"helpers/data/minilm/w", "helpers/data/translator/w"},
    ]
    entry = build_site.entry(heavy, ["attention-course"], build_site.tops(heavy))
    assert entry["name"] == "attention-course-models" and entry["sha256"] == sha256(heavy.read_bytes())
