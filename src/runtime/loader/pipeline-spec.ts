import { readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import { ZenError } from "../../domain/errors.js";
import { nearest } from "../../util/nearest.js";

export interface PipelineSpec {
  /** Absolute, real path. */
  readonly file: string;
  readonly exportName: string | undefined;
}

export const SOURCE_EXTENSIONS = [".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx"];

const WITH_EXPORT = /^(.+):([\p{L}_$][\p{L}\p{N}_$]*)$/u;
const MAX_LISTED = 5;

/** `file.ts` or `file.ts:export`, relative to `cwd`. Errors: `pipeline_file_not_found`, `pipeline_file_invalid`. */
export function findPipelineFile(spec: string, cwd: string): PipelineSpec {
  const whole = resolve(cwd, spec);
  const [, path, exportName] = WITH_EXPORT.exec(spec) ?? [];
  if (kindOf(whole) === "file" || path === undefined) return checked(whole, undefined, cwd);
  return checked(resolve(cwd, path), exportName, cwd);
}

function checked(file: string, exportName: string | undefined, cwd: string): PipelineSpec {
  const kind = kindOf(file);
  if (kind === undefined) throw notFound(file, cwd);
  if (kind === "folder") throw isFolder(file, cwd);
  if (!SOURCE_EXTENSIONS.includes(extname(file))) {
    throw new ZenError(
      "pipeline_file_invalid",
      `'${relative(cwd, file)}' is neither TypeScript nor JavaScript.`,
      { hint: `A pipeline file ends in ${SOURCE_EXTENSIONS.join(", ")}.` },
    );
  }
  return { file: realpathSync(file), exportName };
}

function kindOf(path: string): "file" | "folder" | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  return stats.isDirectory() ? "folder" : "file";
}

function notFound(file: string, cwd: string): ZenError {
  const shown = relative(cwd, file) || file;
  const folder = dirname(file);
  const files = sourceFiles(folder);
  if (files === undefined) {
    return new ZenError("pipeline_file_not_found", `There is no file '${shown}'.`, {
      hint: `The folder '${relative(cwd, folder) || folder}' does not exist; ls shows what is here.`,
    });
  }
  return new ZenError("pipeline_file_not_found", `There is no file '${shown}'.`, {
    hint: suggestion(basename(file), files, (name) => relative(cwd, join(folder, name))),
    details: { candidates: files },
  });
}

function suggestion(
  asked: string,
  files: readonly string[],
  path: (name: string) => string,
): string {
  const stem = (name: string) => name.slice(0, name.length - extname(name).length);
  const close =
    files.find((name) => name === asked || stem(name) === asked) ??
    files.find((name) => stem(name) === stem(asked)) ??
    nearest(asked, files) ??
    nearest(stem(asked), files.map(stem));
  const found = files.find((name) => name === close || stem(name) === close);
  if (found !== undefined) return `zenml run ${path(found)}`;
  if (files.length === 0) return "There is no TypeScript or JavaScript file in that folder.";
  const listed = files.slice(0, MAX_LISTED).map(path).join(", ");
  return `Files there: ${listed}${files.length > MAX_LISTED ? ", …" : ""}`;
}

function isFolder(folder: string, cwd: string): ZenError {
  const files = sourceFiles(folder) ?? [];
  const path = (name: string) => relative(cwd, join(folder, name));
  return new ZenError("pipeline_file_not_found", `'${relative(cwd, folder)}' is a folder.`, {
    hint:
      files.length === 1 || files.includes("pipeline.ts")
        ? `zenml run ${path(files.find((name) => name === "pipeline.ts") ?? files[0] ?? "")}`
        : suggestion("", files, path),
    details: { candidates: files },
  });
}

/** Undefined when the folder does not exist. */
function sourceFiles(folder: string): string[] | undefined {
  try {
    return readdirSync(folder)
      .filter((name) => SOURCE_EXTENSIONS.includes(extname(name)) && !/\.d\.[cm]?ts$/.test(name))
      .sort();
  } catch {
    return undefined;
  }
}
