// Puts each `import()` that is left in the bundles into a file of its own: V8 forgets where those of code go
// to that it compiled in an earlier process.
import { parse } from "acorn";
import { simple } from "acorn-walk";
import { RolldownMagicString } from "rolldown";

const FILE = "import.cjs";
const TEXT = `"use strict";\nmodule.exports = (specifier) => import(specifier);\n`;
const KEYWORD = "import";

/** @returns {import("rolldown").Plugin} */
export function importsInOneFile() {
  return {
    name: "imports-in-one-file",
    buildStart() {
      this.emitFile({ type: "asset", fileName: FILE, source: TEXT });
    },
    renderChunk(code) {
      const places = placesOfImports(code);
      if (places.length === 0) return null;
      const text = new RolldownMagicString(code);
      for (const place of places) {
        text.overwrite(place, place + KEYWORD.length, `require("./${FILE}")`);
      }
      return text;
    },
  };
}

/** @param {string} code of a CommonJS file */
function placesOfImports(code) {
  if (!code.includes(KEYWORD)) return [];
  /** @type {number[]} */
  const places = [];
  const tree = parse(code, { ecmaVersion: "latest", sourceType: "script" });
  simple(tree, { ImportExpression: ({ start }) => void places.push(start) });
  return places;
}
