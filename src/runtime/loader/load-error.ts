// Says what went wrong while a person's module was loaded, at the place in its source.
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { ZenError, isZenError } from "../../domain/errors.js";
import { packageName } from "../code/package-versions.js";
import { describeError } from "../source-positions.js";
import type { BundleRecord } from "./bundle-record.js";

export interface LoadErrorOptions {
  readonly file: string;
  readonly projectRoot: string;
  readonly cwd: string;
  readonly record: Pick<BundleRecord, "inputs">;
}

export function loadError(error: unknown, options: LoadErrorOptions): ZenError {
  // What step() and pipeline() say is said to the person already, with a hint.
  if (isZenError(error)) return error;
  return linkError(error, options) ?? thrownError(error, options);
}

function thrownError(error: unknown, { file, projectRoot, cwd }: LoadErrorOptions): ZenError {
  const { name, message, location, stack } = describeError(error, { projectRoot });
  const what = name === "NonError" ? message : `${name}: ${message}`;
  const where = location === null ? "" : ` (${location})`;
  return new ZenError(
    "pipeline_file_invalid",
    `'${relative(cwd, file)}' failed while it was loaded: ${what}${where}`,
    {
      hint: `Look at ${location ?? relative(cwd, file)}; what stands outside of steps runs whenever the file is loaded.`,
      cause: error,
      details: { location, stack },
    },
  );
}

/** A package that is missing, or that does not export what is asked of it: the message names the bundle. */
function linkError(error: unknown, options: LoadErrorOptions): ZenError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { message } = error;
  const missing = /^Cannot find (?:package|module) '([^']+)'/.exec(message)?.[1];
  if (missing !== undefined && !missing.startsWith("/")) {
    const name = packageName(missing);
    return invalid(
      error,
      `${importer(missing, options)} imports '${name}', which is not installed.`,
      {
        hint: name === "zenml" ? "npm install zenml" : `npm install ${name}`,
      },
    );
  }
  const [, specifier, exported] =
    /^The requested module '([^']+)' does not provide an export named '([^']+)'/.exec(message) ??
    /^Named export '([^']+)' not found\. The requested module '([^']+)'/
      .exec(message)
      ?.map((part, index, parts) => (index === 0 ? part : (parts[3 - index] ?? ""))) ??
    [];
  if (specifier === undefined) return undefined;
  return invalid(
    error,
    `${importer(specifier, options)} imports '${exported}' from '${specifier}', which does not export it.`,
    { hint: `See what '${specifier}' exports; a type is imported with \`import type\`.` },
  );
}

function invalid(cause: Error, message: string, { hint }: { readonly hint: string }): ZenError {
  return new ZenError("pipeline_file_invalid", message, { hint, cause });
}

/** The source line that names the package, searched since the runtime names the bundle's. */
function importer(specifier: string, { record, cwd, file }: LoadErrorOptions): string {
  const quoted = new RegExp(
    `["']${specifier.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?:/[^"']*)?["']`,
  );
  for (const [path] of record.inputs) {
    if (!/\.[cm]?[jt]sx?$/.test(path)) continue;
    const lines = read(path).split("\n");
    const line = lines.findIndex((text) => quoted.test(text));
    if (line >= 0) return `'${relative(cwd, path)}:${line + 1}'`;
  }
  return `'${relative(cwd, file)}'`;
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
