// Runs in a worker, after Pyodide's own code: Python, the library, and answers to questions.
/* global loadPyodide, _createPyodideModule */
"use strict";
const SITE = "https://site.invalid/"; // nothing is ever fetched: the files come with the first message
let python;

async function unpacked(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function start(packed) {
  const files = {};
  await Promise.all(Object.keys(packed).map(async (name) => {
    files[name] = await unpacked(packed[name]);
  }));
  postMessage({ progress: "unpacked" });
  const kinds = {
    "pyodide.asm.wasm": [files.wasm, "application/wasm"],
    "python_stdlib.zip": [files.stdlib, "application/zip"],
  };
  self.fetch = async (address) => {
    const found = kinds[String(address.url || address.href || address).split("/").pop()];
    if (!found) throw new TypeError(`not part of the site: ${address}`);
    return new Response(found[0], { headers: { "Content-Type": found[1] } });
  };
  python = await loadPyodide({
    indexURL: SITE,
    lockFileContents: new TextDecoder().decode(files.lock),
    createPyodideModule: (settings) => _createPyodideModule(settings),
  });
  postMessage({ progress: "Python runs" });
  python.FS.writeFile("/library.zip", files.library);
  python.unpackArchive(files.flint, "wheel");
  python.runPython("import sys; sys.path.insert(0, '/library.zip')");
  postMessage({ progress: "the library is there" });
  python.runPython(`
import json
from proofs_web_answers import answer, threshold
ASKED = {"answer": answer, "threshold": threshold}
def asked(text):
    name, arguments = json.loads(text)
    return json.dumps(ASKED[name](*arguments))
`);
}

onmessage = async ({ data }) => {
  try {
    if (data.files) {
      await start(data.files);
      postMessage({ ready: true });
    } else {
      const said = python.globals.get("asked")(JSON.stringify(data.question));
      postMessage({ answer: JSON.parse(said) });
    }
  } catch (failure) {
    postMessage({ failure: String((failure && failure.message) || failure) });
  }
};
