"""A release goes as its workflow says: what it runs works here, and nothing that must agree differs."""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile

import pytest
import yaml
from packaging.specifiers import SpecifierSet

from tests.test_project import PACKAGE, PROJECT, tracked
from tools.release import contents, notes, versions

FOLDER = PROJECT / ".github/workflows"
WORKFLOWS = {path.stem: yaml.safe_load(path.read_text("utf8")) for path in FOLDER.glob("*.yml")}
RELEASE = WORKFLOWS["release"]
JOBS = RELEASE["jobs"]
SAID = {
    "pyproject.toml": '[project]\nname = "x"\nversion = "1.2.3"\n[tool.other]\nversion = "1.2.3"\n',
    "CITATION.cff": "cff-version: 1.2.0\nversion: 1.2.3\ndate-released: 2026-01-02\n",
    "CHANGELOG.md": "# Changes\n\n## Not yet released\n\n- New.\n\n## 1.2.3 · 2026-01-02\n\n- Old.\n",
}


def steps(job):
    return JOBS[job].get("steps", [])


def lines(job):
    return [step["run"] for step in steps(job) if "run" in step]


@pytest.fixture
def folder(tmp_path):
    """A folder in which all say 1.2.3. -> Path"""
    for name, text in SAID.items():
        (tmp_path / name).write_text(text, encoding="utf8")
    return tmp_path


# ---- versions


def test_all_files_say_one_version():
    assert versions.agreed() == PACKAGE["project"]["version"]
    assert yaml.safe_load(versions.read("CITATION.cff"))["version"] == versions.agreed()


@pytest.mark.parametrize("name", SAID)
@pytest.mark.parametrize("other", ["1.2.4", "1.2.30", "one"])
def test_a_file_that_says_another_version_is_named(folder, name, other):
    (folder / name).write_text(SAID[name].replace("1.2.3", other, 1), encoding="utf8")
    with pytest.raises(versions.Disagreement, match=re.escape(name)):
        versions.agreed(project=folder)


def test_another_date_is_named(folder):
    (folder / "CITATION.cff").write_text(SAID["CITATION.cff"].replace("01-02", "01-03"), encoding="utf8")
    with pytest.raises(versions.Disagreement, match="dates"):
        versions.agreed(project=folder)


@pytest.mark.parametrize("tag", ["1.2.3", "v1.2", "v1.2.3rc1", "v1.2.4", "release", "v1.2.3; echo"])
def test_a_tag_that_is_not_the_version_is_refused(folder, tag):
    (folder / "CHANGELOG.md").write_text("## 1.2.3 · 2026-01-02\n\n- All.\n", encoding="utf8")
    assert versions.agreed("v1.2.3", folder) == "1.2.3"
    with pytest.raises(versions.Disagreement):
        versions.agreed(tag, folder)


def test_what_is_not_yet_released_is_not_tagged(folder):
    assert versions.agreed("", folder) == "1.2.3"  # a dry run
    with pytest.raises(versions.Disagreement, match="Not yet released"):
        versions.agreed("v1.2.3", folder)


def test_the_next_version_is_written_into_every_file_and_nowhere_else(folder):
    versions.turn("1.10.0", "2026-03-04", folder)
    assert versions.agreed("v1.10.0", folder) == "1.10.0"
    changes = versions.read("CHANGELOG.md", folder)
    assert notes.section(changes, "1.10.0") == "- New." and notes.section(changes, "1.2.3") == "- Old."
    package = tomllib.loads(versions.read("pyproject.toml", folder))
    assert package["tool"]["other"]["version"] == "1.2.3"
    cited = yaml.safe_load(versions.read("CITATION.cff", folder))
    assert (cited["cff-version"], cited["version"]) == ("1.2.0", "1.10.0")
    assert str(cited["date-released"]) == "2026-03-04"
    for again in ("1.10.0", "1.9.9", "1.11", "2.0.0"):  # the last: nothing new to say of it
        before = {name: versions.read(name, folder) for name in SAID}
        with pytest.raises(versions.Disagreement):
            versions.turn(again, "2026-03-05", folder)
        assert before == {name: versions.read(name, folder) for name in SAID}


