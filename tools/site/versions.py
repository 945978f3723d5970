"""Several versions of the site beside each other, each in a folder of its name: how one gets to another."""

import html
import os
import re

from tools.site import policy

LATEST = "latest"
LINK = '<p><a href="../versions.html">Other versions of the course</a></p>\n'
NUMBER = re.compile(r"<p>Version ([^<]*)</p>")
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; base-uri 'none'">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">{more}
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def order(name):
    """A key that sorts names of versions: the latest first, then from the newest to the oldest.

    >>> sorted(["0.9", "0.10", "latest", "0.10.1"], key=order)
    ['latest', '0.10.1', '0.10', '0.9']
    """
    return name != LATEST, [-int(number) for number in re.findall(r"\d+", name)] + [1], name


def found(folder):
    """The versions in a folder. -> dict of the folder's name: the version that its first page names"""
    firsts = {path.parent.name: path.read_text(encoding="utf8") for path in folder.glob("*/index.html")}
    numbers = {name: NUMBER.search(page) for name, page in firsts.items()}
    return {name: numbers[name][1] for name in sorted(numbers, key=order) if numbers[name]}


def moved(old, new):
    """Let an address where a page stood lead to where it stands now."""
    address = os.path.relpath(new, old.parent).replace(os.sep, "/")
    old.parent.mkdir(parents=True, exist_ok=True)
    more = f'\n<meta http-equiv="refresh" content="0; url={address}">'
    body = f'<p>This page has moved: <a href="{address}">{address}</a></p>'
    old.write_text(PAGE.format(title="This page has moved", more=more, body=body), encoding="utf8")


def write(folder):
    """Write the list of all versions, and lead each address without a version to the latest."""
    versions = found(folder)
    lines = [
        f'<li><a href="{html.escape(name)}/index.html">{html.escape(name)}</a>'
        f"{f': version {html.escape(number)}' if name == LATEST else ''}</li>"
        for name, number in versions.items()
    ]
    body = "\n".join(["<h1>All versions of the course</h1>", "<ul>", *lines, "</ul>"])
    title = "All versions of the course"
    (folder / "versions.html").write_text(PAGE.format(title=title, more="", body=body), encoding="utf8")
    told = {
        name: policy.read(folder / name) for name in versions if (folder / name / policy.HEADERS).exists()
    }
    policy.say(folder, {f"/{name}{path}": rules for name, of in told.items() for path, rules in of.items()})
    first = next(iter(versions))
    for page in [folder / first / "index.html", *(folder / first).glob("notebooks/**/*.html")]:
        moved(folder / page.relative_to(folder / first), page)
