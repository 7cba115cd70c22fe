// What says that a folder is ours, and of which format. A folder without it is never written.
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ZenError } from "../../domain/errors.js";
import { ifThere } from "./fs-error.js";
import { writeWhole } from "./write-files.js";

const MARKER = "zenml-store.yaml";
const FORMAT_VERSION = 1;

const MARKER_TEXT = `# A ZenML store: one file for each entity, made to be kept in git.
format: zenml-store
format_version: ${FORMAT_VERSION}
`;

/** What belongs to one machine, or can be made again. */
const IGNORED = [".index/", ".lock*", ".pending.json", ".*.tmp", "history.db*"];

/** What a folder that is meant for a store may hold already. */
const HARMLESS = [".git", ".gitignore", ".gitattributes", ".DS_Store", "README.md", "LICENSE"];

export interface ClaimOptions {
  readonly createIfMissing: boolean;
  readonly joinsOthers?: boolean;
}

/**
 * Makes the folder a store when it is new.
 * Errors: `store_foreign`, `store_too_new`, `store_corrupt`, `not_found`.
 */
export function claimFolder(root: string, options: ClaimOptions): void {
  const text = ifThere(() => readFileSync(join(root, MARKER), "utf8"));
  if (text !== undefined) return checkMarker(root, text);
  const entries = ifThere(() => readdirSync(root));
  if (entries === undefined && !options.createIfMissing) throw missing(root);
  // Another process has just made it.
  if (entries?.includes(MARKER) === true) return claimFolder(root, options);
  const others = (entries ?? []).filter(
    (name) => !HARMLESS.includes(name) && !name.startsWith(`.${MARKER}`),
  );
  if (others.length > 0 && options.joinsOthers !== true) throw foreign(root, others);
  mkdirSync(root, { recursive: true });
  writeWhole(join(root, MARKER), MARKER_TEXT);
  ignoreLocalFiles(root);
}

function checkMarker(root: string, text: string): void {
  const version = Number(/^format_version:\s*(\d+)\s*$/m.exec(text)?.[1] ?? 0);
  if (version === FORMAT_VERSION) return;
  if (version > FORMAT_VERSION) {
    throw new ZenError(
      "store_too_new",
      `The store ${root} has format ${version}; this program knows up to ${FORMAT_VERSION}.`,
      { hint: "Install a newer version of zenml: npm install zenml@latest" },
    );
  }
  throw new ZenError("store_corrupt", `${join(root, MARKER)} names no format version.`, {
    hint: `Write into it the line: format_version: ${FORMAT_VERSION}`,
  });
}

function ignoreLocalFiles(root: string): void {
  const file = join(root, ".gitignore");
  const before = ifThere(() => readFileSync(file, "utf8")) ?? "";
  const lines = before.split(/\r?\n/);
  const added = IGNORED.filter((line) => !lines.includes(line));
  if (added.length === 0) return;
  const gap = before === "" || before.endsWith("\n") ? "" : "\n";
  writeWhole(file, `${before}${gap}${added.join("\n")}\n`);
}

function missing(root: string): ZenError {
  return new ZenError("not_found", `There is no store ${root}.`, {
    hint: "Check the path in the store's URL.",
  });
}

function foreign(root: string, others: readonly string[]): ZenError {
  const shown = others.slice(0, 3).join(", ");
  const more = others.length > 3 ? ", …" : "";
  return new ZenError(
    "store_foreign",
    `The folder ${root} is no store: it holds ${shown}${more} and no ${MARKER}.`,
    { hint: "It was left as it is. Name another folder for the store." },
  );
}
