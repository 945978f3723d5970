"""What is built holds what it should: the wheel what a learner needs, the sdist the whole folder.

    uv build && python -m tools.release.contents dist

The sdist is every file that is in git, on purpose: whoever has it can build the wheel and the live pages,
change the course, and run its tests. A file that lies about unseen is noticed before it is published.
"""

import email
import json
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path, PurePosixPath

from tools.release import versions

LARGEST = {".whl": 60e6, ".gz": 80e6}  # bytes; the package index takes 100 MB of a file
LICENSES = ("LICENSE", "data/minilm/LICENSE", "data/translator/LICENSE")  # ours, and those of others' models
KEPT = ("METADATA", "WHEEL", "RECORD", "entry_points.txt", *(f"licenses/{name}" for name in LICENSES))
RELATIVE = re.compile(r"\]\((?!https?:|#|mailto:)[^)]+\)|(?:src|srcset|href)=\"(?!https?:|#)")


def tracked(project=versions.PROJECT):
    """Every file that is in git, or would be with `git add .`. -> set of names"""
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, cwd=project, capture_output=True, text=True, check=True).stdout
    return {name for name in listed.split("\0") if name and (project / name).is_file()}


def in_wheel(name):
    """Where a file of the folder stands in the wheel. -> str, or None: nowhere

    >>> in_wheel("data/writer/words.json"), in_wheel("notebooks/more/05_unmix.ipynb")
    ('helpers/data/writer/words.json', 'helpers/notebooks/more/05_unmix.ipynb')
    >>> in_wheel("tests/weekly.py")
    """
    room = PurePosixPath(name).parts[0]
    if room == "helpers":
        return name
    return f"helpers/{name}" if room == "data" or room == "notebooks" and name.endswith(".ipynb") else None


def differences(found, expected, where):
    """Sentences on what is missing, and what is too much. found, expected: sets of names -> list of str"""
    said = [f"{where} lacks {name}" for name in sorted(expected - found)]
    return said + [f"{where} holds {name}, which is not meant" for name in sorted(found - expected)]


def of_wheel(path, version, project=versions.PROJECT):
    """What is wrong with a wheel. -> list of str"""
    about = f"attention_course-{version}.dist-info"
    expected = {place for name in tracked(project) if (place := in_wheel(name))}
    expected |= {f"{about}/{name}" for name in KEPT}
    with zipfile.ZipFile(path) as archive:
        if broken := archive.testzip():
            return [f"{path.name}: {broken} is damaged"]
        names = archive.namelist()
        said = differences({*names}, expected, path.name)
        if said or len({*names}) < len(names):
            return said or [f"{path.name} holds a file twice"]
        for name in LICENSES:
            if archive.read(f"{about}/licenses/{name}") != (project / name).read_bytes():
                said.append(f"{path.name}: the licence {name} is another one")
        for name in names:
            if name.endswith(".ipynb") and any(
                cell.get("outputs") for cell in json.loads(archive.read(name))["cells"]
            ):
                said.append(f"{path.name}: {name} carries outputs")
        said += of_metadata(archive.read(f"{about}/METADATA").decode(), version, project)
        commands = archive.read(f"{about}/entry_points.txt").decode().splitlines()
        if "course = helpers.course:main" not in commands:
            said.append(f"{path.name} brings no command course")
    return said


def of_metadata(text, version, project=versions.PROJECT):
    """What is wrong with what an index and pip read of the package. -> list of str"""
    told = email.message_from_string(text)
    package = tomllib.loads(versions.read("pyproject.toml", project))["project"]
    expected = {
        "Name": [package["name"]],
        "Version": [version],
        "Summary": [package["description"]],
        "License-Expression": [package["license"]],
        "License-File": [*LICENSES],
        "Requires-Python": [package["requires-python"]],
        "Description-Content-Type": ["text/markdown"],
    }
    said = [
        f"the metadata say {name}: {told.get_all(name)}, expected {value}"
        for name, value in expected.items()
        if told.get_all(name) != value
    ]
    needed = [line for line in told.get_all("Requires-Dist", []) if "extra ==" not in line]
    if len(needed) != (count := len(package["dependencies"])):
        said.append(f"the metadata ask for {len(needed)} packages, pyproject.toml for {count}")
    if found := RELATIVE.search(told.get_payload()):
        said.append(f"the package's description links into a folder that its reader has not: {found[0]}")
    return said


def of_sdist(path, version, project=versions.PROJECT):
    """What is wrong with an sdist. -> list of str"""
    root = f"attention_course-{version}/"
    with tarfile.open(path) as archive:
        members = [one for one in archive.getmembers() if not one.isdir()]
    said = [f"{path.name}: {one.name} is no plain file" for one in members if not one.isfile()]
    said += [f"{path.name}: {one.name} is not in {root}" for one in members if not one.name.startswith(root)]
    return said + differences(
        {one.name.removeprefix(root) for one in members}, {*tracked(project), "PKG-INFO"}, path.name
    )


def faults(folder, project=versions.PROJECT):
    """What is wrong with a folder of what was built. -> list of str"""
    version = versions.agreed(project=project)
    expected = {
        f"attention_course-{version}-py3-none-any.whl": of_wheel,
        f"attention_course-{version}.tar.gz": of_sdist,
    }
    found = {path.name for path in folder.iterdir() if not path.name.startswith(".")}
    said = differences(found, {*expected}, str(folder))
    for name, look in expected.items():
        if name in found:
            said += look(folder / name, version, project)
            size = (folder / name).stat().st_size
            if size > LARGEST[(folder / name).suffix]:
                said.append(f"{name} has {size / 1e6:.0f} MB. If that is meant: LARGEST in {__name__}")
    return said


def main(arguments=None):
    (folder,) = sys.argv[1:] if arguments is None else arguments
    said = faults(Path(folder))
    print(*said or [f"{folder} holds what it should, and nothing else."], sep="\n")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