# ---- notes


def test_the_notes_of_each_release_are_whole_and_link_to_what_was_released():
    changes = versions.read("CHANGELOG.md")
    for version in re.findall(r"^## (\d\S*)", changes, re.M):
        text = notes.section(changes, version)
        made = notes.notes(text, "https://example.org/blob/v1/")
        assert made.split() == re.sub(r"\]\((?!https?:)", "](https://example.org/blob/v1/", text).split()
        entries = len(re.findall(r"^- ", text, re.M))
        assert entries == made.count("\n") > 0, "one line for each entry"
    assert notes.notes("- a [b](https://example.com/c) d", "x/") == "- a [b](https://example.com/c) d\n"
    with pytest.raises(versions.Disagreement):
        notes.section(changes, "0.0.9")


# ---- the workflow


@pytest.mark.parametrize("name", WORKFLOWS)
def test_each_action_has_a_major_version_and_no_line_pastes_what_others_can_name(name):
    for job in WORKFLOWS[name]["jobs"].values():
        for step in [*job.get("steps", ()), job]:
            if "uses" in step:
                assert re.fullmatch(r"(\.|[\w-]+)/.*\.yml|[\w-]+/[\w-]+@(v\d+|release/v\d+)", step["uses"])
            assert "${{" not in step.get("run", "")  # a tag's name is no shell


def test_it_begins_with_a_tag_or_as_a_dry_run_that_publishes_nothing():
    assert RELEASE[True] == {"push": {"tags": ["v*"]}, "workflow_dispatch": None}
    assert JOBS["publish"]["if"] == "github.event_name == 'push'" and JOBS["announce"]["needs"] == "publish"
    assert {*JOBS["publish"]["needs"]} == {"check", "try"} and JOBS["try"]["needs"] == "build"
    assert JOBS["check"]["uses"].removeprefix("./") == ".github/workflows/check.yml"
    begins = WORKFLOWS["check"][True]  # called once for a tag, and not by the tag's push, too
    assert "workflow_call" in begins and begins["push"] == {"branches": ["**"]}


def test_each_job_may_do_what_it_must_and_no_more():
    assert RELEASE["permissions"] == {"contents": "read"}
    allowed = {name: job["permissions"] for name, job in JOBS.items() if "permissions" in job}
    assert allowed == {"publish": {"id-token": "write"}, "announce": {"contents": "write"}}
    assert JOBS["publish"]["environment"] and not lines("publish")  # no code of ours has the token
    (upload,) = [step for step in steps("publish") if "pypi-publish" in step["uses"]]
    assert upload["with"] == {"attestations": True}
    assert "secrets." not in (FOLDER / "release.yml").read_text("utf8")


def test_it_tries_every_python_that_the_package_names_and_three_systems():
    matrix = JOBS["try"]["strategy"]["matrix"]
    named = [line.rpartition(" ")[2] for line in PACKAGE["project"]["classifiers"] if ":: 3." in line]
    assert matrix["python"] == named
    wanted = SpecifierSet(PACKAGE["project"]["requires-python"])
    assert named[0] in wanted and f"3.{int(named[0][2:]) - 1}" not in wanted
    systems = {*matrix["os"], *(each["os"] for each in matrix["include"])}
    assert {system.partition("-")[0] for system in systems} == {"ubuntu", "windows", "macos"}


