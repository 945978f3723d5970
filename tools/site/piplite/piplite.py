"""In the place of piplite, which JupyterLite's kernel imports first: all packages come from the site.

Nothing is installed from elsewhere. What a still picture needs and a live one does not is brought when it
is first imported.
"""

import importlib.machinery
import io
import sys
import zipfile

_PIPLITE_DISABLE_PYPI, _PIPLITE_URLS = True, []  # the kernel sets them
LATER = {
    "matplotlib": "matplotlib",
    "seaborn": "seaborn",
    "pandas": "pandas",
    "PIL": "pillow",
}  # import: package
HERE = __file__.rsplit("/", 2)[0]


async def install(*requirements, **options):
    """What `%pip install` calls, and the kernel for what it may need."""


def bring(package):
    """Fetch a package and what it needs, as the lock of Pyodide says.

    A kernel is a worker, so it may wait. Raises ImportError: the site cannot be reached any more.
    """
    import pyodide_js
    from js import XMLHttpRequest

    lock, loaded = pyodide_js._api.lockfile_packages, pyodide_js.loadedPackages
    waiting, found = [package], []
    while waiting:
        name = waiting.pop()
        if not hasattr(loaded, name) and name not in found:
            found.append(name)
            waiting += getattr(lock, name).depends.to_py()
    for name in found:
        asked = XMLHttpRequest.new()
        asked.open("GET", f"{pyodide_js._api.config.indexURL}{getattr(lock, name).file_name}", False)
        asked.responseType = "arraybuffer"
        asked.send()
        if asked.status != 200:
            raise ImportError(f"{name} could not be fetched: {asked.status}. Is the site still there?")
        with zipfile.ZipFile(io.BytesIO(asked.response.to_bytes())) as archive:
            archive.extractall(HERE)
        setattr(loaded, name, "the site")


class Later:
    """Finds a module that no other finder knows, if it is in a package that comes later."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name not in LATER:
            return None
        bring(LATER[name])
        importlib.invalidate_caches()
        return importlib.machinery.PathFinder.find_spec(name, path)


if not any(finder is Later for finder in sys.meta_path):
    sys.meta_path.append(Later)
