"""What each page of the site may load and run: its Content-Security-Policy, there and for a web server."""

import base64
import functools
import hashlib
import re

HEADERS = "_headers"  # of several hosts of static sites; others take over what stands in it
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.S)
DATA = re.compile(r'type="(?!module")')  # no script: parts of the pictures
META = re.compile(r'<meta (?=[^>]*http-equiv="Content-Security-Policy")[^>]*content="([^"]*)"[^>]*>')
# JupyterLab compiles the schemas of its settings, and the code of a picture is a blob that anywidget imports:
# both need what is forbidden everywhere else. What it lays out has its style in it.
ENDS = "base-uri 'none'; form-action 'none'"
LAB = (
    "default-src 'none'; script-src 'self' 'unsafe-eval' blob:{hashes}; worker-src 'self'; "
    "connect-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    f"font-src 'self' data:; manifest-src 'self'; {ENDS}"
)
# The worker in which Python runs
PYTHON = f"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; {ENDS}"
PAGES = (
    "default-src 'none'; script-src{hashes}; worker-src 'self'; style-src 'unsafe-inline'; "
    f"img-src data: blob:; {ENDS}"
)
OTHERS = f"default-src 'none'; connect-src 'self'; img-src data:; {ENDS}"


def hashed(script):
    """How a policy names a script.

    >>> hashed("seen")
    "'sha256-cgh5TJhOocddE4d8dCczb+mHIsQaBW7u5PNzYOw2cSM='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def scripts(page):
    """The scripts that stand in a page and are run. str -> set of str, as a policy names them"""
    found = SCRIPT.findall(page)
    return {hashed(text) for about, text in found if "src=" not in about and not DATA.search(about)}


def named(hashes):
    return "".join(f" {one}" for one in sorted(hashes)) or " 'none'"


def allow(page, script):
    """A live page whose own policy lets it run one more script, and lets that keep the page. str -> str"""
    (policy,) = META.findall(page)
    rules = policy.replace("script-src 'none'", "script-src").replace(
        "script-src", f"script-src {hashed(script)}"
    )
    return page.replace(policy, f"{rules}; worker-src 'self'")


def forbid(page):
    """JupyterLite's page with its policy. str -> str"""
    rules = LAB.format(hashes=named(scripts(page)))
    return page.replace(
        "<head>", f'<head>\n    <meta http-equiv="Content-Security-Policy" content="{rules}">', 1
    )


def headers(site):
    """What a web server should send.

    -> dict of path (one that ends with * stands for all below): policy
    """
    pages = [site / "index.html", *site.glob("notebooks/**/*.html"), *site.glob("data/**/*.html")]
    hashes = set().union(*(scripts(page.read_text(encoding="utf8")) for page in pages))
    lab = scripts((site / "lab" / "index.html").read_text(encoding="utf8"))
    of_pages = PAGES.format(hashes=named(hashes))
    return {
        "/": of_pages,
        **{f"/{place}": of_pages for place in ("index.html", "notebooks/*", "data/*")},
        "/lab/*": LAB.format(hashes=named(lab)),
        "/extensions/*": PYTHON,
        "/read/*": OTHERS,
        "/service-worker.js": OTHERS,
    }


def write(site):
    """Write what a web server should send, as a file that several hosts of static sites read."""
    say(site, headers(site))


def say(folder, told):
    """Write it into a folder. told: as of `headers`"""
    lines = [f"{path}\n  Content-Security-Policy: {rules}\n" for path, rules in told.items()]
    (folder / HEADERS).write_text("".join(lines), encoding="utf8")


@functools.cache
def read(site):
    """What `write` wrote. -> dict, as of `headers`"""
    lines = (site / HEADERS).read_text(encoding="utf8").splitlines()
    return {path: line.partition(": ")[2] for path, line in zip(lines[::2], lines[1::2])}


def of(path, told):
    """The policy for a path, from `headers` or `read`. -> str, or None"""
    for place, rules in told.items():
        if path == place or (place.endswith("*") and path.startswith(place[:-1])):
            return rules
    return None