def test_every_line_that_it_runs_is_one_that_a_test_runs():
    """So that a line which nobody tried is noticed here, and not on the day of a release."""
    ours = [line for job in JOBS for line in lines(job)]
    assert [line.split("#")[0].strip() for line in ours] == [
        'python -m tools.release.versions --tag "$TAG"',
        "python -m pip install --quiet uv",
        "uv build",
        "python -m tools.release.contents dist",
        "uvx twine check --strict dist/*",
        "uvx check-wheel-contents dist/*.whl",
        "python -m tools.release.tried dist",
        'python -m tools.release.notes --repository "$REPOSITORY" > notes.md',
        'gh release create "$TAG" --verify-tag --title "$TAG" --notes-file notes.md dist/*',
    ]
    needed = [step.get("with", {}).get("sparse-checkout") for step in steps("try")]
    assert "tools/release" in needed  # all that `tried` imports is there
    imported = re.findall(r"^from tools\S* import .*", versions.read("tools/release/tried.py"), re.M)
    assert not imported


def test_what_a_package_index_shows_leads_into_no_folder():
    text = versions.read(PACKAGE["project"]["readme"])
    assert not contents.RELATIVE.search(text) and "pip install attention-course\n" in text
    assert contents.RELATIVE.search(versions.read("README.md"))  # so it is not that one
    assert f"You need Python {PACKAGE['project']['requires-python'].removeprefix('>=')} or newer" in text
    for command in re.findall(r"`course (--\w+)", text):
        assert f'"{command}"' in versions.read("helpers/course.py") or command == "--help"


# ---- what is built


@pytest.fixture
def built(tmp_path):
    """A small project, and a wheel and an sdist that hold what they should. -> project, dist"""
    project, dist = tmp_path / "project", tmp_path / "dist"
    package = '[project]\nname = "attention-course"\nversion = "1.2.3"\ndescription = "D"\nlicense = "MIT"\n'
    package += 'requires-python = ">=3.11"\ndependencies = ["numpy"]\n'
    files = {**SAID, "pyproject.toml": package, **dict.fromkeys(contents.LICENSES, "free")}
    notebook = json.dumps({"cells": [{"cell_type": "code", "outputs": []}]})
    files |= {"helpers/a.py": "", "notebooks/01_one.ipynb": notebook, "tests/test_a.py": ""}
    for name, text in files.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text, encoding="utf8")
    subprocess.run(["git", "init", "--quiet"], cwd=project, check=True)
    dist.mkdir()
    about = "attention_course-1.2.3.dist-info"
    told = "Name: attention-course\nVersion: 1.2.3\nSummary: D\nLicense-Expression: MIT\n"
    told += "Requires-Python: >=3.11\n"
    told += "".join(f"License-File: {name}\n" for name in contents.LICENSES)
    told += "Requires-Dist: numpy\nDescription-Content-Type: text/markdown\n\n# Read me\n"
    wheel = {place: text for name, text in files.items() if (place := contents.in_wheel(name))}
    wheel |= {f"{about}/licenses/{name}": "free" for name in contents.LICENSES}
    wheel |= {f"{about}/METADATA": told, f"{about}/WHEEL": "", f"{about}/RECORD": ""}
    wheel[f"{about}/entry_points.txt"] = "[console_scripts]\ncourse = helpers.course:main\n"
    write_wheel(dist / "attention_course-1.2.3-py3-none-any.whl", wheel)
    with tarfile.open(dist / "attention_course-1.2.3.tar.gz", "w:gz") as archive:
        (tmp_path / "PKG-INFO").write_text("x")
        archive.add(tmp_path / "PKG-INFO", "attention_course-1.2.3/PKG-INFO")
        for name in files:
            archive.add(project / name, f"attention_course-1.2.3/{name}")
    return project, dist, wheel


def write_wheel(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)


