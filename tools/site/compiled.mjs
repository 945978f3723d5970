// Starts the site's Python as its page does, up to the imports of a first cell, and takes what that compiled.
// node compiled.mjs FOLDER PACKAGES CODE OUT: Pyodide's files, names between commas, what to run, where it is written.
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";

const [folder, packages, code, out] = process.argv.slice(2);
const { loadPyodide } = createRequire(import.meta.url)(resolve(folder, "pyodide.js"));
process.on("uncaughtException", (problem) => { console.error(String(problem.stack ?? problem).slice(-3000)); process.exit(1); }); // without its lines, which are very long
const python = await loadPyodide({ indexURL: resolve(folder), packages: packages.split(","), stdout() {} });
const collected = await python.runPythonAsync(`
import sys
sys.dont_write_bytecode = False
${code}
import importlib.util, io, marshal, pathlib, zipfile
out, head = io.BytesIO(), importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8)  # nobody compares it with its source
with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
    for module in sorted(filter(lambda module: getattr(module, "__spec__", None), sys.modules.values()), key=lambda one: one.__spec__.name):
        source = module.__spec__.origin
        if not source or not source.endswith(".py"):
            continue
        place = pathlib.PurePosixPath(source)
        loader = module.__spec__.loader
        compiled = head + marshal.dumps(compile(loader.get_data(source), source, "exec", dont_inherit=True))
        if "python312.zip" in place.parts:
            name = "stdlib/" + str(place.relative_to("/lib/python312.zip").with_suffix(".pyc"))
        elif "site-packages" in place.parts:
            name = str(pathlib.PurePosixPath(importlib.util.cache_from_source(source)).relative_to("/lib/python3.12/site-packages"))
        else:
            continue
        archive.writestr(zipfile.ZipInfo(name), compiled)
out.getvalue()
`);
writeFileSync(out, collected.toJs());
process.exit(0);
