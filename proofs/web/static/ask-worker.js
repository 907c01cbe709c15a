// Runs in a worker, after Pyodide's own code: Python, the library, and answers to questions.
/* global loadPyodide, _createPyodideModule */
"use strict";
const SITE = "https://site.invalid/"; // nothing is ever fetched: the files come with the first message
let python;

async function unpacked(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// Python, from the snapshot of its memory if there is one.
function boot(files, snapshot) {
  return loadPyodide({
    indexURL: SITE,
    lockFileContents: new TextDecoder().decode(files.lock),
    _loadSnapshot: snapshot,
    createPyodideModule: (settings) => {
      if (snapshot) {
        const instantiate = settings.instantiateWasm;
        settings.instantiateWasm = (imports, then) => instantiate(imports, (instance, module) => {
          // The memory has to be there before it is filled; the setting for its size is ignored.
          const { memory } = instance.exports;
          const missing = Math.ceil((snapshot.length - memory.buffer.byteLength) / 65536);
          if (missing > 0) memory.grow(missing);
          return then(instance, module);
        });
      }
      return _createPyodideModule(settings);
    },
  });
}

async function start(packed) {
  const files = {};
  await Promise.all(Object.keys(packed).map(async (name) => {
    files[name] = await unpacked(packed[name]);
  }));
  postMessage({ progress: "unpacked", share: 0.3 });
  const kinds = {
    "pyodide.asm.wasm": [files.wasm, "application/wasm"],
    "python_stdlib.zip": [files.stdlib, "application/zip"],
  };
  self.fetch = async (address) => {
    const found = kinds[String(address.url || address.href || address).split("/").pop()];
    if (!found) throw new TypeError(`not part of the site: ${address}`);
    return new Response(found[0], { headers: { "Content-Type": found[1] } });
  };
  let restored = Boolean(files.snapshot);
  try {
    python = await boot(files, files.snapshot);
  } catch (failure) {
    if (!restored) throw failure;
    restored = false;
    python = await boot(files);
  }
  postMessage({ progress: restored ? "Python is restored" : "Python runs", share: 0.6 });
  // A snapshot has no files: what has not been imported yet is read from here.
  python.FS.writeFile("/library.zip", files.library);
  python.unpackArchive(files.flint, "wheel");
  python.runPython("import sys\nif '/library.zip' not in sys.path: sys.path.insert(0, '/library.zip')");
  postMessage({ progress: "the library is there", share: 0.7 });
  python.runPython(`
import json
from proofs_web_answers import answer, check, threshold
ASKED = {"answer": answer, "check": check, "threshold": threshold}
def asked(text):
    name, arguments = json.loads(text)
    return json.dumps(ASKED[name](*arguments))
`);
  return restored;
}

onmessage = async ({ data }) => {
  try {
    if (data.files) {
      const restored = await start(data.files);
      postMessage({ ready: true, restored });
    } else {
      const said = python.globals.get("asked")(JSON.stringify(data.question));
      postMessage({ answer: JSON.parse(said) });
    }
  } catch (failure) {
    postMessage({ failure: String((failure && failure.message) || failure) });
  }
};
