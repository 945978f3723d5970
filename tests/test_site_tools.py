"""What goes into the site: Pyodide's official files and no others, all notebooks as its kernel takes them."""

import hashlib
import json
import re
import sys
import types
import zipfile

import pytest

from helpers.models import files
from tools import build_site, get_pyodide
from tools.get_pyodide import LOCK, Refused
from tools.notebooks import ALL, NOTEBOOKS
from tools.site import policy, versions


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
    build_site.notebooks(tmp_path)
    copies = [tmp_path / "notebooks" / path.relative_to(NOTEBOOKS) for path in ALL]
    assert sorted(copies) == sorted((tmp_path / "notebooks").rglob("*.ipynb"))
    for copy in copies:
        notebook = json.loads(copy.read_text(encoding="utf8"))
        assert notebook["metadata"]["kernelspec"]["name"] == "python"
        assert all(isinstance(cell["source"], str) for cell in notebook["cells"])
    assert (tmp_path / "data" / "minilm" / "README.md").is_file()  # notebook 11 links to it


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A site of two pages around an empty JupyterLite. -> its folder"""

    def build(to, live, only):
        for name in ("index", "notebooks/01_one", "notebooks/more/01_more", "data/model/README"):
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            leads = f'<a href="{live}01_one.ipynb">{only}</a>'
            rules = "default-src 'none'; script-src 'none'"
            policy = f'<meta http-equiv="Content-Security-Policy" content="{rules}">'
            text = f"<head>{policy}</head><body><main><h1>{name}</h1>{leads}</main></body>"
            (to / f"{name}.html").write_text(text)

    monkeypatch.setattr(build_site.build_pages, "build", build)
    for name, size in (("pyodide", 39_600_000), ("models", 2_000_000)):
        (tmp_path / "static" / name).mkdir(parents=True)
        with (tmp_path / "static" / name / "one").open("wb") as file:
            file.truncate(size)
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab" / "index.html").write_text("<html><head></head><body></body></html>")
    build_site.add_pages(tmp_path, ["01"])
    return tmp_path


def test_the_first_page_of_the_site_is_the_course_and_says_where_its_code_runs(site):
    first = (site / "index.html").read_text(encoding="utf8")
    assert first.index("<h1>index</h1>") < first.index('<h2 id="run">Run and change the code</h2>')
    assert "about 50 MB" in first and "larger models, 2 MB more" in first and "[[" not in first
    # lab/ looks there for what JupyterLite is told
    assert '<script id="jupyter-config-data" type="application/json">{}</script></head>' in first
    assert "<a href=\"lab/index.html?path=notebooks/01_one.ipynb\">['01']</a>" in first
    lab = (site / "lab" / "index.html").read_text(encoding="utf8")
    assert '<script src="progress.js"></script>' in lab
    assert "about 50 MB" in (site / "lab" / "progress.js").read_text(encoding="utf8")


def test_an_old_address_of_a_page_leads_to_where_it_stands_now(site):
    old = {path.relative_to(site / "read").as_posix() for path in (site / "read").rglob("*.html")}
    pages = ["index.html", "notebooks/01_one.html", "notebooks/more/01_more.html", "data/model/README.html"]
    assert old == set(pages)
    for name in pages:
        page = site / "read" / name
        (address,) = set(re.findall(r'(?:url=|href=")([^"]+html)"', page.read_text(encoding="utf8")))
        assert (page.parent / address).resolve() == (site / name).resolve()


def test_a_page_that_cannot_be_added_to_is_refused(tmp_path):
    page = tmp_path / "a.html"
    for text in ("no tag", "<main></main></main>"):
        page.write_text(text)
        with pytest.raises(ValueError, match="</main> stands in it [02] times"):
            build_site.before(page, "</main>", "more")


def test_the_large_models_are_taken_out_of_our_wheel_and_what_brings_them_is_put_in(tmp_path):
    wheel, inside = tmp_path / "attention_course-1.2-py3-none-any.whl", {
        "helpers/a.py": b"a", "helpers/data/pronouns/w": b"p", "helpers/data/minilm/w": b"m",
        "helpers/data/translator/w": b"t",
    }  # fmt: skip
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, content in inside.items():
            archive.writestr(name, content)
    models = build_site.split(wheel)
    names = {path.name: sorted(zipfile.ZipFile(path).namelist()) for path in tmp_path.iterdir()}
    assert names == {
        wheel.name: [build_site.BRING, "helpers/a.py", "helpers/data/pronouns/w"],
        "minilm.zip": ["w"],
        "translator.zip": ["w"],
    }
    assert zipfile.ZipFile(models["minilm"]).read("w") == b"m" and set(models) == set(build_site.LARGE)
    assert build_site.tops(wheel) == ["attention_course_site", "helpers"]
    entry = build_site.entry(wheel, [], build_site.tops(wheel))
    assert entry["name"] == "attention-course" and entry["sha256"] == sha256(wheel.read_bytes())


def test_a_large_model_is_brought_when_it_is_first_asked_for(tmp_path, monkeypatch):
    brought = []

    def bring(name, folder):
        brought.append(name)
        folder.mkdir()

    monkeypatch.setattr(files, "data_folder", lambda: tmp_path)
    assert files.model_folder("minilm") == tmp_path / "minilm" and not brought  # on a computer all are there
    monkeypatch.setattr(files.sys, "platform", "emscripten")
    assert files.model_folder("minilm") == tmp_path / "minilm" and not brought  # a browser, but not the site
    monkeypatch.setitem(sys.modules, "attention_course_site", types.SimpleNamespace(bring=bring))
    for _ in range(2):
        assert files.model_folder("minilm").is_dir()
    assert brought == ["minilm"]


@pytest.fixture
def beside(tmp_path):
    """A folder with two versions, as --beside makes them, and something else."""
    for name, number in (("0.9.0", "0.9.0"), ("latest", "0.10.0"), ("other", "")):
        for page in ("index", "notebooks/01_one"):
            (tmp_path / name / page).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / f"{page}.html").write_text(f"<p>Version {number}</p>" if number else "")
    policy.say(tmp_path / "0.9.0", {"/": "rules"})
    versions.write(tmp_path)
    return tmp_path


def test_versions_stand_beside_each_other_and_lead_to_each_other(beside):
    listed = re.findall('<li><a href="([^"]+)">(.*?)</li>', (beside / "versions.html").read_text("utf8"))
    assert listed == [
        ("latest/index.html", "latest</a>: version 0.10.0"),
        ("0.9.0/index.html", "0.9.0</a>"),
    ]
    assert (beside / "latest" / versions.LINK.split('"')[1]).resolve() == (beside / "versions.html").resolve()
    assert policy.read(beside) == {"/0.9.0/": "rules"}
    for name in ("index.html", "notebooks/01_one.html"):  # an address without a version is that of the latest
        (address,) = set(re.findall(r'(?:url=|href=")([^"]+html)"', (beside / name).read_text("utf8")))
        assert ((beside / name).parent / address).resolve() == (beside / "latest" / name).resolve()


def test_a_page_is_told_which_scripts_may_run_and_a_server_the_same(tmp_path):
    page = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'none'\">"
    allowed = policy.allow(f"<head>{page}</head><script>here()</script>", "here()")
    (rules,) = policy.META.findall(allowed)
    assert f"script-src {policy.hashed('here()')};" in rules and "'none'; worker-src 'self'" not in rules
    assert policy.scripts(allowed) == {policy.hashed("here()")}
    for name in ("index.html", "lab/index.html", "notebooks/01.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(allowed)
    policy.write(tmp_path)
    told = policy.read(tmp_path)
    assert told == policy.headers(tmp_path)
    for path, may in (("/", ""), ("/notebooks/01.html", ""), ("/lab/index.html", "'unsafe-eval'")):
        rules = policy.of(path, told)
        assert policy.hashed("here()") in rules and "default-src 'none'" in rules
        scripts = re.search("script-src ([^;]*)", rules)[1]
        assert ("unsafe-" in scripts) == bool(may) and may in scripts and "'unsafe-inline'" not in scripts
    assert "'wasm-unsafe-eval'" in policy.of("/extensions/a.js", told)
    assert policy.of("/static/a.zip", told) is None