def test_what_holds_what_it_should_has_no_fault(built):
    project, dist, _ = built
    assert contents.faults(dist, project) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"helpers/__pycache__/a.pyc": "x"}, "holds helpers/__pycache__/a.pyc"),
        ({"tests/test_a.py": ""}, "holds tests/test_a.py"),
        ({"helpers/a.py": None}, "lacks helpers/a.py"),
        ({"helpers/notebooks/01_one.ipynb": '{"cells": [{"outputs": [1]}]}'}, "carries outputs"),
        ({"DIST/licenses/LICENSE": "other"}, "the licence LICENSE is another one"),
        ({"DIST/entry_points.txt": ""}, "no command course"),
        ({"DIST/METADATA": ("Version: 1.2.3", "Version: 1.2.2")}, "Version"),
        ({"DIST/METADATA": ("Requires-Dist: numpy\n", "")}, "ask for 0 packages"),
        ({"DIST/METADATA": ("# Read me", "[here](notebooks/a.ipynb)")}, "links into a folder"),
        ({"DIST/METADATA": ("# Read me", '<img src="a.png">')}, "links into a folder"),
    ],
)
def test_a_wheel_with_a_fault_is_refused(built, change, said):
    project, dist, files = built
    for name, text in change.items():
        name = name.replace("DIST", "attention_course-1.2.3.dist-info")
        files[name] = files[name].replace(*text) if isinstance(text, tuple) else text
    files = {name: text for name, text in files.items() if text is not None}
    write_wheel(dist / "attention_course-1.2.3-py3-none-any.whl", files)
    found = contents.faults(dist, project)
    assert len(found) == 1 and said in found[0]


def test_an_sdist_that_lacks_a_file_or_a_folder_with_another_build_is_refused(built, monkeypatch):
    project, dist, _ = built
    (project / "tests/test_new.py").write_text("")
    assert contents.faults(dist, project) == ["attention_course-1.2.3.tar.gz lacks tests/test_new.py"]
    (project / "tests/test_new.py").unlink()
    (dist / "attention_course-1.2.2-py3-none-any.whl").write_bytes(b"")
    assert "which is not meant" in contents.faults(dist, project)[0]
    (dist / "attention_course-1.2.2-py3-none-any.whl").unlink()
    monkeypatch.setitem(contents.LARGEST, ".gz", 10)
    assert "MB" in contents.faults(dist, project)[0]


# ---- all of it, once a week: it builds, fetches and installs


def test_every_line_of_the_workflow_works_here(tmp_path):
    """In a copy that is a version ahead, with a tag; gh only says what it was asked."""
    copy, tools = tmp_path / "copy", tmp_path / "tools"
    for path in tracked():
        (copy / path.relative_to(PROJECT)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy / path.relative_to(PROJECT))
    subprocess.run(["git", "init", "--quiet"], cwd=copy, check=True)
    changes = copy / "CHANGELOG.md"
    if versions.NEWER not in versions.read("CHANGELOG.md"):
        changes.write_text(
            versions.read("CHANGELOG.md").replace("\n## ", f"\n{versions.NEWER}\n\n- A.\n\n## ", 1)
        )
    tools.mkdir()
    for name, line in {"gh": 'printf "%s\\n" "$@"', "python": f'exec "{sys.executable}" "$@"'}.items():
        (tools / name).write_text(f"#!/bin/sh\n{line}\n")
        (tools / name).chmod(0o755)
    given = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "TAG": "v99.0.0"}
    given |= {"REPOSITORY": "https://example.org/you/course", "PYTHONPATH": str(copy)}

    def run(line):
        ran = subprocess.run(
            ["bash", "-e", "-c", line],
            cwd=copy,
            env=given,
            text=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
        )
        assert ran.returncode == 0, f"{line}\n{ran.stdout}\n{ran.stderr}"
        return ran.stdout

    run("python -m tools.release.versions --next 99.0.0")
    said = {line: run(line) for job in JOBS for line in lines(job) if "pip install" not in line}
    asked = next(text for line, text in said.items() if line.startswith("gh ")).splitlines()
    files = ["dist/attention_course-99.0.0-py3-none-any.whl", "dist/attention_course-99.0.0.tar.gz"]
    assert asked[:3] == ["release", "create", "v99.0.0"] and asked[-2:] == files
    assert "- " in (copy / "notes.md").read_text("utf8")
    assert "a second start leaves alone what was written" in said["python -m tools.release.tried dist"]
    assert "PASSED" in said["uvx twine check --strict dist/*"]
