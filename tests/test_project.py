"""The project's files say the same thing everywhere, and nothing about the machine they were written on."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from tests import weekly
from tools import notebooks

SOURCE = notebooks.NOTEBOOKS / "source"
PROJECT = Path(__file__).resolve().parent.parent
CONDA_NAMES = {"matplotlib": "matplotlib-base", "seaborn": "seaborn-base"}  # without the desktop parts
KNOWN_HOSTS = {
    *("hakim.se", "revealjs.com", "marked.js.org"),  # named in reveal.js's own comments
    *("purl.org", "creativecommons.org"),  # names of what an SVG says of itself
    "github.com",
    "arxiv.org",
    "example.com",
    "example.org",
    "localhost",
    "127.0.0.1",
    "colab.research.google.com",
    "jalammar.github.io",
    "research.google",  # the post of August 2017 that first showed the two sentences
    *("hub.jupyter.org", "z2jh.jupyter.org"),  # the chart for Kubernetes, and its pages
    "www.w3.org",
    "www.apache.org",  # in the text of its licence
    "mozilla.org",  # likewise
    *("mybinder.org", "vscode.dev"),  # where the README's badges lead, once the repository has an address
}
PACKAGE = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf8"))
CONDA = yaml.safe_load((PROJECT / "environment.yml").read_text(encoding="utf8"))


def tracked():
    """Every file that is in git, or would be with `git add .`. -> list of Path"""
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(asked, cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is not a git checkout")
    return [path for name in listed.split("\0") if name and (path := PROJECT / name).is_file()]


def texts():
    """Every tracked file that is text. -> list of (path, content)"""
    contents = ((path, path.read_bytes()) for path in tracked())
    return [
        (path.relative_to(PROJECT), content.decode("utf8"))
        for path, content in contents
        if b"\0" not in content
    ]


def test_conda_and_pip_install_the_same_ranges():
    wanted = {"pip": ""}
    for line in PACKAGE["project"]["dependencies"]:
        package = Requirement(line)
        wanted[CONDA_NAMES.get(package.name, package.name)] = str(package.specifier)
    python, *specs = [part for part in CONDA["dependencies"] if isinstance(part, str)]
    for spec in specs:
        assert re.fullmatch(
            r"[a-z0-9][a-z0-9._-]*( (>=|<|==|!=)[0-9][0-9.]*(,(>=|<|==|!=)[0-9][0-9.]*)*)?", spec
        ), spec
    assert {name: range_ for name, _, range_ in (spec.partition(" ") for spec in specs)} == wanted
    # repo2docker, which builds what Binder runs, finds a version of Python by this pattern only
    (version,) = re.match(r"python\s*=+\s*([\d\.]*)", python).groups()
    assert version in SpecifierSet(PACKAGE["project"]["requires-python"]) and version.count(".") == 1


def test_conda_takes_conda_forge_and_installs_the_package_itself():
    assert set(CONDA) == {"name", "channels", "dependencies"}
    assert CONDA["channels"] == ["conda-forge"]
    assert [part for part in CONDA["dependencies"] if not isinstance(part, str)] == [{"pip": ["-e ."]}]


def test_every_dependency_has_a_lower_bound_and_no_upper_one():
    groups = PACKAGE["dependency-groups"]
    lines = [
        *PACKAGE["project"]["dependencies"],
        *(
            line
            for name, group in groups.items()
            if name != "site"
            for line in group
            if isinstance(line, str)
        ),
    ]
    for package in map(Requirement, lines):
        assert [clause.operator for clause in package.specifier] == [">="], package
    for package in map(Requirement, groups["site"]):  # some fit one version of JupyterLite and Pyodide only
        assert [clause.operator for clause in package.specifier] in ([">="], ["=="]), package


def test_a_learner_gets_no_development_tools():
    assert PACKAGE["tool"]["uv"]["default-groups"] == []


def test_the_constraints_give_one_version_of_whatever_is_asked_for_and_name_no_host():
    lines = (PROJECT / "constraints.txt").read_text(encoding="utf8").splitlines()
    pinned = [Requirement(line) for line in lines]
    assert all([clause.operator for clause in one.specifier] == ["=="] and not one.url for one in pinned)
    names = {canonicalize_name(one.name) for one in pinned}
    groups = PACKAGE["dependency-groups"]
    asked = [*PACKAGE["project"]["dependencies"], *groups["dev"], *groups["site"]]
    assert {canonicalize_name(Requirement(line).name) for line in asked} <= names


def test_biome_has_one_version():
    named = [(PROJECT / name).read_text("utf8") for name in (".pre-commit-config.yaml", "CONTRIBUTING.md")]
    first, *others = [set(re.findall(r"biome@([\d.]+)", text)) for text in named]
    assert len(first) == 1 and others == [first]  # .ci/run reads it from the first


def test_no_lock_is_tracked():
    assert not [path for path in tracked() if path.name == "uv.lock"]


def test_no_file_names_a_registry_or_a_path_of_a_machine():
    found = []
    for path, content in texts():
        for host in set(re.findall(r"https?://(?:[^@/\s\"'<>]*@)?([\w.-]+)", content)) - KNOWN_HOSTS:
            found.append(f"{path} names the host {host}")
        for place in set(
            re.findall(
                r"(?<![\w.+/=-])(?:/(?:root|home|work|mnt|tmp|Users)/[\w.-]+|[A-Z]:\\\\?Users)", content
            )
        ):
            found.append(f"{path} names the place {place}")
    assert not found, "\n".join(found)


def test_the_readme_names_the_two_commands_and_every_notebook():
    readme = (PROJECT / "README.md").read_text(encoding="utf8")
    assert "pip install uv && uv run course\n" in readme
    assert "pip install uv && uv run --group dev pytest" in readme
    sources = {path.relative_to(SOURCE).with_suffix("").as_posix() for path in notebooks.SOURCES}
    assert set(re.findall(r"\(notebooks/((?:more/)?\w+)\.ipynb\)", readme)) == sources


def test_links_between_files_lead_somewhere():
    for path, content in texts():
        if path.suffix == ".md" and path.parts[0] != "notebooks":
            for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", content):
                assert (PROJECT / path.parent / link).exists(), f"{path}: {link}"


def test_the_version_is_the_same_everywhere():
    version = PACKAGE["project"]["version"]
    cited = yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf8"))
    newest = re.search(r"^## (\S+) · (\S+)$", (PROJECT / "CHANGELOG.md").read_text(encoding="utf8"), re.M)
    assert (cited["version"], str(cited["date-released"])) == newest.groups() and cited["version"] == version


def test_a_workflow_checks_everything_and_does_so_again_each_week():
    told = yaml.safe_load((PROJECT / ".github/workflows/check.yml").read_text(encoding="utf8"))
    begins = told[True]  # YAML reads "on" as a truth value
    assert {"push", "pull_request", "schedule"} <= set(begins)
    (check,) = [step for step in told["jobs"]["check"]["steps"] if step.get("run") == ".ci/run"]
    assert "schedule" in check["env"]["NEWEST"]  # else the versions of constraints.txt


def test_what_is_weekly_is_left_out_of_a_run_and_done_each_week():
    run = (PROJECT / ".ci/run").read_text("utf8")
    marks = [mark.partition(":")[0] for mark in PACKAGE["tool"]["pytest"]["ini_options"]["markers"]]
    assert "weekly" in marks and '-m "not weekly"' in run and "weekly=${WEEKLY:-${NEWEST:-}}" in run
    assert "tests/weekly.py" in run and "tests/weekly.py" in (PROJECT / "CONTRIBUTING.md").read_text("utf8")
    for place in (*weekly.WEEKLY, *weekly.WHOLE):
        file, _, test = place.partition("::")
        assert f"def {test}" in (PROJECT / file).read_text("utf8"), place


def test_each_kind_of_check_is_in_each_run(request):
    """Of those that were collected: every test that has weekly cases has others, too."""
    found = request.config.stash[weekly.FOUND]
    gone = {test for test, kinds in found.items() if kinds == {True}}
    assert gone <= weekly.WHOLE
