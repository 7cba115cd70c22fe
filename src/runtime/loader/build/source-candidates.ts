import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Metafile } from "esbuild";

const ENDINGS = [".tsx", ".ts", ".jsx", ".js", ".css", ".json"];
const REWRITTEN: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx"],
  ".jsx": [".ts", ".tsx"],
  ".mjs": [".mts"],
  ".cjs": [".cts"],
};

/** Files that an import would mean if they were there: `./clean.js` may be `clean.ts` until then. */
export function sourceCandidates(metafile: Metafile, root: string): Set<string> {
  const found = new Set<string>();
  for (const [importer, { imports }] of Object.entries(metafile.inputs)) {
    for (const { original, path } of imports) {
      if (original === undefined || !/^\.{0,2}\//.test(original)) continue;
      const meant = resolve(root, path);
      for (const candidate of namesFor(resolve(root, dirname(importer), original))) {
        if (candidate === meant) break;
        if (!existsSync(candidate)) found.add(candidate);
      }
    }
  }
  return found;
}

function namesFor(path: string): string[] {
  const ending = /\.[cm]?jsx?$/.exec(path)?.[0];
  const rewritten = ending === undefined ? [] : (REWRITTEN[ending] ?? []);
  const stem = path.slice(0, path.length - (ending?.length ?? 0));
  return [
    path,
    ...rewritten.map((other) => `${stem}${other}`),
    ...(ending === undefined ? ENDINGS.map((other) => `${path}${other}`) : []),
    ...(ending === undefined ? ENDINGS.map((other) => `${path}/index${other}`) : []),
  ];
}
