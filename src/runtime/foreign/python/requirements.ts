// What a step wants installed: read with all files that it names, so that a change anywhere is seen.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ZenError } from "../../../domain/errors.js";

export interface Requirements {
  /** Of everything that they say. */
  readonly hash: string;
  /** Arguments of `pip install`. */
  readonly args: readonly string[];
  /** A requirement whose code anybody may change: its version says nothing. */
  readonly local: string | undefined;
  /** For messages: `requirements.txt`, `3 requirements`. */
  readonly shown: string;
}

/** Errors: `pipeline_invalid` when a file is missing. */
export function readRequirements(
  requirements: string | readonly string[],
  { folder, step }: { readonly folder: string; readonly step: string },
): Requirements {
  const isFile = typeof requirements === "string";
  const texts = isFile
    ? readAll(resolve(folder, requirements), step)
    : new Map([["", requirements.join("\n")]]);
  const lines = [...texts.values()].flatMap(linesOf);
  return {
    hash: createHash("sha256")
      .update(JSON.stringify([...texts.values()]))
      .digest("hex"),
    args: isFile ? ["-r", resolve(folder, requirements)] : requirements,
    local: lines.find(isLocal),
    shown: isFile ? requirements : requirements.join(" "),
  };
}

const NESTED = /^(?:-r|--requirement|-c|--constraint)[ =]?\s*(.+)$/;

function readAll(file: string, step: string): Map<string, string> {
  const texts = new Map<string, string>();
  const waiting = [file];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (texts.has(path)) continue;
    if (!existsSync(path)) {
      throw new ZenError(
        "pipeline_invalid",
        `The requirements file '${path}' of step '${step}' does not exist.`,
        {
          hint: "Paths are relative to the file of the step; or give the requirements as a list.",
        },
      );
    }
    const text = readFileSync(path, "utf8");
    texts.set(path, text);
    for (const line of linesOf(text)) {
      const nested = NESTED.exec(line)?.[1];
      if (nested !== undefined && !nested.includes("://"))
        waiting.push(join(dirname(path), nested));
    }
  }
  return texts;
}

function linesOf(text: string): string[] {
  return text
    .replaceAll("\\\n", "")
    .split("\n")
    .map((line) => line.replace(/(^|\s)#.*$/, "").trim())
    .filter((line) => line !== "");
}

/** A folder or file of this machine, a moving branch: anything but a name and versions of an index. */
function isLocal(line: string): boolean {
  if (/^(?:-e|--editable)\b/.test(line) || /^[./~]/.test(line)) return true;
  return /(?:^|@\s*)(?:file:|git\+|hg\+|svn\+|bzr\+)/.test(line);
}
