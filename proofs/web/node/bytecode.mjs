// Python sources as one zip of bytecode for the Python that runs in the page, without docstrings.
// Reads {sources: zip, target: zip, snapshot: file or null} from standard input.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { dirname, join } from "node:path";
import { loadPyodide } from "pyodide";

const { sources, target } = JSON.parse(readFileSync(0, "utf8"));
const folder = join(dirname(fileURLToPath(import.meta.url)), "node_modules", "pyodide");
const py = await loadPyodide({ indexURL: folder });
py.FS.writeFile("/sources.zip", new Uint8Array(readFileSync(sources)));
py.runPython(`
import ast, zipfile
import importlib._bootstrap_external as external
import importlib.util

def without_docstrings(tree):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Module)
    for node in ast.walk(tree):
        if isinstance(node, kinds) and ast.get_docstring(node, clean=False) is not None:
            node.body[0:1] = [] if len(node.body) > 1 else [ast.copy_location(ast.Pass(), node.body[0])]
    return tree

with zipfile.ZipFile("/sources.zip") as given, zipfile.ZipFile("/made.zip", "w") as made:
    for name in sorted(given.namelist()):
        data = given.read(name)
        info = zipfile.ZipInfo(name + "c" if name.endswith(".py") else name, (2020, 1, 1, 0, 0, 0))
        if name.endswith(".py"):
            code = compile(without_docstrings(ast.parse(data)), name, "exec", dont_inherit=True)
            data = external._code_to_hash_pyc(code, importlib.util.source_hash(data), False)
        made.writestr(info, data)
`);
writeFileSync(target, py.FS.readFile("/made.zip"));
process.stdout.write("null");
