"""JavaScript modules put together into the one that a widget sends to the page: no build step, no bundler.

Each file keeps its own scope: it becomes a function that is called once and gives what the file exports, in
the order in which the files need each other. Only `import { name, … } from "./file.js";`, from this folder or
another, and `export` before a declaration are known here; whatever else is a ValueError, and so is a name
that the other file does not export. A default export counts in the first file only.
"""

import re
from pathlib import Path

IMPORT = re.compile(r'^import \{([^{}"]*)\} from "(\.\.?/(?:[\w.-]+/)*[\w-]+\.js)";$', re.M)
EXPORT = re.compile(r"^export (?=(?:async function|function|const|class) (\w+))", re.M)
DEFAULT = re.compile(r"^export default .*\Z", re.M | re.S)
UNKNOWN = re.compile(r"^(?:import|export)\b.*|\bimport\(.*", re.M)


def in_order(entry):
    """The files that a module needs, each after those that it needs itself. entry: a path -> list of paths"""
    found = []

    def add(file, way):
        if file in way:
            names = " → ".join(one.name for one in (*way, file))
            raise ValueError(f"{names}: modules that need each other cannot be put in order.")
        if file not in found:
            for _, name in IMPORT.findall(_read(file, way)):
                add((file.parent / name).resolve(), (*way, file))
            found.append(file)

    add(Path(entry).resolve(), ())
    if twins := {file.name for file in found if sum(one.name == file.name for one in found) > 1}:
        raise ValueError(f"Two modules are called {', '.join(sorted(twins))}: give each its own name.")
    return found


def assemble(entry):
    """A module and all that it needs, as the text of one module. entry: a path -> str

    Raises ValueError: an import that does not resolve, or is written in a way that is not known here.
    """
    exported, made = {}, []
    for file in in_order(entry):
        text = file.read_text(encoding="utf8")
        for names, other in IMPORT.findall(text):
            for name in _names(names):
                if name not in exported[Path(other).name]:
                    raise ValueError(f"{file.name} imports {name}, which {Path(other).name} does not export.")
        exported[file.name] = EXPORT.findall(text)
        default = DEFAULT.search(text)
        body = DEFAULT.sub("", text)
        body = IMPORT.sub(
            lambda found: f"const {{{found[1].replace(' as ', ': ')}}} = {_scope(Path(found[2]).name)};", body
        )
        body = EXPORT.sub("", body)
        if strange := UNKNOWN.search(body):
            raise ValueError(f"{file.name}: {strange[0]!r} is no import or export that modules.py knows.")
        given = exported[file.name]
        made.append(
            f"// ---- {file.name}\nconst {_scope(file.name)} = (() => {{\n{body}\n"
            f"return {{ {', '.join(given)} }};\n}})();\n"
        )
        if file == Path(entry).resolve() and default:
            made.append(f"export default {{ render: {_scope(file.name)}.render }};\n")
    return "\n".join(made)


def without_comments(code):
    """Code without the lines that are comments, and without the blanks that begin a line.

    No text of ours goes over several lines: then this would change it. A ValueError says where one does.

    >>> without_comments("// Says how many.\\nif (one) {\\n  two(); // of three\\n}\\n")
    'if (one) {\\ntwo(); // of three\\n}\\n'
    """
    lines = [line.strip() for line in code.splitlines()]
    kept = [line for line in lines if line and (not line.startswith("//") or line.startswith("// ----"))]
    if odd := next((line for line in kept if line.count("`") % 2), None):
        raise ValueError(f"A text in `…` goes over several lines: {odd}")
    return "\n".join(kept) + "\n"


def _read(file, way):
    if not file.exists():
        raise ValueError(f"{way[-1].name if way else 'Nobody'} imports {file.name}: there is no such file.")
    return file.read_text(encoding="utf8")


def _names(text):
    return [name.split()[0] for name in text.split(",") if name.strip()]


def _scope(name):
    return name.replace(".", "_").replace("-", "_")
