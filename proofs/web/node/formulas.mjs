// LaTeX to MathML: reads [[latex, display], ...] from standard input, writes the MathML of each.
import { readFileSync } from "node:fs";
import temml from "temml";

const formulas = JSON.parse(readFileSync(0, "utf8"));
const macros = { "\\lt": "<", "\\gt": ">" };
const written = formulas.map(([latex, display]) => {
  try {
    return temml.renderToString(latex, {
      displayMode: display, throwOnError: true, strict: false, wrap: "none", macros: { ...macros },
    });
  } catch (failure) {
    process.stderr.write(`${latex}\n${failure.message}\n`);
    process.exit(1);
  }
});
process.stdout.write(JSON.stringify(written));
