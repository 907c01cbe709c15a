// The memory of Python after it has imported what the library stands on, for a start that imports
// nothing.  Reads {library: zip, modules: [names], target: file} from standard input.  Extensions
// (python-flint) cannot be part of such a memory, nor what imports them.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { dirname, join } from "node:path";
import { loadPyodide } from "pyodide";

const { library, modules, target } = JSON.parse(readFileSync(0, "utf8"));
const folder = join(dirname(fileURLToPath(import.meta.url)), "node_modules", "pyodide");
const py = await loadPyodide({ indexURL: folder, _makeSnapshot: true });
py.FS.writeFile("/library.zip", new Uint8Array(readFileSync(library)));
py.runPython(`
import gc, sys
from importlib import import_module
sys.path.insert(0, "/library.zip")
for name in ${JSON.stringify(modules)}:
    try:
        import_module(name)
    except ImportError:  # of a machine's own, such as those of its system
        pass
gc.collect()
`);
writeFileSync(target, py.makeMemorySnapshot());
process.stdout.write("null");
